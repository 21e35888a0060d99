"""Documents built by hand: the readers' records without a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from parsers.records import Cell, Document, Line, Method, Page, Table

Value = str | int | float | Decimal | None | Cell
Spans = Mapping[tuple[int, int], tuple[int, int]]
FORMULA = Cell(is_formula_error=True)


def cell(value: Value) -> Cell:
    """A text cell, a numeric cell of a sheet, or a blank."""
    if isinstance(value, Cell):
        return value
    if value is None:
        return Cell()
    if isinstance(value, str):
        return Cell(value)
    return Cell(str(value), number=str(value))


def table(rows: Sequence[Sequence[Value]], spans: Spans | None = None, sheet: str = "", hidden: bool = False) -> Table:
    """A table; rows are filled up to one length; ``spans``: rows and columns that a cell covers."""
    width = max(len(row) for row in rows)
    grid = [[cell(row[c]) if c < len(row) else Cell() for c in range(width)] for row in rows]
    if sheet:
        grid = [[replace(one, ref=f"{chr(65 + c)}{r + 1}") for c, one in enumerate(row)] for r, row in enumerate(grid)]
    for (top, left), (down, right) in (spans or {}).items():
        for r in range(top, top + down):
            for c in range(left, left + right):
                grid[r][c] = replace(grid[r][c], text="", covered=True) if (r, c) != (top, left) else grid[r][c]
        grid[top][left] = replace(grid[top][left], row_span=down, col_span=right)
    return Table(tuple(tuple(row) for row in grid), sheet=sheet, hidden=hidden)


def page(
    lines: Sequence[str],
    tables: Sequence[Table] = (),
    after: Sequence[str] = (),
    method: Method = Method.TEXT_LAYER,
    number: int = 1,
) -> Page:
    """A page: lines, then its tables, then lines."""
    confidence = 1.0 if method is Method.SHEET else 0.999
    texts = tuple(Line(text, confidence=confidence) for text in (*lines, *after))
    return Page(number, 595, 842, None, 0, 0, method, confidence, texts, tuple(tables), (), (len(lines),) * len(tables))


def document(
    lines: Sequence[str] = (), tables: Sequence[Table] = (), after: Sequence[str] = (), method: Method = Method.TEXT_LAYER
) -> Document:
    """A document of one page."""
    return Document("0" * 64, "report.pdf", (page(lines, tables, after, method),), method)


def workbook(*tables: Table, name: str = "report.xlsx") -> Document:
    """A workbook: every sheet is one table that holds everything."""
    pages = tuple(page((), (one,), method=Method.SHEET, number=i) for i, one in enumerate(tables, 1))
    return Document("0" * 64, name, pages, Method.SHEET)
