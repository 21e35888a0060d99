"""The picture of one line: its own ink alone, with letters of one height that stand in one row.

It is sampled from the page as it came, once, through the sheet's matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr.pieces import Pieces
from parsers.ocr.sheet import Grey, Matrix, Sheet

HEIGHT = 48
"""Pixels of a line's picture."""
BASE = 36.0
"""Row on which the letters stand."""
BODY = 15.0
"""Height of a letter without marks (ก, not ก่ or ป)."""
_SIDE = 8
"""White pixels before the first and after the last ink."""
WIDEST = 4096


@dataclass(frozen=True, slots=True)
class Strip:
    """One run of text on a line, where it stands and what it looks like."""

    box: tuple[int, int, int, int]
    """x0, y0, x1, y1 of its ink in plane pixels."""
    base: float
    """Plane row on which its letters stand, at the middle of the box."""
    slope: float
    """Plane rows down for each pixel to the right."""
    body: float
    """Height of its letters' bodies in plane pixels."""
    picture: Grey
    """(HEIGHT, width): dark ink on white."""
    scale: float
    """Pixels of ``picture`` for each pixel of the plane."""

    def place(self, column: float) -> float:
        """The plane's column that a column of the picture shows."""
        return self.box[0] + (column - _SIDE) / self.scale


def pictured(sheet: Sheet, parts: Pieces, own: NDArray[np.bool_], strip: Strip, rules: Grey) -> Strip:
    """The strip with its picture: ink of its own pieces, without rules and neighbours."""
    x0, _, x1, _ = strip.box
    width = min(WIDEST, round((x1 - x0) * strip.scale) + 2 * _SIDE)
    to_plane = np.eye(3)
    to_plane[0] = [1 / strip.scale, 0, x0 - _SIDE / strip.scale]
    middle = (x0 + x1) / 2
    start = strip.base + strip.slope * (to_plane[0, 2] - middle)
    to_plane[1] = [strip.slope / strip.scale, 1 / strip.scale, start - BASE / strip.scale]
    picture = _sampled(sheet, to_plane, width)
    foreign = _foreign(parts, own, to_plane, width, rules, strip)
    picture = np.where(foreign > 0, np.uint8(255), picture)
    return Strip(strip.box, strip.base, strip.slope, strip.body, _levelled(picture), strip.scale)


def _sampled(sheet: Sheet, to_plane: Matrix, width: int) -> Grey:
    matrix = sheet.to_grey @ to_plane
    height, across = sheet.grey.shape
    corners = matrix @ np.array([[0, width, 0, width], [0, 0, HEIGHT, HEIGHT], [1, 1, 1, 1]], np.float64)
    x0, x1 = max(0, int(corners[0].min()) - 4), min(across, int(corners[0].max()) + 5)
    y0, y1 = max(0, int(corners[1].min()) - 4), min(height, int(corners[1].max()) + 5)
    if x1 <= x0 or y1 <= y0:
        return np.full((HEIGHT, width), 255, np.uint8)
    source = sheet.grey[y0:y1, x0:x1]
    moved = np.eye(3)
    moved[0, 2], moved[1, 2] = -x0, -y0
    matrix = moved @ matrix
    shrink_x, shrink_y = matrix[0, 0], np.hypot(matrix[1, 1], matrix[1, 0])
    if shrink_x > 1.3 or shrink_y > 1.3:
        target = max(1, round(source.shape[1] / max(1, shrink_x))), max(1, round(source.shape[0] / max(1, shrink_y)))
        scale = np.diag([target[0] / source.shape[1], target[1] / source.shape[0], 1.0])
        source = cv2.resize(source, target, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        matrix = scale @ matrix
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(source, matrix[:2], (width, HEIGHT), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=255)  # type: ignore[return-value]


def _foreign(parts: Pieces, own: NDArray[np.bool_], to_plane: Matrix, width: int, rules: Grey, strip: Strip) -> Grey:
    """Where the picture shows ink that is not the line's own (255): neighbours' marks and ruled lines."""
    tall, across = parts.labels.shape
    reach = HEIGHT / strip.scale
    x0, x1 = max(0, int(to_plane[0, 2]) - 2), min(across, int(to_plane[0, 2] + width / strip.scale) + 3)
    y0, y1 = max(0, int(strip.base - reach) - 2), min(tall, int(strip.base + reach) + 2)
    labels = parts.labels[y0:y1, x0:x1]
    mask = np.where((labels > 0) & ~own[labels], np.uint8(255), np.uint8(0))
    mask |= rules[y0:y1, x0:x1]
    if not mask.any():
        return np.zeros((HEIGHT, width), np.uint8)
    kept = cv2.dilate(np.where(own[labels], np.uint8(255), np.uint8(0)), np.ones((3, 3), np.uint8))
    mask = cv2.subtract(cv2.dilate(mask, np.ones((5, 5), np.uint8)), kept)
    moved = np.eye(3)
    moved[0, 2], moved[1, 2] = -x0, -y0
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(mask, (moved @ to_plane)[:2], (width, HEIGHT), flags=flags)  # type: ignore[return-value]


def _levelled(picture: Grey) -> Grey:
    """Paper to white and the darkest ink to black, so that light print reads like dark."""
    dark, light = np.percentile(picture, (1, 80))
    if light - dark < 24:
        return picture
    stretched = (picture.astype(np.float32) - dark) * (255.0 / (light - dark))
    levelled: Grey = np.clip(stretched, 0, 255).astype(np.uint8)
    return levelled
