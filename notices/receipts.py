"""The answer to an arrival: one mail, which says what was understood and asks for what is missing or wrong. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.records import Channel
from intake.settings import OfficeSettings, Settings
from notices.addressing import hold_for, recipients
from notices.wording import render
from parsers.records import Outcome, Role
from parsers.thai.dates import BANGKOK, format_date, format_period
from rules.directive import Loaded
from rules.labels import FIELD_LABELS, label, shown
from rules.records import Finding, Severity, Status, Timeliness
from storage.ports import Compose
from storage.records import FiledArrival, Hold, NoticeDraft, NoticeKind, SubmissionRow

ANSWER_DAYS = 3
"""Working days that a province is given to answer."""

KIND_TITLES = {
    "nomination": "แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภอ",
    "achievement": "รายงานผลงานศูนย์ดำรงธรรมอำเภอ",
    "disbursement": "รายงานการเบิกจ่ายงบประมาณ",
    "obstacle": "รายงานปัญหาอุปสรรค",
    "other": "หนังสือ",
}
CHANNELS = {Channel.EMAIL: "ไปรษณีย์อิเล็กทรอนิกส์", Channel.FAX: "โทรสาร", Channel.UPLOAD: "เอกสารที่เจ้าหน้าที่นำเข้า"}
STATUS_WORDS = {Status.ACCEPTED: "รับไว้แล้ว", Status.REVIEW: "รอเจ้าหน้าที่ตรวจสอบ", Status.SUPERSEDED: "มีฉบับใหม่แทนแล้ว"}

OURS = frozenset(
    {"doubtful_field", "column_unclear", "row_unclear", "sum_unclear", "text_layer", "rivals", "unidentified", "unreadable"}
    | {"sender_unknown", "sender_province_differs", "province_doubtful", "question", "hidden_sheet", "carry_on_skipped"}
    | {"later_month_affected", "allocation_unknown", "balance_unchecked", "changed_on_receipt", "item_shifted"}
)
"""Findings that we settle ourselves: a reader's doubt is never the province's mistake, and it is not asked to mend it."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """One submission as a letter shows it."""

    title: str
    status: str
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def composer(loaded: Loaded, settings: Settings, answered: Counter[str]) -> Compose:
    """Writes the answer to a filing, inside its transaction.

    Args:
        answered: how many answers each address got today; counted on here. Beyond ``limits.answers_per_day`` an answer is
            written but held for an officer: two machines that answer each other must not go on for ever.
    """

    def compose(filed: FiledArrival) -> Sequence[NoticeDraft]:
        return _answer(filed, loaded, settings, answered)

    return compose


def _answer(filed: FiledArrival, loaded: Loaded, settings: Settings, answered: Counter[str]) -> Sequence[NoticeDraft]:
    arrival = filed.arrival
    if arrival.backlog or arrival.counted_as != "document" or arrival.channel is Channel.UPLOAD or not arrival.is_message:
        return ()
    province = next((row.province for row in filed.submissions if row.province), None)
    if province is None or loaded.directive.province(province) is None:
        return ()
    to = recipients(loaded.directive, province, arrival.sender)
    problems = tuple(dict.fromkeys(each.message for row in filed.submissions for each in asked(row.findings)))
    kind = NoticeKind.QUERY if problems else NoticeKind.RECEIPT
    draft = _draft(filed, loaded, settings.office, province, to, kind, problems)
    if draft.hold is None and any(answered[address] >= settings.limits.answers_per_day for address in to):
        draft = replace(draft, hold=Hold.TOO_MANY)
    answered.update(to)
    return (draft,)


def asked(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What the province is asked about: its own omissions and mistakes."""
    return tuple(each for each in findings if each.rule not in OURS and each.severity is not Severity.INFO)


def _draft(
    filed: FiledArrival,
    loaded: Loaded,
    office: OfficeSettings,
    province: str,
    to: tuple[str, ...],
    kind: NoticeKind,
    problems: tuple[str, ...],
) -> NoticeDraft:
    arrival, rows, directive = filed.arrival, filed.submissions, loaded.directive
    entry = directive.province(province)
    text = render(
        kind.value,
        province=entry.name if entry else "",
        titles=titles(rows),
        receipt_no=arrival.receipt_no or "-",
        letter_no=_first(rows, "letter_no"),
        letter_date=_letter_date(rows),
        channel=CHANNELS[arrival.channel],
        received_at=arrival.received_at,
        files=sum(1 for part in arrival.parts if part.role == Role.DOCUMENT.value and part.outcome is not Outcome.IGNORED) or 1,
        reports=[view(row) for row in rows],
        obstacles=[_topic(row) for row in rows if row.kind == "obstacle" and row.status is Status.ACCEPTED],
        checking=any(row.status is Status.REVIEW for row in rows),
        problems=problems,
        answer_by=answer_by(loaded, arrival.processed_at or arrival.received_at),
        office=office.name,
        unit=directive.office_unit,
        phone=office.phone or directive.office_phone,
    )
    only = rows[0] if len(rows) == 1 else None
    return NoticeDraft(
        kind=kind,
        to=to,
        subject=text.subject,
        body_text=text.body_text,
        body_html=text.body_html,
        dedupe_key=f"answer:{arrival.sha256}",
        province=province,
        deliverable=only.kind if only and directive.for_kind(only.kind) else None,
        period=only.period if only else None,
        step=kind.value,
        hold=hold_for(to, office),
        stale_after=_stale_after(loaded, arrival.processed_at or arrival.received_at),
        in_reply_to=arrival.message_id,
        submission=only.id if only else None,
    )


def answer_by(loaded: Loaded, moment: dt.datetime) -> dt.date:
    """The day by which a province is asked to answer."""
    return loaded.calendar.add_working_days(moment.astimezone(BANGKOK).date(), ANSWER_DAYS)


def _stale_after(loaded: Loaded, moment: dt.datetime) -> dt.datetime:
    """A receipt that comes later than the day to answer by tells nobody anything."""
    return dt.datetime.combine(answer_by(loaded, moment), dt.time(0), BANGKOK)


def titles(rows: Sequence[SubmissionRow]) -> str:
    """``รายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม 2563``; several joined by และ."""
    return "และ".join(dict.fromkeys(title(row) for row in rows))


def title(row: SubmissionRow) -> str:
    """What a submission is, with its month."""
    name = KIND_TITLES.get(row.kind, KIND_TITLES["other"])
    return f"{name} ประจำเดือน{format_period(row.period)}" if row.period and row.kind == "disbursement" else name


def view(row: SubmissionRow) -> ReportView:
    """The values that were read, and how the submission stands."""
    status = STATUS_WORDS.get(row.status, "")
    if row.timeliness is Timeliness.LATE:
        status += f" ล่าช้า {row.days_late} วัน"
    rows = tuple(
        (label(name), shown_value(name, field.value))
        for name, field in row.facts.fields.items()
        if field.value and name in FIELD_LABELS
    )
    notes = tuple(each.message for each in row.findings if each.severity is Severity.WARNING and each.rule not in OURS)
    return ReportView(title(row), status, rows, notes)


def shown_value(name: str, value: str) -> str:
    """A value as a Thai letter shows it."""
    if name in {"letter_date", "as_of", "efms_recorded_on"}:
        return format_date(dt.date.fromisoformat(value))
    if name == "district":
        return f"อำเภอ{value}"
    return shown(name, value)


def _first(rows: Sequence[SubmissionRow], name: str) -> str:
    return next((f.value for row in rows if (f := row.facts.fields.get(name)) and f.value), "")


def _letter_date(rows: Sequence[SubmissionRow]) -> str:
    value = _first(rows, "letter_date")
    return format_date(dt.date.fromisoformat(value)) if value else ""


def _topic(row: SubmissionRow) -> str:
    return _first([row], "topic") or _first([row], "detail")[:80]
