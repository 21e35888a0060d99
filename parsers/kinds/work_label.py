"""The label before the title of a work, to its very end: ``ชื่อผลงานที่ประสบความสำเร็จ``, ``ชื่อผลงาน/นวัตกรรม``, ``ผลงานเรื่อง``.

What a label's stem is followed by belongs to the label while it is words of labels; and so does whatever is written on to it
without a space, up to a colon. A title therefore never begins within its label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERING = r"\s*(?:[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?\s*[.)]?\s*|ส่วนที่\s*\S+\s*)?"
_WORK = r"(?:ผลงาน|นวัตกรรม|โครงการ|กิจกรรม|แนว\s*ปฏิบัติ(?:\s*ที่\s*(?:ดี|เป็นเลิศ))?|เรื่อง)"
_PRAISE = r"(?:ดีเด่น|เด่น|โดดเด่น|เป็นเลิศ|ยอดเยี่ยม)"
_WHICH = (
    rf"ที่\s*(?:เป็น\s*)?(?:ประสบ\s*(?:ความ|ผล)?\s*สำเร็จ|{_PRAISE}|New\s*Normal|ภาคภูมิใจ|น่าภาคภูมิใจ|ดำเนินการ(?:แล้ว(?:เสร็จ)?)?|รายงาน|"
    r"(?:ต้องการ|ประสงค์จะ|ขอ|จะ|ได้)?\s*(?:นำเสนอ|เสนอ|ส่ง(?:เข้า)?\s*(?:ประกวด|ร่วม\S{0,12})?)|(?:ได้รับ)?\s*(?:การ)?\s*คัด\s*เลือก)"
)
_WHOSE = r"ของ\s*(?:ศูนย์(?:\s*ดำรง\s*ธรรม)?(?:\s*อำเภอ)?(?:\s*ฯ)?|หน่วยงาน|อำเภอ|จังหวัด|ท่าน)(?![ก-๎])"
_MORE = (
    rf"(?:\s*(?:{_WHICH}|{_WHOSE}|\([^)]{{0,60}}\)|Best\s*Practice)|{_PRAISE}|\s*(?:/|,|และ|หรือ)\s*(?:ชื่อ\s*)?{_WORK}|ภาษาไทย)"
)
_STEMS = (
    (True, rf"(?:ชื่อ|หัวข้อ)\s*{_WORK}(?!ศูนย์)"),
    (True, r"(?:ผลงาน|นวัตกรรม)\s*(?:ชื่อ\s*เรื่อง|เรื่อง|ชื่อ)"),
    (False, rf"ผลงาน(?=\s*(?:{_WHICH}|{_PRAISE}|\s*[/:：]|\s*$))|นวัตกรรม|เรื่อง"),
)
_END = r"(?:\s*(?:คือ|ได้แก่|ว่า)(?![ก-๎]))?"
_LABELS = tuple((strict, re.compile(f"{_NUMBERING}(?:{stem}){_MORE}*{_END}", re.IGNORECASE)) for strict, stem in _STEMS)
_ONLY = re.compile(
    rf"{_NUMBERING}(?:(?:ชื่อ|หัวข้อ)\s*)?(?:{_WORK}\s*(?:เรื่อง|ชื่อ)?)?(?:\s*{_MORE})*{_END}\s*[:：]?\s*", re.IGNORECASE
)
_PARTING = re.compile(r"\s*[:：]\s*|\s+")
_QUALIFIES = re.compile(r"ที่|ของ|ซึ่ง|ประจำ|ใน|ตาม|จาก|เพื่อ")
"""What goes on so tells which work is asked for: words of the label, whatever they are."""
_GLUED = re.compile(r"[ก-๎A-Za-z0-9๐-๙/()ๆฯ]{1,60}")


@dataclass(frozen=True, slots=True)
class WorkLabel:
    """The label that a line or cell begins with."""

    end: int
    """Offset at which the value begins."""
    strict: bool
    """Only an achievement report bears such a label."""
    parted: bool
    """A space or a colon parts it from what follows, or nothing follows."""
    sure: bool
    """What follows cannot be a part of the label."""


def work_label(text: str) -> WorkLabel | None:
    """The label of a work's title with which a text begins; None if it begins with none."""
    for strict, pattern in _LABELS:
        match = pattern.match(text)
        if match is not None:
            return _to_its_end(text, match.end(), strict)
    return None


def _to_its_end(text: str, end: int, strict: bool) -> WorkLabel:
    parting = _PARTING.match(text, end)
    if parting is not None or end == len(text):
        return WorkLabel(parting.end() if parting else end, strict, True, True)
    glued = _GLUED.match(text, end)
    after = _PARTING.match(text, glued.end()) if glued else None
    if glued is not None and after is not None and (":" in after.group() or "：" in after.group()):
        return WorkLabel(after.end(), strict, True, True)
    if glued is not None and _QUALIFIES.match(text, end):
        return WorkLabel(after.end() if after else glued.end(), strict, True, glued.end() == len(text))
    return WorkLabel(end, strict, False, glued is None)


def is_only_label(text: str) -> bool:
    """True of a text that is nothing but words of such labels: never a title."""
    return _ONLY.fullmatch(text) is not None
