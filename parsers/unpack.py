"""What is in a container, by name only: enough to tell a clerk what waits inside. Bounded; nothing is unpacked."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from parsers import media_types as mt
from parsers import ole
from parsers.headers import clean_name, split
from parsers.thai import charset

MAX_NAMES = 10
_ENCRYPTED = 0x1
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Listing:
    """What a zip says about itself."""

    names: tuple[str, ...]
    """Names of the first files, cleaned, at most ``MAX_NAMES``."""
    count: int
    """How many files there are."""
    locked: bool
    """At least one of them needs a password."""
    broken: bool = False
    """The directory of the archive cannot be read."""


def list_zip(data: bytes) -> Listing:
    """Names in a zip. Thai names without the UTF-8 flag are read from their raw bytes, which zipfile takes for cp437."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError, UnicodeError):
        return Listing((), 0, locked=False, broken=True)
    names = tuple(clean_name(_zip_name(info)) or "?" for info in files[:MAX_NAMES])
    return Listing(names, len(files), any(info.flag_bits & _ENCRYPTED for info in files))


def _zip_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return charset.decode(info.orig_filename.encode("cp437"), None)[0]
    except UnicodeEncodeError:
        return info.filename


def is_locked(data: bytes, media_type: str) -> bool:
    """Whether an Office document needs a password. PDFs are not judged here: many open with an empty password."""
    if media_type == mt.LOCKED_OFFICE:
        return True
    if media_type in (mt.ODT, mt.ODS):
        return _odf_locked(data)
    if media_type == mt.XLS:
        streams = ole.streams(data)
        head = streams.get("workbook") or streams.get("book") or b""
        return _has_filepass(head)
    if media_type == mt.DOC:
        head = ole.streams(data).get("worddocument", b"")
        return len(head) > 12 and head[:2] == b"\xec\xa5" and bool(head[11] & 0x01)
    return False


def _has_filepass(workbook: bytes) -> bool:
    """A FILEPASS record among the first records of the workbook (MS-XLS 2.4.117)."""
    at = 0
    for _ in range(64):
        kind, length = int.from_bytes(workbook[at : at + 2], "little"), int.from_bytes(workbook[at + 2 : at + 4], "little")
        if kind == 0x2F:
            return True
        at += 4 + length
        if at + 4 > len(workbook) or kind == 0x0A:
            return False
    return False


def _odf_locked(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("META-INF/manifest.xml") as file:
            return b"encryption-data" in file.read(1 << 20)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return False


def subject_of(message: bytes) -> str:
    """The subject of a forwarded message; empty if it has none."""
    return split(message[: 1 << 20])[0].text("subject")
