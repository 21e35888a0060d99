"""Districts behind the labels of a form, and on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parsers.flow import Flow, Row
from parsers.kinds.centre_label import centre_label, is_other_label
from parsers.kinds.choosing import names, names_next
from parsers.kinds.mentions import CENTRE, mentions
from parsers.kinds.tiers import Candidate, Tier, candidate_of
from parsers.letter import read_letter
from parsers.records import Method
from parsers.thai.places import DistrictMatch, match_district

_ALONE = re.compile(
    r"^\s*(?:[0-9๐-๙]{1,2}\s*[.)]\s*)?(?:ชื่อ\s*)?(?:จังหวัด\s*\S+\s+)?((?:ศูนย์\s*ดำรง\s*ธรรม\s*|ศดธ\.?\s*)?(?:อำเภอ|อ\.)\s*[ก-๙]{2,25})\s*(?:(?:จังหวัด|จ\.)\s*\S+)?\s*$"
)
"""A line that names a district and its province, and nothing else."""
_NOT_A_NAME = re.compile(
    r"ดัง|ตาม|รวม|ทั้ง|นี้|นั้น|ราย|ตน|หนึ่ง|อื่น|ซึ่ง|จึง|โดย|จาก|จังหวัด|แล้ว|พร้อม|ดี|เด่น|สู่|กับ|ว่า|คือ|ไม่|ก่อน|อัจฉริยะ|ที่|ทุก|ใน(?!เมือง)|ดำรง|ต้นแบบ|แห่ง|"
    r"ของ|และ|ให้|นำร่อง|จำนวน|ละ(?!อุ่น|แม|หาน)|ได้|เป็น|มี|เพื่อ|ระดับ|ฯ|ส่ง|เรียน|กราบ|เสนอ|แจ้ง|ขอ|จัด|ดำเนิน|เอกสาร|ประจำ|แบบ|ตัวอย่าง|ลง|เข้า|ปี|พ\.|ครับ|ค่ะ|"
    r"คะ|ผล|ผู้|ชื่อ|ศูนย์|อำเภอ|กรม|คณะ|ต่าง|ต่อ|กรุณา|โปรด|ด้วย|ยัง|จะ|หรือ|ถูก|สมควร|ใด|โครงการ|ประกอบ|สำหรับ|เดิม|ใหม่|เดียว|อย่าง|แต่|เท่านั้น|ข้าง|"
    r"กลุ่ม|ฝ่าย|สำนัก|งาน|หน่วย|เจ้าหน้าที่|นาย(?!ายอาม)|นาง(?!รอง)|ปลัด|เสมียน|เป้าหมาย|รับ|ทำ|ไป|มา|ทราบ|คัด|ระบุ|สังกัด|พื้นที่"
)
"""Words that follow "centre of a district" in a sentence that names none."""
_NAME_TEXT = re.compile(r"[ ]*[:：“\"]?[ ]*(?P<name>[ก-ฮเ-ไ][ก-๙]{1,40})")
_NAME_ENDS = re.compile(r"จังหวัด|เป็น|ได้|และ|ซึ่ง|ที่|เพื่อ|ให้|เข้า|ประจำ|ของ|โดย|จึง|พร้อม")
_NAME_LENGTHS = range(2, 19)
_HEAD = 8
"""Rows in which a form says whose it is."""
_BESIDE = re.compile(r"\s*(?:,|/|และ|กับ|หรือ)\s*")


def labelled(flow: Flow, province: str | None, rival_tables: set[int | None]) -> Iterator[Candidate]:
    """``ศูนย์ดำรงธรรมอำเภอ : ปัว`` in a line or cell, ``อำเภอที่เสนอ | ปัว`` in a row."""
    for index, row in enumerate(flow.rows):
        before = flow.rows[index - 1] if index else None
        if row.table is None and (alone := _ALONE.match(row.text)):
            if before is None or names_next(before, row):
                yield from _alone(flow, alone, before, row, province)
        elif row.table is None or row.table not in rival_tables:
            for column, cell in enumerate(row.cells):
                yield from _labelled_cell(row, column, cell, province)


def _alone(flow: Flow, alone: re.Match[str], before: Row | None, row: Row, province: str | None) -> Iterator[Candidate]:
    """A line that names a district and nothing else: in the head of a form a label; a bare one elsewhere may be an address."""
    found = _value(alone.group(1), row.start + alone.start(1), province)
    named = before is not None and names(before.text)
    if named or re.search(CENTRE, alone.group(1)) or _is_head_of_form(flow, row):
        yield from found
    else:
        yield from (replace(each, tier=Tier.BARE) for each in found)


def _is_head_of_form(flow: Flow, row: Row) -> bool:
    filled = [other for other in flow.rows if other.text.strip()]
    is_body = bool(flow.pieces) and flow.pieces[0].method is Method.BODY
    return not is_body and row in filled[:_HEAD] and read_letter(flow) is None


def _labelled_cell(row: Row, column: int, cell: str, province: str | None) -> Iterator[Candidate]:
    label = centre_label(cell)
    if label is None:
        return
    value = cell[label.end :]
    if value.strip():
        start = row.cell_start(column) + label.end
        is_name = label.parted or (label.asks and len(value.split()) == 1)
        named = list(_value(value, start, province, may_be_unknown=label.of_district and is_name))
        if label.parted or all(each.raw.strip() == value.strip() for each in named):
            yield from named
        return
    beside = next((i for i in range(column + 1, len(row.cells)) if row.cells[i].strip()), None)
    if beside is None or row.table is None or centre_label(row.cells[beside]) or is_other_label(row.cells[beside]):
        return
    yield from _value(row.cells[beside], row.cell_start(beside), province, may_be_unknown=label.of_district)


def _value(text: str, start: int, province: str | None, *, may_be_unknown: bool = True) -> Iterator[Candidate]:
    """The district that fills a label's value, or those that it lists; what is none of the register is kept as it stands."""
    found = _whole(text, start, province)
    inside = [] if found else mentions(text, province)
    if found:
        yield from found
    elif inside:
        yield from (candidate_of(Tier.LABEL, each, start) for each in inside)
    elif may_be_unknown and (named := name_at(text, 0)) is not None:
        yield Candidate(Tier.LABEL, None, None, text.strip(), start + named[1], start + named[2], False)


def _whole(text: str, start: int, province: str | None) -> list[Candidate]:
    """The one district that a text is, or the several that it lists; empty if it is anything else."""
    plain = re.split(r"\s*(?:จังหวัด|จ\.)", text)[0].strip(" :")
    parts = [plain, *_BESIDE.split(plain)]
    for together in (parts[:1], parts[1:]):
        matches = [match_district(name, province) for name in together]
        if all(matches):
            return [_as_label(match, text, start) for match in matches if match is not None]
    return []


def _as_label(match: DistrictMatch, text: str, start: int) -> Candidate:
    at = start + max(text.find(match.raw), 0)
    end = at + len(match.raw)
    return Candidate(Tier.LABEL, match.name, match.province or None, text.strip(), at, end, match.certain, match.ambiguous)


def name_at(text: str, offset: int) -> tuple[str, int, int] | None:
    """What stands at an offset, with its place, if it may be the name of a place; None if it is other words."""
    run = _NAME_TEXT.match(text, offset)
    if run is None or _NOT_A_NAME.match(run["name"]):
        return None
    ends = _NAME_ENDS.search(run["name"], 2)
    name = run["name"][: ends.start()] if ends else run["name"]
    start = run.start("name")
    return (name, start, start + len(name)) if len(name) in _NAME_LENGTHS else None
