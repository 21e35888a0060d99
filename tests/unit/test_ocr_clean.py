"""Borders, holes and the back's print are painted over; blank pages are flagged."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.ocr.blank import is_blank
from parsers.ocr.clean import cleaned, paper_level
from tests.ocr_kit import Grey, as_fax, letter

DPI = (150.0, 150.0)
MM = 150 / 25.4


def empty(paper: int = 248) -> Grey:
    return letter(150, 0, paper=paper)


def dusty(grey: Grey, count: int = 300) -> Grey:
    rng = np.random.default_rng(5)
    page = grey.copy()
    for y, x, side in zip(
        rng.integers(0, grey.shape[0], count), rng.integers(0, grey.shape[1], count), rng.integers(1, 5, count), strict=True
    ):
        page[y : y + side, x : x + side] = 30
    return page


def bordered(grey: Grey) -> Grey:
    page = grey.copy()
    page[:, : round(7 * MM)] = 12
    cv2.fillPoly(page, [np.array([[0, 0], [grey.shape[1], 0], [grey.shape[1], 40], [0, 15]], np.int32)], 5)
    page[:, -3:] = 90
    return page


def punched(grey: Grey, shade: int = 15) -> Grey:
    page = grey.copy()
    for y in (700, 700 + round(80 * MM)):
        cv2.circle(page, (round(11 * MM), y), round(3 * MM), shade, -1)
    return page


def ringed(grey: Grey) -> Grey:
    page = grey.copy()
    for y in (700, 700 + round(80 * MM)):
        cv2.circle(page, (round(12 * MM), y), round(3 * MM), 90, 2)
    return page


def shining_through(grey: Grey, depth: int = 38) -> Grey:
    """The back of the sheet, mirrored, blurred and faint."""
    back = cv2.GaussianBlur(letter(150, 18, paper=255, ink=0)[:, ::-1], (0, 0), 1.2)
    seen = np.clip(grey.astype(int) - (255 - back.astype(int)) * depth // 255, 0, 255)
    return np.asarray(seen, np.uint8)


@pytest.mark.parametrize(
    "soil", [dusty, bordered, punched, ringed, shining_through, lambda page: bordered(punched(dusty(page)))]
)
def test_a_blank_page_is_blank_whatever_lies_on_it(soil: object) -> None:
    assert callable(soil)
    clean = cleaned(soil(empty()), DPI)
    assert is_blank(clean.grey, DPI, paper_level(clean.grey))
    full = cleaned(soil(letter(150, 2)), DPI)
    assert not is_blank(full.grey, DPI, paper_level(full.grey))


def test_a_hair_is_no_writing_and_a_few_words_are() -> None:
    page = empty()
    points = np.array([[300 + i * 3, 600 + round(40 * np.sin(i / 9))] for i in range(60)], np.int32)
    cv2.polylines(page, [points], False, 40, 2)
    assert is_blank(page, DPI, 248)
    words = empty()
    words[400:520, 300:700] = letter(150, 3)[205:325, 165:565]
    assert not is_blank(words, DPI, 248)
    assert not is_blank(letter(150, 1, ink=170), DPI, 248), "faint writing is writing"


def test_a_blank_fax_page() -> None:
    page = as_fax(empty())
    rng = np.random.default_rng(2)
    page[rng.random(page.shape) < 0.002] = 0
    assert is_blank(page, (204, 98), 255)
    assert not is_blank(as_fax(letter(150, 1)), (204, 98), 255)


@pytest.mark.parametrize("soil", [bordered, punched, ringed])
@pytest.mark.parametrize("bilevel", [False, True])
def test_borders_and_holes_go_and_the_text_stays(soil: object, bilevel: bool) -> None:
    assert callable(soil)
    page = letter(150, 22)
    soiled = soil(page)
    if bilevel:
        page, soiled = (np.where(each > 140, np.uint8(255), np.uint8(0)) for each in (page, soiled))
    clean = cleaned(soiled, DPI, is_bilevel=bilevel)
    text = page < 128
    inner = text.copy()
    inner[:, -12:] = False  # long lines run off the page under the shadow at its right edge
    assert (clean.grey[inner] < 128).all(), "no letter is touched"
    assert ((clean.grey < 128) & ~text).sum() < 60, "nothing else is left"
    assert clean.erased.any()
    assert clean.erased.shape == page.shape


def test_a_clean_page_stays_as_it_is() -> None:
    large = letter(150, 9, points=34)
    for page, dpi in ((letter(150), DPI), (as_fax(letter(150), 196), (204, 196)), (np.roll(large, -200, axis=0), DPI)):
        clean = cleaned(page, dpi)
        assert np.array_equal(clean.grey, page)
        assert not clean.erased.any()
        assert not clean.has_ghosts


def test_text_and_rules_that_run_off_the_edge_stay() -> None:
    page = np.roll(letter(150), -190, axis=1)
    cv2.line(page, (0, 500), (1239, 500), 20, 2)
    cv2.line(page, (200, 300), (200, 900), 20, 3)
    assert (page[:, :2] < 100).any()
    assert np.array_equal(cleaned(page, DPI).grey, page)


def test_large_round_signs_in_the_text_are_no_holes() -> None:
    page = letter(150)
    cv2.circle(page, (620, 900), round(3 * MM), 0, -1)
    cv2.circle(page, (700, 900), round(3 * MM), 0, 2)
    assert np.array_equal(cleaned(page, DPI).grey, page)


def test_the_backs_print_goes_and_says_so() -> None:
    page = letter(150, 10)
    clean = cleaned(shining_through(page, 60), DPI)
    assert clean.has_ghosts
    text = page < 128
    assert (clean.grey[text] < 140).all()
    below = np.s_[900:, :]
    assert clean.grey[below].min() > 200
    marked = letter(150, 10)
    marked[1200:1240, 300:700] = letter(150, 10, ink=110)[205:245, 165:565]
    assert not cleaned(marked, DPI).has_ghosts, "print of half the strength is print"


@pytest.mark.parametrize(("dpi", "points"), [(100, 10.0), (150, 10.0), (300, 10.0)])
def test_small_and_pale_print_beside_a_dark_title_is_no_ghost(dpi: int, points: float) -> None:
    page = letter(dpi, 18, points=points, ink=150)
    title = letter(dpi, 1, points=30, ink=0)
    page[: round(1.2 * dpi)] = title[round(0.9 * dpi) : round(2.1 * dpi)]
    clean = cleaned(page, (dpi, dpi))
    pale = (page < 170) & (clean.ghosts > 0)
    assert not pale.any()
