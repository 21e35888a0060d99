"""Tables without ruling lines: columns of figures that stand under each other.

Only what is plain is taken for a table: at least two rows with two amounts of money each under a heading (or three without
one, or one with a heading over every amount), at least three columns, and no text that runs across the columns. Everything
else stays text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.aligned_columns import Column, fragments, is_money_row, nearest_column, settled, table_columns, text_rows
from parsers.aligned_doubts import stray_figures, with_doubts
from parsers.aligned_heading import heading_rows
from parsers.bands import Partition, line_pitch, partition, short_lines
from parsers.grid import AMOUNT, Draft, DraftTable
from parsers.pdf_text import Row, Word, union

_MOST = 0.65
"""Share of an amount's width over a column from which it is that column's."""
_BLOCK_GAP = 12.0
"""Rows of one table stand at most this many ems apart."""


@dataclass(frozen=True, slots=True)
class Found:
    """An aligned table, and which rows of the page it used up (by their place in the list)."""

    table: DraftTable
    used: frozenset[int]


def find_aligned(rows: Sequence[Row]) -> list[Found]:
    """The aligned tables of a page, from the top.

    Args:
        rows: the page's rows outside ruled tables, from the top.
    """
    found = []
    for block in _blocks(rows):
        table = _table(rows, block)
        if table is not None:
            found.append(table)
    return found


def _blocks(rows: Sequence[Row]) -> list[list[int]]:
    blocks: list[list[int]] = []
    for index, row in enumerate(rows):
        if not is_money_row(row):
            continue
        if blocks and row.baseline - rows[blocks[-1][-1]].baseline <= _BLOCK_GAP * row.size:
            blocks[-1].append(index)
        else:
            blocks.append([index])
    return blocks


def _table(rows: Sequence[Row], block: Sequence[int]) -> Found | None:
    columns = table_columns([rows[index] for index in block])
    if columns is None or len(columns) < 3:
        return None
    figures = [column for column in columns if column.figures]
    rows = [settled(row, figures) if index in block else row for index, row in enumerate(rows)]
    rests = fragments(rows, block, columns)
    near = [index for index in text_rows(rows, block, columns) if index not in rests]
    anchors = [rows[index].baseline for index in block]
    dealt = _deal(rows, block, near, rests, columns, anchors)
    if dealt is None:
        return None
    body, in_body, first = dealt
    heading, used = heading_rows(rows[:first], in_body, columns)
    if len(block) < 3 and not heading:
        return None
    if len(block) == 1 and not _is_headed(heading, columns):
        return None
    strays = stray_figures(rows, block, used | in_body, columns)
    grid = (*heading, *(with_doubts(body, columns, strays)))
    every = [row.box for line in grid for cell in line for row in cell.rows]
    return Found(DraftTable(grid, union(every)), frozenset(used | in_body))


def _is_headed(heading: Sequence[tuple[Draft, ...]], columns: Sequence[Column]) -> bool:
    """Three columns of figures or more, and a heading over each: such a row is a table's first, the page ends below it."""
    figures = [at for at, column in enumerate(columns) if column.figures]
    return len(figures) >= 3 and all(any(line[at].rows or line[at].covered for line in heading) for at in figures)


@dataclass(slots=True)
class _Band:
    """One row of the table while it is put together."""

    baseline: float
    cells: dict[int, list[Row]]
    spans: dict[int, int]
    doubt: set[int]


def _deal(
    rows: Sequence[Row],
    block: Sequence[int],
    near: Sequence[int],
    rests: dict[int, int],
    columns: Sequence[Column],
    anchors: Sequence[float],
) -> tuple[tuple[tuple[Draft, ...], ...], set[int], int] | None:
    """Deals the words of the block and of the wrapped lines out to cells.

    Returns:
        the drafts, the rows used up, and the first row of the body; None where text runs across the columns.
    """
    bands = [_Band(anchor, {}, {}, set()) for anchor in anchors]
    lines: dict[int, list[tuple[int, Row]]] = {}
    for index in sorted((*block, *near, *rests)):
        home = rests.get(index, index)
        for column, (words, span) in _by_column(rows[index].words, columns).items():
            piece = Row(tuple(words), rows[index].baseline, rows[index].size)
            if span > 1 and any(each.figures for each in columns[column + 1 : column + span]):
                return None
            if columns[column].figures and home in block:
                _put(bands[block.index(home)], column, piece, span)
            else:
                lines.setdefault(column, []).append((index, piece))
    used = {*block, *rests}
    for column, pieces in lines.items():
        baselines, size = [piece.baseline for _, piece in pieces], max(piece.size for _, piece in pieces)
        short = short_lines([piece.box[2] - piece.box[0] for _, piece in pieces], size)
        dealt = _trimmed(partition(baselines, anchors, line_pitch(baselines, size), short), pieces, block, short)
        for place, (band, group) in enumerate(zip(list(bands[: len(anchors)]), dealt.groups, strict=True)):
            for each in group:
                _put(band, column, pieces[each][1], 1)
                used.add(pieces[each][0])
            beside = dealt.groups[max(0, place - 1) : place + 2]
            if not dealt.sure and any(len(each) != 1 for each in beside):
                band.doubt.add(column)
        _alone(bands, dealt.alone, pieces, column, block, used)
    return _drafts(sorted(bands, key=lambda band: band.baseline), len(columns)), used, min(used)


def _trimmed(dealt: Partition, pieces: Sequence[tuple[int, Row]], block: Sequence[int], short: frozenset[int]) -> Partition:
    """Lines after the last row of figures are kept if the text column was plainly wrapped, in doubt if only the line before
    them is full (the end of the page may have cut the table); else they are text below."""
    last = dealt.groups[-1] if dealt.groups else ()
    after = tuple(each for each in last if pieces[each][0] > block[-1])
    if not after or (dealt.sure and any(len(group) > 1 for group in dealt.groups[:-1])):
        return dealt
    if after[0] - 1 in last and after[0] - 1 not in short:
        return Partition(dealt.groups, dealt.alone, sure=False)
    last = tuple(each for each in last if each not in after)
    return Partition((*dealt.groups[:-1], last), dealt.alone, dealt.sure)


def _alone(
    bands: list[_Band],
    alone: Sequence[int],
    pieces: Sequence[tuple[int, Row]],
    column: int,
    block: Sequence[int],
    used: set[int],
) -> None:
    """A heading between two items is a row of its own; above and below the figures it is heading or plain text."""
    for each in alone:
        index, piece = pieces[each]
        if index in block:  # nothing is lost: it stands on the baseline of this row's figures
            own = bands[block.index(index)]
            _put(own, column, piece, 1)
            own.doubt.add(column)
        elif block[0] < index < block[-1]:
            band = next((band for band in bands if abs(band.baseline - piece.baseline) < 1), None)
            if band is None:
                band = _Band(piece.baseline, {}, {}, set())
                bands.append(band)
            _put(band, column, piece, 1)
            used.add(index)


def _put(band: _Band, column: int, piece: Row, span: int) -> None:
    band.cells.setdefault(column, []).append(piece)
    band.spans[column] = max(span, band.spans.get(column, 1))


def _by_column(words: Sequence[Word], columns: Sequence[Column]) -> dict[int, tuple[list[Word], int]]:
    """Words of one row by the column where they begin, with the number of columns that they cover."""
    found: dict[int, tuple[list[Word], int]] = {}
    open_column = -1
    for word in words:
        over = [index for index, column in enumerate(columns) if column.overlap(word) > 0.25 * word.size]
        if len(over) > 1 and AMOUNT.fullmatch(word.text):
            over = _owner(word, columns) or over
        first = over[0] if over else nearest_column(word, columns)
        last = over[-1] if over else first
        if word.phrase and open_column >= 0 and not AMOUNT.fullmatch(word.text) and not columns[first].figures:
            first = min(first, open_column)
        listed, span = found.get(first, ([], 1))
        found[first] = ([*listed, word], max(span, last - first + 1))
        open_column = first
    return found


def _owner(word: Word, columns: Sequence[Column]) -> list[int]:
    """The column of an amount that hangs over its neighbour; none where less than most of it stands in one."""
    nearest = nearest_column(word, columns)
    return [nearest] if columns[nearest].overlap(word) >= _MOST * (word.box[2] - word.box[0]) else []


def _drafts(bands: Sequence[_Band], width: int) -> tuple[tuple[Draft, ...], ...]:
    grid = []
    for band in bands:
        line: list[Draft] = []
        for column in range(width):
            if len(line) > column:
                continue
            pieces = tuple(sorted(band.cells.get(column, ()), key=lambda piece: piece.baseline))
            span = band.spans.get(column, 1)
            free = all(other not in band.cells for other in range(column + 1, column + span))
            span = span if free else 1
            box = union(piece.box for piece in pieces) if pieces else None
            line.append(Draft(pieces, box, col_span=span, doubt=column in band.doubt))
            line.extend(Draft(covered=True) for _ in range(span - 1))
        grid.append(tuple(line[:width]))
    return tuple(grid)
