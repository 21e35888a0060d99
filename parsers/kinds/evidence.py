"""Settles what the columns of a money table are, where their words alone leave it open.

In order: the form's own numbering, what the other columns are, arithmetic that holds in every row. What stays open is a doubt;
a contradiction is one too. Nothing is ever computed here to fill a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from parsers.kinds.arithmetic import Values, percent_of, relations
from parsers.kinds.columns import MONEY, Meaning, Options
from parsers.kinds.heading_words import is_fuller
from parsers.kinds.numbering import NOTHING, Numbering

_NOT_PAID = (Meaning.OTHER, Meaning.THIS_MONTH, Meaning.COMMITTED, Meaning.BALANCE, Meaning.USED, Meaning.PRIOR)
_MOST_OPEN = 4
"""Open columns beyond this are not tried out: such a table is for a person anyway."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a money table."""

    index: int
    words: str
    """Folded words of its heading, numbering and unit of money removed."""
    options: Options
    numbering: Numbering = NOTHING
    values: Values = ()
    """One per data row (items, sums); None where blank or unreadable."""
    is_total: bool = False
    """It stands in a group of totals (``รวม``) beside groups of parts."""
    conflict: str = ""
    """Why it cannot be trusted although it is settled (English key of the doubt's wording)."""

    @property
    def meaning(self) -> Meaning | None:
        """Its one meaning; None while open or unknown."""
        return self.options[0] if len(self.options) == 1 else None


@dataclass(slots=True)
class Settled:
    """Columns after the evidence was weighed."""

    columns: list[Column]
    open: list[Column] = field(default_factory=list)
    """Columns whose meaning could not be settled."""
    conflicting: list[Column] = field(default_factory=list)


def settle(columns: Sequence[Column]) -> Settled:
    """Narrow the options of every column as far as the evidence goes."""
    settled = Settled(list(columns))
    _by_numbering(settled)
    _by_totals(settled)
    _by_elimination(settled)
    vague = {c.index: c.options for c in settled.columns if len(c.options) > 1}
    _by_arithmetic(settled)
    _by_elimination(settled, vague)
    _other_percents(settled)
    _twins(settled)
    settled.open = [c for c in settled.columns if len(c.options) > 1]
    settled.conflicting = [c for c in settled.columns if c.conflict]
    return settled


def _set(settled: Settled, column: Column, options: Options, conflict: str = "") -> None:
    at = next(i for i, c in enumerate(settled.columns) if c.index == column.index)
    old = settled.columns[at]
    settled.columns[at] = replace(old, options=options, conflict=old.conflict or conflict)


def _by_numbering(settled: Settled) -> None:
    for _ in range(len(settled.columns)):
        before = [c.options for c in settled.columns]
        for column in list(settled.columns):
            if column.numbering.has_formula:
                _apply(settled, column)
        if before == [c.options for c in settled.columns]:
            return


def _by_label(settled: Settled, label: str) -> Column | None:
    found = [c for c in settled.columns if c.numbering.label == label]
    return found[0] if len(found) == 1 else None


def _apply(settled: Settled, column: Column) -> None:
    numbering = column.numbering
    if numbering.ratio:
        _apply_ratio(settled, column, numbering.ratio)
        return
    plus = [_by_label(settled, label) for label in numbering.plus]
    minus = [_by_label(settled, label) for label in numbering.minus]
    if any(c is None for c in (*plus, *minus)):
        return
    if minus and len(plus) == 1:
        _apply_difference(settled, column, [c for c in plus if c][0], [c for c in minus if c])
    elif not minus and len(plus) == 2:
        _apply_sum(settled, column, [c for c in plus if c])


def _apply_ratio(settled: Settled, column: Column, ratio: tuple[str, str]) -> None:
    above, below = _by_label(settled, ratio[0]), _by_label(settled, ratio[1])
    if above is None or below is None or column.meaning is not Meaning.PERCENT:
        return
    if above.meaning in _NOT_PAID or below.meaning not in (None, Meaning.ALLOCATED):
        _set(settled, column, (Meaning.OTHER,))
    else:
        _narrow(settled, below, Meaning.ALLOCATED)
        _narrow(settled, above, Meaning.CUMULATIVE)


def _apply_difference(settled: Settled, column: Column, first: Column, taken: list[Column]) -> None:
    """``(6)=(1)-(4)-(5)``."""
    if Meaning.BALANCE not in column.options and column.options:
        return
    if first.meaning in (Meaning.OTHER, Meaning.USED) or any(c.meaning is Meaning.OTHER for c in taken):
        return
    _narrow(settled, column, Meaning.BALANCE)
    _narrow(settled, first, Meaning.ALLOCATED)
    for other in [c for c in settled.columns if c.meaning is Meaning.ALLOCATED and c.index != first.index]:
        if other.values != first.values:
            _set(settled, other, other.options, "numbering")
    known = [c.meaning for c in taken]
    if Meaning.PRIOR in known or (Meaning.THIS_MONTH in known and len(taken) > 1):
        for c in taken:
            rest = [m for m in (Meaning.PRIOR, Meaning.THIS_MONTH, Meaning.COMMITTED) if m in c.options]
            _narrow(settled, c, rest[0]) if rest else None
        return
    for c in taken:
        if c.meaning is not Meaning.COMMITTED:
            _narrow(settled, c, Meaning.CUMULATIVE, also=(Meaning.USED,))


def _apply_sum(settled: Settled, column: Column, parts: list[Column]) -> None:
    """``(4)=(2)+(3)``: brought forward and this month make the cumulative; cumulative and committed make what is used."""
    meanings = {c.meaning for c in parts}
    if Meaning.OTHER in meanings or Meaning.ALLOCATED in meanings:
        return
    if Meaning.COMMITTED in meanings:
        _narrow(settled, column, Meaning.USED)
        for c in parts:
            if c.meaning is not Meaning.COMMITTED:
                _narrow(settled, c, Meaning.CUMULATIVE)
        return
    if not column.options or Meaning.CUMULATIVE in column.options:
        pair = _prior_and_this(parts)
        if pair:
            _narrow(settled, column, Meaning.CUMULATIVE)
            _narrow(settled, pair[0], Meaning.PRIOR)
            _narrow(settled, pair[1], Meaning.THIS_MONTH)


def _prior_and_this(parts: list[Column]) -> tuple[Column, Column] | None:
    first, second = parts
    for prior, this in ((first, second), (second, first)):
        if prior.options[:1] == (Meaning.PRIOR,) or this.options[:1] == (Meaning.THIS_MONTH,):
            return prior, this
    return None


def _narrow(settled: Settled, column: Column, meaning: Meaning, also: Options = ()) -> None:
    """A formula says what a column is. ``also``: plain meanings that it may keep against the formula's usual sense."""
    current = next(c for c in settled.columns if c.index == column.index)
    if current.meaning is meaning or current.meaning in also:
        return
    if meaning in current.options or not (current.options or current.words):
        _set(settled, current, (meaning,))
    elif current.options:
        _set(settled, current, current.options, "numbering")


def _by_totals(settled: Settled) -> None:
    """Several groups of the same columns (``งบดำเนินงาน``, ``งบลงทุน``, ``รวม``): only those of the total count."""
    for meaning in (*MONEY, Meaning.PERCENT):
        same = [c for c in settled.columns if meaning in c.options and c.meaning is meaning]
        totals = [c for c in same if c.is_total]
        if len(same) > 1 and len(totals) == 1:
            for c in same:
                if c is not totals[0]:
                    _set(settled, c, (Meaning.OTHER,))


def _by_elimination(settled: Settled, vague: Mapping[int, Options] | None = None) -> None:
    """What another column plainly is, this one is not. ``vague``: options of those that only arithmetic told."""
    for _ in range(len(settled.columns)):
        changed = False
        for column in [c for c in settled.columns if len(c.options) > 1]:
            alike = [
                c
                for c in settled.columns
                if (vague or {}).get(c.index) == column.options and not is_fuller(c.words, column.words)
            ]
            taken = {c.meaning for c in settled.columns if c.meaning is not None and c not in alike} - {Meaning.OTHER}
            rest = tuple(m for m in column.options if m not in taken)
            if rest == column.options:
                continue
            changed = True
            if rest:
                _set(settled, column, rest)
            else:
                again = _repeats(settled, column)
                _set(settled, column, (Meaning.OTHER,) if again else column.options[:1], "" if again else "left_over")
        if not changed:
            return


def _repeats(settled: Settled, column: Column) -> bool:
    """Whether a column bears the same values as one that has taken its meaning."""
    return any(c.values == column.values for c in settled.columns if c.index != column.index and c.meaning in column.options)


def _by_arithmetic(settled: Settled) -> None:
    """Try every sense of the open columns; keep the one that makes every row add up, if it is the only one."""
    open_columns = [c for c in settled.columns if len(c.options) > 1]
    if not open_columns or len(open_columns) > _MOST_OPEN:
        return
    best: list[tuple[Meaning, ...]] = []
    score = 0
    for senses in product(*[c.options for c in open_columns]):
        found = _supported(settled.columns, open_columns, senses)
        if found is None or found < max(score, 1):
            continue
        best = [*best, senses] if found == score else [senses]
        score = found
    if best and len({_outcome(open_columns, senses) for senses in best}) == 1:
        proved = [sense for sense in best[0] if _takes_part(settled.columns, open_columns, best[0], sense)]
        for column, sense in zip(open_columns, best[0], strict=True):
            if sense in proved:
                _set(settled, column, (sense,))


def _outcome(columns: Sequence[Column], senses: Sequence[Meaning]) -> frozenset[tuple[Meaning, Values]]:
    return frozenset((sense, c.values) for c, sense in zip(columns, senses, strict=True) if sense is not Meaning.OTHER)


def _table(columns: Sequence[Column], tried: Sequence[Column], senses: Sequence[Meaning]) -> dict[Meaning, Values] | None:
    """Values by meaning under one trial; None where two columns would be the same thing."""
    out = _plain(columns)
    for column, sense in zip(tried, senses, strict=True):
        if sense is Meaning.OTHER:
            continue
        if sense in out:
            return None
        out[sense] = column.values
    return out


def _plain(columns: Sequence[Column]) -> dict[Meaning, Values]:
    return {c.meaning: c.values for c in columns if c.meaning is not None and c.meaning is not Meaning.OTHER}


def _supported(columns: Sequence[Column], tried: Sequence[Column], senses: Sequence[Meaning]) -> int | None:
    """How many of the tried columns take part in a relation that holds; None where one fails in any row."""
    by_meaning = _table(columns, tried, senses)
    if by_meaning is None:
        return None
    proved: set[Meaning] = set()
    for meanings, verdict in relations(by_meaning):
        if verdict is False:
            return None
        if verdict:
            proved |= meanings
    return sum(1 for sense in senses if sense in proved)


def _takes_part(columns: Sequence[Column], tried: Sequence[Column], senses: Sequence[Meaning], sense: Meaning) -> bool:
    if sense is Meaning.OTHER:
        return True
    by_meaning = _table(columns, tried, senses) or {}
    return any(verdict and sense in meanings for meanings, verdict in relations(by_meaning))


def _other_percents(settled: Settled) -> None:
    """A percentage of what is used (disbursed and committed), or beside the one that every row proves, is another one."""
    values = _plain(settled.columns)
    columns = [c for c in settled.columns if c.meaning is Meaning.PERCENT]
    told = [values | {Meaning.PERCENT: c.values} for c in columns]
    verdicts = [percent_of(one, Meaning.CUMULATIVE) for one in told]
    is_proved = verdicts.count(True) == 1 and verdicts.count(False) == len(columns) - 1
    for column, one, fits in zip(columns, told, verdicts, strict=True):
        if fits is False and (is_proved or percent_of(one, Meaning.USED)):
            _set(settled, column, (Meaning.OTHER,))


def _twins(settled: Settled) -> None:
    """Two columns of one meaning: the same values are one thing, different ones are for a person."""
    for meaning in (*MONEY, Meaning.PERCENT):
        same = [c for c in settled.columns if c.meaning is meaning]
        for other in same[1:]:
            if other.values == same[0].values:
                _set(settled, other, (Meaning.OTHER,))
            else:
                for c in (same[0], other):
                    _set(settled, c, c.options, "twins")
