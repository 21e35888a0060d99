"""What the label of a row says: a total, a sub-total, a carried sum, a note, a category; and its number in the list."""

from __future__ import annotations

import re
from enum import StrEnum

from parsers.thai.dates import find_lone_months, find_periods
from parsers.thai.places import match_province
from parsers.thai.text import fold, to_arabic


class Label(StrEnum):
    """What a row is called."""

    GRAND = "grand"
    """``รวมทั้งสิ้น``."""
    PLAIN = "plain"
    """``รวม``: the total, unless several rows are called so."""
    SUB = "sub"
    """``รวมหมวดค่าใช้สอย``."""
    CARRY = "carry"
    """``ยอดยกมา``, ``ยอดยกไป`` at the turn of a page."""
    NOTE = "note"
    CATEGORY = "category"
    """``งบดำเนินงาน``, ``หมวดค่าตอบแทน ใช้สอยและวัสดุ``."""
    ITEM = "item"
    NONE = "none"


def _any(*words: str) -> str:
    return "(?:" + "|".join(re.escape(fold(word)) for word in words) + ")"


_SUM = f"{_any('ยอด', 'ผล', 'จำนวน')}?{_any('รวม')}"
_THING = _any("เงิน", "เป็นเงิน", "จำนวนเงิน", "จำนวน", "ยอดเงิน", "ยอด", "งบประมาณ", "เงินงบประมาณ", "การเบิกจ่าย")
_ALL = _any("ทั้งสิ้น", "ทั้งหมด", "ทุกรายการ", "ทั้งโครงการ", "ทุกหมวด", "ทั้งจังหวัด", "สุทธิ")
_TAIL = rf"(?:\d+{_any('รายการ')}?)?{_any('บาท')}?"
_GRAND = re.compile(rf"^(?:{_SUM}{_THING}*{_ALL}+{_THING}*{_TAIL}|{_any('ทั้งสิ้น')}|grandtotal)$")
_PLAIN = re.compile(rf"^(?:{_SUM}{_THING}*{_TAIL}|total|sum)$")
_SUB = re.compile(rf"^(?:{_SUM}|subtotal)")
_CARRY = re.compile(rf"^{_any('รวม')}?{_any('ยอด')}?{_any('ยกยอด', 'ยก')}{_any('มา', 'ไป')}(?:{_any('จาก', 'หน้า', 'แผ่น')}.*)?$")
_NOTE = re.compile(
    "^"
    + _any(
        "หมายเหตุ", "คิดเป็นร้อยละ", "ร้อยละ", "ปัญหา", "อุปสรรค", "ข้อเสนอแนะ", "ลงชื่อ", "ตำแหน่ง", "ผู้รายงาน", "ผู้ตรวจ", "ผู้รับรอง",
        "ผู้จัดทำ", "ผู้อนุมัติ", "โทร", "วันที่", "ข้อมูล", "ณ วันที่", "ตัวอักษร", "หน่วย:", "คำชี้แจง", "บันทึกข้อมูล", "ได้บันทึก", "บันทึกในระบบ",
        "*", "ที่มา", "เรียน", "ขอรับรอง",
    )
)  # fmt: skip
_CATEGORY = re.compile(
    "^" + _any("หมวด", "งบดำเนินงาน", "งบลงทุน", "งบบุคลากร", "งบอุดหนุน", "งบรายจ่าย", "แผนงาน", "ผลผลิต", "กิจกรรม", "โครงการ")
)
_NUMBER = re.compile(r"^\s*[(\[]?(\d{1,2}(?:\.\d{1,2})*)[).\]]*(?=[\s\D]|$)")
_BRACKETED = re.compile(r"\([^()]*\)")


def read_label(text: str) -> Label:
    """What a row's label says."""
    key = fold(_BRACKETED.sub(" ", split_number(text)[1]))
    if not key:
        return Label.NOTE if fold(text).startswith("(") and len(fold(text)) > 4 else Label.NONE
    if _GRAND.match(key):
        return Label.GRAND
    if _PLAIN.match(key):
        return Label.PLAIN
    if _CARRY.match(key):
        return Label.CARRY
    if _SUB.match(key):
        return Label.PLAIN if match_province(re.sub(r"^\s*(?:ยอด)?รวม", "", text)) else Label.SUB
    if _NOTE.match(key):
        return Label.NOTE
    return Label.CATEGORY if _CATEGORY.match(key) else Label.ITEM


def is_month(text: str) -> bool:
    """Whether a row is called by a month (``ต.ค. ๖๓``, ``เดือนตุลาคม``) and by nothing else."""
    plain = split_number(text)[1]
    named = [one.raw for one in (find_periods(plain) or find_lone_months(plain))]
    if len(named) != 1:
        return False
    rest = plain.replace(named[0], "")
    return not re.sub(r"ประจำ|เดือน|[\s().,:/-]", "", rest)


def split_number(text: str) -> tuple[tuple[int, ...], str]:
    """``๑.๒ ค่าใช้สอย`` -> ``(1, 2)`` and the words; no number: an empty tuple."""
    plain = to_arabic(text)
    match = _NUMBER.match(plain)
    if not match:
        return (), text.strip()
    return tuple(int(part) for part in match.group(1).split(".")), text[match.end() :].strip()
