"""Amounts of money and percentages as they stand on paper. What is not plain is not certain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from parsers.thai.numerals import DIGIT, TOKEN, read_digits
from parsers.thai.text import normalise, to_thai
from parsers.thai.words import baht_words, find_baht_words, parse_baht_words

__all__ = [
    "Amount",
    "AmountKind",
    "baht_words",
    "find_amounts",
    "find_baht_words",
    "money",
    "parse_amount",
    "parse_baht_words",
    "parse_percent",
    "show_money",
    "unit_of",
]


class AmountKind(StrEnum):
    """What stands where an amount is expected."""

    NUMBER = "number"
    DASH = "dash"
    """A dash: nothing, that is zero."""
    BLANK = "blank"
    """Nothing was filled in: not zero."""
    UNCLEAR = "unclear"
    """Something that no one value can be taken from."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in baht (or the unit of its table). ``note`` says in Thai why it is not certain."""

    kind: AmountKind
    value: Decimal | None
    certain: bool
    note: str = ""


_BLANK = Amount(AmountKind.BLANK, None, True)
_DASH = Amount(AmountKind.DASH, Decimal(0), True)
_SATANG_STEP = Decimal("0.01")

NOT_A_NUMBER = "ไม่ใช่จำนวนเงินที่อ่านได้แน่ชัด"
COMMAS = "เครื่องหมายจุลภาคคั่นหลักไม่ถูกตำแหน่ง"
DECIMALS = "จำนวนหลักหลังจุดทศนิยมไม่เป็นไปตามรูปแบบเงินบาท"
TWO_DOTS = "มีจุดทศนิยมมากกว่าหนึ่งจุด"
SPACES = "มีช่องว่างคั่นอยู่ในตัวเลข"
LEADING_ZERO = "มีเลขศูนย์นำหน้าจำนวน"
NO_WHOLE = "ไม่มีตัวเลขหน้าจุดทศนิยม"
NO_FRACTION = "ไม่มีตัวเลขหลังจุดทศนิยม"
ROUNDED = "ระบุเป็นหน่วยใหญ่ อาจปัดเศษ"
SIGN_APART = "เครื่องหมายลบอยู่ห่างจากตัวเลข"
DASH_BEFORE = "มีเครื่องหมายขีดนำหน้าจำนวน"
SATANG_TWICE = "ระบุเศษสตางค์ไม่ถูกต้อง"
OUT_OF_RANGE = "ค่าร้อยละอยู่นอกช่วงปกติ"

_FILLERS = re.compile(r"[\s.…‥_·]*")
_DASHES = re.compile(r"\(?\s*[-–—−‐‑]{1,5}\s*(?:\.\s*[-–—−])?\s*\)?\s*(?:บาท(?:ถ้วน)?)?")
_NUMBER = rf"(?:[{TOKEN}]|[.,]|(?<=[.,])\s{{1,3}}(?=[{DIGIT}])|(?<=[{DIGIT}])\s{{1,3}}(?=[.,])){{1,32}}"
_WHOLE_BAHT = r"\s*[.]\s*[-–—−](?:\s*=)?"
_UNIT_NAMES = {"": Decimal(1), "พัน": Decimal(10**3), "หมื่น": Decimal(10**4), "แสน": Decimal(10**5), "ล้าน": Decimal(10**6)}
_AMOUNT = re.compile(
    rf"=?\s*(?P<open>\()?\s*(?P<sign>[-–−])?(?P<apart>(?<=[-–−])\s+)?\s*(?:฿\s*)?(?P<sign2>[-–−])?(?P<number>{_NUMBER}?)(?P<dash>{_WHOLE_BAHT})?"
    r"\s*(?:(?P<unit>ล้าน|แสน|หมื่น|พัน)?\s*(?:บาท|฿)\s*(?P<full>ถ้วน)?)?"
    rf"(?:\s*(?P<satang>[{TOKEN}]{{1,2}})\s*สตางค์)?\s*(?P<close>\))?"
)
_SATANG_ONLY = re.compile(rf"(?P<satang>[{TOKEN}]{{1,2}})\s*สตางค์")


def parse_amount(text: str) -> Amount:
    """One amount that fills the whole text. UNCLEAR where other words stand beside it, or its commas and dots are amiss."""
    text = normalise(text).strip()
    if _FILLERS.fullmatch(text):
        return _BLANK
    if _DASHES.fullmatch(text):
        return _DASH
    satang_only = _SATANG_ONLY.fullmatch(text)
    if satang_only:
        satang, doubt = read_digits(satang_only["satang"])
        return Amount(AmountKind.NUMBER, Decimal(satang) / 100, not doubt, doubt)
    match = _AMOUNT.fullmatch(text)
    if not match or not re.search(f"[{DIGIT}]", match["number"]):
        return _unclear(NOT_A_NUMBER)
    if bool(match["open"]) != bool(match["close"]) or sum(bool(match[name]) for name in ("open", "sign", "sign2")) > 1:
        return _unclear(NOT_A_NUMBER)
    if match["open"] and re.search("บาท|฿|-", text):
        # In brackets with its unit it may be a mere remark, and no amount below zero.
        return _unclear(NOT_A_NUMBER)
    return _finish(_body(match["number"], exact=not match["unit"]), match)


def _unclear(note: str) -> Amount:
    return Amount(AmountKind.UNCLEAR, None, False, note)


def _finish(body: Amount, match: re.Match[str]) -> Amount:
    """Adds what stands around the digits: satang, a bigger unit, the sign."""
    value, note = body.value, body.note
    if value is None:
        return body
    if match["satang"]:
        satang, doubt = read_digits(match["satang"])
        if value != value.to_integral_value() or match["unit"] or match["dash"] or "." in match["number"] or match["full"]:
            return _unclear(SATANG_TWICE)
        value, note = value + Decimal(satang) / 100, note or doubt
    if match["dash"] and "." in match["number"]:
        return _unclear(TWO_DOTS)
    if match["unit"]:
        value, note = value * _UNIT_NAMES[match["unit"]], note or ROUNDED
    if match["open"] or match["sign"] or match["sign2"]:
        value, note = -value, note or (SIGN_APART if match["apart"] else "")
    return Amount(AmountKind.NUMBER, value, not note, note)


_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?")


def _body(number: str, *, exact: bool) -> Amount:
    """Digits, commas and one dot. Of a bigger unit (not ``exact``) more than two decimals make sense."""
    digits, doubt = read_digits(number)
    squeezed = re.sub(r"\s+", "", digits)
    doubt = doubt or (SPACES if squeezed != digits else "")
    if _GROUPED.fullmatch(squeezed) or _PLAIN.fullmatch(squeezed):
        whole = squeezed.split(".")[0]
        doubt = doubt or (LEADING_ZERO if whole.startswith("0") and whole != "0" else "")
        return Amount(AmountKind.NUMBER, Decimal(squeezed.replace(",", "")), not doubt, doubt)
    if not exact and re.fullmatch(r"[0-9]{1,4}\.[0-9]{3,6}", squeezed):
        return Amount(AmountKind.NUMBER, Decimal(squeezed), False, ROUNDED)
    return _damaged(squeezed)


def _damaged(number: str) -> Amount:
    """A proposal for a person where only one reading is at hand; else UNCLEAR."""
    if number.count(".") > 1:
        return _unclear(TWO_DOTS)
    if re.fullmatch(r"\.[0-9]{1,2}", number):
        return Amount(AmountKind.NUMBER, Decimal(f"0{number}"), False, NO_WHOLE)
    if re.fullmatch(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.", number):
        return Amount(AmountKind.NUMBER, Decimal(number.rstrip(".").replace(",", "")), False, NO_FRACTION)
    if re.fullmatch(r"[0-9,]+\.[0-9]{3,}", number):
        return _unclear(DECIMALS)
    return _unclear(COMMAS if "," in number else NOT_A_NUMBER)


_FIND = re.compile(
    rf"(?<![{TOKEN}A-Za-z])(?<![{DIGIT}][.,])"
    rf"(?:฿\s*{_NUMBER}(?:{_WHOLE_BAHT})?|(?P<number>{_NUMBER}?)(?:{_WHOLE_BAHT}(?:\s*บาท(?:ถ้วน)?)?"
    rf"|\s*(?:ล้าน|แสน|หมื่น|พัน)?\s*(?:บาท|฿)(?!ละ)(?:\s*ถ้วน|\s*[{TOKEN}]{{1,2}}\s*สตางค์)?))"
)


def find_amounts(text: str) -> list[tuple[int, int, Amount]]:
    """Amounts in running text that are marked as money (บาท, ``.-``, ฿): start, end (of the normalised text), amount."""
    text = normalise(text)
    found = []
    for match in _FIND.finditer(text):
        if re.search(f"[{DIGIT}]", match.group()):
            found.append((match.start(), match.end(), _after_dash(parse_amount(match.group()), text[: match.start()])))
    return found


def _after_dash(amount: Amount, before: str) -> Amount:
    """A dash right before an amount may be a minus, a bullet, or the middle of a span: a person must say."""
    return replace(amount, certain=False, note=amount.note or DASH_BEFORE) if before[-1:] in ("-", "–", "−") else amount


_PERCENT = re.compile(rf"(?:(?:คิดเป็น)?ร้อยละ\s*)?(?P<number>[{TOKEN}]+(?:\.[{TOKEN}]{{1,6}})?)\s*(?:%|เปอร์เซ็นต์)?")


def parse_percent(text: str) -> Amount:
    """A percentage that fills the whole text: ``37.30``, ``ร้อยละ ๓๗.๓``, ``37.3%``. Above 1000 it is not certain."""
    text = normalise(text).strip()
    if _FILLERS.fullmatch(text):
        return _BLANK
    if _DASHES.fullmatch(text):
        return _DASH
    match = _PERCENT.fullmatch(text)
    if not match or not re.search(f"[{DIGIT}]", match["number"]):
        return _unclear(NOT_A_NUMBER)
    digits, doubt = read_digits(match["number"])
    value = Decimal(digits)
    if digits.startswith("0") and len(digits.split(".")[0]) > 1:
        doubt = doubt or LEADING_ZERO
    doubt = doubt or (OUT_OF_RANGE if value > 1000 else "")
    return Amount(AmountKind.NUMBER, value, not doubt, doubt)


_UNIT = r"(?P<unit>ล้าน|แสน|หมื่น|พัน)?\s*บาท"
_DECLARED = (
    re.compile(rf"หน่วย(?:นับ|เงิน)?\s*[:：=]?\s*\(?\s*{_UNIT}"),
    re.compile(rf"[(\[]\s*{_UNIT}\s*[)\]]"),
    re.compile(rf"(?:^|(?<=\s)){_UNIT}\s*$"),
    re.compile(rf"(?:ตัวเลข|จำนวนเงิน|ยอดเงิน|หน่วย)[^0-9๐-๙\n]{{0,30}}?(?:เป็น|หน่วย|หลัก)\s*[:：]?\s*{_UNIT}"),
)


def unit_of(text: str) -> Decimal | None:
    """The unit that a heading declares: ``หน่วย : ล้านบาท`` is 1000000, ``(บาท)`` is 1; None where none is named."""
    text = normalise(text).strip()
    for pattern in _DECLARED:
        match = pattern.search(text)
        if match and not (pattern is _DECLARED[2] and re.search(f"[{DIGIT}]", text)):
            return _UNIT_NAMES[match["unit"] or ""]
    return None


def money(value: Decimal) -> str:
    """``97394.00``: the form in which money is stored and given out."""
    return str(value.quantize(_SATANG_STEP, ROUND_HALF_UP) + Decimal("0.00"))


def show_money(value: Decimal | str, *, thai_digits: bool = False) -> str:
    """``97,394.00``: the form in which money is shown to people."""
    shown = f"{Decimal(value).quantize(_SATANG_STEP, ROUND_HALF_UP) + Decimal('0.00'):,.2f}"
    return to_thai(shown) if thai_digits else shown
