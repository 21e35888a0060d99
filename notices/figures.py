"""What the digest tells of documents: what came in, what waits and what to do about it, who owes what, the money. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from notices.board_text import Column
from notices.reminders import OverdueProvince, by_region
from notices.views import title, topic
from parsers.parts import Outcome, Role
from parsers.thai.dates import BANGKOK, format_date, format_period
from parsers.thai.places import BANGKOK_ENTRY, by_code
from rules.directive import Loaded
from rules.records import Finding, Obligation, Severity, State, Status
from storage.money import cumulative
from storage.records import ArrivalRow, PartRow, SubmissionRow

BY = "--by ชื่อ --reason เหตุผล"
HINT = (
    "(ช่อง=ค่า เช่น cumulative=36328.75 · ประเภท ได้แก่ nomination achievement disbursement obstacle other · เดือน เช่น 2020-11 · "
    "จังหวัด เช่น 30 · ดูเรื่องทั้งหมดของจังหวัดด้วยคำสั่ง damrong why 30)"
)
REASONS = 4
"""Reasons shown of one document; ``damrong why`` tells the rest."""
SENDERS = 5

_OUTCOMES = {
    Outcome.FILED: "บันทึกแล้ว",
    Outcome.REVIEW: "รอตรวจสอบ",
    Outcome.DUPLICATE: "ซ้ำ",
    Outcome.QUARANTINED: "แยกเก็บไว้",
}
_OTHERS = (
    ("automatic", "จดหมายอัตโนมัติ จดหมายตีกลับ และจดหมายเวียน"),
    ("foreign", "เรื่องที่ไม่เกี่ยวกับหนังสือสั่งการ"),
    ("duplicate", "เอกสารซ้ำ"),
)
_SIGNATURES = ("signer_name", "reporter_name")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submission that waits for a person."""

    number: int
    id: str
    title: str
    province: str
    receipt_no: str
    received: str
    reasons: tuple[str, ...]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the provinces stand with one report."""

    title: str
    due_on: dt.date
    counts: Mapping[State, int]
    overdue: tuple[tuple[str, tuple[OverdueProvince, ...]], ...]

    @property
    def outstanding(self) -> int:
        """Provinces from which nothing came yet."""
        return self.counts[State.MISSING] + self.counts[State.OVERDUE] + self.counts[State.NOT_DUE]


@dataclass(frozen=True, slots=True)
class Money:
    """Money disbursed, of verified provinces only."""

    spent: Decimal
    total: Decimal
    provinces: int

    @property
    def percent(self) -> str:
        """Of the whole directive's total, two decimals."""
        return str((self.spent * 100 / self.total).quantize(Decimal("0.01"), ROUND_HALF_UP)) if self.total else "0.00"


# --- money ------------------------------------------------------------------------------------------------------------
def disbursed(submissions: Sequence[SubmissionRow], total: Decimal) -> Money:
    """The latest accepted cumulative of each province, as the register of money counts it."""
    latest: dict[str, tuple[str, Decimal]] = {}
    for row in submissions:
        if row.kind != "disbursement" or row.status is not Status.ACCEPTED or not (row.province and row.period):
            continue
        spent = cumulative(row)
        if spent is not None and row.period >= latest.get(row.province, ("", Decimal(0)))[0]:
            latest[row.province] = (row.period, spent)
    return Money(sum((amount for _, amount in latest.values()), Decimal(0)), total, len(latest))


# --- what waits -------------------------------------------------------------------------------------------------------
def waiting(loaded: Loaded, submissions: Sequence[SubmissionRow]) -> tuple[Waiting, ...]:
    """What waits for a person, oldest first, why, and the commands that settle it."""
    rows = sorted((row for row in submissions if row.status is Status.REVIEW), key=lambda row: (row.received_at, row.id))
    return tuple(
        Waiting(
            number,
            row.id,
            title(row),
            province_name(row.province),
            row.receipt_no or "-",
            when(row.received_at),
            _reasons(row),
            _commands(row, loaded),
        )
        for number, row in enumerate(rows, start=1)
    )


def _reasons(row: SubmissionRow) -> tuple[str, ...]:
    """The errors; of what could not be read, not that everything is missing."""
    told = [each for each in row.findings if each.severity is Severity.ERROR and (row.readable or not _is_absence(each))]
    more = len(told) - REASONS
    shown = tuple(each.message for each in told[:REASONS]) or ("รอเจ้าหน้าที่พิจารณา",)
    return (*shown, f"และเหตุอื่นอีก {more} ข้อ") if more > 0 else shown


def _is_absence(finding: Finding) -> bool:
    return finding.rule in {"missing_field", "period_missing"}


def _commands(row: SubmissionRow, loaded: Loaded) -> tuple[str, ...]:
    """What an officer types, ready but for what only the officer knows."""
    reject = f"damrong decide {row.id} reject {BY}"
    deliverable = loaded.directive.for_kind(row.kind)
    needs_month = deliverable is not None and deliverable.monthly_day is not None
    whose = row.province if row.province and loaded.directive.province(row.province) else "จังหวัด"
    if row.kind == "other":
        return (f"damrong decide {row.id} assign {whose} ประเภท [เดือน] {BY}", reject)
    if whose == "จังหวัด" or (needs_month and row.period is None):
        month = f" {row.period or 'ปปปป-ดด'}" if needs_month else ""
        return (f"damrong decide {row.id} assign {whose} {row.kind}{month} {BY}", reject)
    if not row.readable:
        return (f"damrong decide {row.id} set ช่อง=ค่า ... {BY}", reject)
    return (f"damrong decide {row.id} accept {BY}", f"damrong decide {row.id} set ช่อง=ค่า ... {BY}", reject)


def province_name(code: str | None) -> str:
    """``จังหวัดนครราชสีมา``; what stands for it where there is none."""
    entry = by_code(code) if code else None
    if entry is None:
        return "(ยังระบุจังหวัดไม่ได้)"
    return entry.name if entry is BANGKOK_ENTRY else f"จังหวัด{entry.name}"


# --- who owes what ----------------------------------------------------------------------------------------------------
def standings(loaded: Loaded, board: Sequence[Obligation], columns: Sequence[Column]) -> tuple[Standing, ...]:
    """The reports of the moment, and every other month that is still overdue."""
    late = {(each.deliverable, each.period) for each in board if each.state is State.OVERDUE} - set(columns)
    every = [*columns, *sorted(late, key=lambda column: (column[0], column[1] or ""))]
    return tuple(_standing(loaded, board, column) for column in every)


def _standing(loaded: Loaded, board: Sequence[Obligation], column: Column) -> Standing:
    directive = loaded.directive
    rows = [each for each in board if (each.deliverable, each.period) == column]
    overdue = [p for each in rows if each.state is State.OVERDUE and (p := directive.province(each.province))]
    counts = {state: sum(1 for each in rows if each.state is state) for state in State}
    return Standing(column_title(loaded, *column), rows[0].deadline.due_on, counts, tuple(by_region(directive, overdue)))


def column_title(loaded: Loaded, deliverable: str, period: str | None) -> str:
    """A report's title with its month."""
    name = loaded.directive.deliverable(deliverable).title
    return f"{name} ประจำเดือน{format_period(period)}" if period else name


# --- what came in -----------------------------------------------------------------------------------------------------
def arrival_lines(arrivals: Sequence[ArrivalRow], rows: Mapping[str, SubmissionRow]) -> tuple[str, ...]:
    """What came in since the last digest, a line an arrival."""
    return tuple(_arrival_line(each, rows) for each in arrivals if each.counted_as == "document")


def _arrival_line(arrival: ArrivalRow, rows: Mapping[str, SubmissionRow]) -> str:
    made = [rows[id] for id in arrival.submissions if id in rows]
    what = " / ".join(f"{title(row)} {province_name(row.province)} ({row.id})" for row in made) or arrival.reason or "-"
    outcome = f" [{_OUTCOMES[arrival.outcome]}]" if arrival.outcome in _OUTCOMES else ""
    return f"เลขรับ {arrival.receipt_no or '-'} เมื่อ {when(arrival.received_at)} {what}{outcome}"


def other_lines(arrivals: Sequence[ArrivalRow], rows: Mapping[str, SubmissionRow]) -> tuple[str, ...]:
    """What came in besides, counted: unsigned reports, new obstacles, and what was no document for the office."""
    new = [rows[id] for id in dict.fromkeys(id for each in arrivals for id in each.submissions) if id in rows]
    lines = []
    if unsigned := [row.id for row in new if is_unsigned(row)]:
        lines.append(f"รายงานที่ไม่มีหนังสือนำส่งหรือไม่พบชื่อผู้ลงนาม {len(unsigned)} ฉบับ ({' '.join(unsigned)})")
    if obstacles := [row for row in new if row.kind == "obstacle"]:
        lines.append(
            f"ปัญหาอุปสรรคใหม่ {len(obstacles)} เรื่อง ({' / '.join(f'{row.id} {topic(row)}'.strip() for row in obstacles)})"
        )
    for counted_as, words in _OTHERS:
        if others := [each for each in arrivals if each.counted_as == counted_as]:
            lines.append(f"{words} {len(others)} ฉบับ{_unread(others) if counted_as == 'automatic' else ''}")
    return tuple(lines)


def _unread(arrivals: Sequence[ArrivalRow]) -> str:
    """Of automatic mail: what brought documents, which nobody has read, and from whom."""
    senders = [each.sender for each in arrivals if any(_is_document(part) for part in each.parts)]
    if not senders:
        return ""
    named = " ".join(list(dict.fromkeys(senders))[:SENDERS])
    return f" ในจำนวนนี้มีเอกสารแนบ {len(senders)} ฉบับซึ่งระบบไม่ได้อ่าน (ผู้ส่ง {named})"


def _is_document(part: PartRow) -> bool:
    return part.role == Role.DOCUMENT.value and part.outcome is not Outcome.IGNORED


def is_unsigned(row: SubmissionRow) -> bool:
    """A report that came in the text of a mail alone, or in which nobody's name stands as signer or reporter."""
    if not row.readable or row.kind == "other":
        return False
    named = any((field := row.facts.fields.get(name)) is not None and field.value for name in _SIGNATURES)
    return any(finding.rule == "no_letter" for finding in row.findings) or (row.kind != "achievement" and not named)


def when(moment: dt.datetime | None) -> str:
    """``14 ธ.ค. 63 10.00 น.`` in Bangkok."""
    if moment is None:
        return "ยังไม่เคยสำเร็จ"
    local = moment.astimezone(BANGKOK)
    return f"{format_date(local.date(), short=True)} {local:%H.%M} น."
