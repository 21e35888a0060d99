"""Labels of forms about trouble, to their very end: what it is about, what it is, how urgent it is, and what follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.kinds.trouble import speaks_of_trouble

_NUMBERING = r"\s*(?P<number>[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?\s*[.)]?\s*)?"
_TROUBLE = r"(?:ปัญหา|อุปสรรค|ข้อ\s*ขัดข้อง|ข้อ\s*จำกัด|ความ\s*เดือดร้อน)"
_AND = r"\s*(?:[,/]|และ|หรือ)?\s*"
_MORE = (
    rf"(?:{_AND}(?:{_TROUBLE}|ข้อ\s*เสนอแนะ|สาเหตุ)|\s*ที่\s*(?:พบ|เกิด(?:ขึ้น)?|ประสบ|เป็น\s*ปัญหา|รายงาน|มี)|"
    r"\s*(?:ใน)?การ\s*(?:ดำเนิน(?:งาน|การ|โครงการ)|ปฏิบัติ(?:งาน|ราชการ)|เบิกจ่าย(?:งบประมาณ)?)|"
    r"\s*(?:หลัก|สำคัญ|โดยสังเขป|โดยละเอียด|โดยย่อ)|\s*\([^)]{0,60}\))"
)
_MORE_OF_TOPIC = _MORE.replace(r"\s*(?:ใน)?การ", r"(?:ใน)?การ")
"""What a label and its value share (``ประเภทปัญหา การเบิกจ่ายงบประมาณ``) is the value's where a space stands before it."""
_STEMS = {
    "topic": (
        (True, rf"(?:ประเภท|หัวข้อ|ประเด็น|หมวด|กลุ่ม)(?:\s*ของ)?(?:\s*{_TROUBLE}(?:{_MORE_OF_TOPIC})*|\s*เรื่อง)?"),
        (True, rf"(?:ชื่อ\s*{_TROUBLE}|{_TROUBLE}\s*(?:เรื่อง|ด้าน)|ด้าน\s*ที่\s*(?:มี|เป็น)\s*ปัญหา|เรื่อง\s*ที่\s*(?:เป็น\s*ปัญหา|รายงาน))"),
        (False, r"เรื่อง|ด้าน"),
    ),
    "detail": (
        (True, rf"(?:ราย\s*ละเอียด|สภาพ|ลักษณะ|ข้อเท็จจริง|คำ\s*อธิบาย)(?:\s*(?:ของ|เกี่ยวกับ))?(?:\s*สภาพ)?(?:\s*{_TROUBLE}{_MORE}*)?"),
        (False, rf"{_TROUBLE}{_MORE}*"),
    ),
    "urgency": ((True, r"(?:ระดับ)?\s*(?:ความ|ชั้นความ)\s*(?:เร่ง)?\s*(?:ด่วน|เร็ว)"),),
}
_IS = r"(?P<is>\s*(?:มี)?\s*(?:คือ|ได้แก่|ดังนี้|ดังต่อไปนี้)(?![ก-๎]))?"
_PATTERNS = {
    name: tuple((strict, re.compile(f"{_NUMBERING}(?:{stem}){_IS}")) for strict, stem in stems)
    for name, stems in _STEMS.items()
}
_PARTING = re.compile(r"\s*(?P<colon>[:：])\s*|\s+")
_TO_COLON = re.compile(r"[ก-๎A-Za-z0-9๐-๙/()]{1,40}\s*[:：]\s*")
_HEADING_GOES_ON = re.compile(r"โครงการ|จังหวัด|ประจำ|ใน|การดำเนิน|ของ|ตาม|ศูนย์ดำรงธรรม|อำเภอ|ปี\s|เดือน|และ|เรื่อง")
_TAIL = (
    r"(?:\s*(?:ปัญหา|อุปสรรค|และ|/|,|ข้อเสนอ(?:แนะ)?|ความ(?:ต้องการ|เห็น|คิดเห็น)|(?:การ)?แก้ไข|ที่(?:ได้)?ดำเนินการ(?:แล้ว)?|ที่(?:ผ่านมา|เกิดขึ้น|ได้รับ|ต้องการ)|เบื้องต้น|"
    r"ของจังหวัด|ต่อกรม(?:การปกครอง)?|การสนับสนุน|ความช่วยเหลือ|รับ|ให้กรม(?:การปกครอง)?))*"
)
_END = re.compile(
    _NUMBERING + rf"(?:(?:ผลกระทบ|แนวทาง(?:การ)?(?:แก้ไข|แก้|ดำเนินการ|ดำเนินงาน)|ข้อเสนอ(?:แนะ)?|สิ่งที่(?:ขอ|ต้องการ|ส่งมาด้วย)|"
    rf"ข้อ(?:พิจารณา|กฎหมาย|ระเบียบ)|เรื่องเดิม|ความเห็น|หมายเหตุ|ระดับ\s*ความ\S*|ความ\s*(?:เร่ง)?\s*ด่วน){_TAIL}(?=[\s:：.…(]|$)|\(?ลงชื่อ|จึงเรียน|ขอแสดงความ|\((?:นาย|นาง|ว่าที่)|"
    r"(?:จังหวัด|อำเภอ|วันที่|หน่วยงาน|สาเหตุ|ลำดับ)\S{0,12}\s*(?:[:：]|$))"
)
"""A label that opens another matter; one with further words glued to it opens a sentence."""
_OF_PERSON = re.compile(
    _NUMBERING + r"(?:(?:การ(?:ดำเนินการ|แก้ไข)|ผู้(?:รายงาน|รับรอง|ตรวจสอบ|จัดทำ|ประสาน(?:งาน)?|อนุมัติ|บันทึก|เสนอ|ให้ข้อมูล))"
    r"(?=[\s:：.…(]|$|นาย(?!อำเภอ)|นาง|ว่าที่)|ตำแหน่ง|โทร|หมายเลข|จำนวนเงิน|เลขที่)"
)
"""Words that open such a label, or a sentence about trouble."""
_PLAIN = re.compile(_TROUBLE + r"|ด่วน|เร็ว")
"""Of the labels that open no sentence, those that no broken line of one begins with either."""


@dataclass(frozen=True, slots=True)
class TroubleLabel:
    """The label that a line or cell begins with."""

    end: int
    """Offset at which the value begins."""
    strict: bool
    """No sentence begins so."""
    parted: bool
    """A colon, a number before it, or a word such as ``คือ`` shows that it is a label."""
    spaced: bool
    """At least a space parts it from its value."""


def trouble_label(text: str, name: str) -> TroubleLabel | None:
    """The label ``topic``, ``detail`` or ``urgency`` that a text begins with, the longest that it can be; None without one."""
    for strict, pattern in _PATTERNS[name]:
        match = pattern.match(text)
        if match is None:
            continue
        end = match.end()
        parting = _PARTING.match(text, end)
        if parting is None and (further := _TO_COLON.match(text, end)):
            return TroubleLabel(further.end(), strict, True, True)
        colon = parting is not None and parting["colon"] is not None
        parted = colon or bool(match["is"]) or (bool(match["number"]) and parting is not None)
        return TroubleLabel(parting.end() if parting else end, strict, parted, parting is not None or end == len(text))
    return None


def is_label_of_trouble(text: str) -> bool:
    """True of a line that opens another matter than the value above it."""
    if _END.match(text):
        return True
    if (person := _OF_PERSON.match(text)) is not None and (":" in text[:40] or not _tells(text[person.end() :])):
        return True
    labels = [label for name in _PATTERNS if (label := trouble_label(text, name)) is not None]
    return any(
        label.end == len(text) or (label.spaced and (label.parted or (label.strict and _PLAIN.search(text[: label.end]))))
        for label in labels
    )


def _tells(text: str) -> bool:
    return "ไม่" in text or speaks_of_trouble(text)


def goes_on_as_heading(text: str) -> bool:
    """True of what follows a label's words in a heading (``ปัญหาอุปสรรค โครงการ...``), not in a form's line."""
    return bool(_HEADING_GOES_ON.match(text))
