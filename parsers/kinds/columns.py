"""What the heading of a column means, told by its words and not by its place.

A heading is a path: the words over it (``ผลการเบิกจ่าย``) and its own (``ยกมา``). The answer is a tuple of meanings: one is
plain, several are possible (likeliest first; evidence must settle it), none is unknown. Synonyms: the treasury's, the
department's and those of provincial offices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from parsers.kinds.heading_time import Time, time_of
from parsers.kinds.heading_words import has_other_words
from parsers.kinds.numbering import split_numbering
from parsers.thai.text import fold


class Meaning(StrEnum):
    """What a column holds. The first seven are the fields of a disbursement report."""

    ALLOCATED = "allocated"
    PRIOR = "prior_cumulative"
    THIS_MONTH = "this_month"
    CUMULATIVE = "cumulative"
    COMMITTED = "committed"
    BALANCE = "balance"
    PERCENT = "percent"
    USED = "used"
    """Disbursed and committed together: not the cumulative disbursement."""
    NUMBER = "number"
    ITEM = "item"
    UNIT = "unit"
    """Province, district or paying office."""
    REMARK = "remark"
    SATANG = "satang"
    OTHER = "other"
    """Known, and not asked for (plan, count, transfer, date, another month)."""


MONEY = frozenset(
    {Meaning.ALLOCATED, Meaning.PRIOR, Meaning.THIS_MONTH, Meaning.CUMULATIVE, Meaning.COMMITTED, Meaning.BALANCE, Meaning.USED}
)
WANTED = (*[m for m in Meaning if m in MONEY and m is not Meaning.USED], Meaning.PERCENT)
"""Meanings that are fields, in the order of the contract."""

Options = tuple[Meaning, ...]


class _Family(StrEnum):
    ALLOCATED = "allocated"
    BUDGET = "budget"
    DISBURSED = "disbursed"
    SPENT = "spent"
    COMMITTED = "committed"
    USED = "used"
    BALANCE = "balance"
    MIXED = "mixed"
    OTHER = "other"


_UNIT = re.compile(r"[(\[]?\s*(?:หน่วย\s*[:：]?\s*)?(?:ล้าน|แสน|หมื่น|พัน)?บาท\s*[)\]]?|฿|\bTHB\b", re.IGNORECASE)
_SPELLED = re.compile(r"(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|ยี่|สิบ|ร้อย)[ก-๎]*บาท")
"""An amount in words."""
_LONGEST = 90


@lru_cache(maxsize=1024)
def _k(word: str) -> str:
    return fold(word)


def _has(key: str, *words: str) -> bool:
    return any(_k(word) in key for word in words)


def _starts(key: str, *words: str) -> bool:
    return any(key.startswith(_k(word)) for word in words)


def _is(key: str, *words: str) -> bool:
    return any(key == _k(word) for word in words)


@lru_cache(maxsize=2048)
def heading_key(text: str) -> str:
    """The words of a heading for matching: no numbering, no unit of money, no spaces, dots and tones."""
    words, _ = split_numbering(text)
    return re.sub(r"[()\[\]:*_…\"“”]", "", fold(_UNIT.sub(" ", words))).replace("งปม", "งบประมาณ")


def is_title(text: str) -> bool:
    """Whether a text is the title of a report or a project rather than the heading of a column."""
    return _has(heading_key(text), "แบบรายงาน", "แบบฟอร์ม", "รายงานการ", "รายงานผล", "โครงการศูนย์ดำรงธรรม", "ประจำปีงบประมาณ")


def read_heading(path: Sequence[str], period: str | None = None) -> Options:
    """What a column may be, from the words over it down to its own. ``period`` is the reported month, where known."""
    return _read(tuple(path), period)


@lru_cache(maxsize=8192)
def _read(path: tuple[str, ...], period: str | None) -> Options:
    texts = [text for text in path if heading_key(text) and not is_title(text)]
    if not texts or is_title(path[-1]) or _SPELLED.search(path[-1]):
        return ()
    keys = [heading_key(text) for text in texts]
    if len(keys[-1]) > _LONGEST:
        return ()
    apart = _apart(keys)
    if apart is not None:
        return apart
    families = _families(keys, texts)
    times = [time for text in reversed(texts) if (time := time_of(text, period)) is not Time.NONE]
    family = families[0] if families else None
    time = times[0] if times else Time.NONE
    if family is None and time is Time.WEAK_UNTIL:
        return ()
    return _or_other(_meaning(family, time), texts)


def _or_other(options: Options, texts: Sequence[str]) -> Options:
    """A heading with words of its own (``เบิกจ่ายเป็นเช็ค``, ``เบิกจ่ายไตรมาส ๑``) may be another thing until it is proved."""
    if not any(option in MONEY for option in options) or Meaning.OTHER in options:
        return options
    return (
        (*options, Meaning.OTHER)
        if any(has_other_words(_UNIT.sub(" ", split_numbering(text)[0])) for text in texts)
        else options
    )


def _families(keys: Sequence[str], texts: Sequence[str]) -> list[_Family]:
    """Families named on the way from the heading itself upwards.

    A word of its own that says neither what nor when (``งบดำเนินงาน`` under ``ผลการเบิกจ่าย``) makes the column another thing,
    unless it only ends the words above it (``งบประมาณ`` / ``ที่ได้รับ``).
    """
    found = [family for key in reversed(keys) if (family := _family(key)) is not None]
    own = keys[-1]
    if len(keys) == 1 or _family(own) is not None or time_of(texts[-1], None) is not Time.NONE or _is(own, *_NEUTRAL):
        return found
    if found:
        return [_Family.OTHER]
    whole = _family("".join(keys))
    return [whole] if whole is not None else []


_NEUTRAL = ("จำนวนเงิน", "จำนวน", "เงิน", "ยอดเงิน", "ยอด", "ผล", "แล้ว", "จริง", "สุทธิ", "เป็นเงิน")


def _apart(keys: Sequence[str]) -> Options | None:
    """Headings that are told by one word, whatever else is said: percentages, plans, labels, remarks."""
    own = keys[-1]
    if _is(own, "สตางค์", "สต", "สต."):
        return (Meaning.SATANG,)
    if any(_has(key, "แผน", "เป้าหมาย", "ประมาณการ", "คาดว่า") and not _has(key, "แผน/ผล", "แผนงาน") for key in keys):
        return (Meaning.OTHER,)
    if _is_percent(own) or any(_starts(key, "ร้อยละ", "คิดเป็นร้อยละ", "%") for key in keys):
        return _percent("".join(keys))
    if _has(own, "หมายเหตุ", "ปัญหา", "อุปสรรค", "ข้อเสนอแนะ", "เหตุผล", "ผลการดำเนินงาน", "คำชี้แจง"):
        return (Meaning.REMARK,)
    if _is(own, "ที่", "ลำดับ", "ลำดับที่", "no", "ข้อ", "#"):
        return (Meaning.NUMBER,)
    if _starts(own, "รายการ", "หมวด", "ประเภท", "กิจกรรม", "โครงการ", "แผนงาน", "ผลผลิต", "งบรายจ่าย", "ชื่อโครงการ", "ชื่อรายการ"):
        return (Meaning.ITEM,)
    if _is(own, "รายจ่าย", "ค่าใช้จ่าย", "ชื่อ", "งาน/โครงการ"):
        return (Meaning.ITEM,)
    if _starts(own, "จังหวัด", "อำเภอ", "หน่วยงาน", "หน่วยเบิกจ่าย", "หน่วยรับ", "ศูนย์ต้นทุน", "ที่ทำการปกครอง", "ชื่อหน่วย", "ส่วนราชการ"):
        return (Meaning.UNIT,)
    return None


def _is_percent(key: str) -> bool:
    return _has(key, "ร้อยละ", "%", "เปอร์เซ็นต์", "เปอร์เซนต์")


def _percent(whole: str) -> Options:
    """The percentage of the cumulative disbursement; those of anything else are not asked for."""
    if _has(whole, "คงเหลือ", "เดือนนี้", "ผูกพัน", "ยกมา", "เดือนก่อน", "รวมใช้ไป", "แผน", "เป้าหมาย", "ความก้าวหน้า"):
        return (Meaning.OTHER,)
    return (Meaning.PERCENT,)


def _family(key: str) -> _Family | None:
    """What a heading is about, without regard to the time that it covers, and to what it leaves out (``ไม่รวมผูกพัน``)."""
    key = key.split(_k("ไม่รวม"))[0] or key
    if _has(key, "คงเหลือ", "เหลือจ่าย", "ยอดเหลือ", "เงินเหลือ") or _is(key, "เหลือ"):
        return _Family.BALANCE
    if _has(key, "ผลต่าง", "สูงกว่า", "ต่ำกว่า", "วันที่เบิก", "รหัส", "เลขที่", "ฎีกา", "เบิกแทน", "เบิกเกิน", "ส่งคืน", "คืนเงิน", "ขอเบิก"):
        return _Family.OTHER
    if _COUNT.match(key) or _has(key, "ภาษี", "ครั้งที่เบิก", "ค่าปรับ"):
        return _Family.OTHER
    if _is_used(key):
        return _Family.USED
    if _has(key, "ผูกพัน", "ก่อหนี้", "ใบสั่งซื้อ", "กันเงิน", "สำรองเงิน", "รอจ่าย") or _is(key, "po"):
        return _Family.COMMITTED
    if _has(key, "รอเบิก", "รอการเบิก", "ค้างเบิก", "ค้างจ่าย", "ไม่เบิก", "ไม่ได้เบิก", "อยู่ระหว่าง", "ส่งเบิก", "สัญญา"):
        return _Family.OTHER
    return _family_of_flow(key)


def _is_used(key: str) -> bool:
    if _has(key, "รวมใช้ไป", "ใช้ไปรวม", "รวมใช้จ่าย", "รวมการใช้จ่าย"):
        return True
    paid, bound = _first(key, "เบิก"), _first(key, "ผูกพัน", "ก่อหนี้", "po")
    if paid is None or bound is None or _has(key, "รอเบิก", "ไม่เบิก", "ไม่ได้เบิก", "ค้างเบิก", "รอการเบิก"):
        return False
    between = key[min(paid, bound) : max(paid, bound)]
    if _has(between, "ไม่รวม", "ไม่นับ", "ยังไม่"):
        return False
    return any(joiner in between for joiner in ("+", "/", "&")) or _has(between, "และ", "รวม", "กับ") or _starts(key, "รวม")


def _family_of_flow(key: str) -> _Family | None:
    """Money given, money paid."""
    paid, given = _first(key, "เบิก"), _first(key, *_GIVEN)
    if paid is None:
        paid = _first(_without_compounds(key), "จ่าย")
    if paid is not None and given is not None and given < paid:
        return _Family.MIXED
    if paid is not None:
        return _Family.DISBURSED
    if _has(key, "ใช้จ่าย", "ใช้ไป", "รายจ่าย"):
        return _Family.SPENT
    if given is not None:
        return _Family.OTHER if _has(key, "เพิ่มเติม", "ครั้งที่", "โอนกลับ") else _Family.ALLOCATED
    if _is(key, "งบประมาณ", "เงินงบประมาณ", "จำนวนงบประมาณ", "งบประมาณทั้งสิ้น", "วงเงิน", "วงเงินงบประมาณ", "งบประมาณโครงการ", "งบ"):
        return _Family.BUDGET
    return _Family.OTHER if _has(key, "โอน") and not _has(key, "หลังโอน") else None


_COUNTED = ("ราย", "ครั้ง", "คน", "แห่ง", "โครงการ", "เรื่อง", "ฉบับ", "วัน", "กิจกรรม")
_COUNT = re.compile(f"^{fold('จำนวน')}(?:{'|'.join(map(fold, _COUNTED))})")
_GIVEN = (
    "จัดสรร",
    "เงินประจำงวด",
    "ได้รับอนุมัติ",
    "งบประมาณที่ได้รับ",
    "งบที่ได้รับ",
    "เงินที่ได้รับ",
    "วงเงินที่ได้รับ",
    "หลังโอน",
    "งบอนุมัติ",
    "งบประมาณอนุมัติ",
)


def _without_compounds(key: str) -> str:
    for word in ("รายจ่าย", "ใช้จ่าย", "เหลือจ่าย", "ค้างจ่าย", "รอจ่าย"):
        key = key.replace(_k(word), "")
    return key


def _first(key: str, *words: str) -> int | None:
    found = [at for word in words if (at := key.find(_k(word))) >= 0]
    return min(found) if found else None


_DISBURSED: dict[Time, Options] = {
    Time.PRIOR: (Meaning.PRIOR,),
    Time.MONTH_BEFORE: (Meaning.PRIOR, Meaning.OTHER),
    Time.THIS: (Meaning.THIS_MONTH,),
    Time.UNTIL: (Meaning.CUMULATIVE,),
    Time.WEAK_UNTIL: (Meaning.CUMULATIVE, Meaning.THIS_MONTH),
    Time.SOME_MONTH: (Meaning.THIS_MONTH, Meaning.OTHER),
    Time.UNTIL_SOME: (Meaning.CUMULATIVE, Meaning.PRIOR),
    Time.ELSEWHEN: (Meaning.OTHER,),
    Time.NONE: (Meaning.CUMULATIVE, Meaning.THIS_MONTH),
}


def _meaning(family: _Family | None, time: Time) -> Options:
    past = time in (Time.PRIOR, Time.MONTH_BEFORE, Time.ELSEWHEN)
    if family is _Family.DISBURSED:
        return _DISBURSED[time]
    if family is _Family.SPENT:
        return (*_DISBURSED[time], Meaning.USED)
    if family is _Family.MIXED:
        return (Meaning.ALLOCATED, Meaning.CUMULATIVE, Meaning.THIS_MONTH)
    if family is _Family.ALLOCATED:
        return (Meaning.OTHER,) if past or time is Time.THIS else (Meaning.ALLOCATED,)
    if family is _Family.BUDGET:
        return (Meaning.OTHER,) if past or time is Time.THIS else (Meaning.ALLOCATED, Meaning.OTHER)
    if family is _Family.BALANCE:
        return (Meaning.OTHER,) if past else (Meaning.BALANCE,)
    if family is _Family.COMMITTED:
        return (Meaning.OTHER,) if past or time is Time.THIS else (Meaning.COMMITTED,)
    if family is _Family.USED:
        return (Meaning.USED,)
    if family is _Family.OTHER:
        return (Meaning.OTHER,)
    return () if time is Time.NONE else (*[m for m in _DISBURSED[time] if m is not Meaning.OTHER], Meaning.OTHER)
