"""Pages are turned the right way up by reading a few of their lines."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from parsers.ocr.page import open_pages
from parsers.ocr.upright import turned, upright
from tests.ocr_kit import Grey, as_fax, fax_file, letter, saved
from tests.unit.test_ocr_faxheader import headed
from tests.unit.test_ocr_photo import STRAIGHT, photo


class Reader:
    """Knows the pictures of this page's lines when they come upright, as a recogniser does."""

    def __init__(self, page: Grey, dpi: tuple[float, float]) -> None:
        self.calls = 0
        self.known: list[Grey] = []
        upright(page, dpi, self._learn)

    def _learn(self, lines: Sequence[Grey]) -> list[float]:
        self.known = [np.asarray(line) for line in lines]
        return [1.0] * len(lines)

    def __call__(self, lines: Sequence[Grey]) -> list[float]:
        self.calls += 1
        assert len(lines) <= 6
        return [max(self._alike(line, known) for known in self.known) for line in lines]

    @staticmethod
    def _alike(line: Grey, known: Grey) -> float:
        sized = cv2.resize(np.asarray(line), known.shape[::-1], interpolation=cv2.INTER_AREA)
        return max(0.0, float(np.corrcoef(sized.ravel().astype(float), known.ravel().astype(float))[0, 1]))


def page() -> Grey:
    return letter(150, 22)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_turn_is_found_and_undone(degrees: int) -> None:
    read = Reader(page(), (150, 150))
    lying, _ = turned(page(), (150, 150), degrees)
    found = upright(lying, (150, 150), read)
    assert (found.turned, found.is_sure) == ((360 - degrees) % 360, True)
    assert np.array_equal(found.grey, page())
    assert found.score > 0.8


def test_an_upright_page_is_read_once() -> None:
    read = Reader(page(), (150, 150))
    upright(page(), (150, 150), read)
    assert read.calls == 1


def test_a_fax_on_its_side_keeps_its_two_resolutions() -> None:
    standing = as_fax(page())
    read = Reader(standing, (204, 98))
    lying, dpi = turned(standing, (204, 98), 90)
    assert dpi == (98, 204)
    found = upright(lying, dpi, read)
    assert (found.turned, found.dpi) == (270, (204, 98))
    assert np.array_equal(found.grey, standing)


def test_a_page_that_no_turn_reads_stays_and_says_so() -> None:
    lying, _ = turned(page(), (150, 150), 180)
    found = upright(lying, (150, 150), lambda lines: [0.3] * len(lines))
    assert (found.turned, found.is_sure) == (0, False)
    assert np.array_equal(found.grey, lying)


def test_a_page_without_lines_stays() -> None:
    blank = np.full((1754, 1240), 255, np.uint8)
    found = upright(blank, (150, 150), lambda lines: [1.0] * len(lines))
    assert (found.turned, found.score, found.is_sure) == (0, 0.0, False)


def test_lines_that_were_cut_already_are_not_cut_again() -> None:
    seen: list[int] = []

    def read(lines: Sequence[Grey]) -> list[float]:
        seen.append(len(lines))
        return [0.95] * len(lines)

    given = [np.full((48, 300 + i), 255, np.uint8) for i in range(9)]
    assert upright(page(), (150, 150), read, given).is_sure
    assert seen == [6]


def test_a_whole_fax_becomes_pages() -> None:
    """Fed upside down: the machine's own line stands on top all the same, and is parted before the page is turned."""
    standing = as_fax(page())
    read = Reader(standing, (204, 98))
    sent = headed(np.ascontiguousarray(np.rot90(standing, 2)))
    blank = np.full_like(standing, 255)
    one, two = open_pages(fax_file(sent, blank), 20, 10_000_000, read)
    assert (one.number, one.turned, one.is_upright, one.blank, len(one.headers)) == (1, 180, True, False, 1)
    assert np.array_equal(one.grey, standing)
    assert one.erased.shape == one.ghosts.shape == one.grey.shape
    assert (two.number, two.blank, two.turned) == (2, True, 0)


def test_a_photo_becomes_a_page() -> None:
    data = saved(photo(STRAIGHT), "JPEG", quality=90)
    (found,) = open_pages(data, 5, 10_000_000, None)
    assert found.corners is not None
    assert np.abs(found.corners - np.array(STRAIGHT)).max() < 9
    assert (found.dpi_from, found.blank, found.is_upright) == ("sheet", False, False)
    assert np.percentile(found.grey, 60) > 230
