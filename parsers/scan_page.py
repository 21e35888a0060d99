"""One page image -> rows and tables, through the same code that lays out the letters of a PDF.

A recognised sign is a letter with a place, as a text layer's letters are: words, rows, cells of ruled tables and columns
without rules are found from places alone. What differs is belief: one sign below ``SURE`` makes its line and its cell a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parsers.aligned import find_aligned
from parsers.cluster import MARKS, Cluster
from parsers.grid import Draft, DraftTable
from parsers.ocr.lines import find_strips
from parsers.ocr.picture import Strip
from parsers.ocr.recognise import Sign, Spelling
from parsers.ocr.ruling import find_rules
from parsers.ocr.sheet import PLANE_DPI, Grey, Sheet, lay
from parsers.ocr.tables import Grid, find_grids
from parsers.pdf_breaks import cell_text
from parsers.pdf_cells import fill
from parsers.pdf_tables import Ruled
from parsers.pdf_text import Row, rows_of
from parsers.records import DOUBTFUL, Box, Cell, Line, Method, Page, Table
from parsers.thai.text import normalise

ReadLines = Callable[[Sequence[Grey]], Sequence[Spelling]]
"""Line pictures -> what they say, in the same order."""

SURE = 0.98
"""Probability of a sign from which its word is not doubted for it."""
_BELIEF = 0.97
"""Confidence of a line without a doubtful sign: below ``records.CERTAIN`` until the reader's chances are calibrated."""
_POINTS = 72.0 / PLANE_DPI
_EM = 1.75
"""Type size in heights of a letter's body (46 Thai typefaces: 1.6 to 2.2)."""


def read_page(grey: Grey, dpi: tuple[float, float], number: int, read: ReadLines) -> Page:
    """The page's lines in reading order and its tables.

    Args:
        grey: (height, width), upright, dark ink on light paper.
        dpi: dots per inch across and down.
        number: of the page, from 1.
        read: the line reader.
    """
    sheet = lay(grey, dpi)
    ruling = find_rules(sheet.ink)
    grids = find_grids(ruling)
    strips = find_strips(sheet, ruling, grids)
    spellings = read([strip.picture for strip in strips])
    clusters = [
        cluster
        for piece, (strip, spelling) in enumerate(zip(strips, spellings, strict=True))
        for cluster in clusters_of(strip, spelling, piece)
    ]
    return _page(sheet, dpi, number, [ruled(grid) for grid in grids], clusters)


def clusters_of(strip: Strip, spelling: Spelling, piece: int) -> list[Cluster]:
    """The letters of one strip, each with its marks, in points of the page. Each reaches half-way to its neighbours:
    the net tells where a sign is, not how wide it is, and says itself where a space stands."""
    groups = _with_marks(spelling.signs)
    if not groups:
        return []
    middles = [(group[0].x0 + group[0].x1) / 2 for group in groups]
    edges = [*((left + right) / 2 for left, right in zip(middles, middles[1:], strict=False))]
    starts, ends = [strip.place(0.0), *map(strip.place, edges)], [*map(strip.place, edges), strip.place(strip.picture.shape[1])]
    return [
        _cluster(strip, group, (max(start, strip.box[0]), min(end, strip.box[2])), piece)
        for group, start, end in zip(groups, starts, ends, strict=True)
    ]


def _with_marks(signs: Sequence[Sign]) -> list[list[Sign]]:
    groups: list[list[Sign]] = []
    for sign in signs:
        if sign.sign in MARKS and groups and groups[-1][0].sign != " ":
            groups[-1].append(sign)
        else:
            groups.append([sign])
    return groups


def _cluster(strip: Strip, group: Sequence[Sign], across: tuple[float, float], piece: int) -> Cluster:
    base = strip.base + strip.slope * ((across[0] + across[1]) / 2 - (strip.box[0] + strip.box[2]) / 2)
    return Cluster(
        "".join(sign.sign for sign in group),
        across[0] * _POINTS,
        (base - 1.5 * strip.body) * _POINTS,
        across[1] * _POINTS,
        (base + 0.6 * strip.body) * _POINTS,
        base * _POINTS,
        strip.body * _EM * _POINTS,
        piece,
        doubt=any(sign.probability < SURE for sign in group),
    )


def ruled(grid: Grid) -> Ruled:
    """The grid's lines in points."""
    cells = tuple((cell.row, cell.column, cell.row_span, cell.col_span, _in_points(cell.box)) for cell in grid.cells)
    return Ruled(grid.columns, grid.rows, cells, tuple(edge * _POINTS for edge in grid.edges), _in_points(grid.box))


def _in_points(box: tuple[int, int, int, int]) -> Box:
    return box[0] * _POINTS, box[1] * _POINTS, box[2] * _POINTS, box[3] * _POINTS


def _page(sheet: Sheet, dpi: tuple[float, float], number: int, tables: Sequence[Ruled], clusters: list[Cluster]) -> Page:
    drafts: list[DraftTable] = []
    for table in tables:
        draft, taken = fill(table, clusters)
        if taken:
            drafts.append(draft)
            clusters = [each for index, each in enumerate(clusters) if index not in taken]
    rows = rows_of(clusters)
    used: set[int] = set()
    for found in find_aligned(rows):
        drafts.append(found.table)
        used |= found.used
    rows = [row for index, row in enumerate(rows) if index not in used]
    drafts.sort(key=lambda table: table.box[1])
    lines = tuple(_line(row) for row in rows)
    made = tuple(Table(tuple(tuple(map(_cell, row)) for row in draft.rows), draft.box, page=number) for draft in drafts)
    beliefs = [line.confidence for line in lines]
    beliefs += [cell.confidence for table in made for row in table.rows for cell in row if cell.text]
    height, width = sheet.plane.shape
    return Page(
        number=number,
        width=width * _POINTS,
        height=height * _POINTS,
        dpi=dpi,
        rotation=0,
        skew=sheet.skew,
        method=Method.RECOGNISER,
        confidence=min(beliefs, default=_BELIEF),
        lines=lines,
        tables=made,
        table_positions=tuple(sum(row.baseline <= draft.box[1] + 1 for row in rows) for draft in drafts),
    )


def _line(row: Row) -> Line:
    return Line(normalise(row.text).strip(), row.box, DOUBTFUL if row.doubt else _BELIEF)


def _cell(draft: Draft) -> Cell:
    if draft.covered:
        return Cell(covered=True)
    joined = cell_text(draft.rows, (draft.box[0], draft.box[2]) if draft.box else None, False)
    doubt = draft.doubt or joined.doubt or any(row.doubt for row in draft.rows)
    return Cell(
        normalise(joined.text).strip(),
        draft.box,
        row_span=draft.row_span,
        col_span=draft.col_span,
        confidence=DOUBTFUL if doubt else _BELIEF,
        guessed_space=joined.guessed_space,
    )
