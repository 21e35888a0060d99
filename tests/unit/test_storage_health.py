from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.records import SourceKey
from storage.records import Heartbeat
from storage.store import SqlStore
from tests.storage_kit import NOW, arrival

SOON = NOW + dt.timedelta(minutes=3)
BOX = "jed@mail.example:993"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(tmp_path / "data")
    yield made
    made.close()


def test_heartbeats(store: SqlStore) -> None:
    store.beat("mailbox", NOW, on_server=4)
    store.beat("mailbox", SOON, error="connection refused")
    assert store.heartbeats() == [Heartbeat("mailbox", NOW, "connection refused", SOON, 4, 0)]
    store.beat("fax", SOON, error="no such folder")
    assert [each.source for each in store.heartbeats()] == ["fax", "mailbox"]
    assert store.heartbeats()[0].last_ok is None


def test_a_source_is_held_against_its_own_ledger(store: SqlStore) -> None:
    for account, folder, validity, count in ((BOX, "INBOX", 7, 3), (BOX, "INBOX", 8, 2), ("fax:/spool", "recvq", 0, 4)):
        for uid in range(count):
            key = SourceKey(account, folder, validity, str(uid))
            store.receive(arrival(f"{account} {validity} {uid}", key=key), NOW)
        store.complete_poll(account, folder, validity, NOW)
    store.receive(arrival("by hand", key=SourceKey("file", "/desk", 0, "x.pdf")), NOW)
    store.beat("mailbox", NOW, on_server=2)
    store.beat("fax", NOW, on_server=4)
    assert {each.source: each.in_ledger for each in store.heartbeats()} == {"mailbox": 2, "fax": 4}


def test_marks(store: SqlStore) -> None:
    assert store.marked("digest:2020-12-04") is None
    store.mark("digest:2020-12-04", NOW)
    store.mark("digest:2020-12-04", SOON)
    assert store.marked("digest:2020-12-04") == SOON


def test_installed_at_is_the_first_sign_of_the_daemon(store: SqlStore) -> None:
    store.receive(arrival("by hand"), NOW - dt.timedelta(days=9))
    before = dt.datetime.now(dt.UTC)
    assert store.installed_at() >= before  # nobody was written to yet, and nothing of the past is sent
    store.mark("installed", NOW)
    store.mark("installed", SOON)
    store.beat("mailbox", SOON)
    assert store.installed_at() == NOW


@pytest.mark.parametrize("sign", ["beat", "complete_poll", "mark"])
def test_every_sign_of_the_daemon_installs(store: SqlStore, sign: str) -> None:
    if sign == "beat":
        store.beat("mailbox", NOW)
    elif sign == "mark":
        store.mark("digest", NOW)
    else:
        store.complete_poll(BOX, "INBOX", 7, NOW)
    assert store.installed_at() == NOW
