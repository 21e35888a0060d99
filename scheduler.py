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
from collections.abc import Callable, Sequence
from queue import SimpleQueue

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from intake.clock import BANGKOK
from intake.errors import DamrongError
from intake.fax_spool import FaxSpool
from intake.imap import Mailbox
from intake.ports import Source
from intake.systemd import Watchdog
from office import Office
from rounds import Daemon
from storage.lease import Lease

log = logging.getLogger(__name__)
PLAN_SECONDS = 60
SEND_SECONDS = 30
BEAT_SECONDS = 10
LISTEN_SECONDS = 110.0
LISTEN_PAUSE_SECONDS = 5.0
LOOKED_SECONDS = 0.25
STOP_GRACE_SECONDS = 5.0
"""A document in hand may take so long after SIGTERM; then its reader is ended, and the next start reads it again."""
STOP_LONGEST_SECONDS = 5.0
"""What still hangs after that hangs in a server's answer; the process ends without it, as in a power cut."""
JOB_DEFAULTS = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}


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
