"""Sums of money in Thai words: the best independent check on a figure.

Reading does not look at tone marks, nor at thanthakhat and maitaikhu: readers of scans lose them, and without them the
words are still distinct. What is not understood to the last letter is None.
"""

from __future__ import annotations

import re
from decimal import Decimal

from parsers.thai.text import normalise

_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_RANKS = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 10**6
_SMALL_MARKS = "็่้๊๋์"


def baht_words(value: Decimal) -> str:
    """``เจ็ดล้านสี่แสนสองพันบาทถ้วน``. Satang are rounded to whole ones, as no smaller are paid."""
    satang_total = int((abs(value) * 100).to_integral_value())
    baht, satang = divmod(satang_total, 100)
    sign = "ลบ" if value < 0 and satang_total else ""
    if not satang:
        return f"{sign}{_words(baht)}บาทถ้วน"
    return f"{sign}{_words(baht) + 'บาท' if baht else ''}{_words(satang)}สตางค์"


def _words(number: int) -> str:
    if number >= _MILLION:
        high, low = divmod(number, _MILLION)
        return f"{_words(high)}ล้าน{_below_million(low, alone=False) if low else ''}"
    return _below_million(number, alone=True)


def _below_million(number: int, *, alone: bool) -> str:
    if number == 0:
        return _DIGITS[0]
    words = []
    for rank in range(5, 1, -1):
        digit = number // 10**rank % 10
        words.append(_DIGITS[digit] + _RANKS[rank] if digit else "")
    tens, ones = number // 10 % 10, number % 10
    words.append({0: "", 1: "สิบ", 2: "ยี่สิบ"}.get(tens, f"{_DIGITS[tens]}สิบ"))
    has_more = number > 9 or not alone
    words.append("" if ones == 0 else "เอ็ด" if ones == 1 and has_more else _DIGITS[ones])
    return "".join(words)


def _bare(text: str) -> str:
    return re.sub(f"[{_SMALL_MARKS}]", "", text)


_UNITS = {_bare(word): number for number, word in enumerate(_DIGITS)}
_ED, _YI, _LAN, _BAHT, _FULL, _SATANG, _MINUS = (_bare(word) for word in ("เอ็ด", "ยี่", "ล้าน", "บาท", "ถ้วน", "สตางค์", "ลบ"))
_ONE_TO_NINE = "|".join(word for word, number in _UNITS.items() if number)
# ยี่ stands for two before สิบ only; สิบ and nothing else may go without a digit.
_BELOW_MILLION = re.compile(
    "".join(f"(?:(?P<d{rank}>{_ONE_TO_NINE}){_bare(_RANKS[rank])})?" for rank in range(5, 1, -1))
    + f"(?:(?P<d1>{_YI}|{_ONE_TO_NINE})?(?P<ten>{_bare(_RANKS[1])}))?(?P<d0>{_ED}|{_ONE_TO_NINE})?"
)
_DECORATION = re.compile(r"[\s()\[\]{}=\"“”'*]+|\.{2,}|…+|_{2,}")
_MONEY = re.compile(
    f"(?P<minus>{_MINUS})?(?:(?P<baht>(?:(?!{_BAHT}|{_SATANG}).)+)(?:{_BAHT}(?P<full>{_FULL})?|$))?"
    f"(?:(?P<satang>.+){_SATANG}(?:{_FULL})?)?"
)


def parse_baht_words(text: str) -> Decimal | None:
    """The sum that the whole text spells out; None if anything is left over or any word is not understood."""
    plain = _bare(_DECORATION.sub("", normalise(text))).removeprefix("ตัวอักษร").removeprefix(":")
    match = _MONEY.fullmatch(plain)
    if not match or (match["baht"] is None and match["satang"] is None) or (match["full"] and match["satang"]):
        return None
    baht = _number(match["baht"]) if match["baht"] else 0
    satang = _number(match["satang"]) if match["satang"] else 0
    if baht is None or satang is None or satang > 99:
        return None
    value = Decimal(baht) + Decimal(satang) / 100
    return -value if match["minus"] else value


def _number(words: str) -> int | None:
    """The whole number that bare words spell out."""
    if words == _bare(_DIGITS[0]):
        return 0
    *millions, rest = words.split(_LAN)
    total = 0
    for place, group in enumerate([*millions, rest]):
        is_last = place == len(millions)
        below = _group(group, first=place == 0, last=is_last)
        if below is None:
            return None
        total = total * _MILLION + below if place else below
    return total or None


def _group(words: str, *, first: bool, last: bool) -> int | None:
    """A number below a million. Nothing may stand after ล้าน (or between two of them), but not before the first."""
    if not words:
        return None if first else 0
    match = _BELOW_MILLION.fullmatch(words)
    if not match or (match["d1"] == _bare("สอง") and match["ten"]) or (match["d0"] == _ED and first and words == _ED):
        return None
    total: int = sum(_UNITS[match[f"d{rank}"]] * 10**rank for rank in range(5, 1, -1) if match[f"d{rank}"])
    if match["ten"]:
        total += 10 * (2 if match["d1"] == _YI else _UNITS[match["d1"]] if match["d1"] else 1)
    if match["d0"]:
        total += 1 if match["d0"] == _ED else _UNITS[match["d0"]]
    return total


def _spaced(word: str) -> str:
    """A pattern for a word with or without its small marks, and with spaces inside or a line break."""
    return rf"[{_SMALL_MARKS}]*\s?".join(_bare(word)) + f"[{_SMALL_MARKS}]*"


_WORD = "|".join(_spaced(word) for word in (*_DIGITS, *_RANKS[1:], "ยี่", "เอ็ด", "ล้าน"))
_RUN = rf"(?:(?:{_WORD})\s{{0,3}}){{1,40}}"
# Half of a damaged sum must not pass for a whole one: it has to begin where words begin.
_BEGIN = r"(?:^|(?<=[\s(\[{:=.…\"“]|[0-9๐-๙])|(?<=จำนวน)|(?<=เงิน)|(?<=เป็น)|(?<=รวม)|(?<=บาท)|(?<=อักษร)|(?<=สิ้น)|(?<=ยอด))"
_FIND = re.compile(
    rf"{_BEGIN}(?:{_spaced('ลบ')}\s*)?{_RUN}"
    rf"(?:{_spaced('บาท')}(?:\s*{_spaced('ถ้วน')}|\s*{_RUN}{_spaced('สตางค์')})?|{_spaced('สตางค์')})",
    re.MULTILINE,
)


def find_baht_words(text: str) -> list[tuple[int, int, Decimal]]:
    """Every sum in words within a text: start, end (of the normalised text), value."""
    found = []
    for match in _FIND.finditer(normalise(text)):
        value = parse_baht_words(match.group())
        if value is not None:
            found.append((match.start(), match.end(), value))
    return found
