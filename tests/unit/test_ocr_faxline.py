"""Rows that the telephone line broke are counted and, where few, mended."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from parsers.ocr.faxline import mended
from parsers.ocr.frames import Frame, frames
from tests.ocr_kit import as_fax, fax_file, letter

SCANS = Path(__file__).parent.parent / "scans"


def opened(data: bytes) -> list[Frame]:
    return list(frames(data, 20, 100_000_000))


def strip(data: bytes, page: int = 0) -> tuple[int, int]:
    """Where a page's coded rows lie in the file, and how many bytes they are."""
    with Image.open(io.BytesIO(data)) as image:
        image.seek(page)
        tags = image.tag_v2  # type: ignore[attr-defined]
        return int(tags[273][0]), int(tags[279][0])


def flipped(data: bytes, page: int, places: list[float]) -> bytes:
    """One bit turned over at each of these shares of the page's bytes."""
    raw = bytearray(data)
    start, size = strip(data, page)
    for place in places:
        raw[start + int(place * size)] ^= 0x10
    return bytes(raw)


def tall_strips(*pages: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> bytes:
    images = [Image.fromarray(page).convert("1") for page in pages]
    target = io.BytesIO()
    images[0].save(
        target, "TIFF", compression="group3", dpi=(204, 196), save_all=True, append_images=images[1:], strip_size=10_000_000
    )
    return target.getvalue()


def test_a_sound_fax_has_no_bad_rows() -> None:
    page = as_fax(letter(200, 24), 196)
    (frame,) = opened(tall_strips(page))
    assert (frame.damage.bad, frame.damage.rows, frame.damage.unread) == (0, (), False)
    assert np.array_equal(frame.grey, page)


def test_broken_rows_are_named_and_mended() -> None:
    page = as_fax(letter(200, 24), 196)
    sound = tall_strips(page, page)
    one, two = opened(flipped(sound, 1, [0.31, 0.47, 0.62, 0.78]))
    assert one.damage.bad == 0
    assert np.array_equal(one.grey, page)
    assert 1 <= len(two.damage.rows) <= 8
    assert two.damage.mended == len(two.damage.rows)
    assert (two.grey != page).mean() < 0.0005


def test_pages_of_many_strips_name_the_row_of_the_page() -> None:
    page = as_fax(letter(200, 24), 196)
    data = fax_file(page, dpi=(204, 196))
    with Image.open(io.BytesIO(data)) as image:
        tags = image.tag_v2  # type: ignore[attr-defined]
        starts, sizes, rows = tags[273], tags[279], tags[278]
    assert len(starts) > 3, "this file has several strips"
    raw = bytearray(data)
    raw[starts[2] + sizes[2] // 2] ^= 0x24
    (frame,) = opened(bytes(raw))
    assert frame.damage.rows
    assert all(2 * rows <= row < 3 * rows for row in frame.damage.rows)


def test_where_the_data_end_all_further_rows_are_lost() -> None:
    page = as_fax(letter(200, 24), 196)
    sound = tall_strips(page)
    start, size = strip(sound)
    cut = bytearray(sound)
    cut[start + size // 2 : start + size] = bytes(size - size // 2)
    (frame,) = opened(bytes(cut))
    assert frame.damage.bad > 0.25 * len(page)
    assert frame.grey[-1000:].min() == 255, "no black half page"


def test_what_the_receiving_machine_says_is_kept() -> None:
    """A real call over a noisy line, coded with its low bits first; the machine replaced the rows by itself."""
    found = opened((SCANS / "fax-noisy.tif").read_bytes())
    assert [(frame.dpi, frame.is_bilevel) for frame in found] == [((204, 98), True)] * 2
    assert [frame.damage.regenerated for frame in found] == [26, 9]
    assert [frame.damage.bad for frame in found] == [26, 9]
    assert all(0.005 < (frame.grey < 128).mean() < 0.1 for frame in found)


@pytest.mark.parametrize("run", [1, 2, 4])
def test_short_runs_are_outvoted_by_their_neighbours(run: int) -> None:
    page = np.full((200, 60), 255, np.uint8)
    page[:, 20:30] = 0
    broken = page.copy()
    broken[50 : 50 + run, 25:] = 255 - broken[50 : 50 + run, 25:]
    healed, count = mended(broken, list(range(50, 50 + run)))
    assert count == run
    assert np.array_equal(healed, page)


def test_too_much_damage_is_left_alone() -> None:
    page = np.full((200, 60), 255, np.uint8)
    page[:, 20:30] = 0
    for rows in (list(range(50, 56)), list(range(0, 200, 5)), [0], [199], [-3, 400]):
        healed, count = mended(page, rows)
        assert count == 0
        assert np.array_equal(healed, page)
