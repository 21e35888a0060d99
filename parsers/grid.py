"""The draft of a table: which lines stand in which cell. Both sorts of tables (ruled, aligned) end here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.pdf_text import Row
from parsers.records import Box

AMOUNT = re.compile(r"[(\-–]{0,2}[0-9๐-๙][0-9๐-๙,.]*(?:\.-)?[)%]{0,2}|[-–—]+")
"""A whole word that can stand in a column of figures; a dash is one."""
MONEY = re.compile(r"[0-9๐-๙](?:,[0-9๐-๙]{3}|\.[0-9๐-๙]{2}\b)")
"""What sets an amount of money apart from an ordinal number or a phone number."""
WHOLE = re.compile(r"\(?[-–]?(?:[0-9๐-๙]{1,3}(?:,[0-9๐-๙]{3})*|[0-9๐-๙]+)\.[0-9๐-๙]{2}\)?%?|[-–—]|[0๐]")
"""An amount with its two decimals, or none at all: nothing of it can stand in the line below."""
FRAGMENT = re.compile(r"[.,]?[0-9๐-๙]{1,3}[.,]?(?:[0-9๐-๙]{2})?")
"""What may be the rest of an amount that was wrapped inside a narrow cell."""

WELL_FORMED = re.compile(r"\(?-?(?:[0-9๐-๙]{1,3}(?:,[0-9๐-๙]{3})*|[0-9๐-๙]+)\.[0-9๐-๙]{2}\)?%?")
"""An amount with its two decimals; its commas, if it has any, where they belong."""
_OPEN_END = re.compile(r"[,.]$|,[0-9๐-๙]{1,2}$|\.[0-9๐-๙]$")
_OPEN_START = re.compile(r"[,.]|[0๐][0-9๐-๙,]")


@dataclass(frozen=True, slots=True)
class Draft:
    """One cell before its text is made."""

    rows: tuple[Row, ...] = ()
    box: Box | None = None
    row_span: int = 1
    col_span: int = 1
    covered: bool = False
    doubt: bool = False
    """It is not certain that these lines belong to this cell."""
    framed: bool = False
    """Ruling lines stand on all its sides: what is in it belongs together."""


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table before its text is made; all rows have the same length."""

    rows: tuple[tuple[Draft, ...], ...]
    box: Box


def amounts_in(rows: Sequence[Row]) -> int:
    """The most amounts of money that stand in one line."""
    return max((sum(MONEY.search(word.text) is not None for word in row.words) for row in rows), default=0)


def is_one_amount(parts: Sequence[str]) -> bool:
    """True if these make one amount and, wherever they are parted, a half cannot stand alone."""
    halves = [("".join(parts[:cut]), "".join(parts[cut:])) for cut in range(1, len(parts))]
    return WELL_FORMED.fullmatch("".join(parts)) is not None and all(
        _OPEN_END.search(first) or _OPEN_START.match(rest) for first, rest in halves
    )


def broken_amount(rows: Sequence[Row], room: tuple[float, float]) -> str | None:
    """The amount that a narrow cell broke into these lines; None where they could be anything else.

    ``104,762.`` and ``00``, ``104,7`` and ``62.00``, ``3,450`` and ``.25`` are one amount each, because neither half can stand
    alone. ``10`` and ``4,762.00`` may be two, unless they had no room beside each other.

    Args:
        rows: the lines of a cell that is ruled on all sides.
        room: its left and right edge.
    """
    lines = [row.text for row in rows]
    whole = "".join(lines)
    if len(lines) < 2 or not WELL_FORMED.fullmatch(whole):
        return None
    if is_one_amount(lines):
        return whole
    margin = max(0.0, min(*(row.box[0] - room[0] for row in rows), *(room[1] - row.box[2] for row in rows)))
    needed = sum(row.box[2] - row.box[0] for row in rows)
    forced = "," in whole and needed > room[1] - room[0] - 2 * margin - 1
    return whole if forced and not any(WHOLE.fullmatch(line) for line in lines[:-1]) else None
