from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw

from intake.errors import Unreadable
from parsers.image import image_facts
from parsers.limits import Limits
from parsers.read import read_part
from parsers.records import Line, Method
from tests.reading_kit import lines, part, read


def picture(blank: bool = False) -> Image.Image:
    image = Image.new("1", (1728, 1100), 1)
    if not blank:
        ImageDraw.Draw(image).rectangle((100, 100, 900, 160), fill=0)
    return image


def tiff(*pages: Image.Image, dpi: tuple[int, int] | None = (204, 98)) -> bytes:
    made = io.BytesIO()
    more = {"dpi": dpi} if dpi else {}
    pages[0].save(made, "TIFF", save_all=True, append_images=list(pages[1:]), compression="group4", **more)
    return made.getvalue()


def test_a_fax_is_told_with_its_facts() -> None:
    data = tiff(picture(), picture(blank=True))
    facts = image_facts(data, Limits())
    assert (facts.format, facts.pages, facts.size, facts.blank) == ("TIFF", 2, (1728, 1100), (2,))
    assert facts.dpi == pytest.approx((204, 98), abs=1)
    with pytest.raises(Unreadable) as caught:
        read(data, "image/tiff")
    assert caught.value.code == "image_only"
    assert "จำนวน 2 หน้า (หน้าว่าง: 2)" in caught.value.reason


def test_senseless_resolutions_are_none() -> None:
    assert image_facts(tiff(picture(), dpi=(1, 1)), Limits()).dpi is None


def test_blank_pictures_are_said_to_be_blank() -> None:
    with pytest.raises(Unreadable) as caught:
        read(tiff(picture(blank=True)), "image/tiff")
    assert caught.value.code == "empty"


def test_picture_bombs_and_too_many_pages_are_refused() -> None:
    made = io.BytesIO()
    Image.new("1", (4000, 4000), 1).save(made, "PNG")
    with pytest.raises(Unreadable) as large:
        read(made.getvalue(), "image/png", pixels=1_000_000)
    with pytest.raises(Unreadable) as many:
        read(tiff(*[picture()] * 3), "image/tiff", pages=2)
    assert (large.value.code, many.value.code) == ("too_large", "too_many_pages")


@pytest.mark.parametrize("data", [b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"II*\0" + b"\xff" * 60, b"BM" + b"\1" * 60])
def test_broken_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data, "image/png")
    assert caught.value.code == "broken"


class Counter:
    def recognise(self, image: bytes, dpi: tuple[float, float]) -> Sequence[Line]:
        return (Line(f"{dpi[0]:.0f}x{dpi[1]:.0f}", None, 0.7),)


def test_a_recogniser_reads_every_page() -> None:
    reading = read_part(part(tiff(picture(), picture()), "image/tiff"), Counter())
    assert [(page.number, page.method, page.confidence, lines(page)) for page in reading.pages] == [
        (1, Method.RECOGNISER, 0.7, ["204x98"]),
        (2, Method.RECOGNISER, 0.7, ["204x98"]),
    ]
    assert reading.pages[0].width == pytest.approx(1728 / 204 * 72, abs=2)
