"""Waiting for new mail with IDLE: a hint that saves time, and never the proof that nothing came.

After every minute of IDLE the folder is asked itself; a connection that dies, stalls or sends half a line is made anew.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from intake.errors import RetryLater
from intake.imap_wire import Connection

IDLE_SECONDS = 60.0
"""After so long the folder itself is asked."""

STOP_SECONDS = 0.25
"""How often a stop is looked for."""

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0

log = logging.getLogger(__name__)

Connect = Callable[[], AbstractContextManager[Connection]]


class Listener:
    """Listens in a thread of its own, so that a stop is never kept waiting by a socket."""

    def __init__(self, connect: Connect, folder: str, uidvalidity: int, highest: int) -> None:
        self._connect = connect
        self._folder = folder
        self._uidvalidity = uidvalidity
        self._highest = highest
        self._news = threading.Event()
        self._over = threading.Event()

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Until there may be news, ``seconds`` are over, or ``stop`` is set. Never raises for the network."""
        end = time.monotonic() + seconds
        threading.Thread(target=self._listen, args=(end,), name="imap-idle", daemon=True).start()
        try:
            while not stop.is_set() and (left := end - time.monotonic()) > 0:
                if self._news.wait(min(STOP_SECONDS, left)):
                    return
        finally:
            self._over.set()

    def _listen(self, end: float) -> None:
        pause = _FIRST_PAUSE
        while not self._over.is_set() and time.monotonic() < end:
            begun = time.monotonic()
            try:
                with self._connect() as connection:
                    if not connection.can_idle():
                        return
                    self._idle(connection, end)
            except RetryLater as error:
                log.debug("listening broke off: %s", error)
            if self._news.is_set():
                return
            pause = _FIRST_PAUSE if time.monotonic() - begun > IDLE_SECONDS else min(2 * pause, _LONGEST_PAUSE)
            self._over.wait(pause)

    def _idle(self, connection: Connection, end: float) -> None:
        """Asks the folder, then listens, in turn: what came before the first IDLE, or unseen in one, is found by asking."""
        while not self._over.is_set():
            folder = connection.open(self._folder)
            if folder.uidvalidity != self._uidvalidity or connection.uids_after(self._highest, folder):
                self._news.set()
                return
            left = min(IDLE_SECONDS, end - time.monotonic())
            if left <= 0:
                return
            if connection.idle(left, self._over):
                self._news.set()
                return
