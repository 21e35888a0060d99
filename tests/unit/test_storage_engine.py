from __future__ import annotations

import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from intake.errors import Damaged, RetryLater, UserError
from storage import engine
from storage.errors import mapped
from storage.schema import HEAD, metadata
from storage.store import SqlStore
from tests.storage_kit import NOW, take

OPEN = """
import sys
from pathlib import Path
from storage.store import SqlStore
store = SqlStore(Path(sys.argv[1]))
assert store.verify() == []
"""


def test_the_migrations_make_what_the_schema_says(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "data")
    with store._engine.connect() as c, warnings.catch_warnings():
        warnings.simplefilter("error")
        context = MigrationContext.configure(c, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert ScriptDirectory(str(engine._MIGRATIONS)).get_heads() == [HEAD]


def test_the_pragmas_of_every_connection(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "data", timeout=12)
    with store._engine.connect() as c:
        found = {name: c.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")}
        found["busy_timeout"] = c.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 12000}


def test_writers_take_their_lock_at_the_beginning(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "data")
    other = sqlite3.connect(tmp_path / "data" / "damrong.db", timeout=0, isolation_level=None)
    with store._writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with store._reading():
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    first = SqlStore(tmp_path / "data")
    filed = take(first, "a")
    first.close()
    second = SqlStore(tmp_path / "data")
    assert second.arrivals() == [filed.arrival] and second.verify() == []
    first.close()
    assert first.arrivals() == [filed.arrival]


def test_several_processes_make_a_folder_ready_at_once(tmp_path: Path) -> None:
    children = [subprocess.Popen([sys.executable, "-c", OPEN, str(tmp_path / "a" / "data")]) for _ in range(3)]
    assert [child.wait(timeout=120) for child in children] == [0] * 3


def test_a_database_of_a_newer_program(tmp_path: Path) -> None:
    SqlStore(tmp_path / "data").close()
    with sqlite3.connect(tmp_path / "data" / "damrong.db") as c:
        c.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UserError, match="newer version"):
        SqlStore(tmp_path / "data")


@pytest.mark.parametrize("content", [b"this is no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_database(tmp_path: Path, content: bytes) -> None:
    SqlStore(tmp_path / "data").close()
    (tmp_path / "data" / "damrong.db").write_bytes(content)
    with pytest.raises(Damaged, match="restore the latest backup"):
        SqlStore(tmp_path / "data")


def test_a_database_that_vanished_is_not_begun_anew(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "data")
    take(store, "a")
    store.close()
    (tmp_path / "data" / "damrong.db").unlink()
    with pytest.raises(Damaged, match="database file is gone"):
        SqlStore(tmp_path / "data")


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(UserError):
        SqlStore(tmp_path / "data")


def test_a_folder_with_odd_characters(tmp_path: Path) -> None:
    data = tmp_path / "ข้อมูล 100% #1?"
    store = SqlStore(data)
    take(store, "a")
    assert (data / "damrong.db").exists() and store.verify() == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_BUSY, RetryLater),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, RetryLater),
        (sqlite3.SQLITE_FULL, RetryLater),
        (sqlite3.SQLITE_IOERR_WRITE, RetryLater),
        (sqlite3.SQLITE_READONLY, UserError),
        (sqlite3.SQLITE_CANTOPEN, UserError),
        (sqlite3.SQLITE_CORRUPT_VTAB, Damaged),
        (sqlite3.SQLITE_NOTADB, Damaged),
    ],
)
def test_every_error_of_the_database_is_one_of_ours(code: int, expected: type[Exception]) -> None:
    driver = sqlite3.OperationalError("x")
    driver.sqlite_errorcode = code
    for error in (driver, sa.exc.OperationalError("SELECT", {}, driver)):
        with pytest.raises(expected), mapped():
            raise error


def test_faults_of_the_program_pass_as_they_are() -> None:
    for error in (sqlite3.ProgrammingError("x"), sa.exc.IntegrityError("x", {}, sqlite3.IntegrityError("x")), KeyError("x")):
        with pytest.raises(type(error)), mapped():
            raise error


def test_moments_without_a_zone_are_refused(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "data")
    with pytest.raises(sa.exc.StatementError, match="naive"):
        store.mark("x", NOW.replace(tzinfo=None))
