"""The audit trail: append-only, each link bound to the one before it by sha256.

Each link is written in the transaction of what it tells of. After the commit the number and hash of the last link are also
written into the small file ``audit-head`` beside the database, so that cutting off the tail of the chain is noticed. A crash
between commit and file leaves the file behind the chain, which is tolerated; a file ahead of the chain is not.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import sqlalchemy as sa

from storage.blobs import FILE_MODE
from storage.columns import from_utc_text, scrub, utc_text
from storage.records import AuditEvent
from storage.schema import audit

GENESIS = "0" * 64
"""The hash before the first link."""
HEAD_NAME = "audit-head"
PROGRAM = "damrong"
"""The actor of what nobody decided."""
_PENDING = "damrong_audit_head"

Head = tuple[int, str]
"""Number and hash of a link."""


def link_hash(previous: str, number: int, at: str, actor: str, action: str, subject: str, detail: str) -> str:
    """Hash of one link over the hash before it and everything that it says."""
    text = json.dumps([previous, number, at, actor, action, subject, detail], separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def head(c: sa.Connection) -> Head:
    """The last link of the chain."""
    row = c.execute(sa.select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)).one_or_none()
    return (0, GENESIS) if row is None else (row.number, row.hash)


def append(
    c: sa.Connection, action: str, subject: str, detail: Mapping[str, object], actor: str, at_moment: dt.datetime
) -> None:
    """Adds one link in the caller's transaction."""
    last, previous = head(c)
    number, at = last + 1, utc_text(at_moment)
    text = scrub(json.dumps(dict(detail), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str))
    actor, action, subject = scrub(actor), scrub(action), scrub(subject)
    digest = link_hash(previous, number, at, actor, action, subject, text)
    c.execute(
        audit.insert().values(
            number=number,
            at=at,
            actor=actor,
            action=action,
            subject=subject,
            detail=text,
            previous_hash=previous,
            hash=digest,
        )
    )
    c.info[_PENDING] = (number, digest)


def take_pending(c: sa.Connection) -> Head | None:
    """The link that this connection has added last, once; None if it added none."""
    pending: Head | None = c.info.pop(_PENDING, None)
    return pending


def events(c: sa.Connection) -> list[AuditEvent]:
    """The whole chain, oldest first."""
    return [
        AuditEvent(
            row.number,
            from_utc_text(row.at),
            row.actor,
            row.action,
            row.subject,
            json.loads(row.detail),
            row.previous_hash,
            row.hash,
        )
        for row in c.execute(sa.select(audit).order_by(audit.c.number))
    ]


class HeadFile:
    """The last link's number and hash, outside of the database."""

    def __init__(self, data: Path) -> None:
        self.path = data / HEAD_NAME

    def advance(self, number: int, digest: str) -> None:
        """Writes a newer head; an older one (two processes crossing each other) is passed over. Fixed width, in place: it is
        never empty, not even after a power cut."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            known = _parse(os.pread(handle, 128, 0))
            if known is None or known[0] < number:
                os.pwrite(handle, f"{number:012d} {digest}\n".encode("ascii"), 0)
        finally:
            os.close(handle)

    def read(self) -> Head | None:
        """The head on file; None if it is missing or not to be understood."""
        try:
            return _parse(self.path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None


def _parse(text: bytes) -> Head | None:
    pieces = text.decode("ascii", "replace").split()
    if len(pieces) != 2 or not pieces[0].isdigit() or len(pieces[1]) != 64:
        return None
    return int(pieces[0]), pieces[1]


def verify_chain(c: sa.Connection, on_file: Head | None) -> Iterator[str]:
    """Every contradiction of the chain, and of the chain with the head on file, in Thai."""
    number, previous = 0, GENESIS
    filed_hash = GENESIS if on_file is not None and on_file[0] == 0 else None
    for row in c.execute(sa.select(audit).order_by(audit.c.number)):
        if row.number != number + 1:
            yield f"บันทึกการตรวจสอบลำดับที่ {number + 1} ถึง {row.number - 1} ถูกลบออก (audit links removed)"
        elif row.previous_hash != previous:
            yield f"บันทึกการตรวจสอบลำดับที่ {row.number} ไม่ต่อเนื่องกับลำดับก่อนหน้า (audit links reordered or replaced)"
        if link_hash(row.previous_hash, row.number, row.at, row.actor, row.action, row.subject, row.detail) != row.hash:
            yield f"บันทึกการตรวจสอบลำดับที่ {row.number} ถูกแก้ไขภายหลัง (altered audit link)"
        number, previous = row.number, row.hash
        if on_file is not None and on_file[0] == number:
            filed_hash = row.hash
    yield from _verify_head(number, filed_hash, on_file)


def _verify_head(last: int, filed_hash: str | None, on_file: Head | None) -> Iterator[str]:
    if on_file is None:
        yield f"ไม่พบไฟล์ {HEAD_NAME} หรือไฟล์อ่านไม่ได้ จึงยืนยันไม่ได้ว่าท้ายบันทึกการตรวจสอบครบถ้วน (audit head missing)"
    elif on_file[0] > last:
        yield f"บันทึกการตรวจสอบลำดับที่ {last + 1} ถึง {on_file[0]} ถูกตัดออกจากท้ายบันทึก (audit tail truncated)"
    elif filed_hash != on_file[1]:
        yield f"บันทึกการตรวจสอบลำดับที่ {on_file[0]} ไม่ตรงกับที่บันทึกไว้ในไฟล์ {HEAD_NAME} (audit head differs)"
