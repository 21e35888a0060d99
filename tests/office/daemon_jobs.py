"""The real reading jobs, but for documents that say how their reader is to fare."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

from parsers.jobs import JOBS as REAL
from parsers.parts import Part
from parsers.records import PageReading

SLOW = "slow-document"
"""Read slowly for as long as the file that ``SLOW_WHILE`` names is there."""
SLOW_WHILE = "DAMRONG_TEST_SLOW_WHILE"
READING = ".reading"
"""Ending of the file that says that the slow reading has begun."""
POISON = "poison-document"


def _read_part(part: Part, pages: int) -> PageReading:
    if POISON.encode() in part.data:
        ctypes.string_at(0)
    slow = Path(os.environ.get(SLOW_WHILE, "/nonexistent"))
    if SLOW.encode() in part.data and slow.exists():
        slow.with_suffix(READING).touch()
        time.sleep(300)
    reading: PageReading = REAL["read_part"](part=part, pages=pages)
    return reading


JOBS = {**REAL, "read_part": _read_part}
