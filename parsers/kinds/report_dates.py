"""The month that a disbursement report covers, the day that its figures are as of, and the day of the entry in e-fms.

The month counts only where the report names it (``ประจำเดือน ...``); from anything else a proposal is made, never more.
The date of a signature is no as-of date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.flow import Flow, Row
from parsers.kinds.columns import MONEY, is_title, read_heading
from parsers.kinds.heading_time import month_before
from parsers.memo import remembered
from parsers.records import Doubt, Field
from parsers.thai.dates import (
    YEAR_APART,
    FoundDate,
    FoundPeriod,
    LoneMonth,
    find_dates,
    find_lone_months,
    find_periods,
    format_period,
    in_fiscal_year,
)

_NAMED = re.compile(r"(?:ประจำ|รอบ|ของ|งวด|ประจำงวด|รายงาน)\s*เดือน\s*(?:ที่)?\s*[:：]?\s*$")
_MONTH_WORD = re.compile(r"เดือน\s*[:：]?\s*$")
_NOT_THE_PERIOD = re.compile(
    r"(?:ถึง|จนถึง|สิ้น|ตั้งแต่|สะสม|ก่อน|ภายใน|นับแต่|ยกมา|ระหว่าง|ต้น|กลาง|ปลาย)\s*(?:สิ้น)?(?:เดือน)?\s*[:：]?\s*$"
    r"|ณ\s*(?:วัน)?(?:สิ้น)?(?:เดือน)?\s*$"
)
_BLANK_DAY = re.compile(r"วัน(?:ที่|ที)?[\s.…_/:：]*(?:เดือน)?[\s.…_:：]*$")
"""``วันที่ ...... เดือน มกราคม พ.ศ. ๒๕๖๔``: a date whose day was left for the pen."""
_LETTER_HEAD = re.compile(r"^\s*(?:เรื่อง|เรียน|กราบเรียน)(?![ก-๎])", re.MULTILINE)
_AS_OF = re.compile(r"(ข้อมูล\s*)?(?:ณ|ถึง|สิ้นสุด)\s*(?:สิ้น)?\s*(?:วัน\s*ที่?|สิ้น\s*(?:วัน|เดือน)|วัน)?\s*(?:สิ้นเดือน|เดือน)?\s*[:：]?\s*$")
_EFMS = re.compile(r"e\s*-?\s*fms|อี\s*-?\s*เอฟเอ็มเอส|ระบบ(?:การ)?บริหารการเบิกจ่าย", re.IGNORECASE)
_GIVEN_ON = re.compile(r"ให้ไว้|ออกให้|ลงชื่อ|ลงวันที่|ลว\.|ขยาย|กำหนด|ภายใน|แล้วเสร็จ|เลื่อน|รอ")
_UP_TO = re.compile(r"ถึง\s*(?:สิ้น)?\s*(?:วัน\s*ที่?)?\s*[:：]?\s*$")
_OF_FIGURES = re.compile(r"ข้อมูล|ตั้งแต่|สะสม|เบิกจ่าย|ยอด")
_SPAN = re.compile(r"\s*(?:[-–,]|ถึง|จนถึง|และ)\s*(?:เดือน)?\s*[ก-ฮเ]")
"""After a month: another one."""
_NEAR = 60
"""Characters before a date in which the words that explain it stand."""


@dataclass(frozen=True, slots=True)
class ReportDates:
    """What a report says about time."""

    period: Field | None
    """Without a value where only the month is named, and not its year."""
    proposed: str | None
    as_of: Field | None
    efms: Field | None
    doubts: tuple[Doubt, ...] = ()


@remembered
def read_dates(flow: Flow) -> ReportDates:
    """Month, as-of date and e-fms date of a report."""
    headings = [row for row in flow.rows if _is_heading(row)]
    ranked = list(_periods(flow, headings))
    named = _best(ranked)
    as_of = _as_of(flow)
    efms = _efms(flow)
    lone = _lone_month(flow, headings)
    if not named:
        period = flow.field(None, lone.start, lone.end, certain=False, raw=f"เดือน{lone.raw}") if lone else None
        return ReportDates(period, _year_for(lone, flow, as_of) or _proposal(flow, as_of), as_of, efms)
    doubts = _doubts(named, lone if min(rank for rank, _ in ranked) else None)
    first = named[0]
    period = flow.field(first.period, first.start, first.end, certain=not doubts, raw=first.raw)
    return ReportDates(period, None, as_of, efms, doubts)


def _doubts(named: list[FoundPeriod], lone: LoneMonth | None) -> tuple[Doubt, ...]:
    """``lone``: a month that the report calls its own, without a year, where no other is called so."""
    months = [one.period for one in named]
    if len(set(months)) > 1:
        return (_several([format_period(month) for month in months]),)
    if lone is not None and lone.month != int(months[0][5:]):
        return (_several([f"เดือน{lone.raw}", format_period(months[0])]),)
    return () if named[0].certain else (_unsure(named[0]),)


def _lone_month(flow: Flow, headings: list[Row]) -> LoneMonth | None:
    """``ประจำเดือน ธันวาคม`` above the figures, without its year."""
    figures = headings[0].start if headings else len(flow.text)
    for month in find_lone_months(flow.text):
        before = flow.text[max(0, month.start - _NEAR) : month.start]
        if month.start < figures and _NAMED.search(before) and not _NOT_THE_PERIOD.search(before):
            return month
    return None


def _year_for(lone: LoneMonth | None, flow: Flow, as_of: Field | None) -> str | None:
    """The month with the year that the rest of the paper suggests by its as-of date, its fiscal year or its last date."""
    if lone is None or _SPAN.match(flow.text, lone.end):
        return None
    if as_of is not None and as_of.value and int(as_of.value[5:7]) == lone.month:
        return as_of.value[:7]
    if (in_year := in_fiscal_year(lone.month, flow.text)) is not None:
        return in_year
    dates = find_dates(flow.text)
    if not dates:
        return None
    last = dates[-1].date
    return f"{last.year if last.month >= lone.month else last.year - 1:04d}-{lone.month:02d}"


def _is_heading(row: Row) -> bool:
    if row.table is None:
        return False
    found = {options[0] for cell in row.cells if cell.strip() and not is_title(cell) and (options := read_heading([cell]))}
    return len(found) >= 2 and any(meaning in MONEY for meaning in found)


def _periods(flow: Flow, headings: list[Row]) -> Iterator[tuple[int, FoundPeriod]]:
    """Months named as the report's own, each with its rank (0 best). Headings of columns name none."""
    figures = headings[0].start if headings else len(flow.text)
    for period in find_periods(flow.text):
        if period.note == YEAR_APART or any(row.start <= period.start <= row.end for row in headings):
            continue
        start, _ = flow.line_at(period.start)
        before = flow.text[max(start, period.start - _NEAR) : period.start]
        if _NOT_THE_PERIOD.search(before) or _BLANK_DAY.search(before):
            continue
        if _NAMED.search(before):
            yield (0 if period.start < figures else 2), period
        elif period.start < figures and (_MONTH_WORD.search(before) or _opens(flow, period) or "รายงาน" in before):
            yield 1, period


def _opens(flow: Flow, period: FoundPeriod) -> bool:
    """Whether a month opens its line, and is not the date of a letter or signature whose day was left for the pen."""
    start, _ = flow.line_at(period.start)
    above = flow.text[:start].rstrip().rpartition("\n")[2]
    if flow.text[start : period.start].strip() or _LETTER_HEAD.search(flow.text, period.end):
        return False
    return not re.search(r"ลงชื่อ|ตำแหน่ง|\(\s*(?:นาย|นาง|ว่าที่)|(?:ผู้ว่าราชการ|ปลัด)\S*จังหวัด", above)


def _best(ranked: list[tuple[int, FoundPeriod]]) -> list[FoundPeriod]:
    rank = min((r for r, _ in ranked), default=0)
    return [period for r, period in ranked if r == rank]


def _several(months: list[str]) -> Doubt:
    named = " และ ".join(dict.fromkeys(months))
    message = f"รายงานระบุเดือนที่รายงานไม่ตรงกัน ({named}) โปรดตรวจสอบว่าเป็นรายงานประจำเดือนใด"
    return Doubt("period_contradicted", message, ("period",))


def _unsure(period: FoundPeriod) -> Doubt:
    reason = f" ({period.note})" if period.note else ""
    message = f"เดือนที่รายงานอ่านได้ไม่ชัดเจน{reason} ข้อความในเอกสารคือ “{period.raw}” โปรดตรวจสอบและระบุเดือนที่ถูกต้อง"
    return Doubt("doubtful_field", message, ("period",))


def _as_of(flow: Flow) -> Field | None:
    found: list[tuple[int, Field]] = []
    for date in find_dates(flow.text):
        before = _before(flow, date.start)
        match = _AS_OF.search(before)
        loose = _UP_TO.search(before) and (not _OF_FIGURES.search(before) or _in_heading(flow, date.start))
        if match and not loose and not _EFMS.search(before) and not _GIVEN_ON.search(before):
            field = flow.field(date.date.isoformat(), date.start, date.end, certain=date.certain, raw=date.raw)
            found.append((0 if match.group(1) else 1, field))
    found = found or list(_month_ends(flow))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _in_heading(flow: Flow, offset: int) -> bool:
    """``สะสมถึงวันที่ ๓๐ พ.ย. ๖๓`` over a column dates that column alone."""
    return any(row.start <= offset <= row.end and _is_heading(row) for row in flow.rows)


def _month_ends(flow: Flow) -> Iterator[tuple[int, Field]]:
    """``ณ สิ้นเดือน ธันวาคม ๒๕๖๓`` is the last day of that month."""
    for period in find_periods(flow.text):
        before = _before(flow, period.start)
        if re.search(r"(?:ณ|ถึง|ข้อมูล)\s*(?:วัน)?\s*สิ้น\s*(?:เดือน)?\s*$", before) and not _EFMS.search(before):
            last = _last_day(period.period)
            yield 1, flow.field(last.isoformat(), period.start, period.end, certain=period.certain, raw=period.raw)


def _before(flow: Flow, offset: int) -> str:
    start, _ = flow.line_at(offset)
    return flow.text[max(start, offset - _NEAR) : offset]


def _last_day(period: str) -> dt.date:
    year, month = int(period[:4]), int(period[5:])
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _efms(flow: Flow) -> Field | None:
    """The first date after the name of the system, in its line or the next."""
    for match in _EFMS.finditer(flow.text):
        end = flow.text.find("\n", match.end())
        end = len(flow.text) if end < 0 else end
        stop = flow.text.find("\n", end + 1)
        for span_end in (end, len(flow.text) if stop < 0 else stop):
            date = next(iter(_dates_between(flow, match.end(), span_end)), None)
            if date is not None:
                return flow.field(date.date.isoformat(), date.start, date.end, certain=date.certain, raw=date.raw)
            if "ลงชื่อ" in flow.text[end:span_end] or "(" in flow.text[end : end + 3]:
                break
    return None


def _dates_between(flow: Flow, start: int, end: int) -> Iterator[FoundDate]:
    text = flow.text[start:end]
    cut = re.search(r"ลงชื่อ|ผู้รายงาน|ตำแหน่ง|โทร", text)
    for date in find_dates(text[: cut.start()] if cut else text):
        yield FoundDate(date.date, date.raw, start + date.start, start + date.end, date.certain, date.note)


def _proposal(flow: Flow, as_of: Field | None) -> str | None:
    """The month to propose to a person: that of the as-of date, or the one before the date of the report."""
    if as_of is not None and as_of.value:
        day = dt.date.fromisoformat(as_of.value)
        return f"{day:%Y-%m}" if day.day > 15 else month_before(f"{day:%Y-%m}")
    month_ends = [period.period for period in find_periods(flow.text)]
    if month_ends:
        return month_ends[-1]
    dates = find_dates(flow.text)
    return month_before(f"{dates[-1].date:%Y-%m}") if dates else None
