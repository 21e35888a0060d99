"""What officers do by command: file paper, look, decide, export. Between the commands' words and the rooms' records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import contract
from intake.errors import RetryLater, Unreadable, UserError
from intake.files import arrivals_from
from intake.records import Channel, Hints
from notices.addressing import hold_for
from notices.receipts import accepted_after_review
from office import Office
from parsers.parts import Part
from parsers.records import Facts
from parsers.sandbox import Sandbox
from pipeline import STALE_TRIES, Taken
from rules import checks
from rules import decide as deciding
from rules.amend import amend, assign
from rules.definition import KINDS as DOCUMENT_KINDS
from rules.records import Excuse, Status
from storage.errors import Stale
from storage.export import write_workbook
from storage.notices import Notice, NoticeDraft
from storage.ports import Tell
from storage.records import Query, Ruling, SubmissionRow, beside, pairs

KINDS = (*DOCUMENT_KINDS, "other")
"""Kinds that a person may name."""


def ingest(
    office: Office, paths: Sequence[Path], channel: Channel | None, received_at: dt.datetime | None, hints: Hints
) -> Iterator[Taken]:
    """Files what lies at ``paths``, one by one. Raises UserError for a path that is not there, RetryLater at the end."""
    gateways = office.settings.fax.gateways
    put_off: list[str] = []
    for arrival in arrivals_from(paths, channel, received_at, hints, office.clock.now(), gateways):
        try:
            yield office.conveyor.take(arrival)
        except RetryLater as error:
            put_off.append(f"{arrival.key.uid}: {error}")
    if put_off:
        raise RetryLater("\n".join(put_off))


# --- reading only -----------------------------------------------------------------------------------------------------
def readings(files: Sequence[Path], now: dt.datetime) -> Iterator[contract.Json]:
    """A Reading for each file, and for each part of a message that can be read. Files nothing."""
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise UserError([f"{name}: ไม่พบไฟล์นี้ โปรดตรวจสอบชื่อ" for name in missing])
    with Sandbox() as sandbox:
        for file in files:
            yield from _readings(sandbox, file, now)


def _readings(sandbox: Sandbox, file: Path, now: dt.datetime) -> Iterator[contract.Json]:
    for arrival in arrivals_from([file], None, None, Hints(), now):
        message = sandbox.open(arrival.raw, arrival.name, arrival.is_message, (), arrival.truncated)
        for part in message.parts:
            name = f"{file}/{part.name}" if arrival.is_message else str(file)
            yield _reading(sandbox, name, part)


def _reading(sandbox: Sandbox, name: str, part: Part) -> contract.Json:
    if part.ignored or part.trouble:
        return contract.reading(name, part.media_type, None, [part.ignored or part.trouble])
    try:
        return contract.reading(name, part.media_type, sandbox.read(part))
    except Unreadable as error:
        return contract.reading(name, part.media_type, None, [error.reason])


# --- decisions --------------------------------------------------------------------------------------------------------
def decide(office: Office, id: str, verb: str, arguments: Sequence[str], by: str, reason: str) -> SubmissionRow:
    """An officer's decision on a submission: checked anew with what the officer says, stored, audited.

    Raises:
        UserError: an unknown submission, an impossible step, or values that are none.
        RetryLater: others kept changing the registers meanwhile.
    """
    action = deciding.Action(verb)
    words = _values(action, arguments)
    for attempt in range(STALE_TRIES):
        before = office.store.submission(id)
        if before is None:
            raise UserError(f"ไม่พบรายการ {id}: โปรดดูรหัสจากคำสั่ง damrong submissions --all")
        try:
            ruling = _ruling(office, action, before, words, by, reason)
            return office.store.decide(ruling, _teller(office, before), office.clock.now())
        except Stale:
            if attempt == STALE_TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _teller(office: Office, before: SubmissionRow) -> Tell:
    """The province learns what was taken down after all. Its key holds it to one receipt for a submission's revision."""
    arrival, now = office.store.arrival(before.arrival), office.clock.now()

    def tell(after: SubmissionRow) -> Sequence[NoticeDraft]:
        if arrival is None or (before.status, after.status) != (Status.REVIEW, Status.ACCEPTED):
            return ()
        draft = accepted_after_review(after, arrival, office.loaded, office.settings.office, now)
        return () if draft is None else (draft,)

    return lambda after: office.written(lambda: tell(after), after.id)


def _amended(office: Office, action: deciding.Action, facts: Facts, words: Mapping[str, str]) -> Facts:
    """The facts with the officer's words in them."""
    if action is deciding.Action.ASSIGN:
        return assign(facts, words["province"], words["kind"], words.get("period"), office.directive)
    return amend(facts, words, office.directive) if words else facts


def _values(action: deciding.Action, arguments: Sequence[str]) -> dict[str, str]:
    """The officer's words as field values. Raises UserError."""
    if action is deciding.Action.SET:
        pairs = [argument.partition("=") for argument in arguments]
        wrong = [name for name, equals, _ in pairs if not equals]
        if wrong or not pairs:
            raise UserError([f"{each}: โปรดระบุเป็น ช่อง=ค่า เช่น cumulative=36328.75" for each in wrong or ["set"]])
        return {name.strip(): value.strip() for name, _, value in pairs}
    if action is deciding.Action.ASSIGN:
        if not 2 <= len(arguments) <= 3:
            raise UserError("assign: โปรดระบุ จังหวัด ประเภท [เดือน] เช่น assign 30 disbursement 2020-12")
        names = ("province", "kind", "period")
        return dict(zip(names, arguments, strict=False))
    if arguments:
        raise UserError(f"{action.value}: ไม่ต้องระบุค่าเพิ่มเติม ({' '.join(arguments)})")
    return {}


def _ruling(
    office: Office, action: deciding.Action, row: SubmissionRow, words: Mapping[str, str], by: str, reason: str
) -> Ruling:
    """What follows from the officer's words, on what the registers hold now."""
    facts = _amended(office, action, row.facts, words)
    province = facts.province.value if facts.province else None
    period = facts.period.value if facts.period else None
    history = office.store.history(facts.kind, province, period)
    others = deciding.without(history, row.id)
    deadline = office.conveyor.deadline(facts)
    findings = checks.check(
        facts,
        office.directive,
        others,
        office.policy,
        # Who sent it was told when it arrived; an officer who looks at it vouches for it, as for paper that is handed in.
        channel=Channel.UPLOAD,
        sender="",
        from_message=False,
        received_at=row.received_at,
        deadline=deadline,
    )
    status, decision = deciding.by_officer(
        action, facts, findings, office.directive, others, deadline, row.received_at, submission=row.id, by=by
    )
    return Ruling(row, status, facts, decision, by, reason, pairs(history.same), beside(history))


def excuse(office: Office, province: str, deliverable: str, period: str | None, until: str, by: str, reason: str) -> None:
    """Gives a province more time. Raises UserError with every problem."""
    problems = []
    names = [each.name for each in office.directive.deliverables]
    if office.directive.province(province) is None:
        problems.append(f"จังหวัดรหัส {province} ไม่อยู่ในข่ายที่ต้องรายงาน")
    if deliverable not in names:
        problems.append(f"ไม่มีรายงานชื่อ {deliverable}: โปรดระบุ {', '.join(names)}")
    elif period not in office.directive.deliverable(deliverable).periods:
        problems.append(_wrong_period(deliverable, period, office.directive.deliverable(deliverable).periods))
    try:
        day = dt.date.fromisoformat(until)
    except ValueError:
        problems.append(f"--until {until!r} ไม่ใช่วันที่ตามรูปแบบ ปี ค.ศ.-เดือน-วัน เช่น 2020-12-18")
    if problems:
        raise UserError(problems)
    office.store.excuse(Excuse(province, deliverable, period, day, office.clock.now(), by, reason))


def _wrong_period(deliverable: str, period: str | None, periods: Sequence[str | None]) -> str:
    if None in periods:
        return f"รายงาน {deliverable} ส่งครั้งเดียว ไม่มีงวดเดือน โปรดไม่ต้องระบุเดือน ({period})"
    months = f"โปรดระบุเดือนตั้งแต่ {periods[0]} ถึง {periods[-1]}"
    return (
        f"รายงาน {deliverable} ต้องระบุงวดเดือน {months}"
        if period is None
        else f"รายงาน {deliverable} ไม่มีงวดเดือน {period} {months}"
    )


def release(office: Office, ids: Sequence[str], by: str, reason: str) -> Sequence[Notice]:
    """Lets held notices leave, as far as the settings of sending allow it."""
    return office.store.release(
        ids, by, reason, office.clock.now(), lambda notice: hold_for(notice.draft.to, office.settings.office)
    )


def export(office: Office, file: Path) -> None:
    """Writes the registers as a workbook."""
    now = office.clock.now()
    statuses = tuple(Status)
    write_workbook(
        file,
        arrivals=office.store.arrivals(),
        submissions=office.store.submissions(Query(statuses=statuses)),
        board=office.board(now),
        directive=office.directive,
        now=now,
    )
