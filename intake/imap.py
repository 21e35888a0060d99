"""The mailbox as a source: what the ledger does not know yet, batch by batch, with the connection closed before it is read.

The folder is opened read-only and nothing is marked as seen. Only ``settle`` may change the mailbox, if it is configured to.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from intake.backoff import Backoff
from intake.clock import SystemClock
from intake.credentials import TokenCommand, password
from intake.disk import MIB
from intake.errors import RetryLater, UserError
from intake.gateway import gateway_number, is_from_gateway
from intake.headers import received_time
from intake.imap_batch import HEADERS_AFTER, UNFETCHED_AFTER, Patience, groups
from intake.imap_listen import Listener
from intake.imap_records import Folder, NotHandedOver, Summary, TooLarge
from intake.imap_wire import Connection, connect, password_login, token_login
from intake.ports import Clock, Ledger
from intake.records import Arrival, ArrivalClock, Channel, PollStats, SourceKey
from intake.settings import FaxSettings, MailboxSettings, Settle

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Fetched:
    """One message as it came over the wire."""

    summary: Summary
    raw: bytes
    truncated: bool = False


@dataclass(slots=True)
class _Look:
    """One look at the folder: what was fetched, and how it ended."""

    fetched: list[_Fetched] = field(default_factory=list)
    failure: RetryLater | None = None
    over_a_message: bool = False
    """The connection broke while messages were fetched, not before."""
    exists: int = 0
    backlog: int = 0
    """What has no higher UID lay in the folder when it was first looked at."""
    nothing_new: bool = False


class Mailbox:
    """A folder of an IMAP server. One thread only, but for ``stop``."""

    name = "mailbox"

    def __init__(
        self,
        settings: MailboxSettings,
        fax: FaxSettings,
        stop: threading.Event,
        clock: Clock | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.account = f"{settings.user}@{settings.host}:{settings.port}"
        self.folder = settings.folder
        self._settings = settings
        self._gateways = fax.gateways
        self._stop = stop
        self._clock = clock or SystemClock()
        self._environ = os.environ if environ is None else environ
        self._tokens = TokenCommand(settings.token_command) if settings.token_command else None
        self._backoff = Backoff()
        self._stats: PollStats | None = None
        self._begin(0)

    def poll(self, ledger: Ledger) -> Iterator[Arrival]:
        """What the ledger does not know, oldest first; fetched in bounded batches, each yielded after the connection is closed.

        Raises:
            RetryLater: the server cannot be reached, the folder has no UIDVALIDITY, or ``stop`` was set: the poll is not
                complete. What was fetched before is yielded first.
        """
        self._backoff.check()
        self._patience.begin_poll()
        asked: set[int] = set()
        unfetched: set[int] = set()
        while True:
            look = self._look(ledger, asked, unfetched)
            for fetched in look.fetched:
                yield self._arrival(fetched, look.backlog)
            if self._stop.is_set():
                raise RetryLater("หยุดรับจดหมายตามคำสั่งก่อนครบรอบ จดหมายที่เหลือจะรับในรอบถัดไป")
            if look.failure is not None and (not look.over_a_message or self._patience.is_spent()):
                self._backoff.failed(look.failure)
                raise look.failure
            if look.nothing_new:
                break
        self._backoff.succeeded()
        unfetched |= self._patience.given_up()
        told = tuple(str(uid) for uid in sorted(unfetched))
        self._stats = PollStats(look.exists, len(asked | unfetched), self._validity, told)

    def stats(self) -> PollStats | None:
        """Figures of the last completed poll."""
        return self._stats

    def settle(self, keys: Collection[SourceKey]) -> None:
        """Marks or moves filed messages, as configured; may be repeated. Keys of an older UIDVALIDITY name nothing any more.

        Raises RetryLater.
        """
        ours = [key for key in keys if (key.account, key.folder) == (self.account, self.folder)]
        if self._settings.settle is Settle.NONE or not ours:
            return
        self._backoff.check()
        with self._connected() as connection:
            folder = connection.open(self.folder, change=True)
            uids = sorted({int(key.uid) for key in ours if key.uidvalidity == folder.uidvalidity})
            if uids:
                self._mark(connection, folder, uids)

    def wait(self, seconds: float) -> None:
        """Until something may have come, ``seconds`` are over, the next attempt is due after a failure, or ``stop`` is set."""
        pause = self._backoff.left()
        if pause > 0 or not self._settings.idle or self._stats is None:
            self._stop.wait(min(pause, seconds) if pause > 0 else seconds)
        else:
            Listener(self._connected, self.folder, self._validity, self._highest).wait(seconds, self._stop)

    def check(self) -> PollStats:
        """Opens the folder once, for ``damrong check``. Raises RetryLater with what is wrong."""
        with self._connected() as connection:
            folder = self._open(connection)
            return PollStats(folder.exists, 0, folder.uidvalidity or 0)

    def _begin(self, validity: int) -> None:
        """Forgets what was learned under another UIDVALIDITY: the whole folder is looked at again."""
        self._validity = validity
        self._floor = 0
        self._highest = 0
        self._patience = Patience()

    def _look(self, ledger: Ledger, asked: set[int], unfetched: set[int]) -> _Look:
        """Fetches the next batch over one connection; ``asked`` and ``unfetched`` grow by what became of it."""
        look = _Look()
        try:
            with self._connected() as connection:
                folder = self._open(connection)
                if folder.uidvalidity != self._validity:
                    self._begin(folder.uidvalidity or 0)
                    asked.clear()
                    unfetched.clear()
                look.exists = folder.exists
                unknown = self._unknown(connection, folder, ledger)
                look.backlog = ledger.first_look(self.account, self.folder, self._validity, self._highest)
                new = [uid for uid in unknown if uid not in asked | self._patience.given_up()]
                look.nothing_new = not new
                for group in self._plan(connection, new, asked):
                    self._fetch(connection, group, look, unfetched)
                    asked.update(summary.uid for summary in group)
                    if self._stop.is_set():
                        break
        except RetryLater as failure:
            look.failure = failure
        return look

    def _open(self, connection: Connection) -> Folder:
        folder = connection.open(self.folder)
        if folder.uidvalidity is None:
            raise RetryLater(
                f"เครื่อง {self._settings.host} ไม่แจ้ง UIDVALIDITY ของกล่อง {self.folder} จึงไม่ทราบว่ารับฉบับใดแล้ว "
                "ระบบยังไม่รับจดหมายเพื่อมิให้ซ้ำ โปรดแจ้งผู้ดูแลเครื่องให้ตรวจสอบตู้จดหมาย"
            )
        return folder

    def _unknown(self, connection: Connection, folder: Folder, ledger: Ledger) -> list[int]:
        """UIDs on the server that are not in the ledger. What lies below the first unknown one is not asked for again."""
        known = frozenset(ledger.known_uids(self.account, self.folder, self._validity))
        uids = connection.uids_after(self._floor, folder)
        self._highest = max([self._highest, *uids])
        unknown = [uid for uid in uids if str(uid) not in known]
        settled = [uid for uid in uids if not unknown or uid < unknown[0]]
        self._floor = max([self._floor, *settled])
        return unknown

    def _plan(self, connection: Connection, new: Sequence[int], asked: set[int]) -> Iterator[list[Summary]]:
        """The next batch in groups of one command each; what has gone from the folder meanwhile is done with."""
        order = self._patience.order(new)
        summaries = connection.summaries(order)
        asked.update(set(order) - {summary.uid for summary in summaries})
        return groups(summaries, self._patience, self._limit)

    def _fetch(self, connection: Connection, group: Sequence[Summary], look: _Look, unfetched: set[int]) -> None:
        try:
            if len(group) == 1:
                look.fetched += self._single(connection, group[0], unfetched)
            else:
                look.fetched += self._group(connection, group, unfetched)
        except Exception:
            self._patience.broke(summary.uid for summary in group)
            look.over_a_message = True
            raise

    def _group(self, connection: Connection, group: Sequence[Summary], unfetched: set[int]) -> list[_Fetched]:
        """Small messages in one command; where the server refuses it, one by one."""
        try:
            bodies = connection.bodies([summary.uid for summary in group])
        except NotHandedOver:
            return [fetched for summary in group for fetched in self._single(connection, summary, unfetched)]
        return [_Fetched(summary, bodies[summary.uid]) for summary in group if summary.uid in bodies]

    def _single(self, connection: Connection, summary: Summary, unfetched: set[int]) -> list[_Fetched]:
        """One message; its headers alone where it is too large or cannot be had; nothing if it has gone."""
        broke = self._patience.count(summary.uid)
        if broke >= UNFETCHED_AFTER:
            unfetched.add(summary.uid)
            return []
        with contextlib.suppress(TooLarge, NotHandedOver):
            if broke < HEADERS_AFTER:
                raw = connection.body(summary, self._limit)
                return [] if raw is None else [_Fetched(summary, raw)]
        try:
            head = connection.head(summary.uid)
        except NotHandedOver:
            log.warning("message %s of %s cannot be fetched", summary.uid, self.folder)
            unfetched.add(summary.uid)
            return []
        return [] if head is None else [_Fetched(summary, head, truncated=True)]

    def _arrival(self, fetched: _Fetched, backlog: int) -> Arrival:
        by_fax = is_from_gateway(fetched.raw, self._gateways)
        moment, clock = self._when(fetched.summary, fetched.raw)
        return Arrival(
            SourceKey(self.account, self.folder, self._validity, str(fetched.summary.uid)),
            fetched.raw,
            Channel.FAX if by_fax else Channel.EMAIL,
            moment,
            clock,
            backlog=fetched.summary.uid <= backlog,
            fax_number=gateway_number(fetched.raw) if by_fax else None,
            truncated=fetched.truncated,
        )

    def _when(self, summary: Summary, raw: bytes) -> tuple[dt.datetime, ArrivalClock]:
        if summary.internaldate is not None:
            return summary.internaldate, ArrivalClock.INTERNALDATE
        now = self._clock.now()
        received = received_time(raw, now)
        return (now, ArrivalClock.NOW) if received is None else (received, ArrivalClock.RECEIVED)

    def _mark(self, connection: Connection, folder: Folder, uids: Sequence[int]) -> None:
        if self._settings.settle is Settle.MOVE and connection.can_move():
            connection.move(uids, self._settings.settle_folder)
            return
        if self._settings.settle is Settle.MOVE:
            log.warning("the server cannot move messages (MOVE): they are marked with a keyword instead, nothing is copied")
        if not folder.keeps_keywords:
            log.warning("folder %s keeps no keywords: filed messages stay unmarked", self.folder)
        connection.add_keyword(uids)

    @property
    def _limit(self) -> int:
        return self._settings.max_message_mb * MIB

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection; a password or token that cannot be had is a reason to wait, not to end the daemon."""
        try:
            if self._tokens is not None:
                login = token_login(self._settings.user, self._tokens)
            else:
                login = password_login(self._settings.user, password("mailbox", self._settings, self._environ))
        except UserError as error:
            raise RetryLater(str(error)) from None
        with connect(self._settings, login) as connection:
            yield connection
