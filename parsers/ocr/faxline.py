"""What the telephone line did to a fax: rows of a CCITT-coded TIFF that came broken are counted and mended.

libtiff decodes what it can and tells the broken rows on its standard error only, so its own ``tiffcp -i`` copies the file in a
bounded process. Group 4 has no row ends: what breaks there is not always told.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intake.errors import ToolMissing
from parsers.ocr.sheet import Grey

TIMEOUT_SECONDS = 20
MEMORY_BYTES = 1_000_000_000
FILE_BYTES = 150_000_000
"""The largest file that the tool may write: its copy, or its complaints."""
_COMPLAINTS = 2_000_000
_ROW = re.compile(rb"at (?:line|scanline) (\d+) of (?:strip|tile) (\d+)(?: \((?:got (\d+))?)?")
_MENDED_RUN = 4
"""Longest run of broken rows that neighbours can mend: about half a millimetre of a fine page."""
_MENDED_SHARE = 0.05
_AFTER_2D = 3
"""Rows after a broken one that Group 3 two-dimensional coding (K = 4) builds on it."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Broken rows of one page."""

    rows: tuple[int, ...] = ()
    """Rows that could not be decoded whole, from 0."""
    regenerated: int = 0
    """Rows that the receiving machine says it replaced (usually by the row above); which ones is not known."""
    mended: int = 0
    """How many of ``rows`` were mended from their neighbours."""
    unread: bool = False
    """The tool failed: how many rows are broken is not known."""

    @property
    def bad(self) -> int:
        """How many rows are not as they were sent, as far as is known."""
        return max(len(self.rows), self.regenerated)


@dataclass(frozen=True, slots=True)
class Copy:
    """One page as the tool copied it."""

    data: bytes
    """A TIFF with this page alone, its pixels as libtiff decoded them; empty where the tool failed."""
    rows: tuple[int, ...]
    """Broken rows."""
    ended: int | None = None
    """Row at which no data were left."""

    def lost(self, grey: Grey) -> range:
        """Rows that never came, of the page as it was decoded: all the rest where nothing but black or white follows."""
        if self.ended is None or (grey[self.ended + 1 :].min(1) != grey[self.ended + 1 :].max(1)).any():
            return range(0)
        return range(self.ended, len(grey))


def copies(data: bytes, pages: Sequence[int], strip_rows: Sequence[int], is_2d: Sequence[bool]) -> dict[int, Copy]:
    """Copies of those pages (from 0) whose decoding is complained of; pages without complaint are left out.

    Args:
        data: the whole TIFF.
        pages: the CCITT-coded ones.
        strip_rows: for each of them the rows of a strip.
        is_2d: for each of them whether Group 3 codes it in two dimensions.

    Raises:
        ToolMissing: libtiff's tools are not installed.
    """
    program = shutil.which("tiffcp")
    if program is None:
        raise ToolMissing("ไม่พบโปรแกรม tiffcp (ชุด libtiff-tools) สำหรับตรวจภาพโทรสาร โปรดติดตั้งแล้วเรียกใหม่")
    with tempfile.TemporaryDirectory(prefix="damrong-fax-") as folder:
        source = Path(folder, "source.tif")
        source.write_bytes(data)
        is_done, complaints, _ = _copied(program, source, "")
        if is_done and not complaints:
            return {}
        found = {}
        for page, tall, two in zip(pages, strip_rows, is_2d, strict=True):
            is_done, complaints, copied = _copied(program, source, f",{page}")
            rows, ended = _rows(complaints, tall, two)
            if rows or not is_done:
                found[page] = Copy(copied if is_done else b"", rows, ended)
        return found


def _copied(program: str, source: Path, page: str) -> tuple[bool, bytes, bytes]:
    """Whether the tool did it, what it complained of, and the copy."""
    target, errors = source.with_name("copy.tif"), source.with_name("errors.txt")
    target.unlink(missing_ok=True)
    command = [program, "-i", "-c", "g4", f"{source}{page}", str(target)]
    with errors.open("wb") as complaints:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                timeout=TIMEOUT_SECONDS,
                preexec_fn=_bounds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False, b"", b""
    with errors.open("rb") as complaints:
        said = complaints.read(_COMPLAINTS)
    if done.returncode != 0 or not target.is_file():
        return False, said, b""
    return True, said, target.read_bytes()


def _bounds() -> None:
    """Strangers' files make decoders eat memory and disk."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _rows(complaints: bytes, strip_rows: int, is_2d: bool) -> tuple[tuple[int, ...], int | None]:
    """Rows of the page that libtiff names, and the last one at which it got no data (``got 0``)."""
    found: set[int] = set()
    ended = None
    for match in _ROW.finditer(complaints):
        row = int(match[1]) + int(match[2]) * strip_rows
        found.update(range(row, row + 1 + (_AFTER_2D if is_2d else 0)))
        if match[3] == b"0":
            ended = row
    return tuple(sorted(found)), ended


def mended(grey: Grey, rows: Sequence[int]) -> tuple[Grey, int]:
    """The page with short runs of broken rows mended, and how many rows were.

    Each point becomes what two of three say: the row itself, the sound row above, the sound row below. What was decoded before
    the fault stays, what came after it is outvoted.

    Args:
        grey: (height, width), 0 or 255.
        rows: broken rows.
    """
    known = sorted({row for row in rows if 0 <= row < len(grey)})
    if not known or len(known) > _MENDED_SHARE * len(grey):
        return grey, 0
    result, count = grey.copy(), 0
    for first, last in _runs(known):
        if last - first < _MENDED_RUN and first > 0 and last < len(grey) - 1:
            above, below = grey[first - 1], grey[last + 1]
            for row in range(first, last + 1):
                result[row] = np.sort(np.stack((above, grey[row], below)), axis=0)[1]
            count += last - first + 1
    return result, count


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs
