"""Which piece of the truth stands where in a reading, whatever the order of its lines.

Readers differ in what they take for a line, and in whether they go through a table by rows or by columns; neither is an
error of reading. So the truth is taken apart into its pieces between spaces (a word, a cell's amount, a phrase of Thai), and
every piece is looked for in the whole reading, each sign of which serves one piece only:

1. pieces that stand there exactly, between spaces, what is unique first; of several places the one nearest to the neighbours;
2. the other pieces, longest first: exactly within a line, or with errors in at most half of their signs;
3. what is still without a place, however garbled, beside its neighbour in the truth;
4. whole lines of which nothing was found yet, against lines read that serve nothing yet.

Then each line that was read is compared with the pieces that it serves, in the order of their places, by Levenshtein
distance: a place that was chosen badly can only make the count of errors larger, never smaller. A piece without a place counts
as left out, a line read that serves no piece as invented.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

_GARBLED = 0.5
_SHORT = 4
"""Pieces of fewer signs are looked for exactly only: with errors they would be found anywhere."""
_NEVER = 10_000
_STOP = "\0"


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two spaces of a line."""

    text: str
    line: int


@dataclass(slots=True)
class Spot:
    """Where a piece was found: a span of the reading's signs."""

    start: float
    end: float


class Text:
    """Everything that was read, its lines one after the other without spaces, and which signs serve a piece already."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.signs = ""
        self.line_of: list[int] = []
        self.edges: set[int] = set()
        """Places between words."""
        for number, line in enumerate(lines):
            for word in line.split():
                self.edges |= {len(self.signs), len(self.signs) + len(word)}
                self.signs += word
                self.line_of += [number] * len(word)
            self.signs += _STOP
            self.line_of.append(number)
        self.free = self.signs

    def take(self, start: int, end: int) -> Spot:
        """These signs serve a piece now."""
        self.free = self.free[:start] + _STOP * (end - start) + self.free[end:]
        return Spot(start, end)

    def places(self, piece: str, *, whole: bool) -> list[int]:
        """Where a piece stands exactly among the free signs; ``whole``: between spaces."""
        found, start = [], self.free.find(piece)
        while start >= 0:
            if not whole or (start in self.edges and start + len(piece) in self.edges):
                found.append(start)
            start = self.free.find(piece, start + 1)
        return found

    def nearly(self, piece: str) -> tuple[int, int] | None:
        """The free signs that a piece was most likely read as, if errors are few enough."""
        costs = _costs(piece, self.free, anywhere=True)
        end = int(costs.argmin())
        if costs[end] > _GARBLED * len(piece):
            return None
        before = self.free[max(0, end - 2 * len(piece)) : end]
        back = _costs(piece[::-1], before[::-1], anywhere=False)
        return end - int(back.argmin()), end


def _costs(piece: str, text: str, *, anywhere: bool) -> NDArray[np.int64]:
    """Edits from a piece to the stretch of text that ends at each place and begins at its start or ``anywhere``."""
    signs = np.array([ord(sign) for sign in text], np.int64)
    price = np.where(signs == 0, _NEVER, 1)
    paid = np.concatenate([[0], np.cumsum(price)])
    row = np.zeros(len(text) + 1, np.int64) if anywhere else paid
    for number, sign in enumerate(piece, 1):
        swap = np.where(signs == ord(sign), 0, price)
        step = np.concatenate([[number], np.minimum(row[:-1] + swap, row[1:] + 1)])
        row = paid + np.minimum.accumulate(step - paid)
    return row


def find_places(pieces: Sequence[Piece], text: Text) -> list[Spot | None]:
    """The place of each piece in the text."""
    spots: list[Spot | None] = [None] * len(pieces)
    _exact(pieces, text, spots)
    for index in sorted(_open(spots), key=lambda index: -len(pieces[index].text)):
        spots[index] = _found(pieces, index, text, spots)
    _beside(pieces, spots, text)
    _whole_lines(pieces, spots, text)
    return spots


def _open(spots: Sequence[Spot | None]) -> list[int]:
    return [index for index, spot in enumerate(spots) if spot is None]


def _exact(pieces: Sequence[Piece], text: Text, spots: list[Spot | None]) -> None:
    many: dict[str, list[int]] = defaultdict(list)
    for index, piece in enumerate(pieces):
        many[piece.text].append(index)
    for only in (True, False):
        for index, piece in enumerate(pieces):
            if spots[index] is None and (len(many[piece.text]) == 1) is only:
                places = text.places(piece.text, whole=True)
                if places and (not only or len(places) == 1):
                    start = _nearest(places, _expected(index, spots))
                    spots[index] = text.take(start, start + len(piece.text))


def _found(pieces: Sequence[Piece], index: int, text: Text, spots: Sequence[Spot | None]) -> Spot | None:
    piece = pieces[index].text
    places = text.places(piece, whole=len(piece) < _SHORT)
    if places:
        start = _nearest(places, _expected(index, spots))
        return text.take(start, start + len(piece))
    near = text.nearly(piece) if len(piece) >= _SHORT else None
    return text.take(*near) if near and near[0] < near[1] else None


def _expected(index: int, spots: Sequence[Spot | None]) -> float:
    """Where a piece should stand: right behind the one before it, or before the one behind it."""
    for far in range(1, len(spots)):
        before = spots[index - far] if index >= far else None
        if before is not None:
            return before.end
        behind = spots[index + far] if index + far < len(spots) else None
        if behind is not None:
            return behind.start
    return 0.0


def _nearest(places: Sequence[int], expected: float) -> int:
    return min(places, key=lambda place: abs(place - expected))


def _beside(pieces: Sequence[Piece], spots: list[Spot | None], text: Text) -> None:
    """Pieces without a place go where their neighbour on the same line is."""
    for order in (range(len(pieces)), range(len(pieces) - 1, -1, -1)):
        step = 1 if order.step > 0 else -1
        for index in order:
            other = index - step
            if spots[index] is None and 0 <= other < len(pieces) and pieces[other].line == pieces[index].line:
                spot = spots[other]
                if spot is not None:
                    place = spot.end if step > 0 else spot.start
                    # A place between two signs, just behind or before the neighbour.
                    spots[index] = Spot(spot.start + 1e-6, place) if step > 0 else Spot(spot.start - 1e-6, place)


def _whole_lines(pieces: Sequence[Piece], spots: list[Spot | None], text: Text) -> None:
    """Lines that were read too badly for any of their pieces: the likest pairs first."""
    missing: dict[int, list[int]] = defaultdict(list)
    for index in _open(spots):
        missing[pieces[index].line].append(index)
    served = {text.line_of[min(max(int(spot.start), 0), len(text.line_of) - 1)] for spot in spots if spot is not None}
    spare = {number: place for place, number in reversed(list(enumerate(text.line_of))) if number not in served}
    read: dict[int, str] = defaultdict(str)
    for sign, number in zip(text.signs, text.line_of, strict=True):
        if number in spare and sign != _STOP:
            read[number] += sign
    pairs = []
    for line, indices in missing.items():
        wanted = "".join(pieces[index].text for index in indices)
        pairs += [(Levenshtein.normalized_distance(wanted, said), line, number) for number, said in read.items()]
    for _, line, number in sorted(pairs):
        if line in missing and number in spare:
            place = spare.pop(number)
            for step, index in enumerate(missing.pop(line)):
                spots[index] = Spot(place + step * 1e-6, place)
