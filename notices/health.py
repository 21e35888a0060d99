"""What the digest tells of the wires: polls, mailbox against ledger, mail that did not leave, what is estimated. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from intake.settings import HolidayPolicy
from notices.figures import BY, when
from parsers.thai.dates import BANGKOK, buddhist_year
from rules.records import Obligation, Policy, State
from storage.notices import Hold, Notice, NoticeKind, NoticeState
from storage.records import Heartbeat

POLICY_WORDS = {
    HolidayPolicy.NEXT_WORKING_DAY: "กำหนดส่งที่ตรงกับวันหยุดเลื่อนเป็นวันทำการถัดไป",
    HolidayPolicy.PREVIOUS_WORKING_DAY: "กำหนดส่งที่ตรงกับวันหยุดเลื่อนขึ้นมาเป็นวันทำการก่อนหน้า",
    HolidayPolicy.NOMINAL: "กำหนดส่งเป็นไปตามหนังสือสั่งการ ไม่เลื่อนแม้ตรงกับวันหยุด",
}
_SOURCES = {"mailbox": "ตู้จดหมาย", "fax": "โทรสาร"}
_HOLDS = {
    Hold.SENDING_OFF: "เพราะปิดการส่งจดหมายไว้ (office.sending)",
    Hold.NOT_ALLOWED: "เพราะผู้รับไม่อยู่ในรายการที่อนุญาต (office.allow)",
    Hold.NO_RECIPIENT: "เพราะไม่มีที่อยู่ผู้รับ (directive.contacts office.officers)",
    Hold.TOO_MANY: "เพราะผู้รับได้รับจดหมายตอบครบจำนวนต่อวันแล้ว",
}
_OPEN = {State.NOT_DUE, State.MISSING, State.OVERDUE, State.IN_REVIEW}
_DAY = dt.timedelta(days=1)


def first_line(heartbeats: Sequence[Heartbeat], notices: Sequence[Notice], unfinished: int, now: dt.datetime) -> str:
    """Health in one line: last successful poll, queue, sent."""
    polls = [f"{_source(each.source)} {when(each.last_ok)}" for each in heartbeats] or ["ยังไม่มีการตรวจรับ"]
    queued = sum(1 for each in notices if each.state in {NoticeState.QUEUED, NoticeState.SENDING})
    held = sum(1 for each in notices if each.state is NoticeState.HELD)
    sent = sum(1 for each in notices if each.sent_at and each.sent_at > now - _DAY)
    return (
        f"ตรวจรับสำเร็จล่าสุด {' / '.join(polls)} · เอกสารรอประมวลผล {unfinished} ฉบับ"
        f" · จดหมายรอส่ง {queued} ฉบับ พักไว้ {held} ฉบับ · ส่งแล้วใน 24 ชั่วโมง {sent} ฉบับ"
    )


def _source(name: str) -> str:
    return _SOURCES.get(name, name)


def wire_lines(heartbeats: Sequence[Heartbeat]) -> Iterator[str]:
    """Polls that fail, and whether the mailbox holds what the ledger knows."""
    for each in heartbeats:
        if each.is_failing:
            yield f"{_source(each.source)}: ตรวจรับครั้งล่าสุดไม่ครบถ้วน เมื่อ {when(each.last_error_at)} ({each.last_error})"
        if each.on_server is not None:
            compared = _compared(each.on_server, each.in_ledger)
            yield f"{_source(each.source)}: ในตู้ {each.on_server} ฉบับ ในทะเบียน {each.in_ledger} ฉบับ {compared}"


def _compared(on_server: int, in_ledger: int) -> str:
    if on_server > in_ledger:
        return f"ไม่ตรงกัน ยังไม่ได้รับเข้าระบบ {on_server - in_ledger} ฉบับ"
    if on_server < in_ledger:
        return f"ไม่ตรงกัน มีผู้ย้ายหรือลบออกจากตู้แล้ว {in_ledger - on_server} ฉบับ (ต้นฉบับยังเก็บไว้ในระบบ)"
    return "ตรงกัน"


def outbox_lines(notices: Sequence[Notice], now: dt.datetime) -> Iterator[str]:
    """What did not leave, and what to do about it. What needs a release is told apart."""
    for each in notices:
        if each.state is NoticeState.FAILED:
            yield f"จดหมาย {each.id} ส่งไม่สำเร็จ: {each.error} (ส่งอีกครั้ง: damrong release {each.id} {BY})"
        elif each.state is NoticeState.QUEUED and each.error:
            yield f"จดหมาย {each.id} ยังส่งไม่ได้ ลองแล้ว {each.attempts} ครั้ง: {each.error}"
        elif each.state is NoticeState.SENT and each.error and each.sent_at and each.sent_at > now - _DAY:
            yield f"จดหมาย {each.id}: {each.error}"
    for hold, words in _HOLDS.items():
        if held := [each for each in notices if each.state is NoticeState.HELD and each.draft.hold is hold]:
            yield f"จดหมายพักไว้ {len(held)} ฉบับ {words} ได้แก่ {_ids(held)}"


def _ids(notices: Sequence[Notice], most: int = 12) -> str:
    more = f" และอื่น ๆ อีก {len(notices) - most} ฉบับ" if len(notices) > most else ""
    return " ".join(each.id for each in notices[:most]) + more


def releasable(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Overdue notices that wait for an officer's release."""
    wanted = (NoticeState.HELD, Hold.NEEDS_RELEASE)
    return tuple(each for each in notices if (each.state, each.draft.hold) == wanted and each.draft.kind is NoticeKind.OVERDUE)


def policy_lines(board: Sequence[Obligation], policy: Policy) -> Iterator[str]:
    """What deadlines go by, and which of those still open are estimates."""
    yield f"นโยบายที่ใช้: {POLICY_WORDS[policy.holiday_policy]} รับถึงเวลา {policy.cutoff:%H.%M.%S} น. ของวันครบกำหนด"
    years = {
        buddhist_year(day)
        for each in board
        if each.deadline.estimated and each.state in _OPEN
        for day in (each.deadline.nominal, each.deadline.due_on)
    }
    if years:
        named = " และ ".join(map(str, sorted(years)))
        yield f"กำหนดส่งบางรายการใน พ.ศ. {named} เป็นการประมาณ เพราะยังไม่มีผู้ยืนยันปฏิทินวันหยุดราชการ (directive.holidays)"


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment in Bangkok."""
    return moment.astimezone(BANGKOK)
