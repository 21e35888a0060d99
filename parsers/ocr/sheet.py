"""One page as an image, and where its upright, square, straight plane lies in it.

The picture itself is never turned or stretched: the layout is found on a small plane of ``PLANE_DPI`` that one warp makes, and
each line is cut from the original through the same matrix, so that its pixels are resampled once.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]
"""3 x 3, homogeneous."""

PLANE_DPI = 200.0
"""Square pixels of the plane on which lines and tables are found."""

_INK_WINDOW = 41
"""Pixels of the plane (5 mm): wider than a bold stroke of the largest title, narrower than a shadow."""
_INK_MARGIN = 18
"""Grey levels below the neighbourhood's mean that count as ink."""
_SKEW_MOST = 4.0
_SKEW_DPI = 100.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready for the layout."""

    grey: Grey
    """(height, width) as it came, dark ink on light paper."""
    to_grey: Matrix
    """From plane pixels to pixels of ``grey``."""
    plane: Grey
    """(height, width) at ``PLANE_DPI``, upright and straight."""
    ink: Grey
    """The plane's ink: 255 or 0."""
    skew: float
    """Degrees that were undone; positive is a page turned clockwise."""


def lay(grey: Grey, dpi: tuple[float, float]) -> Sheet:
    """The sheet of one page image.

    Args:
        grey: (height, width), dark on light.
        dpi: dots per inch across and down; they may differ (a fax).
    """
    stretch = np.diag([dpi[0] / PLANE_DPI, dpi[1] / PLANE_DPI, 1.0])
    size = max(1, round(grey.shape[1] / stretch[0, 0])), max(1, round(grey.shape[0] / stretch[1, 1]))
    flat = _warp(grey, stretch, size)
    skew = find_skew(ink_of(flat))
    turn = _turn(skew, size)
    matrix = stretch @ turn
    plane = _warp(grey, matrix, size) if skew else flat
    return Sheet(grey, matrix, plane, ink_of(plane), skew)


def _warp(grey: Grey, matrix: Matrix, size: tuple[int, int]) -> Grey:
    """Samples ``grey`` at every pixel of a plane of ``size`` (width, height); shrinks by areas first: thin strokes stay."""
    shrink = min(matrix[0, 0], matrix[1, 1])
    source = grey
    if shrink > 1.2:
        scale = np.diag([1 / matrix[0, 0], 1 / matrix[1, 1], 1.0]) if matrix[0, 0] > 1 and matrix[1, 1] > 1 else np.eye(3)
        target = max(1, round(grey.shape[1] * scale[0, 0])), max(1, round(grey.shape[0] * scale[1, 1]))
        source = cv2.resize(grey, target, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        matrix = scale @ matrix
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    if np.allclose(matrix, np.eye(3), atol=1e-3) and source.shape[::-1] == size:
        return source
    return cv2.warpAffine(source, matrix[:2], size, flags=flags, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[return-value]


def ink_of(plane: Grey) -> Grey:
    """Where there is ink, whatever the light: 255 or 0, same shape."""
    smooth = cv2.GaussianBlur(plane, (3, 3), 0)
    return cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _INK_WINDOW, _INK_MARGIN)  # type: ignore[return-value]


def find_skew(ink: Grey) -> float:
    """Degrees by which the rows of text are turned, to a twentieth; 0 where nothing tells."""
    small = cv2.resize(ink, None, fx=_SKEW_DPI / PLANE_DPI, fy=_SKEW_DPI / PLANE_DPI, interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(small > 60)
    if len(xs) < 200:
        return 0.0
    if len(xs) > 60_000:
        chosen = np.random.default_rng(0).choice(len(xs), 60_000, replace=False)
        ys, xs = ys[chosen], xs[chosen]
    best = _sharpest(xs, ys, np.arange(-_SKEW_MOST, _SKEW_MOST + 0.01, 0.5))
    best = _sharpest(xs, ys, best + np.arange(-0.4, 0.41, 0.1))
    best = _sharpest(xs, ys, best + np.arange(-0.075, 0.08, 0.025))
    return 0.0 if abs(best) < 0.05 else float(best)


def _sharpest(xs: NDArray[np.int64], ys: NDArray[np.int64], angles: NDArray[np.float64]) -> float:
    """The angle under which the rows' ink is gathered most sharply."""
    scores = []
    for angle in angles:
        rows = ys - xs * np.tan(np.radians(angle))
        counts = np.bincount(np.round(rows - rows.min()).astype(np.int64)).astype(np.float64)
        scores.append(float(np.sum(np.diff(counts) ** 2)))
    return float(angles[int(np.argmax(scores))])


def _turn(skew: float, size: tuple[int, int]) -> Matrix:
    """From the straight plane to the plane as it lay: a turn about its middle."""
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), -skew, 1.0)
    return matrix
