"""Files that cannot be read, or only by eyes: broken, locked, scanned, packed, mislabelled."""

from __future__ import annotations

import io
import random
import zipfile

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from rehearsal.paper import Paper, Para
from rehearsal.render_pdf import FONT_FOLDER, to_pdf

_TEXT = (
    "แบบรายงานการเบิกจ่ายงบประมาณ",
    "ประจำเดือน พฤศจิกายน ๒๕๖๓",
    "งบประมาณที่ได้รับจัดสรร ๙๗,๓๙๔.๐๐ บาท",
    "เบิกจ่ายสะสม ๑๒,๓๔๕.๐๐ บาท",
    "คงเหลือ ๘๕,๐๔๙.๐๐ บาท",
)


def _page(rng: random.Random, size: tuple[int, int], scale: int) -> Image.Image:
    """A picture of a page, a little tilted."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    face = ImageFont.truetype(str(FONT_FOLDER / "Laksaman.ttf"), scale)
    for number, line in enumerate(_TEXT):
        draw.text((size[0] // 8, size[1] // 10 + number * scale * 2), line, fill=0, font=face)
    return image.rotate(rng.uniform(-1.2, 1.2), fillcolor=255)


def scanned_pdf(rng: random.Random) -> bytes:
    """A PDF with nothing but a picture."""
    buffer = io.BytesIO()
    _page(rng, (1240, 1754), 36).save(buffer, "PDF", resolution=150)
    return buffer.getvalue()


def fax_tiff(rng: random.Random) -> bytes:
    """A fine fax page, G4."""
    buffer = io.BytesIO()
    _page(rng, (1728, 2200), 40).point(lambda value: 255 if value > 128 else 0).convert("1").save(
        buffer, "TIFF", compression="group4", dpi=(204, 196)
    )
    return buffer.getvalue()


def picture(rng: random.Random) -> bytes:
    """A photo."""
    buffer = io.BytesIO()
    _page(rng, (900, 1200), 28).save(buffer, "JPEG")
    return buffer.getvalue()


def logo() -> bytes:
    """A small picture, as in a mail's signature."""
    image = Image.new("RGB", (90, 90), "#204080")
    ImageDraw.Draw(image).ellipse((10, 10, 80, 80), fill="#e0c040")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _small_pdf(mark: str = "") -> bytes:
    return to_pdf(Paper(tuple(Para(text) for text in (*_TEXT, mark))))


def broken_pdf(rng: random.Random) -> bytes:
    """Cut off in the middle."""
    data = _small_pdf()
    return data[: int(len(data) * rng.uniform(0.2, 0.5))]


def locked_pdf(mark: str) -> bytes:
    """With a password that nobody told."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(_small_pdf(mark))) as pdf:
        pdf.save(
            buffer, encryption=pikepdf.Encryption(user="1234", owner="5678", R=3, aes=False, metadata=False), static_id=True
        )
    return buffer.getvalue()


def archive(mark: str) -> bytes:
    """A zip with a PDF in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr(zipfile.ZipInfo("report.pdf", (2020, 12, 1, 0, 0, 0)), _small_pdf(mark))
    return buffer.getvalue()
