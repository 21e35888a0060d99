"""The store of a data folder: every method is one transaction, safe beside other processes.

The work is done in the modules beside this one, on a connection; here a transaction is opened around it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Collection, Mapping, Sequence

from intake.records import Arrival, SourceKey
from rules.records import Excuse, Filed, History
from storage import arrivals, decisions, filings, health, ledger, submissions
from storage.notices import Hold, Notice
from storage.ports import Compose, Tell
from storage.records import ArrivalRow, FiledArrival, Filing, Query, Received, Ruling, SubmissionRow
from storage.upkeep import Upkeep, real_now

log = logging.getLogger(__name__)


class SqlStore(Upkeep):
    """Everything that is remembered: storage.ports.Store over SQLAlchemy. For its arguments see Transactions."""

    # --- arrivals -----------------------------------------------------------------------------------------------------
    def receive(self, arrival: Arrival, now: dt.datetime) -> Received:
        """See Store."""
        self.blobs.put(arrival.raw)
        with self._writing() as c:
            return arrivals.receive(c, arrival, now)

    def original(self, sha256: str) -> bytes:
        """See Store."""
        return self.blobs.get(sha256)

    def arrival(self, sha256: str) -> ArrivalRow | None:
        """See Store."""
        with self._reading() as c:
            return arrivals.by_sha256(c, sha256)

    def arrivals(self, since: dt.datetime | None = None, until: dt.datetime | None = None) -> Sequence[ArrivalRow]:
        """See Store: ``since`` <= time of processing < ``until``; without ``until``, those not processed yet come last."""
        with self._reading() as c:
            return arrivals.between(c, since, until)

    def unfinished(self, not_since: dt.datetime) -> Sequence[Arrival]:
        """See Store. One whose original is damaged is left out and logged: it must not stop the others."""
        with self._reading() as c:
            rows = arrivals.unfinished(c, not_since)
        whole = [row for row in rows if self.blobs.trouble(row.sha256) is None]
        if len(whole) < len(rows):
            log.error("%d originals are missing or damaged; run damrong check", len(rows) - len(whole))
        return arrivals.Originals(whole, self.blobs.get)

    def count_attempt(self, sha256: str) -> int:
        """See Store."""
        with self._writing() as c:
            return arrivals.count_attempt(c, sha256, real_now())

    def put_off(self, sha256: str) -> None:
        """See Store."""
        with self._writing() as c:
            arrivals.put_off(c, sha256)

    def known_parts(self, hashes: Collection[str], but: str) -> Mapping[str, ArrivalRow]:
        """See Store."""
        with self._reading() as c:
            return arrivals.known_parts(c, hashes, but)

    # --- the ledger ---------------------------------------------------------------------------------------------------
    def known_uids(self, account: str, folder: str, uidvalidity: int) -> Collection[str]:
        """See Ledger."""
        with self._reading() as c:
            return ledger.known_uids(c, account, folder, uidvalidity)

    def is_first_poll(self, account: str, folder: str) -> bool:
        """See Ledger."""
        with self._reading() as c:
            return health.is_first_poll(c, account, folder)

    def first_look(self, account: str, folder: str, uidvalidity: int, highest: int) -> int:
        """See Ledger."""
        with self._reading() as c:
            if (known := health.known_look(c, account, folder, uidvalidity)) is not None:
                return known
        with self._writing() as c:
            return health.first_look(c, account, folder, uidvalidity, highest)

    def unsettled(self, account: str, folder: str, uidvalidity: int) -> Collection[str]:
        """See Ledger."""
        with self._reading() as c:
            return ledger.unsettled(c, account, folder, uidvalidity)

    def to_settle(self) -> Sequence[SourceKey]:
        """See Store."""
        with self._reading() as c:
            return ledger.to_settle(c)

    def settled(self, keys: Collection[SourceKey]) -> None:
        """See Store."""
        if keys:
            with self._writing() as c:
                ledger.settled(c, keys, real_now())

    # --- filing -------------------------------------------------------------------------------------------------------
    def history(self, kind: str, province: str | None, period: str | None) -> History:
        """See Store."""
        with self._reading() as c:
            return submissions.history(c, (kind, province, period))

    def file(self, filing: Filing, compose: Compose, now: dt.datetime) -> FiledArrival | None:
        """See Store. Raises Stale where the registers moved since the decision was made: nothing is written, decide again."""
        for part in filings.kept_parts(filing.message):
            self.blobs.put(part.data)
        with self._writing() as c:
            return filings.file(c, filing, compose, now)

    def quarantine(self, sha256: str, reason: str, now: dt.datetime) -> None:
        """See Store."""
        with self._writing() as c:
            filings.quarantine(c, sha256, reason, now)

    # --- reading ------------------------------------------------------------------------------------------------------
    def submissions(self, query: Query) -> Sequence[SubmissionRow]:
        """See Store."""
        with self._reading() as c:
            return submissions.query(c, query)

    def submission(self, id: str) -> SubmissionRow | None:
        """See Store."""
        number = submissions.submission_id(id)
        if number is None:
            return None
        with self._reading() as c:
            return submissions.by_ids(c, [number]).get(number)

    def filed(self) -> Sequence[Filed]:
        """See Store."""
        with self._reading() as c:
            return submissions.filed(c)

    def excuses(self) -> Sequence[Excuse]:
        """See Store."""
        with self._reading() as c:
            return decisions.all_excuses(c)

    # --- officers' decisions ------------------------------------------------------------------------------------------
    def decide(self, ruling: Ruling, tell: Tell, now: dt.datetime) -> SubmissionRow:
        """See Store."""
        with self._writing() as c:
            return decisions.decide(c, ruling, tell, now)

    def excuse(self, excuse: Excuse) -> None:
        """See Store."""
        with self._writing() as c:
            decisions.excuse(c, excuse)

    def release(
        self,
        ids: Collection[str],
        by: str,
        reason: str,
        now: dt.datetime,
        rehold: Callable[[Notice], Hold | None] | None = None,
    ) -> Sequence[Notice]:
        """See Store."""
        with self._writing() as c:
            return decisions.release(c, ids, by, reason, now, rehold)

    def cancel(self, ids: Collection[str], by: str, reason: str, now: dt.datetime) -> Sequence[Notice]:
        """See Store."""
        with self._writing() as c:
            return decisions.cancel(c, ids, by, reason, now)
