"""Submissions as letters show them: titles, values in Thai form, remarks. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from notices.asking import asked
from parsers.records import CERTAIN, Field
from parsers.thai.dates import format_date, format_period
from rules.labels import FIELD_LABELS, MONEY, label, shown
from rules.records import Status, Timeliness
from storage.records import SubmissionRow

KIND_TITLES = {
    "nomination": "แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภอ",
    "achievement": "รายงานผลงานศูนย์ดำรงธรรมอำเภอ",
    "disbursement": "รายงานการเบิกจ่ายงบประมาณ",
    "obstacle": "รายงานปัญหาอุปสรรค",
    "other": "เอกสาร",
}
STATUS_WORDS = {
    Status.ACCEPTED: "รับไว้แล้ว",
    Status.REVIEW: "อยู่ระหว่างเจ้าหน้าที่ตรวจสอบ",
    Status.SUPERSEDED: "มีฉบับใหม่แทนแล้ว",
    Status.REJECTED: "ไม่รับไว้เป็นรายงาน",
}
UNSURE = "(อยู่ระหว่างเจ้าหน้าที่ตรวจสอบความถูกต้องของการอ่าน)"
NOT_READ = "เจ้าหน้าที่อยู่ระหว่างเปิดอ่านและบันทึกข้อมูลจากเอกสาร"
NOT_READABLE = "ยังไม่สามารถบันทึกข้อมูลจากเอกสารนี้ได้"
ASKS_US = "ได้ส่งให้เจ้าหน้าที่ผู้รับผิดชอบพิจารณาแล้ว และจะแจ้งผลให้ทราบต่อไป"
TOPIC_LENGTH = 80

_DATES = frozenset({"letter_date", "as_of", "efms_recorded_on"})
_FIRST = ("district", "title", "topic", "detail", "urgency")
_ORDER = {name: number for number, name in enumerate((*_FIRST, *(name for name in FIELD_LABELS if name not in _FIRST)))}


@dataclass(frozen=True, slots=True)
class ReportView:
    """One submission as a letter shows it."""

    title: str
    status: str
    rows: tuple[tuple[str, str], ...]
    note: str
    """Said where there is no value to show."""


def titles(rows: Sequence[SubmissionRow]) -> str:
    """``รายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม 2563``; several joined as a Thai sentence joins them."""
    return joined([title(row) for row in rows])


def about(rows: Sequence[SubmissionRow]) -> str:
    """``titles`` for a subject that speaks of documents already; empty where nothing more can be said."""
    return "" if all(title(row) == KIND_TITLES["other"] for row in rows) else f"{titles(rows)} "


def joined(names: Sequence[str]) -> str:
    """``ก ข และค``: each once, spaces between, และ before the last."""
    once = list(dict.fromkeys(names))
    return " และ".join([" ".join(once[:-1]), once[-1]]) if len(once) > 1 else "".join(once)


def title(row: SubmissionRow) -> str:
    """What a submission is, with its month."""
    if _is_question(row):
        return "ข้อสอบถามเกี่ยวกับหนังสือสั่งการ"
    name = KIND_TITLES.get(row.kind, KIND_TITLES["other"])
    return f"{name} ประจำเดือน{format_period(row.period)}" if row.period and row.kind == "disbursement" else name


def view(row: SubmissionRow) -> ReportView:
    """The values that were read, in the order of the paper, and how the submission stands."""
    status = STATUS_WORDS[row.status]
    if row.status is Status.REVIEW and asked(row):
        status = "รอจังหวัดแก้ไขหรือยืนยันข้อมูล"
    if row.timeliness is Timeliness.LATE:
        status += f" ส่งล่าช้า {row.days_late} วัน"
    fields = sorted(row.facts.fields.items(), key=lambda pair: _ORDER.get(pair[0], len(_ORDER)))
    rows = tuple((label(name), _value(name, field)) for name, field in fields if field.value and name in FIELD_LABELS)
    return ReportView(title(row), status, rows, "" if rows else _silence(row))


def _silence(row: SubmissionRow) -> str:
    """Why there is no value to show."""
    if _is_question(row):
        return ASKS_US
    return NOT_READABLE if asked(row) else NOT_READ


def _is_question(row: SubmissionRow) -> bool:
    return any(finding.rule == "question" for finding in row.findings)


def _value(name: str, field: Field) -> str:
    """Nobody is told for certain what was not read for certain."""
    text = shown_value(name, field.value or "")
    return text if field.confidence >= CERTAIN else f"{text} {UNSURE}"


def shown_value(name: str, value: str) -> str:
    """A value as a Thai letter shows it, on one line."""
    if name in _DATES:
        try:
            return format_date(dt.date.fromisoformat(value))
        except ValueError:
            return value
    if name == "district":
        return f"อำเภอ{value}"
    if name in MONEY:
        return shown(name, value)
    return " ".join(value.split())


def letter_no(rows: Sequence[SubmissionRow]) -> str:
    """The letter number that the submissions bear; empty if none, or several."""
    return _shared(rows, "letter_no")


def letter_date(rows: Sequence[SubmissionRow]) -> str:
    """The letter's date in Thai form; empty if none, or several."""
    value = _shared(rows, "letter_date")
    return shown_value("letter_date", value) if value else ""


def _shared(rows: Sequence[SubmissionRow], name: str) -> str:
    """The value of a field, if it was read surely and all submissions that have it agree."""
    found = {
        field.value for row in rows if (field := row.facts.fields.get(name)) and field.value and field.confidence >= CERTAIN
    }
    return found.pop() or "" if len(found) == 1 else ""


def topic(row: SubmissionRow) -> str:
    """What an obstacle report is about, in a few words."""
    fields = row.facts.fields
    for name in ("topic", "detail"):
        if (field := fields.get(name)) and field.value:
            text = " ".join(field.value.split())
            return text if len(text) <= TOPIC_LENGTH else f"{text[:TOPIC_LENGTH].rstrip()}..."
    return ""
