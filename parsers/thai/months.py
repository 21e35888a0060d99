"""The names of the months as people write them."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from parsers.thai.text import fold

FULL = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip

# Slips of the pen that leave no doubt which month was meant.
_SLIPS = {
    1: ("มกรคม", "มกราคน", "มกรายน", "มกรมคม"),
    2: ("กุมภาพัน", "กุมภาพันธุ์", "กุมพาพันธ์", "กุมภาพันท์", "กุมภาพันธฺ์", "กุมภาพนธ์", "กุมพาพัน"),
    4: ("เมษยน", "เมศายน", "เมษายม", "เมสายน"),
    5: ("พฤษภาคน", "พฤศภาคม", "พฤกษภาคม", "พฤษภคม", "พฤภาคม", "พฤษาคม"),
    6: ("มิถุนยน", "มิถุนายม", "มิถุยายน", "มิถนายน"),
    7: ("กรกฎคม", "กรฎาคม", "กรกฎาคน", "กรกดาคม", "กรกฎาม"),
    8: ("สิงหคม", "สิงหาคน", "สิงกาคม"),
    9: ("กันยน", "กันยายม", "กัยยายน", "กันยาย"),
    10: ("ตุลคม", "ตุลาคน"),
    11: ("พฤษจิกายน", "พฤจิกายน", "พฤศจิกาย", "พฤศจิการยน", "พฤศจิกายม", "พฤศจิกยน", "พฤศจิกานย", "พฤกจิกายน", "พฤษจิกาย"),
    12: ("ธันวคม", "ธันวาคน", "ธันวาม", "ทันวาคม"),
}
_NAMES = {fold(name): month for month, name in enumerate(FULL, start=1)}
_SPELLED = _NAMES | {fold(slip): month for month, slips in _SLIPS.items() for slip in slips}
_ABBREVIATED = {fold(name): month for month, name in enumerate(SHORT, start=1)}
_FOREIGN = {name: month for month, name in enumerate(ENGLISH, start=1)}
_FOREIGN |= {name[:3]: month for name, month in _FOREIGN.items()} | {"sept": 9}
# Once its dots are gone, มค may have been มี.ค., and so on through the months that share their letters.
_CLEAR_WITHOUT_DOTS = {"ตค", "สค", "ธค"}


class MonthName(NamedTuple):
    """A month's name, read. ``certain`` is False where dots or vowels are lost, or a spelling is a mere likeness."""

    month: int
    certain: bool


def _loosely(name: str) -> str:
    """A pattern for one spelling, tone marks and thanthakhat optional, ฎ and ฏ alike."""
    return "".join("[ฎฏ]" if letter == "ฏ" else re.escape(letter) + "[่้๊๋์]*" for letter in fold(name))


def _abbreviation(name: str) -> str:
    first, second = name.split(".")[:2]
    return rf"{first}\s?\.\s?{second}(?:\s?\.|(?![ก-๎]))|{first}{second}(?:\s?\.|(?![ก-๎]))"


_KNOWN = "|".join(_loosely(name) for name in sorted(_SPELLED, key=len, reverse=True))
_SHORT_PATTERN = "|".join(_abbreviation(name) for name in SHORT)
_FOREIGN_PATTERN = "|".join(sorted(_FOREIGN, key=len, reverse=True))
# Written on without a space, an abbreviation is told by the word before it: ประจำเดือนธ.ค. 63, ถึงพ.ย. 63.
_BEFORE_SHORT = (
    "เดือน",
    "งวด",
    "รอบ",
    "สิ้น",
    "ถึง",
    "ตั้งแต่",
    "ประจำ",
    "ระหว่าง",
    "ภายใน",
    "และ",
    "ต้น",
    "กลาง",
    "ปลาย",
    "ก่อน",
    "ของ",
    "ณ",
)
_BEGINS_SHORT = r"(?:(?<![ก-๎])(?<![ก-๎]\.)|" + "|".join(f"(?<={word})" for word in _BEFORE_SHORT) + ")"
PATTERN = (
    f"(?:{_KNOWN}"
    rf"|{_BEGINS_SHORT}(?:{_SHORT_PATTERN})"
    rf"|(?<![A-Za-z])(?i:{_FOREIGN_PATTERN})(?![A-Za-z])\.?"
    rf"|(?!เดือน)[ก-ฮเ](?:(?!{_KNOWN})[ก-๎]){{3,9}}?(?:คม|ยน|พันธ์|พันธุ์))"
)
"""One month's name, or a word that may be a month's name: ask ``month_of``."""


def month_of(token: str) -> MonthName | None:
    """The month that a token matched by ``PATTERN`` names; None if it is no month, or if two are equally likely."""
    key = fold(token)
    if key in _SPELLED:
        return MonthName(_SPELLED[key], True)
    if key in _ABBREVIATED:
        return MonthName(_ABBREVIATED[key], _dots_kept(token, key))
    if key in _FOREIGN:
        return MonthName(_FOREIGN[key], True)
    return _likeness(key)


def _dots_kept(token: str, key: str) -> bool:
    bare = re.sub(r"\s", "", token)
    if key in _CLEAR_WITHOUT_DOTS or bare == SHORT[_ABBREVIATED[key] - 1]:
        return True
    return "." in bare[:-1] and key != "มค"


def _likeness(key: str) -> MonthName | None:
    ranked = sorted((Levenshtein.distance(key, name), month) for name, month in _NAMES.items())
    (best, month), (second, _) = ranked[0], ranked[1]
    return MonthName(month, False) if best <= 2 and second >= best + 2 else None
