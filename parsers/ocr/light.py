"""Uneven light evened out: shadows on a photo, the fold of a book, a lamp's fall-off. Paper becomes one light grey."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.ocr.sheet import Grey

PAPER = 245
"""Grey of the paper afterwards."""
_DPI = 40.0
_WIDE = 0.55
"""Inches: wider than any solid ink (the garuda's body, a stamp), narrower than most shadows."""
_UNEVEN = 14.0
"""Greys between the lightest and the darkest paper that are worth evening out."""
_DARKEST = 40.0
"""A place darker than this is no paper in any light: it is not made light."""


def even(grey: Grey, dpi: tuple[float, float]) -> Grey:
    """The page divided by its background."""
    scale = min(1.0, _DPI / dpi[0]), min(1.0, _DPI / dpi[1])
    # The lightest of each small block is its paper; a mean would be darkened by the letters in it.
    block = max(1, round(1 / scale[0])), max(1, round(1 / scale[1]))
    lightest = cv2.dilate(cv2.blur(grey, (3, 3)), np.ones((block[1], block[0]), np.uint8))
    size = max(1, round(grey.shape[1] * scale[0])), max(1, round(grey.shape[0] * scale[1]))
    small = cv2.resize(lightest, size, interpolation=cv2.INTER_NEAREST)
    kernel = max(3, round(_WIDE * _DPI)) | 1
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (kernel, kernel)))
    smooth = cv2.GaussianBlur(closed.astype(np.float32), (0, 0), kernel / 5)
    background = cv2.resize(smooth, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    level = cv2.divide(grey.astype(np.float32), np.maximum(background, _DARKEST), scale=float(PAPER))
    return np.asarray(np.clip(level, 0, 255).astype(np.uint8))


def is_uneven(grey: Grey) -> bool:
    """Whether the paper's light differs from place to place so much that it is worth evening out."""
    if min(grey.shape) < 64:
        return False
    wide = 200
    small = cv2.resize(grey, (wide, max(8, round(grey.shape[0] * wide / grey.shape[1]))), interpolation=cv2.INTER_AREA)
    low, high = np.percentile(cv2.dilate(small, np.ones((13, 13), np.uint8)), (3, 97))
    return bool(high - low > _UNEVEN)
