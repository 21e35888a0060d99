"""One round of the daemon: look at every source, file, plan, send. Every piece is bounded and may be repeated at any time."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from intake.clock import BANGKOK
from intake.errors import DamrongError
from intake.ports import Source
from notices.figures import when
from notices.planning import plan
from office import RETRY_AFTER, Office
from storage.audit import PROGRAM

log = logging.getLogger(__name__)
FIRST_USE = "installed"
"""Only the first moment under this mark counts: no step of the ladder that was due before it is ever sent."""
MOST_PUT_OFF = 3
"""After so many arrivals in one poll that could not be taken (a full disk, a lock) the rest waits for the next one."""
MOST_TOLD = 10
NOT_RECEIVED_MARK = "not-received"
NOT_RECEIVED = (
    "รับเข้าระบบไม่ได้ {count} ฉบับ ได้แก่ {which} ระบบจะลองใหม่ทุกรอบ โปรดเปิดอ่านที่ต้นทาง (ตู้จดหมายหรือโฟลเดอร์โทรสาร) และนำเข้าด้วยคำสั่ง ingest"
)
"""Formal Thai, shown to officers."""
SEE_LOG = "(รายละเอียดอยู่ในบันทึกการทำงานของโปรแกรม)"


@dataclass(slots=True)
class Daemon:
    """One office at work. Every method is one bounded piece of work and may be repeated at any time."""

    office: Office
    sources: Sequence[Source]
    stop: threading.Event = field(default_factory=threading.Event)
    problems: list[str] = field(default_factory=list)
    """What went wrong in this round, for a person."""
    alive: Callable[[], None] = lambda: None
    """Told between pieces of work that this worker gets on."""
    looked: threading.Event = field(default_factory=threading.Event)
    """Set once every source was looked at."""
    recovered: bool = False

    def round(self) -> None:
        """Poll, file, plan, send: what ``once`` does."""
        self.problems.clear()
        self.recover()
        self.poll()
        self.plan()
        self.send()

    def start(self) -> None:
        """Settles once after a start what nobody knows: whether notices left, and whether the switch of sending moved."""
        self.office.store.mark(FIRST_USE, self.office.clock.now())
        with self._trouble("outbox"):
            self.office.outbox().recover()

    def recover(self) -> None:
        """Files what was received before a crash. The first time after a start that is everything: the lease says that no
        other daemon is at it, and where an ``ingest`` is, only one of the two filings counts."""
        before = dt.datetime.now(BANGKOK) - (RETRY_AFTER if self.recovered else dt.timedelta(0))  # real time, not the office's
        with self._trouble("recover"):
            for arrival in self.office.store.unfinished(before):
                if self.stop.is_set():
                    return
                self.alive()
                with self._trouble("conveyor"):
                    self.office.conveyor.examine(arrival)
            self.recovered = True

    def poll(self) -> None:
        """Looks at every source; a source that is away does not keep the others waiting."""
        for source in self.sources:
            if self.stop.is_set():
                return
            self._poll(source)
        self.looked.set()
        if not self.stop.is_set():
            self.settle()

    def _poll(self, source: Source) -> None:
        """One look. It is complete, and what comes later is no backlog, only where the source had no more to give and every
        arrival was taken."""
        try:
            missed = self._take_all(source)
            if not self.stop.is_set():
                self._complete(source, missed)
        except DamrongError as error:
            if not self.stop.is_set():
                log.warning("source %s: %s", source.name, error)
                self._failed(source, str(error))
        except Exception as error:
            log.exception("source %s failed", source.name)
            self._failed(source, f"{type(error).__name__} {SEE_LOG}")

    def _take_all(self, source: Source) -> Sequence[str]:
        """Takes what the source gives until it has no more or ``stop`` is set; gives the UIDs over which the program stumbled.
        One arrival that cannot be received does not keep the others waiting. Raises what stopped the first of those that
        nothing is wrong with (a full disk, a lock); what is received is safe, filed at once or not."""
        put_off: list[DamrongError] = []
        missed: list[str] = []
        for arrival in source.poll(self.office.store):
            self.alive()
            try:
                is_new = self.office.conveyor.receive(arrival)
            except DamrongError as error:
                log.warning("an arrival could not be received: %s", error)
                put_off.append(error)
            except Exception:
                log.exception("message %s of source %s cannot be received", arrival.key.uid, source.name)
                missed.append(arrival.key.uid)
            else:
                with self._trouble("conveyor"):
                    if is_new:
                        self.office.conveyor.examine(arrival)
            if self.stop.is_set() or len(put_off) >= MOST_PUT_OFF:
                break
        if put_off:
            raise put_off[0]
        return missed

    def _complete(self, source: Source, missed: Sequence[str]) -> None:
        """The look came to its end. What could not be had all the same is told at every look, and recorded at the first."""
        store, clock, stats = self.office.store, self.office.clock, source.stats()
        if stats is not None:
            store.complete_poll(source.account, source.folder, stats.uidvalidity, clock.now())
            missed = (*stats.unfetched, *missed)
        store.beat(source.name, clock.now(), on_server=stats.on_server if stats else None)
        if missed:
            validity = stats.uidvalidity if stats else 0
            told = [f"UID {uid} (ตั้งแต่ {when(self._missed_since(source, validity, uid))})" for uid in missed[:MOST_TOLD]]
            self._failed(source, NOT_RECEIVED.format(count=len(missed), which=", ".join(told)))

    def _missed_since(self, source: Source, uidvalidity: int, uid: str) -> dt.datetime:
        """When a message could not be had for the first time."""
        subject = f"{source.account}/{source.folder}/{uidvalidity}/{uid}"
        since = self.office.store.marked(f"{NOT_RECEIVED_MARK}:{subject}")
        if since is None:
            since = self.office.clock.now()
            self.office.store.audit("not_received", subject, {"source": source.name}, PROGRAM, since)
            self.office.store.mark(f"{NOT_RECEIVED_MARK}:{subject}", since)
        return since

    def _failed(self, source: Source, error: str) -> None:
        self.problems.append(f"{source.name}: {error}")
        with self._trouble("heartbeat"):
            self.office.store.beat(source.name, self.office.clock.now(), error=error)

    def settle(self) -> None:
        """Tells the sources what is filed. The mailbox is touched last. Keys of a source that is configured no more stay as
        they are: it may come back."""
        for source in self.sources:
            with self._trouble(f"settle {source.name}"):
                keys = [key for key in self.office.store.to_settle() if key.account == source.account]
                if keys:
                    source.settle(keys)
                    self.office.store.settled(keys)

    def plan(self) -> None:
        """Puts what is due into the outbox: reminders, overdue notices, the alert, the digest."""
        with self._trouble("plan"):
            plan(self.office.desk(), self.office.clock.now())

    def send(self) -> None:
        """Sends what may leave."""
        with self._trouble("send"):
            self.office.outbox().send_due(self._is_stopped)

    def _is_stopped(self) -> bool:
        self.alive()
        return self.stop.is_set()

    @contextmanager
    def _trouble(self, where: str) -> Iterator[None]:
        """One bad piece never stops the round; the round still tells."""
        try:
            yield
        except DamrongError as error:
            log.warning("%s: %s", where, error)
            self.problems.append(f"{where}: {error}")
        except Exception as error:
            log.exception("%s failed", where)
            self.problems.append(f"{where}: {type(error).__name__} {SEE_LOG}")
