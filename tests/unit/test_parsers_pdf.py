from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw

from intake.errors import ToolMissing, Unreadable
from parsers import second
from parsers.limits import Limits
from parsers.read import read_part
from parsers.records import CERTAIN, Line, Method, Table
from parsers.thai.text import strip_leaders
from tests.reading_kit import (
    EXPECTED,
    LAKSAMAN,
    edited,
    form,
    lines,
    lowest,
    misnamed,
    part,
    pdf,
    plain_pdf,
    read,
    texts,
)


def body_of(table: Table, heading_rows: int) -> list[list[str]]:
    return texts(table)[heading_rows:-1]


def test_boxes_are_points_from_the_top_left() -> None:
    page = read(pdf("#place(top + left, dx: 100pt, dy: 200pt)[จังหวัดน่าน]")).pages[0]
    (line,) = page.lines
    assert line.box is not None
    assert line.box[0] == pytest.approx(156.7, abs=2)
    assert 245 < line.box[1] < line.box[3] < 275
    assert [page.width, page.height] == pytest.approx([595.3, 841.9], abs=1)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_upright(turn: int) -> None:
    """/Rotate turns the paper; when the text was typed upright the page stands on its side, and is put upright again."""

    def rotate(document: Any) -> None:
        document.pages[0].Rotate = turn

    straight, turned = read(pdf(form())).pages[0], read(edited(pdf(form()), rotate)).pages[0]
    assert lines(turned) == lines(straight)
    assert texts(turned.tables[0]) == texts(straight.tables[0])
    assert [turned.width, turned.height] == pytest.approx([straight.width, straight.height], abs=1)
    first, second_ = straight.lines[0].box, turned.lines[0].box
    assert first is not None and second_ is not None
    assert second_ == pytest.approx(first, abs=3)


def test_a_landscape_page_honours_rotate() -> None:
    """Text typed sideways on a portrait sheet with /Rotate 90: what office programs make of a landscape page."""
    sideways = pdf("#rotate(-90deg, reflow: true)[" + form() + "]", page=", height: 30cm")
    page = read(sideways).pages[0]
    assert body_of(page.tables[0], 1) == EXPECTED
    assert page.rotation == 90


def test_a_crop_box_moves_the_origin() -> None:
    def crop(document: Any) -> None:
        document.pages[0].CropBox = [30, 20, 560, 800]

    page = read(edited(pdf(form()), crop)).pages[0]
    assert body_of(page.tables[0], 1) == EXPECTED
    assert page.tables[0].box is not None
    assert page.tables[0].box[0] == pytest.approx(56.7 - 30, abs=1)


def test_letterhead_columns_stay_apart() -> None:
    page = read(pdf("#grid(columns:(1fr,1fr), [ที่ นม ๐๐๑๘.๑/๓๔๖๑], [#align(right)[ศาลากลางจังหวัดนครราชสีมา]])")).pages[0]
    assert lines(page) == ["ที่ นม ๐๐๑๘.๑/๓๔๖๑   ศาลากลางจังหวัดนครราชสีมา"]


def test_figures_on_which_two_programs_differ_are_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = second.second_opinion

    def other(data: bytes, pages: int) -> tuple[second.Opinion, ...] | None:
        found = honest(data, pages)
        assert found is not None
        return tuple(second.opinion_of(each.squeezed.replace("๖๑,๐๖๕.๒๕", "๖๑,๐๖๕.๒๖")) for each in found)

    monkeypatch.setattr("parsers.pdf.second_opinion", other)
    reading = read(pdf(form()))
    doubtful = {cell.text for row in reading.pages[0].tables[0].rows for cell in row if cell.confidence < CERTAIN}
    assert "๖๑,๐๖๕.๒๕" in doubtful
    assert any("ไม่ตรงกัน" in warning for warning in reading.warnings)


def test_without_a_second_opinion_nothing_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.pdf.second_opinion", lambda data, pages: None)
    assert lowest(read(pdf(form())).pages[0]) < CERTAIN


def test_a_missing_second_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ToolMissing, match="poppler-utils"):
        read(pdf("จังหวัดน่าน"))


def test_an_owner_password_does_not_hinder_reading() -> None:
    locked = edited(pdf(form()), lambda document: None, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert body_of(read(locked).pages[0].tables[0], 1) == EXPECTED


def test_a_damaged_file_is_mended() -> None:
    data = pdf(form())
    cut = data[: data.rindex(b"startxref")]
    assert body_of(read(cut).pages[0].tables[0], 1) == EXPECTED
    assert body_of(read(b"\0" * 3000 + data).pages[0].tables[0], 1) == EXPECTED


def scan(text: str = "") -> Image.Image:
    image = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(image).multiline_text((100, 100), text or "scanned page\n" * 40, fill=0)
    return image


def scanned_pdf(pages: int = 1) -> bytes:
    made = io.BytesIO()
    scan().save(made, "PDF", resolution=150, save_all=True, append_images=[scan()] * (pages - 1))
    return made.getvalue()


def with_text(data: bytes, text: bytes, mode: int, below: bool = False) -> bytes:
    """A scan with text on it, in render mode 0 (visible) or 3 (invisible), above or below the picture."""

    def add(document: Any) -> None:
        page = document.pages[0]
        font = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        page.Resources.Font = pikepdf.Dictionary(F1=font)
        written = b"\n".join(b"BT /F1 12 Tf %d Tr 50 %d Td (%s) Tj ET" % (mode, 700 - 20 * row, text) for row in range(8))
        stream = document.make_stream(written)
        page.Contents = pikepdf.Array([stream, page.Contents] if below else [page.Contents, stream])

    return edited(data, add)


def test_a_scan_is_said_to_be_one() -> None:
    with pytest.raises(Unreadable) as caught:
        read(scanned_pdf())
    assert caught.value.code == "image_only"


def test_somebodys_recognised_text_under_a_scan_is_not_believed() -> None:
    for data in (
        with_text(scanned_pdf(), b"Total 97,394.00 baht", 3),
        with_text(scanned_pdf(), b"Total 97,394.00 baht", 0, below=True),
    ):
        with pytest.raises(Unreadable) as caught:
            read(data)
        assert caught.value.code == "image_only"
        assert "รู้จำ" in caught.value.reason


def test_typed_text_on_a_scan_is_read_but_doubted() -> None:
    reading = read(with_text(scanned_pdf(), b"Total 97,394.00 baht, typed", 0))
    assert "97,394.00" in lines(reading.pages[0])[0]
    assert lowest(reading.pages[0]) < CERTAIN
    assert "ภาพเต็มหน้า" in reading.warnings[-1]


def test_a_fax_heading_does_not_make_a_scan_readable() -> None:
    def add(document: Any) -> None:
        page = document.pages[0]
        font = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        page.Resources.Font = pikepdf.Dictionary(F1=font)
        page.Contents = pikepdf.Array(
            [page.Contents, document.make_stream(b"BT /F1 9 Tf 50 800 Td (08-JAN-2021 10:12 FROM 044243798 P.1/2) Tj ET")]
        )

    with pytest.raises(Unreadable) as caught:
        read(edited(scanned_pdf(), add))
    assert caught.value.code == "image_only"


def test_good_pages_of_a_mixed_document_are_read() -> None:
    def join(document: Any) -> None:
        with pikepdf.open(io.BytesIO(scanned_pdf())) as other:
            document.pages.append(other.pages[0])

    reading = read(edited(pdf(form()), join))
    assert body_of(reading.pages[0].tables[0], 1) == EXPECTED
    assert reading.pages[1].confidence == 0.0
    assert any(warning.startswith("หน้า 2") and "สแกน" in warning for warning in reading.warnings)


class Echo:
    """A recogniser that says what it was given."""

    def recognise(self, image: bytes, dpi: tuple[float, float]) -> Sequence[Line]:
        with Image.open(io.BytesIO(image)) as opened:
            return (Line(f"{opened.width} {dpi[0]:.0f}", None, 0.5),)


def test_with_a_recogniser_scans_go_to_it() -> None:
    reading = read_part(part(scanned_pdf()), Echo(), Limits())
    assert reading.pages[0].method is Method.RECOGNISER
    assert lines(reading.pages[0]) in (["2480 300"], ["2481 300"])


def test_filled_form_fields_are_read_where_they_stand() -> None:
    def fill(document: Any) -> None:
        def field(value: str, rect: list[float], **more: Any) -> Any:
            return document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="f", V=value, Rect=rect, **more
                )
            )

        page = document.pages[0]
        top = float(page.MediaBox[3])
        hidden = field("999,999.99", [300, 100, 400, 120], F=2)
        fields = [field("สุราษฎร์ธานี", [200, top - 80, 300, top - 62]), field("12,345.00", [300, 200, 400, 220]), hidden]
        page.Annots = pikepdf.Array(fields)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))

    data = edited(pdf("#v(5pt)จังหวัด .........................................."), fill)
    page = read(data).pages[0]
    assert strip_leaders(page.lines[0].text).split() == ["จังหวัด", "สุราษฎร์ธานี"]
    assert "12,345.00" in lines(page)
    assert not any("999" in text for text in lines(page))


def test_typed_notes_on_a_page_are_read() -> None:
    def note(document: Any) -> None:
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Contents="อำเภอสันทราย", Rect=[100, 500, 250, 520]
        )
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(annotation)])

    assert "อำเภอสันทราย" in lines(read(edited(pdf("จังหวัดเชียงใหม่"), note)).pages[0])


def test_a_watermark_is_kept_apart_and_never_believed() -> None:
    page = read(pdf("#place(center + horizon, rotate(45deg)[#text(size: 60pt, fill: silver)[สำเนา]])\n" + form())).pages[0]
    assert body_of(page.tables[0], 1) == EXPECTED
    (mark,) = [line for line in page.lines if line.text == "สำเนา"]
    assert mark.confidence < CERTAIN


def test_text_outside_the_page_is_not_read() -> None:
    assert lines(read(pdf("จังหวัดน่าน #place(dx: 900pt)[๙๙๙,๙๙๙.๐๐]")).pages[0]) == ["จังหวัดน่าน"]


def test_a_blank_document_is_said_to_be_blank() -> None:
    with pytest.raises(Unreadable) as caught:
        read(pdf("#pagebreak()"))
    assert caught.value.code == "empty"


def test_pages_are_counted_before_they_are_read() -> None:
    with pytest.raises(Unreadable) as caught:
        read(pdf("\n".join(f"หน้า {number} #pagebreak()" for number in range(4))), pages=3)
    assert caught.value.code == "too_many_pages"


OFFICE = [(60.0, 760.0, "สํานักงานอําเภอ จํานวน ๙๗,๓๙๔.๐๐"), (60.0, 730.0, "น้ําหนัก ที่ดําเนินการ")]
MENDED = ["สำนักงานอำเภอ จำนวน ๙๗,๓๙๔.๐๐", "น้ำหนัก ที่ดำเนินการ"]


def test_sara_am_in_two_glyphs_is_composed() -> None:
    page = read(plain_pdf(OFFICE)).pages[0]
    assert (lines(page), lowest(page) >= CERTAIN) == (MENDED, True)


@pytest.mark.parametrize("name", [" ", "\ufffd"])
def test_sara_am_that_a_font_lost_throughout_is_put_back(name: str) -> None:
    page = read(misnamed(plain_pdf(OFFICE), LAKSAMAN["ํ"], name)).pages[0]
    assert lines(page) == MENDED
    assert CERTAIN <= lowest(page) < 0.999


def test_a_digit_without_a_name_makes_its_line_doubtful() -> None:
    page = read(misnamed(plain_pdf([*OFFICE, *OFFICE]), LAKSAMAN["๗"], "\ufffd")).pages[0]
    assert page.lines[0].confidence < CERTAIN


def test_glyph_variants_of_old_typefaces_are_read() -> None:
    page = read(plain_pdf([(60, 760, "ผู\uf70bว\uf70aาราชการจังหวัด ป\uf702\uf713 ๒๕๖๓")])).pages[0]
    assert lines(page) == ["ผู้ว่าราชการจังหวัด ปี่ ๒๕๖๓"]


def test_letters_printed_twice_for_bold_are_read_once() -> None:
    page = read(plain_pdf([(60, 760, "ยอด ๙๗,๓๙๔.๐๐"), (60.3, 760, "ยอด ๙๗,๓๙๔.๐๐")])).pages[0]
    assert "๙๗,๓๙๔.๐๐" in lines(page)[0]
    assert "๙๙" not in lines(page)[0]


def test_a_figure_printed_over_another_is_doubted() -> None:
    page = read(plain_pdf([(60, 760, "๙๗,๓๙๔.๐๐"), (60, 760, "๒๗,๓๙๔.๐๐")])).pages[0]
    assert lowest(page) < CERTAIN


def test_marks_typed_before_or_after_their_place_are_put_right() -> None:
    page = read(plain_pdf([(60, 760, "ก่ิง ว่า หน้าที่ ปู่")])).pages[0]
    assert lines(page) == ["กิ่ง ว่า หน้าที่ ปู่"]


def test_names_with_two_marks_on_a_letter_keep_their_order() -> None:
    names = "นายประสิทธิ์ ศักดิ์สิทธิ์ จังหวัดกาฬสินธุ์ พันธุ์ ฤทธิ์ น้ำ ผู้ที่"
    page = read(pdf(names)).pages[0]
    assert (lines(page), lowest(page) >= CERTAIN) == ([names], True)
