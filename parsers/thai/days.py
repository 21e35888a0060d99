"""Full dates in Thai text. Day, month, year is the only order; the machine's own 2020-12-31 is understood as well."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from parsers.thai.months import PATTERN as MONTH
from parsers.thai.months import month_of
from parsers.thai.numerals import DIGIT, MIXED, TOKEN, read_digits, scripts
from parsers.thai.text import normalise
from parsers.thai.years import GAP, YEAR, is_christian, read_year

WINDOW = (2019, 2022)
"""Years of the Christian era that a paper under the directive may bear."""

WEEKDAY_DIFFERS = "วันในสัปดาห์ไม่ตรงกับวันที่"
MONTH_UNCLEAR = "ชื่อเดือนเขียนไม่ครบหรือสะกดไม่ชัดเจน"
ORDER_UNCLEAR = "วันที่กับเดือนอาจสลับกัน"
FORM_UNCLEAR = "รูปแบบวันที่ไม่ชัดเจน"
MORE_TEXT = "มีข้อความอื่นปนอยู่ด้วย"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text. ``start`` and ``end`` count in the normalised text; ``note`` says in Thai why it is not certain."""

    date: dt.date
    raw: str
    start: int
    end: int
    certain: bool
    note: str = ""


_DAY = rf"(?<![{TOKEN}A-Za-z])(?<![{DIGIT}][.,/])(?P<day>(?=[{TOKEN}]*[{DIGIT}])[{TOKEN}]{{1,2}})(?![{TOKEN}])"
_BEFORE_MONTH = rf"(?:(?P<dot>\s?\.\s?)|\s?[/\-–]\s?|{GAP}(?:เดือน{GAP})?)"
_BEFORE_YEAR = rf"(?:\s?[/\-–,.]\s?|{GAP})"
_NAMED = re.compile(rf"{_DAY}{_BEFORE_MONTH}(?P<month>{MONTH}){_BEFORE_YEAR}{YEAR}")
_NUMBERED = re.compile(rf"{_DAY}{GAP}เดือน(?:ที่)?{GAP}(?P<month>[{TOKEN}]{{1,2}}){GAP}{YEAR}")
_NUMERIC = re.compile(
    rf"(?<![{TOKEN}A-Za-z])(?<![{DIGIT}][.,/])(?P<day>[{TOKEN}]{{1,2}})\s?(?P<sep>[/\-–.])\s?(?P<month>[{TOKEN}]{{1,2}})\s?(?P=sep)\s?"
    rf"(?P<year>[{TOKEN}]{{4}}|[{TOKEN}]{{2}})(?![{TOKEN}A-Za-z])(?!\s?(?P=sep)\s?[{DIGIT}])(?![.,][{DIGIT}])"
)
_MACHINE = re.compile(r"(?<![0-9/.\-])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9/.\-])")
_DASHED = re.compile(f"[{DIGIT}]\\s?[-–]\\Z")
_MONTH_BEFORE = re.compile(rf"{MONTH}{GAP}['’‘]?$")
_WEEKDAYS = ("จันทร", "อังคาร", "พุธ", "พฤหัส", "ศุกร", "เสาร", "อาทิตย")
_WEEKDAY = re.compile(r"(?:วัน)?(จันทร|อังคาร|พุธ|พฤหัส|ศุกร|เสาร|อาทิตย)(?:บดี|ฯ)?์?\s*(?:ที่|ที)?\s*$")


def find_dates(text: str, years: tuple[int, int] = WINDOW) -> list[FoundDate]:
    """Every full date in a text, in order. A date that does not exist (31 พ.ย.) is left out.

    ``years`` is the window of Christian years, both ends included; a date outside it is returned as not certain.
    """
    text = normalise(text)
    found: list[FoundDate] = []
    for pattern in (_NAMED, _NUMBERED, _MACHINE, _NUMERIC):
        for match in pattern.finditer(text):
            if any(match.start("day") < other.end and other.start < match.end() for other in found):
                continue
            date = _read(match, text, years) if _is_day(match, text) else None
            if date is not None:
                found.append(date)
    return sorted(found, key=lambda date: date.start)


def date_like_spans(text: str) -> list[tuple[int, int]]:
    """Where normalised text has the form of a full date, existing or not."""
    patterns = (_NAMED, _NUMBERED, _MACHINE, _NUMERIC)
    return [match.span() for pattern in patterns for match in pattern.finditer(text) if _is_day(match, text)]


def _is_day(match: re.Match[str], text: str) -> bool:
    """False for the year of a month before it (``ต.ค. 20 - ธ.ค. 20``), and within a longer row of dashed figures."""
    start = match.start("day")
    if match.re is _NUMERIC and match["sep"] in "-–" and _DASHED.search(text[max(0, start - 3) : start]):
        return False
    return int(read_digits(match["day"])[0]) <= 31 and not _MONTH_BEFORE.search(text[max(0, start - 24) : start])


def _read(match: re.Match[str], text: str, years: tuple[int, int]) -> FoundDate | None:
    groups = match.groupdict()
    day, doubt = read_digits(match["day"])
    year = read_year(match["year"], buddhist=bool(groups.get("be")), christian=bool(groups.get("ce")), window=years)
    month, month_doubt = _month(match)
    if year is None or month is None:
        return None
    try:
        date = dt.date(year.year, month, int(day))
    except ValueError:
        return None
    note = doubt or month_doubt or year.doubt or _form_doubt(match) or _weekday_doubt(text[: match.start("day")], date)
    return FoundDate(date, match.group(), match.start(), match.end(), not note, note)


def _month(match: re.Match[str]) -> tuple[int | None, str]:
    if match.re is _NAMED:
        name = month_of(match["month"])
        return (name.month, "" if name.certain else MONTH_UNCLEAR) if name else (None, "")
    digits, doubt = read_digits(match["month"])
    return int(digits), doubt


def _form_doubt(match: re.Match[str]) -> str:
    if match.re is _NAMED:
        return FORM_UNCLEAR if match["dot"] else ""
    if match.re is not _NUMERIC:
        return ""
    if len(scripts(match.group())) > 1:
        return MIXED
    if match["sep"] == "." and len(match["year"]) == 2:
        return FORM_UNCLEAR
    day, month = int(read_digits(match["day"])[0]), int(read_digits(match["month"])[0])
    # A Buddhist year is written by a Thai hand, day first; a Christian one may come from a machine that puts the month first.
    return ORDER_UNCLEAR if is_christian(match["year"]) and day <= 12 and day != month else ""


def _weekday_doubt(before: str, date: dt.date) -> str:
    named = _WEEKDAY.search(before[-40:])
    return WEEKDAY_DIFFERS if named and _WEEKDAYS.index(named.group(1)) != date.weekday() else ""


_CUES = re.compile(
    r"ข้อมูล|เมื่อ|ลงวันที่|ลว\.?|ณ|วันที่|ที่|วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)|ถึง|สิ้นสุด|ภายใน|ประจำ"
    r"|เวลา\s*[0-9๐-๙]{1,2}[.:][0-9๐-๙]{2}(?:\s*น\.?)?|[T ]?[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:\.0+)?|[\s:;.,()\-–…_*]"
)


def parse_date(text: str, years: tuple[int, int] = WINDOW) -> FoundDate | None:
    """The one date that a text consists of, but for cues such as ``ลงวันที่`` and a time of day.

    None where there is none, or several that differ; not certain where other words stand beside it.
    """
    text = normalise(text)
    found = find_dates(text, years)
    if not found or len({date.date for date in found}) > 1:
        return None
    first = found[0]
    if not first.certain or not _CUES.sub("", text[: first.start] + " " + text[found[-1].end :]):
        return first
    return FoundDate(first.date, first.raw, first.start, first.end, False, MORE_TEXT)
