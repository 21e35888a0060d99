"""Filing: everything that one arrival leaves behind, in one transaction of the caller's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from parsers.parts import Message, Outcome, Part, Role
from parsers.thai.dates import BANGKOK, buddhist_year
from rules.records import Decision, Status, Verdict
from storage import arrivals as arrival_rows
from storage import audit, outbox, submissions
from storage.arrivals import COUNTED, receipt_no, submission_name
from storage.errors import Stale
from storage.ports import Compose
from storage.records import FiledArrival, Filing, NewSubmission
from storage.schema import arrival_submissions, arrivals, insert_row, part_submissions, parts
from storage.schema import submissions as table
from storage.submissions import submission_id


def kept_parts(message: Message) -> list[Part]:
    """Parts whose bytes are kept beside the original, so that an officer can open them: documents, and what would not open."""
    return [
        part
        for part in message.parts
        if part.data and (part.role is Role.DOCUMENT or (part.role is Role.CONTAINER and part.trouble))
    ]


def file(c: sa.Connection, filing: Filing, compose: Compose, now: dt.datetime) -> FiledArrival | None:
    """Files an arrival, or gives None where another process has done so. Raises Stale where the registers moved."""
    arrival = c.execute(sa.select(arrivals).where(arrivals.c.sha256 == filing.arrival)).one()
    if arrival.outcome is not None:
        return None
    for new in filing.submissions:
        submissions.check_current(c, new.facts, new.based_on, new.neighbours)
    number = _close(c, arrival, filing.outcome, filing.reason, filing.counted_as, now, **_told_by(filing.message))
    if number is None:
        return None
    ids = [_submit(c, arrival, new, now) for new in filing.submissions]
    all_ids = _file_parts(c, arrival.id, filing, ids)
    for position, id in enumerate(all_ids):
        c.execute(arrival_submissions.insert().values(arrival_id=arrival.id, position=position, submission_id=id))
    filed = _told(c, filing.arrival, ids)
    notices = outbox.put(c, compose(filed), now)
    detail = _detail(filed, filing, [notice.id for notice in notices])
    audit.append(c, "filed", filing.arrival, detail, audit.PROGRAM, now)
    return filed


def quarantine(c: sa.Connection, sha256: str, reason: str, now: dt.datetime) -> None:
    """Gives up on an arrival; one that is filed stays filed."""
    arrival = c.execute(sa.select(arrivals).where(arrivals.c.sha256 == sha256)).one()
    number = _close(c, arrival, Outcome.QUARANTINED, reason, COUNTED, now)
    if number is not None:
        audit.append(c, "quarantined", sha256, {"receipt_no": number, "reason": reason}, audit.PROGRAM, now)


# --- the arrival ------------------------------------------------------------------------------------------------------
def _close(
    c: sa.Connection,
    arrival: sa.Row[Any],
    outcome: Outcome,
    reason: str,
    counted_as: str,
    now: dt.datetime,
    **more: object,
) -> str | None:
    """Compare-and-set from unfinished to ``outcome``. The receipt number ("" for what takes none); None if it was closed."""
    year, number = _next_receipt(c, arrival.received_at) if counted_as == COUNTED else (None, None)
    done = c.execute(
        arrivals.update()
        .where(arrivals.c.id == arrival.id, arrivals.c.outcome.is_(None))
        .values(
            outcome=outcome.value,
            reason=reason,
            counted_as=counted_as,
            processed_at=now,
            receipt_year=year,
            receipt_number=number,
            **more,
        )
    )
    return (receipt_no(year, number) or "") if done.rowcount == 1 else None


def _next_receipt(c: sa.Connection, received_at: dt.datetime) -> tuple[int, int]:
    """The next number of the arrival's Buddhist year. A rolled-back filing gives its number back: no gaps."""
    year = buddhist_year(received_at.astimezone(BANGKOK).date())
    last = c.execute(sa.select(sa.func.max(arrivals.c.receipt_number)).where(arrivals.c.receipt_year == year)).scalar()
    return year, (last or 0) + 1


def _told_by(message: Message) -> dict[str, object]:
    return {
        "sender": message.sender,
        "subject": message.subject,
        "message_id": message.message_id,
        "sent_at": _storable(message.sent_at),
    }


def _storable(sent_at: dt.datetime | None) -> dt.datetime | None:
    """A sender's clock may say anything, even a moment that does not exist in UTC."""
    try:
        return None if sent_at is None or sent_at.tzinfo is None else sent_at.astimezone(BANGKOK)
    except OverflowError:
        return None


# --- its submissions --------------------------------------------------------------------------------------------------
def _submit(c: sa.Connection, arrival: sa.Row[Any], new: NewSubmission, now: dt.datetime) -> int:
    if new.decision.verdict is Verdict.SAME:
        return _repeat(c, new.decision, arrival.received_at)
    replaced = _replaced(c, new)
    accepted = new.decision.verdict is Verdict.ACCEPT
    values = submissions.decided(new.decision) | {
        "arrival_id": arrival.id,
        "status": Status.REVIEW.value,
        "parts": list(new.facts.parts),
        "received_at": arrival.received_at,
        "first_received_at": min([arrival.received_at, *(row.first_received_at for row in replaced)]),
        "revision": max((row.revision for row in replaced), default=0) + 1,
        "supersedes": replaced[0].id if replaced else None,
        "readable": new.readable,
    }
    id = submissions.insert(c, values, new.facts)
    submissions.supersede(c, [row.id for row in replaced], by=id)
    if accepted:  # only now: the database suffers one accepted report at a time
        c.execute(table.update().where(table.c.id == id).values(status=Status.ACCEPTED.value, accepted_at=now))
    submissions.recall(c, _numbers(new.decision.conflicts), submission_name(id))
    return id


def _repeat(c: sa.Connection, decision: Decision, received_at: dt.datetime) -> int:
    id = submission_id(decision.same_as or "")
    if id is None or not submissions.by_ids(c, [id]):
        raise Stale(submissions.STALE)
    submissions.seen_earlier(c, id, received_at)
    return id


def _replaced(c: sa.Connection, new: NewSubmission) -> Sequence[sa.Row[Any]]:
    """What the new submission takes the place of: the one that the decision names first. A submission that waits replaces
    nothing that is accepted: the older stands."""
    key = submissions.key_of(new.facts)
    accepts = new.decision.verdict is Verdict.ACCEPT
    named = submission_id(new.decision.supersedes) if new.decision.supersedes else None
    statuses = submissions.CURRENT if accepts else (Status.REVIEW.value,)
    wanted = [named, *_numbers(new.decision.also_supersedes)]
    which = sa.and_(table.c.id.in_([id for id in wanted if id is not None]), table.c.status.in_(statuses))
    if accepts and key[0] not in submissions.MANY_KINDS:
        which = sa.or_(which, submissions.of_key(key, (Status.ACCEPTED.value,)))
    rows = c.execute(sa.select(table).where(which).order_by(table.c.id)).all()
    return sorted(rows, key=lambda row: row.id != named)


def _numbers(names: Iterable[str]) -> list[int]:
    return [id for name in names if (id := submission_id(name)) is not None]


# --- its parts --------------------------------------------------------------------------------------------------------
def _file_parts(c: sa.Connection, arrival_id: int, filing: Filing, ids: Sequence[int]) -> list[int]:
    """Part rows with what they bear; gives every submission that the arrival made or repeats, each once."""
    kept = {part.sha256 for part in kept_parts(filing.message)}
    every = list(ids)
    for position, (part, verdict) in enumerate(zip(filing.message.parts, filing.dossier.verdicts, strict=True)):
        row = {
            "arrival_id": arrival_id,
            "position": position,
            "sha256": part.sha256,
            "size": len(part.data),
            "name": part.name,
            "raw_name": part.raw_name,
            "media_type": part.media_type,
            "declared_type": part.declared_type,
            "role": part.role.value,
            "outcome": verdict.outcome.value,
            "reason": verdict.reason,
            "kept": part.sha256 in kept,
        }
        part_id = insert_row(c, parts, row)
        borne = _once([*(ids[index] for index in verdict.facts), *_numbers(verdict.submissions)])
        for place, id in enumerate(borne):
            c.execute(part_submissions.insert().values(part_id=part_id, position=place, submission_id=id))
        every += borne
    return _once(every + _of_first(c, filing.duplicate_of))


def _of_first(c: sa.Connection, sha256: str | None) -> list[int]:
    if sha256 is None:
        return []
    wanted = (
        sa.select(arrival_submissions.c.submission_id)
        .join(arrivals, arrivals.c.id == arrival_submissions.c.arrival_id)
        .where(arrivals.c.sha256 == sha256)
        .order_by(arrival_submissions.c.position)
    )
    return list(c.execute(wanted).scalars())


def _once(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))


# --- what is told of it -----------------------------------------------------------------------------------------------
def _told(c: sa.Connection, sha256: str, ids: Sequence[int]) -> FiledArrival:
    row = arrival_rows.by_sha256(c, sha256)
    assert row is not None
    rows = submissions.by_ids(c, ids)
    return FiledArrival(row, tuple(rows[id] for id in ids))


def _detail(filed: FiledArrival, filing: Filing, notices: Sequence[str]) -> dict[str, object]:
    return {
        "receipt_no": filed.arrival.receipt_no,
        "outcome": filing.outcome.value,
        "counted_as": filing.counted_as,
        "submissions": [
            {
                "id": row.id,
                "verdict": new.decision.verdict.value,
                "kind": row.kind,
                "province": row.province,
                "period": row.period,
                "supersedes": row.supersedes,
                "conflicts": list(new.decision.conflicts),
                "findings": [finding.rule for finding in row.findings],
            }
            for new, row in zip(filing.submissions, filed.submissions, strict=True)
        ],
        "notices": list(notices),
    }
