"""A table as a grid in which every place knows the cell that covers it, and the rows of it that are the heading.

A heading may stand on several rows, merged or not, may come after title rows, and in a form that stands upright (one province,
the meanings below one another) it is a column: the grid is then turned over and read the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.kinds.cells import State, read_cell
from parsers.kinds.columns import MONEY, Meaning, Options, heading_key, is_title, read_heading
from parsers.kinds.numbering import NOTHING, Numbering, is_numbering_row, split_numbering
from parsers.kinds.pieces import one_line
from parsers.records import Cell, Table
from parsers.thai.numbers import unit_of
from parsers.thai.text import fold

_MOST_HEADING_ROWS = 5
_OVER_MONEY = (Meaning.PERCENT, Meaning.SATANG, Meaning.OTHER)
_TOTAL_GROUP = re.compile(f"^(?:{fold('รวม')}|{fold('ทั้งสิ้น')}|{fold('ยอดรวม')})")


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by row and column, and beside them the cell that covers each place (itself where it is not covered)."""

    cells: tuple[tuple[Cell, ...], ...]
    owners: tuple[tuple[Cell, ...], ...]
    turned: bool = False

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.cells)

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.cells[0]) if self.cells else 0

    def turn(self) -> Grid:
        """Rows for columns."""
        return Grid(tuple(zip(*self.cells, strict=True)), tuple(zip(*self.owners, strict=True)), not self.turned)

    def text(self, row: int, column: int) -> str:
        """What is printed over a place: the text of the covering cell."""
        return one_line(self.owners[row][column].text)

    def own(self, row: int, column: int) -> str:
        """The text that begins at a place; empty where another cell covers it."""
        cell = self.cells[row][column]
        return "" if cell.covered else one_line(cell.text)


def grid_of(table: Table) -> Grid:
    """The grid of a table."""
    owners: list[list[Cell]] = [list(row) for row in table.rows]
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            if cell.covered:
                continue
            for down in range(r, min(r + cell.row_span, len(owners))):
                for right in range(c, min(c + cell.col_span, len(row))):
                    if table.rows[down][right].covered:
                        owners[down][right] = cell
    return Grid(table.rows, tuple(tuple(row) for row in owners))


@dataclass(frozen=True, slots=True)
class HeadingColumn:
    """The heading of one column."""

    index: int
    path: tuple[str, ...]
    options: Options
    numbering: Numbering = NOTHING
    is_total: bool = False
    unit: Decimal | None = None
    """What one stands for (1000 for thousands of baht) where the heading says so."""

    @property
    def words(self) -> str:
        """Folded words of the whole heading."""
        return "".join(heading_key(text) for text in self.path)

    @property
    def is_amount(self) -> bool:
        """Whether the column may hold money or a percentage."""
        return any(option in MONEY or option is Meaning.PERCENT for option in self.options)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading rows of a grid and what its columns may be."""

    first: int
    last: int
    columns: tuple[HeadingColumn, ...]

    @property
    def score(self) -> int:
        """How many different kinds of money it names."""
        return len({column.options[0] for column in self.columns if column.is_amount})

    @property
    def amounts(self) -> tuple[HeadingColumn, ...]:
        """Columns of money and percentages."""
        return tuple(column for column in self.columns if column.is_amount)


def find_heading(grid: Grid, period: str | None = None, start: int = 0) -> Heading | None:
    """The first rows of a grid, from ``start`` on, that head a money table; None where there are none."""
    for row in range(start, grid.height):
        if starts_heading(grid, row):
            first = row - 1 if row > start and (_is_group_row(grid, row - 1) or _hangs_below(grid, row)) else row
            last = _last_row(grid, row)
            columns = tuple(_column(grid, first, last, c, period) for c in range(grid.width))
            heading = Heading(first, last, columns)
            if heading.score >= 2:
                return heading
    return None


def starts_heading(grid: Grid, row: int) -> bool:
    """Two meanings or more, one of them money, and no figures."""
    if _has_amounts(grid, row):
        return False
    found = {options[0] for c in range(grid.width) if (options := _sense(grid.own(row, c)))}
    return len(found) >= 2 and any(meaning in MONEY for meaning in found)


def _sense(text: str) -> Options:
    return read_heading([text]) if text and not is_title(text) else ()


def _has_amounts(grid: Grid, row: int) -> bool:
    if is_numbering_row([text for c in range(grid.width) if (text := grid.own(row, c))]):
        return False
    return any(_is_amount(grid.cells[row][c]) for c in range(grid.width))


def _is_amount(cell: Cell) -> bool:
    """A figure that cannot be the number of a row or column, or a year."""
    reading = read_cell(cell)
    if reading.state is State.FORMULA:
        return True
    if reading.state is not State.NUMBER or reading.value is None:
        return False
    plain = not any(mark in cell.text for mark in ",.")
    return not (plain and reading.value == int(reading.value) and (abs(reading.value) < 100 or 2400 <= reading.value <= 2700))


def _is_group_row(grid: Grid, row: int) -> bool:
    """The row above the heading where the cells were not merged: words over some columns, no title."""
    texts = [grid.own(row, c) for c in range(grid.width)]
    if texts[0] or _has_amounts(grid, row) or any(is_title(text) for text in texts if text):
        return False
    return any(_sense(text) for text in texts if text)


def _hangs_below(grid: Grid, row: int) -> bool:
    """Whether the row above heads some of these columns too: ``รายการ`` over a blank, ``งบลงทุน`` merged over three columns."""
    above = row - 1
    texts = {c: text for c in range(grid.width) if (text := grid.own(above, c))}
    if len(texts) < 2 or _has_amounts(grid, above) or any(is_title(text) for text in texts.values()):
        return False
    return any(not grid.own(row, c) and bool(_sense(text)) for c, text in texts.items()) or any(
        grid.cells[above][c].col_span > 1 and grid.own(row, c) for c in texts
    )


def _last_row(grid: Grid, start: int) -> int:
    """The last row of a heading that starts here: sub-headings, units and numbering below it belong to it."""
    last = start
    for row in range(start + 1, min(start + _MOST_HEADING_ROWS, grid.height)):
        texts = {c: text for c in range(grid.width) if (text := grid.own(row, c))}
        if not texts:
            if any(grid.cells[row][c].covered for c in range(grid.width)):
                last = row
                continue
            break
        is_numbering = is_numbering_row(list(texts.values()))
        if not is_numbering and (_has_amounts(grid, row) or not _is_sub_heading(grid, row, start, texts)):
            break
        last = row
    return last


def _is_sub_heading(grid: Grid, row: int, start: int, texts: dict[int, str]) -> bool:
    """Every filled cell of the row says something that a heading says, and at least one stands over money."""
    over_money = False
    for c, text in texts.items():
        words, numbering = split_numbering(text)
        neutral = not heading_key(text) or (not words and numbering != NOTHING)
        sense = read_heading([grid.text(start, c), text])
        if not neutral and not sense:
            return False
        if any(s in (Meaning.NUMBER, Meaning.ITEM, Meaning.UNIT) for s in sense) and not _sense(text):
            return False
        over_money = over_money or neutral or any(s in MONEY or s in _OVER_MONEY for s in sense)
    return over_money and max(texts) > 0


def _column(grid: Grid, first: int, last: int, column: int, period: str | None) -> HeadingColumn:
    path: list[str] = []
    numbering = NOTHING
    unit: Decimal | None = None
    previous: Cell | None = None
    for row in range(first, last + 1):
        cell = grid.owners[row][column]
        if cell is previous:
            continue
        previous = cell
        text = one_line(cell.text) or _inherited(grid, first, last, row, column)
        words, found = split_numbering(text)
        numbering = found if found != NOTHING else numbering
        unit = unit_of(text) or unit
        if words:
            path.append(text)
    options = read_heading(path, period)
    is_total = len(path) > 1 and any(_TOTAL_GROUP.match(heading_key(text)) for text in path[:-1])
    return HeadingColumn(column, tuple(path), options, numbering, is_total, unit)


def _inherited(grid: Grid, first: int, last: int, row: int, column: int) -> str:
    """The words to the left of an empty place over a sub-heading that cannot stand alone (cells not merged)."""
    if row == last or grid.cells[row][column].covered:
        return ""
    below = next((text for r in range(row + 1, last + 1) if (text := grid.text(r, column))), "")
    alone = read_heading([below]) if below else ()
    if not heading_key(below) or (len(alone) == 1 and alone[0] is not Meaning.SATANG):
        return ""
    left = next((text for c in range(column - 1, -1, -1) if (text := grid.own(row, c))), "")
    return left if any(option in MONEY for option in _sense(left)) or Meaning.OTHER in _sense(left) else ""


def repeats_heading(grid: Grid, row: int, heading_texts: Sequence[frozenset[str]]) -> bool:
    """Whether a row below is the heading printed again (a table that goes on over the page)."""
    own = frozenset(key for c in range(grid.width) if (key := fold(grid.own(row, c))))
    return bool(own) and any(own == texts or (len(own) >= 3 and own <= texts) for texts in heading_texts)


def heading_texts(grid: Grid, heading: Heading) -> list[frozenset[str]]:
    """Folded texts of each heading row."""
    rows = range(heading.first, heading.last + 1)
    return [frozenset(key for c in range(grid.width) if (key := fold(grid.own(row, c)))) for row in rows]
