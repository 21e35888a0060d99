"""Originals by their sha256, written once: ``blobs/ab/cdef...``.

A blob is on the disk (file and folder synced) before anything refers to it, and nothing here ever deletes one.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import secrets
import time
from pathlib import Path

from intake.errors import Damaged
from storage.errors import mapped

log = logging.getLogger(__name__)
FILE_MODE = 0o640
FOLDER_MODE = 0o750
_TEMPORARY = "tmp"
_ABANDONED_SECONDS = 24 * 3600


def digest(data: bytes) -> str:
    """Hex sha256."""
    return hashlib.sha256(data).hexdigest()


def sync_folder(folder: Path) -> None:
    """Makes a folder's entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """The folder with its parents, 0750, synced into the parent; one that is there is left as it is."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        folder.mkdir(FOLDER_MODE)
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
    sync_folder(folder.parent)


def write_synced(path: Path, data: bytes) -> None:
    """A new file, 0640, synced; removed again if it cannot be written whole."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class Blobs:
    """The folder of originals."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where a blob lies, or would lie."""
        return self.root / sha256[:2] / sha256[2:]

    def put(self, data: bytes) -> str:
        """Keeps the bytes and gives their sha256. A damaged copy is written anew. Raises RetryLater if the disk is full."""
        sha256 = digest(data)
        with mapped():
            if self.trouble(sha256) is not None:
                self._write(self.path(sha256), data)
        return sha256

    def _write(self, path: Path, data: bytes) -> None:
        make_folder(path.parent)
        make_folder(self.root / _TEMPORARY)
        temporary = self.root / _TEMPORARY / f"{path.name[:16]}-{os.getpid()}-{secrets.token_hex(8)}"
        write_synced(temporary, data)
        temporary.replace(path)
        sync_folder(path.parent)

    def get(self, sha256: str) -> bytes:
        """The bytes, verified. Raises Damaged if they are missing or are not what they were."""
        trouble = self.trouble(sha256)
        if trouble is not None:
            raise Damaged(trouble)
        with mapped():
            data = self.path(sha256).read_bytes()
        if digest(data) != sha256:
            raise Damaged(_altered(sha256))
        return data

    def trouble(self, sha256: str) -> str | None:
        """What is wrong with a blob, in Thai; None if it is whole. Reads it in pieces."""
        found = hashlib.sha256()
        try:
            with self.path(sha256).open("rb") as file:
                while piece := file.read(1 << 20):
                    found.update(piece)
        except FileNotFoundError:
            return f"ไม่พบต้นฉบับ {sha256} ในโฟลเดอร์ blobs โปรดกู้คืนจากสำเนาสำรอง (missing original)"
        except OSError as error:
            return f"อ่านต้นฉบับ {sha256} ไม่ได้ ({error.strerror}) โปรดตรวจสอบดิสก์และสิทธิ์ของไฟล์ (unreadable original)"
        return None if found.hexdigest() == sha256 else _altered(sha256)

    def sweep(self) -> None:
        """Removes what a crash left half written long ago."""
        for path in self._half_written():
            try:
                if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                    path.unlink()
            except FileNotFoundError:  # its writer has finished meanwhile
                continue
            except OSError as error:  # a folder that may only be read can be read all the same
                log.info("a half-written file stays: %s", error.strerror)

    def _half_written(self) -> list[Path]:
        try:
            return list((self.root / _TEMPORARY).iterdir())
        except OSError:
            return []


def _altered(sha256: str) -> str:
    return f"ต้นฉบับ {sha256} ถูกแก้ไขหรือเสียหาย เนื้อหาไม่ตรงกับค่าตรวจสอบ โปรดกู้คืนจากสำเนาสำรอง (altered original)"
