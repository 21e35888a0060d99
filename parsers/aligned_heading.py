"""The heading of an aligned table: wrapped over several lines, sometimes in two storeys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from parsers.grid import AMOUNT, MONEY, Draft
from parsers.pdf_text import Row, Word, union

_UNIT = re.compile(r"^\(?\s*หน่วย")
_TITLE = re.compile(
    r"^(?:แบบ|รายงาน|สรุป|บัญชี|โครงการ|จังหวัด|ที่ทำการ|ศูนย์ดำรงธรรม|อำเภอ|หน่วย|สำนักงาน|ประจำ|เดือน|ข้อมูล|ณ\s|ปีงบประมาณ|พ\.ศ\.|[(]?สิ่งที่|เอกสารแนบ)"
)
"""How the lines above a table begin, that are no heading of its columns."""
_PART = re.compile(r"[(\-–]?[0-9๐-๙]*[.,][0-9๐-๙]+|[(\-–]?[0-9๐-๙]+[.,][0-9๐-๙]*")
"""What may be a part of an amount."""
_FAR = 2.1
"""Lines of a heading stand at most so many ems apart."""
_DEEPEST = 9
"""A heading is looked for in so many lines above the first row."""


class Extent(Protocol):
    """A column, as far as the heading needs it."""

    @property
    def x0(self) -> float:
        """Left edge."""
        ...

    @property
    def x1(self) -> float:
        """Right edge."""
        ...

    def overlap(self, word: Word) -> float:
        """Shared width with a word."""
        ...


@dataclass(frozen=True, slots=True)
class _Reach:
    """A column as far as its figures and the headings below reach."""

    x0: float
    x1: float

    def overlap(self, word: Word) -> float:
        return min(self.x1, word.box[2]) - max(self.x0, word.box[0])

    def widened(self, phrase: Row) -> _Reach:
        return _Reach(min(self.x0, phrase.box[0]), max(self.x1, phrase.box[2]))


Phrase = tuple[Row, tuple[int, ...]]
"""Words that belong together, and the columns that they stand over."""


def heading_rows(above: Sequence[Row], body: set[int], columns: Sequence[Extent]) -> tuple[list[tuple[Draft, ...]], set[int]]:
    """The heading right above a table's body.

    Args:
        above: all rows of the page above the body's first one.
        body: places of the rows that the body used up.
        columns: the body's columns.

    Returns:
        no, one or two rows of cells, and the places of the page's rows that they used up.
    """
    taken: list[tuple[int, list[Phrase]]] = []
    below = None
    extents = [_Reach(column.x0, column.x1) for column in columns]
    for index in range(len(above) - 1, max(-1, len(above) - 1 - _DEEPEST), -1):
        row = above[index]
        phrases = _placed(phrases_of(row), extents)
        if below is not None and below - row.baseline > _FAR * row.size:
            break
        if index in body or not _is_heading(row, phrases, extents):
            break
        taken.append((index, phrases))
        for phrase, over in phrases:  # a heading may be wider than its figures: what stands above is held against both
            if len(over) == 1:
                extents[over[0]] = extents[over[0]].widened(phrase)
        below = row.baseline
    taken.reverse()
    while taken and len(taken[0][1]) == 1 and len(taken[0][1][0][1]) > 1 and len(taken) > 1 and not _stands_over(taken):
        taken.pop(0)
    if sum(len(phrases) for _, phrases in taken) < 2:
        return [], set()
    return _storeys(taken, len(columns)), {index for index, _ in taken}


def phrases_of(row: Row) -> list[Row]:
    """The row cut where a new column may begin: at every gap that is not one plain space."""
    groups: list[list[Word]] = []
    for word in row.words:
        if groups and word.phrase:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [Row(tuple(group), row.baseline, row.size) for group in groups]


def _placed(phrases: Sequence[Row], columns: Sequence[Extent]) -> list[Phrase]:
    """Phrases with the columns that they stand over. One that stands over none (headings are set flush left, figures flush
    right) goes to the nearest column that no other phrase of its row has."""
    over = [_over(phrase, columns) for phrase in phrases]
    taken = {column for each in over for column in each}
    for place, phrase in enumerate(phrases):
        if not over[place]:
            middle = (phrase.box[0] + phrase.box[2]) / 2
            first = max((column for each in over[:place] for column in each), default=-1) + 1
            last = min((column for each in over[place + 1 :] for column in each), default=len(columns))
            free = [column for column in range(first, last) if column not in taken] or list(range(len(columns)))
            nearest = min(free, key=lambda column: abs((columns[column].x0 + columns[column].x1) / 2 - middle))
            over[place] = (nearest,)
            taken.add(nearest)
    return list(zip(phrases, over, strict=True))


def _over(phrase: Row, columns: Sequence[Extent]) -> tuple[int, ...]:
    whole = Word("", phrase.box, phrase.baseline, phrase.size)
    return tuple(index for index, column in enumerate(columns) if column.overlap(whole) > 0.2 * phrase.size)


def _is_heading(row: Row, phrases: Sequence[Phrase], columns: Sequence[Extent]) -> bool:
    if _UNIT.match(row.text) or any(_PART.fullmatch(word.text) or _is_money(word) for word in row.words):
        return False
    if len(phrases) == 1 and len(phrases[0][1]) > 1 and _TITLE.match(row.text):
        return False
    room = columns[-1].x1 - columns[0].x0
    covered = [column for _, over in phrases for column in over]
    if len(set(covered)) < len(covered):
        return False  # two phrases over one column: running text
    return all(phrase.box[2] - phrase.box[0] < 0.6 * room for phrase, _ in phrases)


def _is_money(word: Word) -> bool:
    return AMOUNT.fullmatch(word.text) is not None and MONEY.search(word.text) is not None


def _stands_over(taken: Sequence[tuple[int, list[Phrase]]]) -> bool:
    """A phrase over several columns heads them only if each of them has a heading of its own below."""
    wanted = set(taken[0][1][0][1])
    below = {over[0] for _, phrases in taken[1:] for _, over in phrases if len(over) == 1}
    return wanted <= below


def _storeys(taken: Sequence[tuple[int, list[Phrase]]], width: int) -> list[tuple[Draft, ...]]:
    phrases = [phrase for _, listed in taken for phrase in listed]
    spanning = [phrase for phrase in phrases if len(phrase[1]) > 1]
    if not spanning:
        return [tuple(_cell([row for row, over in phrases if over[0] == column]) for column in range(width))]
    floor = max(row.baseline for row, _ in spanning)
    under = {column for _, over in spanning for column in over}
    upper: list[Draft] = []
    lower: list[Draft] = []
    for column in range(width):
        own = [row for row, over in phrases if over == (column,)]
        if column not in under:
            upper.append(_cell(own, row_span=2))
            lower.append(Draft(covered=True))
            continue
        heads = [row for row, over in spanning if over[0] == column]
        spans = [len(over) for _, over in spanning if over[0] == column]
        upper.append(_cell(heads, col_span=max(spans)) if heads else Draft(covered=True))
        lower.append(_cell([row for row in own if row.baseline > floor]))
    return [tuple(upper), tuple(lower)]


def _cell(rows: Sequence[Row], row_span: int = 1, col_span: int = 1) -> Draft:
    box = union(row.box for row in rows) if rows else None
    return Draft(tuple(rows), box, row_span=row_span, col_span=col_span)
