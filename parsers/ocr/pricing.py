"""What a hypothesis about a page costs: misreadings, alike ones together, and mistakes of the office that wrote the paper.

All prices are chances relative to "every cell says what its likeliest candidate says, and the paper adds up".
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import prod

from rapidfuzz.distance import Levenshtein

from parsers.ocr.bonds import KNOWN_KINDS, BondKind
from parsers.ocr.figures import Swap


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before the paper is seen. Chances that are not measured are set so that doubt wins."""

    paper_wrong: float = 0.02
    """Share of reports with a mistake of arithmetic."""
    coincidence: float = 0.02
    """Chance that a wrong figure is just the one in question: people err by one, by a carry, by a digit."""
    follows: float = 0.05
    """Chance that where one cell is wrong, a given other one is wrong too (reckoned from it)."""
    differs: float = 0.02
    """Chance that a report departs from what is known from elsewhere."""
    alike: float = 0.5
    """Chance that signs that are confused once on a page are confused there again: same face, same fax."""
    lost_alike: float = 0.05
    """Chance that where one cell was misread beyond its candidates, a given other one was too, and by the same amount."""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that says something else than its likeliest candidate."""

    cell: int
    value: int | None
    ratio: float
    """Its chance as a share of the likeliest candidate's; without ``swaps``."""
    swaps: tuple[Swap, ...] = ()
    decimals: int = 2

    @property
    def alone(self) -> float:
        """Its price without regard to other changes."""
        return self.ratio * prod(swap.ratio for swap in self.swaps)

    def least_of_pairs(self) -> dict[frozenset[str], float]:
        """Pairs of signs that are confused in it, each with its least ratio."""
        pairs: dict[frozenset[str], float] = {}
        for swap in self.swaps:
            pairs[swap.pair] = min(swap.ratio, pairs.get(swap.pair, 1.0))
        return pairs

    def most(self, confused: Collection[frozenset[str]], alike: float) -> float:
        """No hypothesis is dearer by it: a pair of signs counts once, and as ``alike`` if it is confused already."""
        pairs = self.least_of_pairs().items()
        return self.ratio * prod(max(alike, ratio) if pair in confused else ratio for pair, ratio in pairs)


def price_of_changes(changes: Collection[Change], prior: Prior) -> float:
    """Independent misreadings multiply. The same two signs confused again and again cost once, at the least likely place,
    and ``alike`` for each other place. Never rises with one more change."""
    total = 1.0
    pairs: dict[frozenset[str], list[float]] = {}
    for change in changes:
        total *= change.ratio
        for swap in change.swaps:
            pairs.setdefault(swap.pair, []).append(swap.ratio)
    for ratios in pairs.values():
        total *= max(prod(ratios), min(ratios) * prior.alike ** (len(ratios) - 1))
    return total


def price_of_mistakes(wrong: Collection[int], apart: Collection[BondKind], cells: int, prior: Prior) -> float:
    """The office's mistakes: misprinted cells, and kinds of bonds that it does not keep at all.

    Args:
        wrong: misprinted cells.
        apart: kinds of bonds given up for the whole page: another way of reckoning, a row that was not added up.
        cells: figures on the page.
        prior: what is believed.
    """
    total = 1.0
    if wrong:
        total *= prior.paper_wrong / cells * prior.coincidence * prior.follows ** (len(wrong) - 1)
    for kind in apart:
        chance = prior.differs if kind in KNOWN_KINDS else prior.paper_wrong * prior.coincidence
        total *= chance * prior.coincidence
    return total


def likeness(value: int, favourite: int | None) -> float:
    """Share of a cell's unread chance that one certain value may claim.

    What leaves no trace in the candidates is a sign lost or added; one sign for another is nearly always offered.
    """
    if favourite is None:
        return 0.01
    said, seen = str(value), str(favourite)
    distance = Levenshtein.distance(said, seen, score_cutoff=2)
    if distance == 1:
        return 0.005 if len(said) == len(seen) else 0.05
    return 0.01 if distance <= 2 else 0.001
