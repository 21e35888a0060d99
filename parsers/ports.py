"""The seams of reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from parsers.parts import Part
from parsers.records import Document, Facts, Identification, Line, PageReading


class Recogniser(Protocol):
    """Reads the image of a page. Comes in as an argument; None where none is installed."""

    def recognise(self, image: bytes, dpi: tuple[float, float]) -> Sequence[Line]:
        """Lines of one page image (PNG bytes) in reading order."""
        ...


class Reader(Protocol):
    """Reads one family of media types."""

    media_types: frozenset[str]

    def read(self, part: Part, recogniser: Recogniser | None) -> PageReading:
        """The text of the part. Raises intake.errors.Unreadable with a reason for the clerk."""
        ...


class DocumentKind(Protocol):
    """One kind of document that the office expects."""

    name: str

    def matches(self, document: Document) -> Identification | None:
        """Why this document is of this kind; None if it is not."""
        ...

    def extract(self, document: Document) -> Facts:
        """What the document says."""
        ...
