"""Reading files that others wrote: regular ones only, bounded, and walked in a stable order."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

MIB = 1 << 20

LARGEST = 150 * MIB
"""Beyond it only the beginning of a file is read."""

BEGINNING = MIB
"""How much is kept of a file that is too large."""

_LITTER = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})


def read_bounded(path: Path, limit: int = LARGEST) -> tuple[bytes, bool]:
    """A file's bytes, and whether only its beginning was read because it is larger than ``limit``. Raises OSError."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    return (data[:BEGINNING], True) if len(data) > limit else (data, False)


def is_regular(path: Path) -> bool:
    """A regular file: no link, no pipe, no device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def is_litter(name: str) -> bool:
    """Hidden files, Office's lock files, and what file managers leave behind."""
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def is_maildir(path: Path) -> bool:
    """A folder with ``cur`` and ``new`` in it."""
    return (path / "cur").is_dir() and (path / "new").is_dir()


def walk(folder: Path) -> Iterator[Path]:
    """Every regular file below a folder, sorted by name; links, hidden things and litter are passed over.

    A Maildir's own files and its half-delivered ones (``tmp``) are no mail.
    """
    maildir = is_maildir(folder)
    for path in sorted(folder.iterdir()):
        if is_litter(path.name) or path.is_symlink():
            continue
        if path.is_dir():
            if not (maildir and path.name == "tmp"):
                yield from walk(path)
        elif is_regular(path) and not maildir:
            yield path
