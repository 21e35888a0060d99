"""Labels that ask for a centre or its district, to their very end, with or without a colon: ``๒. อำเภอที่ได้รับการคัดเลือก ปัว``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.kinds.tiers import LOST

_NUMBERING = r"\s*(?:[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?\s*[.)]?\s*|[-–•*]\s*)?"
_WORD = (
    r"(?:ได้แก่|ราย\s*ชื่อ|ชื่อ|หน่วยงาน|ศูนย์\s*ดำรง\s*ธรรม|ศูนย์\s*ฯ|ศูนย์|ศดธ\s?\.?|อำเภอ|อ\.|เจ้าของ|ผลงาน|ต้นแบบ|อัจฉริยะ|ดีเด่น|New\s*Normal(?:\s*[2๒][0๐][2๒][1๑])?|"
    r"ที่|ซึ่ง|ได้รับ|ได้|ผ่าน|ขอ|จังหวัด|การ|พิจารณา|คัด\s*เลือก|เสนอ\s*ชื่อ|เสนอ|ส่ง\s*ชื่อ|ส่ง|เข้า\s*(?:ร่วม|รับ|ประกวด|โครงการ)|ประกวด|ประจำ|"
    r"เป็น|ตัวแทน|ผู้แทน|ของ|โครงการ|จำนวน\s*[1๑]\s*แห่ง|ปี\s*(?:งบประมาณ)?\s*(?:พ\.\s*ศ\.)?\s*[2๒][5๕][0-9๐-๙]{2}|\([^)]{0,60}\)|คือ)"
)
_LABEL = re.compile(rf"{_NUMBERING}(?:{_WORD}\s*)+(?P<parting>[:：]\s*)?", re.IGNORECASE)
_CENTRE = re.compile(r"อำเภอ|อ\.|ศดธ|ศูนย์\s*ดำรง|หน่วยงาน")
_DISTRICT = re.compile(r"อำเภอ|อ\.|ศดธ|ศูนย์\s*ดำรง")
_FORMER = re.compile(r"เดิม|ก่อน|ที่\s*แล้ว")
_ASKS = re.compile(r"^\s*[0-9๐-๙]|ที่\s*(?:ได้|ผ่าน|ขอ|เสนอ|ส่ง|จังหวัด)|เสนอ|คัด\s*เลือก")
_OTHER = re.compile(
    r"^\s*(?:[0-9๐-๙]{1,2}\s*[.)]?\s*)?(?:ลำดับ|ที่\s*$|จังหวัด\s*[:：]?\s*$|ผู้|ชื่อ|ราย\s*ชื่อ|ตำแหน่ง|โทร|หมายเลข|เบอร์|มือถือ|e\s*-?\s*mail|อีเมล|ไปรษณีย์|คะแนน|"
    r"ผล|หมายเหตุ|เหตุผล|ที่อยู่|รายละเอียด|วันที่|สถานที่|นายอำเภอ|ปลัดอำเภอ|ตำบล|เลขที่|ประเภท|การ)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CentreLabel:
    """The label that a line or cell begins with."""

    end: int
    """Offset at which the value begins."""
    parted: bool
    """A colon parts it from its value."""
    asks: bool
    """It can only be a label: it is numbered, or says which centre is asked for."""
    of_district: bool
    """It asks for a district or its centre, not for just any office."""


def centre_label(text: str) -> CentreLabel | None:
    """The label of a centre or district with which a text begins; None if it begins with none."""
    match = _LABEL.match(text)
    if match is None or not _CENTRE.search(match.group()):
        return None
    label = match.group().rstrip(" :：")
    if label.endswith("จังหวัด") or LOST.search(label) or _FORMER.search(label):
        return None
    of_district = bool(_DISTRICT.search(label))
    return CentreLabel(match.end(), bool(match["parting"]), bool(_ASKS.search(label)), of_district)


def is_other_label(text: str) -> bool:
    """True of a cell that is the label or heading of something else, and so no district's name."""
    return bool(_OTHER.match(text))
