"""Everything that a page may say: its readings, what they may be instead, and the office's mistakes, searched best first.

A hypothesis is a set of changed cells and a set of mistakes of the paper. Where a bond is broken, either some of its cells say
something else, or the paper is wrong there. The search takes the dearest hypothesis first, prices only fall on the way, so
what is cheaper than the floor is never needed; the work is bounded, and whether it was enough is told.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from parsers.ocr.bonds import KNOWN_KINDS, Bond, BondKind
from parsers.ocr.figures import Candidate, Place, Reading
from parsers.ocr.fixes import Spot, fixes
from parsers.ocr.pricing import Change, Prior, likeness, price_of_changes, price_of_mistakes

UNREADABLE = 0.5
"""A cell that is likelier none of its candidates than any of them takes no part: no bond leans on it."""
_NEVER = 1e-30
_GIVEN_UP_TOGETHER = KNOWN_KINDS | {BondKind.PERCENT, BondKind.SUM}

Values = frozenset[tuple[int, int | None]]
"""What a hypothesis says: its changed cells with their values."""


@dataclass(frozen=True, slots=True)
class Page:
    """The cells that can be read, numbered, with the bonds between them."""

    places: tuple[Place, ...]
    readings: tuple[Reading, ...]
    bonds: tuple[tuple[Bond, tuple[int, ...]], ...]
    """Each bond with the numbers of its cells."""
    prior: Prior
    options: tuple[tuple[Change, ...], ...]
    """What each cell may say else."""
    favourites: tuple[Change, ...]
    """What each cell most likely says by itself."""
    of_cell: tuple[tuple[int, ...], ...]
    """The bonds of each cell."""
    off: frozenset[int]
    """Bonds that the favourites break."""
    pairs: tuple[frozenset[frozenset[str]], ...]
    """Of each cell, all pairs of signs that its options confuse."""
    shares: dict[tuple[int, frozenset[frozenset[str]]], tuple[float, ...]] = field(default_factory=dict)
    """Reckoned already: see ``most``."""

    def holds(self, index: int, now: Mapping[int, Change]) -> bool | None:
        """Whether a bond holds once some cells are changed; None where there is nothing to check."""
        bond, cells = self.bonds[index]
        said = [now.get(cell, self.favourites[cell]) for cell in cells]
        return bond.holds([each.value for each in said], said[1].decimals if len(said) > 1 else 2)

    def change(self, cell: int, value: int | None) -> Change:
        """How a cell comes to a value; beyond its candidates it is a guess."""
        for each in (self.favourites[cell], *self.options[cell]):
            if each.value == value:
                return each
        reading = self.readings[cell]
        unread = min(1.0, reading.unread / reading.candidates[0].probability)
        return Change(cell, value, unread * likeness(value or 0, self.favourites[cell].value))

    def most(self, cell: int, confused: frozenset[frozenset[str]]) -> tuple[float, ...]:
        """Of each option of a cell, the greatest share of a price that is left after it."""
        key = cell, confused & self.pairs[cell]
        if key not in self.shares:
            self.shares[key] = tuple(each.most(key[1], self.prior.alike) for each in self.options[cell])
        return self.shares[key]

    def spot(self, cell: int, now: Change | None, is_settled: bool, confused: frozenset[frozenset[str]]) -> Spot:
        """A cell as a broken bond sees it, where some pairs of signs are confused already."""
        said = now or self.favourites[cell]
        if is_settled:
            return Spot(cell, said.value, said.decimals, (), 0.0, frozenset(), ())
        spoken = frozenset((self.favourites[cell].value, *(each.value for each in self.options[cell])))
        unread = self.readings[cell].unread / self.readings[cell].candidates[0].probability
        if not now:
            return Spot(cell, said.value, said.decimals, self.options[cell], unread, spoken, self.most(cell, confused))
        options = (*(each for each in self.options[cell] if each != now), self.favourites[cell])
        # What is changed already may go back, and the whole is the dearer for it.
        back = 1 / max(now.alone, _NEVER)
        most = tuple(each.most(confused, self.prior.alike) * back for each in options)
        return Spot(cell, said.value, said.decimals, options, unread * back, spoken, most)


def page_of(readings: Mapping[Place, Reading], bonds: Sequence[Bond], prior: Prior) -> Page:
    """Numbers the readable cells and keeps the bonds that stand between such cells alone."""
    places = tuple(sorted(place for place, reading in readings.items() if is_readable(reading)))
    number = {place: index for index, place in enumerate(places)}
    kept = [(bond, tuple(number[place] for place in bond.places)) for bond in bonds if set(bond.places) <= number.keys()]
    of_cell = tuple(tuple(i for i, (_, cells) in enumerate(kept) if cell in cells) for cell in range(len(places)))
    options = tuple(tuple(_changes(cell, readings[place].candidates)) for cell, place in enumerate(places))
    firsts = [readings[place].candidates[0] for place in places]
    favourites = tuple(Change(cell, each.hundredths, 1.0, (), each.decimals) for cell, each in enumerate(firsts))
    pairs = tuple(frozenset(pair for each in changes for pair in each.least_of_pairs()) for changes in options)
    said = tuple(readings[place] for place in places)
    page = Page(places, said, tuple(kept), prior, options, favourites, of_cell, frozenset(), pairs)
    return replace(page, off=frozenset(index for index in range(len(kept)) if page.holds(index, {}) is False))


def is_readable(reading: Reading) -> bool:
    """Whether there is any sense in reckoning with a cell."""
    return bool(reading.candidates) and reading.unread < UNREADABLE


def _changes(cell: int, candidates: Sequence[Candidate]) -> Iterator[Change]:
    favourite = candidates[0].probability
    for each in candidates[1:]:
        by_swaps = 1.0
        for swap in each.swaps:
            by_swaps *= swap.ratio
        ratio = min(1.0, each.probability / favourite / by_swaps)
        yield Change(cell, each.hundredths, ratio, each.swaps, each.decimals)


@dataclass(slots=True)
class Work:
    """What may still be done, in hypotheses looked at."""

    left: int
    is_whole: bool = True
    """False once something was left undone."""

    def spend(self) -> bool:
        """Takes one step; False when there is none left."""
        self.left -= 1
        self.is_whole = self.is_whole and self.left >= 0
        return self.left >= 0


Mistakes = tuple[frozenset[int], frozenset[BondKind]]
"""Misprinted cells, whose bonds say nothing; kinds of bonds that the paper does not keep at all."""
NONE: Mistakes = (frozenset(), frozenset())
Found = dict[Values, dict[Mistakes, float]]
"""What a page may say, and the price of that under each set of mistakes that would excuse it."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the page may say, and what may be wrong with it."""

    changes: Mapping[int, Change]
    """Cells that say something else than their likeliest candidate."""
    settled: frozenset[int] = frozenset()
    """Cells that are not to be changed any more."""
    mistakes: Mistakes = NONE

    @property
    def values(self) -> Values:
        """What it says."""
        return frozenset((change.cell, change.value) for change in self.changes.values())

    def then(self, page: Page, fix: Iterable[Change]) -> Hypothesis:
        """With more cells changed, perhaps back to what they seem to say."""
        changes = {**self.changes, **{change.cell: change for change in fix}}
        kept = {cell: change for cell, change in changes.items() if change != page.favourites[cell]}
        return Hypothesis(kept, self.settled.union(change.cell for change in fix), self.mistakes)

    def excused(self, cell: int | None = None, kind: BondKind | None = None) -> Hypothesis:
        """With one more mistake of the paper."""
        wrong, apart = self.mistakes
        wrong, apart = wrong | ({cell} if cell is not None else set()), apart | ({kind} if kind else set())
        return Hypothesis(self.changes, self.settled, (wrong, apart))


def price(hypothesis: Hypothesis, page: Page) -> float:
    """Its chance as a share of that of a page that says what it seems to and adds up."""
    mistakes = price_of_mistakes(*hypothesis.mistakes, len(page.places), page.prior)
    return price_of_changes(hypothesis.changes.values(), page.prior) * mistakes


def broken(page: Page, hypothesis: Hypothesis) -> list[int]:
    """Bonds that do not hold and that no mistake excuses."""
    now, (wrong, apart) = hypothesis.changes, hypothesis.mistakes
    touched = {index for cell in now for index in page.of_cell[cell]}
    found = sorted({index for index in touched if page.holds(index, now) is False} | (page.off - touched))
    return [index for index in found if page.bonds[index][0].kind not in apart and wrong.isdisjoint(page.bonds[index][1])]


def search(page: Page, start: Hypothesis, floor: float, work: Work) -> Found:
    """All that the page may say if a hypothesis holds, at prices not below ``floor``, the likeliest first."""
    found: Found = {}
    order = count()
    heap = [(-price(start, page), next(order), start)]
    seen = {(start.values, start.mistakes)}
    while heap and work.spend():
        worth, _, hypothesis = heapq.heappop(heap)
        left = broken(page, hypothesis)
        if not left:
            found.setdefault(hypothesis.values, {})[hypothesis.mistakes] = -worth
            continue
        first = min(left, key=lambda index: len(page.bonds[index][1]))
        for child in _children(page, hypothesis, -worth, first, floor, work):
            its = price(child, page)
            if its >= floor and (key := (child.values, child.mistakes)) not in seen:
                seen.add(key)
                heapq.heappush(heap, (-its, next(order), child))
    return found


def _children(page: Page, parent: Hypothesis, worth: float, index: int, floor: float, work: Work) -> Iterator[Hypothesis]:
    bond, cells = page.bonds[index]
    confused = frozenset(swap.pair for change in parent.changes.values() for swap in change.swaps)
    spots = [page.spot(cell, parent.changes.get(cell), cell in parent.settled, confused) for cell in cells]
    sets, is_whole = fixes(bond, spots, floor / worth)
    work.is_whole = work.is_whole and is_whole
    yield from (parent.then(page, each) for each in sets)
    yield from (parent.excused(cell) for cell in cells)
    if bond.kind in _GIVEN_UP_TOGETHER:
        yield parent.excused(kind=bond.kind)
