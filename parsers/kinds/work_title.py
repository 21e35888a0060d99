"""The title of a work, wherever an achievement report says it: a label, a heading, a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.flow import Flow, Row
from parsers.thai.text import is_blank_answer

_NUMBERING = r"^\s*(?:[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?\s*[.)]?\s*|ส่วนที่\s*\S+\s*)?"
_TITLE_LABEL = re.compile(
    _NUMBERING + r"(?:ชื่อ\s*ผลงาน(?!\S*ศูนย์)|ชื่อ\s*นวัตกรรม|ชื่อ\s*เรื่อง|ชื่อ\s*โครงการ\s*/?\s*(?:กิจกรรม|"
    r"ผลงาน)?(?!\S*ศูนย์ดำรง)|ชื่อ\s*กิจกรรม|ชื่อ\s*แนวปฏิบัติ\S*|หัวข้อ\s*ผลงาน|"
    r"เรื่อง\s*ที่\s*ประสบ\s*ความสำเร็จ|"
    r"ผลงาน\s*(?:เรื่อง|ที่\s*ประสบ\s*ความ\s*สำเร็จ|ดีเด่น|เด่น|ที่โดดเด่น|ชื่อ|ที่นำเสนอ|ที่ภาคภูมิใจ)|นวัตกรรม|เรื่อง)"
    r"(?:\s*[/และ]*\s*(?:นวัตกรรม|ผลงาน|โครงการ|กิจกรรม|แนวปฏิบัติ\S*))*(?:\s*\([^)]{0,60}\))?\s*(?:คือ|ได้แก่)?\s*[:：]?\s*"
)
_STRICT = re.compile(_NUMBERING + r"(?:ชื่อ|หัวข้อ|ผลงาน\s*(?:เรื่อง|ชื่อ))")
_SAYS = r"(?:ชื่อ\s*(?:ผลงาน|นวัตกรรม)\s*(?:คือ|ว่า)?|(?:ผลงาน|นวัตกรรม)\s*(?:ชื่อ|เรื่อง|ที่โดดเด่น\s*คือ|คือ|ได้แก่))[ \t]*[:：]?[ \t]*"
_QUOTED = re.compile(_SAYS + r"[“\"‘']([^“”\"’'\n]{3,200})[”\"’']")
_IN_PROSE = re.compile(_SAYS + r"([^“”\"’\n]{4,160}?)(?=\s(?:ซึ่ง|โดย|ของ|ได้คะแนน|มีคะแนน|และ|รายละเอียด)|\n|$)")
_FULL = 0.8
"""Share of a page's longest line from which a line may be one that the margin broke."""
_NEXT_ITEM = re.compile(
    r"^\s*(?:[-•*(\[]|[๐-๙0-9]{1,2}(?:\.[๐-๙0-9]{1,2})?\s*[.)]|[^:：]{2,40}[:：]|ความเป็นมา|วิธี|ผลลัพธ์|ปัจจัย|หลักการ|วัตถุประสงค์|\(?ลงชื่อ|คะแนน|ส่วนที่)"
)
_QUOTES = "“”\"'‘’«» "


@dataclass(frozen=True, slots=True)
class Title:
    """What a document gives as the title of a work."""

    text: str
    start: int
    strict: bool
    """Only an achievement report bears such a label."""
    sure: bool
    """It ends where it is taken to end."""


def titles(running: Flow, since: int = 0) -> Iterator[Title]:
    """Titles of the work, those under the plainest labels first.

    Args:
        running: the document with broken lines joined.
        since: offset before which nothing is a title (the head of a letter).
    """
    found = [title for title in _label_values(running) if title.start >= since]
    yield from (title for title in found if title.strict)
    for pattern in (_QUOTED, _IN_PROSE):
        for match in pattern.finditer(running.text, since):
            text = match.group(1).strip(_QUOTES)
            if text:
                yield Title(text, running.text.find(text, match.start(1)), True, pattern is _QUOTED)
    yield from (title for title in found if not title.strict)


def _label_values(running: Flow) -> Iterator[Title]:
    for index, row in enumerate(running.rows):
        for column, cell in enumerate(row.cells):
            label = _TITLE_LABEL.match(cell)
            if label is None or not label.group(0).strip():
                continue
            strict = bool(_STRICT.match(cell))
            value, start, holder = cell[label.end() :], row.cell_start(column) + label.end(), row
            if _is_sentence(row, cell, label, strict):
                continue
            if not value.strip():
                value, start, holder = _following(running, index, column)
            value = value.strip()
            if value and not is_blank_answer(value) and len(value) <= 300:
                text = value.strip(_QUOTES)
                yield Title(text, running.text.find(text, start), strict, _ends_surely(running, holder))


def _is_sentence(row: Row, cell: str, label: re.Match[str], strict: bool) -> bool:
    """True if a line only begins with a label's words and goes on as a sentence."""
    if ":" in label.group(0) or strict or row.table is not None or not cell[label.end() :]:
        return False
    return not label.group(0).endswith(" ")


def _ends_surely(running: Flow, row: Row) -> bool:
    """False where a title may go on in the next line, or may have been joined with a line that is none of it."""
    if row.table is not None:
        return True
    lines = [piece.end - piece.start for piece in running.pieces if piece.table is None]
    longest = max((length for length in lines if length <= 130), default=0)
    parts = [piece.end - piece.start for piece in running.pieces_at(row.start, row.end) if piece.start < row.end]
    if any(length < _FULL * longest for length in parts[:-1]):
        return False
    following = running.rows[running.rows.index(row) + 1 :]
    if not parts or parts[-1] > 130 or parts[-1] < _FULL * longest or not following or not following[0].text.strip():
        return True
    return following[0].table is not None or bool(_NEXT_ITEM.match(following[0].text))


def _following(running: Flow, index: int, column: int) -> tuple[str, int, Row]:
    """The next filled cell of the row, else the cell below a heading, else the next line of prose."""
    row = running.rows[index]
    for other in range(column + 1, len(row.cells)):
        if row.cells[other].strip() and not _is_label(row.cells[other]):
            return row.cells[other], row.cell_start(other), row
    for below in running.rows[index + 1 : index + 3]:
        if below.table != row.table or not below.text.strip():
            continue
        if row.table is None:
            return ("", 0, row) if _is_label(below.text) else (below.text, below.start, below)
        if column < len(below.cells) and below.cells[column].strip() and not _is_label(below.cells[column]):
            return below.cells[column], below.cell_start(column), below
    return "", 0, row


def _is_label(text: str) -> bool:
    return bool(
        re.match(
            _NUMBERING + r"(?:ความเป็นมา|วิธี|ผลลัพธ์|ปัจจัย|ภาพ|ผู้|ศูนย์ดำรงธรรม|อำเภอ|จังหวัด|ตำแหน่ง|คะแนน|ปัญหา|"
            r"วัตถุประสงค์|โทร|ระยะเวลา|ประเภท)",
            text,
        )
    )
