"""The daemon: a clock over the conveyor and the outbox.

APScheduler only says when to look; what is due is asked of the database, so that a missed tick or a day of downtime costs
nothing and doubles nothing. All work is done by one worker, one job at a time.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from intake.clock import BANGKOK
from intake.errors import DamrongError, RetryLater
from intake.fax_spool import FaxSpool
from intake.imap import Mailbox
from intake.ports import Source
from intake.records import SourceKey
from notices.planning import plan
from office import RETRY_AFTER, Office
from storage.lease import Lease

log = logging.getLogger(__name__)
FIRST_USE = "installed"
"""Only the first moment under this mark counts: no step of the ladder that was due before it is ever sent."""
PLAN_SECONDS = 60
SEND_SECONDS = 30
BEAT_SECONDS = 10
LISTEN_SECONDS = 110.0
LISTEN_PAUSE_SECONDS = 5.0
STOP_GRACE_SECONDS = 8.0
"""A document in hand may take so long after SIGTERM; then its reader is ended, and the next start reads it again."""
JOB_DEFAULTS = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}


@dataclass(slots=True)
class Daemon:
    """One office at work. Every method is one bounded piece of work and may be repeated at any time."""

    office: Office
    sources: Sequence[Source]
    stop: threading.Event = field(default_factory=threading.Event)
    problems: list[str] = field(default_factory=list)
    """What went wrong in this round, for a person."""

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
        """Files what was received before a crash."""
        with self._trouble("recover"):
            for arrival in self.office.store.unfinished(retry_before()):
                if self.stop.is_set():
                    return
                with self._trouble("conveyor"):
                    self.office.conveyor.examine(arrival)

    def poll(self) -> None:
        """Looks at every source; a source that is away does not keep the others waiting."""
        for source in self.sources:
            if self.stop.is_set():
                return
            self._poll(source)
        self.settle()

    def _poll(self, source: Source) -> None:
        store, clock = self.office.store, self.office.clock
        try:
            for arrival in source.poll(store):
                self.office.conveyor.take(arrival)
                if self.stop.is_set():
                    return
        except DamrongError as error:
            log.warning("source %s: %s", source.name, error)
            self.problems.append(f"{source.name}: {error}")
            with self._trouble("heartbeat"):
                store.beat(source.name, clock.now(), error=str(error))
            return
        stats = source.stats()
        if stats is not None:
            store.complete_poll(source.account, source.folder, stats.uidvalidity, clock.now())
        store.beat(source.name, clock.now(), on_server=stats.on_server if stats else None)

    def settle(self) -> None:
        """Tells the sources what is filed. The mailbox is touched last."""
        with self._trouble("settle"):
            keys = sorted(self.office.store.to_settle(), key=lambda key: key.account)
            for account, group in groupby(keys, key=lambda key: key.account):
                self._settle(account, list(group))

    def _settle(self, account: str, keys: list[SourceKey]) -> None:
        owner = next((source for source in self.sources if source.account == account), None)
        if owner is not None:
            owner.settle(keys)
            self.office.store.settled(keys)

    def plan(self) -> None:
        """Puts what is due into the outbox: reminders, overdue notices, the alert, the digest."""
        with self._trouble("plan"):
            plan(self.office.desk(), self.office.clock.now())

    def send(self) -> None:
        """Sends what may leave."""
        with self._trouble("send"):
            self.office.outbox().send_due(self.stop.is_set)

    @contextmanager
    def _trouble(self, where: str) -> Iterator[None]:
        """One bad piece never stops the round; the round still tells."""
        try:
            yield
        except RetryLater as error:
            log.warning("%s: %s", where, error)
            self.problems.append(f"{where}: {error}")
        except Exception as error:
            log.exception("%s failed", where)
            self.problems.append(f"{where}: {type(error).__name__} (รายละเอียดอยู่ในบันทึกการทำงานของโปรแกรม)")


def retry_before() -> dt.datetime:
    """What another process began before this (real time) was given up by it."""
    return dt.datetime.now(BANGKOK) - RETRY_AFTER


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
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        daemon = make_daemon(office, stop)
        daemon.start()
        _run(daemon)


def _run(daemon: Daemon) -> None:
    """Jobs in the one worker of the pool; this thread waits for the end, another listens for new mail."""
    scheduler = BackgroundScheduler(timezone=BANGKOK, executors={"default": ThreadPoolExecutor(1)}, job_defaults=JOB_DEFAULTS)
    watchdog = Watchdog()

    def look() -> None:
        daemon.recover()
        daemon.poll()
        daemon.send()

    def every(seconds: float, work: Callable[[], None], id: str) -> None:
        def job() -> None:
            # From the worker itself, not from a timer: a worker that hangs must let the watchdog bite.
            if not daemon.stop.is_set():
                watchdog.tell("WATCHDOG=1")
                work()
                watchdog.tell("WATCHDOG=1")

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
    daemon.stop.wait()
    watchdog.tell("STOPPING=1")
    _end(daemon, scheduler)


def _listen(daemon: Daemon, scheduler: BackgroundScheduler) -> None:
    """Waits at the first source that can tell of new mail, and then has it looked at at once: a hint, never trusted alone."""
    if not daemon.sources:
        return
    while not daemon.stop.is_set():
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
    """Lets the document in hand be finished within the grace, then ends its reader: the next start reads it again."""
    done = threading.Thread(target=scheduler.shutdown, kwargs={"wait": True}, daemon=True)
    scheduler.remove_all_jobs()
    done.start()
    done.join(STOP_GRACE_SECONDS)
    if done.is_alive():
        log.warning("the document in hand takes too long; it will be read again at the next start")
        daemon.office.close()
        done.join(STOP_GRACE_SECONDS)


class Watchdog:
    """Tells systemd how the daemon fares (sd_notify); silent where systemd did not start it."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def tell(self, state: str) -> None:
        """One datagram. A listener that is gone is no reason to stop."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire, contextlib.suppress(OSError):
            wire.sendto(state.encode(), self._address)
