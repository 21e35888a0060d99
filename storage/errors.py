"""What the store adds to the error tree, and the one place where a database's errors become ours.

RetryLater
 └── Stale   75   the registers moved between a decision and its filing: decide again
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from intake.errors import Damaged, DamrongError, RetryLater, UserError

LOCKED = (
    "ฐานข้อมูลกำลังถูกใช้งานโดยโปรแกรมอื่นนานเกินกำหนด ยังไม่มีข้อมูลใดสูญหาย โปรดลองใหม่อีกครั้งในภายหลัง "
    "(the store is locked by another process; nothing is lost, try again)"
)
DISK_FULL = (
    "เนื้อที่จัดเก็บข้อมูลเต็มหรือเขียนไม่ได้ ยังไม่มีข้อมูลใดสูญหาย โปรดเพิ่มเนื้อที่แล้วลองใหม่อีกครั้ง "
    "(the disk is full or cannot be written; free some space and try again)"
)
NO_ACCESS = (
    "ไม่มีสิทธิ์เปิดหรือเขียนโฟลเดอร์ข้อมูล โปรดตรวจสอบเจ้าของและสิทธิ์ของโฟลเดอร์ "
    "(the data folder cannot be opened or written; check its owner and permissions)"
)
CORRUPT = (
    "ไฟล์ฐานข้อมูลเสียหาย โปรดหยุดใช้งานและกู้คืนจากสำเนาสำรองล่าสุดด้วยคำสั่ง restore "
    "(the database file is damaged; restore the latest backup)"
)
"""Thai for the officer, English for the administrator."""

_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG})
_ACCESS_ERRNOS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR})


class Stale(RetryLater):
    """Another process filed something that the decision should have known of. Read the history and decide again."""


def _sqlite_error(code: int) -> DamrongError | None:
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
        return RetryLater(LOCKED)
    if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return RetryLater(DISK_FULL)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return UserError(NO_ACCESS)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Damaged(CORRUPT)
    return None


def of_database(error: BaseException | None) -> DamrongError | None:
    """What a database driver's error means to a person; None where it is a fault of the program."""
    if isinstance(error, sqlite3.IntegrityError):
        return None
    if isinstance(error, sqlite3.Error):
        return _sqlite_error(getattr(error, "sqlite_errorcode", None) or 0)
    return None


def of_system(error: OSError) -> DamrongError | None:
    """What an operating system's error means to a person; None where it is a fault of the program."""
    if error.errno in _FULL_ERRNOS:
        return RetryLater(DISK_FULL)
    if error.errno in _ACCESS_ERRNOS:
        return UserError(f"{NO_ACCESS}: {error.filename}")
    return None


@contextmanager
def mapped() -> Iterator[None]:
    """Turns foreign errors into ours: a lock or a full disk into RetryLater, a broken file into Damaged. Others pass."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise RetryLater(LOCKED) from error
    except sa.exc.DBAPIError as error:
        known = RetryLater(LOCKED) if error.connection_invalidated else of_database(error.orig)
        if known is None:
            raise
        raise known from error
    except sqlite3.Error as error:
        known = of_database(error)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        known = of_system(error)
        if known is None:
            raise
        raise known from error
