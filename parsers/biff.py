"""What calamine does not tell of an old workbook (.xls, BIFF8): cells that show an error, hidden rows and columns.

Only records that bear these are looked at. Layouts: MS-XLS (records), MS-CFB (the compound file around them).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.ole import MAGIC

_BOUNDSHEET, _BOF, _EOF, _ROW, _COLINFO, _BOOLERR, _FORMULA = 0x0085, 0x0809, 0x000A, 0x0208, 0x007D, 0x0205, 0x0006
_MOST_SECTORS = 200_000


@dataclass(slots=True)
class SheetMarks:
    """Marks of one worksheet; rows and columns from 0."""

    errors: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def sheet_marks(data: bytes) -> list[SheetMarks] | None:
    """Marks of the worksheets in the order of the workbook; None if the file's structure is not understood."""
    try:
        stream = _workbook_stream(data)
        if stream is None:
            return None
        records = list(_records(stream))
        starts = [struct.unpack_from("<I", body)[0] for _, kind, body in records if kind == _BOUNDSHEET and body[5] == 0]
        return [_marks(records, start) for start in starts]
    except (struct.error, IndexError, ValueError):
        return None


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Offset, kind and body of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _marks(records: list[tuple[int, int, bytes]], start: int) -> SheetMarks:
    marks = SheetMarks()
    depth = 0
    for at, kind, body in records:
        if at < start:
            continue
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1:
            _mark(marks, kind, body)
    return marks


def _mark(marks: SheetMarks, kind: int, body: bytes) -> None:
    if kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
        marks.hidden_rows.add(struct.unpack_from("<H", body)[0])
    elif kind == _COLINFO and struct.unpack_from("<H", body, 8)[0] & 0x01:
        first, last = struct.unpack_from("<HH", body)
        marks.hidden_columns.update(range(first, min(last, 255) + 1))
    elif kind == _BOOLERR and body[7] or kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        marks.errors.add(struct.unpack_from("<HH", body))


def _workbook_stream(data: bytes) -> bytes | None:
    """The stream ``Workbook`` of the compound file, by its chain of sectors."""
    if not data.startswith(MAGIC):
        return None
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    fat = _allocation(data, size)
    directory = _chain(data, size, fat, struct.unpack_from("<I", data, 48)[0])
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace").lower()
        if name == "workbook":
            start, total = struct.unpack_from("<II", directory, at + 116)
            return _chain(data, size, fat, start)[:total] if total >= 4096 else None
    return None


def _allocation(data: bytes, size: int) -> list[int]:
    sectors = [number for number in struct.unpack_from("<109I", data, 76) if number < 0xFFFFFFFA]
    more = struct.unpack_from("<I", data, 68)[0]
    for _ in range(_MOST_SECTORS):
        if more >= 0xFFFFFFFA:
            break
        table = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors.extend(number for number in table[:-1] if number < 0xFFFFFFFA)
        more = table[-1]
    fat: list[int] = []
    for number in sectors[:_MOST_SECTORS]:
        fat.extend(struct.unpack_from(f"<{size // 4}I", data, (number + 1) * size))
    return fat


def _chain(data: bytes, size: int, fat: list[int], start: int) -> bytes:
    pieces = []
    for _ in range(_MOST_SECTORS):
        if start >= 0xFFFFFFFA:
            break
        pieces.append(data[(start + 1) * size : (start + 2) * size])
        start = fat[start]
    return b"".join(pieces)
