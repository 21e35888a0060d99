"""Everything in one file, consistent while the daemon runs; and back into an empty folder.

The database is copied first, by SQLite's own backup (one moment of it), then the originals that this copy refers to. They are
on the disk before anything refers to them and are never deleted, so the copy is whole.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from intake.errors import Damaged, UserError
from storage.audit import GENESIS, HEAD_NAME
from storage.blobs import FILE_MODE, Blobs, make_folder, sync_folder
from storage.engine import DATABASE_NAME, RESTORING_NAME
from storage.errors import mapped
from storage.transactions import BLOBS_NAME

MANIFEST = "manifest.json"
_FORMAT = "damrong-backup 1"
_MEMBER = re.compile(rf"{re.escape(DATABASE_NAME)}|{HEAD_NAME}|{BLOBS_NAME}/[0-9a-f]{{2}}/[0-9a-f]{{62}}")
_PIECE = 1 << 20
_REFERRED = "SELECT sha256 FROM arrivals UNION SELECT sha256 FROM parts WHERE kept ORDER BY sha256"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds."""

    files: int
    bytes: int
    problems: tuple[str, ...]
    """Originals that were missing or damaged already, in Thai; everything else is in the file."""


# --- backup -----------------------------------------------------------------------------------------------------------
def backup(data: Path, file: Path, now: dt.datetime) -> BackupReport:
    """Writes ``file``, reads it back and compares, and only then puts it in its place (an older one is replaced).

    Raises UserError (no data there, no access), RetryLater (locked, disk full), Damaged (it does not read back).
    """
    if not (data / DATABASE_NAME).is_file():
        raise UserError(f"ไม่พบข้อมูลของระบบในโฟลเดอร์ {data} โปรดตรวจสอบ --data (no damrong data in this folder)")
    file = file.absolute()
    with mapped(), tempfile.TemporaryDirectory(prefix=".damrong-backup-", dir=file.parent) as scratch:
        packed = Path(scratch) / "backup.zip"
        report = _pack(data, Path(scratch) / DATABASE_NAME, packed, now)
        _verify(packed)
        packed.chmod(FILE_MODE)
        packed.replace(file)
        sync_folder(file.parent)
    return report


def _pack(data: Path, copy: Path, packed: Path, now: dt.datetime) -> BackupReport:
    hashes, head = _copy_database(data / DATABASE_NAME, copy)
    blobs = Blobs(data / BLOBS_NAME)
    problems: list[str] = []
    manifest: dict[str, list[object]] = {}
    with packed.open("xb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        _add(archive, DATABASE_NAME, copy, manifest)
        _add_bytes(archive, HEAD_NAME, head, manifest)
        for sha256 in hashes:
            if (trouble := blobs.trouble(sha256)) is None:
                _add(archive, f"{BLOBS_NAME}/{sha256[:2]}/{sha256[2:]}", blobs.path(sha256), manifest)
            else:
                problems.append(trouble)
        about = {"format": _FORMAT, "made_at": now.isoformat(), "files": manifest, "problems": problems}
        archive.writestr(MANIFEST, json.dumps(about, ensure_ascii=False, indent=1))
        archive.close()
        raw.flush()
        os.fsync(raw.fileno())
    return BackupReport(len(manifest), packed.stat().st_size, tuple(problems))


def _copy_database(source: Path, copy: Path) -> tuple[Sequence[str], bytes]:
    """One moment of the database, the blobs that it refers to, and the head of its audit chain."""
    live_url = f"{source.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(live_url, uri=True, timeout=60)) as live, closing(sqlite3.connect(copy)) as still:
        live.backup(still)
        # A copy in WAL mode would need its side files; a restore turns WAL on again.
        still.execute("PRAGMA journal_mode = DELETE")
        hashes = [row[0] for row in still.execute(_REFERRED)]
        head = still.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone() or (0, GENESIS)
    return hashes, f"{head[0]:012d} {head[1]}\n".encode("ascii")


def _add(archive: zipfile.ZipFile, name: str, path: Path, manifest: dict[str, list[object]]) -> None:
    found, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(_PIECE):
            found.update(piece)
            size += len(piece)
            target.write(piece)
    manifest[name] = [size, found.hexdigest()]


def _add_bytes(archive: zipfile.ZipFile, name: str, data: bytes, manifest: dict[str, list[object]]) -> None:
    archive.writestr(name, data)
    manifest[name] = [len(data), hashlib.sha256(data).hexdigest()]


# --- reading a backup -------------------------------------------------------------------------------------------------
@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, list[Any]]]]:
    """A backup and its manifest. Raises UserError for a file that is none, Damaged for one that is broken."""
    try:
        with zipfile.ZipFile(file) as archive:
            about = json.loads(archive.read(MANIFEST))
            if about.get("format") != _FORMAT:
                raise UserError(f"ไฟล์ {file} ไม่ใช่สำเนาสำรองของระบบนี้ (not a backup of damrong)")
            yield archive, about["files"]
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, RuntimeError, zlib.error) as error:
        raise Damaged(
            f"ไฟล์สำเนาสำรอง {file} เสียหายหรือไม่ใช่สำเนาสำรองของระบบนี้ โปรดใช้สำเนาฉบับอื่น (damaged backup: {error})"
        ) from error


def _verify(file: Path) -> None:
    with _opened(file) as (archive, manifest):
        for name, (size, sha256) in manifest.items():
            with archive.open(name) as source:
                _drain(file, name, source, size, sha256, None)


def _drain(file: Path, name: str, source: IO[bytes], size: int, sha256: str, target: IO[bytes] | None) -> None:
    found, count = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        found.update(piece)
        count += len(piece)
        if count > size:
            break
        if target is not None:
            target.write(piece)
    if count != size or found.hexdigest() != sha256:
        raise Damaged(f"{name} ในสำเนาสำรอง {file} ไม่ตรงกับค่าตรวจสอบ โปรดใช้สำเนาฉบับอื่น (hash mismatch in the backup)")


# --- restore ----------------------------------------------------------------------------------------------------------
def restore(file: Path, data: Path) -> None:
    """Puts a backup into an empty or missing folder, verified; the database comes last, so that no half of it is ever used.

    Raises UserError (folder not empty, no such file, not a backup), Damaged (the backup is broken), RetryLater (disk full).
    """
    if not file.is_file():
        raise UserError(f"ไม่พบไฟล์สำเนาสำรอง {file} (no such backup file)")
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise UserError(
            f"โฟลเดอร์ {data} มีข้อมูลอยู่แล้ว การกู้คืนทำได้เฉพาะในโฟลเดอร์ว่าง โปรดระบุโฟลเดอร์ใหม่ด้วย --data (the data folder is not empty)"
        )
    made = not data.exists()
    with mapped():
        make_folder(data)
        scratch = data / RESTORING_NAME
        make_folder(scratch)
        try:
            _unpack(file, scratch)
        except BaseException:
            shutil.rmtree(data if made else scratch)
            raise
        _put_in_place(scratch, data)


def _unpack(file: Path, scratch: Path) -> None:
    with _opened(file) as (archive, manifest):
        if DATABASE_NAME not in manifest or not all(_MEMBER.fullmatch(name) for name in manifest):
            raise Damaged(f"รายการไฟล์ในสำเนาสำรอง {file} ไม่ถูกต้อง โปรดใช้สำเนาฉบับอื่น (unexpected names in the backup)")
        for name, (size, sha256) in manifest.items():
            path = scratch / name
            make_folder(path.parent)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
            with os.fdopen(handle, "wb") as target, archive.open(name) as source:
                _drain(file, name, source, size, sha256, target)
                target.flush()
                os.fsync(target.fileno())
            sync_folder(path.parent)
    with closing(sqlite3.connect(scratch / DATABASE_NAME)) as c:
        if c.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Damaged(f"ฐานข้อมูลในสำเนาสำรอง {file} เสียหาย โปรดใช้สำเนาฉบับอื่น (the database in the backup is damaged)")
        c.execute("PRAGMA journal_mode = WAL")


def _put_in_place(scratch: Path, data: Path) -> None:
    names = sorted((path.name for path in scratch.iterdir()), key=lambda name: name == DATABASE_NAME)
    for name in names:
        if name in {BLOBS_NAME, HEAD_NAME, DATABASE_NAME}:
            (scratch / name).replace(data / name)
            sync_folder(data)
    shutil.rmtree(scratch)
    sync_folder(data)
