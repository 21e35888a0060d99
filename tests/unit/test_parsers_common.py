"""What the kinds share: text with its places, labelled values, signature blocks."""

from __future__ import annotations

import pytest

from parsers.kinds.common import is_certain, labelled, make_field, signature_block, text_with_offsets
from parsers.records import Cell, Document, Line, Method, Page
from tests.unit.by_hand import document, page, table, workbook


def test_text_with_offsets_finds_the_way_back() -> None:
    made = document(
        ["จังหวัดน่าน", "ประจำเดือน ธันวาคม ๒๕๖๓"], [table([["รายการ", "", "คงเหลือ"], ["ค่าวัสดุ", "5.00", "-"]])], ["ลงชื่อ"]
    )
    joined = text_with_offsets(made)
    assert joined.text == "จังหวัดน่าน\nประจำเดือน ธันวาคม ๒๕๖๓\nรายการ คงเหลือ\nค่าวัสดุ 5.00 -\nลงชื่อ"
    for word in ("น่าน", "ธันวาคม", "คงเหลือ", "5.00", "ลงชื่อ"):
        found = joined.at(joined.text.index(word))
        assert found is not None and word in found[0].text and found[1].number == 1
    assert text_with_offsets(Document("", "", (), Method.BODY)).at(0) is None


def test_hidden_sheets_say_nothing_beside_shown_ones() -> None:
    shown, hidden = table([["เห็น"]], sheet="A"), table([["ซ่อน"]], sheet="B", hidden=True)
    assert text_with_offsets(workbook(hidden, shown)).text == "เห็น"
    assert text_with_offsets(workbook(hidden)).text == "ซ่อน"


@pytest.mark.parametrize(
    ("lines", "labels", "value"),
    [
        (["จังหวัด ......น่าน......"], ["จังหวัด"], "น่าน"),
        (["๑. จังหวัด : น่าน"], ["จังหวัด"], "น่าน"),
        (["ศาลากลางจังหวัดน่าน"], ["จังหวัด"], None),
        (["ชื่อ ผู้ รายงาน นายสมชาย ใจดี"], ["ชื่อผู้รายงาน"], "นายสมชาย ใจดี"),
        (["ผูรายงาน: นายสมชาย ใจดี"], ["ผู้รายงาน"], "นายสมชาย ใจดี"),
        (["ตำแหน่ง ........................"], ["ตำแหน่ง"], None),
        (["จังหวัด น่าน ประจำเดือน ธันวาคม"], ["จังหวัด"], "น่าน"),
    ],
)
def test_labelled_values(lines: list[str], labels: list[str], value: str | None) -> None:
    field = labelled(document(lines), labels, until=["ประจำเดือน"])
    assert (field.value if field else None) == value
    assert field is None or is_certain(field)


def test_labelled_value_in_the_next_cell() -> None:
    field = labelled(document(tables=[table([["จังหวัด :", "", "น่าน"]], sheet="A")]), ["จังหวัด"])
    assert field is not None and field.value == "น่าน" and field.cell == "C1"


def test_make_field_takes_the_evidence_of_its_source() -> None:
    line = Line("x", (1, 2, 3, 4), 0.999)
    cell = Cell("5", ref="B7")
    pages = (page(["a"]), Page(2, 0, 0, None, 0, 0, Method.SHEET, 1.0, (line,), (table([[cell]]),)))
    made = Document("sha", "x", pages, Method.SHEET)
    from_line = make_field("x", "x", line, made, True)
    assert (from_line.page, from_line.box, from_line.part, from_line.method) == (2, (1, 2, 3, 4), "sha", Method.SHEET)
    from_cell = make_field(None, "5", made.tables[0].rows[0][0], made, False)
    assert (from_cell.cell, from_cell.confidence, is_certain(from_cell)) == ("B7", 0.9, False)


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (
            ["(ลงชื่อ)........ผู้รายงาน", "(นายสมชาย ใจดี)", "ตำแหน่ง เสมียนตราจังหวัด", "วันที่ ๘ มกราคม ๒๕๖๔", "โทร. ๐ ๔๔๒๔ ๓๗๙๘ ต่อ ๑๒"],
            [("นายสมชาย ใจดี", "เสมียนตราจังหวัด", "ผู้รายงาน", "044243798", "2021-01-08")],
        ),
        (
            [
                "ขอแสดงความนับถือ",
                "(นายวีระพันธ์ ดีอ่อน)",
                "รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน",
                "ผู้ว่าราชการจังหวัดเชียงใหม่",
                "ที่ทำการปกครองจังหวัด",
            ],
            [("นายวีระพันธ์ ดีอ่อน", "รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน ผู้ว่าราชการจังหวัดเชียงใหม่", "", None, None)],
        ),
        (
            ["ผู้รายงาน นางสาวกัลยา วงศ์สุวรรณ ตำแหน่ง เจ้าพนักงานธุรการ โทร. 0 5311 2704"],
            [("นางสาวกัลยา วงศ์สุวรรณ", "เจ้าพนักงานธุรการ", "ผู้รายงาน", "053112704", None)],
        ),
        (
            [
                "ลงชื่อ ............. ผู้รายงาน",
                "(นายสมชาย ใจดี)",
                "เสมียนตราจังหวัด",
                "ลงชื่อ ............. ผู้รับรอง",
                "(นายวีระ ดีอ่อน)",
                "ปลัดจังหวัด",
            ],
            [("นายสมชาย ใจดี", "เสมียนตราจังหวัด", "ผู้รายงาน", None, None), ("นายวีระ ดีอ่อน", "ปลัดจังหวัด", "ผู้รับรอง", None, None)],
        ),
        (["(ลงชื่อ)....................ผู้รายงาน", "(..............................)"], []),
    ],
)
def test_signature_blocks(lines: list[str], blocks: list[tuple[str | None, ...]]) -> None:
    found = [
        (
            block.name.value,
            block.position.value if block.position else None,
            block.role,
            block.phone.value if block.phone else None,
            block.date.value if block.date else None,
        )
        for block in signature_block(document(lines))
    ]
    assert found == blocks


def test_blocks_side_by_side_in_cells() -> None:
    rows = [
        ["(ลงชื่อ)........ผู้รายงาน", "(ลงชื่อ)........ผู้รับรอง"],
        ["(นายสมชาย ใจดี)", "(นายวีระ ดีอ่อน)"],
        ["เสมียนตราจังหวัด", "ปลัดจังหวัด"],
    ]
    blocks = signature_block(workbook(table(rows, sheet="A")))
    assert [(b.name.value, b.role, b.position.value if b.position else None) for b in blocks] == [
        ("นายสมชาย ใจดี", "ผู้รายงาน", "เสมียนตราจังหวัด"),
        ("นายวีระ ดีอ่อน", "ผู้รับรอง", "ปลัดจังหวัด"),
    ]


@pytest.mark.parametrize(
    ("below", "position"),
    [
        (["ตำแหน่ง เจ้าพนักงานธุรการและ", "พัสดุปฏิบัติงาน", "โทร. ๐ ๕๔๗๗ ๑๒๓๔"], "เจ้าพนักงานธุรการและพัสดุปฏิบัติงาน"),
        (["นักวิชาการเงินและบัญชี", "ชำนาญการพิเศษ", "๕ มกราคม ๒๕๖๔"], "นักวิชาการเงินและบัญชีชำนาญการพิเศษ"),
        (["ตำแหน่ง นักจัดการงาน", "ทั่วไป", "ปฏิบัติการ"], "นักจัดการงานทั่วไปปฏิบัติการ"),
        (["ตำแหน่ง จ่าจังหวัด", "ที่ทำการปกครองจังหวัดน่าน"], "จ่าจังหวัด"),
        (["ตำแหน่ง ป้องกันจังหวัด", "วันที่ ๕ มกราคม ๒๕๖๔"], "ป้องกันจังหวัด"),
        (["ตำแหน่ง เจ้าพนักงานปกครองชำนาญการ", "ปฏิบัติการ"], "เจ้าพนักงานปกครองชำนาญการ"),
    ],
)
def test_a_position_is_taken_as_it_stands_and_where_a_line_broke_it(below: list[str], position: str) -> None:
    signatures = signature_block(document(["ลงชื่อ..............ผู้รายงาน", "(นายอภิรักษ์ มั่นใจ)", *below]))
    assert [one.position.value for one in signatures if one.position] == [position]
