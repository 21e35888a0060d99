"""Connected pieces of a sheet's ink, and how tall its letters are."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr.sheet import Grey


@dataclass(frozen=True, slots=True)
class Pieces:
    """Connected pieces of ink; arrays have one entry a piece, piece 0 is the paper."""

    labels: NDArray[np.int32]
    """Which piece each pixel of the plane belongs to."""
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    w: NDArray[np.int32]
    h: NDArray[np.int32]
    area: NDArray[np.int32]


def find_pieces(ink: Grey) -> Pieces:
    """The pieces of ink, touching by side or corner."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, w, h, area = stats.T
    return Pieces(labels, x, y, w, h, area)  # type: ignore[arg-type]


def usual_body(parts: Pieces) -> float | None:
    """The commonest height of a letter, weighed by area so that marks and specks do not count; None without letters."""
    letter = (parts.h >= 6) & (parts.h <= 90) & (parts.w >= 4) & (parts.w <= 160) & (parts.area >= 20)
    letter[0] = False
    if letter.sum() < 1:
        return None
    heights, weight = parts.h[letter], (parts.w * parts.h)[letter].astype(np.float64)
    counts = np.bincount(heights, weights=weight, minlength=100)
    smooth = np.convolve(counts, (1, 2, 3, 2, 1), mode="same")
    return float(np.argmax(smooth))
