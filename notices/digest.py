"""The morning digest for the officers: gathered from records (pure), written as text and HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from intake.settings import OfficeSettings
from notices.addressing import hold_for
from notices.board_picture import board_picture
from notices.board_text import Column, board_text, columns_of_moment
from notices.reminders import OverdueProvince, by_region
from notices.views import title
from notices.wording import environment, page
from parsers.records import Outcome
from parsers.thai.dates import BANGKOK, format_date, format_period
from parsers.thai.numbers import show_money
from rules.directive import Loaded
from rules.records import HolidayPolicy, Obligation, Policy, Severity, State, Status
from storage.records import ArrivalRow, Attachment, Heartbeat, Hold, Notice, NoticeDraft, NoticeKind, NoticeState, SubmissionRow

BOARD_CID = "board"
POLICY_WORDS = {
    HolidayPolicy.NEXT_WORKING_DAY: "วันครบกำหนดที่ตรงกับวันหยุดเลื่อนเป็นวันทำการถัดไป",
    HolidayPolicy.PREVIOUS_WORKING_DAY: "วันครบกำหนดที่ตรงกับวันหยุดเลื่อนเป็นวันทำการก่อนหน้า",
    HolidayPolicy.NOMINAL: "ใช้วันครบกำหนดตามหนังสือโดยไม่เลื่อนเมื่อตรงกับวันหยุด",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What a digest is written from: plain records of the store."""

    arrivals: Sequence[ArrivalRow]
    """Since the last digest."""
    submissions: Sequence[SubmissionRow]
    """All that are accepted or in review."""
    board: Sequence[Obligation]
    heartbeats: Sequence[Heartbeat]
    notices: Sequence[Notice]
    unfinished: int
    """Arrivals received but not examined yet."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submission that waits for a person."""

    number: int
    id: str
    title: str
    province: str
    receipt_no: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the provinces stand with one report."""

    title: str
    due_on: dt.date
    counts: dict[State, int]
    overdue: tuple[tuple[str, tuple[OverdueProvince, ...]], ...]

    @property
    def received(self) -> int:
        """Provinces whose report was accepted."""
        return self.counts[State.ON_TIME] + self.counts[State.LATE]


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


def disbursed(submissions: Sequence[SubmissionRow], total: Decimal) -> Money:
    """The latest accepted cumulative of each province; a report without one counts for nothing."""
    latest: dict[str, tuple[str, Decimal]] = {}
    for row in submissions:
        field = row.facts.fields.get("cumulative")
        if row.kind != "disbursement" or row.status is not Status.ACCEPTED or not (row.province and row.period):
            continue
        if field and field.value and row.period >= latest.get(row.province, ("", Decimal(0)))[0]:
            latest[row.province] = (row.period, Decimal(field.value))
    return Money(sum((amount for _, amount in latest.values()), Decimal(0)), total, len(latest))


def waiting(loaded: Loaded, submissions: Sequence[SubmissionRow]) -> tuple[Waiting, ...]:
    """What waits for a person, oldest first, and why."""
    rows = sorted((row for row in submissions if row.status is Status.REVIEW), key=lambda row: (row.received_at, row.id))
    return tuple(
        Waiting(
            number,
            row.id,
            title(row),
            _province_name(loaded, row.province),
            row.receipt_no or "-",
            tuple(each.message for each in row.findings if each.severity is Severity.ERROR)[:4] or ("รอเจ้าหน้าที่พิจารณา",),
        )
        for number, row in enumerate(rows, start=1)
    )


def _province_name(loaded: Loaded, code: str | None) -> str:
    province = loaded.directive.province(code) if code else None
    return f"จังหวัด{province.name}" if province else ("กรุงเทพมหานคร" if code == "10" else "ยังระบุจังหวัดไม่ได้")


def standings(loaded: Loaded, board: Sequence[Obligation], columns: Sequence[Column]) -> tuple[Standing, ...]:
    """The reports of the moment, and every other month that is still overdue."""
    directive = loaded.directive
    late = {(each.deliverable, each.period) for each in board if each.state is State.OVERDUE} - set(columns)
    out = []
    for deliverable, period in [*columns, *sorted(late, key=lambda column: (column[0], column[1] or ""))]:
        rows = [each for each in board if (each.deliverable, each.period) == (deliverable, period)]
        overdue = [p for each in rows if each.state is State.OVERDUE and (p := directive.province(each.province))]
        counts = {state: sum(1 for each in rows if each.state is state) for state in State}
        out.append(
            Standing(
                _column_title(loaded, deliverable, period),
                rows[0].deadline.due_on,
                counts,
                tuple(by_region(directive, overdue)),
            )
        )
    return tuple(out)


def _column_title(loaded: Loaded, deliverable: str, period: str | None) -> str:
    name = loaded.directive.deliverable(deliverable).title
    return f"{name} ประจำเดือน{format_period(period)}" if period else name


def first_line(sources: Sources, now: dt.datetime) -> str:
    """Health in one line: last successful poll, queue, sent."""
    polls = [f"{_source_word(each.source)} {_when(each.last_ok)}" for each in sources.heartbeats] or ["ยังไม่มีแหล่งรับเอกสาร"]
    queued = sum(1 for each in sources.notices if each.state in {NoticeState.QUEUED, NoticeState.SENDING})
    held = sum(1 for each in sources.notices if each.state is NoticeState.HELD)
    since = now - dt.timedelta(days=1)
    sent = sum(1 for each in sources.notices if each.sent_at and each.sent_at >= since)
    return (
        f"ตรวจสอบแหล่งรับเอกสารสำเร็จล่าสุด: {' / '.join(polls)} · เอกสารรอประมวลผล {sources.unfinished} ฉบับ"
        f" · จดหมายรอส่ง {queued} ฉบับ รอสั่งปล่อยหรือพักไว้ {held} ฉบับ ส่งแล้วใน 24 ชั่วโมง {sent} ฉบับ"
    )


def _source_word(name: str) -> str:
    return {"mailbox": "ตู้จดหมาย", "fax": "โทรสาร"}.get(name, name)


def _when(moment: dt.datetime | None) -> str:
    if moment is None:
        return "ยังไม่เคยสำเร็จ"
    local = moment.astimezone(BANGKOK)
    return f"{format_date(local.date(), short=True)} {local:%H.%M} น."


def health_lines(sources: Sources) -> tuple[str, ...]:
    """What is wrong with the wires: polls that failed, messages that the ledger lacks, notices that did not leave."""
    lines = []
    for each in sources.heartbeats:
        if each.last_error and (each.last_ok is None or (each.last_error_at and each.last_error_at > each.last_ok)):
            lines.append(f"{_source_word(each.source)}: ครั้งล่าสุดไม่สำเร็จ ({each.last_error})")
        if each.on_server is not None:
            same = "ตรงกัน" if each.on_server <= each.in_ledger else f"ยังไม่ได้รับเข้าระบบ {each.on_server - each.in_ledger} ฉบับ"
            lines.append(f"{_source_word(each.source)}: ในตู้ {each.on_server} ฉบับ ในทะเบียน {each.in_ledger} ฉบับ ({same})")
    failed = [each for each in sources.notices if each.state is NoticeState.FAILED]
    lines += [f"จดหมาย {each.id} ส่งไม่สำเร็จ ({each.error}) หากต้องการส่งอีกครั้งใช้คำสั่ง release {each.id}" for each in failed]
    return tuple(lines)


def releasable(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Notices that wait for an officer's release."""
    return tuple(each for each in notices if each.state is NoticeState.HELD and each.draft.hold is Hold.NEEDS_RELEASE)


def digest_key(now: dt.datetime) -> str:
    """One digest a day."""
    return f"digest:{now.astimezone(BANGKOK):%Y-%m-%d}"


def compose_digest(sources: Sources, loaded: Loaded, office: OfficeSettings, policy: Policy, now: dt.datetime) -> NoticeDraft:
    """The digest of a morning, also where there is nothing new."""
    columns = columns_of_moment(sources.board)
    names = [_column_title(loaded, *column) for column in columns]
    today = now.astimezone(BANGKOK)
    subject = f"สรุปผลการรับรายงาน ณ วันที่ {format_date(today.date())} เวลา {today:%H.%M} น."
    values: dict[str, object] = {
        "subject": subject,
        "first_line": first_line(sources, now),
        "health": health_lines(sources),
        "standings": standings(loaded, sources.board, columns),
        "money": disbursed(sources.submissions, loaded.directive.total),
        "arrivals": arrival_lines(sources, loaded),
        "others": other_lines(sources.arrivals),
        "waiting": waiting(loaded, sources.submissions),
        "release": releasable(sources.notices),
        "board": board_text(loaded.directive, sources.board, columns, names),
        "policy": f"{POLICY_WORDS[policy.holiday_policy]} รับถึงเวลา {policy.cutoff:%H.%M} น. ของวันครบกำหนด",
        "notes": loaded.notes,
        "count": len(loaded.directive.provinces),
        "State": State,
        "show": show_money,
        "cid": BOARD_CID,
    }
    picture = board_picture(loaded.directive, sources.board, columns, names, subject)
    text = environment().get_template("digest.txt.j2").render(**values).strip() + "\n"
    return NoticeDraft(
        kind=NoticeKind.DIGEST,
        to=office.officers,
        subject=subject,
        body_text=text,
        body_html=page("digest", **values),
        dedupe_key=digest_key(now),
        attachments=(Attachment("board.png", "image/png", picture, BOARD_CID),),
        step="digest",
        hold=hold_for(office.officers, office),
        stale_after=now + dt.timedelta(days=1),
    )


def arrival_lines(sources: Sources, loaded: Loaded) -> tuple[str, ...]:
    """What came in since the last digest, a line an arrival."""
    rows = {row.id: row for row in sources.submissions}
    return tuple(_arrival_line(each, rows, loaded) for each in sources.arrivals if each.counted_as == "document")


def _arrival_line(arrival: ArrivalRow, rows: dict[str, SubmissionRow], loaded: Loaded) -> str:
    made = [rows[id] for id in arrival.submissions if id in rows]
    words = {Outcome.FILED: "บันทึกแล้ว", Outcome.REVIEW: "รอตรวจสอบ", Outcome.DUPLICATE: "ซ้ำ", Outcome.QUARANTINED: "แยกเก็บ"}
    what = "; ".join(f"{title(row)} {_province_name(loaded, row.province)} ({row.id})" for row in made) or arrival.reason or "-"
    state = words.get(arrival.outcome, "") if arrival.outcome else ""
    return f"เลขรับ {arrival.receipt_no or '-'} เมื่อ {_when(arrival.received_at)}: {what} [{state}]"


def other_lines(arrivals: Sequence[ArrivalRow]) -> tuple[str, ...]:
    """What was no document for the office, counted by reason."""
    count: Callable[[str], int] = lambda what: sum(1 for each in arrivals if each.counted_as == what)  # noqa: E731
    words = (
        ("automatic", "จดหมายอัตโนมัติ จดหมายตีกลับ หรือจดหมายเวียน"),
        ("foreign", "เรื่องที่ไม่เกี่ยวกับหนังสือสั่งการ"),
        ("duplicate", "เอกสารซ้ำ"),
    )
    return tuple(f"{word} {number} ฉบับ" for what, word in words if (number := count(what)))
