"""The line that a fax machine writes above each page it sends: date, name, number, page (the TTI).

It is the sender's clock and no part of the letter. The machine draws it: letters of one font, exactly level however askew the
paper lies, in the topmost millimetres where no printer prints. What was forwarded bears two of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr.pieces import find_pieces
from parsers.ocr.sheet import Grey

_FOOT_MM = 9.5
"""A header's letters stand no lower than this; a forwarded page's second one so much lower as the first is high."""
_TALL_MM = (0.9, 5.6)
_LETTERS = 12
"""A date and a page number have so many."""
_SPAN, _SPAN_MM = 0.4, 110.0
"""It runs over so much of the page's width (or over so many millimetres): date at the left, page at the right."""
_FIELDS, _GAP = 3, 1.3
"""It has so many fields, parted by gaps of so many heights of its letters."""
_LEVEL = 0.6
"""Share of its letters that stand on one row (commas and tails do not)."""
_CLEAR_MM = 0.7
"""White beneath it, dust and streaks apart: else it was written over the letter's text and cannot be cut off."""
_DUST_MM = 0.45
_STREAK_MM = 12.0
"""A row that came broken draws such a line through the letters."""
_NOISE_MM = 0.45
"""White that a broken row leaves within letters."""
_MOST = 2


Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Headed:
    """A fax page and the lines that machines wrote on it."""

    grey: Grey
    """The page without them: painted over, same shape."""
    strips: tuple[Grey, ...]
    """Each header line as it came, from the top down."""
    boxes: tuple[Box, ...]
    """x0, y0, x1, y1 in pixels of the page."""


def behead(grey: Grey, dpi: tuple[float, float]) -> Headed:
    """Parts the machines' lines from a fax page.

    Args:
        grey: the page as received, before any turning: the machine writes on top of whatever way the paper went in.
        dpi: across and down.
    """
    strips: list[Grey] = []
    boxes: list[Box] = []
    rest, start = grey, 0
    while len(boxes) < _MOST:
        box = _find(rest, dpi, start)
        if box is None:
            break
        x0, y0, x1, y1 = box
        strips.append(grey[y0:y1, x0:x1].copy())
        boxes.append(box)
        rest = rest.copy()
        rest[y0:y1] = 255
        start = y1
    return Headed(rest, tuple(strips), tuple(boxes))


def _find(grey: Grey, dpi: tuple[float, float], start: int) -> Box | None:
    unit = dpi[0] / 25.4, dpi[1] / 25.4
    clear = max(1, round(_CLEAR_MM * unit[1]))
    lowest = start + round((_FOOT_MM + 2 * _TALL_MM[1]) * unit[1])
    ink = _written(grey[:lowest], unit)
    ink[:start] = False
    rows = np.nonzero(ink.any(1))[0]
    if not len(rows):
        return None
    breaks = np.nonzero(np.diff(rows) > max(1, round(_NOISE_MM * unit[1])))[0]
    top, foot = int(rows[0]), int(rows[breaks[0]] if len(breaks) else rows[-1]) + 1
    tall = (foot - top) / unit[1]
    if foot - start > _FOOT_MM * unit[1] or not _TALL_MM[0] <= tall <= _TALL_MM[1] or ink[foot : foot + clear].any():
        return None
    across = np.nonzero(ink[top:foot].any(0))[0]
    if not _is_drawn(ink[top:foot], grey.shape[1], unit):
        return None
    margin = max(1, round(0.4 * unit[1]))
    x0, x1 = int(across[0]) - margin, int(across[-1]) + 1 + margin
    return max(0, x0), max(start, top - margin), min(grey.shape[1], x1), foot + clear // 2


def _written(grey: Grey, unit: tuple[float, float]) -> NDArray[np.bool_]:
    """Where there is ink but dust, streaks along a row and scratches down the page."""
    ink = np.where(grey < 128, np.uint8(255), np.uint8(0))
    streaks = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(8, round(_STREAK_MM * unit[0]))), np.uint8))
    ink = np.asarray(cv2.subtract(ink, streaks), np.uint8)
    parts = find_pieces(ink)
    w, h = parts.w / unit[0], parts.h / unit[1]
    kept = (np.maximum(w, h) > _DUST_MM) & ~((w <= _DUST_MM) & (h > _TALL_MM[1]))
    kept[0] = False
    return kept[parts.labels]


def _is_drawn(band: NDArray[np.bool_], width: int, unit: tuple[float, float]) -> bool:
    """Whether a machine drew this line: level to the pixel, fields wide apart over the page's width."""
    columns = band.any(0)
    edges = np.diff(columns.astype(np.int8), prepend=0, append=0)
    left, right = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0]
    if len(left) < _LETTERS:
        return False
    feet = np.array([int(np.nonzero(band[:, x0:x1].any(1))[0][-1]) for x0, x1 in zip(left, right, strict=True)])
    slack = 1 if unit[1] > 6 else 0
    level = max(float((np.abs(feet - row) <= slack).mean()) for row in set(feet.tolist()))
    tall = len(band) / unit[1] * unit[0]
    fields = 1 + int(((left[1:] - right[:-1]) > _GAP * tall).sum())
    span = float(right[-1] - left[0])
    return level >= _LEVEL and fields >= _FIELDS and (span >= _SPAN * width or span / unit[0] >= _SPAN_MM)
