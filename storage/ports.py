"""The seam of the store. Every method is one transaction, safe beside other processes on the same data folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from intake.ports import Ledger
from intake.records import Arrival, SourceKey
from rules.records import Excuse, Filed, History
from storage.notices import Hold, Notice, NoticeDraft
from storage.records import ArrivalRow, AuditEvent, FiledArrival, Filing, Heartbeat, Query, Received, Ruling, SubmissionRow

Compose = Callable[[FiledArrival], Sequence[NoticeDraft]]
"""Writes the notices of a filing; called inside its transaction, must be pure."""

Tell = Callable[[SubmissionRow], Sequence[NoticeDraft]]
"""Writes the notices of an officer's decision, from the submission as it is afterwards; likewise."""


class Store(Ledger, Protocol):
    """Everything that is remembered."""

    # --- arrivals -------------------------------------------------------------------------------------------------
    def receive(self, arrival: Arrival, now: dt.datetime) -> Received:
        """Original into the blobs (fsynced), ledger row and arrival row in one transaction. A known key or sha256 adds only
        the ledger row (so that the source is not asked again)."""
        ...

    def original(self, sha256: str) -> bytes:
        """An original, verified against its hash. Raises Damaged."""
        ...

    def arrival(self, sha256: str) -> ArrivalRow | None:
        """One arrival by its sha256; None if there is none."""
        ...

    def arrivals(self, since: dt.datetime | None = None, until: dt.datetime | None = None) -> Sequence[ArrivalRow]:
        """``since`` <= time of processing < ``until``, oldest first; without ``until`` those not processed yet come last."""
        ...

    def unfinished(self, not_since: dt.datetime) -> Sequence[Arrival]:
        """Received but never filed, last attempt begun before ``not_since`` (real time), rebuilt: those with the
        fewest attempts first, then the oldest."""
        ...

    def count_attempt(self, sha256: str) -> int:
        """Counts an attempt before it is made; gives the number of this attempt, from 1."""
        ...

    def put_off(self, sha256: str) -> None:
        """Takes the last attempt back, because something outside stopped it: it does not count, and is made again soon."""
        ...

    def known_parts(self, hashes: Collection[str], but: str) -> Mapping[str, ArrivalRow]:
        """Which document parts are known from arrivals other than ``but`` that were filed: sha256 -> the first such arrival."""
        ...

    # --- filing ---------------------------------------------------------------------------------------------------
    def history(self, kind: str, province: str | None, period: str | None) -> History:
        """What must be known before a document of this kind, province and period is decided about."""
        ...

    def file(self, filing: Filing, compose: Compose, now: dt.datetime) -> FiledArrival | None:
        """Submissions, superseded ones, parts, receipt number, notices and audit event in ONE transaction. None if another
        process has filed this arrival meanwhile (compare-and-set): nothing is counted twice. Raises storage.errors.Stale where
        the registers moved since the decision was made: nothing is written, decide again."""
        ...

    def quarantine(self, sha256: str, reason: str, now: dt.datetime) -> None:
        """Gives up on an arrival after repeated failure: outcome quarantined, with the reason; takes a receipt number."""
        ...

    def to_settle(self) -> Sequence[SourceKey]:
        """Keys that are filed but not marked in their source yet."""
        ...

    def settled(self, keys: Collection[SourceKey]) -> None:
        """The source has marked these: it is not told of them again."""
        ...

    # --- reading --------------------------------------------------------------------------------------------------
    def submissions(self, query: Query) -> Sequence[SubmissionRow]:
        """Those that fit, oldest arrival first."""
        ...

    def submission(self, id: str) -> SubmissionRow | None:
        """One submission by its id (``S12``); None if there is none."""
        ...

    def filed(self) -> Sequence[Filed]:
        """Every submission as the rules see it, oldest arrival first, all statuses."""
        ...

    def excuses(self) -> Sequence[Excuse]:
        """The last excuse of each obligation."""
        ...

    # --- officers' decisions --------------------------------------------------------------------------------------
    def decide(self, ruling: Ruling, tell: Tell, now: dt.datetime) -> SubmissionRow:
        """Writes an officer's decision on a submission, with its notices and audit event, in ONE transaction. Raises UserError
        for an impossible step, storage.errors.Stale where the submission or the registers moved since it was worked out."""
        ...

    def excuse(self, excuse: Excuse) -> None:
        """Remembers an officer's excuse, audited; a later one for the same obligation takes its place."""
        ...

    def release(
        self,
        ids: Collection[str],
        by: str,
        reason: str,
        now: dt.datetime,
        rehold: Callable[[Notice], Hold | None] | None = None,
    ) -> Sequence[Notice]:
        """An officer lets held notices go, and failed ones once more. ``rehold`` is asked in the same transaction, so that
        nothing is queued for a moment that the settings forbid."""
        ...

    def cancel(self, ids: Collection[str], by: str, reason: str, now: dt.datetime) -> Sequence[Notice]:
        """Takes back notices that have not left, audited. Raises UserError with every id that cannot be cancelled."""
        ...

    # --- outbox ---------------------------------------------------------------------------------------------------
    def put_notices(self, drafts: Sequence[NoticeDraft], now: dt.datetime) -> Sequence[Notice]:
        """Adds drafts whose dedupe_key, and whose every ``covers``, is new; gives those that were added."""
        ...

    def covered(self) -> Collection[tuple[str, str, str | None, str]]:
        """Every (province, deliverable, period, step) that a notice covers already."""
        ...

    def notices(self) -> Sequence[Notice]:
        """Every notice, oldest first."""
        ...

    def claim_notice(self, now: dt.datetime) -> Notice | None:
        """Takes the oldest queued notice that is not stale, and marks it ``sending``; stale ones become cancelled."""
        ...

    def notice_sent(self, id: str, message_id: str, now: dt.datetime, note: str = "") -> None:
        """``note``: what an officer should know of it all the same (some of the recipients were refused)."""
        ...

    def notice_failed(self, id: str, error: str, retry_at: dt.datetime | None) -> None:
        """``retry_at``: queued again for then (the server refused for now); None: failed for good."""
        ...

    def uncertain_notices(self, now: dt.datetime) -> Sequence[Notice]:
        """After a crash or a full disk: notices left in ``sending`` become failed, for an officer: nobody knows whether they
        left."""
        ...

    def rehold(self, decide: Callable[[Notice], Hold | None], now: dt.datetime) -> None:
        """Settings changed: asks for every notice held or queued whether it must wait; stale ones are cancelled."""
        ...

    # --- health ---------------------------------------------------------------------------------------------------
    def beat(self, source: str, now: dt.datetime, error: str = "", on_server: int | None = None) -> None:
        """A source was polled well, which ends an older error, or it failed with ``error``."""
        ...

    def heartbeats(self) -> Sequence[Heartbeat]:
        """How each source was polled last, by name."""
        ...

    def complete_poll(self, account: str, folder: str, uidvalidity: int, now: dt.datetime) -> None:
        """Remembers that this folder was polled through once: what comes later is no backlog."""
        ...

    def installed_at(self) -> dt.datetime:
        """When this data folder was first used by the daemon (--now's clock): steps due before it are never sent. The first
        ``mark``, ``beat`` or ``complete_poll`` fixes it; before that it is the present moment."""
        ...

    def mark(self, name: str, now: dt.datetime) -> None:
        """Remembers when something was last done (``digest:2020-12-04``)."""
        ...

    def marked(self, name: str) -> dt.datetime | None:
        """The moment under that name; None if there is none."""
        ...

    def audit(self, action: str, subject: str, detail: Mapping[str, object], actor: str, now: dt.datetime) -> None:
        """Adds a link to the audit chain."""
        ...

    def audit_events(self) -> Sequence[AuditEvent]:
        """The whole chain, oldest first."""
        ...

    def changes(self) -> int:
        """Number of the last audit event. As long as it stays, the registers, excuses and outbox are as they were."""
        ...

    def verify(self) -> Sequence[str]:
        """Every contradiction found: a broken link of the audit chain, a missing or altered original. Formal Thai."""
        ...
