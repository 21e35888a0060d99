"""A folder into which a fax machine or server drops files: HylaFAX's ``recvq``, or any other.

Nothing in it is changed. A file is taken when it has not changed for a while and looks complete; names are used again by fax
servers, so a file is known by its name and its content together.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.clock import BANGKOK, SystemClock
from intake.disk import is_litter, is_regular, read_bounded
from intake.errors import RetryLater
from intake.gateway import TIFF_MAGIC, tiff_facts, tiff_is_whole
from intake.headers import plausible
from intake.ports import Clock, Ledger
from intake.records import Arrival, ArrivalClock, Channel, PollStats, SourceKey
from intake.settings import FaxSettings

INCOMPLETE_SECONDS = 900.0
"""A file whose end is missing is waited for so long; then it is taken as it is, for a person."""

_UNFINISHED_SUFFIXES = frozenset({".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp"})
_HOUSEKEEPING = frozenset({"seqf"})
"""HylaFAX's counter."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _State:
    """How a file looked: what must not change for it to be taken."""

    size: int
    modified_ns: int
    inode: int


class FaxSpool:
    """A folder of received faxes."""

    name = "fax"

    def __init__(
        self,
        settings: FaxSettings,
        clock: Clock | None = None,
        stop: threading.Event | None = None,
        seconds: Callable[[], float] = time.time,
    ) -> None:
        if settings.spool is None:
            raise ValueError("a fax spool needs its folder")
        self._path = settings.spool
        self.folder = str(settings.spool)
        self.account = f"fax:{self.folder}"
        self._stable_seconds = settings.stable_seconds
        self._clock = clock or SystemClock()
        self._stop = stop or threading.Event()
        self._seconds = seconds
        self._seen: dict[str, tuple[_State, float]] = {}
        self._taken: dict[str, tuple[_State, str]] = {}
        self._stats: PollStats | None = None

    def poll(self, ledger: Ledger) -> Iterator[Arrival]:
        """Every finished file that the ledger does not know, oldest first. Raises RetryLater if the folder cannot be read."""
        known = frozenset(ledger.known_uids(self.account, self.folder, 0))
        backlog = ledger.is_first_poll(self.account, self.folder)
        files = self._files()
        new, unread = 0, []
        for path, state in files:
            if not self._is_stable(path.name, state) or self._is_known(path.name, state, known):
                continue
            try:
                arrival = self._take(path, state, backlog)
            except OSError as error:
                log.warning("a file of the fax spool cannot be read: %s", error.strerror)
                unread.append(path.name)
                continue
            if arrival is not None and arrival.key.uid not in known:
                new += 1
                yield arrival
        present = {path.name for path, _ in files}
        self._seen = {name: seen for name, seen in self._seen.items() if name in present}
        self._taken = {name: taken for name, taken in self._taken.items() if name in present}
        self._stats = PollStats(len(files), new, unfetched=tuple(unread))

    def stats(self) -> PollStats | None:
        """Figures of the last completed poll."""
        return self._stats

    def settle(self, keys: Collection[SourceKey]) -> None:
        """Nothing: the spool belongs to the fax server."""

    def wait(self, seconds: float) -> None:
        """Until ``seconds`` are over or the stop is set: folders are looked at, not listened to."""
        self._stop.wait(seconds)

    def _files(self) -> list[tuple[Path, _State]]:
        """Regular files with how they look, oldest first."""
        try:
            paths = [path for path in self._path.iterdir() if _is_fax(path.name) and is_regular(path)]
        except OSError as error:
            raise RetryLater(
                f"เปิดโฟลเดอร์โทรสาร {self.folder} ไม่ได้ ({error.strerror}) โปรดตรวจสอบ fax.spool สิทธิ์การอ่าน และการเชื่อมต่อของโฟลเดอร์"
            ) from None
        states = [(path, state) for path in paths if (state := _state(path)) is not None]
        return sorted(states, key=lambda pair: (pair[1].modified_ns, pair[0].name))

    def _is_stable(self, name: str, state: _State) -> bool:
        """Unchanged for long enough, by the file's own time or by our watching (another machine's clock may be ahead)."""
        now = self._seconds()
        before, since = self._seen.get(name, (state, now))
        if before != state:
            since = now
        self._seen[name] = (state, since)
        age = now - state.modified_ns / 1e9
        return max(age, now - since) >= self._stable_seconds

    def _is_known(self, name: str, state: _State, known: Collection[str]) -> bool:
        taken = self._taken.get(name)
        return taken is not None and taken[0] == state and taken[1] in known

    def _take(self, path: Path, state: _State, backlog: bool) -> Arrival | None:
        """The file as an arrival; None if it is changing, or its end is still missing."""
        raw, cut = read_bounded(path)
        if _state(path) != state:
            return None
        if not cut and not _is_complete(raw) and self._seconds() - state.modified_ns / 1e9 < INCOMPLETE_SECONDS:
            return None
        uid = f"{path.name}:{hashlib.sha256(raw).hexdigest()[:16]}"
        self._taken[path.name] = (state, uid)
        tag, number = tiff_facts(raw, self._clock.now())
        moment, clock = self._when(state, tag)
        return Arrival(
            SourceKey(self.account, self.folder, 0, uid),
            raw,
            Channel.FAX,
            moment,
            clock,
            path.name,
            is_message=False,
            backlog=backlog,
            fax_number=number,
            truncated=cut,
        )

    def _when(self, state: _State, tag: dt.datetime | None) -> tuple[dt.datetime, ArrivalClock]:
        now = self._clock.now()
        written = dt.datetime.fromtimestamp(state.modified_ns // 1_000_000_000, BANGKOK)
        if plausible(written, now):
            return written, ArrivalClock.SPOOL
        return (now, ArrivalClock.NOW) if tag is None else (tag, ArrivalClock.TAG)


def _is_fax(name: str) -> bool:
    return not is_litter(name) and name not in _HOUSEKEEPING and Path(name).suffix.lower() not in _UNFINISHED_SUFFIXES


def _state(path: Path) -> _State | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return _State(found.st_size, found.st_mtime_ns, found.st_ino)


def _is_complete(raw: bytes) -> bool:
    """Whether the end that a TIFF or a PDF must have is there. Other types are believed."""
    if raw.startswith(TIFF_MAGIC):
        return tiff_is_whole(raw)
    return b"%%EOF" in raw[-2048:] if raw.startswith(b"%PDF-") else len(raw) > 0
