"""What stands on a paper that is sent through the channels, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parsers.thai.text import normalise, strip_leaders

DIGIT = "0-9๐-๙"
_AMOUNT = re.compile(
    rf"(?<![{DIGIT}.,/])(?:[{DIGIT}]{{1,3}}(?:,[{DIGIT}]{{3}})+(?:\.[{DIGIT}]{{2}})?|[{DIGIT}]+\.[{DIGIT}]{{2}})(?![.,/]?[{DIGIT}])"
)
"""An amount of money or a share in percent: thousands parted by commas, or two decimals, or both."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was printed."""

    document: str
    number: int
    """From 1."""
    lines: tuple[str, ...]
    """As the text layer has them, leaders of dots among them."""

    @property
    def amounts(self) -> list[str]:
        """Every amount on the page, as it is written."""
        return amounts_in(self.lines)


@dataclass(frozen=True, slots=True)
class Document:
    """One paper, its typeface, and the facts that stand on it."""

    name: str
    kind: str
    layout: str
    face: str
    held_out: bool
    """The typeface stays out of all training."""
    size: int
    """Points."""
    fields: Mapping[str, str]
    pages: tuple[Page, ...]


def amounts_in(lines: Iterable[str]) -> list[str]:
    """The amounts in lines of text, as they are written, in order."""
    return [text[start:end] for text in map(bare, lines) for start, end in amount_spans(text)]


def amount_spans(text: str) -> list[tuple[int, int]]:
    """Where amounts stand in a text without leaders."""
    return [match.span() for match in _AMOUNT.finditer(text)]


def bare(line: str) -> str:
    """A line in the form that is compared: composed Thai, without leaders; spaces stay."""
    return strip_leaders(normalise(line))
