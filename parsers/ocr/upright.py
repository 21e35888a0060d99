"""Which way up a page lies: by quarter turns, told by reading a few of its lines in each likely turn.

The layout tells along which side the lines run, but not top from foot: Thai stacks marks on both sides of its letters. Reading
tells: lines upside down are read with little confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.ocr.lines import find_strips
from parsers.ocr.pieces import find_pieces, usual_body
from parsers.ocr.ruling import find_rules
from parsers.ocr.sheet import Grey, ink_of, lay

Read = Callable[[Sequence[Grey]], Sequence[float]]
"""Pictures of lines (48, width) -> how surely each was read, 0 to 1: a mean over its signs, for a product falls with length."""

_LINES = 6
"""So many lines are read in a turn."""
_SURE, _MARGIN = 0.8, 0.08
"""Read as surely as this a page is upright, and another turn must be read so much better than the first to be believed."""
_WINDOW_MM = 110.0
"""Side of the square of the page on which lines are looked for."""
_COARSE_DPI = 50.0
_LEAST = 2.0
"""Widths of a line's picture, in its heights, below which it is no line."""


@dataclass(frozen=True, slots=True)
class Upright:
    """A page the right way up."""

    grey: Grey
    dpi: tuple[float, float]
    turned: int
    """Degrees clockwise by which the page was turned to stand upright: 0, 90, 180 or 270."""
    score: float
    """Mean certainty of the lines read in this turn; 0 where no line was found."""
    is_sure: bool
    """False where no turn read well enough, or two read alike: the page is left as it came, or the better one taken."""


def upright(grey: Grey, dpi: tuple[float, float], read: Read, lines: Sequence[Grey] = ()) -> Upright:
    """The page turned so that its lines can be read.

    Args:
        grey: cleaned page.
        dpi: across and down.
        read: scores pictures of lines; called once for a page that is upright and reads well.
        lines: pictures of the page's lines where it was already cut as it lies: saves cutting some of them again.
    """
    window = _window(grey, dpi)
    scores = {0: _mean(lines, read) if lines else _score(window, dpi, 0, read)}
    if scores[0] >= _SURE:
        return Upright(grey, dpi, 0, scores[0], True)
    for turn in _likely(window, dpi):
        scores[turn] = _score(window, dpi, turn, read)
        if scores[turn] >= _SURE:
            break
    best = max(scores, key=lambda turn: scores[turn])
    second = max((score for turn, score in scores.items() if turn != best), default=0.0)
    if best and scores[best] < scores[0] + _MARGIN:
        best = 0
    is_sure = scores[best] >= _SURE or (scores[best] > second + 2 * _MARGIN and scores[best] > 0.5)
    turned_grey, turned_dpi = turned(grey, dpi, best)
    return Upright(turned_grey, turned_dpi, best, scores[best], is_sure)


def turned(grey: Grey, dpi: tuple[float, float], degrees: int) -> tuple[Grey, tuple[float, float]]:
    """The page turned clockwise by 0, 90, 180 or 270 degrees, and its resolution then."""
    quarters = degrees // 90 % 4
    if not quarters:
        return grey, dpi
    return np.ascontiguousarray(np.rot90(grey, -quarters)), (dpi[1], dpi[0]) if quarters % 2 else dpi


def _likely(window: Grey, dpi: tuple[float, float]) -> tuple[int, ...]:
    """The other turns, the likelier first: upside down where lines run level, on its side where they run upright."""
    return (180, 90, 270) if _runs_level(window, dpi) else (90, 270, 180)


def _runs_level(window: Grey, dpi: tuple[float, float]) -> bool:
    """Whether lines of text run across: rows of ink and rows of paper take turns more sharply than columns do."""
    size = max(16, round(window.shape[1] * 100 / dpi[0])), max(16, round(window.shape[0] * 100 / dpi[1]))
    ink = ink_of(np.asarray(cv2.resize(window, size, interpolation=cv2.INTER_AREA), np.uint8))
    level, upright_ = (ink > 0).mean(1), (ink > 0).mean(0)
    return float(np.abs(np.diff(level)).mean()) >= float(np.abs(np.diff(upright_)).mean())


def _window(grey: Grey, dpi: tuple[float, float]) -> Grey:
    """The square of the page with the most ink; lines enough stand in it, and cutting it costs a fraction of the page."""
    scale = _COARSE_DPI / dpi[0], _COARSE_DPI / dpi[1]
    small = max(8, round(grey.shape[1] * scale[0])), max(8, round(grey.shape[0] * scale[1]))
    coarse = cv2.resize(grey, small, interpolation=cv2.INTER_AREA)
    side = round(_WINDOW_MM / 25.4 * _COARSE_DPI)
    wide, tall = min(side, coarse.shape[1]), min(side, coarse.shape[0])
    # Text is half light: solid black (a photo, a bar) counts for no more than it.
    ink = np.minimum(255 - coarse, 110).astype(np.float64)
    sums = cv2.integral(ink)
    held = sums[tall:, wide:] - sums[:-tall, wide:] - sums[tall:, :-wide] + sums[:-tall, :-wide]
    y, x = np.unravel_index(int(held.argmax()), held.shape)
    x0, y0 = int(x / scale[0]), int(y / scale[1])
    return grey[y0 : y0 + int(tall / scale[1]) + 1, x0 : x0 + int(wide / scale[0]) + 1]


def _score(window: Grey, dpi: tuple[float, float], turn: int, read: Read) -> float:
    """How surely lines of the window are read in a turn; 0 where it has none."""
    grey, grey_dpi = turned(window, dpi, turn)
    sheet = lay(grey, grey_dpi)
    if usual_body(find_pieces(sheet.ink)) is None:
        return 0.0
    return _mean([strip.picture for strip in find_strips(sheet, find_rules(sheet.ink))], read)


def _mean(lines: Sequence[Grey], read: Read) -> float:
    """How surely the longest of these lines are read; 0 where there are none."""
    long = [line for line in lines if line.shape[1] >= _LEAST * line.shape[0]]
    chosen = sorted(long, key=lambda line: -line.shape[1])[:_LINES]
    if not chosen:
        return 0.0
    widths = np.array([line.shape[1] for line in chosen], np.float64)
    return float(np.average(np.asarray(read(chosen), np.float64), weights=widths))
