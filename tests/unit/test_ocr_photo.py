"""The sheet in a photo is found, laid flat and evenly lit."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from parsers.ocr.light import PAPER, even, is_uneven
from parsers.ocr.photo import find_sheet, flatten, is_framed
from tests.ocr_kit import Grey, letter

Corners = NDArray[np.float64]
SIZE = (1200, 1600)
STRAIGHT = ((150, 120), (1070, 150), (1110, 1480), (90, 1450))
STEEP = ((260, 220), (930, 180), (1130, 1440), (60, 1490))
TURNED = ((330, 90), (1130, 330), (880, 1500), (70, 1240))
ON_ITS_SIDE = ((90, 340), (1130, 300), (1150, 1060), (60, 1100))


def photo(corners: tuple[tuple[int, int], ...], *, table: float = 90, shadow: float = 0.45, seed: int = 1) -> Grey:
    """An A4 page seen at these corners, on a table with a grain, half in shadow, soft and noisy."""
    page = letter(110, 24).astype(np.float32)
    rng = np.random.default_rng(seed)
    tall, wide = page.shape
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [wide - 1, 0], [wide - 1, tall - 1], [0, tall - 1]], np.float32), np.array(corners, np.float32)
    )
    grain = cv2.GaussianBlur(rng.normal(0, 60, SIZE[::-1]).astype(np.float32), (0, 0), 3)
    here = cv2.warpPerspective(np.ones_like(page), matrix, SIZE)
    image = (table + grain) * (1 - here) + cv2.warpPerspective(page, matrix, SIZE) * here
    xs, ys = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    image = image * (1 - shadow / (1 + np.exp(-(0.6 * xs + ys - 1200) / 60)))
    image = cv2.GaussianBlur(image.astype(np.float32), (0, 0), 1) + rng.normal(0, 4, image.shape)
    return np.clip(image, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("corners", [STRAIGHT, STEEP, TURNED, ON_ITS_SIDE])
@pytest.mark.parametrize(("table", "shadow"), [(90, 0.45), (60, 0.0), (150, 0.45)])
def test_the_corners_are_found(corners: tuple[tuple[int, int], ...], table: float, shadow: float) -> None:
    found = find_sheet(photo(corners, table=table, shadow=shadow))
    assert found is not None
    wide = np.hypot(*np.subtract(corners[1], corners[0]))
    assert np.abs(found - np.array(corners)).max() < 0.01 * wide


@pytest.mark.parametrize("corners", [STRAIGHT, STEEP, ON_ITS_SIDE])
def test_perspective_and_shadow_are_undone(corners: tuple[tuple[int, int], ...]) -> None:
    flat = flatten(photo(corners))
    assert flat is not None
    assert flat.is_a4
    tall, wide = flat.grey.shape
    short, long = sorted((wide / flat.dpi[0], tall / flat.dpi[1]))
    assert (short, long) == pytest.approx((8.27, 11.69), rel=0.01)
    lit = even(flat.grey, flat.dpi)
    page = cv2.resize(letter(110, 24), (wide, tall), interpolation=cv2.INTER_AREA)
    inner = np.s_[20:-20, 20:-20]
    paper = lit[inner][page[inner] > 240]
    assert np.percentile(paper, 2) > PAPER - 55, "no shadow is left"
    assert np.median(lit[inner][page[inner] < 60]) < 150, "ink stays dark"
    one, other = (each[inner].astype(float).ravel() for each in (lit, page))
    assert np.corrcoef(one, other)[0, 1] > 0.7, "letters lie where they lay on the page"


def test_a_page_that_fills_the_picture_stays() -> None:
    page = letter(110, 24)
    assert not is_framed(page)
    assert find_sheet(page) is None
    beyond = photo(((-60, -60), (1260, -50), (1270, 1660), (-50, 1650)))
    assert find_sheet(beyond) is None


def test_a_frame_drawn_on_the_page_is_not_the_sheet() -> None:
    page = letter(110, 24)
    cv2.rectangle(page, (60, 60), (850, 1200), 0, 3)
    assert find_sheet(page) is None


def test_nothing_is_found_where_there_is_no_sheet() -> None:
    rng = np.random.default_rng(3)
    assert find_sheet(rng.integers(0, 255, (800, 600), np.uint8).astype(np.uint8)) is None
    assert find_sheet(np.full((800, 600), 255, np.uint8)) is None
    assert find_sheet(np.full((60, 40), 255, np.uint8)) is None


def test_light_wood_is_told_from_paper_by_its_colour() -> None:
    """Grey levels alike; the weakest colour is not."""
    like = photo(STRAIGHT, table=247, shadow=0.0)
    white = photo(STRAIGHT, table=150, shadow=0.0)[::2, ::2]
    found = find_sheet(like, white)
    assert found is not None
    assert np.abs(found - np.array(STRAIGHT)).max() < 9


def test_a_known_resolution_is_kept() -> None:
    flat = flatten(photo(STRAIGHT), dpi=200)
    assert flat is not None
    assert flat.dpi == (200, 200)
    assert flat.grey.shape[1] == pytest.approx(1020, abs=12)


def test_even_light_stays_and_solid_ink_stays_dark() -> None:
    page = letter(110)
    assert not is_uneven(page)
    assert is_uneven(photo(STRAIGHT)[200:1300, 250:950])
    page[300:340, 200:260] = 10
    assert even(page, (110, 110))[305:335, 205:255].max() < 40
