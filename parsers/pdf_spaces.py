"""Spaces of a PDF's text layer: which letter has one behind it, and those that PDFium leaves out.

PDFium says nothing of a text object that draws no ink; such a BLANK is a space as a rule, and some programs draw the space at
which they broke a line so. Where a letter stands at the end of a line, only the space behind it tells how the line goes on.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from parsers.cluster import Cluster
from parsers.pdf_frame import Frame

_SHELF = 4.0
_SAME_LINE = 0.4
_NEAR = 0.35
"""A space begins at most this many ems from where the room of its letter ends."""
_WIDE = 0.12
"""A gap of this many ems behind a blank is a space; without one the blank is something that has no width."""
_FAR = 0.6
"""No space is wider than this many ems, as a rule: what stands further away stands in another column."""
_DEEPEST = 3
"""Forms (reused drawings) within forms are looked into so deep."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A text object without ink, by its origin on the upright page."""

    x: float
    baseline: float
    size: float


def blanks_of(page: Any, frame: Frame, spoken: Set[int]) -> list[Blank]:
    """The text objects of a page that draw no ink and of which PDFium's text says nothing.

    Args:
        spoken: addresses of the text objects of which it says something.
    """
    found = []
    for handle, matrix in _text_objects(page):
        if (ctypes.cast(handle, ctypes.c_void_p).value or 0) in spoken or _has_ink(handle):
            continue
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(handle, size)
        x, baseline = frame.point(matrix[4], matrix[5])
        found.append(Blank(x, baseline, abs(size.value) * math.hypot(matrix[2], matrix[3]) or 1.0))
    return found


_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _text_objects(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    objects = (pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page)))
    yield from _of_text(objects, _PLAIN, 0)


def _of_text(objects: Iterator[Any], outer: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    for handle in objects:
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield handle, _within(_matrix(handle), outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = (pdfium.FPDFFormObj_GetObject(handle, index) for index in range(pdfium.FPDFFormObj_CountObjects(handle)))
            yield from _of_text(inner, _within(_matrix(handle), outer), depth + 1)


def _matrix(handle: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _within(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of


def _has_ink(handle: Any) -> bool:
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(handle, left, low, right, high):
        return True
    return right.value - left.value > 0.01 or high.value - low.value > 0.01


def with_spaces(clusters: Sequence[Cluster], blanks: Sequence[Blank]) -> list[Cluster]:
    """The clusters, each told what is behind it, and spaces for the blanks that leave a gap."""
    letters = _Letters(clusters)
    after: dict[int, str] = {}
    spaces: list[Cluster] = []
    ends: list[int] = []
    narrow = False
    for blank in blanks:
        left, right = letters.before(blank.x, blank.baseline, blank.size), letters.behind(blank)
        if right is None:
            ends.extend([] if left is None else [left])
        elif right.x0 - blank.x >= _WIDE * blank.size:
            top, bottom = blank.baseline - blank.size, blank.baseline
            spaces.append(Cluster(" ", blank.x, top, right.x0, bottom, blank.baseline, blank.size))
            after |= {} if left is None else {left: " "}
        else:
            narrow = True
    after |= dict.fromkeys(ends, " " if spaces and not narrow else "?")
    for each in clusters:
        left = letters.before(each.x0, each.baseline, each.size) if each.text == " " else None
        if left is not None:
            after[left] = " "
    told = [replace(each, after=after[index]) if index in after else each for index, each in enumerate(clusters)]
    return told + spaces


class _Letters:
    """Letters by their baseline."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self._clusters = clusters
        self._shelves: dict[int, list[int]] = {}
        for index, each in enumerate(clusters):
            if each.text != " ":
                self._shelves.setdefault(int(each.baseline // _SHELF), []).append(index)

    def _line(self, baseline: float, size: float) -> Iterator[tuple[int, Cluster]]:
        reach = _SAME_LINE * size
        for shelf in range(int((baseline - reach) // _SHELF), int((baseline + reach) // _SHELF) + 1):
            for index in self._shelves.get(shelf, ()):
                if abs(self._clusters[index].baseline - baseline) < reach:
                    yield index, self._clusters[index]

    def before(self, x: float, baseline: float, size: float) -> int | None:
        """The letter whose room ends where a space begins."""
        near = [(abs(each.x1 - x), index) for index, each in self._line(baseline, size) if abs(each.x1 - x) <= _NEAR * size]
        return min(near)[1] if near else None

    def behind(self, blank: Blank) -> Cluster | None:
        """The next letter to the right of a blank, unless it is far away."""
        reach = blank.x + _FAR * blank.size
        found = [
            each
            for _, each in self._line(blank.baseline, blank.size)
            if blank.x - 0.1 * blank.size <= each.x0 <= reach and (each.x0 + each.x1) / 2 > blank.x
        ]
        return min(found, key=lambda each: each.x0, default=None)
