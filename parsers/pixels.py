"""Width and height of an image from its own header, without decoding it."""

from __future__ import annotations

import struct


def size(data: bytes) -> tuple[int, int] | None:
    """Pixels across and down of a PNG, GIF, BMP or JPEG; None where they are not told. Never raises."""
    try:
        if data.startswith(b"\x89PNG"):
            return _pair(struct.unpack_from(">II", data, 16))
        if data.startswith(b"GIF8"):
            return _pair(struct.unpack_from("<HH", data, 6))
        if data.startswith(b"BM"):
            width, height = struct.unpack_from("<ii", data, 18)
            return abs(width), abs(height)
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
    except struct.error:
        pass
    return None


def _pair(values: tuple[int, ...]) -> tuple[int, int]:
    return values[0], values[1]


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """The frame header (SOF) among a JPEG's segments."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None
