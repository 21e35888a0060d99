from __future__ import annotations

import dataclasses
import datetime as dt
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.errors import Damaged
from intake.records import Arrival, ArrivalClock, Channel, Hints, SourceKey
from parsers.parts import Outcome
from storage.records import Received
from storage.store import SqlStore
from tests.storage_kit import NOW, arrival, sha, take

FAR = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(tmp_path / "data")
    yield made
    made.close()


def test_receiving(store: SqlStore) -> None:
    first = arrival("first", uid="5")
    assert store.receive(first, NOW) is Received.NEW
    assert store.receive(first, NOW) is Received.UNFINISHED
    assert store.original(first.sha256) == b"first"
    row = store.arrival(first.sha256)
    assert row is not None and row.outcome is None and row.receipt_no is None and row.seen == 1 and row.processed_at is None
    assert store.known_uids("jed@mail.example:993", "INBOX", 7) == {"5"}
    assert store.known_uids("jed@mail.example:993", "INBOX", 8) == set()


def test_the_same_bytes_under_another_key_are_seen_again(store: SqlStore) -> None:
    take(store, "first")
    for uid in ("8", "9", "9"):
        assert store.receive(arrival("first", uid=uid, received_at=NOW + dt.timedelta(days=1)), NOW) is Received.KNOWN
    row = store.arrival(sha(b"first"))
    assert row is not None and row.seen == 3 and row.received_at == NOW
    assert {"8", "9"} <= set(store.known_uids("jed@mail.example:993", "INBOX", 7))
    assert len(store.arrivals()) == 1 and store.verify() == []


def test_a_new_uidvalidity_makes_no_second_arrival(store: SqlStore) -> None:
    take(store, "first")
    moved = dataclasses.replace(arrival("first"), key=SourceKey("jed@mail.example:993", "INBOX", 8, "1"))
    assert store.receive(moved, NOW) is Received.KNOWN
    assert store.known_uids("jed@mail.example:993", "INBOX", 8) == {"1"}


def test_other_bytes_under_a_known_key_are_not_lost(store: SqlStore) -> None:
    """A spool that counts from the start again."""
    take(store, "first")
    store.settled(store.to_settle())
    reused = arrival("second", uid=sha(b"first")[:8])
    assert store.receive(reused, NOW) is Received.NEW
    assert [each.raw for each in store.unfinished(FAR)] == [b"second"]
    assert store.arrival(sha(b"first")) is not None
    take(store, "second")
    assert store.to_settle() != []


def test_an_arrival_is_rebuilt_to_the_last_field(store: SqlStore) -> None:
    whole = Arrival(
        SourceKey("fax:/var/spool/\udce1", "recvq", 0, "fax\udce1\udca1 001.tif"),
        b"II*\x00",
        Channel.FAX,
        NOW + dt.timedelta(microseconds=123456),
        ArrivalClock.TAG,
        "โทรสาร\udce1.tif",
        False,
        Hints("30", "disbursement", "2020-11"),
        True,
        "044243798",
        True,
    )
    store.receive(whole, NOW)
    (again,) = store.unfinished(FAR)
    assert again == whole
    assert store.known_uids(whole.key.account, "recvq", 0) == {whole.key.uid}


def test_unfinished_are_those_that_nobody_works_on_oldest_first(store: SqlStore) -> None:
    store.receive(arrival("b"), NOW)
    store.receive(arrival("a", received_at=NOW - dt.timedelta(days=1)), NOW)
    take(store, "done")
    store.receive(arrival("busy"), NOW)
    before = dt.datetime.now(dt.UTC)
    assert [store.count_attempt(sha(b"busy")) for _ in range(3)] == [1, 2, 3]
    assert [each.raw for each in store.unfinished(before)] == [b"a", b"b"]
    everything = store.unfinished(FAR)
    assert len(everything) == 3 and [each.raw for each in everything[1:]] == [b"b", b"busy"]
    row = store.arrival(sha(b"busy"))
    assert row is not None and row.attempts == 3


def test_a_damaged_original_does_not_stop_the_others(store: SqlStore) -> None:
    store.receive(arrival("a"), NOW)
    store.receive(arrival("b"), NOW)
    store.blobs.path(sha(b"a")).write_bytes(b"x")
    assert [each.raw for each in store.unfinished(FAR)] == [b"b"]
    with pytest.raises(Damaged):
        store.original(sha(b"a"))
    assert store.receive(arrival("a", uid="77"), NOW) is Received.UNFINISHED  # the same bytes heal it
    assert len(store.unfinished(FAR)) == 2


def test_settling(store: SqlStore) -> None:
    store.receive(arrival("waiting"), NOW)
    take(store, "a")
    take(store, "b")
    keys = store.to_settle()
    assert [key.uid for key in keys] == [sha(b"a")[:8], sha(b"b")[:8]]
    assert store.unsettled("jed@mail.example:993", "INBOX", 7) == {key.uid for key in keys}
    store.settled(keys[:1])
    store.settled(keys[:1])
    store.settled([])
    assert store.to_settle() == keys[1:]


def test_arrivals_by_time_of_processing(store: SqlStore) -> None:
    for hour, name in enumerate("abc"):
        take(store, name, now=NOW + dt.timedelta(hours=hour), received_at=NOW - dt.timedelta(days=hour))
    store.receive(arrival("d"), NOW)

    def names(since: int | None, until: int | None) -> list[str]:
        found = store.arrivals(
            None if since is None else NOW + dt.timedelta(hours=since),
            None if until is None else NOW + dt.timedelta(hours=until),
        )
        return [{sha(name.encode()): name for name in "abcd"}[row.sha256] for row in found]

    assert names(None, None) == ["a", "b", "c", "d"]
    assert names(1, None) == ["b", "c", "d"]
    assert names(0, 1) == ["a"] and names(1, 3) == ["b", "c"]


def test_backlog_and_the_first_poll(store: SqlStore) -> None:
    assert store.is_first_poll("jed@mail.example:993", "INBOX")
    store.receive(arrival("old", backlog=True), NOW)
    store.complete_poll("jed@mail.example:993", "INBOX", 7, NOW)
    assert not store.is_first_poll("jed@mail.example:993", "INBOX")
    store.complete_poll("jed@mail.example:993", "INBOX", 8, NOW)
    assert not store.is_first_poll("jed@mail.example:993", "INBOX") and store.is_first_poll("jed@mail.example:993", "Fax")
    row = store.arrival(sha(b"old"))
    assert row is not None and row.backlog


def test_where_a_mailbox_began(store: SqlStore) -> None:
    def look(uidvalidity: int, highest: int) -> int:
        return store.first_look("jed@mail.example:993", "INBOX", uidvalidity, highest)

    assert [look(7, 12), look(7, 40)] == [12, 12], "the first look alone counts, however often the first poll breaks off"
    assert [look(8, 31), look(8, 33)] == [31, 31], "renumbered before a poll came to its end: what lies there now"
    store.complete_poll("jed@mail.example:993", "INBOX", 8, NOW)
    assert [look(8, 50), look(9, 50)] == [31, 0], "renumbered after it: everything was looked at before"
    assert store.first_look("jed@mail.example:993", "Fax", 7, 3) == 3


def test_a_folder_of_an_older_program_has_no_backlog_left(store: SqlStore) -> None:
    store.complete_poll("jed@mail.example:993", "INBOX", 7, NOW)
    assert store.first_look("jed@mail.example:993", "INBOX", 7, 12) == 0


def test_permissions(store: SqlStore) -> None:
    take(store, "first")
    for path in store.data.rglob("*"):
        wanted = 0o750 if path.is_dir() else 0o640
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert stat.S_IMODE(store.data.stat().st_mode) == 0o750


def test_unknown_arrivals(store: SqlStore) -> None:
    assert store.arrival("0" * 64) is None and store.arrivals() == [] and store.known_parts([], but="") == {}


def test_outcome_of_an_arrival(store: SqlStore) -> None:
    assert take(store, "first", outcome=Outcome.REVIEW, reason="โปรดตรวจสอบ").arrival.outcome is Outcome.REVIEW
