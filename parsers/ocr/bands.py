"""The middle bands of text lines.

Thai stacks marks above and below its letters and sets its lines tight, so that neighbouring lines touch or overlap: boxes and
row sums cannot part them. Only the middle of each letter's body is smeared along the line here; marks are dealt out afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr.pieces import Pieces
from parsers.ocr.sheet import Grey

_NEAREST = 1.75
"""Two lines' middles are at least so many bodies apart."""
_JOIN = 2.2
"""Gaps of up to this many bodies stay within one line."""


@dataclass(frozen=True, slots=True)
class Bands:
    """The middle bands of lines; arrays have one entry a line, in plane pixels."""

    x0: NDArray[np.float64]
    x1: NDArray[np.float64]
    middle: NDArray[np.float64]
    """Row half-way between the letters' feet and heads."""
    tall: NDArray[np.float64]
    """Usual height of the line's letters."""

    def only(self, chosen: NDArray[np.int64]) -> Bands:
        """Some of them, in this order."""
        return Bands(self.x0[chosen], self.x1[chosen], self.middle[chosen], self.tall[chosen])


def find_cores(parts: Pieces, body: float) -> NDArray[np.bool_]:
    """Which pieces have a letter's body in them."""
    core = (parts.h >= 0.6 * body) & (parts.h <= 3.2 * body) & (parts.w >= 0.2 * body) & (parts.w <= 40 * body)
    dense = parts.area >= 0.08 * parts.w * parts.h
    core &= dense
    core[0] = False
    return core


def find_bands(parts: Pieces, core: NDArray[np.bool_], body: float, fences: Grey) -> Bands:
    """The smeared middle bands of the lines, from top to bottom; none crosses a fence (255)."""
    band = np.zeros(fences.shape, np.uint8)
    thick = max(2, round(0.2 * body))
    for x, y, w, h in zip(parts.x[core], parts.y[core], parts.w[core], parts.h[core], strict=True):
        foot = y + h
        middle = (max(y, foot - round(1.05 * body)) + foot) // 2
        top, bottom = middle - thick, middle + thick
        if 1.2 * body < h <= 2.7 * body:  # ascenders, tails and marks grown together: the body is somewhere in the middle
            top, bottom = min(top, y + round(0.35 * body)), max(bottom, foot - round(0.35 * body))
        band[max(0, top) : bottom, x : x + w] = 255
    wide = max(3, round(_JOIN * body)) | 1
    # A closing, not a dilation: the ends of a line stay where its ink ends, so that neighbouring columns stay apart.
    smeared = cv2.morphologyEx(
        cv2.copyMakeBorder(band, 0, 0, wide, wide, cv2.BORDER_CONSTANT, value=0), cv2.MORPH_CLOSE, np.ones((1, wide), np.uint8)
    )[:, wide:-wide]
    smeared = cv2.subtract(smeared, cv2.dilate(fences, np.ones((2 * thick + 1, 1), np.uint8)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(smeared, connectivity=8)
    bands = stats[1:, :4].astype(np.int32)
    weight, tall, middle = _held(parts, core, labels, len(bands))  # type: ignore[arg-type]
    middle = np.where(np.isnan(middle), bands[:, 1] + bands[:, 3] / 2, middle)
    tall = np.clip(tall, 0.7 * body, 3 * body)
    found = Bands(bands[:, 0].astype(float), (bands[:, 0] + bands[:, 2]).astype(float), middle, tall)
    keep = np.nonzero(_without_marks(found, weight, body))[0]
    return found.only(keep[np.argsort(middle[keep])])


def _held(
    parts: Pieces, core: NDArray[np.bool_], labels: NDArray[np.int32], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """For every band the summed width of its letters, their usual height, and the middle between their feet and heads."""
    x, y, w, h = (side[core] for side in (parts.x, parts.y, parts.w, parts.h))
    rows = np.clip(y + h - 1 - np.minimum(h, np.median(h).astype(int)) // 2, 0, labels.shape[0] - 1)
    band = labels[rows, x + w // 2] - 1
    weight, tall, middle = np.zeros(count), np.zeros(count), np.full(count, np.nan)
    for index in range(count):
        own = band == index
        if not own.any():
            continue
        weight[index], tall[index] = w[own].sum(), np.median(h[own])
        plain = own & (np.abs(h - tall[index]) < 0.3 * tall[index])
        if plain.any():
            middle[index] = np.median(y[plain] + h[plain] - tall[index] / 2)
    return weight, tall, middle


def _without_marks(bands: Bands, weight: NDArray[np.float64], body: float) -> NDArray[np.bool_]:
    """Bands but those of stacked marks: no two lines are as near as a letter and its marks; the lighter gives way."""
    keep = np.ones(len(weight), bool)
    for index in np.argsort(-weight):
        if not keep[index]:
            continue
        near = np.abs(bands.middle - bands.middle[index]) < _NEAREST * max(bands.tall[index], body)
        overlap = np.minimum(bands.x1, bands.x1[index]) - np.maximum(bands.x0, bands.x0[index])
        gives = near & (overlap > 0.3 * (bands.x1 - bands.x0)) & (weight <= weight[index])
        gives[index] = False
        keep &= ~gives
    return keep
