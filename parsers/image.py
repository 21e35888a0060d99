"""Pictures: what can be said of them without reading them. Reading is the recogniser's work, where there is one."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageSequence, UnidentifiedImageError

from intake.errors import Unreadable
from parsers.limits import Limits
from parsers.parts import Part
from parsers.ports import Recogniser
from parsers.records import Method, Page, PageReading

_POINTS = 72.0
_USUAL_DPI = 200.0
_BROKEN = "ไฟล์ภาพชำรุด ไม่สามารถเปิดอ่านได้ โปรดสแกนหรือส่งใหม่"
_DARK = 160
_INK = 0.0002
"""A page with less ink than this share of its points is blank."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What a picture file says about itself."""

    format: str
    pages: int
    size: tuple[int, int]
    """Width and height of the first page in pixels."""
    dpi: tuple[float, float] | None
    """From its tags; None where there are none or they are senseless."""
    blank: tuple[int, ...]
    """Numbers of the pages without ink."""


def image_facts(data: bytes, limits: Limits) -> ImageFacts:
    """Format, pages, size and resolution. Raises Unreadable ``broken``, ``too_large``, ``too_many_pages``."""
    blank = []
    first: tuple[tuple[int, int], tuple[float, float] | None] | None = None
    pages, kind = 0, ""
    for page in _frames(data, limits):
        pages += 1
        kind = page.format or kind
        first = first or (page.size, _dpi(page))
        if _is_blank(page):
            blank.append(pages)
    if first is None:
        raise Unreadable(_BROKEN, "broken")
    return ImageFacts(kind, pages, first[0], first[1], tuple(blank))


def _frames(data: bytes, limits: Limits) -> Iterator[Any]:
    """The pages of a picture file; its size is checked before its points are unpacked."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = limits.pixels // 2  # Pillow raises at twice this number
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                if getattr(image, "n_frames", 1) > limits.pages:
                    raise Unreadable(f"ไฟล์ภาพมีเกิน {limits.pages} หน้า โปรดแบ่งส่ง", "too_many_pages")
                kind = image.format
                for frame in ImageSequence.Iterator(image):
                    if frame.width * frame.height > limits.pixels:
                        raise Unreadable("ไฟล์ภาพมีขนาดใหญ่เกินกว่าที่ระบบจะอ่านได้ โปรดลดความละเอียดแล้วส่งใหม่", "too_large")
                    frame.load()
                    frame.format = kind
                    yield frame
    except Image.DecompressionBombError as error:
        raise Unreadable("ไฟล์ภาพมีขนาดใหญ่เกินกว่าที่ระบบจะอ่านได้ โปรดลดความละเอียดแล้วส่งใหม่", "too_large") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError) as error:
        raise Unreadable(_BROKEN, "broken") from error
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _dpi(page: Any) -> tuple[float, float] | None:
    found = page.info.get("dpi")
    try:
        x, y = float(found[0]), float(found[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return (x, y) if 30 <= x <= 2400 and 30 <= y <= 2400 else None


def _is_blank(page: Any) -> bool:
    grey = page.convert("L")
    dark = sum(grey.histogram()[:_DARK])
    return bool(dark < _INK * page.width * page.height)


def read_image(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    """Reads a picture with a recogniser; without one it says what the picture is.

    Raises:
        Unreadable: ``image_only`` (no recogniser), ``empty`` (all pages blank), ``broken``, ``too_large``, ``too_many_pages``.
    """
    if recogniser is None:
        facts = image_facts(part.data, limits)
        if len(facts.blank) == facts.pages:
            raise Unreadable(f"ภาพว่างเปล่า ไม่มีข้อความทั้ง {facts.pages} หน้า โปรดตรวจสอบแล้วส่งใหม่", "empty")
        blank = f" (หน้าว่าง: {', '.join(map(str, facts.blank))})" if facts.blank else ""
        raise Unreadable(
            f"เอกสารเป็นไฟล์ภาพ {facts.format} จำนวน {facts.pages} หน้า{blank} ระบบยังอ่านข้อความในภาพไม่ได้ "
            "โปรดตรวจสอบจากภาพต้นฉบับ หรือขอไฟล์ Word, Excel หรือ PDF ที่มีข้อความ",
            "image_only",
        )
    pages = tuple(_recognised(frame, number, recogniser) for number, frame in enumerate(_frames(part.data, limits), 1))
    return PageReading(part.sha256, part.name, part.media_type, pages)


def _recognised(frame: Any, number: int, recogniser: Recogniser) -> Page:
    dpi = _dpi(frame) or (_USUAL_DPI, _USUAL_DPI)
    png = io.BytesIO()
    frame.convert("L").save(png, "PNG")
    lines = tuple(recogniser.recognise(png.getvalue(), dpi))
    width, height = frame.width / dpi[0] * _POINTS, frame.height / dpi[1] * _POINTS
    confidence = min((line.confidence for line in lines), default=0.0)
    return Page(number, width, height, dpi, 0, 0.0, Method.RECOGNISER, confidence, lines)
