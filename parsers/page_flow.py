"""Puts the pieces of a document without fixed pages (Word, OpenDocument, HTML) together into pages, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.records import Cell, Line, Method, Page, Table
from parsers.thai.text import normalise


@dataclass(slots=True)
class _Sheet:
    """One page while it grows."""

    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)


@dataclass(slots=True)
class PageFlow:
    """Collects lines, tables and page breaks."""

    method: Method
    _sheets: list[_Sheet] = field(default_factory=lambda: [_Sheet()])

    def text(self, text: str, confidence: float) -> None:
        """Adds a paragraph; each of its lines that says anything becomes a line."""
        for line in normalise(text).split("\n"):
            if line.strip():
                self._sheets[-1].lines.append(Line(line.strip(), None, confidence))

    def table(self, rows: Sequence[Sequence[Cell]], sheet: str = "") -> None:
        """Adds a table; short rows are filled up. One column is no table: it is a frame, and its text is text."""
        width = max((len(row) for row in rows), default=0)
        if width < 2:
            for row in rows:
                for cell in row:
                    self.text(cell.text, cell.confidence)
            return
        page = self._sheets[-1]
        filled = tuple((*row, *(Cell() for _ in range(width - len(row)))) for row in rows)
        page.tables.append(Table(filled, page=len(self._sheets), sheet=sheet))
        page.positions.append(len(page.lines))

    def page_break(self) -> None:
        """The next piece begins a page (a letter and its form in one file come apart here)."""
        if self._sheets[-1].lines or self._sheets[-1].tables:
            self._sheets.append(_Sheet())

    @property
    def is_empty(self) -> bool:
        """Nothing was said."""
        cells = (cell.text for sheet in self._sheets for table in sheet.tables for row in table.rows for cell in row)
        return not any(sheet.lines for sheet in self._sheets) and not any(cells)

    def pages(self) -> tuple[Page, ...]:
        """The pages; an empty one at the end is left out."""
        kept = [sheet for sheet in self._sheets if sheet.lines or sheet.tables] or self._sheets[:1]
        return tuple(self._page(number, sheet) for number, sheet in enumerate(kept, 1))

    def _page(self, number: int, sheet: _Sheet) -> Page:
        cells = (cell.confidence for table in sheet.tables for row in table.rows for cell in row)
        confidence = min([*(line.confidence for line in sheet.lines), *cells], default=1.0)
        return Page(
            number=number,
            width=0.0,
            height=0.0,
            dpi=None,
            rotation=0,
            skew=0.0,
            method=self.method,
            confidence=confidence,
            lines=tuple(sheet.lines),
            tables=tuple(sheet.tables),
            table_positions=tuple(sheet.positions),
        )


def span_grid(placed: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows of cells with spans, as HTML and OpenDocument list them, laid out on a grid with covered cells."""
    grid: dict[tuple[int, int], Cell] = {}
    for row, cells in enumerate(placed):
        column = 0
        for cell in cells:
            while (row, column) in grid:
                column += 1
            down, right = min(cell.row_span, len(placed) - row), min(cell.col_span, 500)
            for y in range(row, row + down):
                for x in range(column, column + right):
                    grid.setdefault((y, x), Cell(covered=True))
            grid[row, column] = cell
            column += right
    width = max((x for _, x in grid), default=-1) + 1
    return [[grid.get((y, x), Cell()) for x in range(width)] for y in range(len(placed))]
