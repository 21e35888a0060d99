"""How far a reading is from what stands on the page: signs, amounts, digits.

Spaces do not count, and neither do the leaders of a form (dots, underscores), on either side. The order of lines and the
cutting of lines do not count either: ``matching`` says how. Both sides are brought into one form of Thai first (sara am in one
piece, marks in the order of Unicode): Tesseract writes sara am in two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from bench.reading.matching import Piece, Spot, Text, find_places
from bench.reading.truth import DIGIT, amount_spans, bare

_SCATTERED = re.compile(r"(?:^|(?<=\s))[.…‥_·](?:\s*[.…‥_·])+")
"""Leaders as a reader may write them, with spaces between the dots."""
_FIGURE = re.compile(f"[{DIGIT}.,]")
_DIGIT = re.compile(f"[{DIGIT}]")

NOTHING = "–"
"""In the table of digits: a digit that was not read."""
OTHER = "*"
"""In the table of digits: read as no digit."""


@dataclass(slots=True)
class Tally:
    """Sums over pages."""

    pages: int = 0
    signs: int = 0
    errors: int = 0
    amounts: int = 0
    right: int = 0
    """Amounts read exactly: every sign of them, and nothing of a figure beside them."""
    digits: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(printed, read) -> how often; the read one may be ``NOTHING`` or ``OTHER``."""

    def add(self, other: Tally) -> None:
        """Counts the pages of another, too."""
        self.pages += other.pages
        self.signs += other.signs
        self.errors += other.errors
        self.amounts += other.amounts
        self.right += other.right
        self.digits += other.digits

    @property
    def error_rate(self) -> float:
        """Errors a sign; above 1 where more was invented than stands there."""
        return self.errors / self.signs if self.signs else 0.0

    @property
    def share_right(self) -> float | None:
        """Share of the amounts that were read exactly; None where there are none."""
        return self.right / self.amounts if self.amounts else None


def together(tallies: Iterable[Tally]) -> Tally:
    """The sum of some."""
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def compare(truth: Sequence[str], read: Sequence[str]) -> Tally:
    """One page: its lines as printed and as read.

    Where the reader kept the order of the truth, its errors are not more than the distance of the whole texts.
    """
    pieces = [Piece(word, number) for number, line in enumerate(truth) for word in bare(line).split()]
    said = [line for line in (_SCATTERED.sub(" ", bare(line)) for line in read) if line.strip()]
    text = Text(said)
    spots = find_places(pieces, text)
    tally = Tally(pages=1, signs=sum(len(piece.text) for piece in pieces))
    served: dict[int, list[tuple[Spot, Piece]]] = defaultdict(list)
    for piece, spot in zip(pieces, spots, strict=True):
        if spot is None:
            _left_out(tally, piece)
        else:
            served[_line_of(text, spot)].append((spot, piece))
    for number, line in enumerate(said):
        ordered = sorted(served.get(number, ()), key=lambda pair: pair[0].start)
        _count_line(tally, [piece for _, piece in ordered], line)
    tally.errors = min(
        tally.errors, Levenshtein.distance("".join(piece.text for piece in pieces), "".join("".join(said).split()))
    )
    return tally


def _line_of(text: Text, spot: Spot) -> int:
    return text.line_of[min(max(round(spot.start), 0), len(text.line_of) - 1)]


def _left_out(tally: Tally, piece: Piece) -> None:
    tally.errors += len(piece.text)
    tally.amounts += len(amount_spans(piece.text))
    for sign in _DIGIT.findall(piece.text):
        tally.digits[sign, NOTHING] += 1


def _count_line(tally: Tally, pieces: Sequence[Piece], line: str) -> None:
    printed = "".join(piece.text for piece in pieces)
    squeezed = "".join(line.split())
    at = _partners(tally, printed, squeezed)
    gaps = _gaps(line)
    start = 0
    for piece in pieces:
        for first, last in amount_spans(piece.text):
            tally.amounts += 1
            tally.right += _is_right(at[start + first : start + last], squeezed, gaps)
        start += len(piece.text)


def _partners(tally: Tally, printed: str, read: str) -> list[int | None]:
    """For each printed sign where it was read rightly; counts errors and digits on the way."""
    at: list[int | None] = [None] * len(printed)
    for step in Levenshtein.opcodes(printed, read):
        old = range(step.src_start, step.src_end)
        if step.tag == "equal":
            for index, place in zip(old, range(step.dest_start, step.dest_end), strict=True):
                at[index] = place
        else:
            tally.errors += max(len(old), step.dest_end - step.dest_start)
        for offset, index in enumerate(old):
            if _DIGIT.match(printed[index]):
                tally.digits[printed[index], _read_as(step.tag, read[step.dest_start : step.dest_end], offset)] += 1
    return at


def _read_as(tag: str, read: str, offset: int) -> str:
    if tag == "delete":
        return NOTHING
    return read[offset] if _DIGIT.match(read[offset]) else OTHER


def _gaps(line: str) -> set[int]:
    """Places of the squeezed line at which there was a space, or its end."""
    gaps, length = {0}, 0
    for word in line.split():
        length += len(word)
        gaps.add(length)
    return gaps


def _is_right(places: Sequence[int | None], read: str, gaps: set[int]) -> bool:
    """Whether these signs were read one after the other and no figure goes on beside them without a space."""
    first, last = places[0], places[-1]
    if first is None or last is None or last - first != len(places) - 1 or None in places:
        return False
    goes_on_before = first not in gaps and _FIGURE.match(read[first - 1]) is not None
    goes_on_behind = last + 1 not in gaps and _DIGIT.match(read[last + 1]) is not None
    return not goes_on_before and not goes_on_behind
