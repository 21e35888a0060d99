"""Submissions: how they are read, and the few ways in which one changes another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from intake.records import Channel
from parsers.records import Facts
from rules.eligibility import COUNTERPARTS
from rules.records import Decision, Filed, Finding, History, Severity, Status, Timeliness
from storage.arrivals import receipt_no, submission_name
from storage.codec import dump_facts, dump_finding, load_facts, load_finding
from storage.errors import Stale
from storage.records import Query, SubmissionRow
from storage.schema import arrivals, insert_row, submissions

MANY_KINDS = frozenset({"obstacle", "other"})
"""Kinds of which a province may have several accepted at once."""
CURRENT = (Status.ACCEPTED.value, Status.REVIEW.value)
_ACCEPTED = (Status.ACCEPTED.value,)
KNOWN = (*CURRENT, Status.SUPERSEDED.value)
"""What bears on a new submission: a late copy of a report that was corrected since must be known for what it is."""
_CONFLICT = "มีเอกสารอีกฉบับหนึ่งที่ขัดแย้งกับรายการนี้ (รายการ {other}) จึงต้องรอการวินิจฉัย โปรดตรวจสอบทั้งสองรายการและเลือกใช้เพียงรายการเดียว"
STALE = "ทะเบียนมีการเปลี่ยนแปลงระหว่างการพิจารณาเอกสารนี้ ระบบจะพิจารณาใหม่ (the registers moved meanwhile; decide again)"

Key = tuple[str, str | None, str | None]
"""Kind, province, period."""


def submission_id(name: str) -> int | None:
    """``S12`` -> 12; None if it is no such name."""
    digits = name.strip().upper().removeprefix("S")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _name(id: int | None) -> str | None:
    return None if id is None else submission_name(id)


# --- reading ----------------------------------------------------------------------------------------------------------
def _select() -> sa.Select[Any]:
    return (
        sa.select(
            submissions,
            arrivals.c.sha256.label("arrival_sha256"),
            arrivals.c.channel,
            arrivals.c.receipt_year,
            arrivals.c.receipt_number,
        )
        .join(arrivals, arrivals.c.id == submissions.c.arrival_id)
        .order_by(submissions.c.received_at, submissions.c.id)
    )


def _row(row: sa.Row[Any]) -> SubmissionRow:
    return SubmissionRow(
        id=submission_name(row.id),
        kind=row.kind,
        status=Status(row.status),
        channel=Channel(row.channel),
        arrival=row.arrival_sha256,
        parts=tuple(row.parts),
        province=row.province,
        period=row.period,
        received_at=row.received_at,
        first_received_at=row.first_received_at,
        due_on=row.due_on,
        timeliness=None if row.timeliness is None else Timeliness(row.timeliness),
        days_late=row.days_late,
        revision=row.revision,
        supersedes=_name(row.supersedes),
        superseded_by=_name(row.superseded_by),
        accepted_at=row.accepted_at,
        facts=load_facts(row.facts),
        findings=tuple(load_finding(value) for value in row.findings),
        directive=row.directive,
        receipt_no=receipt_no(row.receipt_year, row.receipt_number),
        decided_by=row.decided_by,
        readable=row.readable,
    )


def _filed(row: sa.Row[Any]) -> Filed:
    return Filed(
        submission_name(row.id),
        row.kind,
        Status(row.status),
        row.province,
        row.period,
        row.received_at,
        row.first_received_at,
        row.revision,
        load_facts(row.facts),
        tuple(row.parts),
        row.accepted_at,
        row.readable,
    )


def query(c: sa.Connection, wanted: Query) -> list[SubmissionRow]:
    """Those that fit, oldest arrival first."""
    statement = _select().where(submissions.c.status.in_([status.value for status in wanted.statuses]))
    for column, value in (
        (submissions.c.kind, wanted.kind),
        (submissions.c.province, wanted.province),
        (submissions.c.period, wanted.period),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.received_until is not None:
        statement = statement.where(submissions.c.received_at <= wanted.received_until)
    return [_row(row) for row in c.execute(statement)]


def by_ids(c: sa.Connection, ids: Collection[int]) -> dict[int, SubmissionRow]:
    """Those of these numbers that exist."""
    return {row.id: _row(row) for row in c.execute(_select().where(submissions.c.id.in_(list(ids))))}


def filed(c: sa.Connection) -> list[Filed]:
    """All of them, as the rules see them."""
    return [_filed(row) for row in c.execute(_select())]


def of_key(key: Key, statuses: Sequence[str] = CURRENT) -> sa.ColumnElement[bool]:
    """Which submissions are of this kind, province and period; none where the province is not known."""
    kind, province, period = key
    if province is None:
        return sa.false()
    same_period = submissions.c.period.is_(None) if period is None else submissions.c.period == period
    return sa.and_(
        submissions.c.kind == kind,
        submissions.c.province == province,
        same_period,
        submissions.c.status.in_(statuses),
    )


def _neighbour(period: str, months: int) -> str:
    count = int(period[:4]) * 12 + int(period[5:7]) - 1 + months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def history(c: sa.Connection, key: Key) -> History:
    """What is known already of this kind, province and period, and of what stands beside it."""
    same = tuple(_filed(row) for row in c.execute(_select().where(of_key(key, KNOWN))))
    beside = {name: c.execute(_select().where(of_key(other, _ACCEPTED))).first() for name, other in _beside(key).items()}
    return History(same, **{name: None if row is None else _filed(row) for name, row in beside.items()})


def _beside(key: Key) -> dict[str, Key]:
    """Field of History -> the key of which the accepted submission stands there: the months beside, and a province's nomination
    beside its achievement report."""
    kind, province, period = key
    found: dict[str, Key] = {}
    if kind in COUNTERPARTS:
        found["counterpart"] = (COUNTERPARTS[kind], province, None)
    if period is not None and kind not in MANY_KINDS:
        steps = {"previous_month": -1, "next_month": +1, "month_before_last": -2}
        found |= {name: (kind, province, _neighbour(period, step)) for name, step in steps.items()}
    return found


def basis(c: sa.Connection, key: Key) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """(id, status) of what ``history`` gives: of the same key, and of what stands beside it."""
    beside = sa.or_(sa.false(), *(of_key(other, _ACCEPTED) for other in _beside(key).values()))
    return _pairs(c, of_key(key, KNOWN)), _pairs(c, beside)


def _pairs(c: sa.Connection, which: sa.ColumnElement[bool]) -> frozenset[tuple[str, str]]:
    rows = c.execute(sa.select(submissions.c.id, submissions.c.status).where(which))
    return frozenset((submission_name(row.id), row.status) for row in rows)


def check_current(
    c: sa.Connection, facts: Facts, based_on: Iterable[tuple[str, str]], neighbours: Iterable[tuple[str, str]] | None
) -> None:
    """The histories were read before this transaction: whoever filed in between must be heard first. Raises Stale."""
    same, beside = basis(c, key_of(facts))
    if same != frozenset(based_on) or (neighbours is not None and beside != frozenset(neighbours)):
        raise Stale(STALE)


# --- writing ----------------------------------------------------------------------------------------------------------
def decided(decision: Decision) -> dict[str, Any]:
    """The columns that a decision settles."""
    return {
        "due_on": decision.deadline.due_on if decision.deadline else None,
        "timeliness": decision.timeliness.value if decision.timeliness else None,
        "days_late": decision.days_late,
        "findings": [dump_finding(finding) for finding in decision.findings],
        "directive": decision.directive,
    }


def key_of(facts: Facts) -> Key:
    """Kind, province and period that the facts name."""
    return (
        facts.kind,
        facts.province.value if facts.province else None,
        facts.period.value if facts.period else None,
    )


def insert(c: sa.Connection, values: Mapping[str, Any], facts: Facts) -> int:
    """A new row; gives its number."""
    kind, province, period = key_of(facts)
    row = {"kind": kind, "province": province, "period": period, "facts": dump_facts(facts), "decided_by": "", **values}
    return insert_row(c, submissions, row)


def supersede(c: sa.Connection, ids: Collection[int], by: int) -> None:
    """These are replaced by another."""
    c.execute(
        submissions.update().where(submissions.c.id.in_(list(ids))).values(status=Status.SUPERSEDED.value, superseded_by=by)
    )


def recall(c: sa.Connection, ids: Collection[int], other: str) -> None:
    """These must wait for a person, because ``other`` says something else."""
    current = sa.and_(submissions.c.id.in_(list(ids)), submissions.c.status.in_(CURRENT))
    finding = dump_finding(Finding("conflict", Severity.ERROR, _CONFLICT.format(other=other)))
    for row in c.execute(sa.select(submissions.c.id, submissions.c.findings).where(current)).all():
        findings = row.findings if finding in row.findings else [*row.findings, finding]
        c.execute(
            submissions.update()
            .where(submissions.c.id == row.id)
            .values(status=Status.REVIEW.value, accepted_at=None, findings=findings)
        )


def seen_earlier(c: sa.Connection, id: int, received_at: dt.datetime) -> None:
    """The same report turned out to have arrived before: its obligation counts from then."""
    c.execute(
        submissions.update()
        .where(submissions.c.id == id, submissions.c.first_received_at > received_at)
        .values(first_received_at=received_at)
    )
