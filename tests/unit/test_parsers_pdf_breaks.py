"""Lines that a margin broke: what the text layer tells of the space that stood there, and what must stay in doubt."""

from __future__ import annotations

import pytest

from parsers.cluster import Cluster
from parsers.flow import flow
from parsers.kinds.work_title import titles
from parsers.pdf_breaks import cell_text
from parsers.pdf_spaces import Blank, with_spaces
from parsers.pdf_text import Row, rows_of
from parsers.records import CERTAIN, Document, Ending, Line, Method, Page
from tests.reading_kit import lines, lowest, pdf, plain_pdf, read, texts

PROSE = "ได้ดำเนินการพัฒนางานบริการประชาชน ตามโครงการศูนย์ดำรงธรรมอำเภออัจฉริยะ โดยมีกรรมการชุมชน กำนัน แพทย์ประจำตำบล เข้าร่วมรับฟังปัญหา"


def document(data: bytes) -> Document:
    return Document("sha", "a.pdf", read(data).pages, Method.TEXT_LAYER)


@pytest.mark.parametrize("width", range(14, 21, 2))
def test_prose_that_the_margin_broke_is_joined_as_it_was_written(width: int) -> None:
    text = flow(document(pdf(f"{PROSE} {PROSE}", page=f", width: {width}cm")), "").text
    assert text == f"{PROSE} {PROSE}"


def test_a_layer_without_spaces_at_its_breaks_tells_nothing() -> None:
    page = read(plain_pdf([(60, 760, "ได้ดำเนินการพัฒนางานบริการประชาชน" * 2), (60, 740, "ตามโครงการศูนย์ดำรงธรรม")])).pages[0]
    assert [line.ending for line in page.lines] == [Ending.UNKNOWN] * 2


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    (page,) = read(pdf("#block(width: 4.3cm)[บันทึกข้อมูลในระบบ e-fms ไม่ได้]")).pages
    assert lines(page) == ["บันทึกข้อมูลในระบบ e-", "fms ไม่ได้"]


def test_cells_are_joined_as_they_were_written() -> None:
    cells = ["นายแพทย์อภิชาติ อินทรักษ์", "ไม่สามารถบันทึกในระบบ e-fms ได้ เนื่องจากรหัสถูกระงับ", "ระบบไม่เสถียร ทำให้การบันทึกล่าช้า"]
    body = "#table(columns:(2.6cm,2.6cm,3cm), [ผู้ประสาน],[ปัญหา],[สาเหตุ], " + ",".join(f"[{cell}]" for cell in cells) + ")"
    assert texts(read(pdf(body, size=14)).pages[0].tables[0])[1] == cells


@pytest.mark.parametrize("font", ["Waree", "Umpush", "Norasi", "Loma", "Garuda", "Kinnari", "TlwgTypo", "Laksaman"])
def test_clusters_that_a_file_spells_out_for_each_glyph_are_read_once(font: str) -> None:
    text = "ผู้นำชุมชน ลำดับ นำนำ น้ำ กิตติศักดิ์ พรหมสวัสดิ์ (นายสุรศักดิ์) สถานที่ที่ ปั้น ฟื้น"
    page = read(pdf(f"{text}\n\n*{text}*", font=font)).pages[0]
    assert (lines(page), lowest(page) >= CERTAIN) == ([text, text], True)


def test_a_mark_never_goes_to_a_bracket() -> None:
    page = read(plain_pdf([(60, 760, "(ชูศักดิ)"), (90.9, 760.6, "์")])).pages[0]
    assert page.lines[0].text.endswith("ดิ์)")


def letter(text: str, x0: float) -> Cluster:
    return Cluster(text, x0, 0, x0 + 5, 10, 10, 10)


def test_what_has_no_ink_is_a_space_where_it_leaves_a_gap() -> None:
    inside, end = Blank(5, 10, 10), Blank(13, 10, 10)
    told = with_spaces([letter("ก", 0), letter("ข", 8)], [inside, end])
    assert [(each.text, each.after) for each in told] == [("ก", " "), ("ข", " "), (" ", "")]
    told = with_spaces([letter("ก", 0), letter("ข", 5)], [Blank(5, 10, 10), Blank(10, 10, 10)])
    assert [(each.text, each.after) for each in told] == [("ก", ""), ("ข", "?")]


def row(text: str, after: str, width: float, baseline: float) -> Row:
    (made,) = rows_of([Cluster(text, 5, baseline - 8, 5 + width, baseline, baseline, 10, after=after)])
    return made


@pytest.mark.parametrize(
    ("first", "after", "width", "rest", "tells", "joined"),
    [
        ("นายแพทย์อภิชาติ", " ", 60, "อินทรักษ์", True, ("นายแพทย์อภิชาติ อินทรักษ์", False, False)),
        ("นายแพทย์อภิ", "", 60, "ชาติ", True, ("นายแพทย์อภิชาติ", False, False)),
        ("นายแพทย์อภิ", "", 60, "ชาติ", False, ("นายแพทย์อภิชาติ", False, True)),
        ("นายแพทย์อภิ", "?", 60, "ชาติ", True, ("นายแพทย์อภิชาติ", False, True)),
        ("ค่าวัสดุ", "", 20, "ค่าจ้าง", True, ("ค่าวัสดุ ค่าจ้าง", False, False)),
        ("ยอดยกมา", "", 60, "(2)", True, ("ยอดยกมา (2)", False, False)),
        ("e-", "", 60, "fms", True, ("e-fms", False, False)),
        ("082389008", "", 60, "2", True, ("0823890082", False, False)),
        ("107,55", "", 60, "7.00", True, ("107,557.00", True, False)),
        ("107,557", " ", 60, "557.00", True, ("107,557 557.00", True, False)),
    ],
)
def test_lines_of_a_cell(first: str, after: str, width: float, rest: str, tells: bool, joined: tuple[str, bool, bool]) -> None:
    made = cell_text((row(first, after, width, 10), row(rest, "", 20, 22)), (0, 75), tells)
    assert (made.text, made.doubt, made.guessed_space) == joined


def titled(ending: Ending, width: float, following: str, quoted: bool = False) -> tuple[str, bool]:
    opening, closing = ("“", "”") if quoted else ("", "")
    first = f"ขอรายงานผลงานของศูนย์ดำรงธรรมอำเภอสันทราย จังหวัดเชียงใหม่ ชื่อผลงาน {opening}ระบบติดตาม"
    placed = (
        Line(first, (60, 100, 60 + width, 112), ending=ending),
        Line(following + closing, (60, 120, 200, 132)),
        Line("ขอแสดงความนับถือ", (300, 160, 400, 172)),
    )
    page = Page(1, 595, 842, None, 0, 0, Method.TEXT_LAYER, 0.999, placed)
    found = next(titles(flow(Document("sha", "a.pdf", (page,), Method.TEXT_LAYER), "")))
    return found.text, found.sure


def test_a_title_that_the_margin_broke_is_sure_where_the_line_tells() -> None:
    assert titled(Ending.NONE, 475, "คดีร้องเรียน", quoted=True) == ("ระบบติดตามคดีร้องเรียน", True)
    assert titled(Ending.SPACE, 475, "คดีร้องเรียน", quoted=True) == ("ระบบติดตาม คดีร้องเรียน", True)
    assert titled(Ending.UNKNOWN, 475, "คดีร้องเรียน", quoted=True) == ("ระบบติดตามคดีร้องเรียน", False)


def test_a_line_that_may_be_a_heading_is_no_sure_part_of_a_title() -> None:
    assert not titled(Ending.NONE, 475, "ที่มาและความสำคัญ")[1]
