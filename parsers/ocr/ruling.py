"""Ruled lines on a sheet: tables' rules, underlines, frames. They are told from text by their length and thinness."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.ocr.pieces import find_pieces, usual_body
from parsers.ocr.sheet import PLANE_DPI, Grey

_ACROSS = round(PLANE_DPI * 0.35)
"""Shortest horizontal rule in pixels (9 mm): longer than any letter's stroke."""
_DOWN = round(PLANE_DPI * 0.28)
"""Shortest vertical rule in pixels (7 mm): about the height of a table's row ..."""
_DOWN_BODIES = 3.2
"""... and in heights of the page's letters: longer than the stroke of a ป with its marks."""
_THICK = round(PLANE_DPI * 0.04)
"""Thickest rule in pixels (1 mm)."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Masks of the plane, 255 where a rule runs."""

    across: Grey
    down: Grey

    @property
    def both(self) -> Grey:
        """Every rule."""
        return cv2.bitwise_or(self.across, self.down)  # type: ignore[return-value]


def find_rules(ink: Grey) -> Ruling:
    """Long thin runs of ink. Nothing is bridged along a run: the heads of neighbouring letters would become one."""
    body = usual_body(find_pieces(ink)) or 0.0
    return Ruling(_runs(ink, _ACROSS, True), _runs(ink, max(_DOWN, round(_DOWN_BODIES * body)), False))


def _runs(ink: Grey, length: int, is_across: bool) -> Grey:
    along = (1, length) if is_across else (length, 1)
    sideways = (3, 1) if is_across else (1, 3)
    # A slightly slanting rule is a stair of short runs: widened, they touch.
    wide = cv2.dilate(ink, np.ones(sideways, np.uint8))
    long = cv2.bitwise_and(cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones(along, np.uint8)), ink)
    return _thin_only(long, is_across)  # type: ignore[arg-type]


def _thin_only(mask: Grey, is_across: bool) -> Grey:
    """Without fat bars: filled areas, photographs, the heavy strokes of a large title."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    run, rise = (
        (stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
        if is_across
        else (stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH])
    )
    thickness = stats[:, cv2.CC_STAT_AREA] / np.maximum(1, run)
    keep = (thickness <= _THICK) & (rise <= np.maximum(_THICK * 2, run * 0.1))
    keep[0] = False
    if count <= 1:
        return mask
    return np.where(keep[labels], np.uint8(255), np.uint8(0))
