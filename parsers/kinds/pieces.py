"""The text of a document with its places, and fields with their evidence.

TEXT      lines and table cells of a document in reading order, joined, with a way back from an offset to its line or cell.
PIECE     one line or one filled cell, with its page; the pieces of a table row stand side by side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.records import CERTAIN, DOUBTFUL, Cell, Document, Field, Line, Method, Page, Table
from parsers.thai.text import normalise

Source = Line | Cell
_CEILING = {Method.TEXT_LAYER: 0.999, Method.BODY: 0.995}


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of text, or one filled cell of a table."""

    text: str
    """Normalised, on one line."""
    source: Source
    page: Page
    row: int
    """Pieces of one table row share it; every line has its own. Rises in reading order."""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Where one piece stands in the joined text."""

    start: int
    end: int
    source: Source
    page: Page


@dataclass(frozen=True, slots=True)
class JoinedText:
    """The whole text of a document: one line per line or table row, cells of a row parted by a space."""

    text: str
    segments: tuple[Segment, ...]

    def at(self, offset: int) -> tuple[Source, Page] | None:
        """The line or cell that an offset lies in (the one before it for a separator); None for an empty document."""
        index = bisect_right([segment.start for segment in self.segments], offset) - 1
        if not self.segments:
            return None
        segment = self.segments[max(index, 0)]
        return segment.source, segment.page


def one_line(text: str) -> str:
    """Normalised text with every run of white space made one space."""
    return " ".join(normalise(text).split())


def pieces(document: Document) -> tuple[Piece, ...]:
    """Lines and filled cells of all pages in reading order; hidden sheets are left out unless all are hidden."""
    out: list[Piece] = []
    all_hidden = all(table.hidden for table in document.tables)
    row = 0
    for page in document.pages:
        if page.tables and not all_hidden and not page.lines and all(table.hidden for table in page.tables):
            continue
        for block in _blocks(page):
            if isinstance(block, Line):
                out.append(Piece(one_line(block.text), block, page, row))
                row += 1
            elif all_hidden or not block.hidden:
                for cells in block.rows:
                    out += [Piece(one_line(cell.text), cell, page, row, block) for cell in cells if _is_filled(cell)]
                    row += 1
    return tuple(piece for piece in out if piece.text)


def _is_filled(cell: Cell) -> bool:
    return not cell.covered and bool(cell.text.strip())


def _blocks(page: Page) -> Iterator[Line | Table]:
    """Lines and tables of a page in the order in which they stand."""
    positions = page.table_positions or (len(page.lines),) * len(page.tables)
    waiting = sorted(zip(positions, range(len(page.tables)), strict=False))
    for index, line in enumerate(page.lines):
        while waiting and waiting[0][0] <= index:
            yield page.tables[waiting.pop(0)[1]]
        yield line
    for _, number in waiting:
        yield page.tables[number]


def text_with_offsets(document: Document) -> JoinedText:
    """Lines and table cells of a document joined in reading order, with a map from offsets to their sources."""
    return join_pieces(pieces(document))


def join_pieces(parts: Sequence[Piece]) -> JoinedText:
    """The same for some pieces of a document."""
    text = ""
    segments: list[Segment] = []
    last_row: int | None = None
    for piece in parts:
        if segments:
            text += " " if piece.row == last_row else "\n"
        segments.append(Segment(len(text), len(text) + len(piece.text), piece.source, piece.page))
        text += piece.text
        last_row = piece.row
    return JoinedText(text, tuple(segments))


def page_of(source: Source, document: Document) -> Page:
    """The page on which a line or cell stands (the first page where it is not found)."""
    for page in document.pages:
        if any(line is source for line in page.lines):
            return page
        if any(cell is source for table in page.tables for row in table.rows for cell in row):
            return page
    return document.pages[0]


def make_field(value: str | None, raw: str, source: Source, document: Document, certain: bool = True) -> Field:
    """A field with the evidence of its line or cell. Not ``certain``: the confidence stays below ``CERTAIN``."""
    return field_on(value, raw, source, page_of(source, document), document, certain)


def field_on(value: str | None, raw: str, source: Source, page: Page, document: Document, certain: bool = True) -> Field:
    """``make_field`` where the page is known already."""
    ceiling = _CEILING.get(page.method, 1.0) if certain else DOUBTFUL
    confidence = min(source.confidence, ceiling)
    cell = source.ref if isinstance(source, Cell) else source.cell
    return Field(value, raw, confidence, page.method, document.part, page.number, source.box, cell)


def field_from_line(value: str | None, raw: str, line: Line, document: Document, certain: bool = True) -> Field:
    """A field that stands in a line."""
    return make_field(value, raw, line, document, certain)


def field_from_cell(value: str | None, raw: str, cell: Cell, document: Document, certain: bool = True) -> Field:
    """A field that stands in a cell."""
    return make_field(value, raw, cell, document, certain)


def is_certain(field: Field | None) -> bool:
    """Whether a field is there, has a value, and may be taken without a person."""
    return field is not None and field.value is not None and field.confidence >= CERTAIN
