"""Is there anything on this page?"""

from __future__ import annotations

import cv2
import numpy as np

from parsers.ocr.pieces import find_pieces
from parsers.ocr.sheet import Grey

_DPI = 100.0
_DARK = 50
"""Greys darker than the paper that are ink: the back's print, showing through, is mostly fainter."""
_LETTER_MM = 1.1
"""Dust is smaller."""
_THIN = 0.16
"""Share of its box that a hair or a scratch fills; signs fill more."""
_LETTERS = 3
"""So few letters are none: specks that happen to be large. A page number alone between dashes has three."""


def is_blank(grey: Grey, dpi: tuple[float, float], paper: float) -> bool:
    """Whether a cleaned page holds no writing: dust, hairs and the back's print do not count.

    A page is kept whatever this says; in doubt it is not blank.

    Args:
        grey: without borders and holes.
        dpi: across and down.
        paper: grey of its paper.
    """
    scale = min(1.0, _DPI / dpi[0]), min(1.0, _DPI / dpi[1])
    small = cv2.resize(grey, None, fx=scale[0], fy=scale[1], interpolation=cv2.INTER_AREA) if min(scale) < 1 else grey
    unit = dpi[0] * scale[0] / 25.4, dpi[1] * scale[1] / 25.4
    return _letters(small, paper - _DARK, unit) < _LETTERS  # type: ignore[arg-type]


def _letters(small: Grey, level: float, unit: tuple[float, float]) -> int:
    """Pieces of ink as large as letters; ``unit`` is pixels a millimetre."""
    parts = find_pieces(np.where(small < level, np.uint8(255), np.uint8(0)))
    w, h = parts.w / unit[0], parts.h / unit[1]
    letter = np.maximum(w, h) >= _LETTER_MM
    hair = (parts.area < _THIN * parts.w * parts.h) & (np.maximum(w, h) > 4)
    letter &= ~hair
    letter[0] = False
    return int(letter.sum())
