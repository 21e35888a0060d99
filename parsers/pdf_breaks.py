"""Lines that a margin broke, put together again: in the cells of a PDF's tables, and what its text layer tells about the rest.

Word, LibreOffice and Typst write the space at which they break a line; browsers do not. So a line's end tells how it goes on
only where the page shows that its maker writes such spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.pdf_text import Row
from parsers.records import Ending

Room = tuple[float, float]
"""Left and right edge of a cell, or of a page's text."""

_THAI = re.compile("[ก-๎]")
_DIGIT = re.compile("[0-9๐-๙]")
_GOES_ON = re.compile("[,.][0-9๐-๙]")
_JOINS_NUMBER = re.compile(r"[0-9๐-๙][,.]?$")
_SPACE = 0.4
"""No space at the end of a line is wider than this many ems."""
_NEARLY = 0.6
"""Ems within which the room of a cell is measured."""
_BRACKET = re.compile(r"[ก-๎A-Za-z0-9๐-๙]\(|\)[ก-๎A-Za-z0-9๐-๙]")
_WORD_END = re.compile("[A-Za-z0-9๐-๙]$")
_WORD_START = re.compile("[A-Za-z0-9๐-๙]")
_PADDING = 8.0
"""Points that a cell keeps free at its sides at most."""
_PHONE = re.compile(r"(?<![0-9๐-๙.,/-])[0๐](?:[- ]?[0-9๐-๙]){8,9}(?![0-9๐-๙])")
_LONGEST_WORD, _MOST_WORDS = 8.0, 5.0
"""No Thai word is longer than so many ems, most are no longer than so many: where more was left, a line's writer ended it."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The text of one cell."""

    text: str
    doubt: bool = False
    """How two lines of figures go together was guessed."""
    guessed_space: bool = False
    """Whether a space stood where a line was broken was guessed."""


def writes_spaces(prose: Sequence[Row], cells: Iterable[tuple[Sequence[Row], Room | None]]) -> bool:
    """The page's maker writes the spaces at which lines are broken: one such line ends with a space, and none lacks one
    that must have had it (between two Latin words)."""
    spaced = False
    for line, following in _broken(prose, cells):
        if line.after == " ":
            spaced = True
        elif not line.after and _WORD_END.search(line.text) and re.match("[A-Za-z]", following.text):
            return False
    return spaced


def _broken(prose: Sequence[Row], cells: Iterable[tuple[Sequence[Row], Room | None]]) -> Iterator[tuple[Row, Row]]:
    if prose:
        right = max(row.box[2] for row in prose)
        for line, following in pairwise(prose):
            first = following.words[0].box
            needed = min(first[2] - first[0], _MOST_WORDS * following.size)
            if right - line.box[2] < needed and following.baseline - line.baseline < 3 * line.size:
                yield line, following
    for rows, room in cells:
        yield from ((line, following) for line, following in pairwise(rows) if _is_full(line, following, room))


def ending(row: Row, tells: bool, left_over: float) -> Ending:
    """What a line ends with.

    Args:
        tells: its page's maker writes the spaces at which lines are broken.
        left_over: points from its end to the margin. LibreOffice leaves out a space for which there is no room before it.
    """
    if row.after == " ":
        return Ending.SPACE
    return Ending.NONE if tells and not row.after and left_over >= _SPACE * row.size else Ending.UNKNOWN


def cell_text(rows: Sequence[Row], room: Room | None, tells: bool) -> Joined:
    """The text of one cell: a space where the text layer has one, or where its writer ended a line; none within a word.

    Args:
        rows: the cell's lines from the top.
        room: left and right edge of the cell, if known.
        tells: the page's maker writes the spaces at which lines are broken.
    """
    joined = Joined(rows[0].text)
    for line, following in pairwise(rows):
        left_over = _left_over(line, following, room) if room else 0.0
        glue = _between(joined.text, line, following, room, ending(line, tells, left_over))
        joined = Joined(
            joined.text + glue.text + following.text, joined.doubt or glue.doubt, joined.guessed_space or glue.guessed_space
        )
    return joined


def _between(before: str, line: Row, following: Row, room: Room | None, end: Ending) -> Joined:
    if end is not Ending.NONE:
        return _glue(before, following.text, end, _is_full(line, following, room))
    full = _missing(line, following, room, _LONGEST_WORD) > -_NEARLY * line.size
    glue = _glue(before, following.text, end, full)
    if glue.text:
        return glue
    if _splits_word(line, following, room):
        return replace(glue, text=" ")
    return replace(glue, guessed_space=_missing(line, following, room, _MOST_WORDS) <= 0)


def _is_full(line: Row, following: Row, room: Room | None) -> bool:
    """The next line's first word would not have fitted: the line was wrapped, not ended."""
    slack = _width(line, following, room) - (line.box[2] - line.box[0])
    word = following.words[0]
    return slack < max(0.45 * _width(line, following, room), word.box[2] - word.box[0])


def _missing(line: Row, following: Row, room: Room | None, longest: float) -> float:
    """Points by which the next line's first word would not have fitted; Thai words are ``longest`` ems long at most."""
    word = following.words[0].box
    needed = min(word[2] - word[0], longest * following.size) if _THAI.match(following.text) else word[2] - word[0]
    if room is None:
        return needed if _is_full(line, following, room) else -needed
    return needed - _left_over(line, following, room)


def _left_over(line: Row, following: Row, room: Room) -> float:
    """Points that a line leaves free between the edges of its cell."""
    left, right = min(line.box[0], following.box[0]), max(line.box[2], following.box[2])
    padding = min(max(0.0, min(left - room[0], room[1] - right)), _PADDING)
    return room[1] - room[0] - 2 * padding - (line.box[2] - line.box[0])


def _width(line: Row, following: Row, room: Room | None) -> float:
    left, right = min(line.box[0], following.box[0]), max(line.box[2], following.box[2])
    margin = max(0.0, min(left - room[0], room[1] - right)) if room else 0.0
    return room[1] - room[0] - 2 * margin if room else right - left


def _splits_word(line: Row, following: Row, room: Room | None) -> bool:
    """Two Latin words or figures that would have had room as one were not one."""
    if not (_WORD_END.search(line.text) and _WORD_START.match(following.text)):
        return False
    last, first = line.words[-1].box, following.words[0].box
    return last[2] - last[0] + first[2] - first[0] < _width(line, following, room)


def _glue(before: str, after: str, end: Ending, full: bool) -> Joined:
    """What to put between two lines of one cell."""
    space = Joined(" ")
    if _JOINS_NUMBER.search(before) and _DIGIT.match(after):
        if end is Ending.SPACE:
            return Joined(" ", bool(re.search("[,.]", before.rsplit(maxsplit=1)[-1] + after.split(maxsplit=1)[0])))
        phone = _PHONE.search(before + after) if end is Ending.NONE and full else None
        return Joined("" if full else " ", phone is None or not phone.start() < len(before) < phone.end())
    if (before[-1:] in ",." and _DIGIT.match(after)) or (_DIGIT.match(before[-1:]) and _GOES_ON.match(after)):
        return Joined("", True)
    if end is Ending.SPACE or (end is Ending.NONE and (not full or _BRACKET.search(before[-1:] + after[:1]))):
        return space  # no margin breaks a line before or behind a bracket that no space parts from its neighbour
    if end is Ending.NONE:
        return Joined("")
    if _THAI.match(before[-1:]) and _THAI.match(after):
        return Joined("", guessed_space=True) if full else space
    if before[-1:] in "(/-" or after[:1] in ")/.,":
        return Joined("")
    return space
