"""A sheet's ink cut into lines of text: middle bands of letters, marks dealt out to them, one picture a line."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr.bands import find_bands, find_cores
from parsers.ocr.owners import TOUCHING, find_owners
from parsers.ocr.picture import BODY, Strip, pictured
from parsers.ocr.pieces import Pieces, find_pieces, usual_body
from parsers.ocr.ruling import Ruling
from parsers.ocr.sheet import Grey, Sheet
from parsers.ocr.tables import Grid


def find_strips(sheet: Sheet, ruling: Ruling, grids: Sequence[Grid] = ()) -> list[Strip]:
    """The page's lines in reading order: from top to bottom, and from left to right on one row.

    Args:
        sheet: the page.
        ruling: its ruled lines: they are no text.
        grids: its ruled tables: no line of text crosses their upright rules. (An upright line elsewhere is dirt on the glass.)
    """
    rules = ruling.both
    parts = find_pieces(cv2.subtract(sheet.ink, rules))  # type: ignore[arg-type]
    body = usual_body(parts)
    if body is None:
        return []
    core = find_cores(parts, body)
    bands = find_bands(parts, core, body, _fences(ruling, grids))
    if not len(bands.middle):
        return []
    owner = find_owners(parts, bands)
    strips = [_strip(sheet, parts, core, owner, index, body, rules) for index in range(len(bands.middle))]
    return _in_order([strip for strip in strips if strip is not None])


def _fences(ruling: Ruling, grids: Sequence[Grid]) -> Grey:
    fences = np.zeros_like(ruling.down)
    for grid in grids:
        x0, y0, x1, y1 = grid.box
        here = slice(max(0, y0 - 2), y1 + 3), slice(max(0, x0 - 2), x1 + 3)
        fences[here] = ruling.down[here]
    return fences


def _strip(
    sheet: Sheet, parts: Pieces, core: NDArray[np.bool_], owner: NDArray[np.int32], index: int, usual: float, rules: Grey
) -> Strip | None:
    own = owner == index
    touching = owner == TOUCHING
    if not (own & core).any():
        return None
    base, slope, body = _stand(parts, own & core, usual)
    shown = own | (touching & core & _on(parts, (base, slope, body), own))
    x0, x1 = int(parts.x[shown].min()), int((parts.x + parts.w)[shown].max())
    y0, y1 = int(parts.y[own].min()), int((parts.y + parts.h)[own].max())
    if x1 - x0 < 0.25 * body:
        return None
    middle = (x0 + x1) / 2
    strip = Strip((x0, y0, x1, y1), base + slope * middle, slope, body, sheet.grey[:0, :0], BODY / body)
    return pictured(sheet, parts, own | touching, strip, rules)


def _on(parts: Pieces, stand: tuple[float, float, float], own: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pieces whose ink crosses the middle of a line's letters, right beside the line's own."""
    base, slope, body = stand
    middle = base + slope * (parts.x + parts.w / 2) - body / 2
    reach = 2.5 * body
    left, right = parts.x[own].min() - reach, (parts.x + parts.w)[own].max() + reach
    beside: NDArray[np.bool_] = (parts.x + parts.w >= left) & (parts.x <= right) & (parts.w < 4 * body)
    return beside & (parts.y < middle) & (middle < parts.y + parts.h)


def _stand(parts: Pieces, core: NDArray[np.bool_], usual: float) -> tuple[float, float, float]:
    """Where the line's letters stand (row at x = 0, rows a pixel) and the height of their bodies."""
    foot = (parts.y + parts.h)[core].astype(np.float64)
    head = parts.y[core].astype(np.float64)
    middle = (parts.x + parts.w / 2)[core]
    weight = np.minimum(parts.w[core], 2 * usual).astype(np.float64)
    slope = _slope(middle, foot, usual)
    base = _mode(foot - slope * middle, weight, 0.12 * usual)
    top = _mode(head - slope * middle, weight, 0.12 * usual)
    tall = base - top
    heights = np.median(parts.h[core])
    if not 0.6 * usual <= tall <= 2.2 * usual or len(foot) < 3:
        tall = min(max(heights, 0.8 * usual), 2.5 * usual)
    return base, slope, float(tall)


def _slope(x: NDArray[np.float64], foot: NDArray[np.float64], usual: float) -> float:
    """What is left of the skew on this line, from feet that lie near one row; 0 on a short line."""
    if len(x) < 8 or np.ptp(x) < 14 * usual:
        return 0.0
    near = np.abs(foot - np.median(foot)) < 0.5 * usual
    if near.sum() < 6:
        return 0.0
    slope = float(np.polyfit(x[near], foot[near], 1)[0])
    left = foot - np.polyval(np.polyfit(x[near], foot[near], 1), x)
    close = np.abs(left - np.median(left)) < 0.2 * usual
    if close.sum() >= 6:
        slope = float(np.polyfit(x[close], foot[close], 1)[0])
    return slope if abs(slope) < 0.02 else 0.0


def _mode(values: NDArray[np.float64], weight: NDArray[np.float64], spread: float) -> float:
    """The value round which most of the weight lies, to a fraction of a pixel."""
    near = np.abs(values[:, None] - values[None, :]) <= spread
    best = int(np.argmax(near @ weight))
    chosen = near[best]
    return float(np.average(values[chosen], weights=weight[chosen]))


def _in_order(strips: list[Strip]) -> list[Strip]:
    rows: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda each: each.base):
        if rows and abs(strip.base - rows[-1][-1].base) < 0.5 * strip.body:
            rows[-1].append(strip)
        else:
            rows.append([strip])
    return [strip for row in rows for strip in sorted(row, key=lambda each: each.box[0])]
