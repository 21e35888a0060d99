"""Words that take a nomination back, put it off, or leave open which centre is meant: such a paper is for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.flow import Flow
from parsers.kinds.mentions import mentions
from parsers.records import Doubt

_DECLINED = re.compile(
    r"ไม่\s*(?:ขอ|ประสงค์(?:จะ)?|สามารถ|อาจ)?\s*(?:เสนอ|ส่ง\s*(?:ราย\s*)?ชื่อ|คัด\s*เลือก(?!ซ้ำ))|"
    r"ยัง\s*ไม่\s*(?:ได้|สามารถ|อาจ|มี)?\s*(?:ดำเนิน\s*การ)?\s*(?:การ)?\s*(?:คัด\s*เลือก|เสนอ|พิจารณา|ผล|มติ|แล้ว\s*เสร็จ|ข้อยุติ)|"
    r"ไม่\s*มี\s*(?:ศูนย์|อำเภอ)[^\n]{0,60}?(?:ผ่าน|เหมาะสม|เข้า\s*เกณฑ์|พร้อม|คุณสมบัติ)|"
    r"ขอ\s*(?:งด|เลื่อน|ชะลอ|ขยาย\s*เวลา)|"
    r"อยู่\s*ระหว่าง\s*(?:การ)?\s*(?:ดำเนิน\s*การ)?\s*(?:การ)?\s*(?:คัด\s*เลือก|พิจารณา|ประชุม|สรรหา)"
)
_TAKEN_BACK = re.compile(r"ขอ\s*(?:ยกเลิก|ถอน)")
_BY_SCORE = re.compile(
    r"(?:อำเภอ|อ\.|แห่ง|ศูนย์(?:\s*ดำรง\s*ธรรม)?(?:\s*อำเภอ)?)\s*ที่\s*(?:ได้|มี)\s*(?:รับ)?\s*(?:ผล)?\s*"
    r"(?:คะแนน\s*(?:รวม|ประเมิน|เฉลี่ย)*\s*(?:สูง|มาก)|(?:ลำดับ|อันดับ)\s*(?:ที่)?\s*(?:1|๑|หนึ่ง))"
)
"""The winner told by its score alone, not by its name."""
_TO_GOVERNOR = re.compile(r"(?m)^\s*เรียน\s+(?:ท่าน)?\s*ผู้ว่า\s*(?:ราชการ\s*จังหวัด|ฯ)")
_TO_DEPARTMENT = re.compile(r"เรียน\s+(?:ท่าน)?\s*(?:อธิบดี|ผู้อำนวยการ|กรมการปกครอง)|(?<!อ้าง)ถึง\s+กรมการปกครอง")


def reservations(flow: Flow, province: str | None, *, is_change: bool = False) -> Iterator[Doubt]:
    """Blocking doubts about whether, and which, centre the text really nominates.

    Args:
        is_change: the text takes one nomination back for another.
    """
    declined = _DECLINED.search(flow.text) or (None if is_change else _TAKEN_BACK.search(flow.text))
    if declined is not None:
        said = " ".join(declined.group(0).split())
        message = f"ในเอกสารมีถ้อยคำ “{said}” ซึ่งอาจหมายถึงยังไม่เสนอหรือไม่เสนอชื่อ โปรดอ่านเอกสารต้นฉบับก่อนรับไว้"
        yield Doubt("nomination_withdrawn", message, ("district",))
    if _leaves_it_to_scores(flow, province):
        message = "เอกสารกล่าวถึงหลายอำเภอและให้ถือตามคะแนน โดยมิได้ระบุชื่ออำเภอที่คัดเลือกไว้ชัดแจ้ง โปรดพิจารณาจากต้นฉบับ"
        yield Doubt("several_districts", message, ("district",))
    if _TO_GOVERNOR.search(flow.text) and not _TO_DEPARTMENT.search(flow.text):
        message = "หนังสือมีถึงผู้ว่าราชการจังหวัด มิใช่หนังสือของจังหวัดถึงกรมการปกครอง จึงอาจเป็นเพียงการสมัครของอำเภอ โปรดตรวจสอบ"
        yield Doubt("doubtful_field", message, ("district",))


def _leaves_it_to_scores(flow: Flow, province: str | None) -> bool:
    """True where a sentence speaks of several districts and names the winner by its score alone."""
    outside = {match.name for match in mentions(flow.text, province) if not _in_table(flow, match.start)}
    return len(outside) > 1 and _BY_SCORE.search(flow.text) is not None


def _in_table(flow: Flow, offset: int) -> bool:
    touched = flow.pieces_at(offset, offset + 1)
    return bool(touched) and touched[0].table is not None
