"""The month that a report covers, as it is named in text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.thai.days import MONTH_UNCLEAR, MORE_TEXT, WINDOW, date_like_spans
from parsers.thai.months import PATTERN as MONTH
from parsers.thai.months import month_of
from parsers.thai.numerals import DIGIT, MIXED, TOKEN, read_digits, scripts
from parsers.thai.text import normalise
from parsers.thai.years import BUDDHIST_ERA, GAP, YEAR, YearRead, read_year

RANGE = "ระบุไว้หลายเดือนหรือเป็นช่วงเดือน"
FISCAL_DIFFERS = "เดือนและปีที่ระบุไม่อยู่ในปีงบประมาณที่ระบุไว้ด้วยกัน"
NUMBER_ALONE = "ตัวเลขอาจมิใช่เดือนและปี"
YEAR_APART = "เดือนที่ระบุไม่มีปีกำกับ และปีงบประมาณระบุไว้ในบรรทัดอื่น"
"""The note of a month whose year was taken from a fiscal year on the line above or below: a proposal, no named month."""


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A month with its year, ``YYYY-MM`` of the Christian era. ``note`` says in Thai why it is not certain."""

    period: str
    raw: str
    start: int
    end: int
    certain: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class LoneMonth:
    """A month named without its year."""

    month: int
    raw: str
    start: int
    end: int


_ANY_DIGIT = re.compile(f"[{DIGIT}]")
_FISCAL = rf"(?:ประจำ)?ปี\s?(?:งบประมาณ|งบฯ?|งปม\.?){GAP}"
_WITH_YEAR = re.compile(rf"(?P<month>{MONTH})(?:\s?[/\-–,]\s?|{GAP}){YEAR}")
_FISCAL_ALONE = re.compile(f"{_FISCAL}{YEAR}")
_FISCAL_AFTER = re.compile(rf"(?P<gap>{GAP})\(?{_FISCAL}{YEAR}")
_FISCAL_BEFORE = re.compile(rf"{_FISCAL}{YEAR}(?P<gap>{GAP})(?:ประจำ)?(?:เดือน)?{GAP}$")
_MONTH = re.compile(f"(?P<month>{MONTH})")
_LIKE_MONTH = re.compile(rf"เดือน{GAP}(?P<month>[ก-๎]{{4,14}}?){GAP}{YEAR}")
_OFFICE = re.compile(r"(?:สำนักงาน|เลขาธิการ|คณะกรรมการ|ระเบียบ)\s*ก\s?\.\s?พ\s?\.?$")
_MONTH_THEN_YEAR = re.compile(rf"{MONTH}{GAP}['’‘]?[{DIGIT}]{{2}}\s*[-–—]\s*$")
_DAY_BEFORE = re.compile(rf"(?<![{TOKEN}])(?P<day>[{TOKEN}]{{1,2}})(?:\s?[/\-–.]\s?|{GAP}(?<!ประจำ)(?:เดือน{GAP})?)$")
_JOIN = r"(?:-|–|—|ถึง|จนถึง|และ|,|/)"
_RANGE_AFTER = re.compile(rf"\s*{_JOIN}\s*(?:สิ้น)?(?:เดือน)?\s*{MONTH}")
_RANGE_BEFORE = re.compile(rf"{MONTH}(?:{GAP}(?:พ\.?ศ\.?{GAP})?[{DIGIT}]{{2,4}})?\s*{_JOIN}\s*(?:สิ้น)?(?:เดือน)?\s*$")
_CUE = rf"(?:ประจำเดือน(?:ที่)?|เดือน(?:ที่)?|งวดเดือน(?:ที่)?){GAP}"
_NUMBERS = re.compile(
    rf"(?P<cue>{_CUE})?(?<![{TOKEN}A-Za-z])(?<![{DIGIT}][.,/\-])(?P<month>[{DIGIT}]{{1,2}})"
    rf"(?:\s?/\s?|(?P<spelled>{GAP}(?:ปี|{BUDDHIST_ERA}){GAP}))(?P<year>[{DIGIT}]{{4}}|[{DIGIT}]{{2}})"
    rf"(?![{TOKEN}A-Za-z])(?!\s?[/\-.]\s?[{DIGIT}])"
)
_NO_MONTH_BEFORE = re.compile(r"(?:ที่|ครั้งที่|ฉบับที่|เลขที่|ข้อ|หมายเลข|ว|รับ|คำสั่ง|No\.?)\s*$|[ก-ฮ]{2}\s?[0-9๐-๙.]*$")


def find_periods(text: str, years: tuple[int, int] = WINDOW) -> list[FoundPeriod]:
    """Every month named with its year, in order. A full date is none, nor is a fiscal year alone.

    A month without a year takes it from a fiscal year named right beside it (October to December lie in the year before); where
    that stands on another line it is not certain (``YEAR_APART``). A word that is only like a month is not certain either.
    """
    text = normalise(text)
    if not _ANY_DIGIT.search(text):
        return []  # most lines of a paper: no year without a digit
    dates = date_like_spans(text)
    found = [*_named(text, years, dates), *_numbered(text, years, dates)]
    return sorted(found, key=lambda period: period.start)


def find_lone_months(text: str, years: tuple[int, int] = WINDOW) -> list[LoneMonth]:
    """Months named without a year of their own, in order; those of a full date are none."""
    text = normalise(text)
    told = [period for period in find_periods(text, years) if period.note != YEAR_APART]
    taken = [*date_like_spans(text), *((period.start, period.end) for period in told)]
    found = []
    for match in _MONTH.finditer(text):
        month = month_of(match["month"])
        before = text[max(0, match.start() - 60) : match.start()]
        if month is None or _touches(match.span(), taken) or _follows_day(before) or _OFFICE.search(before + match.group()):
            continue
        found.append(LoneMonth(month.month, match.group(), match.start(), match.end()))
    return found


def in_fiscal_year(month: int, text: str, years: tuple[int, int] = WINDOW) -> str | None:
    """The month ``YYYY-MM`` in the one fiscal year that a text names; None where it names none or several."""
    read = [_year(match, (years[0], years[1] + 1)) for match in _FISCAL_ALONE.finditer(normalise(text))]
    named = {one.year for one in read if one is not None and not one.doubt}
    return f"{_calendar_year(month, named.pop())}-{month:02d}" if len(named) == 1 else None


def _named(text: str, years: tuple[int, int], dates: list[tuple[int, int]]) -> list[FoundPeriod]:
    found: list[FoundPeriod] = []
    for month in _MONTH.finditer(text):
        before = text[max(0, month.start() - 60) : month.start()]
        if _touches(month.span(), dates) or _follows_day(before) or _OFFICE.search(before + month.group()):
            continue
        match = _WITH_YEAR.match(text, month.start())
        period = _plain(match, text, years) if match else _fiscal(month, text, years)
        if period is not None:
            found.append(period)
    taken = [*dates, *((period.start, period.end) for period in found)]
    likes = (match for match in _LIKE_MONTH.finditer(text) if not _touches(match.span("month"), taken))
    return [*found, *(period for match in likes if (period := _like(match, years)) is not None)]


def _like(match: re.Match[str], years: tuple[int, int]) -> FoundPeriod | None:
    """``ประจำเดือน ธันวาดม 2563``: nearest to one month by a margin, and for a person all the same."""
    month, year = month_of(match["month"]), _year(match, years)
    if month is None or year is None:
        return None
    start = match.start("month")
    return FoundPeriod(
        f"{year.year}-{month.month:02d}", match.group()[start - match.start() :], start, match.end(), False, MONTH_UNCLEAR
    )


def _follows_day(before: str) -> bool:
    day = _DAY_BEFORE.search(before)
    return day is not None and int(read_digits(day["day"])[0]) <= 31 and not _MONTH_THEN_YEAR.search(before)


def _plain(match: re.Match[str], text: str, years: tuple[int, int]) -> FoundPeriod | None:
    month = month_of(match["month"])
    year = _year(match, years)
    if month is None or year is None:
        return None
    note = year.doubt or ("" if month.certain else MONTH_UNCLEAR) or _range_doubt(text, match.start(), match.end())
    fiscal = _fiscal_beside(text, match.start(), match.end(), years)
    if fiscal and year.year != _calendar_year(month.month, fiscal.year):
        note = note or FISCAL_DIFFERS
    return FoundPeriod(f"{year.year}-{month.month:02d}", match.group(), match.start(), match.end(), not note, note)


def _fiscal(match: re.Match[str], text: str, years: tuple[int, int]) -> FoundPeriod | None:
    month = month_of(match["month"])
    if month is None:
        return None
    after = _FISCAL_AFTER.match(text, match.end())
    before = None if after else _before(text, match.start())
    beside = after or before
    fiscal = _year(beside, (years[0], years[1] + 1)) if beside else None
    if beside is None or fiscal is None:
        return None
    year = _calendar_year(month.month, fiscal.year)
    start, end = (match.start(), beside.end()) if after else (match.start(), match.end())
    note = YEAR_APART if "\n" in beside["gap"] else fiscal.doubt or ("" if month.certain else MONTH_UNCLEAR)
    note = note or _range_doubt(text, match.start(), match.end())
    return FoundPeriod(f"{year}-{month.month:02d}", text[start:end], start, end, not note, note)


def _before(text: str, start: int) -> re.Match[str] | None:
    return _FISCAL_BEFORE.search(text[max(0, start - 80) : start])


def _fiscal_beside(text: str, start: int, end: int, years: tuple[int, int]) -> YearRead | None:
    beside = _FISCAL_AFTER.match(text, end) or _before(text, start)
    return _year(beside, years) if beside else None


def _year(match: re.Match[str], years: tuple[int, int]) -> YearRead | None:
    return read_year(match["year"], buddhist=bool(match["be"]), christian=bool(match["ce"]), window=years)


def _calendar_year(month: int, fiscal_year: int) -> int:
    return fiscal_year - 1 if month >= 10 else fiscal_year


def _range_doubt(text: str, start: int, end: int) -> str:
    return RANGE if _RANGE_AFTER.match(text, end) or _RANGE_BEFORE.search(text[max(0, start - 60) : start]) else ""


def _touches(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)


def _numbered(text: str, years: tuple[int, int], dates: list[tuple[int, int]]) -> list[FoundPeriod]:
    found: list[FoundPeriod] = []
    for match in _NUMBERS.finditer(text):
        month = int(read_digits(match["month"])[0])
        year = read_year(match["year"], buddhist=False, christian=False, window=years)
        cued = bool(match["cue"])
        if _touches(match.span(), dates) or year is None or not 1 <= month <= 12 or (match["spelled"] and not cued):
            continue
        if not cued and (len(match["year"]) == 2 or _NO_MONTH_BEFORE.search(text[max(0, match.start() - 20) : match.start()])):
            continue
        note = year.doubt or (MIXED if len(scripts(match.group())) > 1 else "") or ("" if cued else NUMBER_ALONE)
        start = match.start("month")
        found.append(FoundPeriod(f"{year.year}-{month:02d}", text[start : match.end()], start, match.end(), not note, note))
    return found


_CUES = re.compile(rf"รายงาน|ประจำ|เดือน|งวด|รอบ|สิ้น|ณ|ของ|{_FISCAL}{YEAR}|[\s:;.,()\-–…_*]")
_ISO = re.compile(r"\s*(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])\s*")
_PAIR = re.compile(rf"\s*(?P<month>[{DIGIT}]{{1,2}})\s?/\s?(?P<year>[{DIGIT}]{{4}})\s*")


def parse_period(text: str, years: tuple[int, int] = WINDOW) -> FoundPeriod | None:
    """The one month that a text consists of, but for cues such as ``ประจำเดือน``.

    None where there is none, or several that differ; not certain where other words stand beside it.
    """
    text = normalise(text)
    iso = _ISO.fullmatch(text)
    if iso:
        year = read_year(iso["year"], buddhist=False, christian=False, window=years)
        return FoundPeriod(f"{year.year}-{iso['month']}", text, 0, len(text), not year.doubt, year.doubt) if year else None
    found = find_periods(text, years)
    if not found or len({period.period for period in found}) > 1:
        return None
    first = found[0]
    if first.note == NUMBER_ALONE and _PAIR.fullmatch(text):
        return replace(first, certain=True, note="")
    if not first.certain or not _CUES.sub("", text[: first.start] + " " + text[found[-1].end :]):
        return first
    return replace(first, certain=False, note=MORE_TEXT)
