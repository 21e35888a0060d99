"""The words of which headings of money are made. Any other word makes the column perhaps another thing.

``เบิกจ่าย`` beside ``เบิกจ่ายเดือนนี้`` is the sum so far; ``เบิกจ่ายเป็นเช็ค`` beside it need not be. What is told only by
leaving out what the others are must therefore be made of known words, or be proved by arithmetic.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.thai.dates import find_dates, find_periods
from parsers.thai.months import FULL, SHORT
from parsers.thai.text import fold

_KNOWN = (
    "งบประมาณรายจ่าย งบประมาณ งปม งบ เงินงบประมาณ เงินงวด เงิน วงเงิน จำนวนเงิน จำนวน ยอดเงิน ยอด ผลการ "
    "ผล การ ความ ที่ ได้รับ ได้ รับ มี อยู่ จัดสรร อนุมัติ อนุมัติเงินประจำงวด ประจำงวด ตาม ตั้งไว้ ตั้ง "
    "ทั้งสิ้น ทั้งหมด ทั้งปี สุทธิ รวม เป็น คิดเป็น คิด ของ และ หรือ กับ จาก โครงการ รายการ จังหวัด "
    "กรมการปกครอง กรม ปกครอง หน่วยงาน พรบ พระราชบัญญัติ หลังโอนเปลี่ยนแปลง หลังโอน เบิกจ่าย เบิก จ่าย "
    "ใช้จ่าย ใช้ไป ใช้ ไป แล้ว จริง ดำเนินการ ทำการ สะสม ยกมา ยกยอด ตั้งแต่ นับแต่ ต้นปี ต้น จนถึง จน ถึง "
    "ปัจจุบัน สิ้นสุด สิ้น ณ วันที่ วัน เดือนนี้ เดือนก่อน เดือนที่แล้ว เดือนที่ผ่านมา เดือน นี้ "
    "ที่รายงาน ก่อนหน้านี้ ก่อนหน้า ก่อน ที่ผ่านมา ผ่านมา ที่แล้ว ใน ระหว่าง เฉพาะ ประจำ รอบ งวดนี้ "
    "งวดก่อน ครั้งนี้ ครั้งก่อน ครั้งที่แล้ว คราวก่อน คราวนี้ ที่ล่วงมา คงเหลือ เหลือจ่าย เหลือ "
    "ผูกพันสัญญา ผูกพัน ก่อหนี้ ใบสั่งซื้อ ใบสั่งจ้าง สั่งจ้าง สั่งซื้อ สัญญา กันเงิน กัน ไว้ สำรอง "
    "รอเบิก รอจ่าย รอ ยังไม่ได้ ยังไม่ ไม่รวม รายจ่าย ค่าใช้จ่าย ปีงบประมาณ ปี พศ บาท หน่วย ระบบ newgfmis "
    "gfmis efms po ร้อยละ ล้าน พัน จัดซื้อจัดจ้าง จัดซื้อ จัดจ้าง ต่อ แต่ละ โดย นั้น ดังกล่าว ซึ่ง "
    "ข้างต้น "
)
_WORD = re.compile("|".join(sorted({re.escape(fold(word)) for word in _KNOWN.split()}, key=len, reverse=True)))
_MONTHS = re.compile("|".join(sorted({fold(name) for name in (*FULL, *SHORT)}, key=len, reverse=True)))
_NO_WORD = re.compile(r"[^ก-๎a-z]+")
_LETTER = re.compile(r"[ก-ฮa-z]")
_FEW = 2
"""Letters that may be left over (a mark, a slip) before a heading holds another word."""


@lru_cache(maxsize=4096)
def has_other_words(text: str) -> bool:
    """Whether a heading holds words that do not belong to the usual headings of money; dates and months do."""
    raws = [date.raw for date in find_dates(text)] + [period.raw for period in find_periods(text)]
    for raw in raws:
        text = text.replace(raw, " ")
    left = _WORD.sub(" ", _MONTHS.sub(" ", fold(text)))
    return any(len(_LETTER.findall(rest)) >= _FEW for rest in _NO_WORD.split(left))


_OF_ALL = tuple(fold(word) for word in ("รวม", "ทั้งสิ้น", "ทั้งหมด", "สะสม", "ณ วันที่"))


def is_fuller(words: str, other: str) -> bool:
    """``รวมเบิกจ่าย`` says more than ``เบิกจ่าย``; ``เบิกจ่ายจริง`` says no more than ``เบิกจ่ายในระบบ``. Folded words."""
    return any(word in words and word not in other for word in _OF_ALL)
