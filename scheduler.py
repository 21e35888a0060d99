"""The daemon: a clock over the conveyor and the outbox.

APScheduler only says when to look; what is due is asked of the database, so that a missed tick or a day of downtime costs
nothing and doubles nothing. All work is done by one worker, one job at a time.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from intake.clock import BANGKOK
from intake.errors import DamrongError
from intake.fax_spool import FaxSpool
from intake.imap import Mailbox
from intake.ports import Source
from intake.systemd import Watchdog
from notices.planning import plan
from office import RETRY_AFTER, Office
from storage.lease import Lease

log = logging.getLogger(__name__)
FIRST_USE = "installed"
"""Only the first moment under this mark counts: no step of the ladder that was due before it is ever sent."""
PLAN_SECONDS = 60
SEND_SECONDS = 30
BEAT_SECONDS = 10
MOST_PUT_OFF = 3
"""After so many arrivals in one poll that could not be taken (a full disk, a lock) the rest waits for the next one."""
LISTEN_SECONDS = 110.0
LISTEN_PAUSE_SECONDS = 5.0
LOOKED_SECONDS = 0.25
STOP_GRACE_SECONDS = 5.0
"""A document in hand may take so long after SIGTERM; then its reader is ended, and the next start reads it again."""
STOP_LONGEST_SECONDS = 5.0
"""What still hangs after that hangs in a server's answer; the process ends without it, as in a power cut."""
SEE_LOG = "(รายละเอียดอยู่ในบันทึกการทำงานของโปรแกรม)"
JOB_DEFAULTS = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}


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
            self._take_all(source)
            if not self.stop.is_set():
                self._complete(source)
        except DamrongError as error:
            if not self.stop.is_set():
                log.warning("source %s: %s", source.name, error)
                self._failed(source, str(error))
        except Exception as error:
            log.exception("source %s failed", source.name)
            self._failed(source, f"{type(error).__name__} {SEE_LOG}")

    def _take_all(self, source: Source) -> None:
        """Takes what the source gives until it has no more or ``stop`` is set. One arrival that cannot be received does not
        keep the others waiting. Raises what stopped the first of those; what is received is safe, filed at once or not."""
        put_off: list[Exception] = []
        for arrival in source.poll(self.office.store):
            self.alive()
            try:
                is_new = self.office.conveyor.receive(arrival)
            except Exception as error:
                log.warning("an arrival could not be received", exc_info=not isinstance(error, DamrongError))
                put_off.append(error)
            else:
                with self._trouble("conveyor"):
                    if is_new:
                        self.office.conveyor.examine(arrival)
            if self.stop.is_set() or len(put_off) >= MOST_PUT_OFF:
                break
        if put_off:
            raise put_off[0]

    def _complete(self, source: Source) -> None:
        store, clock, stats = self.office.store, self.office.clock, source.stats()
        if stats is not None:
            store.complete_poll(source.account, source.folder, stats.uidvalidity, clock.now())
        store.beat(source.name, clock.now(), on_server=stats.on_server if stats else None)
        if stats is not None and stats.unfetched:
            uids = ", ".join(stats.unfetched[:10])
            self._failed(source, f"เครื่องแม่ข่ายไม่ส่งจดหมายให้ {len(stats.unfetched)} ฉบับ (UID {uids}) โปรดเปิดอ่านในตู้จดหมาย")

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


SOURCES: tuple[Callable[[Office, threading.Event], Source | None], ...] = (
    lambda office, stop: (
        Mailbox(office.settings.mailbox, office.settings.fax, stop, office.clock) if office.settings.mailbox.host else None
    ),
    lambda office, stop: FaxSpool(office.settings.fax, office.clock, stop) if office.settings.fax.spool else None,
)
"""Every kind of source there is; None where it is not configured."""


def make_daemon(office: Office, stop: threading.Event | None = None) -> Daemon:
    """A daemon over every configured source."""
    stop = stop or threading.Event()
    sources = [source for make in SOURCES if (source := make(office, stop)) is not None]
    return Daemon(office, sources, stop)


def once(office: Office) -> Sequence[str]:
    """One round under the lease; gives the problems met. Raises LeaseHeld, UserError (a secret is missing)."""
    with Lease(office.data):
        office.require_secrets()
        daemon = make_daemon(office)
        daemon.start()
        daemon.round()
        return tuple(daemon.problems)


def run(office: Office) -> None:
    """The daemon, until SIGTERM or SIGINT. Raises LeaseHeld, UserError (a secret is missing)."""
    with Lease(office.data):
        office.require_secrets()
        # A SimpleQueue, because its put may interrupt its own get and put; an Event's lock would stand still for ever.
        asked: SimpleQueue[int] = SimpleQueue()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _: asked.put(number))
        daemon = make_daemon(office)
        daemon.start()
        _run(daemon, asked)


def _run(daemon: Daemon, asked: SimpleQueue[int]) -> None:
    """Jobs in the one worker of the pool; this thread waits for the end, another listens for new mail."""
    # A tick that is passed over because the worker is busy is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(timezone=BANGKOK, executors={"default": ThreadPoolExecutor(1)}, job_defaults=JOB_DEFAULTS)
    watchdog = Watchdog(os.environ)
    # From the worker itself, not from a timer: a worker that hangs must let the watchdog bite. Between two of these lies one
    # attempt at one document at most.
    daemon.alive = daemon.office.sandbox.before_attempt = lambda: watchdog.tell("WATCHDOG=1")

    def look() -> None:
        daemon.recover()
        daemon.poll()
        daemon.send()

    def every(seconds: float, work: Callable[[], None], id: str) -> None:
        def job() -> None:
            if not daemon.stop.is_set():
                daemon.alive()
                work()
                daemon.alive()

        scheduler.add_job(job, "interval", seconds=seconds, id=id, next_run_time=dt.datetime.now(BANGKOK))

    every(daemon.office.settings.mailbox.poll_seconds, look, "look")
    every(PLAN_SECONDS, daemon.plan, "plan")
    every(SEND_SECONDS, daemon.send, "send")
    every(BEAT_SECONDS, lambda: None, "beat")
    scheduler.start()
    watchdog.tell("READY=1\nSTATUS=polling")
    log.info("started over %d sources", len(daemon.sources))
    listener = threading.Thread(target=_listen, args=(daemon, scheduler), name="listen", daemon=True)
    listener.start()
    asked.get()
    daemon.stop.set()
    watchdog.tell("STOPPING=1")
    _end(daemon, scheduler)


def _listen(daemon: Daemon, scheduler: BackgroundScheduler) -> None:
    """Waits at the first source that can tell of new mail, and then has it looked at at once: a hint, never trusted alone."""
    while daemon.sources and not daemon.stop.is_set():
        if not daemon.looked.wait(LOOKED_SECONDS):
            continue  # before the first look a source does not know yet what would be new
        began = time.monotonic()
        try:
            daemon.sources[0].wait(LISTEN_SECONDS)
        except DamrongError as error:
            log.info("listening: %s", error)
        if daemon.stop.is_set():
            return
        if time.monotonic() - began < LISTEN_SECONDS - 1:
            scheduler.modify_job("look", next_run_time=dt.datetime.now(BANGKOK))
            # A server that hangs up at once must not have us knock all day.
            daemon.stop.wait(LISTEN_PAUSE_SECONDS)


def _end(daemon: Daemon, scheduler: BackgroundScheduler) -> None:
    """Lets the document in hand be finished within the grace, then ends its reader."""
    done = threading.Thread(target=scheduler.shutdown, kwargs={"wait": True}, daemon=True)
    scheduler.remove_all_jobs()
    done.start()
    done.join(STOP_GRACE_SECONDS)
    if done.is_alive():
        log.warning("the document in hand takes too long; it will be read again at the next start")
        daemon.office.sandbox.stop()
        done.join(STOP_LONGEST_SECONDS)
    if done.is_alive():
        log.warning("ending in the midst of a server's answer")
        os._exit(0)
