"""Which rows of a money table are items, sub-totals, the total, or nothing of the kind.

Labels propose, sums dispose: a sub-total that is not the sum of any run of rows beside it, two totals that differ, figures
below the total are doubts for a person. The total row and the sub-totals are no lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from parsers.kinds.cells import Reading
from parsers.kinds.row_labels import Label, is_month, read_label, split_number
from parsers.records import Cell, Page

Sums = dict[int, Decimal]


class RowKind(StrEnum):
    """What a row is."""

    ITEM = "item"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    CATEGORY = "category"
    NOTE = "note"
    """Notes, carried sums, blank rows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the heading."""

    label: str
    """Text of the columns that hold no figures, joined."""
    number: str
    """Text of the numbering column."""
    readings: dict[int, Reading]
    """Amounts by column."""
    page: Page
    item: Cell | None = None
    item_text: str = ""
    unit: str = ""
    """Text of the column of provinces, districts or offices."""
    others: dict[int, Reading] = field(default_factory=dict)
    """Figures under headings that say nothing by themselves; a form's numbering may still tell what they are."""

    def reading(self, column: int) -> Reading | None:
        """The amount in a column."""
        return self.readings.get(column) or self.others.get(column)

    def sums(self, columns: Sequence[int]) -> Sums:
        """The money of the row by column; blanks left out."""
        return {c: value for c in columns if (r := self.reading(c)) and (value := r.value) is not None}

    @property
    def filled(self) -> int:
        """How many amounts it bears."""
        return sum(1 for reading in self.readings.values() if reading.is_filled)

    @property
    def is_broken(self) -> bool:
        """Something stands where an amount should be, and it cannot be read."""
        return any(reading.is_broken for reading in self.readings.values())


@dataclass(slots=True)
class Sorted:
    """Rows with their kinds, and what is unclear about them."""

    kinds: list[RowKind]
    total: int | None = None
    unclear: list[str] = field(default_factory=list)
    """Formal Thai, one for each thing that a person must settle."""


def sort_rows(rows: Sequence[Row], money: Sequence[int]) -> Sorted:
    """Tell the rows apart. ``money``: the columns that add up (percentages are not among them)."""
    labels = [read_label(row.label) for row in rows]
    out = Sorted([_first_kind(row, label) for row, label in zip(rows, labels, strict=True)])
    _parents(rows, labels, money, out)
    out.total = _find_total(rows, labels, money, out)
    if out.total is not None:
        out.kinds[out.total] = RowKind.TOTAL
        _after_total(rows, out)
        _items_called_sums(rows, labels, money, out)
        _parents_by_sum(rows, money, out)
    _check_subtotals(rows, labels, money, out)
    if any(kind is RowKind.ITEM and is_month(row.label) for row, kind in zip(rows, out.kinds, strict=True)):
        out.unclear.append(_UNCLEAR_MONTHS)
    return out


def _first_kind(row: Row, label: Label) -> RowKind:
    if label in (Label.GRAND, Label.PLAIN, Label.SUB):
        return RowKind.SUBTOTAL if row.filled or row.is_broken or label is not Label.SUB else RowKind.CATEGORY
    if label in (Label.CARRY, Label.NOTE):
        return RowKind.NOTE
    if row.filled or (row.is_broken and (row.label or row.number)):
        return RowKind.ITEM
    if row.number and row.label and label is not Label.CATEGORY:
        return RowKind.ITEM
    return RowKind.CATEGORY if row.label else RowKind.NOTE


def _items(out: Sorted, among: Sequence[int] | range) -> list[int]:
    return [i for i in among if out.kinds[i] is RowKind.ITEM]


def _sum(rows: Sequence[Row], among: Sequence[int], money: Sequence[int]) -> Sums:
    total: Sums = {}
    for i in among:
        for column, value in rows[i].sums(money).items():
            total[column] = total.get(column, Decimal(0)) + value
    return total


def _equals(row: Row, sums: Sums, money: Sequence[int]) -> bool:
    """Whether every amount of a row is the sum; a row of zeros and blanks proves nothing."""
    own = row.sums(money)
    if not any(own.values()):
        return False
    return all(value == sums.get(column, Decimal(0)) for column, value in own.items())


def _parents(rows: Sequence[Row], labels: Sequence[Label], money: Sequence[int], out: Sorted) -> None:
    """Rows that bear the sum of the rows below them: ``๑. งบดำเนินงาน`` over ``๑.๑``, ``๑.๒``, or over ``- ค่าวัสดุ``."""
    numbers = [split_number(f"{row.number} {row.label}" if row.number else row.label)[0] for row in rows]
    for i in _items(out, range(len(rows))):
        below = _items(out, range(i + 1, len(rows)))
        depth = len(numbers[i])
        numbered = [j for j in below if depth and numbers[j][:depth] == numbers[i] and len(numbers[j]) > depth]
        if numbered:
            direct = [j for j in numbered if len(numbers[j]) == depth + 1] or numbered
            out.kinds[i] = RowKind.SUBTOTAL
            if not _equals(rows[i], _sum(rows, direct, money), money) and any(rows[i].sums(money).values()):
                out.unclear.append(_UNCLEAR_PARENT.format(label=rows[i].label))
            continue
        run = _run_below(rows, labels, numbers, i, below)
        if run and _equals(rows[i], _sum(rows, run, money), money):
            out.kinds[i] = RowKind.SUBTOTAL


def _run_below(
    rows: Sequence[Row], labels: Sequence[Label], numbers: Sequence[tuple[int, ...]], i: int, below: Sequence[int]
) -> list[int]:
    """Rows of a category, or bulleted rows under a numbered one."""
    run: list[int] = []
    is_category = labels[i] is Label.CATEGORY
    if not is_category and not numbers[i]:
        return run
    for j in below:
        if (labels[j] is Label.CATEGORY) if is_category else not rows[j].label.startswith(("-", "–", "•")):
            break
        run.append(j)
    return run


def _items_called_sums(rows: Sequence[Row], labels: Sequence[Label], money: Sequence[int], out: Sorted) -> None:
    """``รวมค่าอาหารว่าง`` is an item where it is the sum of nothing, and the total holds with it and not without it."""
    called = [i for i, kind in enumerate(out.kinds) if kind is RowKind.SUBTOTAL and labels[i] is Label.SUB and rows[i].filled]
    odd = [i for i in called if not _is_some_sum(rows, i, money, out)]
    items = _items(out, range(len(rows)))
    if odd and _is_total(rows, [*items, *odd], money, out) and not _is_total(rows, items, money, out):
        for i in odd:
            out.kinds[i] = RowKind.ITEM


def _parents_by_sum(rows: Sequence[Row], money: Sequence[int], out: Sorted) -> None:
    """Rows without numbers that bear the sum of two or more below them: the total holds without them and not with them."""
    items = _items(out, range(len(rows)))
    if _is_total(rows, items, money, out):
        return
    parents, at = list[int](), 0
    while at < len(items):
        ends = [
            end
            for end in range(at + 3, len(items) + 1)
            if _equals(rows[items[at]], _sum(rows, items[at + 1 : end], money), money)
        ]
        if len(ends) == 1:
            parents.append(items[at])
            at = ends[0]
        else:
            at += 1
    if parents and _is_total(rows, [i for i in items if i not in parents], money, out):
        for i in parents:
            out.kinds[i] = RowKind.SUBTOTAL


def _is_total(rows: Sequence[Row], among: Sequence[int], money: Sequence[int], out: Sorted) -> bool:
    return out.total is not None and _equals(rows[out.total], _sum(rows, among, money), money)


def _is_some_sum(rows: Sequence[Row], i: int, money: Sequence[int], out: Sorted) -> bool:
    """Whether a row is the sum of a run of items right above or below it."""
    above, below = _items(out, range(i)), _items(out, range(i + 1, len(rows)))
    runs = [above[start:] for start in range(len(above))] + [below[: end + 1] for end in range(len(below))]
    return any(_equals(rows[i], _sum(rows, run, money), money) for run in runs)


def _find_total(rows: Sequence[Row], labels: Sequence[Label], money: Sequence[int], out: Sorted) -> int | None:
    sums = [i for i, kind in enumerate(out.kinds) if kind is RowKind.SUBTOTAL]
    everything = _sum(rows, _items(out, range(len(rows))), money)
    grand = [i for i in sums if labels[i] is Label.GRAND]
    if grand:
        if any(rows[i].sums(money) != rows[grand[0]].sums(money) for i in grand[1:]):
            out.unclear.append(_UNCLEAR_TOTALS)
            return None
        return grand[0]
    plain = [i for i in sums if labels[i] is Label.PLAIN]
    if len(plain) == 1:
        return plain[0]
    if plain:
        if _equals(rows[plain[-1]], everything, money):
            return plain[-1]
        out.unclear.append(_UNCLEAR_TOTALS)
        return None
    return _unnamed_total(rows, money, out, everything)


def _unnamed_total(rows: Sequence[Row], money: Sequence[int], out: Sorted, everything: Sums) -> int | None:
    """A sub-total over all items, or a last row without a label that is the sum of all others in every column."""
    subtotals = [i for i, kind in enumerate(out.kinds) if kind is RowKind.SUBTOTAL]
    if subtotals and _equals(rows[subtotals[-1]], everything, money):
        return subtotals[-1]
    items = _items(out, range(len(rows)))
    if len(items) > 2 and not rows[items[-1]].label and _equals(rows[items[-1]], _sum(rows, items[:-1], money), money):
        return items[-1]
    return None


def _after_total(rows: Sequence[Row], out: Sorted) -> None:
    """Below the total stand notes and signatures; figures there are for a person, unless the total heads the table."""
    total = out.total or 0
    before = _items(out, range(total))
    after = [i for i in range(total + 1, len(rows)) if out.kinds[i] in (RowKind.ITEM, RowKind.CATEGORY)]
    if not before:
        return
    for i in after:
        if rows[i].filled >= 2 or (rows[i].filled and rows[i].number):
            out.unclear.append(_UNCLEAR_AFTER.format(label=rows[i].label or rows[i].number))
        out.kinds[i] = RowKind.NOTE


def _check_subtotals(rows: Sequence[Row], labels: Sequence[Label], money: Sequence[int], out: Sorted) -> None:
    for i, kind in enumerate(out.kinds):
        if kind is not RowKind.SUBTOTAL or labels[i] not in (Label.SUB, Label.PLAIN) or not any(rows[i].sums(money).values()):
            continue
        if not _is_some_sum(rows, i, money, out):
            out.unclear.append(_UNCLEAR_SUB.format(label=rows[i].label))
    for i in _items(out, range(len(rows))):
        if not rows[i].label and not rows[i].number and len(_items(out, range(len(rows)))) > 1:
            out.unclear.append(_UNCLEAR_NAMELESS)


_UNCLEAR_PARENT = "แถว “{label}” ไม่เท่ากับผลรวมของรายการย่อยที่อยู่ใต้แถวดังกล่าว โปรดตรวจสอบว่าแถวใดเป็นรายการและแถวใดเป็นยอดรวม"
_UNCLEAR_TOTALS = "พบแถวยอดรวมมากกว่าหนึ่งแถวและยอดไม่ตรงกัน โปรดตรวจสอบว่าแถวใดเป็นยอดรวมทั้งสิ้น"
_UNCLEAR_AFTER = "พบจำนวนเงินในแถว “{label}” ซึ่งอยู่ใต้แถวยอดรวม โปรดตรวจสอบว่าเป็นรายการที่ต้องนับรวมหรือไม่"
_UNCLEAR_SUB = "แถว “{label}” ไม่เท่ากับผลรวมของรายการใดในตาราง โปรดตรวจสอบว่าเป็นรายการหรือเป็นยอดรวมย่อย"
_UNCLEAR_NAMELESS = "พบแถวที่มีจำนวนเงินแต่ไม่มีชื่อรายการ โปรดตรวจสอบว่าเป็นรายการหรือเป็นยอดรวม"
_UNCLEAR_MONTHS = "แถวในตารางเป็นรายเดือน จึงไม่อาจนำแถวรวมมาเป็นยอดของเดือนที่รายงานได้ โปรดตรวจสอบและระบุยอดของเดือนที่รายงาน"
