"""The registers as an officer keeps them: records to plain rows of typed columns. Pure; storage.export writes them.

Only accepted submissions count as figures. What waits for a person stands in a sheet of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from parsers.records import Field
from parsers.thai.dates import BANGKOK, format_date, format_period, format_time
from parsers.thai.places import by_code
from rules.records import Obligation, State, Status, Timeliness
from rules.terms import Directive
from storage.records import ArrivalRow, SubmissionRow

Value = str | int | Decimal | dt.date | dt.time | None


class Type(StrEnum):
    """How the cells of a column are written."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register."""

    title: str
    type: Type = Type.TEXT
    width: int = 16
    """Characters."""


@dataclass(frozen=True, slots=True)
class Register:
    """One sheet of the workbook."""

    title: str
    """Name of the sheet."""
    note: str
    """What the figures are and are not, formal Thai."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[tuple[Value, ...], ...] = ()
    """Rows under the register, outside of its filter."""


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that the registers are written from."""

    arrivals: Sequence[ArrivalRow]
    submissions: Sequence[SubmissionRow]
    """Of all statuses; each register takes those that belong to it."""
    board: Sequence[Obligation]
    directive: Directive
    now: dt.datetime

    def province(self, code: str | None) -> str:
        """Thai name of a province; Bangkok and unknown codes too."""
        entry = by_code(code) if code else None
        return entry.name if entry else code or ""

    def current(self, kind: str, *statuses: Status) -> list[SubmissionRow]:
        """Submissions of a kind by province, month and arrival."""
        wanted = [row for row in self.submissions if row.kind == kind and row.status in statuses]
        return sorted(wanted, key=lambda row: (row.province or "", row.period or "", row.received_at, row.id))


KIND_NAMES = {
    "nomination": "การเสนอรายชื่อ",
    "achievement": "รายงานผลงาน",
    "disbursement": "รายงานการเบิกจ่าย",
    "obstacle": "รายงานปัญหาอุปสรรค",
    "other": "เรื่องอื่น ๆ",
}
STATUS_NAMES = {Status.ACCEPTED: "รับแล้ว", Status.REVIEW: "รอตรวจสอบ"}
CHANNEL_NAMES = {"email": "ไปรษณีย์อิเล็กทรอนิกส์", "fax": "โทรสาร", "upload": "นำเข้าโดยเจ้าหน้าที่"}
STATE_NAMES = {
    State.MISSING: "ยังไม่ส่ง (ยังไม่ครบกำหนด)",
    State.OVERDUE: "ยังไม่ส่ง เกินกำหนดแล้ว",
    State.LATE: "ส่งแล้ว แต่เกินกำหนด",
    State.EXCUSED: "ได้รับผ่อนผัน",
}
MONEY = ("allocated", "prior_cumulative", "this_month", "cumulative", "committed", "balance")
MONEY_TITLES = ("ได้รับจัดสรร", "เบิกจ่ายสะสมยกมา", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "ผูกพัน", "คงเหลือ")
HUNDRED = Decimal(100)


# --- cells ------------------------------------------------------------------------------------------------------------
def text(fields: Mapping[str, Field], name: str) -> str:
    """The field's value; empty where it is absent or could not be read."""
    field = fields.get(name)
    return field.value if field is not None and field.value is not None else ""


def number(fields: Mapping[str, Field], name: str) -> Decimal | None:
    """The field's value as a number; None where it is absent or could not be read."""
    try:
        return Decimal(text(fields, name))
    except InvalidOperation:
        return None


def day(fields: Mapping[str, Field], name: str) -> dt.date | str:
    """The field's value as a date; its text where it is none."""
    value = text(fields, name)
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return value


def month(period: str | None) -> str:
    """``พ.ย. 63``; empty without a month."""
    return "" if period is None else format_period(period, short=True)


def _on_time(row: SubmissionRow) -> str:
    if row.timeliness is None:
        return ""
    return "ทันกำหนด" if row.timeliness is Timeliness.ON_TIME else f"เกินกำหนด {row.days_late} วัน"


def local(moment: dt.datetime) -> tuple[dt.date, dt.time]:
    """Date and time of day in Asia/Bangkok, to the second."""
    there = moment.astimezone(BANGKOK)
    return there.date(), there.time().replace(microsecond=0)


def stamp(now: dt.datetime) -> str:
    """When the workbook was written, in words."""
    there = now.astimezone(BANGKOK)
    return f"ข้อมูล ณ วันที่ {format_date(there.date())} เวลา {format_time(there)} น."


# --- nominations, achievements, obstacles -----------------------------------------------------------------------------
_COMMON = (
    Column("รหัสจังหวัด", width=11),
    Column("จังหวัด", width=18),
    Column("รายการ", width=9),
    Column("สถานะ", width=13),
    Column("เลขรับ", width=12),
    Column("วันที่รับ", Type.DATE, 14),
    Column("ความทันเวลา", width=20),
)


def _common(books: Books, row: SubmissionRow) -> tuple[Value, ...]:
    return (
        row.province or "",
        books.province(row.province),
        row.id,
        STATUS_NAMES.get(row.status, row.status.value),
        row.receipt_no or "",
        local(row.received_at)[0],
        _on_time(row),
    )


def _listing(books: Books, kind: str, title: str, fields: Sequence[tuple[str, Column]]) -> Register:
    """Accepted and waiting submissions of a kind with the named fields."""

    def cell(row: SubmissionRow, name: str, column: Column) -> Value:
        return day(row.facts.fields, name) if column.type is Type.DATE else text(row.facts.fields, name)

    rows = tuple(
        (*_common(books, row), *(cell(row, name, column) for name, column in fields))
        for row in books.current(kind, Status.ACCEPTED, Status.REVIEW)
    )
    return Register(title, stamp(books.now), (*_COMMON, *(column for _, column in fields)), rows)


_LETTER_NO = ("letter_no", Column("ที่หนังสือ", width=20))
_LETTER_DATE = ("letter_date", Column("ลงวันที่", Type.DATE, 14))


def nominations(books: Books) -> Register:
    """การเสนอรายชื่อ"""
    fields = (
        ("district", Column("ศูนย์ดำรงธรรมอำเภอ", width=22)),
        _LETTER_NO,
        _LETTER_DATE,
        ("contact_name", Column("ผู้ประสานงาน", width=26)),
        ("contact_position", Column("ตำแหน่ง", width=26)),
        ("contact_phone", Column("โทรศัพท์", width=14)),
        ("contact_email", Column("อีเมล", width=26)),
        ("signer_name", Column("ผู้ลงนาม", width=26)),
        ("signer_position", Column("ตำแหน่งผู้ลงนาม", width=30)),
    )
    return _listing(books, "nomination", "การเสนอรายชื่อ", fields)


def achievements(books: Books) -> Register:
    """รายงานผลงาน"""
    fields = (
        ("district", Column("ศูนย์ดำรงธรรมอำเภอ", width=22)),
        ("title", Column("ชื่อผลงาน", width=60)),
        ("gecc_total", Column("คะแนน GECC", width=13)),
    )
    return _listing(books, "achievement", "รายงานผลงาน", fields)


def obstacles(books: Books) -> Register:
    """ปัญหาอุปสรรค"""
    fields = (
        ("topic", Column("เรื่อง", width=36)),
        ("detail", Column("รายละเอียด", width=70)),
        ("urgency", Column("ความเร่งด่วน", width=13)),
        _LETTER_NO,
        _LETTER_DATE,
        ("reporter_name", Column("ผู้รายงาน", width=26)),
        ("reporter_phone", Column("โทรศัพท์", width=14)),
    )
    return _listing(books, "obstacle", "ปัญหาอุปสรรค", fields)
