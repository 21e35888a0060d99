"""Which table of a document is the report, where there are several: example sheets, hidden sheets, one sheet for each month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from parsers.flow import flow
from parsers.kinds.columns import Meaning
from parsers.kinds.money_table import MoneyTable, read_tables
from parsers.kinds.pieces import one_line
from parsers.kinds.report_dates import read_dates
from parsers.kinds.rows import Row, RowKind
from parsers.memo import remembered
from parsers.records import Cell, Document, Doubt, Line, Method, Page
from parsers.thai.dates import find_periods, format_period

_EXAMPLE_NAME = re.compile(r"ตัวอย่าง|คำอธิบาย|คำชี้แจง|วิธี(?:การ)?กรอก|example|sample|readme", re.IGNORECASE)
_EXAMPLE_TEXT = re.compile(
    r"^[\s(\[*“\"]*(?:ตัวอย่าง(?!ป้าย)|วิธี(?:การ)?กรอก|คำอธิบาย(?:การ)?กรอก|คำชี้แจงการกรอก|example)", re.IGNORECASE
)
_ENOUGH = 2
"""Meanings of money that a table must have figures for to be a report."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One money table with the month that its own page names."""

    table: MoneyTable
    period: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The table that is the report, and the pages that speak about it."""

    table: MoneyTable | None
    context: Document
    doubts: tuple[Doubt, ...] = ()
    is_blank: bool = False
    """There is a form with money headings, and not one figure in it."""


@remembered
def choose(document: Document) -> Choice:
    """Find the table of the report. Where it cannot be told which one it is, the likeliest comes with a doubt."""
    found = _candidates(document)
    filled = [c for c in found if c.table.score >= _ENOUGH]
    if not filled:
        return Choice(None, _context(document, None), is_blank=bool(found))
    open_ones = [c for c in filled if not _is_hidden(c) and not _is_example(c)]
    if not open_ones:
        best = max(filled, key=lambda c: c.table.score)
        return Choice(best.table, _context(document, best), (_set_aside(best),))
    best, doubts = _best(document, open_ones)
    if any(_is_hidden(c) for c in filled):
        doubts = (*doubts, _HIDDEN_TOO)
    return Choice(best.table, _context(document, best), doubts)


def _candidates(document: Document) -> list[Candidate]:
    if document.method is not Method.SHEET:
        period = _period(document)
        tables = read_tables(document, period)
        return [Candidate(table, _page_period(document, table.raw.page) or period) for table in tables]
    out: list[Candidate] = []
    for page in document.pages:
        alone = replace(document, pages=(page,))
        period = _period(alone) or _sheet_period(page)
        out += [Candidate(table, period) for table in read_tables(alone, period)]
    return out


def _period(document: Document) -> str | None:
    found = read_dates(flow(document)).period
    return found.value if found else None


def _page_period(document: Document, page: Page) -> str | None:
    return _period(replace(document, pages=(page,))) if len(document.pages) > 1 else None


def _sheet_period(page: Page) -> str | None:
    """The month that the tab of a sheet names."""
    named = {period.period for table in page.tables for period in find_periods(table.sheet)}
    return named.pop() if len(named) == 1 else None


def _is_hidden(candidate: Candidate) -> bool:
    return candidate.table.raw.table.hidden


def _is_example(candidate: Candidate) -> bool:
    raw = candidate.table.raw
    if _EXAMPLE_NAME.search(raw.table.sheet):
        return True
    texts = [one_line(line.text) for line in raw.page.lines[:6]]
    texts += [one_line(cell.text) for row in raw.table.rows[: raw.heading.first if not raw.grid.turned else 3] for cell in row]
    return any(_EXAMPLE_TEXT.match(text) for text in texts)


def _best(document: Document, candidates: Sequence[Candidate]) -> tuple[Candidate, tuple[Doubt, ...]]:
    periods = {c.period for c in candidates if c.period}
    if len(periods) > 1:
        return _by_month(document, candidates)
    top = max(c.table.score for c in candidates)
    best = [c for c in candidates if c.table.score == top]
    if any(_figures(c) != _figures(best[0]) for c in best[1:]) or any(_says_otherwise(c, best[0]) for c in candidates):
        return best[0], (_RIVALS,)
    return best[0], ()


def _says_otherwise(other: Candidate, best: Candidate) -> bool:
    """Whether a table of fewer columns gives another total, and is no detail of one line of the fuller one."""
    table, main = other.table, best.table
    total = table.total or (table.lines[0] if len(table.lines) == 1 else None)
    if total is None or other is best:
        return False
    shared = [meaning for meaning in main.columns if meaning in table.columns]
    mine = _values(table, total, shared)
    rows = [row for row, kind in zip(main.rows, main.sorted.kinds, strict=True) if kind in _BEARING]
    return any(value is not None for value in mine) and not any(_agree(mine, _values(main, row, shared)) for row in rows)


_BEARING = (RowKind.ITEM, RowKind.SUBTOTAL, RowKind.TOTAL)


def _values(table: MoneyTable, row: Row, meanings: Sequence[Meaning]) -> list[Decimal | None]:
    readings = [(meaning, row.reading(table.columns[meaning].index)) for meaning in meanings]
    return [r.value * table.unit(meaning) if r is not None and r.value is not None else None for meaning, r in readings]


def _agree(mine: Sequence[Decimal | None], theirs: Sequence[Decimal | None]) -> bool:
    return all(one == two for one, two in zip(mine, theirs, strict=True) if one is not None and two is not None)


def _by_month(document: Document, candidates: Sequence[Candidate]) -> tuple[Candidate, tuple[Doubt, ...]]:
    """One table for each month: the month that the file is named after, else the last, with a doubt."""
    named = {period.period for period in find_periods(document.name)}
    meant = [c for c in candidates if c.period in named]
    if len(named) == 1 and len(meant) == 1:
        return meant[0], ()
    months = sorted(c.period for c in candidates if c.period)
    last = [c for c in candidates if c.period == months[-1]]
    names = " ".join(format_period(month) for month in dict.fromkeys(months))
    message = f"เอกสารมีตารางของหลายเดือน ({names}) โปรดตรวจสอบว่าเป็นรายงานประจำเดือนใด"
    return max(last, key=lambda c: c.table.score), (Doubt("rivals", message, ("period", "lines")),)


def _figures(candidate: Candidate) -> tuple[object, ...]:
    table = candidate.table
    total = table.total or (table.lines[0] if len(table.lines) == 1 else None)
    if total is None:
        return (id(table),)
    found = ((str(m), r.value) for m, c in table.columns.items() if (r := total.reading(c.index)) is not None)
    return tuple(sorted(found, key=str))


def _context(document: Document, chosen: Candidate | None) -> Document:
    """The pages that speak about the chosen table: of a workbook its own sheet, else everything."""
    if chosen is None or document.method is not Method.SHEET:
        return document
    return replace(document, pages=(_apart(chosen.table),))


def _apart(table: MoneyTable) -> Page:
    """The sheet with the rows above its heading as lines: a title is no row of a table."""
    raw = table.raw
    plain = [c.index for c in raw.heading.columns if len(c.options) == 1 and c.is_amount]
    first = min(plain, default=0) if raw.grid.turned else raw.heading.first
    if first == 0:
        return raw.page
    lines = tuple(line for row in raw.table.rows[:first] if (line := _line(row)) is not None)
    body = replace(raw.table, rows=raw.table.rows[first:])
    tables = tuple(body if one is raw.table else one for one in raw.page.tables)
    return replace(raw.page, lines=(*raw.page.lines, *lines), tables=tables, table_positions=(len(lines),) * len(tables))


def _line(row: Sequence[Cell]) -> Line | None:
    filled = [cell for cell in row if not cell.covered and cell.text.strip()]
    if not filled:
        return None
    return Line(" ".join(cell.text for cell in filled), filled[0].box, min(cell.confidence for cell in filled), filled[0].ref)


def _set_aside(candidate: Candidate) -> Doubt:
    if _is_hidden(candidate):
        message = "พบตารางการเบิกจ่ายเฉพาะในแผ่นงานที่ซ่อนไว้ โปรดตรวจสอบว่าเป็นรายงานที่ประสงค์จะส่งหรือไม่"
        return Doubt("hidden_sheet", message, ("lines",))
    message = "พบตารางการเบิกจ่ายเฉพาะในส่วนที่เป็นตัวอย่างหรือคำอธิบาย โปรดตรวจสอบว่าเป็นรายงานที่ประสงค์จะส่งหรือไม่"
    return Doubt("rivals", message, ("lines",))


_RIVALS = Doubt("rivals", "พบตารางการเบิกจ่ายมากกว่าหนึ่งตารางและยอดไม่ตรงกัน โปรดตรวจสอบว่าตารางใดเป็นรายงาน", ("lines",))
_HIDDEN_TOO = Doubt("hidden_sheet", "พบตารางการเบิกจ่ายอีกตารางหนึ่งในแผ่นงานที่ซ่อนไว้ ซึ่งมิได้นำมาใช้", ("lines",), blocking=False)
