"""What is on a page image but not of the page: a scanner's dark edges, punch holes, the back's print showing through.

It is painted over with paper, and where it was is kept: a cell is not blank because something in it was painted over.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr.sheet import Grey

_LOOK_DPI = 72.0
"""Borders and holes are looked for on a plane as coarse as this: a millimetre is nearly three pixels."""
_INK = 0.55
"""Ink is darker than this share of the paper's grey."""
_BORDER_MM, _BORDER_LONG = 3.0, 0.3
"""A border is so thick somewhere, or a thin shadow along so much of a side ..."""
_THIN_MM, _EDGE_MM = 4.0, 2.0
"""... no thicker than this and no farther from the edge."""
_HOLE_MM, _HOLE_FROM_EDGE_MM = (3.6, 9.5), 24.0
_HOLE_FULL = (0.66, 0.92)
"""Share of its box that a round spot fills: 0.79."""
_GHOST_DPI = 150.0
_GHOST_LEAST, _GHOST_AWAY = 0.05, 0.035
"""Inches: of a letter; and how near to print a faint piece is a mark of that print."""
_GHOSTS_TO_PRINT = 2.5
"""Where faint letters outnumber the others so much, they are the page's own, and pale."""
_GHOST, _GHOST_MOST = 0.42, 75.0
"""The back's print is fainter than this share of the front's, and no more than so many greys darker than the paper."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A page without what does not belong to it."""

    grey: Grey
    erased: Grey
    """255 where a border or a hole was painted over; same shape."""
    ghosts: Grey
    """255 where faint ink was painted over: the back's print, or writing too faint to tell from it."""

    @property
    def has_ghosts(self) -> bool:
        """Whether faint ink was painted over: blanks on this page are not surely blank."""
        return bool(self.ghosts.any())


def cleaned(grey: Grey, dpi: tuple[float, float], *, is_bilevel: bool = False) -> Clean:
    """The page without borders, holes and, where it has greys, the back's print."""
    paper = paper_level(grey)
    mask = _borders_and_holes(_coarse(grey, dpi), paper)
    erased = np.zeros_like(grey)
    if mask.any():
        erased = np.asarray(cv2.resize(mask, grey.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
        grey = np.where(erased > 0, np.uint8(paper), grey)
    ghosts = None if is_bilevel else _ghosts(grey, dpi, paper)
    if ghosts is None:
        return Clean(grey, erased, np.zeros_like(grey))
    return Clean(np.where(ghosts > 0, np.uint8(paper), grey), erased, ghosts)


def paper_level(grey: Grey) -> float:
    """The commonest light grey: the paper's."""
    counts = np.bincount(grey[::3, ::3].ravel(), minlength=256).astype(np.float64)
    smooth = np.convolve(counts, (1, 2, 3, 2, 1), mode="same")
    smooth[:96] = 0
    return float(np.argmax(smooth)) if smooth.any() else 255.0


def _coarse(grey: Grey, dpi: tuple[float, float]) -> Grey:
    size = max(8, round(grey.shape[1] * _LOOK_DPI / dpi[0])), max(8, round(grey.shape[0] * _LOOK_DPI / dpi[1]))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _mm(length: float) -> int:
    return max(1, round(length * _LOOK_DPI / 25.4))


def _borders_and_holes(small: Grey, paper: float) -> Grey:
    dark = np.where(small < _INK * paper, np.uint8(255), np.uint8(0))
    found = cv2.bitwise_or(_borders(dark), _holes(dark, np.where(small < 0.8 * paper, np.uint8(255), np.uint8(0))))
    return np.asarray(cv2.dilate(found, np.ones((3, 3), np.uint8)), np.uint8) if found.any() else np.asarray(found, np.uint8)


def _borders(dark: Grey) -> Grey:
    """Dark areas that come in from the edge and are thicker than any stroke, and thin shadows along an edge."""
    side = _mm(_BORDER_MM)
    framed = cv2.copyMakeBorder(dark, side, side, side, side, cv2.BORDER_CONSTANT, value=255)
    thick = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    _, labels = cv2.connectedComponents(thick, connectivity=4)
    thick = np.where(labels == labels[0, 0], np.uint8(255), np.uint8(0))[side:-side, side:-side]
    # A stroke of text that runs off the edge survives an opening with the frame it touches: less than its thickness deep.
    deep = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((_mm(1.5), _mm(1.5)), np.uint8))
    rest = cv2.subtract(dark, cv2.dilate(deep, np.ones((3, 3), np.uint8)))
    return np.asarray(cv2.bitwise_or(deep, _thin_shadows(np.asarray(rest, np.uint8))), np.uint8)


def _thin_shadows(dark: Grey) -> Grey:
    found = np.zeros_like(dark)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    tall, wide = dark.shape
    near, thin = _mm(_EDGE_MM), _mm(_THIN_MM)
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        upright = w <= thin and h >= _BORDER_LONG * tall and (x <= near or x + w >= wide - near)
        level = h <= thin and w >= _BORDER_LONG * wide and (y <= near or y + h >= tall - near)
        if upright or level:
            piece = labels[y : y + h, x : x + w] == index
            # Letters may touch the shadow: only where it runs on and on is it the shadow.
            run = piece & (piece.mean(0 if upright else 1, keepdims=True) > 0.5)
            found[y : y + h, x : x + w][run] = 255
    return found


def _holes(dark: Grey, shade: Grey) -> Grey:
    """Round spots of a punch's size near an edge: full ones, and two or more rings alike in a row along an edge."""
    full = _round_spots(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((_mm(2.2), _mm(2.2)), np.uint8)), dark.shape)  # type: ignore[arg-type]
    rings = _paired([spot for spot in _round_spots(_filled(shade), dark.shape) if _is_alone(shade, spot)])
    found = np.zeros_like(dark)
    for x, y, w, h in full + rings:
        cv2.ellipse(found, (x + w // 2, y + h // 2), (w // 2 + 2, h // 2 + 2), 0, 0, 360, 255, -1)
    return found


def _filled(mask: Grey) -> Grey:
    """Closed curves with their insides."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return np.asarray(cv2.drawContours(np.zeros_like(mask), contours, -1, 255, -1), np.uint8)


def _round_spots(mask: Grey, shape: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    least, most, edge = _mm(_HOLE_MM[0]), _mm(_HOLE_MM[1]), _mm(_HOLE_FROM_EDGE_MM)
    spots = []
    for x, y, w, h, area in stats[1:count].tolist():
        is_round = least <= w <= most and least <= h <= most and 0.75 < w / h < 1.34
        from_edge = min(x + w / 2, y + h / 2, shape[1] - x - w / 2, shape[0] - y - h / 2)
        if is_round and from_edge <= edge and _HOLE_FULL[0] <= area / (w * h) <= _HOLE_FULL[1]:
            spots.append((x, y, w, h))
    return spots


def _is_alone(shade: Grey, spot: tuple[int, int, int, int]) -> bool:
    """Whether nothing stands within 3 mm of a spot: a round letter has neighbours."""
    x, y, w, h = spot
    far = _mm(3)
    round_about = shade[max(0, y - far) : y + h + far, max(0, x - far) : x + w + far]
    return int((round_about > 0).sum()) <= int((shade[y : y + h, x : x + w] > 0).sum()) + 2


def _paired(spots: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Spots with a twin of their size at least 60 mm along and no more than 3 mm aside."""
    far, aside = _mm(60), _mm(3)

    def is_twin(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        dx, dy = abs(one[0] - other[0]), abs(one[1] - other[1])
        return max(dx, dy) >= far and min(dx, dy) <= aside and abs(one[2] - other[2]) <= 3

    return [one for one in spots if any(is_twin(one, other) for other in spots)]


def _ghosts(grey: Grey, dpi: tuple[float, float], paper: float) -> Grey | None:
    """Pieces of ink so faint, beside the page's own, that they are the back's; all of a piece or nothing of it."""
    depth = cv2.subtract(np.full_like(grey, round(paper)), grey)
    step = max(1, round(min(dpi) / _GHOST_DPI))
    if step > 1:  # the darkest of each block: a mean would make thin marks faint
        depth = cv2.dilate(depth, np.ones((step, step), np.uint8), anchor=(0, 0))[::step, ::step]
    full = _full_depth(np.asarray(depth, np.uint8))
    if full < 40:
        return None
    ink = np.where(depth >= max(10, round(0.12 * full)), np.uint8(255), np.uint8(0))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    dark = np.bincount(labels[depth >= min(_GHOST * full, _GHOST_MOST)], minlength=len(stats)) > 0
    tall, wide = stats[:, cv2.CC_STAT_HEIGHT] * step / dpi[1], stats[:, cv2.CC_STAT_WIDTH] * step / dpi[0]
    large = np.maximum(tall, wide) > _GHOST_LEAST
    dark[0] = large[0] = False
    near_print = cv2.dilate(np.where(dark[labels], np.uint8(255), np.uint8(0)), _round(round(_GHOST_AWAY * dpi[0] / step)))
    faint = ~dark & (np.bincount(labels[near_print > 0], minlength=len(stats)) == 0)
    faint[0] = False
    if not faint.any() or (faint & large).sum() > _GHOSTS_TO_PRINT * (dark & large).sum():
        return None
    mask = np.where(faint[labels], np.uint8(255), np.uint8(0))
    near = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    found = np.where((labels == 0) | (mask > 0), near, 0).astype(np.uint8)
    return np.asarray(cv2.resize(found, grey.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def _round(radius: int) -> Grey:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)), np.uint8)


def _full_depth(depth: Grey) -> float:
    """How much darker than the paper the page's own ink is."""
    counts: NDArray[np.int64] = np.bincount(depth.ravel(), minlength=256)
    counts[:25] = 0
    total = counts.sum()
    if total < 50:
        return 0.0
    return float(np.searchsorted(np.cumsum(counts), 0.9 * total))
