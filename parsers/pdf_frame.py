"""Where a point of a PDF's user space stands on the page as a person sees it: /Rotate, crop box and turned pages honoured."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from parsers.records import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps points of the PDF's user space to the upright page."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of user space stands on the page, from the top left."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def vector(self, x: float, y: float) -> tuple[float, float]:
        """A direction of user space as it is seen on the page (y grows downwards)."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of user space on the page."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def page_frame(page: Any) -> Frame:
    """The mapping of a pypdfium2 page, its /Rotate and crop box honoured."""
    width, height = page.get_size()
    scale = 100.0

    def device(x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, round(width * scale), round(height * scale), 0, x, y, dx, dy)
        return dx.value / scale, dy.value / scale

    (e, f), (ax, ay), (cx, cy) = device(0, 0), device(1000, 0), device(0, 1000)
    return Frame((ax - e) / 1000, (ay - f) / 1000, (cx - e) / 1000, (cy - f) / 1000, e, f, width, height)
