"""The time that a heading covers: this month, up to now, brought forward, another month.

A month that is named (``เบิกจ่ายเดือน ธ.ค. 63``, ``สะสมถึงเดือน พ.ย. 63``) is compared with the reported month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from parsers.thai.dates import find_dates, find_periods, format_period
from parsers.thai.text import fold, to_arabic


class Time(StrEnum):
    """What span of time a heading speaks of."""

    NONE = "none"
    PRIOR = "prior"
    """Everything before the reported month."""
    MONTH_BEFORE = "month_before"
    """``เดือนก่อน`` alone: everything before, or the month before only."""
    THIS = "this"
    UNTIL = "until"
    """Everything up to and with the reported month."""
    WEAK_UNTIL = "weak_until"
    """``ทั้งสิ้น``, ``รวม``, ``ณ วันที่``: most likely up to now."""
    SOME_MONTH = "some_month"
    """One named month, while the reported month is not known."""
    UNTIL_SOME = "until_some"
    ELSEWHEN = "elsewhen"


_BEFORE = ("เดือนก่อน", "เดือนที่แล้ว", "เดือนที่ผ่านมา", "งวดก่อน", "ครั้งก่อน", "ครั้งที่แล้ว", "คราวก่อน", "ก่อนหน้า", "เดือนที่ล่วงมา")
_UP_TO = ("สะสม", "ถึง", "ตั้งแต่", "รวม", "ยอด")
_THIS = ("เดือนนี้", "ในเดือน", "ประจำเดือน", "ระหว่างเดือน", "เฉพาะเดือน", "เดือนปัจจุบัน", "งวดนี้", "ครั้งนี้", "รอบเดือน", "เดือนที่รายงาน")
_NOW = ("ถึงเดือนนี้", "ถึงปัจจุบัน", "ถึงสิ้นเดือนนี้", "ถึง ณ", "ถึงวันที่รายงาน", "ตั้งแต่ต้น", "นับแต่ต้น")
_WEAK = ("ทั้งสิ้น", "ทั้งหมด", "รวม", "ณ วันที่", "ณ สิ้นเดือน")


_OTHER_YEAR = ("ปีก่อน", "ปีที่แล้ว", "ปีที่ผ่านมา", "ปีเก่า", "เดือนหน้า", "ถัดไป", "งวดหน้า", "ครั้งต่อไป", "เดือนต่อไป", "ปีหน้า")
_YEAR = re.compile(r"ปี\s*(?:งบประมาณ|งปม\.?)?\s*(?:พ\s?\.?\s?ศ\s?\.?)?\s*(?P<year>25[0-9]{2}|[4-9][0-9])(?![0-9,.])")


@lru_cache(maxsize=256)
def _k(word: str) -> str:
    return fold(word)


def _has(key: str, words: tuple[str, ...]) -> bool:
    return any(_k(word) in key for word in words)


def time_of(text: str, period: str | None) -> Time:
    """The time that a heading covers. ``period`` is the reported month ``YYYY-MM``, where it is known."""
    key = fold(text)
    if _has(key, _OTHER_YEAR) or _in_another_year(text, period):
        return Time.ELSEWHEN
    if _has(key, ("ก่อนเดือนนี้", "ยกมา", "ก่อนงวดนี้")):
        return Time.PRIOR
    if _has(key, _BEFORE):
        return Time.PRIOR if _has(key, _UP_TO) else Time.MONTH_BEFORE
    months = _months(text)
    until = _has(key, ("ถึง", "สะสม", "ตั้งแต่", "สิ้นเดือน")) or len(months) > 1
    if months and months[-1].is_day:
        return _by_day(months[-1].month, until, period)
    if months:
        return _named(months[-1].month, until, period)
    if _has(key, _NOW) or _has(key, ("สะสม",)):
        return Time.UNTIL
    if _has(key, _THIS):
        return Time.THIS
    if _has(key, ("ถึง",)):
        return Time.UNTIL
    return Time.WEAK_UNTIL if _has(key, _WEAK) else Time.NONE


def _in_another_year(text: str, period: str | None) -> bool:
    """``เบิกจ่าย ปี ๒๕๖๓`` in a report of the fiscal year 2564."""
    if period is None:
        return False
    years = [int(match["year"]) % 100 for match in _YEAR.finditer(to_arabic(text))]
    calendar, month = int(period[:4]) + 543, int(period[5:])
    return bool(years) and (calendar + (month >= 10)) % 100 not in years


def _named(month: str, until: bool, period: str | None) -> Time:
    if period is None:
        return Time.UNTIL_SOME if until else Time.SOME_MONTH
    same = month == period or (len(month) == 2 and month == period[5:])
    before = month in (month_before(period), month_before(period)[5:])
    if until:
        return Time.UNTIL if same else Time.PRIOR if before else Time.ELSEWHEN
    return Time.THIS if same else Time.ELSEWHEN


def _by_day(month: str, until: bool, period: str | None) -> Time:
    """``ถึงวันที่ 31 ธ.ค. 63``, ``ณ วันที่ 31 ธ.ค. 63``: what has been paid by that day."""
    if month == period:
        return Time.UNTIL if until else Time.WEAK_UNTIL
    if period is not None and month == month_before(period):
        return Time.PRIOR
    return Time.ELSEWHEN if period is not None and month < period else Time.UNTIL_SOME


def month_before(period: str) -> str:
    """``2020-12`` -> ``2020-11``."""
    year, month = int(period[:4]), int(period[5:])
    return f"{year - 1:04d}-12" if month == 1 else f"{year:04d}-{month - 1:02d}"


@lru_cache(maxsize=1)
def _month_names() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of the twelve names, full and short with their dots, each with ``01`` to ``12``."""
    out = []
    for number in range(1, 13):
        full = format_period(f"2020-{number:02d}").split()[0]
        short = format_period(f"2020-{number:02d}", short=True).split()[0]
        letters = r"\s*\.\s*".join(re.escape(part) for part in short.split(".") if part)
        out.append((re.compile(rf"{re.escape(full)}|(?<!\.){letters}\s*\.?(?![ก-ฮ])"), f"{number:02d}"))
    return tuple(out)


@dataclass(frozen=True, slots=True, order=True)
class _Month:
    """A month named in a text."""

    start: int
    end: int
    month: str
    """``YYYY-MM`` where the year is said, ``MM`` where it is not."""
    is_day: bool = False


def _months(text: str) -> list[_Month]:
    """Months named in a text, and the months of days named in it, in order."""
    found = [_Month(date.start, date.end, date.date.strftime("%Y-%m"), True) for date in find_dates(text)]
    found += [_Month(period.start, period.end, period.period) for period in find_periods(text)]
    for pattern, number in _month_names():
        for match in pattern.finditer(to_arabic(text)):
            if not any(one.start <= match.start() < one.end for one in found):
                found.append(_Month(match.start(), match.end(), number))
    return sorted(found)
