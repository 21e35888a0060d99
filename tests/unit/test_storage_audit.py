from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import SqlStore
from tests.storage_kit import NOW, arrival, sha, take


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(tmp_path / "data")
    for number in range(5):
        made.audit("tried", f"S{number}", {"reason": "ทดสอบ", "number": number}, "วิภา", NOW)
    yield made
    made.close()


def tamper(store: SqlStore, *statements: str) -> None:
    """As somebody would who has the database file and no scruples."""
    with sqlite3.connect(store.data / "damrong.db") as c:
        c.execute("DROP TRIGGER audit_no_update")
        c.execute("DROP TRIGGER audit_no_delete")
        for statement in statements:
            c.execute(statement)


def test_events_come_back_linked(store: SqlStore) -> None:
    events = store.audit_events()
    assert [event.number for event in events] == [1, 2, 3, 4, 5]
    assert events[0].detail == {"number": 0, "reason": "ทดสอบ"} and events[0].actor == "วิภา" and events[0].at == NOW
    assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:-1]]
    assert store.verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'อื่น' WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "DELETE FROM audit",
        "UPDATE audit SET number = number + 10",
    ],
)
def test_the_database_refuses_changes(store: SqlStore, statement: str) -> None:
    with sqlite3.connect(store.data / "damrong.db") as c, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        c.execute(statement)


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE audit SET actor = 'อื่น' WHERE number = 3"], "ลำดับที่ 3 ถูกแก้ไข"),
        (["UPDATE audit SET detail = '{}' WHERE number = 5"], "ลำดับที่ 5 ถูกแก้ไข"),
        (["UPDATE audit SET at = '2020-12-02T02:00:00.000000Z' WHERE number = 1"], "ลำดับที่ 1 ถูกแก้ไข"),
        (["DELETE FROM audit WHERE number = 3"], "ลำดับที่ 3 ถึง 3 ถูกลบออก"),
        (["DELETE FROM audit WHERE number = 1"], "ลำดับที่ 1 ถึง 1 ถูกลบออก"),
        (["DELETE FROM audit WHERE number > 3"], "ลำดับที่ 4 ถึง 5 ถูกตัดออก"),
        (["DELETE FROM audit"], "ลำดับที่ 1 ถึง 5 ถูกตัดออก"),
        (
            [
                "UPDATE audit SET number = 99 WHERE number = 2",
                "UPDATE audit SET number = 2 WHERE number = 3",
                "UPDATE audit SET number = 3 WHERE number = 99",
            ],
            "ไม่ต่อเนื่อง",
        ),
        (["DELETE FROM audit WHERE number = 2", "UPDATE audit SET number = number - 1 WHERE number > 2"], "ไม่ต่อเนื่อง"),
    ],
)
def test_tampering_is_found(store: SqlStore, statements: list[str], found: str) -> None:
    tamper(store, *statements)
    assert any(found in problem for problem in store.verify()), store.verify()


def test_a_tail_that_was_forged_whole_differs_from_the_head_on_file(store: SqlStore) -> None:
    tamper(store, "DELETE FROM audit WHERE number = 5")
    with sqlite3.connect(store.data / "damrong.db") as c:
        from storage.audit import link_hash

        at, previous = c.execute("SELECT at, hash FROM audit WHERE number = 4").fetchone()
        forged = link_hash(previous, 5, at, "วิภา", "tried", "S4", "{}")
        c.execute("INSERT INTO audit VALUES (5, ?, 'วิภา', 'tried', 'S4', '{}', ?, ?)", (at, previous, forged))
    assert any("audit head differs" in problem for problem in store.verify())


def test_a_head_that_a_crash_left_behind_is_tolerated(store: SqlStore) -> None:
    before = (store.data / "audit-head").read_bytes()
    store.audit("tried", "S9", {}, "วิภา", NOW)
    (store.data / "audit-head").write_bytes(before)
    assert store.verify() == []
    store.audit("tried", "S10", {}, "วิภา", NOW)
    assert store._head.read() == (7, store.audit_events()[-1].hash)


def test_an_older_head_never_replaces_a_newer_one(store: SqlStore) -> None:
    head = store._head.read()
    store._head.advance(3, "0" * 64)
    assert store._head.read() == head and head is not None and head[0] == 5


@pytest.mark.parametrize("content", [None, b"", b"nonsense", b"000000000005 short\n", b"\xff\xfe"])
def test_a_missing_or_broken_head_is_found(store: SqlStore, content: bytes | None) -> None:
    path = store.data / "audit-head"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert any("audit head missing" in problem for problem in store.verify())


def test_a_head_that_was_removed_is_not_made_anew_by_opening(store: SqlStore) -> None:
    (store.data / "audit-head").unlink()
    again = SqlStore(store.data)
    assert again.verify() != []
    again.close()


def test_missing_and_altered_originals_are_found(store: SqlStore) -> None:
    take(store, "first")
    take(store, "second")
    take(store, "third")
    store.blobs.path(sha(b"first")).unlink()
    store.blobs.path(sha(b"%PDF second")).write_bytes(b"forged")
    problems = store.verify()
    assert len(problems) == 2 and any(sha(b"first") in each for each in problems)
    assert any(sha(b"%PDF second") in each for each in problems)


def test_an_arrival_removed_or_smuggled_in_is_found(store: SqlStore) -> None:
    store.receive(arrival("first"), NOW)
    with sqlite3.connect(store.data / "damrong.db") as c:
        c.execute("UPDATE arrivals SET sha256 = ?", (store.blobs.put(b"other"),))
    assert [each.rsplit("(", 1)[1] for each in store.verify()] == ["arrival removed)", "arrival added by hand)"]


def test_a_gap_in_the_receipt_numbers_is_found(store: SqlStore) -> None:
    take(store, "first")
    take(store, "second")
    with sqlite3.connect(store.data / "damrong.db") as c:
        c.execute("UPDATE arrivals SET receipt_number = 7 WHERE receipt_number = 2")
    assert any("gap in receipt numbers" in each for each in store.verify())


def test_anything_can_be_told(store: SqlStore) -> None:
    store.audit("tried\x00", "\udce1", {"when": NOW, "ก": "\udce1\x00"}, "ก\udce1", NOW)
    assert store.verify() == []
    assert store.audit_events()[-1].subject == "\ufffd"
