"""The database of a data folder: opened, made ready at first use, and its transactions.

SQLite is the default, in WAL mode with ``synchronous=FULL`` (a power cut loses nothing that was committed). Writers begin with
BEGIN IMMEDIATE, so that two processes wait for each other at the start of a transaction and never fail in its middle.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from intake.errors import Damaged, UserError
from storage.audit import GENESIS, HeadFile
from storage.blobs import FILE_MODE, make_folder, sync_folder
from storage.errors import mapped
from storage.schema import HEAD

DATABASE_NAME = "damrong.db"
RESTORING_NAME = ".restoring"
"""Folder of a restore that is not finished: nothing may be opened beside it."""
_SETUP_NAME = ".setup.lock"
if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_WRITES = "damrong_writes"


def open_engine(data: Path, url: str | None, timeout: float) -> sa.Engine:
    """The engine of a data folder with its tables in place. ``timeout``: seconds to wait for another writer.

    Raises UserError (no access, or a newer database), RetryLater (locked, full) and Damaged.
    """
    if (data / RESTORING_NAME).exists():
        raise Damaged(
            f"การกู้คืนข้อมูลลงในโฟลเดอร์ {data} ยังไม่เสร็จสมบูรณ์ โปรดล้างโฟลเดอร์แล้วสั่ง restore ใหม่ "
            "(an unfinished restore; empty the folder and restore again)"
        )
    path = data / DATABASE_NAME
    if url is None and not path.exists() and (HeadFile(data).read() or (0, ""))[0] > 0:
        raise Damaged(
            f"ไม่พบไฟล์ฐานข้อมูล {path} ทั้งที่โฟลเดอร์นี้เคยใช้งานแล้ว โปรดกู้คืนจากสำเนาสำรองด้วยคำสั่ง restore "
            "(the database file is gone; restore the latest backup)"
        )
    with mapped():
        make_folder(data)
        engine = make_engine(url or f"sqlite:///{path}", timeout)
        try:
            if url is None and not path.exists():
                with _setup(data):
                    _create(path)
            if _version(engine) != HEAD:
                with _setup(data):
                    _migrate(engine.url, timeout)
            if not (head := HeadFile(data)).path.exists():
                _first_head(engine, head)
        except BaseException:
            engine.dispose()
            raise
    return engine


def make_engine(url: str, timeout: float) -> sa.Engine:
    """An engine whose SQLite connections are safe beside other processes."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url)
    engine = sa.create_engine(url, connect_args={"timeout": timeout})
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: object) -> None:
    """Transactions are begun by us, not by the driver."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _loosen(connection: Any, record: object) -> None:
    """A migration copies tables that others refer to; what refers to what is checked at its end instead."""
    connection.execute("PRAGMA foreign_keys = OFF")


def _begin(c: sa.Connection) -> None:
    c.exec_driver_sql("BEGIN IMMEDIATE" if c.get_execution_options().get(_WRITES) else "BEGIN")


def writer(engine: sa.Engine) -> sa.Engine:
    """The same engine for transactions that write."""
    return engine.execution_options(**{_WRITES: True})


def _create(path: Path) -> None:
    """An empty database file, 0640, in WAL mode (its -wal and -shm take its permissions)."""
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE))
        sync_folder(path.parent)
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


@contextmanager
def _setup(data: Path) -> Iterator[None]:
    """One process at a time makes a folder ready; SQLite's own locks do not cover the change to WAL."""
    handle = os.open(data / _SETUP_NAME, os.O_RDWR | os.O_CREAT, FILE_MODE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _version(engine: sa.Engine) -> str | None:
    with engine.begin() as c:
        if not sa.inspect(c).has_table("alembic_version"):
            return None
        found: str | None = c.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        return found


def _migrate(url: sa.URL, timeout: float) -> None:
    """Brings the tables up to HEAD in one transaction, unless another process has done so meanwhile."""
    from alembic import command
    from alembic.config import Config

    engine = make_engine(url.render_as_string(hide_password=False), timeout)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _loosen)
    try:
        found = _version(engine)
        if found == HEAD:
            return
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        _check_known(config, found)
        with writer(engine).begin() as c:
            config.attributes["connection"] = c
            command.upgrade(config, "head")
            if engine.dialect.name == "sqlite" and c.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise Damaged("ข้อมูลอ้างอิงระหว่างตารางไม่ครบถ้วนหลังปรับรุ่นฐานข้อมูล (foreign keys broken by a migration)")
    finally:
        engine.dispose()


def _check_known(config: Config, version: str | None) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise UserError(
            "ฐานข้อมูลนี้สร้างด้วยโปรแกรมรุ่นที่ใหม่กว่า โปรดใช้โปรแกรมรุ่นล่าสุด "
            "(the database belongs to a newer version of damrong; upgrade the program)"
        )


def _first_head(engine: sa.Engine, file: HeadFile) -> None:
    """A new folder begins with the head of an empty chain: later its absence is a finding."""
    with engine.begin() as c:
        empty = c.execute(sa.text("SELECT count(*) FROM audit")).scalar_one() == 0
    if empty:
        file.advance(0, GENESIS)
