"""The words by which papers, subjects and file names say what they are. Matched without spaces, dots and tone marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from parsers.thai.text import fold

KIND_WORDS: dict[str, tuple[str, ...]] = {
    "nomination": (
        "รายชื่อศูนย์ดำรงธรรม", "รายชื่อศดธ", "รายชื่ออำเภอ", "เสนอรายชื่อ", "ส่งรายชื่อ", "แจ้งรายชื่อ",
        "บัญชีรายชื่อ", "เสนอชื่อ", "แบบแจ้งชื่อ", "แบบคัดเลือก", "ผลการคัดเลือก", "การคัดเลือก", "คัดเลือกศูนย์ดำรงธรรม",
        "คัดเลือกศดธ", "คัดเลือกอำเภอ", "ศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก", "เสนอศูนย์ดำรงธรรม", "แบบเสนอศูนย์",
        "เสนออำเภอ", "nomination",
    ),
    "achievement": (
        "รายงานผลงาน", "ผลงานศูนย์ดำรงธรรม", "ผลงานศดธ", "ผลงานของศูนย์", "ผลงานที่ประสบความสำเร็จ", "แบบผลงาน",
        "ผลงานดีเด่น", "ผลงานเด่น", "สรุปผลงาน", "ส่งผลงาน", "ผลการดำเนินงานที่ประสบความสำเร็จ", "นวัตกรรม",
        "ศูนย์ราชการสะดวก", "gecc", "achievement",
    ),
    "disbursement": ("เบิกจ่าย", "ใช้จ่ายงบประมาณ", "ผลการใช้จ่าย", "การใช้จ่ายเงิน", "disbursement"),
    "obstacle": (
        "ปัญหาอุปสรรค", "ปัญหาและอุปสรรค", "ปัญหา/อุปสรรค", "รายงานปัญหา", "แจ้งปัญหา", "แบบปัญหา", "ข้อขัดข้อง",
        "รายงานอุปสรรค", "แจ้งอุปสรรค", "ปัญหาการ", "ปัญหาในการ", "อุปสรรคในการ", "obstacle",
    ),
}  # fmt: skip
"""Words that name a kind in a subject, a title or a file name."""

ANNEX_WORDS = (
    "คำสั่งแต่งตั้ง", "คำสั่งจังหวัด", "แต่งตั้งคณะกรรมการ", "แต่งตั้งคณะทำงาน", "รายงานการประชุม", "ภาพกิจกรรม",
    "ภาพถ่าย", "ภาพประกอบ", "แผนผัง", "แบบส่งเงินจัดสรร", "สำเนาหนังสือกรมการปกครอง",
)  # fmt: skip
"""Titles of papers that only go with others."""

QUESTION_WORDS = (
    "สอบถามว่า", "ขอสอบถาม", "ขอเรียนสอบถาม", "เรียนสอบถาม", "ขอหารือ", "ข้อหารือ", "หารือแนวทาง", "ใคร่ขอทราบ",
    "ขอทราบว่า", "ขอทราบแนวทาง", "ขอความชัดเจน", "ขอคำแนะนำ", "ขอคำปรึกษา", "ขอให้ชี้แจง", "ใช่หรือไม่", "ได้หรือไม่",
    "หรือไม่ครับ", "หรือไม่คะ", "อย่างไรครับ", "อย่างไรคะ", "ไหมครับ", "ไหมคะ", "ขอขยายระยะเวลา", "ขอขยายเวลา",
    "ขอผ่อนผัน", "ขอเลื่อน", "ขอแบบรายงาน", "ขอแบบฟอร์ม", "ขอไฟล์",
)  # fmt: skip
"""A sender wants something of the department: an answer, more time, a form."""

SENDING_WORDS = ("แนบ", "ส่งรายงาน", "ขอส่ง", "จัดส่ง", "นำส่ง", "ส่งเอกสาร", "ส่งไฟล์", "สิ่งที่ส่งมาด้วย", "มาพร้อม", "ส่งมา")
"""A sender says that something comes along."""

FOREIGN_WORDS = (
    "ขอเชิญ", "เชิญประชุม", "เชิญร่วม", "หนังสือเชิญ", "ประชาสัมพันธ์การฝึกอบรม", "หลักสูตร", "สัมมนา", "โปรโมชั่น",
    "ส่วนลด", "สินเชื่อ", "เว็บไซต์พนัน", "ทดสอบระบบ", "invoice", "unsubscribe", "webinar", "ใบเสนอราคา", "จำหน่าย",
    "วันลา", "ใบลา", "ทอดกฐิน", "ทำบุญ",
)  # fmt: skip
"""Matters that come to every mailbox."""

OWN_WORDS = (
    "ศูนย์ดำรงธรรม", "ศดธ.อ", "รายงานการเบิกจ่าย", "รายงานเบิกจ่าย", "รายงานผลการเบิกจ่าย", "ผลการเบิกจ่าย", "รายงานการใช้จ่ายงบประมาณ",
    "รายงานปัญหา", "ปัญหาอุปสรรค", "ปัญหาและอุปสรรค", "e-fms", "งบประมาณที่ได้รับจัดสรร", "อำเภออัจฉริยะ", "รายชื่อศูนย์ฯ",
)  # fmt: skip
"""Words of the reports that the directive asks for, plain enough to count wherever they come from."""

NEAR_WORDS = (
    "เบิกจ่าย", "ผลงานที่ประสบความสำเร็จ", "ศูนย์ต้นแบบ", "ศูนย์ฯต้นแบบ", "อำเภอต้นแบบ", "ข้อขัดข้อง", "อุปสรรค", "ศูนย์ฯ อำเภอ", "รับเรื่องร้องทุกข์",
)  # fmt: skip
"""Words that count in what a province writes: its other matters seldom have them."""

REQUEST_WORDS = ("ขอขยายระยะเวลา", "ขอขยายเวลา", "ขอผ่อนผัน", "ขอเลื่อน")
"""Of the words of questions those that a report of trouble has for what it proposes."""

_NOTED = ("รับทราบ", "ทราบแล้ว", "ขอบคุณ", "ขอบพระคุณ", "ได้รับ", "thank")
_THANKS = re.compile(
    r"(?:รับทราบ|ทราบแล้ว|ขอบคุณ|ขอบพระคุณ|ได้รับแล้ว|ได้รับเรียบร้อย|ครับ|ค่ะ|คะ|คับ|นะ|มาก|แล้ว|"
    r"เรียบร้อย|ด้วยความเคารพ|เรียน|เจ้าหน้าที่|และ|ท่าน|thankyou|thanks|ok|[\s.,!()ๆ])+"
)
_TEST = re.compile(
    r"(?:ทดสอบ|ทดลอง|test|testing|เทส|การ|ระบบ|ส่ง|รับ|อีเมล|อีเมล์|email|e-mail|mail|เมล|จดหมาย|ครับ|ค่ะ|[0-9\s.!()-])*"
)


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """``fold`` of a fixed word, remembered."""
    return fold(word)


def says(text: str, words: Iterable[str]) -> str | None:
    """The first of the words that stands in the text; None if none does."""
    inside = fold(text)
    return next((word for word in words if folded(word) in inside), None)


def told_kinds(text: str) -> tuple[str, ...]:
    """The kinds that a subject, a title or a file name speaks of, in the order in which it names them.

    A report of obstacles *about* disbursing, and a report on disbursing *with* obstacles, are what they name first.
    """
    inside = fold(text)
    first: dict[str, int] = {}
    for kind, words in KIND_WORDS.items():
        places = [place for word in words if (place := inside.find(folded(word))) >= 0]
        if places:
            first[kind] = min(places)
    ranked = sorted(first, key=lambda kind: first[kind])
    if {"obstacle", "disbursement"} <= first.keys():
        ranked.remove("disbursement" if first["obstacle"] < first["disbursement"] else "obstacle")
    return tuple(ranked)


def is_thanks(text: str) -> bool:
    """True of a text that only says that something was noted."""
    plain = re.sub(r"\s", "", text.lower())
    return says(text, _NOTED) is not None and bool(_THANKS.fullmatch(plain))


def is_test(text: str) -> bool:
    """True of a text that only tries whether mail arrives."""
    plain = re.sub(r"\s", "", text.lower())
    return ("ทดสอบ" in plain or "test" in plain or "ทดลอง" in plain) and bool(_TEST.fullmatch(plain))
