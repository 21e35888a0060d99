"""The registers of what is not there yet: missing, late, and waiting for a person."""

from __future__ import annotations

from rules.records import Obligation, Severity, Status
from rules.terms import Deliverable
from storage.records import SubmissionRow
from storage.registers import (
    CHANNEL_NAMES,
    KIND_NAMES,
    STATE_NAMES,
    Books,
    Column,
    Register,
    Type,
    Value,
    local,
    month,
    stamp,
)


def owed(books: Books) -> Register:
    """ยังไม่ส่งและส่งล่าช้า: obligations without a report, excused, or met too late."""
    columns = (
        Column("รหัสจังหวัด", width=11),
        Column("จังหวัด", width=18),
        Column("เรื่องที่ต้องรายงาน", width=44),
        Column("เดือน", width=11),
        Column("วันกำหนดตามหนังสือ", Type.DATE, 18),
        Column("วันครบกำหนดที่ใช้", Type.DATE, 18),
        Column("สถานะ", width=28),
        Column("เกินกำหนด (วัน)", Type.COUNT, 15),
        Column("วันที่รับ", Type.DATE, 14),
        Column("รายการ", width=9),
        Column("ผ่อนผันถึง", Type.DATE, 14),
    )
    titles = {each.name: each for each in books.directive.deliverables}
    wanted = sorted((each for each in books.board if each.state in STATE_NAMES), key=_by_province)
    rows = tuple(
        (
            each.province,
            each.province_name,
            _title(titles.get(each.deliverable), each.deliverable),
            month(each.period),
            each.deadline.nominal,
            each.deadline.due_on,
            STATE_NAMES[each.state],
            each.days_late,
            local(each.received_at)[0] if each.received_at else None,
            each.submission or "",
            each.excused_until,
        )
        for each in wanted
    )
    return Register("ยังไม่ส่งและส่งล่าช้า", stamp(books.now), columns, rows)


def _by_province(each: Obligation) -> tuple[str, str, str]:
    return each.province, each.deliverable, each.period or ""


def _title(deliverable: Deliverable | None, name: str) -> str:
    return deliverable.title if deliverable else name


def in_review(books: Books) -> Register:
    """รอตรวจสอบ: what waits for a person, the longest waiting first, and why."""
    columns = (
        Column("รายการ", width=9),
        Column("เลขรับ", width=12),
        Column("วันที่รับ", Type.DATE, 14),
        Column("เวลา", Type.TIME, 8),
        Column("ประเภท", width=22),
        Column("รหัสจังหวัด", width=11),
        Column("จังหวัด", width=18),
        Column("เดือน", width=11),
        Column("ช่องทาง", width=20),
        Column("เหตุที่ต้องตรวจสอบ", width=90),
        Column("ข้อสังเกตอื่น", width=60),
        Column("รหัสต้นฉบับ (sha256)", width=68),
    )
    waiting = [row for row in books.submissions if row.status is Status.REVIEW]
    waiting.sort(key=lambda row: (row.received_at, row.id))
    return Register("รอตรวจสอบ", stamp(books.now), columns, tuple(_review_row(books, row) for row in waiting))


def _review_row(books: Books, row: SubmissionRow) -> tuple[Value, ...]:
    return (
        row.id,
        row.receipt_no or "",
        *local(row.received_at),
        KIND_NAMES.get(row.kind, row.kind),
        row.province or "",
        books.province(row.province),
        month(row.period),
        CHANNEL_NAMES.get(row.channel.value, row.channel.value),
        _messages(row, errors=True),
        _messages(row, errors=False),
        row.arrival,
    )


def _messages(row: SubmissionRow, *, errors: bool) -> str:
    return "\n".join(each.message for each in row.findings if (each.severity is Severity.ERROR) is errors)
