"""Messages in an mbox file, one after the other, without holding the file in memory.

mbox has no standard; what is met is mboxrd and mboxo. A message begins at a line ``From ADDRESS ... YEAR`` that is the first
line or follows an empty one; a body's own line of that form is quoted with ``>``, of which one is taken away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

_SEPARATOR = re.compile(rb"From \S.*\b\d{4}\b[^:]*$")
_QUOTED = re.compile(rb">+From ")


def is_separator(line: bytes) -> bool:
    """Whether a line begins a message: ``From`` with an address and a date that ends in its year (and perhaps a zone)."""
    return _SEPARATOR.match(line.rstrip(b"\r\n")) is not None


def messages(file: BinaryIO, limit: int) -> Iterator[tuple[int, bytes, bool]]:
    """Offset of the separator line, the message's bytes (never more than ``limit``), and whether it was cut there."""
    start, lines, size, position = 0, [b""], 0, 0
    cut, blank, opened = False, True, False
    for line in iter(lambda: file.readline(limit + 1), b""):
        if blank and is_separator(line):
            if opened:
                yield start, _without_last_blank(lines), cut
            start, lines, size, cut, opened = position, [], 0, False, True
        elif opened and size + len(line) <= limit and not cut:
            lines.append(line[1:] if _QUOTED.match(line) else line)
            size += len(line)
        elif opened:
            cut = True
        position += len(line)
        blank = not line.strip(b"\r\n")
    if opened:
        yield start, _without_last_blank(lines), cut


def _without_last_blank(lines: list[bytes]) -> bytes:
    """The empty line before the next separator belongs to the mbox, not to the message."""
    return b"".join(lines[:-1] if len(lines) > 1 and not lines[-1].strip(b"\r\n") else lines)
