"""What lies on disk: messages (.eml, .mbox, Maildir), folders, and bare documents of any type."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake import mbox
from intake.disk import LARGEST, is_maildir, read_bounded, walk
from intake.errors import UserError
from intake.gateway import gateway_number, is_from_gateway, tiff_facts
from intake.headers import looks_like_message, received_time
from intake.records import Arrival, ArrivalClock, Channel, Hints, SourceKey

ACCOUNT = "file"

_MBOX_SUFFIXES = frozenset({".mbox", ".mbx", ""})
_MESSAGE_SUFFIXES = frozenset({".eml", ""})
_MAILDIR_FOLDERS = ("cur", "new")


@dataclass(frozen=True, slots=True)
class _Ingest:
    """What holds for all files of one call."""

    channel: Channel | None
    received_at: dt.datetime | None
    hints: Hints
    now: dt.datetime
    gateways: Collection[str]


def arrivals_from(
    paths: Sequence[Path],
    channel: Channel | None,
    received_at: dt.datetime | None,
    hints: Hints,
    now: dt.datetime,
    gateways: Collection[str] = (),
) -> Iterator[Arrival]:
    """Every message and document at ``paths``, in their order; folders in order of name.

    Args:
        channel: how they reached the office; None: messages by e-mail (from a gateway by fax), documents by upload.
        received_at: when they reached the office, if a person says so; wins over everything else.
        hints: what a person knows of them.
        now: the clock's time: the arrival time where nothing better is known.
        gateways: addresses whose mails are faxes.

    Raises:
        UserError: at once, every path that is missing or cannot be read; at the end, files below a folder that could not.
    """
    problems = [problem for path in paths if (problem := _problem(path))]
    if problems:
        raise UserError(problems)
    return _arrivals(paths, _Ingest(channel, received_at, hints, now, gateways))


def _problem(path: Path) -> str | None:
    if not path.exists():
        return f"{path}: ไม่พบไฟล์หรือโฟลเดอร์นี้ โปรดตรวจสอบชื่อ"
    if not path.is_dir() and not path.is_file():
        return f"{path}: ไม่ใช่ไฟล์ข้อมูลหรือโฟลเดอร์ จึงรับไม่ได้"
    if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
        return f"{path}: ไม่มีสิทธิ์อ่าน โปรดขอสิทธิ์หรือคัดลอกไฟล์มาไว้ที่อื่น"
    return None


def _arrivals(paths: Sequence[Path], ingest: _Ingest) -> Iterator[Arrival]:
    unread: list[str] = []
    for path in paths:
        try:
            files = list(walk(path)) if path.is_dir() else [path.resolve()]
        except OSError as error:
            unread.append(f"{error.filename}: เปิดโฟลเดอร์ไม่ได้ ({error.strerror})")
            continue
        for file in files:
            try:
                yield from _file(file, ingest)
            except OSError as error:
                unread.append(f"{file}: อ่านไม่ได้ ({error.strerror}) รายการอื่นรับไว้แล้ว โปรดตรวจสอบแล้วนำเข้าเฉพาะไฟล์นี้อีกครั้ง")
    if unread:
        raise UserError(unread)


def _file(path: Path, ingest: _Ingest) -> Iterator[Arrival]:
    if path.parent.name in _MAILDIR_FOLDERS and is_maildir(path.parent.parent):
        yield _whole(path, ingest, path.name.split(":", 1)[0], message=True)
    elif path.suffix.lower() in _MBOX_SUFFIXES and _begins_as_mbox(path):
        yield from _mbox(path, ingest)
    else:
        yield _whole(path, ingest, path.name, message=path.suffix.lower() in _MESSAGE_SUFFIXES | _MBOX_SUFFIXES)


def _begins_as_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        line = next((line for line in iter(lambda: file.readline(4096), b"") if line.strip()), b"")
    return mbox.is_separator(line)


def _mbox(path: Path, ingest: _Ingest) -> Iterator[Arrival]:
    with path.open("rb") as file:
        for offset, raw, cut in mbox.messages(file, LARGEST):
            yield _message(raw, _key(path, f"{path.name}#{offset}", raw), ingest, cut)


def _whole(path: Path, ingest: _Ingest, uid: str, *, message: bool) -> Arrival:
    raw, cut = read_bounded(path)
    key = _key(path, uid, raw)
    if message and looks_like_message(raw):
        return _message(raw, key, ingest, cut)
    return _document(path, raw, key, ingest, cut)


def _key(path: Path, uid: str, raw: bytes) -> SourceKey:
    """A name on disk may hold another document tomorrow, so the key bears the beginning of the hash as well."""
    return SourceKey(ACCOUNT, str(path.parent), 0, f"{uid}:{hashlib.sha256(raw).hexdigest()[:16]}")


def _message(raw: bytes, key: SourceKey, ingest: _Ingest, cut: bool) -> Arrival:
    channel = ingest.channel or (Channel.FAX if is_from_gateway(raw, ingest.gateways) else Channel.EMAIL)
    number = gateway_number(raw) if channel is Channel.FAX else None
    moment, clock = _when(ingest, received_time(raw, ingest.now), ArrivalClock.RECEIVED)
    return Arrival(key, raw, channel, moment, clock, hints=ingest.hints, fax_number=number, truncated=cut)


def _document(path: Path, raw: bytes, key: SourceKey, ingest: _Ingest, cut: bool) -> Arrival:
    channel = ingest.channel or Channel.UPLOAD
    tag, number = tiff_facts(raw, ingest.now) if channel is Channel.FAX else (None, None)
    moment, clock = _when(ingest, tag, ArrivalClock.TAG)
    return Arrival(
        key, raw, channel, moment, clock, path.name, is_message=False, hints=ingest.hints, fax_number=number, truncated=cut
    )


def _when(ingest: _Ingest, found: dt.datetime | None, clock: ArrivalClock) -> tuple[dt.datetime, ArrivalClock]:
    if ingest.received_at is not None:
        return ingest.received_at, ArrivalClock.GIVEN
    return (found, clock) if found is not None else (ingest.now, ArrivalClock.NOW)
