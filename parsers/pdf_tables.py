"""Ruled tables of a PDF: pdfplumber finds the lines; nothing else is asked of it. ``parsers.pdf_cells`` fills the cells."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pikepdf

from parsers.pdf_frame import Frame
from parsers.records import Box

SAME_EDGE = 2.0
"""Lines so many points apart are one line."""
_DRAWING = "q Q cm w J j M d i gs m l c v y h re S s f F f* B B* b b* n W W* Do"
"""The operators that draw lines and boxes, and those that move and clip them."""
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ruled:
    """The lines of one table: its cells by place, in points of the upright page."""

    width: int
    height: int
    cells: tuple[tuple[int, int, int, int, Box], ...]
    """row, column, row span, column span, box."""
    edges: tuple[float, ...]
    """Left edges of the columns, and the right edge of the last."""
    box: Box


def find_ruled(data: bytes, frames: dict[int, Frame]) -> dict[int, list[Ruled]] | None:
    """The ruled tables of the named pages.

    Args:
        data: the PDF.
        frames: page index -> where its points stand on the upright page.

    Returns:
        page index -> tables from the top; None if pdfplumber cannot open the file.
    """
    for noisy in ("pdfminer", "pdfplumber"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    try:
        plain, corners = _unturned(data, list(frames))
        with pdfplumber.open(io.BytesIO(plain)) as document:
            return {index: _tables(document.pages[at], frames[index], corners[at]) for at, index in enumerate(frames)}
    except MemoryError:
        raise
    except Exception:  # pdfminer fails in more ways than it names
        _logger.debug("pdfplumber cannot read this file", exc_info=True)
        return None


def _unturned(data: bytes, wanted: list[int]) -> tuple[bytes, list[tuple[float, float]]]:
    """The wanted pages without /Rotate, crop box and shifted origin, on all of which pdfplumber's boxes go astray, and without
    their text, which it would spend nearly all its time on; and the corner of each page that became its origin."""
    made = io.BytesIO()
    corners: list[tuple[float, float]] = []
    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as plain:
        for index in wanted:
            x0, y0, x1, y1 = sorted_box([float(value) for value in source.pages[index].mediabox])
            plain.pages.append(source.pages[index])
            page = plain.pages[-1]
            for key in ("/TrimBox", "/BleedBox", "/ArtBox", "/Annots"):
                if key in page:
                    del page[key]
            page.Rotate = 0
            page.MediaBox = pikepdf.Array([0, 0, x1 - x0, y1 - y0])
            page.CropBox = page.MediaBox
            drawn = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page, _DRAWING))
            page.Contents = plain.make_stream(f"q 1 0 0 1 {-x0} {-y0} cm\n".encode("ascii") + drawn + b"\nQ")
            corners.append((x0, y0))
        plain.save(made)
    return made.getvalue(), corners


def sorted_box(values: list[float]) -> Box:
    """A PDF rectangle may name any two opposite corners."""
    return min(values[0], values[2]), min(values[1], values[3]), max(values[0], values[2]), max(values[1], values[3])


def _tables(page: Any, frame: Frame, corner: tuple[float, float]) -> list[Ruled]:
    height = float(page.height)
    x, y = corner
    found = []
    for table in page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines"}):
        cells = ((float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in table.cells)
        ruled = _ruled([frame.box(x + x0, y + height - bottom, x + x1, y + height - top) for x0, top, x1, bottom in cells])
        if ruled is not None:
            found.append(ruled)
    return sorted((each for each in found if not _is_shaded_row(each, found)), key=lambda each: (each.box[1], each.box[0]))


def _is_shaded_row(ruled: Ruled, found: Sequence[Ruled]) -> bool:
    """Every other row of a table without lines is shaded, cell by cell: boxes of one row with as much room between them. The
    rows between have no boxes, and all of them are one table."""
    if ruled.height > 1:
        return False
    tall = ruled.box[3] - ruled.box[1]
    alike = [each for each in found if each is not ruled and each.height == 1 and _same(each.edges, ruled.edges)]
    gaps = [max(each.box[1] - ruled.box[3], ruled.box[1] - each.box[3]) for each in alike]
    return any(0.4 * tall < gap < 4 * tall for gap in gaps)


def _same(one: Sequence[float], two: Sequence[float]) -> bool:
    return len(one) == len(two) and all(abs(a - b) <= SAME_EDGE for a, b in zip(one, two, strict=True))


def _ruled(boxes: Sequence[Box]) -> Ruled | None:
    """None for what is no table: a frame around text, a single row or column of boxes."""
    xs, ys = _edges([x for box in boxes for x in (box[0], box[2])]), _edges([y for box in boxes for y in (box[1], box[3])])
    width, height = len(xs) - 1, len(ys) - 1
    if width < 2 or height < 1 or (height == 1 and width < 3):
        return None
    cells = []
    for box in boxes:
        row, column = _place(ys, box[1]), _place(xs, box[0])
        cells.append((row, column, max(1, _place(ys, box[3]) - row), max(1, _place(xs, box[2]) - column), box))
    return Ruled(width, height, tuple(sorted(cells)), tuple(xs), (xs[0], ys[0], xs[-1], ys[-1]))


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SAME_EDGE:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))
