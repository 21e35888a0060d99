"""The sheet of paper in a photo: its four corners, and the sheet laid flat.

A sheet is told by its edges, light inside and darker outside all along, not by one level of light: a shadow falls across it,
the table may be as light as the shaded part. Where no such edges are found, the picture is taken for the sheet itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr.resolution import A4_INCHES
from parsers.ocr.sheet import Grey

Corners = NDArray[np.float64]
"""(4, 2): x, y of top left, top right, bottom right, bottom left, as the sheet lies in the picture."""

_LOOK = 640
"""Pixels of the longer side of the picture on which the sheet is looked for."""
_LEAST_AREA = 0.18
_STEP_OF_LIGHT = 12
"""Grey levels by which paper is lighter than what lies round it."""
_SEEN = 0.72
"""Share of each edge along which that step is there; a finger or a clip hides some."""
_EDGES_TRIED = 7
_A4_MARGIN, _A4_MARGIN_SIDES = 0.09, 0.2
"""How far a shape may be from A4's and be taken for A4: as the lens tells it, and as its foreshortened sides do."""
_MOST_DPI = 300.0


@dataclass(frozen=True, slots=True)
class Flat:
    """A sheet cut out of a photo and laid flat."""

    grey: Grey
    dpi: tuple[float, float]
    corners: Corners
    """In pixels of the photo."""
    is_a4: bool
    """Its shape is A4's; else the resolution is only guessed from its shorter side."""


def flatten(grey: Grey, white: Grey | None = None, dpi: float | None = None) -> Flat | None:
    """The sheet in a photo laid flat; None where it fills the picture or none is found.

    Args:
        grey: the photo.
        white: a small picture of how white each point is (``greys.whiteness``); parts paper from a light table.
        dpi: the resolution where it is known (a sheet on a scanner's open lid); else the sheet is taken for A4.
    """
    corners = find_sheet(grey, white)
    return None if corners is None else _laid(grey, corners, dpi)


def is_framed(grey: Grey) -> bool:
    """Whether something darker than paper lies along two sides at least: cheap, and worth a look for a sheet."""
    small = cv2.resize(grey, (48, 48), interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(small, 80))
    rings = (small[0], small[-1], small[:, 0], small[:, -1])
    return sum(float(np.median(ring)) < paper - _STEP_OF_LIGHT for ring in rings) >= 2


def find_sheet(grey: Grey, white: Grey | None = None) -> Corners | None:
    """The corners of the largest light four-sided sheet, in pixels of ``grey``."""
    scale = min(1.0, _LOOK / max(grey.shape))
    size = max(8, round(grey.shape[1] * scale)), max(8, round(grey.shape[0] * scale))
    if min(size) < 100:
        return None
    views = [cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (grey, white) if each is not None]
    best: tuple[float, Corners, Grey] | None = None
    for view in (cv2.medianBlur(each, 7) for each in views):
        for quad in _candidates(view):  # type: ignore[arg-type]
            score = _score(view, quad)  # type: ignore[arg-type]
            if score is not None and (best is None or score > best[0]):
                best = score, quad, view  # type: ignore[assignment]
    if best is None:
        return None
    sized = np.array([grey.shape[1] / size[0], grey.shape[0] / size[1]])
    corners: Corners = (_refined(best[2], best[1]) + 0.5) * sized - 0.5
    return corners


def _candidates(view: Grey) -> Iterator[Corners]:
    """Four-sided shapes that may be the sheet: outlines of what is lighter than several levels, and pairs of long edges."""
    otsu, _ = cv2.threshold(view, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    for level in (otsu, otsu * 0.8, otsu * 0.6, (otsu + 255) / 2):
        _, light = cv2.threshold(view, float(level), 255, cv2.THRESH_BINARY)
        yield from _outlines(cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8)))  # type: ignore[arg-type]
    edges = cv2.Canny(view, 20, 60)
    yield from _outlines(cv2.dilate(edges, np.ones((3, 3), np.uint8)))  # type: ignore[arg-type]
    yield from _crossings(edges)  # type: ignore[arg-type]


def _outlines(mask: Grey) -> Iterator[Corners]:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:2]:
        hull = cv2.convexHull(contour)
        if cv2.contourArea(hull) < _LEAST_AREA * mask.size:
            continue
        length = cv2.arcLength(hull, True)
        for coarse in (0.01, 0.02, 0.03, 0.05, 0.08):
            shape = cv2.approxPolyDP(hull, coarse * length, True)
            if len(shape) == 4:
                yield _ordered(shape[:, 0, :].astype(np.float64))
                break


def _crossings(edges: Grey) -> Iterator[Corners]:
    """Quadrilaterals of two level and two upright long edges."""
    found = cv2.HoughLinesP(edges, 1, np.pi / 360, 60, minLineLength=0.22 * max(edges.shape), maxLineGap=14)
    if found is None:
        return
    level: list[NDArray[np.float64]] = []
    upright: list[NDArray[np.float64]] = []
    for x0, y0, x1, y1 in sorted(found.reshape(-1, 4), key=lambda s: -float(np.hypot(s[2] - s[0], s[3] - s[1]))):
        line = np.cross([x0, y0, 1.0], [x1, y1, 1.0])
        group = level if abs(x1 - x0) > abs(y1 - y0) else upright
        line = line / np.hypot(line[0], line[1])
        middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2, 1.0])
        if len(group) < _EDGES_TRIED and all(abs(float(each @ middle)) > 8 for each in group):
            group.append(line)
    for a, c in combinations(level, 2):
        for b, d in combinations(upright, 2):
            points = [np.cross(one, other) for one, other in ((a, b), (b, c), (c, d), (d, a))]
            if all(abs(point[2]) > 1e-6 for point in points):
                yield _ordered(np.array([point[:2] / point[2] for point in points]))


def _ordered(points: Corners) -> Corners:
    """Clockwise from the top left."""
    middle = points.mean(0)
    round_about = points[np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))]
    first = int(np.argmin(round_about.sum(1)))
    return np.roll(round_about, -first, axis=0)


def _score(view: Grey, quad: Corners) -> float | None:
    """How much of a sheet this is; None if it is none: too small, no likely shape, an edge without a step of light."""
    tall, wide = view.shape
    if (quad < -3).any() or (quad[:, 0] > wide + 2).any() or (quad[:, 1] > tall + 2).any():
        return None
    area = float(cv2.contourArea(quad.astype(np.float32))) / view.size
    if area < _LEAST_AREA or not cv2.isContourConvex(quad.astype(np.float32)):
        return None
    sides = np.roll(quad, -1, axis=0) - quad
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    turns = np.abs(np.sum(sides * np.roll(sides, -1, axis=0), axis=1)) / (lengths * np.roll(lengths, -1) + 1e-9)
    if lengths.min() < 60 or turns.max() > 0.5:
        return None
    seen = [_seen(view, quad[i], quad[(i + 1) % 4]) for i in range(4)]
    return None if min(seen) < _SEEN else area * float(np.mean(seen)) ** 2


def _seen(view: Grey, start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    """Share of an edge that is lighter inside (to the right, going clockwise) than outside."""
    along = np.linspace(0.04, 0.96, 80)[:, None]
    points = start + along * (end - start)
    normal = np.array([-(end - start)[1], (end - start)[0]]) / np.hypot(*(end - start))
    inside = np.median([_at(view, points + normal * step) for step in (4, 6, 9)], axis=0)
    outside = np.median([_at(view, points - normal * step) for step in (4, 6, 9)], axis=0)
    return float((inside - outside >= _STEP_OF_LIGHT).mean())


def _at(view: Grey, points: Corners) -> NDArray[np.float64]:
    """Grey levels; beyond the picture there is nothing darker than the paper: NaN compares as no step."""
    x, y = np.round(points[:, 0]).astype(int), np.round(points[:, 1]).astype(int)
    within = (x >= 0) & (y >= 0) & (x < view.shape[1]) & (y < view.shape[0])
    values = np.full(len(points), np.nan)
    values[within] = view[y[within], x[within]]
    return values


def _refined(view: Grey, quad: Corners) -> Corners:
    """Each side laid through the places of the steepest step across it; the corners are where the sides meet."""
    lines = [_fitted(view, quad[i], quad[(i + 1) % 4]) for i in range(4)]
    corners = []
    for before, after, old in zip([lines[3], *lines[:3]], lines, quad, strict=True):
        point = np.cross(before, after)
        moved = point[:2] / point[2] if abs(point[2]) > 1e-9 else old
        corners.append(moved if np.hypot(*(moved - old)) < 12 else old)
    return np.array(corners)


def _fitted(view: Grey, start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """The side as a homogeneous line."""
    normal = np.array([-(end - start)[1], (end - start)[0]]) / np.hypot(*(end - start))
    offsets = np.arange(-7, 7.01, 0.5)
    points = start + np.linspace(0.05, 0.95, 120)[:, None] * (end - start)
    places = points[:, None, :] + offsets[None, :, None] * normal
    levels = cv2.remap(
        view.astype(np.float32), places[..., 0].astype(np.float32), places[..., 1].astype(np.float32), cv2.INTER_LINEAR
    )
    steps = levels[:, 4:] - levels[:, :-4]
    best = steps.argmax(1)
    strong = steps.max(1) >= _STEP_OF_LIGHT
    line = np.cross([*start, 1.0], [*end, 1.0])
    if strong.sum() < 20:
        return line
    chosen = (points + offsets[2:-2][best][:, None] * normal)[strong]
    dx, dy, x, y = cv2.fitLine(chosen.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().astype(float)
    return np.cross([x, y, 1.0], [x + dx, y + dy, 1.0])


def _laid(grey: Grey, corners: Corners, known: float | None) -> Flat:
    """The sheet under the perspective undone, at the resolution of its longest sides."""
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    wide, tall = max(sides[0], sides[2]), max(sides[1], sides[3])
    ratio, is_a4 = _shape(tall / wide, _ratio(corners, grey.shape))
    if known is not None:
        return Flat(_warped(grey, corners, (round(wide), round(tall)), 1.0), (known, known), corners, is_a4)
    inches = (A4_INCHES[0], A4_INCHES[0] * ratio) if ratio >= 1 else (A4_INCHES[0] / ratio, A4_INCHES[0])
    dpi = float(min(_MOST_DPI, max(wide / inches[0], tall / inches[1])))
    size = round(inches[0] * dpi), round(inches[1] * dpi)
    flat = _warped(grey, corners, size, max(wide / size[0], tall / size[1]))
    return Flat(flat, (dpi, dpi), corners, is_a4)


def _warped(grey: Grey, corners: Corners, size: tuple[int, int], shrink: float) -> Grey:
    target = np.array([[0, 0], [size[0] - 1, 0], [size[0] - 1, size[1] - 1], [0, size[1] - 1]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    if shrink > 1.4:
        grey = cv2.GaussianBlur(grey, (0, 0), 0.35 * shrink)  # type: ignore[assignment]
    flat = cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8)


def _shape(sides: float, lens: float | None) -> tuple[float, bool]:
    """Height over width to lay the sheet out in, and whether that is A4.

    A4 wherever it may be: most paper is, and a shape a little wrong only makes letters a little narrow.
    """
    a4 = A4_INCHES[1] / A4_INCHES[0]
    told = [(sides, _A4_MARGIN_SIDES)] if lens is None else [(lens, _A4_MARGIN), (sides, _A4_MARGIN_SIDES)]
    for ratio, margin in told:
        if abs(max(ratio, 1 / ratio) / a4 - 1) < margin:
            return (a4 if ratio > 1 else 1 / a4), True
    return sides, False


def _ratio(corners: Corners, shape: tuple[int, ...]) -> float | None:
    """Height over width of the sheet as it is, seen through a lens whose axis meets the picture's middle.

    None where it was taken so straight from above that nothing tells the lens's length (then the sides' lengths do), or where
    a cut-out photo gives a senseless lens. After Zhang and He, Whiteboard Scanning and Image Enhancement (2003).
    """
    centre = np.array([shape[1] / 2, shape[0] / 2])
    m1, m2, m4, m3 = (np.append(point - centre, 1.0) for point in corners)
    k2 = np.dot(np.cross(m1, m4), m3) / np.dot(np.cross(m2, m4), m3)
    k3 = np.dot(np.cross(m1, m4), m2) / np.dot(np.cross(m3, m4), m2)
    n2, n3 = k2 * m2 - m1, k3 * m3 - m1
    if abs(n2[2] * n3[2]) < 1e-4:
        return None
    square = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2])
    if not (0.5 * max(shape)) ** 2 < square < (4 * max(shape)) ** 2:
        return None
    lens = np.diag([1 / square, 1 / square, 1.0])
    return float(np.sqrt((n3 @ lens @ n3) / (n2 @ lens @ n2)))
