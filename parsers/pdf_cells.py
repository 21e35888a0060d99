"""Which words stand in which cell of a ruled table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.bands import line_pitch, partition, short_lines
from parsers.cluster import Cluster
from parsers.grid import WHOLE, Draft, DraftTable, amounts_in
from parsers.pdf_tables import SAME_EDGE, Ruled
from parsers.pdf_text import Row, Word, rows_of, runs_of
from parsers.records import Box
from parsers.second import FIGURE

_DIGITS = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙,.()-–%")
"""What a number is made of."""
_NEAR_EDGE = 1.0
"""A cell's words begin at most this many ems from its left edge, if they touch those of the cell before."""
_SAME_START = 0.5
_JUMP = 0.06
"""A letter that stands so many ems away from where the one before it ended was put there anew."""
_MOST = 0.65
"""Share of an amount's width inside a cell from which it is that cell's."""


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
        grid[row][column] = Draft(lines, box, row_span=row_span, col_span=column_span, doubt=doubt, framed=True)
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
            if word.box[0] < edges[at] - SAME_EDGE or word.box[2] > edges[at + 1] + SAME_EDGE:
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
    runs = runs_of([each for index, each in enumerate(clusters) if each.text == " " or index in centres])
    starts = _starts(ruled, runs, centres, places)
    for run in (part for each in runs for part in _parted(each, ruled, [centres[places[id(one)]] for one in each], starts)):
        indexes = [places[id(each)] for each in run]
        cells = [centres[index] for index in indexes]
        home = max(set(cells), key=cells.count)
        if len(set(cells)) > 1:
            straddling.update(cells)
        homes.update(dict.fromkeys(indexes, home))
    return homes, straddling


def _starts(
    ruled: Ruled, runs: Sequence[Sequence[Cluster]], centres: dict[int, int], places: dict[int, int]
) -> dict[float, set[float]]:
    """Left edge of a column -> where the words of its cells begin."""
    found: dict[float, set[float]] = {}
    for run in runs:
        cells = {centres[places[id(each)]] for each in run}
        if len(cells) == 1:
            found.setdefault(ruled.cells[cells.pop()][4][0], set()).add(run[0].x0)
    return found


def _parted(run: list[Cluster], ruled: Ruled, cells: Sequence[int], starts: dict[float, set[float]]) -> list[list[Cluster]]:
    """A run that crosses a ruling line, cut where the next cell's words begin: a heading wider than its cell touches them.

    A tagged file says where that is. Else it is near the line, where a new text object does not go on where the last one ended,
    or where the words of the column's other rows begin. The digits of one number are never parted so.
    """
    if len(set(cells)) < 2:
        return [run]
    edges = {ruled.cells[cell][4][0] for cell in cells}
    parts = [run[:1]]
    for before, after in zip(run, run[1:], strict=False):
        if _begins_cell(before, after, {edge: starts.get(edge, set()) for edge in edges}):
            parts.append([])
        parts[-1].append(after)
    return parts


def _begins_cell(left: Cluster, right: Cluster, starts: dict[float, set[float]]) -> bool:
    if left.text[0] in _DIGITS and right.text[0] in _DIGITS:
        return False
    near = [edge for edge in starts if abs(right.x0 - edge) < _NEAR_EDGE * right.size]
    if left.piece == right.piece or not near:
        return False
    if left.mark >= 0 and right.mark >= 0:
        return left.mark != right.mark
    if any(abs(right.x0 - start) < _SAME_START for edge in near for start in starts[edge]):
        return True
    return len(left.text) == 1 and abs(right.x0 - left.x1) > _JUMP * right.size


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
    size = max(row.size for row in draft.rows)
    short = short_lines([row.box[2] - row.box[0] for row in draft.rows], size)
    dealt = partition(baselines, anchors, line_pitch(baselines, size), short)
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
