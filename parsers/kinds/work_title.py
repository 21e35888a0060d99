"""The title of a work, wherever an achievement report says it: a label, a heading, a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.flow import Flow, Row
from parsers.kinds.work_label import WorkLabel, is_only_label, work_label
from parsers.thai.text import is_blank_answer

_SAYS = r"(?:ชื่อ\s*(?:ผลงาน|นวัตกรรม)\s*(?:คือ|ว่า)?|(?:ผลงาน|นวัตกรรม)\s*(?:ชื่อ|เรื่อง|ที่โดดเด่น\s*คือ|คือ|ได้แก่))[ \t]*[:：]?[ \t]*"
_QUOTED = re.compile(_SAYS + r"[“\"‘']([^“”\"’'\n]{3,200})[”\"’']")
_IN_PROSE = re.compile(_SAYS + r"(?![“\"‘'])([^“”\"’\n\t]{4,160})")
_GOES_ON = re.compile(
    r"\s(?=ซึ่ง|โดย|ของ|ได้|มีคะแนน|มีราย|และ|ราย\s*ละเอียด|จึง|ตาม(?:เอกสาร|ราย|แบบ|สิ่ง|ที่)|พร้อม|มาเพื่อ|มาพร้อม|มาให้|ดัง|ทั้งนี้|ทำให้|สามารถ|เป็น|มี|"
    r"ให้กรม|เพื่อโปรด|เพื่อพิจารณา|เพื่อพัฒนาไป|จาก|ส่งผล|ที่\s|ในการ|คะแนน|สรุป|ประกอบด้วย|ปรากฏ|จังหวัด|ศูนย์ดำรงธรรม)"
)
"""Words with which a sentence goes on behind the title that it names."""
_LONG = 80
"""A title without quotation marks that is longer than this may hold the rest of its sentence."""
_MATTER = re.compile(
    r"^(?:ขอ|การ|โปรด)*\s*(?:จัดส่ง|นำส่ง|ส่ง|แจ้ง|รายงาน|เสนอ|สรุป)\S*|^(?:แบบ|ผล)\s*(?:รายงาน|การ)|^ผลงาน\s*(?:ของ)?\s*(?:ศูนย์|อำเภอ)|"
    r"^(?:โครงการ)?\s*ศูนย์\s*ดำรง\s*ธรรม\s*อำเภอ\s*(?:อัจฉริยะ|ต้นแบบ|ที่)"
)
"""What a letter is about, or the directive's own project: no title of a work."""
_LONGEST = 150
"""A title of prose longer than this may hold the paragraph below it."""
_NEXT_ITEM = re.compile(
    r"^\s*(?:[-•*(\[]|[๐-๙0-9]{1,2}(?:\.[๐-๙0-9]{1,2})?\s*[.)]|[^:：]{2,40}[:：]|ความเป็นมา|วิธี|ผลลัพธ์|ปัจจัย|หลักการ|วัตถุประสงค์|\(?ลงชื่อ|คะแนน|"
    r"ส่วนที่|โดย|ศูนย์ดำรงธรรม|ที่ทำการปกครอง|ที่ว่าการ|จังหวัด|อำเภอ|เจ้าของ|ผู้จัดทำ|จึง(?:กราบ)?เรียน|จึงแจ้ง|ขอแสดง|ประเภท|ระยะเวลา|สถานที่|หน่วยงาน)"
)
_HEADING = re.compile(
    rf"{_NEXT_ITEM.pattern}|^\s*(?:ที่มา|ความสำคัญ|บท(?:สรุป|นำ|คัดย่อ)|สรุป|สภาพ|ขั้นตอน|แนวทาง|ผล(?:การ|สำเร็จ|ที่|ลัพธ์|งาน)|ตัวชี้วัด|กลุ่มเป้าหมาย|"
    r"งบประมาณ|ภาพ|กิจกรรม|เป้าหมาย|ประโยชน์|ปัญหา|อุปสรรค|ข้อเสนอ|พื้นที่ดำเนิน|รายละเอียด|ด้วย|ตาม|เนื่องจาก)"
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
    yield from _in_prose(running, since)
    yield from (title for title in found if not title.strict)


def _in_prose(running: Flow, since: int) -> Iterator[Title]:
    """``ชื่อผลงาน “...”`` within a sentence; without quotation marks up to where the sentence goes on."""
    for match in _QUOTED.finditer(running.text, since):
        text = match.group(1).strip(_QUOTES)
        if text and not is_only_label(text):
            start = running.text.find(text, match.start(1))
            yield Title(text, start, True, not _is_joined(running, start, text))
    for match in _IN_PROSE.finditer(running.text, since):
        parted = _GOES_ON.split(match.group(1), maxsplit=1)
        text = parted[0].strip(_QUOTES)
        if text and not is_only_label(text) and not _MATTER.match(text):
            row = next(row for row in running.rows if row.start <= match.start() <= row.end)
            start = running.text.find(text, match.start(1))
            is_whole = len(parted) == 1 and len(text) <= _LONG and match.end() == row.end
            yield Title(text, start, True, is_whole and _ends_surely(running, row, start, text))


def _label_values(running: Flow) -> Iterator[Title]:
    for index, row in enumerate(running.rows):
        for column, cell in enumerate(row.cells):
            label = work_label(cell)
            if label is None or _is_sentence(row, label):
                continue
            value, start, holder = cell[label.end :], row.cell_start(column) + label.end, row
            beside = not label.parted and any(other.strip() for other in row.cells[column + 1 :])
            if beside or not value.strip():
                value, start, holder = _following(running, index, column)
            text = value.strip().strip(_QUOTES)
            if _is_title(text):
                begin = running.text.find(text, start)
                sure = (label.sure or beside) and _ends_surely(running, holder, begin, text)
                yield Title(text, begin, label.strict, sure)


def _is_title(text: str) -> bool:
    """False of nothing, of words of a label, and of what a letter is about."""
    return bool(text) and not is_blank_answer(text) and len(text) <= 300 and not is_only_label(text) and not _MATTER.match(text)


def _is_sentence(row: Row, label: WorkLabel) -> bool:
    """True if a line only begins with a label's words and goes on as a sentence."""
    return not (label.strict or label.parted or row.table is not None)


def _ends_surely(running: Flow, row: Row, start: int, text: str) -> bool:
    """False where a title may go on in the next line, or may have been joined with a line that is none of it."""
    if row.table is not None:
        return not any(piece.guessed for piece in running.pieces_at(start, start + len(text)))
    if len(text) > _LONGEST or _is_joined(running, start, text) or _holds_heading(running, start, text):
        return False
    following = running.rows[running.rows.index(row) + 1 :]
    if not row.open_end or not following or not following[0].text.strip():
        return True
    return following[0].table is not None or bool(_NEXT_ITEM.match(following[0].text))


def _is_joined(running: Flow, start: int, text: str) -> bool:
    """True if the margin broke a title between two Thai letters, and whether a space stood there cannot be told."""
    pieces = running.pieces_at(start, start + len(text))
    return any(piece.guessed and running.text[piece.end : piece.end + 1] not in ("", "\n", "\t", " ") for piece in pieces[:-1])


def _holds_heading(running: Flow, start: int, text: str) -> bool:
    """True if a line that was taken to go on with a title may be the heading of what follows."""
    pieces = running.pieces_at(start, start + len(text))
    return any(_HEADING.match(running.text[piece.start : piece.end]) for piece in pieces[1:])


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


_OTHER_LABEL = re.compile(
    r"^\s*(?:[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?\s*[.)]?\s*|ส่วนที่\s*\S+\s*)?(?:ความเป็นมา|วิธี|ผลลัพธ์|ปัจจัย|ภาพ|ผู้|ศูนย์ดำรงธรรม|อำเภอ|จังหวัด|"
    r"ตำแหน่ง|คะแนน|ปัญหา|วัตถุประสงค์|โทร|ระยะเวลา|ประเภท|ลำดับ|หมายเหตุ|หลักการ)"
)


def _is_label(text: str) -> bool:
    return bool(_OTHER_LABEL.match(text)) or is_only_label(text)
