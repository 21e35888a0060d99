"""The columns of an aligned table, and which rows around its figures belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.grid import AMOUNT, FRAGMENT, MONEY, WHOLE
from parsers.pdf_text import Row, Word

_FARTHEST = 8.0
_SAME_EDGE = 0.3
"""Right edges so many ems apart are one."""
_REST_GAP = 3.2
"""The rest of a wrapped amount stands at most this many ems below its beginning."""


@dataclass(frozen=True, slots=True)
class Column:
    """The room that a column's words take."""

    x0: float
    x1: float
    figures: bool

    def overlap(self, word: Word) -> float:
        """How much of the word's width lies over the column, in points."""
        return min(self.x1, word.box[2]) - max(self.x0, word.box[0])


_ORDINAL = re.compile(r"[(]?[0-9๐-๙]{1,2}[.)]*")


def is_money_row(row: Row) -> bool:
    """At least two figures, one of them plainly money. The number of a list before the words (``๒.``) is none of them."""
    listed = len(row.words) > 1 and _ORDINAL.fullmatch(row.words[0].text) and not AMOUNT.fullmatch(row.words[1].text)
    amounts = [word for word in row.words[1 if listed else 0 :] if AMOUNT.fullmatch(word.text)]
    return len(amounts) >= 2 and any(MONEY.search(word.text) for word in amounts)


def table_columns(rows: Sequence[Row]) -> list[Column] | None:
    """Columns of figures by where the figures overlap, and one column of text in each gap that holds text."""
    figures = _figure_columns(rows)
    if figures is None:
        return None
    texts: dict[int, list[Word]] = {}
    for word in (word for row in rows for word in row.words):
        if not AMOUNT.fullmatch(word.text) and not any(column.overlap(word) > 0 for column in figures):
            texts.setdefault(sum(column.x1 <= word.middle for column in figures), []).append(word)
    slots = [Column(min(w.box[0] for w in words), max(w.box[2] for w in words), figures=False) for words in texts.values()]
    return sorted((*figures, *slots), key=lambda column: column.x0)


def _figure_columns(rows: Sequence[Row]) -> list[Column] | None:
    """Columns by where the figures overlap; where amounts hang over their neighbours, by the right edges that they share."""
    numbers = sorted(
        (word for row in rows for word in row.words if AMOUNT.fullmatch(word.text) and not _is_dash(word)),
        key=lambda word: word.box[0],
    )
    for columns in (_overlapping(numbers), _flush_right(numbers)):
        with_dashes = _with_dashes(rows, columns)
        if len(with_dashes) >= 2 and _are_apart(rows, with_dashes):
            return with_dashes
    return None


def _overlapping(numbers: Sequence[Word]) -> list[Column]:
    columns: list[Column] = []
    for word in numbers:
        if columns and columns[-1].overlap(word) > 0:
            columns[-1] = Column(columns[-1].x0, max(columns[-1].x1, word.box[2]), figures=True)
        else:
            columns.append(Column(word.box[0], word.box[2], figures=True))
    return columns


def _flush_right(numbers: Sequence[Word]) -> list[Column]:
    """No column begins before the one to its left ends. Empty where right edges do not stand under each other."""
    edges: list[list[Word]] = []
    for word in sorted(numbers, key=lambda each: each.box[2]):
        if edges and word.box[2] - edges[-1][0].box[2] <= _SAME_EDGE * word.size:
            edges[-1].append(word)
        else:
            edges.append([word])
    columns: list[Column] = []
    for words in edges:
        right, size = max(word.box[2] for word in words), words[0].size
        left = max([min(word.box[0] for word in words), *(column.x1 for column in columns[-1:])])
        if right - left < size or (len(words) == 1 and len(numbers) > 2 * len(edges)):
            return []
        columns.append(Column(left, right, figures=True))
    return columns


def _with_dashes(rows: Sequence[Row], columns: list[Column]) -> list[Column]:
    """The columns, and those that hold nothing but dashes."""
    for row in rows:
        for place, word in enumerate(row.words):
            beside = any(abs(word.middle - edge) <= word.size for column in columns for edge in (column.x0, column.x1))
            if _is_dash(word) and not beside and not _over_any(word, columns) and not _free(row, place, columns):
                columns = sorted([*columns, Column(word.box[0], word.box[2], figures=True)], key=lambda column: column.x0)
    return columns


def _are_apart(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    """No two amounts of one row stand in one column: else these are no columns."""
    for row in rows:
        words = [word for word in settled(row, columns).words if AMOUNT.fullmatch(word.text)]
        places = [nearest_column(word, columns) for word in words]
        if len(set(places)) < len(places):
            return False
    return True


def settled(row: Row, figures: Sequence[Column]) -> Row:
    """The row with its dashes moved over the columns that they stand for.

    Figures are set flush right and dashes left or in the middle, so that a dash may stand beside the figures of its column; it
    belongs to the nearest column between its neighbours that has no amount of its own in this row.
    """
    words = list(row.words)
    for place, word in enumerate(words):
        if not _is_dash(word) or _over_any(word, figures):
            continue
        free = _free(Row(tuple(words), row.baseline, row.size), place, figures)
        if free:
            middle = _middle(figures[min(free, key=lambda at: _distance(figures[at], word))])
            words[place] = replace(word, box=(middle - 1, word.box[1], middle + 1, word.box[3]))
    return Row(tuple(words), row.baseline, row.size)


def _over_any(word: Word, columns: Sequence[Column]) -> bool:
    return any(column.overlap(word) > 0 for column in columns)


def _free(row: Row, place: int, figures: Sequence[Column]) -> list[int]:
    """The columns between a dash's neighbours that have no amount in this row."""
    word = row.words[place]
    at = [
        (other.middle, nearest_column(other, figures))
        for other in row.words
        if other is not word and AMOUNT.fullmatch(other.text) and _over_any(other, figures)
    ]
    first = max((column for middle, column in at if middle < word.middle), default=-1) + 1
    last = min((column for middle, column in at if middle > word.middle), default=len(figures))
    return [column for column in range(first, last) if _distance(figures[column], word) < _FARTHEST * word.size]


def _distance(column: Column, word: Word) -> float:
    return max(column.x0 - word.middle, word.middle - column.x1, 0.0)


def _is_dash(word: Word) -> bool:
    return AMOUNT.fullmatch(word.text) is not None and not any(letter.isdigit() for letter in word.text)


def nearest_column(word: Word, columns: Sequence[Column]) -> int:
    """The column that a word stands in: the one that it overlaps most, else the nearest."""
    return max(
        range(len(columns)), key=lambda index: (columns[index].overlap(word), -abs(_middle(columns[index]) - word.middle))
    )


def _middle(column: Column) -> float:
    return (column.x0 + column.x1) / 2


def text_rows(rows: Sequence[Row], block: Sequence[int], columns: Sequence[Column]) -> list[int]:
    """Rows around and between the figures that may be wrapped text: all their words stand over columns of text."""
    texts = [column for column in columns if not column.figures]
    candidates = range(max(0, block[0] - 4), min(len(rows), block[-1] + 3))
    return [
        index for index in candidates if index not in block and all(_fits(word, texts, columns) for word in rows[index].words)
    ]


def _fits(word: Word, texts: Sequence[Column], columns: Sequence[Column]) -> bool:
    if any(column.figures and column.overlap(word) > 0.3 * word.size for column in columns):
        return False
    return any(column.overlap(word) > 0 and word.box[0] >= column.x0 - 0.6 * word.size for column in texts)


def fragments(rows: Sequence[Row], block: Sequence[int], columns: Sequence[Column]) -> dict[int, int]:
    """Rows that hold the rest of amounts that were wrapped inside narrow cells, and the row of figures that each goes on."""
    figures = [column for column in columns if column.figures]
    found: dict[int, int] = {}
    for place, index in enumerate(block):
        end = block[place + 1] if place + 1 < len(block) else len(rows)
        open_above = [word for word in rows[index].words if AMOUNT.fullmatch(word.text) and not WHOLE.fullmatch(word.text)]
        for below in range(index + 1, min(index + 4, end)):
            if rows[below].baseline - rows[index].baseline > _REST_GAP * rows[index].size:
                break
            over = [word for word in rows[below].words if any(column.overlap(word) > 0 for column in figures)]
            under = [word for word in over if any(_stands_under(word, above) for above in open_above)]
            if under and len(under) == len(over) and all(FRAGMENT.fullmatch(word.text) for word in over):
                found[below] = index
                break
    return found


def _stands_under(word: Word, above: Word) -> bool:
    return min(word.box[2], above.box[2]) > max(word.box[0], above.box[0]) - word.size
