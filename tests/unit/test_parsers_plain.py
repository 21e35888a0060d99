from __future__ import annotations

import pytest

from intake.errors import Unreadable
from parsers import media_types as types
from parsers.limits import Limits
from parsers.parts import Role
from parsers.read import read_part
from parsers.records import CERTAIN, Method, PageReading
from tests.reading_kit import lines, part, read, texts


def html(body: str, name: str = "", role: Role = Role.DOCUMENT, charset: str | None = "utf-8") -> PageReading:
    return read_part(part(body.encode(), types.HTML, name, role, charset), None, Limits())


def test_a_body_is_lines_of_the_body() -> None:
    body = part("เรียน อธิบดี\r\n\r\nส่งรายชื่อ อ.สันทราย\r\n".encode("cp874"), types.PLAIN, "", Role.BODY, "windows-874")
    page = read_part(body).pages[0]
    assert (lines(page), page.method) == (["เรียน อธิบดี", "ส่งรายชื่อ อ.สันทราย"], Method.BODY)
    assert CERTAIN <= page.confidence < 0.999


def test_undecodable_text_is_doubted() -> None:
    page = read_part(part("อำเภอ".encode() + b"\xff\xfe\xfa", types.PLAIN, charset="utf-8")).pages[0]
    assert page.confidence < CERTAIN or "\ufffd" not in page.lines[0].text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimited_text_is_a_sheet(encoding: str, delimiter: str) -> None:
    rows = [["รายการ", "จัดสรร", "คงเหลือ"], ["ค่าวัสดุ", '"97,394.00"', "1.50"], ["ค่าจ้าง", '"1,000.00"', ""]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    page = read(data, types.CSV).pages[0]
    assert texts(page.tables[0]) == [["รายการ", "จัดสรร", "คงเหลือ"], ["ค่าวัสดุ", "97,394.00", "1.50"], ["ค่าจ้าง", "1,000.00", ""]]
    assert (page.tables[0].rows[1][1].ref, page.method, page.confidence) == ("B2", Method.SHEET, 1.0)


def test_a_web_table_called_a_workbook_keeps_its_spans() -> None:
    table = (
        "<table><tr><td rowspan=2>ลำดับ</td><th colspan='2'>เบิกจ่าย<br>(บาท)</th></tr><tr><td>เดือนนี้</td><td>สะสม</td></tr>"
        "<tr><td>๑</td><td>3,450.00</td><td>&nbsp;</td></tr></table>"
    )
    page = html(
        f"<html><head><title>x</title><style>td{{}}</style></head><body><p>แบบ<b>รายงาน</b></p>{table}</body></html>", "a.xls"
    ).pages[0]
    found = page.tables[0]
    assert (page.method, lines(page), page.table_positions) == (Method.SHEET, ["แบบรายงาน"], (1,))
    assert texts(found) == [["ลำดับ", "เบิกจ่าย (บาท)", ""], ["", "เดือนนี้", "สะสม"], ["๑", "3,450.00", ""]]
    assert (found.rows[0][0].row_span, found.rows[1][0].covered, found.rows[0][1].col_span) == (2, True, 2)


def test_a_web_page_in_the_old_thai_charset_is_read_by_its_own_word() -> None:
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=windows-874">'
    data = f"<html><head>{meta}</head><body>จังหวัดน่าน</body></html>"
    assert lines(read(data.encode("cp874"), types.HTML).pages[0]) == ["จังหวัดน่าน"]


def test_html_mail_runs_inline_text_together_and_drops_what_is_hidden() -> None:
    body = "<div>จังหวัด<span>น่าน</span>&nbsp;ขอส่ง</div><div style='display: none'>ลับ</div>บรรทัด<br>ใหม่"
    body += "<script>x()</script><ul><li>ก</li><li>ข</li></ul>"
    assert lines(html(body, role=Role.BODY).pages[0]) == ["จังหวัดน่าน ขอส่ง", "บรรทัด", "ใหม่", "ก", "ข"]


def test_tables_that_only_arrange_others_are_text() -> None:
    inner = "<table><tr><td>ก</td><td>๑</td></tr><tr><td>ข</td><td>๒</td></tr></table>"
    page = html(f"<table><tr><td>หัวเรื่อง</td></tr><tr><td>{inner}</td></tr></table>").pages[0]
    assert (lines(page), [texts(table) for table in page.tables]) == (["หัวเรื่อง"], [[["ก", "๑"], ["ข", "๒"]]])


def test_form_feeds_part_pages() -> None:
    assert [lines(page) for page in read("หนึ่ง\fสอง".encode(), types.PLAIN).pages] == [["หนึ่ง"], ["สอง"]]


@pytest.mark.parametrize("media_type", [types.PLAIN, types.HTML, types.CSV])
def test_nothing_is_said_to_be_nothing(media_type: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(b" \r\n ", media_type)
    assert caught.value.code == "empty"


def test_an_unknown_type_is_refused_with_what_to_send() -> None:
    with pytest.raises(Unreadable) as caught:
        read(b"x", "application/x-dosexec")
    assert caught.value.code == "unknown_type"
    assert "PDF" in caught.value.reason
