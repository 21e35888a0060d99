"""What binds the figures of a report: sums, balances, percentages, words, last month's register. Exact, in satang."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from parsers.ocr.figures import MONEY, TOTAL, Column, Known, Place


class BondKind(StrEnum):
    """Kinds of bonds, by the names of the findings that they lead to where they are broken."""

    SUM = "sum_of_lines"
    BALANCE = "row_balance"
    CUMULATIVE = "row_cumulative"
    PERCENT = "percent"
    WORDS = "words_differ"
    PRIOR = "carry_on"
    ALLOCATION = "allocation_differs"


KNOWN_KINDS = frozenset({BondKind.PRIOR, BondKind.ALLOCATION})
"""Bonds with what is known from elsewhere: one cell each."""


class Convention(StrEnum):
    """How the balance is reckoned; one way throughout a report."""

    SPENT = "spent"
    """Allocated less cumulative."""
    COMMITTED = "committed"
    """Allocated less cumulative and committed."""


@dataclass(frozen=True, slots=True)
class Bond:
    """Cells whose figures depend on each other.

    Of a percentage: allocated, percent, then what makes up the cumulative. Of words: the words, then the totals that they
    may spell out. Of all others: the figures with their ``signs`` add up to ``constant``.
    """

    kind: BondKind
    places: tuple[Place, ...]
    signs: tuple[int, ...] = ()
    constant: int = 0
    """Satang."""

    @property
    def is_linear(self) -> bool:
        """Whether it is a sum."""
        return bool(self.signs)

    def holds(self, values: Sequence[int | None], decimals: int = 2) -> bool | None:
        """Whether the figures (satang, in the order of ``places``; None is blank) fit; None: a blank leaves nothing to check.

        Args:
            values: one for each place.
            decimals: of the percentage as it is printed.
        """
        if self.kind is BondKind.PERCENT:
            return _percent_holds(values, decimals)
        if self.kind is BondKind.WORDS:
            return None if values[0] is None else values[0] in values[1:]
        rest = self.residual(values)
        return None if rest is None else rest == 0

    def residual(self, values: Sequence[int | None]) -> int | None:
        """By how much a sum is off; None where a blank leaves nothing to check."""
        total, is_given = -self.constant, False
        for place, sign, value in zip(self.places, self.signs, values, strict=True):
            if value is None:
                if not self.may_be_blank(place):
                    return None
                continue
            is_given = is_given or place.row != TOTAL or self.kind is not BondKind.SUM
            total += sign * value
        return total if is_given else None

    def may_be_blank(self, place: Place) -> bool:
        """Whether a blank counts as nothing here: an item of a sum, a commitment. Elsewhere it is a figure that is missing."""
        if self.kind is BondKind.SUM:
            return place.row != TOTAL
        return self.kind is BondKind.BALANCE and place.column is Column.COMMITTED


_ROOM = {2: 1, 1: 5, 0: 50}
"""Hundredths of a percent by which a printed percentage may be off: half of its last place, but offices also cut off."""


def _percent_holds(values: Sequence[int | None], decimals: int) -> bool | None:
    allocated, percent, *used = values
    if allocated is None or percent is None or allocated <= 0 or None in used:
        return None
    exact = sum(value or 0 for value in used) * 10_000
    return abs(exact - percent * allocated) <= _ROOM[decimals] * allocated


def bonds_of(places: Collection[Place], known: Known, convention: Convention) -> tuple[Bond, ...]:
    """All bonds between these cells. A row or a column with a cell missing has fewer."""
    there = frozenset(places)
    rows = sorted({place.row for place in there})
    found = [*_sums(there, rows), *_words(there, known)]
    for row in rows:
        found += _row(there, row, convention)
        found += _known(there, row, known)
    return tuple(found)


def _sums(there: frozenset[Place], rows: Sequence[int]) -> Iterator[Bond]:
    items = [row for row in rows if row != TOTAL]
    for column in MONEY:
        places = (*(Place(row, column) for row in items), Place(TOTAL, column))
        if items and there.issuperset(places):
            yield Bond(BondKind.SUM, places, (*(1 for _ in items), -1))


def _row(there: frozenset[Place], row: int, convention: Convention) -> Iterator[Bond]:
    def at(*columns: Column) -> tuple[Place, ...]:
        return tuple(Place(row, column) for column in columns)

    apart = at(Column.PRIOR, Column.MONTH)
    whole = at(Column.CUMULATIVE)
    if there.issuperset(apart + whole):
        yield Bond(BondKind.CUMULATIVE, apart + whole, (1, 1, -1))
    used = next((each for each in (whole, apart) if there.issuperset(each)), None)
    if used is None:
        return
    allocated, balance, percent, committed = at(Column.ALLOCATED, Column.BALANCE, Column.PERCENT, Column.COMMITTED)
    if allocated in there and balance in there:
        less = (*used, committed) if convention is Convention.COMMITTED and committed in there else used
        yield Bond(BondKind.BALANCE, (allocated, *less, balance), (1, *(-1 for _ in less), -1))
    if allocated in there and percent in there:
        yield Bond(BondKind.PERCENT, (allocated, percent, *used))


def _words(there: frozenset[Place], known: Known) -> Iterator[Bond]:
    words = Place(TOTAL, Column.WORDS)
    columns = [known.words_of] if known.words_of else MONEY
    totals = tuple(place for place in (Place(TOTAL, column) for column in columns) if place in there)
    if words in there and totals:
        yield Bond(BondKind.WORDS, (words, *totals))


def _known(there: frozenset[Place], row: int, known: Known) -> Iterator[Bond]:
    for kind, column, values in (
        (BondKind.PRIOR, Column.PRIOR, known.prior),
        (BondKind.ALLOCATION, Column.ALLOCATED, known.allocated),
    ):
        place = Place(row, column)
        if place in there and row in values:
            yield Bond(kind, (place,), (1,), _satang(values[row]))


def _satang(value: Decimal) -> int:
    if value.scaleb(2) != int(value.scaleb(2)):
        raise ValueError("what is known is exact to the satang")
    return int(value.scaleb(2))
