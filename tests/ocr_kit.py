"""Drawn paper for the tests of reading scans."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Grey = NDArray[np.uint8]

FONTS = Path("/usr/share/fonts/truetype/tlwg")
LINES = (
    "ที่ทำการปกครองจังหวัดน่าน กลุ่มงานปกครอง",
    "ปู่ฝึกฏีกาญาณีผู้ว่าฯ ๗,๔๐๒,๐๐๐.๒๕ บาท",
    "ทั้งสิ้น ฐานข้อมูลที่รู้จักกันดี",
)


@cache
def _letter(dpi: int, count: int, paper: int, ink: int, points: float) -> Grey:
    image = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), paper)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONTS / "Laksaman.ttf"), round(points * dpi / 72))
    for number in range(count):
        text = f"{LINES[number % 3]} {LINES[(number + 1) % 3]}"
        draw.text((dpi * 1.1, dpi * (1.6 + 0.36 * number)), text, font=font, fill=ink, anchor="ls")
    return np.array(image)


def letter(dpi: int = 150, count: int = 18, *, paper: int = 248, ink: int = 20, points: float = 16) -> Grey:
    """An A4 page with lines of text from 35 mm below its top."""
    return _letter(dpi, count, paper, ink, points).copy()


def resized(grey: Grey, size: tuple[int, int]) -> Grey:
    """Width, height."""
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def as_fax(grey: Grey, rows: int = 98) -> Grey:
    """The page on a fax machine's grid, black and white; rows an inch."""
    tall = round(11.69 * rows)
    return np.where(resized(grey, (1728, tall)) > 150, np.uint8(255), np.uint8(0))


def saved(grey: Any, kind: str, **options: Any) -> bytes:
    """The bytes of a picture file."""
    image = grey if isinstance(grey, Image.Image) else Image.fromarray(grey)
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def fax_file(*pages: Grey, dpi: tuple[float, float] = (204, 98), compression: str = "group3") -> bytes:
    """A CCITT-coded TIFF."""
    images = [Image.fromarray(page).convert("1") for page in pages]
    return saved(images[0], "TIFF", compression=compression, dpi=dpi, save_all=True, append_images=images[1:])
