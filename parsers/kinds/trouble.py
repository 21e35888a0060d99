"""What a text about trouble tells: its topic, and whether it tells of any trouble at all."""

from __future__ import annotations

import re
from enum import StrEnum

from parsers.thai.nothing import denies_trouble
from parsers.thai.places import find_districts, find_provinces
from parsers.thai.text import fold, is_blank_answer, normalise
from parsers.wording import folded

TOPICS = (
    ("e-fms", ("efms", "e-fms", "ระบบการบริหารการเบิกจ่าย", "บันทึกข้อมูลในระบบ")),
    ("GECC", ("gecc", "ศูนย์ราชการสะดวก")),
    ("การคัดเลือก", ("คัดเลือก", "เสนอชื่อ", "เสนอรายชื่อ")),
    ("การเบิกจ่าย", ("เบิกจ่าย", "งบประมาณ", "จัดซื้อ", "จัดจ้าง", "พัสดุ", "การเงิน", "จัดสรร", "ผูกพัน", "ตรวจรับ", "ส่งมอบ")),
)
"""Topics, and the words that tell them, the most telling first."""
_TROUBLE = re.compile(
    r"ปัญหา|อุปสรรค|ข้อขัดข้อง|ไม่สามารถ|ล่าช้า|ขัดข้อง|ไม่เพียงพอ|ไม่ได้|ยังไม่|ผิดพลาด|ชำรุด|ติดขัด|ไม่มี|ไม่พบ|ไม่พอ|ไม่ทัน|ไม่ครบ|"
    r"ไม่ตรง|ไม่ผ่าน|ไม่ชัดเจน|ไม่ถูกต้อง|ขาดแคลน|ขาด|ยุ่งยาก|ซ้ำซ้อน|เสียหาย|ล้มเหลว|ล่ม|หยุดชะงัก|เกินกำหนด|ทิ้งงาน|ร้องเรียน|ข้อจำกัด|น้อยเกินไป|"
    r"แพร่ระบาด|ระบาด|อุทกภัย|น้ำท่วม|ยกเลิก|เลื่อน|หลุด|ช้า(?!ง)"
)
"""Words of trouble."""
_ELSEWHERE = re.compile(
    r"(?:(?:ราย)?ละเอียด\s*)?(?:ปรากฏ|ดัง|ตาม|แสดง)*\s*(?:ตาม|ใน)?\s*(?:เอกสาร|ไฟล์|สิ่ง|แบบ|ตาราง|รายงาน|ฟอร์ม|บัญชี)*\s*(?:ที่)?\s*(?:ได้)?\s*"
    r"(?:แนบ|ส่งมา)\s*(?:ท้าย)?\s*(?:มา)?\s*(?:ด้วย|พร้อม(?:นี้|หนังสือนี้)|แล้ว|นี้)*\s*(?:ครับ|ค่ะ|คะ)?[\s.]*"
)
"""A detail that only says where it stands."""
_UNTOLD = re.compile(r"ไม่\s*(?:มีข้อมูล|ทราบ|ระบุ|แน่ใจ)|มี|ใช่|อื่น\s*ๆ|ดังนี้|ดังกล่าว(?:ข้างต้น)?")
_FEWEST = 3
"""Letters of the shortest word of trouble (``ล่ม``)."""


class Telling(StrEnum):
    """What a text under obstacles amounts to."""

    NOTHING = "nothing"
    """It says that there is no trouble, or is blank."""
    UNCLEAR = "unclear"
    """It says that there is none, and more that may be trouble or may not: for a person."""
    TROUBLE = "trouble"


def telling(text: str) -> Telling:
    """Whether a text under obstacles tells of trouble."""
    plain = _without_places(normalise(text))
    if is_blank_answer(text) or is_blank_answer(plain):
        return Telling.NOTHING
    if is_elsewhere(plain) or _UNTOLD.fullmatch(plain.strip(" .")) or len(re.findall(r"[ก-ฮA-Za-z]", plain)) < _FEWEST:
        return Telling.UNCLEAR
    denies = denies_trouble(plain) or _ANSWER.search(plain) is not None
    return Telling.UNCLEAR if denies and not _tells_besides(plain) else Telling.TROUBLE


def is_elsewhere(text: str) -> bool:
    """True of a text that only says where the detail stands (``ตามเอกสารแนบ``)."""
    return _ELSEWHERE.fullmatch(" ".join(normalise(text).split())) is not None


def speaks_of_trouble(text: str) -> bool:
    """True if a word of trouble stands in a text."""
    return _TROUBLE.search(text) is not None


def topic_of(text: str) -> str:
    """The topic that a text about trouble belongs to: ``e-fms``, ``GECC``, ``การคัดเลือก``, ``การเบิกจ่าย`` or ``อื่น ๆ``."""
    inside = fold(text)
    return next((topic for topic, words in TOPICS if any(folded(word) in inside for word in words)), "อื่น ๆ")


_DENIAL = re.compile(
    r"(?:ยัง)?(?:ไม่|มิ)(?:ได้)?\s*(?:มี|พบ|ปรากฏ|เกิด|ประสบ)(?:ว่า|กับ)?(?:มี)?\s*(?:(?:ปัญหา|อุปสรรค|ข้อขัดข้อง|เหตุขัดข้อง|ข้อจำกัด|ข้อเสนอแนะ)"
    r"[\s,/]*(?:และ|หรือ)?\s*)+"
)


_ANSWER = re.compile(
    r"(?:^|(?:ปัญหา|อุปสรรค|ข้อขัดข้อง)\S*\s*[:：]?\s*-?)\s*(?:ยัง)?ไม่(?:มี|พบ|ปรากฏ)(?:ครับ|ค่ะ)?(?=\s+(?![A-Za-z])|[.,;-]|\s*$)",
)
"""``ไม่มี`` as an answer of its own; where a space parts it from what there is none of, a person must say."""


def _tells_besides(text: str) -> bool:
    """True if there is trouble in what stands besides the words that deny it."""
    return speaks_of_trouble(re.sub(r"ปัญหา|อุปสรรค|ข้อขัดข้อง", " ", _ANSWER.sub(" ", _DENIAL.sub(" ", text))))


def _without_places(text: str) -> str:
    """A text without the names of provinces and districts, which no list of words has."""
    spans = [(place.start, place.end) for place in find_provinces(text)]
    spans += [(place.start, place.end) for place in find_districts(text, None)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return text
