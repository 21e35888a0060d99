"""Rows of a letter, mail or form about trouble that are no part of what it reports."""

from __future__ import annotations

import re

from parsers.kinds.trouble import speaks_of_trouble
from parsers.thai.references import find_persons, find_phones

_CLOSES = re.compile(
    r"^\s*(?:จึง\s*(?:ใคร่)?\s*(?:ขอ)?\s*(?:กราบ)?\s*(?:เรียน|เสนอ|แจ้ง|ส่ง|รายงาน)\s*(?:มา|เพื่อ|ท่าน|ให้|ต่อ|หารือ)|เรียนมาเพื่อ|ขอแสดงความ(?:นับถือ|เคารพ)|ด้วยความ\s*(?:เคารพ|นับถือ)|"
    r"ขอ(?:กราบ)?ขอบ(?:พระ)?คุณ|(?:กราบ)?ขอบ(?:พระ)?คุณ|\(?\s*(?:ลงชื่อ|ลงนาม)|ขอ\s*ได้\s*โปรด\s*พิจารณา|โปรด\s*(?:พิจารณา|ทราบ))"
)
"""The closing of a letter or mail: whatever follows is no text."""
_SIGNS = re.compile(
    r"^\s*(?:ผู้\s*(?:รายงาน|ประสาน|จัดทำ|ติดต่อ|แจ้ง|ส่ง|รับรอง|ตรวจสอบ)|ติดต่อ|โทร|มือถือ|เบอร์|อีเมล|e-?mail|ตำแหน่ง|\(?\s*(?:นาย(?!อำเภอ)|นาง|ว่าที่|น\.ส\.)|"
    r"(?:ที่ทำการ|สำนักงาน|กลุ่มงาน|ฝ่าย|เสมียนตรา|ปลัด|ป้องกัน|จ่าจังหวัด|ผู้ว่าราชการ|รองผู้ว่า|เจ้าพนักงาน|เจ้าหน้าที่|นักวิชาการ|หัวหน้า|ศูนย์ดำรงธรรม|ศาลากลาง|นายอำเภอ)|"
    r"ปฏิบัติราชการแทน|รักษาราชการ|สำเนา(?:เรียน|ส่ง)|[0-9๐-๙() -]{9,}\s*$)",
    re.IGNORECASE,
)
"""How the lines of a signature begin; a sentence may begin so as well."""
_LONG = 70
"""No line of a signature is longer."""
_NAME = re.compile(r"[ก-๎]{2,20}(?: [ก-๎]{2,20}){0,2}")
_ADDRESSES = re.compile(r"^\s*(?:กราบ)?เรียน(?:\s|(?=ท่าน|อธิบดี|ผู้อำนวยการ|ผอ|ปลัด|ผู้ว่า))|^\s*เรื่อง\s*[:：]?\s|^\s*(?:สวัสดี|ถึง\s)")
_FURNITURE = re.compile(
    r"^\s*(?:[-–—(]*\s*(?:หน้า|page)?\s*(?:ที่)?\s*[0-9๐-๙]{1,3}\s*(?:[-–—/]|of|จาก)?\s*[0-9๐-๙]{0,3}\s*[-–—)]*|"
    r"/\s*[^\s/][^/]{0,60}?(?:\.{2,}|…|ฯ)?)\s*$",
    re.IGNORECASE,
)
"""The number of a page, and the first words of the next page at the foot of this one (``/๒. งบประมาณ ...``)."""


def is_furniture(text: str) -> bool:
    """True of what a page bears besides its text."""
    return _FURNITURE.match(text) is not None


def is_address(text: str) -> bool:
    """True of the line that says to whom, or about what, a letter or mail is."""
    return _ADDRESSES.match(text) is not None


def is_closing(text: str) -> bool:
    """True of the words with which a letter or mail ends."""
    return _CLOSES.match(text) is not None


def is_signature(text: str) -> bool:
    """True of a line that says who writes; a sentence about trouble may begin with the same words."""
    if len(text) > _LONG or (_SIGNS.match(text) is None and not find_phones(text)):
        return False
    persons = find_persons(text)
    rest = text[: persons[0].start] + text[persons[0].end :] if persons else text
    return not speaks_of_trouble(rest)


def is_bare_name(text: str) -> bool:
    """True of a few words that may be somebody's name without a title, and tell of nothing."""
    return _NAME.fullmatch(text.strip()) is not None and not speaks_of_trouble(text)
