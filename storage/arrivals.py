"""Arrivals and the ledger: what came in, under which key, and what became of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar, overload

import sqlalchemy as sa

from intake.records import Arrival, ArrivalClock, Channel, SourceKey
from parsers.parts import Outcome, Role
from storage import audit
from storage.codec import dump_hints, load_hints
from storage.ledger import enter, key_detail
from storage.records import ArrivalRow, PartRow, Received
from storage.schema import arrival_submissions, arrivals, insert_row, part_submissions, parts

_EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()
_DOCUMENT_ROLES = (Role.DOCUMENT.value, Role.CONTAINER.value)
COUNTED = "document"
"""``counted_as`` of what takes a receipt number."""
_T = TypeVar("_T")
_CHUNK = 500
"""Values in one IN list: far below every database's limit."""


def submission_name(id: int) -> str:
    """``S12``"""
    return f"S{id}"


def receipt_no(year: int | None, number: int | None) -> str | None:
    """``17/2563``"""
    return None if number is None else f"{number}/{year}"


# --- receiving --------------------------------------------------------------------------------------------------------
def receive(c: sa.Connection, arrival: Arrival, now: dt.datetime) -> Received:
    """Ledger row and arrival row; the original must lie in the blobs already."""
    sha256 = arrival.sha256
    known = c.execute(sa.select(arrivals.c.id, arrivals.c.outcome).where(arrivals.c.sha256 == sha256)).one_or_none()
    id = _insert(c, arrival, sha256, now) if known is None else known.id
    is_new_key = enter(c, arrival.key, id, now)
    if known is None:
        return Received.NEW
    if is_new_key:
        c.execute(arrivals.update().where(arrivals.c.id == id).values(seen=arrivals.c.seen + 1))
        audit.append(c, "seen_again", sha256, key_detail(arrival.key), audit.PROGRAM, now)
    return Received.UNFINISHED if known.outcome is None else Received.KNOWN


def _insert(c: sa.Connection, arrival: Arrival, sha256: str, now: dt.datetime) -> int:
    row = {
        "sha256": sha256,
        "size": len(arrival.raw),
        "account": arrival.key.account,
        "folder": arrival.key.folder,
        "uidvalidity": arrival.key.uidvalidity,
        "uid": arrival.key.uid,
        "channel": arrival.channel.value,
        "received_at": arrival.received_at,
        "clock": arrival.clock.value,
        "name": arrival.name,
        "is_message": arrival.is_message,
        "hints": dump_hints(arrival.hints),
        "backlog": arrival.backlog,
        "fax_number": arrival.fax_number,
        "truncated": arrival.truncated,
        "stored_at": now,
        "seen": 1,
        "attempts": 0,
        "reason": "",
        "sender": "",
        "subject": "",
        "message_id": "",
        "counted_as": COUNTED,
    }
    id = insert_row(c, arrivals, row)
    audit.append(c, "received", sha256, key_detail(arrival.key), audit.PROGRAM, now)
    return id


def count_attempt(c: sa.Connection, sha256: str, real_now: dt.datetime) -> int:
    """Counts an attempt; gives its number."""
    mine = arrivals.c.sha256 == sha256
    c.execute(arrivals.update().where(mine).values(attempts=arrivals.c.attempts + 1, attempt_at=real_now))
    return int(c.execute(sa.select(arrivals.c.attempts).where(mine)).scalar_one())


def put_off(c: sa.Connection, sha256: str) -> None:
    """Takes the last attempt back: it did not fail, it was not made to its end."""
    mine = sa.and_(arrivals.c.sha256 == sha256, arrivals.c.outcome.is_(None), arrivals.c.attempts > 0)
    c.execute(arrivals.update().where(mine).values(attempts=arrivals.c.attempts - 1, attempt_at=None))


# --- unfinished work --------------------------------------------------------------------------------------------------
class Originals(Sequence[Arrival]):
    """Arrivals whose bytes are read when they are asked for: a crash may leave more behind than fits in memory."""

    def __init__(self, rows: Sequence[sa.Row[Any]], load: Callable[[str], bytes]) -> None:
        self._rows = rows
        self._load = load

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Arrival: ...
    @overload
    def __getitem__(self, index: slice) -> Originals: ...
    def __getitem__(self, index: int | slice) -> Arrival | Originals:
        if isinstance(index, slice):
            return Originals(self._rows[index], self._load)
        return _rebuild(self._rows[index], self._load)


def unfinished(c: sa.Connection, not_since: dt.datetime) -> Sequence[sa.Row[Any]]:
    """Rows that were never filed: those begun least often first, then the oldest. What keeps ending the program comes last."""
    idle = sa.or_(arrivals.c.attempt_at.is_(None), arrivals.c.attempt_at < not_since)
    wanted = sa.select(arrivals).where(arrivals.c.outcome.is_(None), idle)
    return c.execute(wanted.order_by(arrivals.c.attempts, arrivals.c.received_at, arrivals.c.id)).all()


def _rebuild(row: sa.Row[Any], load: Callable[[str], bytes]) -> Arrival:
    return Arrival(
        SourceKey(row.account, row.folder, row.uidvalidity, row.uid),
        load(row.sha256),
        Channel(row.channel),
        row.received_at,
        ArrivalClock(row.clock),
        row.name,
        row.is_message,
        load_hints(row.hints),
        row.backlog,
        row.fax_number,
        row.truncated,
    )


# --- reading ----------------------------------------------------------------------------------------------------------
def by_sha256(c: sa.Connection, sha256: str) -> ArrivalRow | None:
    """One arrival."""
    found = _load(c, sa.select(arrivals).where(arrivals.c.sha256 == sha256))
    return found[0] if found else None


def between(c: sa.Connection, since: dt.datetime | None, until: dt.datetime | None) -> list[ArrivalRow]:
    """``since`` <= time of processing < ``until``, oldest first; without ``until`` those not processed yet come last."""
    wanted = sa.select(arrivals).order_by(arrivals.c.processed_at.is_(None), arrivals.c.processed_at, arrivals.c.id)
    if since is not None:
        wanted = wanted.where(sa.or_(arrivals.c.processed_at.is_(None), arrivals.c.processed_at >= since))
    if until is not None:
        wanted = wanted.where(arrivals.c.processed_at < until)
    return _load(c, wanted)


def known_parts(c: sa.Connection, hashes: Collection[str], but: str) -> Mapping[str, ArrivalRow]:
    """The first filed arrival other than ``but`` that bore each document part. Empty parts are alike and prove nothing, and
    parts of automatic or foreign mail were not read: whoever sends them as a letter is heard."""
    first: dict[str, int] = {}
    for some in _chunks(sorted(set(hashes) - {_EMPTY_SHA256})):
        wanted = (
            sa.select(parts.c.sha256, sa.func.min(arrivals.c.id))
            .join(arrivals, arrivals.c.id == parts.c.arrival_id)
            .where(
                parts.c.sha256.in_(some),
                parts.c.role.in_(_DOCUMENT_ROLES),
                arrivals.c.sha256 != but,
                arrivals.c.outcome.is_not(None),
                arrivals.c.outcome != Outcome.QUARANTINED.value,
                arrivals.c.counted_as == COUNTED,
            )
            .group_by(parts.c.sha256)
        )
        first.update((sha256, id) for sha256, id in c.execute(wanted))
    rows: dict[int, ArrivalRow] = {}
    for ids in _chunks(sorted(set(first.values()))):
        wanted_rows = sa.select(arrivals).where(arrivals.c.id.in_(ids)).order_by(arrivals.c.id)
        rows.update(zip(ids, _load(c, wanted_rows), strict=True))
    return {sha256: rows[id] for sha256, id in first.items()}


def _chunks(values: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def _load(c: sa.Connection, wanted: sa.Select[Any]) -> list[ArrivalRow]:
    rows = c.execute(wanted).all()
    ids = [row.id for row in rows]
    part_rows, made = _parts_of(c, ids), _submissions_of(c, ids)
    return [_row(row, tuple(part_rows.get(row.id, ())), tuple(made.get(row.id, ()))) for row in rows]


def _parts_of(c: sa.Connection, ids: Sequence[int]) -> Mapping[int, list[PartRow]]:
    out: dict[int, list[PartRow]] = defaultdict(list)
    for some in _chunks(ids):
        borne: dict[int, list[str]] = defaultdict(list)
        links = (
            sa.select(part_submissions)
            .join(parts, parts.c.id == part_submissions.c.part_id)
            .where(parts.c.arrival_id.in_(some))
            .order_by(part_submissions.c.part_id, part_submissions.c.position)
        )
        for link in c.execute(links):
            borne[link.part_id].append(submission_name(link.submission_id))
        for row in c.execute(sa.select(parts).where(parts.c.arrival_id.in_(some)).order_by(parts.c.position)):
            out[row.arrival_id].append(
                PartRow(
                    row.name,
                    row.media_type,
                    row.sha256,
                    row.role,
                    Outcome(row.outcome),
                    row.reason,
                    tuple(borne.get(row.id, ())),
                )
            )
    return out


def _submissions_of(c: sa.Connection, ids: Sequence[int]) -> Mapping[int, list[str]]:
    out: dict[int, list[str]] = defaultdict(list)
    for some in _chunks(ids):
        wanted = sa.select(arrival_submissions).where(arrival_submissions.c.arrival_id.in_(some))
        for row in c.execute(wanted.order_by(arrival_submissions.c.position)):
            out[row.arrival_id].append(submission_name(row.submission_id))
    return out


def _row(row: sa.Row[Any], part_rows: tuple[PartRow, ...], made: tuple[str, ...]) -> ArrivalRow:
    return ArrivalRow(
        row.sha256,
        receipt_no(row.receipt_year, row.receipt_number),
        Channel(row.channel),
        row.received_at,
        row.clock,
        row.processed_at,
        row.sender,
        row.subject,
        row.message_id,
        None if row.outcome is None else Outcome(row.outcome),
        row.reason,
        part_rows,
        made,
        row.attempts,
        row.backlog,
        row.name,
        row.is_message,
        row.sent_at,
        row.counted_as,
        row.seen,
    )
