"""What people filled into a PDF's form fields, or typed onto it: neither is part of the page's own text."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from parsers.cluster import Cluster
from parsers.pdf_frame import Frame

_HIDDEN = 0b100010
"""Annotation flags 2 (hidden) and 6 (no view)."""
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled field, in the PDF's user space."""

    text: str
    rect: tuple[float, float, float, float]


def filled_fields(data: bytes) -> dict[int, list[Filled]]:
    """Page index -> filled fields and typed notes, in the order of the file."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            return {index: list(_page_fields(page)) for index, page in enumerate(document.pages)}
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        _logger.debug("form fields cannot be read", exc_info=True)
        return {}


def _page_fields(page: Any) -> Iterator[Filled]:
    for annotation in page.get("/Annots", ()):
        if int(annotation.get("/F", 0)) & _HIDDEN or "/Rect" not in annotation:
            continue
        text = _text_of(annotation)
        if text:
            x0, y0, x1, y1 = (float(value) for value in annotation.Rect)
            yield Filled(text, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _text_of(annotation: Any) -> str:
    subtype = str(annotation.get("/Subtype", ""))
    if subtype == "/FreeText":
        return str(annotation.get("/Contents", "")).strip()
    if subtype != "/Widget":
        return ""
    kind = str(_inherited(annotation, "/FT") or "")
    value = _inherited(annotation, "/V")
    if kind == "/Btn":
        return "☑" if str(annotation.get("/AS", "/Off")) not in ("/Off", "") else ""
    if kind not in ("/Tx", "/Ch") or value is None or int(_inherited(annotation, "/Ff") or 0) & (1 << 13):
        return ""  # nothing filled in, or a password field
    if isinstance(value, pikepdf.Array):
        return " ".join(str(item) for item in value)
    return str(value).strip()


def _inherited(annotation: Any, key: str) -> Any:
    """A field's attribute, from itself or from the fields above it."""
    node = annotation
    for _ in range(16):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def as_clusters(fields: list[Filled], frame: Frame, page_clusters: tuple[Cluster, ...]) -> list[Cluster]:
    """Filled values as clusters, one a line, standing on the baseline of the printed text beside them."""
    found = []
    for field in fields:
        x0, top, x1, bottom = frame.box(*field.rect)
        lines = [line for line in field.text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
        step = (bottom - top) / max(len(lines), 1)
        size = min(step * 0.75, 14.0)
        for index, line in enumerate(lines):
            low = top + step * (index + 1)
            baseline = _beside(page_clusters, low - step, low, x0) if len(lines) == 1 else None
            right = min(x1, x0 + 0.5 * size * len(line))
            found.append(Cluster(line, x0, low - step, right, low, baseline or low - 0.28 * step, size))
    return found


def _beside(clusters: tuple[Cluster, ...], top: float, bottom: float, x: float) -> float | None:
    """The baseline of the printed line in whose height the field stands: that of the nearest letter."""
    near = [each for each in clusters if top <= each.baseline <= bottom + 0.1 * each.size and each.text != " "]
    return min(near, key=lambda each: min(abs(each.x1 - x), abs(each.x0 - x))).baseline if near else None
