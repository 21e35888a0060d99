"""Thai dates, read and written: the only place that makes or reads Buddhist years.

Reading lives in ``days`` (full dates) and ``periods`` (months); both are named here.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from parsers.thai.days import WINDOW, FoundDate, find_dates, parse_date
from parsers.thai.months import FULL, SHORT
from parsers.thai.periods import (
    YEAR_APART,
    FoundPeriod,
    LoneMonth,
    find_lone_months,
    find_periods,
    in_fiscal_year,
    parse_period,
)
from parsers.thai.text import to_thai
from parsers.thai.years import BUDDHIST_OFFSET

__all__ = [
    "BANGKOK",
    "WINDOW",
    "YEAR_APART",
    "FoundDate",
    "FoundPeriod",
    "LoneMonth",
    "buddhist_year",
    "find_dates",
    "find_lone_months",
    "find_periods",
    "format_date",
    "format_period",
    "format_time",
    "in_fiscal_year",
    "parse_date",
    "parse_period",
]

BANGKOK = ZoneInfo("Asia/Bangkok")


def buddhist_year(date: dt.date) -> int:
    """The year of the Buddhist era: 2563 for 2020."""
    return date.year + BUDDHIST_OFFSET


def format_date(date: dt.date, *, thai_digits: bool = False, short: bool = False) -> str:
    """``18 พฤศจิกายน 2563``; short ``18 พ.ย. 63``."""
    year = buddhist_year(date)
    written = f"{date.day} {SHORT[date.month - 1]} {year % 100:02d}" if short else f"{date.day} {FULL[date.month - 1]} {year}"
    return to_thai(written) if thai_digits else written


def format_period(period: str, *, thai_digits: bool = False, short: bool = False) -> str:
    """``ธันวาคม 2563`` for ``2020-12``; short ``ธ.ค. 63``. Raises ValueError for anything but ``YYYY-MM``."""
    first = dt.date.fromisoformat(f"{period}-01")
    return format_date(first, thai_digits=thai_digits, short=short).split(" ", 1)[1]


def format_time(moment: dt.datetime) -> str:
    """``14.02``: the time of day in Bangkok. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(BANGKOK).strftime("%H.%M")
