"""The line that a fax machine writes above the page is parted from the letter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.ocr.faxheader import behead
from parsers.ocr.frames import frames
from tests.ocr_kit import FONTS, Grey, as_fax, letter

SCANS = Path(__file__).parent.parent / "scans"
FIELDS = ((60, "08-JAN-2021  10:14"), (560, "NAN PROVINCIAL OFFICE"), (1100, "054716409"), (1500, "P.1/3"))
THAI = ((60, "8/ม.ค./2564 10:14"), (620, "FROM:ศดธ.น่าน"), (1080, "TO:023569556"), (1540, "P.01"))


def headed(grey: Grey, fields: tuple[tuple[int, str], ...] = FIELDS, *, top: int = 1, rows: int = 98, size: int = 18) -> Grey:
    """A machine's line over a page; ``top`` and ``size`` in rows of 98 an inch."""
    tall = round(size * 204 / 98)
    image = Image.new("L", (1728, 2 * tall), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONTS / "TlwgMono-Bold.ttf"), tall)
    for x, text in fields:
        draw.text((x, 1.6 * tall), text, font=font, fill=0, anchor="ls")
    line = np.asarray(image.resize((1728, round(2 * tall * rows / 204)))) < 128
    ys = np.nonzero(line.any(1))[0]
    line = line[ys[0] : ys[-1] + 1]
    page = grey.copy()
    start = round(top * rows / 98)
    page[start : start + len(line)][line] = 0
    return page


@pytest.mark.parametrize("rows", [98, 196])
@pytest.mark.parametrize("fields", [FIELDS, THAI])
def test_the_machines_line_is_parted(rows: int, fields: tuple[tuple[int, str], ...]) -> None:
    page = as_fax(letter(200, 20), rows)
    found = behead(headed(page, fields, rows=rows), (204, rows))
    assert len(found.strips) == 1
    assert (found.strips[0] < 128).any()
    assert np.array_equal(found.grey, page), "the page is as it was before"


def test_a_forwarded_fax_bears_two() -> None:
    page = as_fax(letter(200, 20))
    first = headed(page, top=1)
    both = headed(first, ((90, "2021-01-09"), (500, "DAMRONGTHAM CENTRE"), (1000, "044243798"), (1560, "2/4")), top=22)
    found = behead(both, (204, 98))
    assert len(found.strips) == 2
    assert np.array_equal(found.grey, page)


def test_a_real_machines_line_is_parted_even_where_its_rows_are_lost() -> None:
    for frame in frames((SCANS / "fax-noisy.tif").read_bytes(), 9, 10_000_000):
        found = behead(frame.grey, frame.dpi)
        assert len(found.strips) == 1
        assert found.boxes[0][3] < 24
        assert np.array_equal(found.grey[24:], frame.grey[24:])


@pytest.mark.parametrize(
    ("x", "millimetres", "text"),
    [
        (700, 6, "- ๒ -"),
        (200, 7, "ที่ นน ๐๐๑๘.๑/๒๔๘๑๓"),
        (120, 6, "แบบรายงานผลการเบิกจ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. ๒๕๖๔ จังหวัดน่าน"),
        (120, 8, "เอกสารแนบ ๑        ด่วนที่สุด                  (สำเนา)"),
        (900, 9, "สิ่งที่ส่งมาด้วย ๒"),
    ],
)
@pytest.mark.parametrize("degrees", [0.0, 0.7])
def test_the_letters_own_first_line_is_never_taken_for_it(x: int, millimetres: float, text: str, degrees: float) -> None:
    image = Image.fromarray(letter(200, 12))
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONTS / "Laksaman-Bold.ttf"), 44)
    draw.text((x, millimetres / 25.4 * 200 + 20), text, font=font, fill=0, anchor="ls")
    turned = image.rotate(degrees, fillcolor=255)
    for rows in (98, 196):
        page = as_fax(np.asarray(turned), rows)
        found = behead(page, (204, rows))
        assert found.strips == ()
        assert np.array_equal(found.grey, page)


def test_a_line_written_over_the_text_stays() -> None:
    """Cutting it off would cut the text."""
    page = as_fax(letter(200, 20))
    under = page.copy()
    under[:400] = np.roll(page, -130, axis=0)[:400]
    over = headed(under)
    found = behead(over, (204, 98))
    assert found.strips == () or np.array_equal(found.grey, under)


def test_a_blank_page_has_none() -> None:
    blank = np.full((1145, 1728), 255, np.uint8)
    assert behead(blank, (204, 98)).boxes == ()
    assert behead(np.zeros((1145, 1728), np.uint8), (204, 98)).boxes == ()
