"""From line pictures and what a reader says of them to rows, cells and doubts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from parsers.ocr.picture import HEIGHT
from parsers.ocr.recognise import Sign, Spelling
from parsers.ocr.sheet import Grey
from parsers.records import CERTAIN, DOUBTFUL, Method
from parsers.scan_page import ReadLines, read_page
from tests.unit.test_ocr_page import FONT

TEXTS = ("แบบรายงานการเบิกจ่าย เดือนธันวาคม", "รายการ", "ได้รับจัดสรร", "ค่าวัสดุ", "๑๒,๓๔๕.๐๐", "รวมทั้งสิ้น", "๑๒,๓๔๕.๐๐")


def form() -> NDArray[np.uint8]:
    """A heading and a ruled table of three rows and two columns."""
    image = Image.new("L", (1900, 1000), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 66)
    draw.text((120, 150), TEXTS[0], font=font, fill=0, anchor="ls")
    for y in (250, 400, 550, 700):
        draw.line((100, y, 1500, y), fill=0, width=3)
    for x in (100, 800, 1500):
        draw.line((x, 250, x, 700), fill=0, width=3)
    for number, text in enumerate(TEXTS[1:]):
        draw.text((130 + 700 * (number % 2), 350 + 150 * (number // 2)), text, font=font, fill=0, anchor="ls")
    return np.asarray(image)


def says(texts: Sequence[str], unsure: str = "") -> ReadLines:
    """Reads these texts, evenly over each picture; ``unsure`` is a sign that it is not sure of."""

    def read(pictures: Sequence[Grey]) -> list[Spelling]:
        assert all(picture.shape[0] == HEIGHT for picture in pictures)
        return [_spelt(picture, text, unsure) for picture, text in zip(pictures, texts, strict=True)]

    return read


def _spelt(picture: Grey, text: str, unsure: str) -> Spelling:
    step = (picture.shape[1] - 16) / max(1, len(text))
    signs = []
    for at, sign in enumerate(text):
        chance, others = (0.6, (("๕", 0.39),)) if sign == unsure else (0.999, ())
        signs.append(Sign(sign, chance, round(8 + step * at), round(8 + step * (at + 1)), others))
    return Spelling(tuple(signs))


def test_lines_and_cells_stand_where_they_stood() -> None:
    page = read_page(form(), (300, 300), 3, says(TEXTS))
    assert [line.text for line in page.lines] == [TEXTS[0]]
    (table,) = page.tables
    assert [[cell.text for cell in row] for row in table.rows] == [list(TEXTS[1:3]), list(TEXTS[3:5]), list(TEXTS[5:])]
    assert page.table_positions == (1,)
    assert (page.number, page.method, page.dpi) == (3, Method.RECOGNISER, (300, 300))
    left, top, right, bottom = table.rows[1][1].box or (0, 0, 0, 0)
    assert (left, top, right, bottom) == pytest.approx((192, 96, 360, 132), abs=2)


def test_nothing_read_from_an_image_is_certain_before_its_chances_are_calibrated() -> None:
    page = read_page(form(), (300, 300), 1, says(TEXTS))
    assert page.confidence < CERTAIN
    assert all(cell.confidence < CERTAIN for row in page.tables[0].rows for cell in row)


def test_one_unsure_sign_makes_its_cell_a_doubt_and_no_other() -> None:
    texts = [*TEXTS[:4], "๗๒,๓๑๓.๐๐", *TEXTS[5:]]
    page = read_page(form(), (300, 300), 1, says(texts, unsure="๗"))
    doubtful = [[cell.confidence <= DOUBTFUL for cell in row] for row in page.tables[0].rows]
    assert doubtful == [[False, False], [False, True], [False, False]]


def test_a_strip_in_which_nothing_is_read_leaves_nothing() -> None:
    page = read_page(form(), (300, 300), 1, says(["", *TEXTS[1:]]))
    assert page.lines == ()


def test_an_empty_page_has_neither_lines_nor_tables() -> None:
    page = read_page(np.full((500, 400), 255, np.uint8), (200, 200), 1, says([]))
    assert (page.lines, page.tables, page.width, page.height) == ((), (), 144.0, 180.0)
