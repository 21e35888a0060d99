"""How the daemon is: heartbeats of the sources, completed polls, marks of what was done when, and the check of everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import sqlalchemy as sa

from storage.audit import Head, verify_chain
from storage.blobs import Blobs
from storage.records import Heartbeat
from storage.schema import arrivals, audit, first_looks, heartbeats, ledger, marks, parts, polls

INSTALLED = "installed"
_FAX = "fax:"
_FILE = "file"


# --- marks ------------------------------------------------------------------------------------------------------------
def mark(c: sa.Connection, name: str, now: dt.datetime) -> None:
    """Remembers a moment under a name. Of ``installed`` only the first counts."""
    _install(c, now)
    if name == INSTALLED:
        return
    if c.execute(marks.update().where(marks.c.name == name).values(at=now)).rowcount == 0:
        c.execute(marks.insert().values(name=name, at=now))


def _install(c: sa.Connection, now: dt.datetime) -> None:
    if marked(c, INSTALLED) is None:
        c.execute(marks.insert().values(name=INSTALLED, at=now))


def marked(c: sa.Connection, name: str) -> dt.datetime | None:
    """The moment under that name."""
    at: dt.datetime | None = c.execute(sa.select(marks.c.at).where(marks.c.name == name)).scalar()
    return at


# --- heartbeats -------------------------------------------------------------------------------------------------------
def beat(c: sa.Connection, source: str, now: dt.datetime, error: str, on_server: int | None) -> None:
    """A source was polled well, or it failed with ``error``."""
    _install(c, now)
    well: dict[str, object] = {"last_ok": now, "last_error": "", "last_error_at": None}
    values = {"last_error": error, "last_error_at": now} if error else well
    if on_server is not None:
        values["on_server"] = on_server
    if c.execute(heartbeats.update().where(heartbeats.c.source == source).values(**values)).rowcount == 0:
        c.execute(heartbeats.insert().values(**({"source": source, "last_error": ""} | values)))


def all_heartbeats(c: sa.Connection) -> list[Heartbeat]:
    """By name of the source."""
    return [
        Heartbeat(row.source, row.last_ok, row.last_error, row.last_error_at, row.on_server, _in_ledger(c, row.source))
        for row in c.execute(sa.select(heartbeats).order_by(heartbeats.c.source)).all()
    ]


def _in_ledger(c: sa.Connection, source: str) -> int:
    """Ledger rows of the folder that this source polled last, under its present UIDVALIDITY: what ``on_server`` is held
    against. The store knows sources by their accounts only: ``fax:...`` is the fax's, every other one a mailbox's."""
    is_fax = polls.c.account.startswith(_FAX, autoescape=True)
    family = is_fax if source == "fax" else sa.and_(sa.not_(is_fax), polls.c.account != _FILE)
    newest = c.execute(sa.select(polls).where(family).order_by(polls.c.last_at.desc()).limit(1)).one_or_none()
    if newest is None:
        return 0
    same = [getattr(ledger.c, name) == getattr(newest, name) for name in ("account", "folder", "uidvalidity")]
    return int(c.execute(sa.select(sa.func.count()).select_from(ledger).where(*same)).scalar_one())


# --- polls ------------------------------------------------------------------------------------------------------------
def complete_poll(c: sa.Connection, account: str, folder: str, uidvalidity: int, now: dt.datetime) -> None:
    """This folder was looked through to its end."""
    _install(c, now)
    mine = sa.and_(polls.c.account == account, polls.c.folder == folder)
    if c.execute(polls.update().where(mine).values(uidvalidity=uidvalidity, last_at=now)).rowcount == 0:
        row = {"account": account, "folder": folder, "uidvalidity": uidvalidity, "first_at": now, "last_at": now}
        c.execute(polls.insert().values(**row))


def is_first_poll(c: sa.Connection, account: str, folder: str) -> bool:
    """Until a poll of this folder was completed."""
    mine = sa.and_(polls.c.account == account, polls.c.folder == folder)
    return c.execute(sa.select(polls.c.account).where(mine)).first() is None


def first_look(c: sa.Connection, account: str, folder: str, uidvalidity: int, highest: int) -> int:
    """The highest UID of the very first look. Under another UIDVALIDITY that number means nothing any more: as long as no
    look came to its end, what lies there now takes its place; afterwards nothing is backlog."""
    if (known := known_look(c, account, folder, uidvalidity)) is not None:
        return known
    until = highest if is_first_poll(c, account, folder) else 0
    mine = sa.and_(first_looks.c.account == account, first_looks.c.folder == folder)
    values = {"uidvalidity": uidvalidity, "highest": until}
    if c.execute(first_looks.update().where(mine).values(**values)).rowcount == 0:
        c.execute(first_looks.insert().values(account=account, folder=folder, **values))
    return until


def known_look(c: sa.Connection, account: str, folder: str, uidvalidity: int) -> int | None:
    """What ``first_look`` has remembered under this UIDVALIDITY: asked without a write lock."""
    same = {"account": account, "folder": folder, "uidvalidity": uidvalidity}
    wanted = sa.select(first_looks.c.highest).where(*(first_looks.c[name] == value for name, value in same.items()))
    found: int | None = c.execute(wanted).scalar()
    return found


# --- the check of everything ------------------------------------------------------------------------------------------
def verify(c: sa.Connection, blobs: Blobs, on_file: Head | None) -> Iterator[str]:
    """Every contradiction found, in Thai."""
    yield from verify_chain(c, on_file)
    yield from _verify_arrivals(c)
    yield from _verify_receipts(c)
    for sha256 in referred(c):
        if (trouble := blobs.trouble(sha256)) is not None:
            yield trouble


def referred(c: sa.Connection) -> list[str]:
    """Every blob that the registers refer to."""
    kept = sa.select(parts.c.sha256).where(parts.c.kept)
    return sorted(c.execute(sa.union(sa.select(arrivals.c.sha256), kept)).scalars())


def _verify_arrivals(c: sa.Connection) -> Iterator[str]:
    """The trail tells of every arrival; one that it tells of and that is gone was removed by hand."""
    told = sa.select(audit.c.subject).where(audit.c.action == "received")
    for sha256 in c.execute(told.except_(sa.select(arrivals.c.sha256))).scalars():
        yield f"ทะเบียนไม่มีเรื่อง {sha256} ทั้งที่บันทึกการตรวจสอบระบุว่าได้รับไว้แล้ว (arrival removed)"
    for sha256 in c.execute(sa.select(arrivals.c.sha256).except_(told)).scalars():
        yield f"ทะเบียนมีเรื่อง {sha256} ที่ไม่ปรากฏในบันทึกการตรวจสอบ (arrival added by hand)"


def _verify_receipts(c: sa.Connection) -> Iterator[str]:
    numbers = sa.func.count(arrivals.c.receipt_number)
    wanted = sa.select(arrivals.c.receipt_year, numbers, sa.func.max(arrivals.c.receipt_number))
    for year, count, last in c.execute(wanted.where(arrivals.c.receipt_year.is_not(None)).group_by(arrivals.c.receipt_year)):
        if count != last:
            yield f"เลขรับปี {year} ไม่ต่อเนื่อง มี {count} เลข แต่เลขสุดท้ายคือ {last} (gap in receipt numbers)"
