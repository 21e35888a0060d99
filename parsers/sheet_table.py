"""A worksheet's cells on a grid: used range only, merged cells once, references kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from parsers.records import Cell, Method, Page, Table

Place = tuple[int, int]
"""Row and column, from 0."""
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""


def column_name(index: int) -> str:
    """0 -> A, 26 -> AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def reference(place: Place) -> str:
    """(6, 1) -> B7."""
    return f"{column_name(place[1])}{place[0] + 1}"


def sheet_table(cells: Mapping[Place, Cell], merged: Iterable[Range], sheet: str, hidden: bool, page: int) -> Table | None:
    """The used range as a table; None for an empty sheet.

    Args:
        cells: cells that hold something.
        merged: merged ranges; their top left cell speaks for them.
    """
    used = [place for place, cell in cells.items() if cell.text or cell.is_formula_error or cell.number is not None]
    if not used:
        return None
    top, bottom = min(row for row, _ in used), max(row for row, _ in used)
    left, right = min(column for _, column in used), max(column for _, column in used)
    grid = {place: replace(cell, ref=reference(place)) for place, cell in cells.items()}
    for first_row, first_column, last_row, last_column in merged:
        _merge(grid, (first_row, first_column, min(last_row, bottom), min(last_column, right)))
    rows = tuple(
        tuple(grid.get((row, column)) or Cell(ref=reference((row, column))) for column in range(left, right + 1))
        for row in range(top, bottom + 1)
    )
    return Table(rows, page=page, sheet=sheet, hidden=hidden)


def _merge(grid: dict[Place, Cell], merged: Range) -> None:
    first_row, first_column, last_row, last_column = merged
    if last_row < first_row or last_column < first_column:
        return
    head = grid.get((first_row, first_column), Cell(ref=reference((first_row, first_column))))
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            if (row, column) != (first_row, first_column):
                grid[row, column] = Cell(ref=reference((row, column)), covered=True)
    spans = {"row_span": last_row - first_row + 1, "col_span": last_column - first_column + 1}
    grid[first_row, first_column] = replace(head, row_span=spans["row_span"], col_span=spans["col_span"])


def sheet_page(number: int, table: Table) -> Page:
    """A worksheet is a page without a size. Everything in it stands in its table, title and signature rows included."""
    confidence = min((cell.confidence for row in table.rows for cell in row), default=1.0)
    return Page(number, 0.0, 0.0, None, 0, 0.0, Method.SHEET, confidence, (), (table,), (), (0,))
