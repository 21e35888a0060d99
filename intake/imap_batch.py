"""Which messages are fetched together, and how long one that breaks the line is put up with."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from intake.disk import MIB
from intake.imap_records import Summary

BATCH_MESSAGES = 200
BATCH_BYTES = 32 * MIB
"""So much is fetched in one connection and held in memory; one larger message is a batch of its own."""

SMALL = 64 * 1024
GROUP_MESSAGES = 50
"""Messages up to ``SMALL`` bytes are fetched up to so many in one command."""

LAST_AFTER = 1
HEADERS_AFTER = 6
UNFETCHED_AFTER = 9
"""When the connection broke so often over one message: it is fetched alone and last; only its headers; no more."""

BREAKS_A_MESSAGE = 3
"""In one poll. Then it is told as not handed over, and the poll goes on without it: no other mail waits for it."""
BREAKS_A_POLL = 9
BREAKS_SECONDS = 300.0
"""Beyond these it is the server or the line, not a message: the poll ends, and the next one comes after a pause."""


class Patience:
    """Over which messages the connection broke: since the folder was first opened, and in the present poll.

    A call of ``once`` is a process of its own, so that a poll by itself must come to its end.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._ever: Counter[int] = Counter()
        self.begin_poll()

    def begin_poll(self) -> None:
        """A new poll: what was given up in the last one is tried again."""
        self._begun, self._breaks = self._seconds(), 0
        self._now: Counter[int] = Counter()

    def broke(self, uids: Iterable[int]) -> None:
        """The connection broke while these were fetched."""
        for counter in (self._ever, self._now):
            counter.update(uids := tuple(uids))
        self._breaks += 1

    def count(self, uid: int) -> int:
        """How often it broke over this message in all."""
        return self._ever[uid]

    def given_up(self) -> frozenset[int]:
        """What is left alone for the rest of this poll."""
        return frozenset(uid for uid, count in self._now.items() if count >= BREAKS_A_MESSAGE)

    def is_spent(self) -> bool:
        """Whether this poll had better end."""
        return self._breaks >= BREAKS_A_POLL or self._seconds() - self._begun > BREAKS_SECONDS

    def order(self, uids: Iterable[int]) -> list[int]:
        """The next batch: oldest first, but what broke the connection comes last."""
        return sorted(uids, key=lambda uid: (self._ever[uid], uid))[:BATCH_MESSAGES]


def groups(summaries: Sequence[Summary], patience: Patience, limit: int) -> Iterator[list[Summary]]:
    """A batch in groups of one command each, up to ``BATCH_BYTES``; large messages and suspects are alone.

    Args:
        limit: bytes of a message that are fetched at most.
    """
    group: list[Summary] = []
    total = 0
    for summary in summaries:
        size = min(summary.size or SMALL + 1, limit)
        if total and total + size > BATCH_BYTES:
            break
        total += size
        alone = size > SMALL or patience.count(summary.uid) >= LAST_AFTER
        if group and (alone or len(group) >= GROUP_MESSAGES):
            yield group
            group = []
        group.append(summary)
        if alone:
            yield group
            group = []
    if group:
        yield group
