"""Ruled tables of a PDF: pdfplumber finds the lines (nothing else is asked of it), PDFium's text fills the cells."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pdfplumber
import pikepdf

from parsers.bands import line_pitch, partition
from parsers.cluster import Cluster
from parsers.grid import WHOLE, Draft, DraftTable, amounts_in
from parsers.pdf_frame import Frame
from parsers.pdf_text import Row, Word, rows_of, runs_of
from parsers.records import Box
from parsers.second import FIGURE

_SAME_EDGE = 2.0
_MOST = 0.65
"""Share of an amount's width inside a cell from which it is that cell's."""
_DRAWING = "q Q cm w J j M d i gs m l c v y h re S s f F f* B B* b b* n W W* Do"
"""The operators that draw lines and boxes, and those that move and clip them."""
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ruled:
    """The lines of one table: its cells by place, in points of the upright page."""

    width: int
    height: int
    cells: tuple[tuple[int, int, int, int, Box], ...]
    """row, column, row span, column span, box."""
    edges: tuple[float, ...]
    """Left edges of the columns, and the right edge of the last."""
    box: Box


def find_ruled(data: bytes, frames: dict[int, Frame]) -> dict[int, list[Ruled]] | None:
    """The ruled tables of the named pages.

    Args:
        data: the PDF.
        frames: page index -> where its points stand on the upright page.

    Returns:
        page index -> tables from the top; None if pdfplumber cannot open the file.
    """
    for noisy in ("pdfminer", "pdfplumber"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    try:
        plain, corners = _unturned(data, list(frames))
        with pdfplumber.open(io.BytesIO(plain)) as document:
            return {index: _tables(document.pages[at], frames[index], corners[at]) for at, index in enumerate(frames)}
    except MemoryError:
        raise
    except Exception:  # pdfminer fails in more ways than it names
        _logger.debug("pdfplumber cannot read this file", exc_info=True)
        return None


def _unturned(data: bytes, wanted: list[int]) -> tuple[bytes, list[tuple[float, float]]]:
    """The wanted pages without /Rotate, crop box and shifted origin, on all of which pdfplumber's boxes go astray, and without
    their text, which it would spend nearly all its time on; and the corner of each page that became its origin."""
    made = io.BytesIO()
    corners: list[tuple[float, float]] = []
    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as plain:
        for index in wanted:
            x0, y0, x1, y1 = sorted_box([float(value) for value in source.pages[index].mediabox])
            plain.pages.append(source.pages[index])
            page = plain.pages[-1]
            for key in ("/TrimBox", "/BleedBox", "/ArtBox", "/Annots"):
                if key in page:
                    del page[key]
            page.Rotate = 0
            page.MediaBox = pikepdf.Array([0, 0, x1 - x0, y1 - y0])
            page.CropBox = page.MediaBox
            drawn = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page, _DRAWING))
            page.Contents = plain.make_stream(f"q 1 0 0 1 {-x0} {-y0} cm\n".encode("ascii") + drawn + b"\nQ")
            corners.append((x0, y0))
        plain.save(made)
    return made.getvalue(), corners


def sorted_box(values: list[float]) -> Box:
    """A PDF rectangle may name any two opposite corners."""
    return min(values[0], values[2]), min(values[1], values[3]), max(values[0], values[2]), max(values[1], values[3])


def _tables(page: Any, frame: Frame, corner: tuple[float, float]) -> list[Ruled]:
    height = float(page.height)
    x, y = corner
    found = []
    for table in page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines"}):
        cells = ((float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in table.cells)
        ruled = _ruled([frame.box(x + x0, y + height - bottom, x + x1, y + height - top) for x0, top, x1, bottom in cells])
        if ruled is not None:
            found.append(ruled)
    return sorted(found, key=lambda each: (each.box[1], each.box[0]))


def _ruled(boxes: Sequence[Box]) -> Ruled | None:
    """None for what is no table: a frame around text, a single row or column of boxes."""
    xs, ys = _edges([x for box in boxes for x in (box[0], box[2])]), _edges([y for box in boxes for y in (box[1], box[3])])
    width, height = len(xs) - 1, len(ys) - 1
    if width < 2 or height < 1 or (height == 1 and width < 3):
        return None
    cells = []
    for box in boxes:
        row, column = _place(ys, box[1]), _place(xs, box[0])
        cells.append((row, column, max(1, _place(ys, box[3]) - row), max(1, _place(xs, box[2]) - column), box))
    return Ruled(width, height, tuple(sorted(cells)), tuple(xs), (xs[0], ys[0], xs[-1], ys[-1]))


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def fill(ruled: Ruled, clusters: Sequence[Cluster]) -> tuple[DraftTable, set[int]]:
    """Puts each word into the cell in which it stands.

    Returns:
        the table, and the places of the clusters that it took.
    """
    grid = [[Draft() for _ in range(ruled.width)] for _ in range(ruled.height)]
    homes, straddling = _homes(ruled, clusters)
    held: dict[int, list[Cluster]] = {}
    for index, home in sorted(homes.items()):
        held.setdefault(home, []).append(clusters[index])
    for number, (row, column, row_span, column_span, box) in enumerate(ruled.cells):
        lines = tuple(rows_of(held.get(number, ())))
        for down in range(row, min(row + row_span, ruled.height)):
            for right in range(column, min(column + column_span, ruled.width)):
                grid[down][right] = Draft(covered=True)
        doubt = number in straddling and any(FIGURE.search(line.text) for line in lines) and not _stands_in(lines, box)
        grid[row][column] = Draft(lines, box, row_span=row_span, col_span=column_span, doubt=doubt)
        if column_span > 1 and amounts_in(lines) >= 2:
            grid[row][column : column + column_span] = _unmerged(
                grid[row][column], ruled.edges[column : column + column_span + 1]
            )
    rows = [line for drafts in grid for line in split_stacked(tuple(drafts))]
    return DraftTable(tuple(rows), ruled.box), set(homes)


def _stands_in(lines: Sequence[Row], box: Box) -> bool:
    """One complete amount alone, most of it inside the cell: that it hangs over the ruling line leaves no doubt whose it is."""
    words = [word for line in lines for word in line.words]
    if len(words) != 1 or not WHOLE.fullmatch(words[0].text):
        return False
    left, _, right, _ = words[0].box
    return min(right, box[2]) - max(left, box[0]) >= _MOST * (right - left)


def _unmerged(draft: Draft, edges: Sequence[float]) -> list[Draft]:
    """A row without upright lines looks like one merged cell; its amounts belong to the columns that other rows show."""
    columns: list[list[Row]] = [[] for _ in edges[1:]]
    whole = [draft, *(Draft(covered=True) for _ in edges[2:])]
    for row in draft.rows:
        dealt: dict[int, list[Word]] = {}
        for word in row.words:
            at = sum(word.middle >= edge for edge in edges[1:-1])
            if word.box[0] < edges[at] - _SAME_EDGE or word.box[2] > edges[at + 1] + _SAME_EDGE:
                return [replace(whole[0], doubt=True), *whole[1:]]
            dealt.setdefault(at, []).append(word)
        for at, words in dealt.items():
            columns[at].append(Row(tuple(words), row.baseline, row.size))
    top, bottom = (draft.box[1], draft.box[3]) if draft.box else (0.0, 0.0)
    boxes = [(left, top, right, bottom) for left, right in zip(edges, edges[1:], strict=False)]
    return [
        Draft(tuple(rows), box, row_span=draft.row_span, doubt=draft.doubt) for rows, box in zip(columns, boxes, strict=True)
    ]


def _homes(ruled: Ruled, clusters: Sequence[Cluster]) -> tuple[dict[int, int], set[int]]:
    """Cluster -> cell, and the cells whose words cross a ruling line.

    A word stays whole, in the cell that holds most of it: a number too wide for its cell must not lose its first digits to
    the cell beside it. A space belongs where its own centre is.
    """
    centres = {index: cell for index, each in enumerate(clusters) if (cell := _cell_at(ruled, each)) is not None}
    places = {id(each): index for index, each in enumerate(clusters)}
    homes, straddling = dict(centres), set()
    for run in runs_of([each for index, each in enumerate(clusters) if each.text == " " or index in centres]):
        indexes = [places[id(each)] for each in run]
        cells = [centres[index] for index in indexes]
        home = max(set(cells), key=cells.count)
        if len(set(cells)) > 1:
            straddling.update(cells)
        homes.update(dict.fromkeys(indexes, home))
    return homes, straddling


def _cell_at(ruled: Ruled, cluster: Cluster) -> int | None:
    if not _holds(ruled.box, cluster):
        return None
    return next((number for number, cell in enumerate(ruled.cells) if _holds(cell[4], cluster)), None)


def _holds(box: Box, cluster: Cluster) -> bool:
    x, y = cluster.centre
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def split_stacked(drafts: tuple[Draft, ...]) -> list[tuple[Draft, ...]]:
    """A row of cells that each hold a column of figures is several rows between which no line was drawn."""
    stacked = [draft for draft in drafts if len(draft.rows) >= 2 and all(_is_whole(row) for row in draft.rows)]
    plain = all(draft.row_span == 1 for draft in drafts if not draft.covered)
    if len(stacked) < 2 or not plain:
        return [drafts]
    anchors = _anchors([row for draft in stacked for row in draft.rows])
    columns = [_dealt(draft, anchors) for draft in drafts]
    return [tuple(column[index] for column in columns) for index in range(len(anchors))]


def _is_whole(row: Row) -> bool:
    """One complete amount: a number wrapped in a narrow cell must not become two rows."""
    return len(row.words) == 1 and WHOLE.fullmatch(row.words[0].text) is not None


def _anchors(rows: Sequence[Row]) -> list[float]:
    anchors: list[float] = []
    for row in sorted(rows, key=lambda each: each.baseline):
        if not anchors or row.baseline - anchors[-1] > 0.5 * row.size:
            anchors.append(row.baseline)
    return anchors


def _dealt(draft: Draft, anchors: Sequence[float]) -> list[Draft]:
    if draft.covered or not draft.rows:
        return [replace(draft, col_span=draft.col_span) for _ in anchors]
    baselines = [row.baseline for row in draft.rows]
    dealt = partition(baselines, anchors, line_pitch(baselines, max(row.size for row in draft.rows)))
    doubt = not dealt.sure or bool(dealt.alone)
    cells = [
        Draft(tuple(draft.rows[each] for each in group), draft.box, col_span=draft.col_span, doubt=doubt)
        for group in dealt.groups
    ]
    for each in dealt.alone:  # nothing is lost: it goes to the nearest row, doubtful
        nearest = min(range(len(anchors)), key=lambda index: abs(anchors[index] - baselines[each]))
        joined = sorted((*cells[nearest].rows, draft.rows[each]), key=lambda row: row.baseline)
        cells[nearest] = replace(cells[nearest], rows=tuple(joined), doubt=True)
    return cells
