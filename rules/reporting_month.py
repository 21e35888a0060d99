"""Is the month of a report the right one, and over?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from parsers.records import Facts, Field
from parsers.thai.dates import BANGKOK, format_date, format_period
from rules.calendar import first_day_after, nominal_day
from rules.labels import label
from rules.records import Deadline, Finding, Severity
from rules.terms import Deliverable, Directive


def check(facts: Facts, directive: Directive, received_at: dt.datetime, due: Deadline | None) -> Iterator[Finding]:
    """Findings about the month of a monthly report, and about dates that lie after its arrival."""
    today = received_at.astimezone(BANGKOK).date()
    for name in ("letter_date", "as_of"):
        yield from _not_yet(name, facts.fields.get(name), today)
    deliverable = directive.for_kind(facts.kind)
    if deliverable is None or deliverable.monthly_day is None:
        return
    period = facts.period.value if facts.period else None
    if period is None:
        yield _missing(facts)
    elif period not in deliverable.periods:
        message = f"เดือน{format_period(period)} อยู่นอกระยะเวลาที่ต้องรายงานตามหนังสือสั่งการ"
        yield Finding("period_outside", Severity.ERROR, message, ("period",))
    else:
        yield from _month(facts, deliverable, period, today, due)


def _missing(facts: Facts) -> Finding:
    message = "เอกสารไม่ระบุว่าเป็นรายงานประจำเดือนใด"
    if facts.period is not None and facts.period.raw:
        message = f"เอกสารระบุเพียง “{facts.period.raw}” โดยไม่ระบุปี"
    if facts.proposed_period is not None:
        message += f" ระบบเสนอให้ถือเป็นเดือน{format_period(facts.proposed_period)} โปรดยืนยันหรือกำหนดเดือนที่ถูกต้อง"
    else:
        message += " โปรดกำหนดเดือนที่รายงาน"
    return Finding("period_missing", Severity.ERROR, message, ("period",))


def _month(facts: Facts, deliverable: Deliverable, period: str, today: dt.date, due: Deadline | None) -> Iterator[Finding]:
    over = first_day_after(period)
    if today < over:
        message = (
            f"รายงานประจำเดือน{format_period(period)} มาถึงเมื่อวันที่ {format_date(today)} ก่อนสิ้นเดือนที่รายงาน ยอดเบิกจ่ายจึงอาจยังไม่ครบถ้วน"
        )
        yield Finding("period_not_over", Severity.ERROR, message, ("period",))
    as_of = date_of(facts.fields.get("as_of"))
    if as_of is None:
        return
    last = max(nominal_day(deliverable, period), due.due_on if due else dt.date.min)
    first = dt.date(int(period[:4]), int(period[5:7]), 1)
    if not first <= as_of <= last:
        message = f"ข้อมูล ณ วันที่ {format_date(as_of)} ขัดกับเดือนที่รายงาน ({format_period(period)}) โปรดตรวจสอบว่าเป็นรายงานของเดือนใด"
        yield Finding("period_contradicted", Severity.ERROR, message, ("period", "as_of"))


def date_of(field: Field | None) -> dt.date | None:
    """The day that a field holds, if it holds one."""
    if field is None or field.value is None:
        return None
    try:
        return dt.date.fromisoformat(field.value)
    except ValueError:
        return None


def _not_yet(name: str, field: Field | None, today: dt.date) -> Iterator[Finding]:
    day = date_of(field)
    if day is not None and day > today:
        message = f"{label(name)} ({format_date(day)}) อยู่หลังวันที่ได้รับเอกสาร ({format_date(today)}) โปรดตรวจสอบ"
        yield Finding("date_doubtful", Severity.WARNING, message, (name,))
