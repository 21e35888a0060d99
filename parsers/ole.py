"""The directory of an OLE compound file (old Word, Excel, PowerPoint, Outlook's .msg, encrypted Office Open XML).

Only names and the first bytes of streams are read, which is enough to tell these apart and to see a password. Layout: MS-CFB.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA
"""Sector numbers at or above this are marks, not sectors."""
_ENTRY = 128
_MAX_ENTRIES = 4096
_MINI_CUTOFF = 4096


def streams(data: bytes) -> dict[str, bytes]:
    """Names of all storages and streams, lower case, each with up to 4 kB of what it begins with (empty where unknown).

    Damage ends the list early; it never raises.
    """
    try:
        return dict(_entries(data))
    except (struct.error, IndexError, ValueError):
        return {}


def _entries(data: bytes) -> Iterator[tuple[str, bytes]]:
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    first_directory = struct.unpack_from("<I", data, 48)[0]
    fat_sectors = [number for number in struct.unpack_from("<109I", data, 76) if number < _FREE]
    fat = b"".join(_sector(data, number, size) for number in fat_sectors)
    directory = b"".join(_chain(data, fat, first_directory, size, _MAX_ENTRIES * _ENTRY))
    for offset in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[offset : offset + _ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        if not entry[66] or not 2 < length <= 64:
            continue
        name = entry[: length - 2].decode("utf-16-le", "replace").lower()
        start, total = struct.unpack_from("<II", entry, 116)
        head = b"".join(_chain(data, fat, start, size, 4096)) if entry[66] == 2 and total >= _MINI_CUTOFF else b""
        yield name, head[:total]


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _chain(data: bytes, fat: bytes, number: int, size: int, limit: int) -> Iterator[bytes]:
    for _ in range(max(1, limit // max(size, 1))):
        if number >= _FREE:
            return
        yield _sector(data, number, size)
        if (number + 1) * 4 > len(fat):
            return
        number = struct.unpack_from("<I", fat, number * 4)[0]
