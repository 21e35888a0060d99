"""Lines with their truth: paper is drawn, sent, laid and cut as the product does it, and each strip
gets the words that it shows.

So the net learns on pictures with the faults that it will meet: marks lost in the cutting, neighbours' feet, remains of rules.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.ocr.alphabet import readable
from parsers.ocr.lines import find_strips
from parsers.ocr.picture import Strip
from parsers.ocr.ruling import find_rules
from parsers.ocr.sheet import lay
from parsers.ocr.tables import find_grids
from training.channel import Sent, send
from training.fonts import Face
from training.paper import Paper, Word, draw

_LEADER = re.compile(r"[.…]{3,}|…+|_{2,}")
_WIDEST = 2200
_JUNK = 0.02
"""Share of strips without a word (specks, stamps) that are kept, to be read as nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One line."""

    picture: NDArray[np.uint8]
    """(48, width)."""
    text: str
    channel: str


def harvest(seed: int, faces: Sequence[Face], channel: str | None = None) -> Iterator[Sample]:
    """The lines of endless pages; the same seed gives the same."""
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    while True:
        paper = draw(rng, faces)
        sent = send(paper.grey, noise, channel)
        yield from of_page(paper, sent, rng)


def of_page(paper: Paper, sent: Sent, rng: random.Random) -> Iterator[Sample]:
    """The strips of one page with their words; strips that show part of a word are left out."""
    sheet = lay(sent.grey, sent.dpi)
    place = np.linalg.inv(sheet.to_grey) @ sent.place
    words = [_moved(word, place) for word in paper.words]
    ruling = find_rules(sheet.ink)
    for strip in find_strips(sheet, ruling, find_grids(ruling)):
        if strip.picture.shape[1] > _WIDEST:
            continue
        text = _text_of(strip, words)
        if text is not None and (text or rng.random() < _JUNK):
            yield Sample(strip.picture, text, sent.channel)


def _moved(word: Word, place: NDArray[np.float64]) -> Word:
    ends = place @ np.array([[word.x0, word.x1], [word.base, word.base], [1, 1]])
    ends = ends[:2] / ends[2]
    return Word(word.text, float(ends[0, 0]), float(ends[0, 1]), float(ends[1].mean()), word.size)


def _text_of(strip: Strip, words: Sequence[Word]) -> str | None:
    """What the strip shows; None where a word is cut, or reads what the net has no sign for."""
    x0, _, x1, _ = strip.box
    on_row = [word for word in words if abs(word.base - strip.base) < 0.55 * strip.body]
    shown = sorted((word for word in on_row if x0 <= (word.x0 + word.x1) / 2 <= x1), key=lambda word: word.x0)
    slack = 0.5 * strip.body
    if any(word.x0 < x0 - slack or word.x1 > x1 + slack for word in shown if not _LEADER.fullmatch(word.text)):
        return None
    if any(
        min(word.x1, x1) - max(word.x0, x0) > slack for word in on_row if word not in shown and not _LEADER.fullmatch(word.text)
    ):
        return None
    text = re.sub(r" +", " ", _LEADER.sub(" ", " ".join(word.text for word in shown))).strip()
    return text if readable(text) else None
