"""The kinds of documents that the office expects. A new kind is one file, one golden sample, and one line here."""

from __future__ import annotations

from parsers.kinds.achievement import ACHIEVEMENT
from parsers.kinds.disbursement import DISBURSEMENT
from parsers.kinds.nomination import NOMINATION
from parsers.kinds.obstacle import OBSTACLE
from parsers.ports import DocumentKind

KINDS: tuple[DocumentKind, ...] = (NOMINATION, ACHIEVEMENT, DISBURSEMENT, OBSTACLE)


def kind_named(name: str) -> DocumentKind | None:
    """The kind of that name; None if there is none."""
    return next((kind for kind in KINDS if kind.name == name), None)
