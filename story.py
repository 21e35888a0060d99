"""``why``: the whole story of one province's reports, for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notices.views import STATUS_WORDS
from notices.wording import moment
from office import Office
from parsers.thai.dates import format_date, format_period
from rules.records import Obligation, Severity, State, Status
from storage.decisions import STATE_NAMES
from storage.notices import Notice
from storage.records import Query, SubmissionRow
from storage.registers import CHANNEL_NAMES, KIND_NAMES

_TURN = {
    State.NOT_DUE: "ยังไม่ถึงเวลารายงาน",
    State.MISSING: "รอจังหวัดจัดส่ง (ยังไม่ครบกำหนด)",
    State.OVERDUE: "รอจังหวัดจัดส่ง (พ้นกำหนดแล้ว)",
    State.IN_REVIEW: "รอเจ้าหน้าที่ของกรมตรวจสอบ",
    State.ON_TIME: "เรียบร้อย ส่งทันกำหนด",
    State.LATE: "เรียบร้อย แต่ส่งล่าช้า",
    State.EXCUSED: "ผ่อนผันโดยเจ้าหน้าที่",
}
_GRAVITY = {Severity.ERROR: "ต้องแก้ไขหรือพิจารณา", Severity.WARNING: "ข้อสังเกต", Severity.INFO: "เพื่อทราบ"}


@dataclass(frozen=True, slots=True)
class _Papers:
    """Everything of one province that its story is told from."""

    office: Office
    obligations: Sequence[Obligation]
    rows: Sequence[SubmissionRow]
    """Of all statuses."""
    notices: Sequence[Notice]


def why(office: Office, province: str, period: str | None) -> str:
    """The story of one province's obligations: deadline, arrivals, findings, notices, and whose turn it is.

    Args:
        period: the month whose reports are told of; None: all that have begun to be owed. What belongs to no obligation (an
            obstacle, a report without its month) is told in any case.
    """
    entry = office.directive.province(province)
    if entry is None:
        return f"จังหวัดรหัส {province} ไม่อยู่ในข่ายที่ต้องรายงานตามหนังสือ ที่ {office.directive.letter_no}"
    now = office.clock.now()
    papers = _Papers(
        office,
        [each for each in office.board(now) if each.province == province],
        office.store.submissions(Query(province=province, statuses=tuple(Status))),
        [each for each in office.store.notices() if _is_about(each, province)],
    )
    lines = [f"จังหวัด{entry.name} (รหัส {province}) ณ วันที่ {moment(now)}"]
    for obligation in papers.obligations:
        if obligation.period == period if period else obligation.state is not State.NOT_DUE:
            lines += ["", *_of_obligation(papers, obligation)]
    for row in papers.rows:
        if not any(_meets(papers, row, obligation) for obligation in papers.obligations):
            lines += ["", f"{_kind(row)} (ไม่ตรงกับรายงานที่กำหนดให้ส่ง)", *_indented(_of_submission(papers, row))]
    return "\n".join(lines)


def _is_about(notice: Notice, province: str) -> bool:
    return notice.draft.province == province or any(cover[0] == province for cover in notice.draft.covers)


def _meets(papers: _Papers, row: SubmissionRow, obligation: Obligation) -> bool:
    deliverable = papers.office.directive.for_kind(row.kind)
    return deliverable is not None and (deliverable.name, row.period) == (obligation.deliverable, obligation.period)


def _of_obligation(papers: _Papers, obligation: Obligation) -> Iterator[str]:
    title = papers.office.directive.deliverable(obligation.deliverable).title
    month = f" ประจำเดือน{format_period(obligation.period)}" if obligation.period else ""
    yield f"{title}{month}: {_TURN[obligation.state]}" + (f" {obligation.days_late} วัน" if obligation.days_late else "")
    yield f"  กำหนด: {obligation.deadline.why}"
    if obligation.excused_until:
        yield f"  ผ่อนผันถึงวันที่ {format_date(obligation.excused_until)}"
    for row in papers.rows:
        if _meets(papers, row, obligation):
            yield from _indented(_of_submission(papers, row))
    key = (obligation.province, obligation.deliverable, obligation.period)
    for notice in papers.notices:
        if any(cover[:3] == key for cover in notice.draft.covers):
            yield f"  {_told(notice)}"


def _of_submission(papers: _Papers, row: SubmissionRow) -> Iterator[str]:
    arrival = papers.office.store.arrival(row.arrival)
    origin = (arrival.sender if arrival else "") or CHANNEL_NAMES[row.channel.value]
    status = STATUS_WORDS[row.status]
    yield f"{row.id} [{status}] รับเมื่อวันที่ {moment(row.received_at)} เลขรับ {row.receipt_no or '-'} จาก {origin}"
    for finding in row.findings:
        yield f"  - ({_GRAVITY[finding.severity]}) {finding.message} [{finding.rule}]"
    if row.superseded_by:
        yield f"  แทนที่แล้วโดยรายการ {row.superseded_by}"
    if row.decided_by:
        yield f"  ผู้พิจารณา: {row.decided_by}"
    yield from (f"  {_told(notice)}" for notice in papers.notices if notice.draft.submission == row.id)


def _told(notice: Notice) -> str:
    return f"หนังสือแจ้ง {notice.id} ({notice.draft.subject}) จัดทำเมื่อวันที่ {moment(notice.created_at)}: {STATE_NAMES[notice.state]}"


def _kind(row: SubmissionRow) -> str:
    return KIND_NAMES.get(row.kind, row.kind) + (f" ประจำเดือน{format_period(row.period)}" if row.period else "")


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
