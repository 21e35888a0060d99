"""The relations between the columns of a money table, and whether they hold in every row.

Used to tell what a column is, never to correct or fill in a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from parsers.kinds.columns import Meaning, Options

Values = tuple[Decimal | None, ...]
_CENT = Decimal("0.005")
_POINT = Decimal("0.011")
M = Meaning


def relations(values: Mapping[Meaning, Values]) -> Iterator[tuple[frozenset[Meaning], bool | None]]:
    """Each relation whose columns are all there, and whether it holds in all rows (None: no row to tell by)."""
    if {M.PRIOR, M.THIS_MONTH, M.CUMULATIVE} <= values.keys():
        yield _check(values, (M.PRIOR, M.THIS_MONTH), (M.CUMULATIVE,))
    if {M.CUMULATIVE, M.COMMITTED, M.USED} <= values.keys():
        yield _check(values, (M.CUMULATIVE, M.COMMITTED), (M.USED,))
    if {M.ALLOCATED, M.BALANCE} <= values.keys():
        yield from _balances(values)
    if {M.ALLOCATED, M.CUMULATIVE, M.PERCENT} <= values.keys():
        yield frozenset((M.ALLOCATED, M.CUMULATIVE, M.PERCENT)), percent_of(values, M.CUMULATIVE)


def _balances(values: Mapping[Meaning, Values]) -> Iterator[tuple[frozenset[Meaning], bool | None]]:
    spent = [m for m in (M.CUMULATIVE, M.USED) if m in values]
    if not spent and {M.PRIOR, M.THIS_MONTH} <= values.keys():
        yield _check(values, (M.BALANCE, M.PRIOR, M.THIS_MONTH), (M.ALLOCATED,))
    verdicts = [_check(values, (M.BALANCE, m), (M.ALLOCATED,)) for m in spent]
    if M.CUMULATIVE in values and M.COMMITTED in values:
        verdicts.append(_check(values, (M.BALANCE, M.CUMULATIVE, M.COMMITTED), (M.ALLOCATED,)))
    holding = [verdict for verdict in verdicts if verdict[1]]
    if holding:
        yield from holding
    elif verdicts:
        yield verdicts[0]


def _check(values: Mapping[Meaning, Values], left: Options, right: Options) -> tuple[frozenset[Meaning], bool | None]:
    used = frozenset((*left, *right))
    rows = [row for row in zip(*[values[m] for m in (*left, *right)], strict=True) if None not in row]
    if not rows or all(not value for row in rows for value in row):
        return used, None
    size = len(left)
    return used, all(abs(_sum(row[:size]) - _sum(row[size:])) <= _CENT for row in rows)


def _sum(values: Sequence[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


def percent_of(values: Mapping[Meaning, Values], paid: Meaning) -> bool | None:
    """Whether the percentages are those of ``paid`` in the allocation, as 37.30 or as 0.3730; None: no row to tell by."""
    if not {Meaning.ALLOCATED, paid, Meaning.PERCENT} <= values.keys():
        return None
    triples = zip(values[Meaning.ALLOCATED], values[paid], values[Meaning.PERCENT], strict=True)
    rows = [(a, c, p) for a, c, p in triples if a and c is not None and p is not None]
    if not rows or all(not c for _, c, _ in rows):
        return None
    whole = all(abs(c / a * 100 - p) <= _POINT for a, c, p in rows)
    return whole or all(abs(c / a - p) <= _POINT / 100 for a, c, p in rows)
