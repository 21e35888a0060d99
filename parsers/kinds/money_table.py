"""A money table read: its columns settled, its rows sorted, over as many pages as it goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parsers.kinds.arithmetic import Values
from parsers.kinds.cells import State, read_cell, with_satang
from parsers.kinds.columns import MONEY, Meaning
from parsers.kinds.evidence import Column, settle
from parsers.kinds.grid import (
    Grid,
    Heading,
    HeadingColumn,
    find_heading,
    grid_of,
    heading_texts,
    repeats_heading,
    starts_heading,
)
from parsers.kinds.numbering import is_numbering_row
from parsers.kinds.pieces import one_line
from parsers.kinds.row_labels import Label, read_label
from parsers.kinds.rows import Row, RowKind, Sorted, sort_rows
from parsers.records import Cell, Document, Method, Page, Table
from parsers.thai.numbers import unit_of

_UNIT_LINE = re.compile(
    r"หน่วย(?:นับ|เงิน)?\s*[:：=(]?\s*\(?\s*(?:ล้าน|แสน|หมื่น|พัน)?\s*บาท|^\s*[(\[]\s*(?:ล้าน|แสน|หมื่น|พัน)?บาท\s*[)\]]\s*$"
    r"|(?:ตัวเลข|จำนวนเงิน|ยอดเงิน|หน่วย)[^0-9๐-๙\n]{0,30}?(?:เป็น|หน่วย|หลัก)\s*[:：]?\s*(?:ล้าน|แสน|หมื่น|พัน)บาท"
)


@dataclass(slots=True)
class RawTable:
    """A table with a money heading, and those that continue it."""

    page: Page
    table: Table
    grid: Grid
    heading: Heading
    rows: list[Row] = field(default_factory=list)
    unit: Decimal | None = None
    """What one stands for where a line above the heading says so (``หน่วย : พันบาท``)."""


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """A money table of which every column and row is told, or doubted."""

    raw: RawTable
    columns: dict[Meaning, Column]
    """The column of each meaning; an open one stands under its likeliest meaning."""
    open: tuple[Column, ...]
    conflicting: tuple[Column, ...]
    rows: tuple[Row, ...]
    sorted: Sorted
    loose_satang: bool
    """Beside an amount stands a column of two-digit numbers that no heading explains."""

    @property
    def score(self) -> int:
        """How many meanings of money it has figures for."""
        money = [column.index for meaning, column in self.columns.items() if meaning in MONEY]
        return sum(1 for index in money if any(r.is_filled or r.is_broken for row in self.rows if (r := row.reading(index))))

    @property
    def total(self) -> Row | None:
        """The total row."""
        return self.rows[self.sorted.total] if self.sorted.total is not None else None

    @property
    def lines(self) -> tuple[Row, ...]:
        """The items."""
        return tuple(row for row, kind in zip(self.rows, self.sorted.kinds, strict=True) if kind is RowKind.ITEM)

    def unit(self, meaning: Meaning) -> Decimal:
        """What one stands for in a column: 1, 1000, 1000000 baht."""
        if meaning is Meaning.PERCENT:
            return Decimal(1)
        heading = next(c for c in self.raw.heading.columns if c.index == self.columns[meaning].index)
        return heading.unit or self.raw.unit or Decimal(1)


def read_tables(document: Document, period: str | None) -> list[MoneyTable]:
    """Every money table of a document, each with the tables of later pages that continue it."""
    raws: list[RawTable] = []
    for page in document.pages:
        for table in page.tables:
            raw = _head(page, table, period)
            if raws and _continues(raws[-1], raw, page, table):
                raws[-1].rows += _continued_rows(raws[-1], raw, page, table)
                raw = _below(raw, period) if raw is not None else None
            while raw is not None:
                raw.rows = list(_rows(raw.grid, raw.heading, raw.heading.last + 1, page))
                raws.append(raw)
                raw = _below(raw, period)
    return [_settle(raw) for raw in raws]


def _below(raw: RawTable, period: str | None) -> RawTable | None:
    """Another table in the same grid, below the first, with a heading of its own (two tables on one sheet)."""
    if raw.grid.turned:
        return None
    repeated = heading_texts(raw.grid, raw.heading)
    for row in range(raw.heading.last + 1, raw.grid.height):
        if starts_heading(raw.grid, row) and not repeats_heading(raw.grid, row, repeated):
            heading = find_heading(raw.grid, period, row)
            return RawTable(raw.page, raw.table, raw.grid, heading, unit=raw.unit) if heading is not None else None
    return None


def _head(page: Page, table: Table, period: str | None) -> RawTable | None:
    """The table with its heading, upright or turned, whichever says more about money."""
    if not table.rows or not table.rows[0]:
        return None
    upright = grid_of(table)
    found = [(grid, heading) for grid in (upright, upright.turn()) if (heading := find_heading(grid, period))]
    if not found:
        return None
    grid, heading = max(found, key=lambda pair: pair[1].score)
    return RawTable(page, table, grid, heading, unit=_table_unit(page, upright))


def _table_unit(page: Page, grid: Grid) -> Decimal | None:
    texts = [line.text for line in page.lines] + [grid.own(r, c) for r in range(grid.height) for c in range(grid.width)]
    units = {unit for text in texts if _UNIT_LINE.search(text) and (unit := unit_of(text))}
    return max(units) if units else None


def _continues(before: RawTable, raw: RawTable | None, page: Page, table: Table) -> bool:
    """Whether a table on a later page goes on with one that had no total yet."""
    if page.method is Method.SHEET or page is before.page or before.grid.turned or not table.rows:
        return False
    if len(table.rows[0]) != before.grid.width or _has_total(before.rows):
        return False
    if raw is None:
        return True
    return [c.options for c in raw.heading.columns] == [c.options for c in before.heading.columns]


def _has_total(rows: Sequence[Row]) -> bool:
    return any(read_label(row.label) in (Label.GRAND, Label.PLAIN) for row in rows)


def _continued_rows(before: RawTable, raw: RawTable | None, page: Page, table: Table) -> Iterator[Row]:
    yield from _rows(grid_of(table), before.heading, raw.heading.last + 1 if raw else 0, page, before.grid)


def _rows(grid: Grid, heading: Heading, start: int, page: Page, headed: Grid | None = None) -> Iterator[Row]:
    """The rows below a heading; the heading printed again is passed over."""
    repeated = heading_texts(headed or grid, heading)
    satang = _satang_columns(heading)
    for r in range(start, grid.height):
        texts = [text for c in range(grid.width) if (text := grid.own(r, c))]
        again = repeats_heading(grid, r, repeated)
        if not again and not grid.turned and starts_heading(grid, r):
            return
        if texts and not again and not is_numbering_row(texts):
            yield _row(grid, heading, r, page, satang)


def _satang_columns(heading: Heading) -> dict[int, int]:
    """Column of satang by the column of baht to its left."""
    amounts = [c.index for c in heading.amounts]
    found = [c.index for c in heading.columns if c.options == (Meaning.SATANG,)]
    return {max(left): index for index in found if (left := [a for a in amounts if a < index])}


def _row(grid: Grid, heading: Heading, r: int, page: Page, satang: dict[int, int]) -> Row:
    readings = {}
    for column in heading.amounts:
        reading = read_cell(grid.cells[r][column.index], column.options == (Meaning.PERCENT,))
        if column.index in satang:
            reading = with_satang(reading, read_cell(grid.cells[r][satang[column.index]]))
        readings[column.index] = reading
    labels = _label_columns(heading)
    filled = [c for c in labels if grid.own(r, c.index) and not (c.options == () and _is_figure(grid, r, c.index))]
    number = " ".join(grid.own(r, c.index) for c in filled if c.options == (Meaning.NUMBER,))
    unit = " ".join(grid.own(r, c.index) for c in filled if c.options == (Meaning.UNIT,))
    words = [c for c in filled if c.options not in ((Meaning.NUMBER,), (Meaning.UNIT,))]
    names = words or [c for c in filled if c.options == (Meaning.UNIT,)]
    return Row(
        label=" ".join(grid.own(r, c.index) for c in filled if c.options != (Meaning.NUMBER,)) or _total_in(number),
        number=number,
        readings=readings,
        page=page,
        item=grid.cells[r][names[0].index] if names else None,
        item_text=" ".join(grid.own(r, c.index) for c in names),
        unit=unit,
        others={c.index: figure for c in labels if c.options == () and (figure := read_cell(grid.cells[r][c.index])).is_filled},
    )


def _is_figure(grid: Grid, row: int, column: int) -> bool:
    """A figure under a heading that says nothing is no part of an item's name."""
    return read_cell(grid.cells[row][column]).is_filled


def _total_in(number: str) -> str:
    """``รวมทั้งสิ้น`` merged over the numbering column stands in that column."""
    return number if number and not any(char.isdigit() for char in number) else ""


def _label_columns(heading: Heading) -> list[HeadingColumn]:
    return [c for c in heading.columns if c.options in ((), (Meaning.NUMBER,), (Meaning.ITEM,), (Meaning.UNIT,))]


def _settle(raw: RawTable) -> MoneyTable:
    told = [row for row in raw.rows if row.filled >= 2 or len(raw.heading.amounts) < 3 and row.filled]
    columns = [_column(column, told, raw) for column in raw.heading.columns]
    settled = settle([c for c in columns if not _is_empty_twin(c, columns) and not _is_vague_and_empty(c, raw.rows)])
    by_meaning: dict[Meaning, Column] = {}
    for column in settled.columns:
        if column.meaning is not None:
            by_meaning.setdefault(column.meaning, column)
    for column in settled.open:
        free = [option for option in column.options if option not in by_meaning]
        by_meaning.setdefault((free or list(column.options))[0], column)
    money = [column.index for meaning, column in by_meaning.items() if meaning in MONEY]
    rows = tuple(raw.rows)
    return MoneyTable(
        raw,
        {meaning: column for meaning, column in by_meaning.items() if meaning in MONEY or meaning is Meaning.PERCENT},
        tuple(column for column in settled.open if any(value is not None for value in column.values)),
        tuple(settled.conflicting),
        rows,
        sort_rows(rows, money),
        _has_loose_satang(raw),
    )


def _column(column: HeadingColumn, rows: Sequence[Row], raw: RawTable) -> Column:
    unit = Decimal(1) if column.options == (Meaning.PERCENT,) else column.unit or raw.unit or Decimal(1)
    readings = [row.reading(column.index) for row in rows]
    values: Values = tuple(r.value * unit if r is not None and r.value is not None else None for r in readings)
    return Column(column.index, column.words, column.options, column.numbering, values, column.is_total)


def _is_empty_twin(column: Column, columns: Sequence[Column]) -> bool:
    """A column without any figure under the heading of one that has some (a heading merged over two columns)."""
    if any(value is not None for value in column.values) or not column.options:
        return False
    same = [c for c in columns if c.index != column.index and c.options == column.options]
    return any(value is not None for c in same for value in c.values)


def _is_vague_and_empty(column: Column, rows: Sequence[Row]) -> bool:
    """A heading of several possible meanings over nothing (in a form that stands upright: a line of text beside nothing)."""
    return len(column.options) > 1 and not any(r.is_filled or r.is_broken for row in rows if (r := row.reading(column.index)))


def _has_loose_satang(raw: RawTable) -> bool:
    amounts = {c.index for c in raw.heading.amounts}
    for column in raw.heading.columns:
        if column.options or column.words or column.index - 1 not in amounts:
            continue
        beside = [read_cell(cell) for cell in _column_cells(raw, column.index)]
        baht = [row.readings[column.index - 1] for row in raw.rows if column.index - 1 in row.readings]
        numbers = [reading for reading in beside if reading.state is State.NUMBER]
        if numbers and all(len(one_line(r.cell.text)) <= 2 for r in numbers) and not any("." in r.raw for r in baht):
            return True
    return False


def _column_cells(raw: RawTable, index: int) -> Iterator[Cell]:
    for r in range(raw.heading.last + 1, raw.grid.height):
        yield raw.grid.cells[r][index]
