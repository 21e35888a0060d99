"""Officers' decisions: on a submission, an obligation, a notice. Each is audited, and an impossible one changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any

import sqlalchemy as sa

from intake.errors import UserError
from parsers.records import Facts, Field
from rules.records import Excuse, Status
from storage import audit, outbox, submissions
from storage.arrivals import submission_name
from storage.codec import dump_facts
from storage.errors import Stale
from storage.notices import Hold, Notice, NoticeState
from storage.outbox import notice_id, notice_name
from storage.ports import Tell
from storage.records import Ruling, SubmissionRow
from storage.schema import excuses, notices
from storage.schema import submissions as table

STATE_NAMES = {
    NoticeState.HELD: "ระงับไว้",
    NoticeState.QUEUED: "รอส่ง",
    NoticeState.SENDING: "กำลังส่ง",
    NoticeState.SENT: "ส่งแล้ว",
    NoticeState.FAILED: "ส่งไม่สำเร็จ",
    NoticeState.CANCELLED: "ยกเลิกแล้ว",
}
"""How far a notice is, in Thai."""


# --- submissions ------------------------------------------------------------------------------------------------------
def decide(c: sa.Connection, ruling: Ruling, tell: Tell, now: dt.datetime) -> SubmissionRow:
    """Writes a decision on a submission. Raises UserError for an impossible step, Stale where what it was based on moved."""
    before, facts = ruling.before, ruling.facts
    id = _unmoved(c, ruling)
    _check_step(before, ruling.status)
    replaced = _replaced(c, id, facts) if ruling.status is Status.ACCEPTED else []
    submissions.supersede(c, [row.id for row in replaced], by=id)
    c.execute(table.update().where(table.c.id == id).values(**_values(c, ruling, replaced, now)))
    if ruling.status is Status.REVIEW:
        others = [n for name in ruling.decision.conflicts if (n := submissions.submission_id(name)) not in (None, id)]
        submissions.recall(c, [n for n in others if n is not None], before.id)
    after = submissions.by_ids(c, [id])[id]
    told = [notice.id for notice in outbox.put(c, tell(after), now)]
    audit.append(c, "decided", after.id, _detail(after, ruling, replaced) | {"notices": told}, ruling.by, now)
    return after


def _unmoved(c: sa.Connection, ruling: Ruling) -> int:
    """The number of the submission, which must be as it was when the decision was worked out, and the registers too."""
    id = submissions.submission_id(ruling.before.id)
    if id is None or submissions.by_ids(c, [id]).get(id) != ruling.before:
        raise Stale(submissions.STALE)
    submissions.check_current(c, ruling.facts, ruling.based_on, ruling.neighbours)
    return id


def _check_step(before: SubmissionRow, status: Status) -> None:
    if status is Status.SUPERSEDED:
        raise UserError("รายการจะถูกแทนที่ได้ด้วยรายการอื่นเท่านั้น โปรดสั่ง accept หรือ reject (only another submission supersedes)")
    if before.status is Status.SUPERSEDED and status is not Status.ACCEPTED:
        raise UserError(
            f"รายการ {before.id} ถูกแทนที่ด้วยรายการ {before.superseded_by} แล้ว โปรดพิจารณารายการที่มาแทน "
            f"หรือสั่ง accept หากต้องการให้รายการ {before.id} กลับมามีผล (already superseded)"
        )
    if before.status is Status.REJECTED and status is Status.REJECTED:
        raise UserError(f"รายการ {before.id} ถูกปฏิเสธไปแล้วโดย {before.decided_by} (already rejected)")


def _replaced(c: sa.Connection, id: int, facts: Facts) -> Sequence[sa.Row[Any]]:
    """The accepted submission of the same key, which an acceptance replaces."""
    key = submissions.key_of(facts)
    if key[0] in submissions.MANY_KINDS:
        return []
    which = sa.and_(submissions.of_key(key, (Status.ACCEPTED.value,)), table.c.id != id)
    return c.execute(sa.select(table).where(which).order_by(table.c.id)).all()


def _values(c: sa.Connection, ruling: Ruling, replaced: Sequence[sa.Row[Any]], now: dt.datetime) -> dict[str, Any]:
    before, facts = ruling.before, ruling.facts
    kind, province, period = submissions.key_of(facts)
    values = submissions.decided(ruling.decision) | {
        "kind": kind,
        "province": province,
        "period": period,
        "status": ruling.status.value,
        "facts": dump_facts(facts),
        "decided_by": ruling.by,
        "accepted_at": None,
    }
    if ruling.status is Status.ACCEPTED:
        values |= {"accepted_at": before.accepted_at if before.status is Status.ACCEPTED else now, "superseded_by": None}
    if facts != before.facts or ruling.status is Status.ACCEPTED:
        values["readable"] = True
    if replaced:
        _unlink(c, before)
        values |= {
            "supersedes": replaced[0].id,
            "revision": max(row.revision for row in replaced) + 1,
            "first_received_at": min([before.first_received_at, *(row.first_received_at for row in replaced)]),
        }
    return values


def _unlink(c: sa.Connection, row: SubmissionRow) -> None:
    """Takes a submission out of its old place in a chain, so that a chain never bites its own tail."""
    id = submissions.submission_id(row.id)
    older = submissions.submission_id(row.supersedes) if row.supersedes else None
    newer = submissions.submission_id(row.superseded_by) if row.superseded_by else None
    c.execute(table.update().where(table.c.supersedes == id).values(supersedes=older))
    c.execute(table.update().where(table.c.superseded_by == id, table.c.id == older).values(superseded_by=newer))


def _detail(after: SubmissionRow, ruling: Ruling, replaced: Sequence[sa.Row[Any]]) -> dict[str, object]:
    before = ruling.before
    return {
        "reason": ruling.reason,
        "status": [before.status.value, after.status.value],
        "kind": [before.kind, after.kind],
        "province": [before.province, after.province],
        "period": [before.period, after.period],
        "fields": _changes(before.facts, after.facts),
        "supersedes": [submission_name(row.id) for row in replaced],
    }


def _changes(before: Facts, after: Facts) -> dict[str, object]:
    """Every field and cell that the officer set, its value before and after; one that was merely confirmed too."""
    old, new = _cells(before), _cells(after)
    names = [name for name in new if new[name] != old.get(name)] + [name for name in old if name not in new]
    return {name: [field.value if (field := cells.get(name)) else None for cells in (old, new)] for name in names}


def _cells(facts: Facts) -> dict[str, Field]:
    """Fields by name, and the cells of lines as ``lines.2.cumulative``."""
    lines = {f"lines.{n}.{name}": field for n, line in enumerate(facts.lines, 1) for name, field in line.items()}
    return {**facts.fields, **lines}


# --- obligations ------------------------------------------------------------------------------------------------------
def excuse(c: sa.Connection, given: Excuse) -> None:
    """Remembers an excuse; a later one for the same obligation takes its place."""
    c.execute(
        excuses.insert().values(
            province=given.province,
            deliverable=given.deliverable,
            period=given.period,
            until=given.until,
            decided_at=given.decided_at,
            by=given.by,
            reason=given.reason,
        )
    )
    subject = "/".join(each for each in (given.province, given.deliverable, given.period) if each)
    detail = {"until": given.until.isoformat(), "reason": given.reason}
    audit.append(c, "excused", subject, detail, given.by, given.decided_at)


def all_excuses(c: sa.Connection) -> list[Excuse]:
    """The last excuse of each obligation, in the order in which they were given."""
    latest: dict[tuple[str, str, str | None], Excuse] = {}
    for row in c.execute(sa.select(excuses).order_by(excuses.c.id)):
        key = (row.province, row.deliverable, row.period)
        latest.pop(key, None)
        latest[key] = Excuse(*key, row.until, row.decided_at, row.by, row.reason)
    return list(latest.values())


# --- notices ----------------------------------------------------------------------------------------------------------
def release(
    c: sa.Connection,
    ids: Collection[str],
    by: str,
    reason: str,
    now: dt.datetime,
    rehold: Callable[[Notice], Hold | None] | None,
) -> list[Notice]:
    """Lets held notices go, and failed ones once more. Raises UserError with every id that cannot be released."""
    wanted = _named(c, ids, (NoticeState.HELD, NoticeState.FAILED), "ปล่อยให้ส่ง")
    late = [each.id for each in wanted if each.draft.stale_after is not None and each.draft.stale_after <= now]
    if late:
        raise UserError([f"หนังสือ {id} {outbox.TOO_LATE} โปรดสั่ง cancel (stale)" for id in late])
    for notice in wanted:
        _release_one(c, notice, rehold)
        audit.append(c, "released", notice.id, {"reason": reason}, by, now)
    return outbox.load(c, notices.c.id.in_([notice_id(each.id) for each in wanted]))


def _release_one(c: sa.Connection, notice: Notice, rehold: Callable[[Notice], Hold | None] | None) -> None:
    """A release ends what waits for an officer, and nothing else: sending that is switched off stays off."""
    stays = notice.state is NoticeState.HELD and notice.draft.hold not in outbox.OFFICERS_HOLDS
    values: dict[str, Any] = {"released": True, "needs_release": False, "not_before": None}
    if not stays:
        values |= {"state": NoticeState.QUEUED.value, "hold": None}
    mine = notices.c.id == notice_id(notice.id)
    c.execute(notices.update().where(mine).values(**values))
    if rehold is not None:
        outbox.rehold_one(c, outbox.load(c, mine)[0], rehold)


def cancel(c: sa.Connection, ids: Collection[str], by: str, reason: str, now: dt.datetime) -> list[Notice]:
    """Takes notices back that have not left. Raises UserError with every id that cannot be cancelled."""
    wanted = _named(c, ids, (NoticeState.HELD, NoticeState.QUEUED, NoticeState.FAILED), "ยกเลิก")
    which = notices.c.id.in_([notice_id(each.id) for each in wanted])
    c.execute(notices.update().where(which).values(state=NoticeState.CANCELLED.value, error=reason))
    for notice in wanted:
        audit.append(c, "cancelled", notice.id, {"reason": reason}, by, now)
    return outbox.load(c, which)


def _named(c: sa.Connection, ids: Collection[str], allowed: Collection[NoticeState], verb: str) -> list[Notice]:
    numbers = {id: number for id in dict.fromkeys(ids) if (number := notice_id(id)) is not None}
    found = {each.id: each for each in outbox.load(c, notices.c.id.in_(list(numbers.values())))}
    problems, wanted = [], []
    for id in dict.fromkeys(ids):
        notice = found.get(notice_name(numbers[id])) if id in numbers else None
        if notice is None:
            problems.append(f"ไม่พบหนังสือ {id} โปรดตรวจสอบเลขหนังสือด้วยคำสั่ง outbox (unknown notice)")
        elif notice.state not in allowed:
            problems.append(f"หนังสือ {id} อยู่ในสถานะ “{STATE_NAMES[notice.state]}” จึง{verb}ไม่ได้ (impossible in this state)")
        else:
            wanted.append(notice)
    if problems:
        raise UserError(problems)
    return wanted
