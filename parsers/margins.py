"""Whether the margin broke a line, or its writer ended it.

Where lines have places, a line was broken if the next word would not have stood beside it. Where they have none, the writer's
own paragraphs (Word, sheets) are whole, unless many lines end alike; a mail program breaks at a fixed length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.records import Box, Document, Method, Page

_MAIL_LINE = range(60, 91)
"""Mail programs break lines at 72 characters or so: a shorter line was ended by its writer, a longer one is a paragraph."""
_FULL_LINE = range(34, 131)
"""Characters of a line that a margin may have broken, where nothing tells where it ended; a longer one is a paragraph."""
_NEAR = 0.9
"""Share of the longest line from which a line may be full."""
_MANY = 4
"""So many lines of nearly the same length, more than there are others that are not short, do not come about by themselves."""
_FAR = 0.7
"""Share of the width from which a line reaches far to the right: no Thai word is longer than what is left."""
_WIDEST_MARGIN = 100.0
"""Points that the right margin of a page is wide at most (3.5 cm)."""
_LONGEST_WORD = 14
_WORD = 8
"""Letters of most words."""
_LEEWAY = 1.35
_MOST_LINES = 2.6
"""Lines so many heights apart do not follow each other (a box is that of the ink; some programs space lines widely)."""
_INDENT = 14.0
"""Points by which a first line is indented at least."""
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_ENDED = re.compile(r"(?:นั้น|ครับ|ค่ะ|[:：]|[.…_]{3,}|…)\s*$")
"""A paragraph that recalls a letter ends so, a sentence of a mail, what announces a list, a line with leaders."""
_HANGING = re.compile(r"^\s*(?:เรื่อง|อ้างถึง|สิ่งที่ส่งมาด้วย|สิ่งที่แนบ|เรียน|ส่วนราชการ)")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a document end at the latest."""

    right: dict[int, float]
    """Page number -> points from the left at which its lines end; pages whose lines have places only."""
    longest: int
    """Characters of the longest line."""
    is_broken: bool
    """Lines without places: so many end alike that a margin must have broken them."""
    pitch: dict[int, float] = field(default_factory=dict)
    """Page number -> points from one of its closer lines to the next."""

    def breaks(self, page: Page, line: str, box: Box | None, following: str, below: Box | None) -> bool:
        """True if ``following`` is where the margin carried on with ``line``. Both as they stand, dotted leaders included.

        Args:
            box: place of the line, None where it stands on another page or has none.
            below: place of the following line.
        """
        if _ENDED.search(line):
            return False
        if page.method is Method.BODY:
            return len(line) in _MAIL_LINE and self.longest <= _MAIL_LINE[-1]
        if box is not None and below is not None and page.number in self.right:
            return _would_not_fit(line, box, following, self.right[page.number]) and _goes_on(
                line, box, below, self.pitch.get(page.number, 0.0)
            )
        if not page.width:
            return self.is_broken and len(line) >= _NEAR * self.longest
        return len(line) in _FULL_LINE

    def fills(self, page: Page, line: str, box: Box | None) -> bool:
        """True if less is left beside a line than most words need: the margin broke it, its writer did not end it there."""
        right = self.right.get(page.number)
        return box is not None and right is not None and right - box[2] < _letter_width(line, box) * _WORD

    def may_break(self, page: Page, line: str, box: Box | None) -> bool:
        """True if it cannot be ruled out that the margin broke a line: it reaches far to the right."""
        if page.method is Method.BODY:
            return len(line) in _MAIL_LINE
        if box is not None and page.number in self.right:
            return box[2] > page.width * _FAR
        if not page.width:
            return self.is_broken and len(line) >= _NEAR * self.longest
        return len(line) in _FULL_LINE and len(line) >= _FAR * self.longest


def margins(document: Document) -> Margins:
    """The margins of a document; nothing is broken in an empty one."""
    right = {page.number: _right(page) for page in document.pages if page.width and any(line.box for line in page.lines)}
    pitch = {number: _pitch(page) for page in document.pages if (number := page.number) in right}
    lengths = [len(text) for line in document.lines for text in line.text.splitlines()]
    longest = max(lengths, default=0)
    return Margins(right, longest, _end_alike(lengths, longest), pitch)


def _right(page: Page) -> float:
    ends = [line.box[2] for line in page.lines if line.box]
    return max(*ends, page.width - _WIDEST_MARGIN) if ends else page.width


def _pitch(page: Page) -> float:
    bottoms = [line.box[3] for line in page.lines if line.box]
    steps = sorted(below - above for above, below in pairwise(bottoms) if below - above > 1)
    return steps[len(steps) // 4] if steps else 0.0


def _end_alike(lengths: Sequence[int], longest: int) -> bool:
    full = sum(length >= _NEAR * longest for length in lengths)
    others = sum(longest / 2 <= length < _NEAR * longest for length in lengths)
    return longest in _FULL_LINE and full >= _MANY and full > others


def _would_not_fit(line: str, box: Box, following: str, right: float) -> bool:
    """True if the first word of the following line had no room beside the line. Thai words are not told apart: none is long."""
    width = _letter_width(line, box)
    word = _MARKS.sub("", following.split(maxsplit=1)[0])
    return right - box[2] < width * min(len(word) + 1, _LONGEST_WORD)


def _letter_width(line: str, box: Box) -> float:
    return (box[2] - box[0]) / max(1, len(_MARKS.sub("", line)))


def _goes_on(line: str, box: Box, below: Box, pitch: float) -> bool:
    """False where the following line is indented, stands apart, or stands beside; lines centred on each other go on."""
    height = box[3] - box[1]
    is_near = below[1] - box[3] <= height or below[3] - box[3] <= _LEEWAY * min(pitch, _MOST_LINES * height)
    if not is_near or below[1] < box[1]:
        return False
    is_centred = abs((box[0] + box[2]) - (below[0] + below[2])) < 2 * _INDENT
    return below[0] <= box[0] + _INDENT or is_centred or bool(_HANGING.match(line))
