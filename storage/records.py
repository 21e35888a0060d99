"""What the store keeps and gives back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from intake.records import Channel
from parsers.parts import Dossier, Message, Outcome
from parsers.records import Facts
from rules.records import Decision, Filed, Finding, History, Status, Timeliness


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission as the store keeps it."""

    id: str
    kind: str
    status: Status
    channel: Channel
    arrival: str
    parts: tuple[str, ...]
    province: str | None
    period: str | None
    received_at: dt.datetime
    first_received_at: dt.datetime
    due_on: dt.date | None
    timeliness: Timeliness | None
    days_late: int
    revision: int
    supersedes: str | None
    superseded_by: str | None
    accepted_at: dt.datetime | None
    facts: Facts
    findings: tuple[Finding, ...]
    directive: str
    receipt_no: str | None = None
    decided_by: str = ""
    """Officer who decided last; empty while only the machine did."""
    readable: bool = True


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part as the store keeps it."""

    name: str
    media_type: str
    sha256: str
    role: str
    outcome: Outcome
    reason: str
    submissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """An arrival as the store keeps it."""

    sha256: str
    receipt_no: str | None
    channel: Channel
    received_at: dt.datetime
    clock: str
    processed_at: dt.datetime | None
    sender: str
    subject: str
    message_id: str
    outcome: Outcome | None
    """None: received, not examined yet."""
    reason: str
    parts: tuple[PartRow, ...] = ()
    submissions: tuple[str, ...] = ()
    attempts: int = 0
    backlog: bool = False
    name: str = ""
    is_message: bool = True
    sent_at: dt.datetime | None = None
    counted_as: str = "document"
    """``document``, or why it is none: ``automatic``, ``foreign``, ``duplicate``."""
    seen: int = 1
    """How often these bytes came, under whatever key."""


Pairs = tuple[tuple[str, str], ...]
"""(id, status) of submissions."""


def pairs(filed: Sequence[Filed | None]) -> Pairs:
    """Submissions as ``based_on`` and ``neighbours`` tell them."""
    return tuple((each.id, each.status.value) for each in filed if each is not None)


def beside(history: History) -> Pairs:
    """All of a history that is not of the same key."""
    return pairs((history.previous_month, history.next_month, history.month_before_last, history.counterpart))


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """One submission to be filed, with its decision."""

    facts: Facts
    decision: Decision
    readable: bool = True
    based_on: Pairs = ()
    """Every submission of the same key that the decision was made from (``History.same``); file() raises Stale if it moved."""
    neighbours: Pairs | None = None
    """Likewise of what stands beside it (``beside``), where the decision looked at that; None: not checked."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything that one arrival leaves behind, filed in one transaction."""

    arrival: str
    """sha256 of the arrival."""
    message: Message
    dossier: Dossier
    submissions: tuple[NewSubmission, ...]
    """In the order of ``dossier.facts``, so that verdicts' indexes fit."""
    outcome: Outcome
    reason: str
    counted_as: str = "document"
    """Only ``document`` takes a receipt number."""
    duplicate_of: str | None = None
    """sha256 of the first arrival that this one repeats document by document: its submissions are repeated."""


@dataclass(frozen=True, slots=True)
class FiledArrival:
    """What the transaction of a filing made: what its notices are written from."""

    arrival: ArrivalRow
    submissions: tuple[SubmissionRow, ...]
    """In the order of ``Filing.submissions``; with Verdict.SAME the one that was there already."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """An officer's decision on a submission, worked out on what the store held then.

    Where any of it has moved since, ``decide`` raises Stale: of two officers, the second decides on what the first has left.
    """

    before: SubmissionRow
    """The submission that was decided about."""
    status: Status
    facts: Facts
    """As the officer leaves them, cells of lines included."""
    decision: Decision
    by: str
    reason: str
    based_on: Pairs = ()
    """As in NewSubmission, for the key that ``facts`` name; this submission itself included."""
    neighbours: Pairs | None = None


class Received(StrEnum):
    """What ``receive`` found."""

    NEW = "new"
    UNFINISHED = "unfinished"
    """Received before, but its examination was never completed."""
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One link of the audit chain."""

    number: int
    at: dt.datetime
    actor: str
    """``damrong``, or the officer's name."""
    action: str
    subject: str
    """What it concerns: an arrival, a submission, a notice, an obligation."""
    detail: Mapping[str, object] = field(default_factory=dict)
    previous_hash: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When a source was last polled well, and what it held."""

    source: str
    last_ok: dt.datetime | None
    last_error: str
    """Empty where the last poll went well."""
    last_error_at: dt.datetime | None
    on_server: int | None
    in_ledger: int

    @property
    def is_failing(self) -> bool:
        """True if the last poll failed, or left a message behind."""
        told = self.last_error_at
        return bool(self.last_error) and (self.last_ok is None or (told is not None and told >= self.last_ok))


@dataclass(frozen=True, slots=True)
class Query:
    """Which submissions are wanted; None means any."""

    kind: str | None = None
    province: str | None = None
    period: str | None = None
    statuses: Sequence[Status] = (Status.ACCEPTED, Status.REVIEW)
    received_until: dt.datetime | None = None
