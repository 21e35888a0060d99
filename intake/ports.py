"""The seams of the post room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Protocol

from intake.records import Arrival, PollStats, SourceKey


class Clock(Protocol):
    """The time. An argument everywhere; only the outermost edge makes one."""

    def now(self) -> dt.datetime:
        """The present moment, aware, in Asia/Bangkok."""
        ...


class Ledger(Protocol):
    """What a source asks of the store: which of its messages are known already."""

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> Collection[str]:
        """UIDs of this folder and validity that were stored safely before."""
        ...

    def is_first_poll(self, account: str, folder: str) -> bool:
        """True until a first poll of this folder has been completed (under any UIDVALIDITY)."""
        ...

    def first_look(self, account: str, folder: str, uidvalidity: int, highest: int) -> int:
        """The highest UID that lay in the folder at the very first look, which is remembered: what came later is no backlog,
        even where the first poll could not be completed. 0 once a first poll was completed under another UIDVALIDITY."""
        ...

    def unsettled(self, account: str, folder: str, uidvalidity: int) -> Collection[str]:
        """UIDs that are filed, but whose mark in the mailbox is not made yet."""
        ...


class Source(Protocol):
    """A wire in. ``poll`` gives what is new; ``settle`` is told when an arrival is safely filed."""

    name: str
    """Stable name for the heartbeat and the log, such as ``mailbox`` or ``fax``."""
    account: str
    """The ``account`` of its keys; for ``Store.complete_poll``."""
    folder: str
    """The ``folder`` of its keys."""

    def poll(self, ledger: Ledger) -> Iterator[Arrival]:
        """What the ledger does not know yet, oldest first. The connection is closed before the first document is read
        (a bounded batch is fetched, then yielded). Raises RetryLater when the source cannot be reached."""
        ...

    def stats(self) -> PollStats | None:
        """Figures of the last completed poll; None before it."""
        ...

    def settle(self, keys: Collection[SourceKey]) -> None:
        """Marks arrivals as done in the source, if it is configured to be changed at all. May be repeated; never deletes."""
        ...

    def wait(self, seconds: float) -> None:
        """Blocks until something may have come, or until ``seconds`` are over (IDLE: a hint only)."""
        ...
