from __future__ import annotations

import json
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.errors import Damaged, UserError
from rules.records import Status
from storage.backup import backup, restore
from storage.records import Query
from storage.store import SqlStore
from tests.storage_kit import NOW, arrival, draft, new, report, sha, take


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(tmp_path / "data")
    take(made, "first", new(made, report()))
    made.put_notices([draft("a")], NOW)
    made.receive(arrival("waiting"), NOW)
    yield made
    made.close()


def everything(store: SqlStore) -> object:
    return (
        store.arrivals(),
        store.submissions(Query(statuses=tuple(Status))),
        store.notices(),
        store.audit_events(),
        store.to_settle(),
    )


def test_there_and_back_again(store: SqlStore, tmp_path: Path) -> None:
    report_ = backup(store.data, tmp_path / "b.zip", NOW)
    assert report_.problems == () and report_.files == 5
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "data"]
    restore(tmp_path / "b.zip", tmp_path / "new")
    again = SqlStore(tmp_path / "new")
    assert everything(again) == everything(store) and again.verify() == []
    assert again.original(sha(b"waiting")) == b"waiting" and again.original(sha(b"%PDF first")) == b"%PDF first"
    for path in again.data.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o750 if path.is_dir() else 0o640), path
    take(again, "waiting")
    assert again.verify() == []


def test_a_closed_store_is_backed_up_too(store: SqlStore, tmp_path: Path) -> None:
    store.close()
    assert backup(store.data, tmp_path / "b.zip", NOW).problems == ()


def test_into_an_empty_folder_only(store: SqlStore, tmp_path: Path) -> None:
    backup(store.data, tmp_path / "b.zip", NOW)
    before = sorted(store.data.rglob("*"))
    with pytest.raises(UserError, match="not empty"):
        restore(tmp_path / "b.zip", store.data)
    assert sorted(store.data.rglob("*")) == before
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "b.zip", tmp_path / "empty")
    assert SqlStore(tmp_path / "empty").verify() == []


def test_a_backup_replaces_the_older_one_only_when_it_is_whole(
    store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(store.data, tmp_path / "b.zip", NOW)
    older = (tmp_path / "b.zip").read_bytes()

    def broken(file: Path) -> None:
        raise Damaged("does not read back")

    with monkeypatch.context() as patch:
        patch.setattr("storage.backup._verify", broken)
        with pytest.raises(Damaged):
            backup(store.data, tmp_path / "b.zip", NOW)
    assert (tmp_path / "b.zip").read_bytes() == older
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "data"]


def test_no_data_no_file_no_backup(store: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no damrong data"):
        backup(tmp_path / "nowhere", tmp_path / "b.zip", NOW)
    with pytest.raises(UserError, match="no such backup"):
        restore(tmp_path / "b.zip", tmp_path / "new")
    (tmp_path / "b.zip").write_bytes(b"PK but no zip")
    with pytest.raises(Damaged):
        restore(tmp_path / "b.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_damaged_originals_are_told_and_the_rest_is_kept(store: SqlStore, tmp_path: Path) -> None:
    store.blobs.path(sha(b"first")).write_bytes(b"forged")
    found = backup(store.data, tmp_path / "b.zip", NOW)
    assert len(found.problems) == 1 and sha(b"first") in found.problems[0]
    restore(tmp_path / "b.zip", tmp_path / "new")
    again = SqlStore(tmp_path / "new")
    assert again.original(sha(b"waiting")) == b"waiting" and len(again.verify()) == 1


def repack(source: Path, target: Path, change: dict[str, bytes]) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new_:
        for name in old.namelist():
            new_.writestr(name, change.get(name, old.read(name)))
        for name in change.keys() - set(old.namelist()):
            new_.writestr(name, change[name])


@pytest.mark.parametrize("member", ["audit-head", "damrong.db", "blob"])
@pytest.mark.parametrize("longer", [True, False])
def test_an_altered_backup_is_refused(store: SqlStore, tmp_path: Path, member: str, longer: bool) -> None:
    backup(store.data, tmp_path / "b.zip", NOW)
    name = f"blobs/{sha(b'first')[:2]}/{sha(b'first')[2:]}" if member == "blob" else member
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        data = archive.read(name)
    repack(tmp_path / "b.zip", tmp_path / "c.zip", {name: data + b"x" if longer else data[:-1] + b"\x01"})
    with pytest.raises(Damaged, match="hash mismatch"):
        restore(tmp_path / "c.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("cut", [0.2, 0.9, 0.999])
def test_a_truncated_backup_is_refused(store: SqlStore, tmp_path: Path, cut: float) -> None:
    backup(store.data, tmp_path / "b.zip", NOW)
    whole = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "c.zip").write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(Damaged):
        restore(tmp_path / "c.zip", tmp_path / "new")


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "blobs/../../evil", "blobs/ab/" + "0" * 61 + "/", "damrong.lock"])
def test_names_that_lead_elsewhere_are_refused(store: SqlStore, tmp_path: Path, name: str) -> None:
    backup(store.data, tmp_path / "b.zip", NOW)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        about = json.loads(archive.read("manifest.json"))
    about["files"][name] = [1, sha(b"x")]
    repack(tmp_path / "b.zip", tmp_path / "c.zip", {"manifest.json": json.dumps(about).encode(), name: b"x"})
    with pytest.raises(Damaged, match="unexpected names"):
        restore(tmp_path / "c.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists() and not (tmp_path / "evil").exists()


def test_another_programs_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("manifest.json", '{"format": "other"}')
    with pytest.raises(UserError, match="not a backup"):
        restore(tmp_path / "b.zip", tmp_path / "new")


def test_a_restore_that_was_cut_off_is_not_used(store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup(store.data, tmp_path / "b.zip", NOW)

    def dies(scratch: Path, data: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("storage.backup._put_in_place", dies)
        with pytest.raises(KeyboardInterrupt):
            restore(tmp_path / "b.zip", tmp_path / "new")
    with pytest.raises(Damaged, match="unfinished restore"):
        SqlStore(tmp_path / "new")


def test_consistent_while_a_writer_runs(store: SqlStore, tmp_path: Path) -> None:
    stop, filed = threading.Event(), []

    def write() -> None:
        number = 0
        while not stop.is_set():
            filed.append(take(store, f"n{number}", new(store, report(period="2021-01", cumulative=f"{number}.00"))))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    count = 0
    try:
        while writer.is_alive() and (count < 3 or len(filed) < 6):
            backup(store.data, tmp_path / f"b{count}.zip", NOW)
            count += 1
    finally:
        stop.set()
        writer.join()
    assert len(filed) >= 6
    for number in range(count):
        restore(tmp_path / f"b{number}.zip", tmp_path / f"new{number}")
        again = SqlStore(tmp_path / f"new{number}")
        done = [row for row in again.arrivals() if row.outcome is not None]
        told = [event for event in again.audit_events() if event.action == "filed"]
        assert again.verify() == [] and len(done) == len(told)
        again.close()
    with sqlite3.connect(tmp_path / "new0" / "damrong.db") as c:
        assert c.execute("PRAGMA integrity_check").fetchone() == ("ok",)
