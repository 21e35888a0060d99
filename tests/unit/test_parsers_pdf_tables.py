from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import ImageFont

from parsers.cluster import Cluster
from parsers.grid import is_one_amount
from parsers.pdf_text import rows_of
from parsers.records import CERTAIN, Table
from tests.reading_kit import (
    EXPECTED,
    FONTS,
    HEADING,
    TOTAL,
    TWO_STOREYS,
    drawn_on,
    edited,
    form,
    lines,
    lowest,
    pdf,
    plain_pdf,
    read,
    ruled,
    texts,
)


def body_of(table: Table, heading_rows: int) -> list[list[str]]:
    return texts(table)[heading_rows:-1]


COLUMN_RULES = "(x,y)=>(left:0.5pt,right:0.5pt,top:if y==0 or y==1 or y==4 {0.5pt},bottom:if y==4 {0.5pt})"


@pytest.mark.parametrize(
    "stroke", ["0.5pt", "none", "(x:none,y:0.5pt)", COLUMN_RULES], ids=["ruled", "bare", "across", "columns"]
)
def test_a_table_is_read_alike_whatever_is_ruled(stroke: str) -> None:
    page = read(pdf(form(stroke))).pages[0]
    (table,) = page.tables
    heading = [text.replace(" ", "") for text in texts(table)[0]]
    wanted = ["ลำดับ", "หมวดรายจ่าย", "งบประมาณที่ได้รับจัดสรร(บาท)", "เบิกจ่ายเดือนนี้(บาท)", "เบิกจ่ายสะสม(บาท)", "คงเหลือ(บาท)", "ร้อยละ"]
    assert heading == wanted
    assert body_of(table, 1) == EXPECTED
    assert texts(table)[-1][2:] == TOTAL
    assert "รวมทั้งสิ้น" in texts(table)[-1][:2]
    assert lowest(page) >= CERTAIN
    assert page.table_positions == (3,)
    assert lines(page)[:3] == [
        "แบบรายงานการเบิกจ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
        "จังหวัดสุราษฎร์ธานี ประจำเดือน ธันวาคม ๒๕๖๓",
        "หน่วย : บาท",
    ]
    assert lines(page)[-1] == "โทร. ๐ ๗๗๒๗ ๒๑๗๖ ต่อ ๑๒"


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_a_heading_in_two_storeys_keeps_its_spans(stroke: str) -> None:
    (table,) = read(pdf(form(stroke, TWO_STOREYS))).pages[0].tables
    upper, lower = table.rows[0], table.rows[1]
    assert (upper[3].text, upper[3].col_span) == ("ผลการเบิกจ่าย", 2)
    assert upper[4].covered
    assert (upper[0].row_span, lower[0].covered) == (2, True)
    assert [lower[3].text, lower[4].text] == ["เดือนนี้", "สะสม"]
    assert body_of(table, 2) == EXPECTED


@pytest.mark.parametrize("font", ["Laksaman", "Garuda", "Norasi", "Loma", "Waree", "TlwgTypist"])
def test_healthy_text_is_not_doubted_whatever_its_typeface(font: str) -> None:
    page = read(pdf(form("0.5pt"), font=font, size=9)).pages[0]
    assert lowest(page) >= CERTAIN
    assert body_of(page.tables[0], 1) == EXPECTED


def test_wrapped_numbers_are_joined_and_doubted() -> None:
    columns = "#table(columns:(3cm,1.25cm,3cm), "
    body = columns + "[รายการ],[จำนวน],[คงเหลือ], [ค่าวัสดุ],[๙๗,๓๙๔,\\ ๐๐๐.๐๐],[๑,๐๐๐.๐๐], [รวม],[๑๐๐.๐๐],[๒.๐๐])"
    cell = read(pdf(body)).pages[0].tables[0].rows[1][1]
    assert cell.text == "๙๗,๓๙๔,๐๐๐.๐๐"
    assert cell.confidence < CERTAIN


def test_a_number_wider_than_its_cell_keeps_its_digits_and_is_doubted() -> None:
    columns = "#table(columns:(3cm,1.2cm,3cm), align:right, "
    body = columns + "[รายการ],[จำนวน],[คงเหลือ], [],[๙๗,๓๙๔.๐๐],[๑,๐๐๐.๐๐], [รวม],[๑๐๐.๐๐],[๒.๐๐])"
    row = read(pdf(body)).pages[0].tables[0].rows[1]
    assert "๙๗,๓๙๔.๐๐" in [cell.text for cell in row]
    assert min(cell.confidence for cell in row if cell.text.startswith("๙๗")) < CERTAIN


def test_figures_that_hang_over_their_ruling_lines_are_told_by_the_cell_that_holds_most_of_them() -> None:
    columns = "#table(columns:(3cm,2.05cm,2.05cm,2.05cm), align:right, "
    body = columns + "[หมวด],[วงเงิน],[จ่ายแล้ว],[เหลือ], [รวมเงิน],[๑๘๗,๓๙๔.๐๐],[๑๒๔,๑๑๑.๕๐],[๑๖๓,๒๘๒.๕๐])"
    cells = read(pdf(body, size=12)).pages[0].tables[0].rows[1]
    assert [cell.text for cell in cells] == ["รวมเงิน", "๑๘๗,๓๙๔.๐๐", "๑๒๔,๑๑๑.๕๐", "๑๖๓,๒๘๒.๕๐"]
    assert min(cell.confidence for cell in cells) >= CERTAIN


def test_a_word_that_filled_its_line_goes_on_without_a_space() -> None:
    body = "#table(columns:(2.2cm,3cm), [หมวด],[วงเงิน], [ค่าป้าย\\ นิทรรศการ],[๑๐๐.๐๐], [รวม],[๑๐๐.๐๐])"
    assert read(pdf(body)).pages[0].tables[0].rows[1][0].text == "ค่าป้ายนิทรรศการ"


def test_paragraphs_with_figures_are_no_table() -> None:
    text = "ได้รับจัดสรร ๙๗,๓๙๔.๐๐ บาท เบิกจ่าย ๓,๔๕๐.๐๐ บาท \\ คงเหลือ ๖๑,๐๖๕.๒๕ บาท คิดเป็นร้อยละ ๓๗.๓๐ \\ โทร. ๐ ๔๔๒๔ ๓๗๙๘"
    page = read(pdf(text)).pages[0]
    assert page.tables == ()
    assert len(page.lines) == 3


def test_a_heading_without_lines_above_money_rows_is_not_swallowed_by_a_unit_line() -> None:
    (table,) = read(pdf(form("none", HEADING))).pages[0].tables
    assert not any("หน่วย" in cell.text for row in table.rows for cell in row)


NARROW = (
    "[ลำดับ],[รายการ],[จัดสรร],[เบิกจ่าย],[คงเหลือ],"
    "[๑],[ค่าวัสดุ],[๑๒,๐๐๐.\\ ๒๕],[๓,๔๕๐\\ .๒๕],[๘,๕๕๐.๐\\ ๐],"
    "[๒],[ค่าจ้าง],[๕๔,๗๐๐.\\ ๕๐],[-],[๕๔,๗๐๐.๕\\ ๐],"
    "[],[รวม],[๖๖,๗๐๐.\\ ๗๕],[๓,๔๕๐\\ .๒๕],[๖๓,๒๕๐.๕\\ ๐],"
)


@pytest.mark.parametrize("stroke", ["0.5pt", "none", "(x:none,y:0.5pt)"])
def test_decimals_wrapped_in_narrow_cells_never_get_lost(stroke: str) -> None:
    """12,000.25 in a narrow cell is not 12,000 with a row of odd figures below it."""
    head = (
        f"#table(columns:(1cm,3cm,2.2cm,2.2cm,2.2cm), stroke:{stroke}, align:(center,left,right,right,right), row-gutter: 3pt, "
    )
    (table,) = read(pdf(head + NARROW + ")", size=11)).pages[0].tables
    assert texts(table)[1:] == [
        ["๑", "ค่าวัสดุ", "๑๒,๐๐๐.๒๕", "๓,๔๕๐.๒๕", "๘,๕๕๐.๐๐"],
        ["๒", "ค่าจ้าง", "๕๔,๗๐๐.๕๐", "-", "๕๔,๗๐๐.๕๐"],
        ["", "รวม", "๖๖,๗๐๐.๗๕", "๓,๔๕๐.๒๕", "๖๓,๒๕๐.๕๐"],
    ]
    wrapped = [cell for row in table.rows[1:] for cell in row if "." in cell.text]
    is_ruled = stroke == "0.5pt"  # between lines on all sides nothing else can be meant
    assert all((cell.confidence >= CERTAIN) is is_ruled for cell in wrapped)


@pytest.mark.parametrize(
    ("parts", "is_one"),
    [
        (("๑๐๔,๗๖๒.", "๐๐"), True),
        (("104,7", "62.00"), True),
        (("3,450", ".25"), True),
        (("8,550.0", "0"), True),
        (("16", "0,506.00"), True),
        (("10", "4,762.00"), False),
        (("3,450.00", "25"), False),
        (("1,234", "567.00"), False),
        (("833", "41.00"), False),
    ],
)
def test_halves_of_an_amount_that_cannot_stand_alone(parts: tuple[str, str], is_one: bool) -> None:
    assert is_one_amount(parts) is is_one


XS = [60.0, 150.0, 230.0, 310.0]


def paper(rows: list[list[str]], edges: list[float] | None = None, above: str = "") -> bytes:
    """A page with one ruled table, its first row at the top; amounts flush left."""
    at = edges or XS
    placed = [(x + 3, 760.0 - 20 * number, text) for number, row in enumerate(rows) for x, text in zip(at, row, strict=False)]
    placed = [each for each in placed if each[2]] + ([(60.0, 800.0, above)] if above else [])
    return drawn_on(plain_pdf(placed, 11), *ruled(at, [775.0 - 20 * number for number in range(len(rows) + 1)]))


def together(*pages: bytes) -> list[Table]:
    def join(document: Any) -> None:
        for data in pages[1:]:
            with pikepdf.open(io.BytesIO(data)) as other:
                document.pages.extend(other.pages)

    return [table for page in read(edited(pages[0], join)).pages for table in page.tables]


HEAD = ["รายการ", "จัดสรร", "คงเหลือ"]


@pytest.mark.parametrize("again", [[], [HEAD]])
def test_an_amount_that_the_end_of_the_page_broke_is_whole_again(again: list[list[str]]) -> None:
    first, second = together(
        paper([HEAD, ["ค่าวัสดุ", "12,000.2", "8,550."]]),
        paper([*again, ["สำนักงาน", "5", "00"], ["รวม", "12,000.25", "8,550.00"]]),
    )
    assert texts(first)[1:] == [["ค่าวัสดุสำนักงาน", "12,000.25", "8,550.00"]]
    assert texts(second) == [*again, ["รวม", "12,000.25", "8,550.00"]]


def test_what_may_be_an_amount_broken_by_the_page_is_doubted() -> None:
    first, *_ = together(
        paper([HEAD, ["ค่าวัสดุ", "3", "8,550.00"]]), paper([["สำนักงาน", "1,421.00", ""], ["รวม", "1.00", "2.00"]])
    )
    assert first.rows[1][1].confidence < CERTAIN
    assert first.rows[1][1].text != "3"
    _, second = together(paper([HEAD, ["ก", "12", "5.00"]]), paper([["ข", "345.00", "6.00"], ["รวม", "357.00", "11.00"]]))
    assert texts(second)[0] == ["ข", "345.00", "6.00"]


@pytest.mark.parametrize("above", ["", "- 2 -"])
def test_a_row_of_its_own_on_the_next_page_stays_one(above: str) -> None:
    rows = [["ค่าจ้าง", "5.00", "6.00"], ["รวม", "6.00", "8.00"]]
    _, second = together(paper([HEAD, ["ค่าวัสดุ", "1.00", "2.00"]]), paper(rows, above=above))
    assert texts(second) == rows


def test_a_total_row_alone_on_its_page_stands_on_the_columns_of_its_table() -> None:
    first = paper([["ที่", "รายการ", "จัดสรร", "คงเหลือ"], ["1", "ค่าวัสดุ", "1.00", "2.00"]], [60.0, 90.0, 150.0, 230.0, 310.0])
    _, second = together(first, paper([["รวม", "1.00", "2.00"]]))
    assert [(cell.text, cell.col_span, cell.covered) for cell in second.rows[0]] == [
        ("รวม", 2, False),
        ("", 1, True),
        ("1.00", 1, False),
        ("2.00", 1, False),
    ]


def test_a_dash_beside_its_column_is_of_that_column() -> None:
    """Figures are set flush right, dashes flush left: between two amounts there is one column left for the dash."""
    amounts = [["๕๔,๗๐๐.๐๐", "๑,๐๐๐.๐๐", "๒๖,๗๓๒.๗๕"], ["๓๐,๖๙๔.๐๐", "-", "๒๕,๗๘๒.๕๐"], ["๘๕,๓๙๔.๐๐", "๑,๐๐๐.๐๐", "๕๒,๕๑๕.๒๕"]]
    placed: list[tuple[float, float, str]] = []
    for row, values in enumerate(amounts):
        placed.append((60.0, 700.0 - 24 * row, ["ค่าวัสดุ", "ค่าจ้าง", "รวม"][row]))
        placed.extend(
            (150.0 + 120 * at + (40 if value == "๑,๐๐๐.๐๐" else 0), 700.0 - 24 * row, value) for at, value in enumerate(values)
        )
    (table,) = read(plain_pdf(placed)).pages[0].tables
    assert [row[1:] for row in texts(table)] == amounts


def test_a_narrow_space_that_pdfium_knows_parts_two_words_and_no_number() -> None:
    def row(second: str, gap: float, spaced: bool, first: str = "ก") -> str:
        pair = (
            Cluster(first, 0, 0, 10, 10, 10, 10, piece=1),
            Cluster(second, 10 + gap, 0, 20 + gap, 10, 10, 10, piece=2, spaced=spaced),
        )
        return rows_of(pair)[0].text

    assert row("ข", 1.9, spaced=True) == "ก ข"
    assert row("ข", 1.9, spaced=False) == "กข"
    assert row("ข", 1.0, spaced=True) == "กข"
    assert row("2", 1.9, spaced=True, first="1") == "12"


def test_a_numbered_list_with_one_amount_a_line_is_no_table() -> None:
    listed = "๑. วงเงินงวดนี้ #h(1cm) ๙๐,๗๕๐.๐๐ บาท \\ ๒. จ่ายแล้ว #h(1.2cm) ๑๓,๖๐๐.๗๗ บาท \\ ๓. เหลือ #h(1.8cm) ๗๗,๑๔๙.๒๓ บาท"
    page = read(pdf(listed)).pages[0]
    assert page.tables == ()
    assert any("๗๗,๑๔๙.๒๓" in text for text in lines(page))


@pytest.mark.parametrize("font", ["Laksaman", "Waree", "TlwgTypo"])
def test_a_heading_wider_than_its_column_stays_in_it(font: str) -> None:
    """``ลำดับ`` in a column for one digit hangs over the ruling line, into the words of the next heading."""
    body = "#table(columns:(1.05cm,6cm,4cm), inset:4pt, [ลำดับ],[ปัญหาอุปสรรค],[แนวทางแก้ไข], [1],[ขาดเจ้าหน้าที่],[ประสานแล้ว])"
    (table,) = read(pdf(body, font=font, size=15)).pages[0].tables
    assert texts(table) == [["ลำดับ", "ปัญหาอุปสรรค", "แนวทางแก้ไข"], ["1", "ขาดเจ้าหน้าที่", "ประสานแล้ว"]]


@pytest.mark.parametrize("room", [16.0, 20.0, 24.0, 28.0])
def test_a_heading_stays_in_its_column_in_a_file_without_tags(room: float) -> None:
    xs = [60.0, 64.0 + room, 210.0, 330.0]
    rows = [(717.0, ["ลำดับ", "ปัญหาอุปสรรค", "แนวทางแก้ไข"]), (692.0, ["1", "ขาดเจ้าหน้าที่", "ประสานแล้ว"])]
    placed = [(x + 4, y, text) for y, words in rows for x, text in zip(xs, words, strict=False)]
    (table,) = read(drawn_on(plain_pdf(placed, 12), *ruled(xs, [735, 710, 685]))).pages[0].tables
    assert texts(table) == [words for _, words in rows]


@pytest.mark.parametrize("left", [100.0, 88.0, 79.0])
def test_an_amount_that_hangs_over_the_line_before_it_never_loses_its_first_digits(left: float) -> None:
    xs = [60.0, 110.0, 150.0, 230.0]
    placed = [(64.0, 717.0, "ก"), (112.0, 717.0, "วงเงิน"), (155.0, 717.0, "เหลือ"), (64.0, 692.0, "1")]
    placed += [(left, 692.0, "107557.00"), (170.0, 692.0, "7557.00")]
    (table,) = read(drawn_on(plain_pdf(placed, 12), *ruled(xs, [735, 710, 685]))).pages[0].tables
    row = table.rows[1]
    assert any("107557.00" in cell.text for cell in row)
    assert all(cell.confidence < CERTAIN for cell in row if "107557.00" in cell.text and cell.text != "107557.00")


def unruled(rows: list[tuple[float, list[str]]], starts: tuple[float, ...] = (60.0, 220.0, 320.0, 420.0)) -> Table:
    """The table without lines that these rows make; their baselines in points from the top."""
    placed = [(x, 842.0 - y, text) for y, row in rows for x, text in zip(starts, row, strict=False) if text]
    (table,) = read(plain_pdf(placed, 11)).pages[0].tables
    return table


UNRULED_HEAD = ["รายการ", "จัดสรร", "เบิกจ่าย", "คงเหลือ"]
LONG = ("ค่าจ้างเหมาบริการจัดทำป้าย", "ประชาสัมพันธ์ศูนย์ดำรงธรรม")


@pytest.mark.parametrize("last", [True, False], ids=["figures-beside-the-last-line", "figures-beside-the-first-line"])
def test_a_line_that_was_not_full_does_not_go_on_in_the_next(last: bool) -> None:
    """All lines stand equally far apart: only how full they are tells which of them one item was wrapped into."""
    amounts = ["1,000.00", "500.00", "500.00"]
    wrapped = [(128.0, [LONG[0], *([] if last else amounts)]), (142.0, [LONG[1], *(amounts if last else [])])]
    table = unruled(
        [
            (100.0, UNRULED_HEAD),
            (114.0, ["ค่าวัสดุ", "2,000.00", "500.00", "1,500.00"]),
            *wrapped,
            (156.0, ["รวม", "3,000.00", "1,000.00", "2,000.00"]),
        ]
    )
    assert [row[0] for row in texts(table)] == ["รายการ", "ค่าวัสดุ", "".join(LONG), "รวม"]
    assert [row[1] for row in texts(table)[1:]] == ["2,000.00", "1,000.00", "3,000.00"]


def test_what_is_left_of_an_amount_broken_in_a_table_without_lines_is_no_amount() -> None:
    """``693.3`` above its row, ``9`` on it: neither is what the province spent."""
    table = unruled(
        [
            (100.0, UNRULED_HEAD),
            (122.0, ["", "", "693.3"]),
            (130.0, ["ค่าวัสดุ", "2,000.00", "9", "1,306.61"]),
            (150.0, ["ค่าจ้าง", "3,000.00", "0.00", "3,000.00"]),
            (170.0, ["รวม", "5,000.00", "693.39", "4,306.61"]),
        ]
    )
    assert not any("693.3" in cell.text for cell in table.rows[0])
    assert all(cell.confidence < CERTAIN for row in table.rows for cell in row if cell.text.rstrip(".").isdigit())


@pytest.mark.parametrize(
    ("before", "digits"),
    [("30,996.01", "101,953.00"), ("30,996.10", "107,557.00"), ("๓๐,๙๙๖.๐๑", "๑๖๐,๕๐๖.๐๐")],
)
@pytest.mark.parametrize("hang", [1.0, 2.0, 1.05, 1.15, 0.85, 0.0])
def test_a_digit_that_falls_on_the_same_digit_of_the_amount_before_is_not_lost_unseen(
    before: str, digits: str, hang: float
) -> None:
    """Where an amount hangs over its neighbour, the last digit of the one may stand right on the first of the other."""
    width = ImageFont.truetype(str(Path(FONTS, "Laksaman.ttf")), 1000, layout_engine=ImageFont.Layout.BASIC).getlength
    digit = width(digits[0]) * 12 / 1000
    placed = [(100.0, 700.0, before), (100.0 + width(before) * 12 / 1000 - hang * digit, 700.0, digits)]
    (line,) = read(plain_pdf(placed, 12)).pages[0].lines
    assert line.text.split() == [before, digits] or line.confidence < CERTAIN
    if hang in (1.15, 0.85, 0.0):  # PDFium itself drops a letter that stands nearer to its twin
        assert line.text.split() == [before, digits]


def flush_right(rows: list[list[str]], edges: tuple[float, ...], size: float = 12) -> list[tuple[float, float, str]]:
    """Items flush left, amounts flush right at the edges, hanging over their neighbours where they are too wide."""
    width = ImageFont.truetype(str(Path(FONTS, "Laksaman.ttf")), 1000, layout_engine=ImageFont.Layout.BASIC).getlength
    placed = []
    for number, (item, *amounts) in enumerate(rows):
        y = 640.0 - 22 * number
        placed.append((60.0, y, item))
        placed += [(edge - width(text) * size / 1000, y, text) for edge, text in zip(edges, amounts, strict=True)]
    return placed


def test_columns_without_lines_are_told_by_their_right_edges_where_amounts_hang_over() -> None:
    rows = [
        ["รายการ", "จัดสรร", "เบิกจ่าย", "คงเหลือ"],
        ["ค่าวัสดุ", "118,600.00", "12,345.00", "106,255.00"],
        ["ค่าจ้าง", "5.00", "0.00", "5.00"],
        ["รวม", "118,605.00", "12,345.00", "106,260.00"],
    ]
    (table,) = read(plain_pdf(flush_right(rows, (215.0, 262.0, 312.0)), 12)).pages[0].tables
    assert texts(table) == rows


def test_title_lines_above_a_table_without_lines_are_no_heading_of_it() -> None:
    rows = [
        ["รายการ", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "งบจัดสรร"],
        ["ค่าวัสดุ", "1,000.00", "2,000.00", "9,000.00"],
        ["ค่าจ้าง", "500.00", "500.00", "1,000.00"],
        ["รวม", "1,500.00", "2,500.00", "10,000.00"],
    ]
    titles = [(180.0, 682.0, "จังหวัดสงขลา ประจำเดือน ธันวาคม 2563"), (190.0, 662.0, "ข้อมูล ณ วันที่ 31 ธันวาคม 2563")]
    page = read(plain_pdf([*titles, *flush_right(rows, (250.0, 350.0, 450.0))], 12)).pages[0]
    assert texts(page.tables[0])[0] == rows[0]
    assert lines(page) == [text for _, _, text in titles]


def test_a_table_whose_every_other_row_is_shaded_cell_by_cell_is_one_table() -> None:
    rows = [
        ["รายการ", "จัดสรร", "เบิกจ่าย", "คงเหลือ"],
        ["ค่าวัสดุ", "9,000.00", "1,000.00", "8,000.00"],
        ["ค่าจ้าง", "500.00", "0.00", "500.00"],
        ["รวม", "9,500.00", "1,000.00", "8,500.00"],
    ]
    edges = [50.0, 150.0, 250.0, 350.0, 450.0]
    boxes = [
        f"0.9 g {left} {634 - 22 * row} {right - left} 22 re f"
        for row in (0, 2)
        for left, right in zip(edges, edges[1:], strict=False)
    ]
    (table,) = read(drawn_on(plain_pdf(flush_right(rows, (245.0, 345.0, 445.0))), *boxes)).pages[0].tables
    assert texts(table) == rows


def test_one_row_under_its_headings_is_a_table_that_the_end_of_the_page_cut() -> None:
    rows = [["รายการ", "จัดสรร", "เบิกจ่าย", "คงเหลือ"], ["ค่าวัสดุ", "9,000.00", "1,000.00", "8,000.00"]]
    (table,) = read(plain_pdf(flush_right(rows, (245.0, 345.0, 445.0)))).pages[0].tables
    assert texts(table) == rows
    assert read(plain_pdf(flush_right(rows[1:], (245.0, 345.0, 445.0)))).pages[0].tables == ()


def test_a_shortened_figure_that_stands_elsewhere_on_the_page_is_not_believed_for_it() -> None:
    """The other program knows ``11,111.11``, but only once: the second one here is what PDFium left of ``111,111.11``."""
    width = ImageFont.truetype(str(Path(FONTS, "Laksaman.ttf")), 1000, layout_engine=ImageFont.Layout.BASIC).getlength
    digit = width("1") * 12 / 1000
    crowded = 100.0 + width("30,996.01") * 12 / 1000 - digit
    placed = [(100.0, 700.0, "30,996.01"), (crowded, 700.0, "111,111.11"), (100.0, 600.0, "11,111.11")]
    lines = read(plain_pdf(placed, 12)).pages[0].lines
    assert all(line.text.split() == ["30,996.01", "111,111.11"] or line.confidence < CERTAIN for line in lines)
