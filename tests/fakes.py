"""Doubles that keep the promises of the real thing, in memory."""

from __future__ import annotations

from collections.abc import Collection

from intake.ports import Source
from intake.records import Arrival, SourceKey


class MemoryLedger:
    """A ledger as the store keeps one: by key, and by hash."""

    def __init__(self) -> None:
        self.keys: set[SourceKey] = set()
        self.originals: dict[str, Arrival] = {}
        self.completed: set[tuple[str, str]] = set()
        self.looks: dict[tuple[str, str], tuple[int, int]] = {}
        self.settled: set[SourceKey] = set()

    def known_uids(self, account: str, folder: str, uidvalidity: int) -> Collection[str]:
        place = (account, folder, uidvalidity)
        return {key.uid for key in self.keys if (key.account, key.folder, key.uidvalidity) == place}

    def is_first_poll(self, account: str, folder: str) -> bool:
        return (account, folder) not in self.completed

    def first_look(self, account: str, folder: str, uidvalidity: int, highest: int) -> int:
        if self.looks.get((account, folder), (None, 0))[0] != uidvalidity:
            self.looks[account, folder] = (uidvalidity, highest if self.is_first_poll(account, folder) else 0)
        return self.looks[account, folder][1]

    def unsettled(self, account: str, folder: str, uidvalidity: int) -> Collection[str]:
        known = self.known_uids(account, folder, uidvalidity)
        return {uid for uid in known if SourceKey(account, folder, uidvalidity, uid) not in self.settled}

    def receive(self, arrival: Arrival) -> bool:
        """Keeps an arrival; False if its bytes were known already (then only its key is remembered)."""
        self.keys.add(arrival.key)
        if arrival.sha256 in self.originals:
            return False
        self.originals[arrival.sha256] = arrival
        return True

    def complete_poll(self, account: str, folder: str) -> None:
        self.completed.add((account, folder))


def poll_once(source: Source, ledger: MemoryLedger) -> list[Arrival]:
    """One complete poll as the daemon makes it; gives what was new by its bytes. What came before a failure is kept."""
    new = [arrival for arrival in source.poll(ledger) if ledger.receive(arrival)]
    ledger.complete_poll(source.account, source.folder)
    return new
