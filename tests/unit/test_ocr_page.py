"""A page image laid straight, its rules found, its text cut into lines."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from parsers.ocr.bands import find_bands, find_cores
from parsers.ocr.lines import find_strips
from parsers.ocr.owners import TOUCHING, find_owners
from parsers.ocr.picture import BASE, BODY, HEIGHT, Strip
from parsers.ocr.pieces import find_pieces, usual_body
from parsers.ocr.ruling import find_rules
from parsers.ocr.sheet import PLANE_DPI, lay
from parsers.ocr.tables import find_grids

FONT = Path("/usr/share/fonts/truetype/tlwg/Laksaman.ttf")
LINES = ("ที่ทำการปกครองจังหวัดน่าน กลุ่มงานปกครอง", "ปู่ฝึกฏีกาญาณีผู้ว่าฯ ๗,๔๐๒,๐๐๐.๒๕ บาท", "รวมทั้งสิ้น ฐานข้อมูลที่รู้จักกันดี")


def page(lines: tuple[str, ...] = LINES, *, dpi: int = 300, points: int = 16, pitch: float = 1.6) -> NDArray[np.uint8]:
    size = round(points * dpi / 72)
    font = ImageFont.truetype(str(FONT), size)
    image = Image.new("L", (round(7 * dpi), round(dpi * 0.6 + len(lines) * size * pitch)), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((0.4 * dpi, 0.4 * dpi + (number + 0.5) * size * pitch), line, font=font, fill=0, anchor="ls")
    return np.asarray(image)


def owned(grey: NDArray[np.uint8]) -> tuple[list[int], int]:
    """How many letters, marks and dots each line got, from the top; and in how many pieces neighbouring lines touch."""
    parts = find_pieces(lay(grey, (300, 300)).ink)
    body = usual_body(parts)
    assert body is not None
    owner = find_owners(parts, find_bands(parts, find_cores(parts, body), body, np.zeros_like(parts.labels, np.uint8)))
    return [int(count) for count in np.bincount(owner[owner >= 0])], int((owner == TOUCHING).sum())


def turned(grey: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """Clockwise for positive degrees."""
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(grey, matrix, (width, height), borderValue=255), np.uint8)


def strips(grey: NDArray[np.uint8], dpi: tuple[float, float] = (300, 300)) -> list[Strip]:
    sheet = lay(grey, dpi)
    return find_strips(sheet, find_rules(sheet.ink))


@pytest.mark.parametrize("degrees", [-2.6, -0.7, 0.0, 0.35, 1.9])
def test_the_skew_is_found_and_undone(degrees: float) -> None:
    many = LINES * 5
    assert lay(turned(page(many), degrees), (300, 300)).skew == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("pitch", [1.45, 1.6, 1.9])
def test_tight_lines_are_cut_one_by_one_with_all_their_marks(pitch: float) -> None:
    tight, touching = owned(page(LINES * 3, pitch=pitch))
    apart, none = owned(page(LINES * 3, pitch=3.0))
    lost = sum(abs(one - other) for one, other in zip(tight, apart, strict=True))
    assert lost <= 3 * touching, "a mark grown together with one of the next line is neither's alone"
    assert none == 0
    assert len(strips(page(LINES * 3, pitch=pitch))) == 9


def test_pictures_stand_on_one_row_with_one_letter_height() -> None:
    for points in (11, 16, 24):
        (strip,) = strips(page(("กนบกนบกนบ",), points=points))
        rows = np.nonzero((strip.picture < 128).any(1))[0]
        assert strip.picture.shape[0] == HEIGHT
        assert rows.max() == pytest.approx(BASE - 1, abs=1.6)
        assert np.ptp(rows) == pytest.approx(BODY, abs=2.5)


def test_a_fax_of_coarse_rows_is_cut_like_the_page_that_was_sent() -> None:
    grey = page(LINES * 3)
    fax = np.asarray(
        cv2.resize(grey, (round(grey.shape[1] * 204 / 300), round(grey.shape[0] * 98 / 300)), interpolation=cv2.INTER_AREA)
    )
    found = strips(np.where(fax > 140, np.uint8(255), np.uint8(0)), (204, 98))
    assert len(found) == 9
    whole = strips(grey)
    for one, other in zip(found, whole, strict=True):
        assert (one.box[0], one.box[2], one.base) == pytest.approx((other.box[0], other.box[2], other.base), abs=4)


def test_a_blank_page_has_no_lines() -> None:
    assert strips(np.full((600, 800), 255, np.uint8)) == []
    assert strips(np.full((600, 800), 90, np.uint8)) == []


def ruled() -> NDArray[np.uint8]:
    """Three columns and three rows; the first row's last two cells are one, the last two rows of the first column are one."""
    image = Image.new("L", (1800, 900), 255)
    draw = ImageDraw.Draw(image)
    xs, ys = (100, 600, 1100, 1700), (100, 300, 500, 700)
    for y in ys:
        draw.line((xs[0] if y != 500 else xs[1], y, xs[-1], y), fill=0, width=3)
    for x in xs:
        draw.line((x, ys[0] if x != 1100 else ys[1], x, ys[-1]), fill=0, width=3)
    font = ImageFont.truetype(str(FONT), 66)
    draw.text((120, 230), "รายการ", font=font, fill=0, anchor="ls")
    draw.text((640, 430), "๑๒,๓๔๕.๐๐", font=font, fill=0, anchor="ls")
    draw.text((1088, 630), "๙๙๙", font=font, fill=0, anchor="ls")
    return np.asarray(image)


@pytest.mark.parametrize("degrees", [0.0, 0.8])
def test_a_ruled_table_gives_its_cells_and_their_spans(degrees: float) -> None:
    sheet = lay(turned(ruled(), degrees), (300, 300))
    (grid,) = find_grids(find_rules(sheet.ink))
    spans = {(cell.row, cell.column): (cell.row_span, cell.col_span) for cell in grid.cells}
    assert (grid.rows, grid.columns) == (3, 3)
    assert spans == {
        (0, 0): (1, 1),
        (0, 1): (1, 2),
        (1, 0): (2, 1),
        (1, 1): (1, 1),
        (1, 2): (1, 1),
        (2, 1): (1, 1),
        (2, 2): (1, 1),
    }
    unit = PLANE_DPI / 300
    assert grid.box == pytest.approx((100 * unit, 100 * unit, 1700 * unit, 700 * unit), abs=12)


def test_rules_are_not_read_and_letters_are_no_rules() -> None:
    sheet = lay(ruled(), (300, 300))
    ruling = find_rules(sheet.ink)
    found = find_strips(sheet, ruling, find_grids(ruling))
    assert len(found) == 3
    assert not find_rules(lay(page(), (300, 300)).ink).both.any()
