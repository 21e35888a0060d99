"""What the kinds share: labelled values, and one door to pieces, fields and signatures.

LABEL     the word before a value (จังหวัด ...., ผู้รายงาน : ....), matched without regard to spaces and tone marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers.kinds.pieces import (
    JoinedText,
    Piece,
    Segment,
    Source,
    field_from_cell,
    field_from_line,
    field_on,
    is_certain,
    join_pieces,
    make_field,
    one_line,
    page_of,
    pieces,
    text_with_offsets,
)
from parsers.kinds.signatures import Signature, signature_block
from parsers.records import Document, Field
from parsers.thai.text import normalise, strip_leaders

__all__ = [
    "JoinedText",
    "Piece",
    "Segment",
    "Signature",
    "Source",
    "field_from_cell",
    "field_from_line",
    "field_on",
    "is_certain",
    "join_pieces",
    "label_pattern",
    "labelled",
    "labelled_in",
    "make_field",
    "one_line",
    "page_of",
    "pieces",
    "signature_block",
    "text_with_offsets",
]

_TONES = "็่้๊๋์"
_NUMBERING = re.compile(r"^\s*[(\[]?(?:[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*|[ก-ฮ])[).\]]+\s*|^\s*[-–•*]\s+")
_SEPARATOR = re.compile(r"^\s*[:：=]?\s*")


@lru_cache(maxsize=512)
def label_pattern(label: str) -> re.Pattern[str]:
    """A pattern for a Thai word that bears lost tone marks and stray spaces."""
    parts = [f"{re.escape(char)}?" if char in _TONES else re.escape(char) for char in normalise(label) if char != " "]
    return re.compile(r"\s*".join(parts), re.IGNORECASE)


def labelled(document: Document, labels: Sequence[str], until: Sequence[str] = ()) -> Field | None:
    """The first value that stands after one of the labels, as text.

    The label opens a line or a cell (numbering before it is passed over) or follows a space; the value is the rest of it
    up to one of the ``until`` words, else the next cell of the row. Dotted leaders are removed; a value that is
    empty is not taken.
    """
    return labelled_in(pieces(document), document, labels, until)


def labelled_in(parts: Sequence[Piece], document: Document, labels: Sequence[str], until: Sequence[str] = ()) -> Field | None:
    """``labelled`` among some pieces of a document."""
    for label in labels:
        for index, piece in enumerate(parts):
            found = _after_label(piece.text, label)
            if found is None:
                continue
            holder, raw = piece, _cut(found, until)
            if not strip_leaders(raw).strip() and index + 1 < len(parts) and parts[index + 1].row == piece.row:
                holder = parts[index + 1]
                raw = _cut(holder.text, until)
            value = strip_leaders(raw).strip(" :")
            if value:
                return field_on(value, raw.strip(), holder.source, holder.page, document)
    return None


def _after_label(text: str, label: str) -> str | None:
    """What follows a label in a line; None where the line does not bear it."""
    start = _NUMBERING.sub("", text)
    for match in label_pattern(label).finditer(start):
        before, after = start[: match.start()], start[match.end() :]
        opens = not before.strip() or before[-1] in " .…_:("
        if opens and not re.match(r"[ะ-ฺ็-๎]", after):
            return _SEPARATOR.sub("", after, count=1)
    return None


def _cut(text: str, until: Sequence[str]) -> str:
    starts = [match.start() for word in until for match in label_pattern(word).finditer(text)]
    return text[: min(starts)] if starts else text
