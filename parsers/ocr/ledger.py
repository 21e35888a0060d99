"""Figures that must add up: which values of a form can be taken, where the paper itself is wrong, and what a person must see.

Readings are weighed against the bonds between the figures (:mod:`parsers.ocr.bonds`). For every cell all that it might say
instead is followed to its end: which other cells would have to be misread too, or which mistake the office would have to have
made. A value is taken where everything else together is less likely than ``LIMIT``. No reading is bent to fit: a cell that is
surely read keeps what it says, and a sum that then does not hold is the paper's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from parsers.ocr.bonds import Bond, BondKind, Convention
from parsers.ocr.figures import TOTAL, Candidate, Known, Place, Reading
from parsers.ocr.pricing import Prior
from parsers.ocr.rivals import is_readable
from parsers.ocr.views import View, unseen, views_of

LIMIT = 5e-5
"""The greatest chance of being wrong with which a figure is taken: half of what is wanted, 1 in 10,000."""
SURELY_READ = 0.98
"""A reading at or above this is never taken for another, whatever the sums say."""
FINDING_LIMIT = 0.05
"""The greatest chance of being misread with which a cell may bear witness against the paper."""
WORK = 1_500
"""Hypotheses looked at for a page."""


class Verdict(StrEnum):
    """What becomes of a cell."""

    TAKEN = "taken"
    AS_READ = "as_read"
    """The value stands as it was read; the paper does not add up."""
    UNCLEAR = "unclear"
    """A person must look."""


class Cause(StrEnum):
    """Why a cell is unclear."""

    UNREADABLE = "unreadable"
    ALONE = "alone"
    """Nothing on the paper or elsewhere bears it out."""
    RIVALS = "rivals"
    """Other values explain the page too."""
    SURELY_READ_OTHERWISE = "surely_read_otherwise"
    """The sums ask for another value than the one that is plainly there."""
    BROKEN = "broken"
    """It does not add up, and it cannot be told whether that is the paper or the reading."""
    LIMIT = "limit"
    """The page is too doubtful to be searched to the end."""


@dataclass(frozen=True, slots=True)
class Settled:
    """One cell's verdict."""

    verdict: Verdict
    value: Decimal | None
    """Of what is taken or stands as read; None is a blank then. None where it is unclear."""
    probability: float
    """That ``value`` is right; of an unclear cell, that its likeliest value is."""
    evidence: tuple[Bond, ...] = ()
    """Bonds that hold with this value."""
    candidates: tuple[Candidate, ...] = ()
    """For a person: the likeliest first, as the whole page makes them likely."""
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A bond that does not hold."""

    bond: Bond
    values: tuple[Decimal | None, ...]
    """As the page most likely says, in the order of the bond's places."""
    is_sure: bool
    """Every cell in it was read surely: the paper does not add up. Else it may be the reading."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a form's figures come to."""

    cells: Mapping[Place, Settled]
    broken: tuple[Broken, ...]
    convention: Convention | None
    """How the balance is reckoned; None where both ways come to the same, or there is none."""


def settle(
    readings: Mapping[Place, Reading], known: Known | None = None, prior: Prior | None = None, work: int = WORK
) -> Ledger:
    """Weighs every cell.

    Args:
        readings: all figures of one report; subtotals and other rows that are no items must not be among them.
        known: what is known from elsewhere.
        prior: what is believed before.
        work: hypotheses that may be looked at, for each convention of the balance.
    """
    views = views_of(readings, known or Known(), prior or Prior(), work)
    best = views[0]
    doubts = {place: _doubt(best, views, cell) for cell, place in enumerate(best.page.places)}
    broken = _broken(best, doubts)
    cells = {place: _settled(place, reading, best, views, doubts, broken) for place, reading in readings.items()}
    return Ledger(cells, broken, _told(best, views))


def _told(best: View, views: Sequence[View]) -> Convention | None:
    """The convention, where the figures tell."""
    rivals = [each.weight for each in views if each is not best]
    return best.convention if best.weight and rivals and max(rivals) < LIMIT * best.weight else None


def _doubt(best: View, views: Sequence[View], cell: int) -> float:
    """Odds against the cell's best value."""
    chances = [each.chances(cell, best.values) for each in views]
    # Where both conventions come to the same, that is one explanation, not two.
    weight = chances[0][0]
    if not weight:
        return 1.0
    return sum(sum(others.values()) for _, others in chances) / weight + unseen(best, cell)


def _broken(best: View, doubts: Mapping[Place, float]) -> tuple[Broken, ...]:
    is_misplaced = _may_lack_a_row(best)
    found = []
    for index in best.unkept:
        bond, cells = best.page.bonds[index]
        sure = all(_is_witness(best, cell, doubts) for cell in cells) and not (bond.kind is BondKind.SUM and is_misplaced)
        found.append(Broken(bond, tuple(_decimal(best.value(cell)) for cell in cells), sure and best.is_whole))
    return tuple(found)


def _may_lack_a_row(best: View) -> bool:
    """Whether a row was perhaps overlooked, or one that is no item taken for one: then it is not the paper that is wrong.

    Several columns do not add up, and what is lacking is itself in order, as the totals are; or hardly any column adds up.
    """
    bonds = [bond for bond, _ in best.page.bonds]
    off = sum(bonds[index].kind is BondKind.SUM for index in best.unkept)
    on = sum(bonds[index].kind is BondKind.SUM for index in best.kept)
    rows = (bonds[index] for index in best.unkept if bonds[index].kind in (BondKind.BALANCE, BondKind.CUMULATIVE))
    return off > 1 and (not any(bond.places[0].row == TOTAL for bond in rows) or off > max(2, on))


def _is_witness(best: View, cell: int, doubts: Mapping[Place, float]) -> bool:
    """Whether a cell was read so surely that it may speak against the paper."""
    is_own = cell not in best.best and best.page.readings[cell].candidates[0].probability >= SURELY_READ
    return is_own and doubts[best.page.places[cell]] <= FINDING_LIMIT


def _decimal(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def _settled(
    place: Place,
    reading: Reading,
    best: View,
    views: Sequence[View],
    doubts: Mapping[Place, float],
    broken: Sequence[Broken],
) -> Settled:
    if not is_readable(reading):
        chance = reading.candidates[0].probability if reading.candidates else 0.0
        return Settled(Verdict.UNCLEAR, None, chance, (), reading.candidates, Cause.UNREADABLE)
    cell, doubt = best.page.places.index(place), doubts[place]
    evidence = tuple(best.page.bonds[index][0] for index in best.page.of_cell[cell] if index in best.kept)
    against = [each for each in broken if place in each.bond.places]
    cause = _cause(best, views, cell, doubt, bool(evidence), against)
    ranked = _ranked(best, views, cell)
    if cause:
        return Settled(Verdict.UNCLEAR, None, ranked[0].probability, evidence, ranked, cause)
    verdict = Verdict.AS_READ if any(each.is_sure for each in against) else Verdict.TAKEN
    return Settled(verdict, _decimal(best.value(cell)), 1 / (1 + doubt), evidence, ranked)


def _cause(
    best: View, views: Sequence[View], cell: int, doubt: float, has_evidence: bool, against: Sequence[Broken]
) -> Cause | None:
    """Why a cell is unclear; None where its value stands."""
    if not all(each.is_whole or each.weight < LIMIT * best.weight for each in views):
        return Cause.LIMIT
    if cell in best.best and best.page.readings[cell].candidates[0].probability >= SURELY_READ:
        return Cause.SURELY_READ_OTHERWISE
    if against and all(each.is_sure for each in against):
        return None
    if against and (cell in best.best or not has_evidence):
        return Cause.BROKEN
    if doubt > LIMIT:
        return Cause.BROKEN if against else Cause.RIVALS if has_evidence else Cause.ALONE
    return None


def _ranked(best: View, views: Sequence[View], cell: int) -> tuple[Candidate, ...]:
    """The cell's candidates as the whole page makes them likely."""
    weights: dict[int | None, float] = {}
    for own, others in (each.chances(cell, best.values) for each in views):
        for value, weight in {best.value(cell): own, **others}.items():
            weights[value] = weights.get(value, 0.0) + weight
    total = sum(weights.values())
    reading = best.page.readings[cell]
    if not total:
        return reading.candidates
    shares = [replace(each, probability=weights.get(each.hundredths, 0.0) / total) for each in reading.candidates]
    return tuple(sorted((each for each in shares if each.probability > 0), key=lambda each: -each.probability))
