"""A picture file's bytes become greys with the resolution that they really have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from intake.errors import Unreadable
from parsers.ocr.frames import Frame, frames
from parsers.ocr.greys import grey_of, positive
from parsers.ocr.resolution import DpiFrom, Tag, Unit, find_dpi
from tests.ocr_kit import as_fax, fax_file, letter, resized, saved

SCANS = Path(__file__).parent.parent / "scans"


def opened(data: bytes, pages: int = 20, pixels: int = 100_000_000) -> list[Frame]:
    return list(frames(data, pages, pixels))


@pytest.mark.parametrize(
    ("size", "tag", "bilevel", "dpi", "told"),
    [
        ((2480, 3508), Tag(300, 300), False, (300, 300), DpiFrom.TAG),
        ((2480, 3508), Tag(118.11, 118.11, Unit.CM), False, (300, 300), DpiFrom.TAG),
        ((2480, 3508), Tag(300, 300, Unit.NONE), False, (300, 300), DpiFrom.TAG),
        ((2480, 3508), Tag(300, 300, Unit.CM), False, (300, 300), DpiFrom.TAG),
        ((2480, 3508), Tag(1, 1), False, (300, 300), DpiFrom.PAPER),
        ((2480, 3508), Tag(0, 0), False, (300, 300), DpiFrom.PAPER),
        ((2480, 3508), Tag(float("nan"), 300), False, (300, 300), DpiFrom.PAPER),
        ((2480, 3508), Tag(30000, 30000), False, (300, 300), DpiFrom.PAPER),
        ((2480, 3508), Tag(72, 72), False, (300, 300), DpiFrom.PAPER),
        ((595, 842), Tag(72, 72), False, (72, 72), DpiFrom.TAG),
        ((1240, 1754), None, False, (150, 150), DpiFrom.PAPER),
        ((3508, 2480), None, False, (300, 300), DpiFrom.PAPER),
        ((4961, 7016), None, False, (600, 600), DpiFrom.PAPER),
        ((2550, 3300), None, False, (300, 300), DpiFrom.PAPER),
        ((1700, 2600), None, False, (200, 200), DpiFrom.PAPER),
        ((1728, 2292), Tag(204, 196), True, (204, 196), DpiFrom.TAG),
        ((1728, 1145), Tag(204, 98), True, (204, 98), DpiFrom.TAG),
        ((1728, 1145), Tag(80.3, 38.6, Unit.CM), True, (204, 98), DpiFrom.TAG),
        ((1728, 1145), None, True, (204, 98), DpiFrom.FAX),
        ((1728, 2292), Tag(1, 1), True, (204, 196), DpiFrom.FAX),
        ((1728, 4580), None, True, (204, 391), DpiFrom.FAX),
        ((1108, 1477), Tag(72, 72), False, (134, 134), DpiFrom.GUESS),
    ],
)
def test_the_resolution_is_told(
    size: tuple[int, int], tag: Tag | None, bilevel: bool, dpi: tuple[float, float], told: DpiFrom
) -> None:
    found, by = find_dpi(size, tag, is_bilevel=bilevel)
    assert found == pytest.approx(dpi, rel=0.01)
    assert by is told


def test_a_cameras_tag_means_nothing() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x829A] = 0.01
    (frame,) = opened(saved(letter(100), "JPEG", dpi=(300, 300), exif=exif))
    assert (frame.is_camera, frame.dpi_from, frame.dpi) == (True, DpiFrom.PAPER, (100, 100))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_tags_of_each_format_are_read(kind: str) -> None:
    (frame,) = opened(saved(letter(150), kind, dpi=(150, 150)))
    assert frame.dpi == pytest.approx((150, 150), rel=0.01)
    assert frame.dpi_from is DpiFrom.TAG


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_files_own_orientation_is_undone(kind: str, orientation: int) -> None:
    page = resized(letter(100), (827, 600))
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = Image.fromarray(page)
    stored = image.transpose(back[orientation]) if orientation in back else image
    exif = Image.Exif()
    exif[274] = orientation
    dpi = (200, 145) if orientation < 5 else (145, 200)
    options: dict[str, Any] = {"tiffinfo": {274: orientation}} if kind == "TIFF" else {"exif": exif, "quality": 95}
    (frame,) = opened(saved(stored, kind, dpi=dpi, **options))
    assert frame.grey.shape == page.shape
    assert np.abs(frame.grey.astype(int) - page).mean() < 3
    assert frame.dpi == pytest.approx((200, 145), rel=0.01)


def modes() -> dict[str, Image.Image]:
    page = Image.fromarray(letter(60))
    clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
    clear.paste((20, 20, 20, 255), mask=page.point(lambda value: 255 - value))
    deep = Image.fromarray(np.asarray(page).astype(np.uint16) * 257)
    twelve = Image.fromarray(np.asarray(page).astype(np.uint16) * 16)
    return {
        "1": page.convert("1", dither=Image.Dither.NONE),
        "P": page.convert("RGB").quantize(8),
        "RGB": page.convert("RGB"),
        "CMYK": page.convert("CMYK"),
        "LA": page.convert("LA"),
        "RGBA": clear,
        "I;16": deep,
        "I;16 of 12": twelve,
        "I": page.convert("I"),
        "F": page.convert("F"),
    }


@pytest.mark.parametrize("mode", list(modes()))
def test_every_mode_becomes_dark_on_light(mode: str) -> None:
    grey, page = grey_of(modes()[mode]), letter(60)
    assert grey.dtype == np.uint8
    assert grey.shape == page.shape
    assert np.abs(grey.astype(int) - page).mean() < 20


def test_sixteen_bits_survive_a_file() -> None:
    page = letter(60)
    for kind in ("PNG", "TIFF"):
        (frame,) = opened(saved(page.astype(np.uint16) * 257, kind))
        assert np.abs(frame.grey.astype(int) - page).max() <= 1


def test_negatives_are_turned_over_and_small_sheets_on_a_dark_lid_are_not() -> None:
    page = as_fax(letter())
    assert np.array_equal(positive(255 - page), page)
    lid = np.zeros((1200, 1000), np.uint8)
    lid[100:500, 100:600] = resized(letter(), (500, 400))
    assert np.array_equal(positive(lid), lid)


def test_a_tiff_has_pages_and_thumbnails_are_none() -> None:
    one, two = Image.fromarray(letter(100)), Image.fromarray(letter(100, 5))
    data = saved(one, "TIFF", save_all=True, append_images=[two], dpi=(100, 100))
    assert [frame.number for frame in opened(data)] == [1, 2]
    assert (opened(data)[1].grey == np.asarray(two)).all()
    small = one.resize((80, 110))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    thumbed = saved(one, "TIFF", save_all=True, append_images=[small], dpi=(100, 100))
    assert [frame.grey.shape for frame in opened(thumbed)] == [letter(100).shape]
    moving = saved(one, "GIF", save_all=True, append_images=[two])
    assert len(opened(moving)) == 1


def test_limits_hold() -> None:
    many = fax_file(*[as_fax(letter(50, 2))] * 3)
    with pytest.raises(Unreadable) as caught:
        opened(many, pages=2)
    assert caught.value.code == "too_many_pages"
    with pytest.raises(Unreadable) as caught:
        opened(saved(letter(100), "PNG"), pixels=100_000)
    assert caught.value.code == "too_large"
    for broken in (b"", b"II*\0junk", saved(letter(60), "PNG")[:900], saved(letter(60), "JPEG")[:3000]):
        with pytest.raises(Unreadable) as caught:
            opened(broken)
        assert caught.value.code == "broken"


def test_far_finer_scans_are_reduced() -> None:
    fine = np.kron(letter(150), np.ones((4, 4), np.uint8))
    (frame,) = opened(saved(fine, "TIFF", dpi=(600, 600), compression="tiff_lzw"))
    assert frame.dpi == pytest.approx((300, 300), rel=0.01)
    assert frame.grey.shape == (fine.shape[0] // 2, fine.shape[1] // 2)


def test_a_standard_page_that_a_gateway_calls_fine_is_known_by_its_letters() -> None:
    (frame,) = opened(fax_file(as_fax(letter(200, 24)), dpi=(204, 204)))
    assert frame.dpi == (204, 102)
    half = as_fax(letter(200, 12), 196)[:1145]
    (frame,) = opened(fax_file(half, dpi=(204, 196)))
    assert frame.dpi == (204, 196)


def test_a_phones_heic_is_read() -> None:
    (frame,) = opened((SCANS / "phone.heic").read_bytes())
    assert (frame.grey.shape, frame.dpi, frame.dpi_from) == ((702, 496), (60, 60), DpiFrom.PAPER)
    assert frame.grey[90:100, 100:280].max() < 30
    assert frame.grey[300:].min() > 240
