"""One PDF may hold a letter and a form; nothing is lost in cutting it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.records import Method
from parsers.split import split
from tests.papers import reading

LETTER = "ที่ นน ๐๐๑๘.๑/๑๒๓๔\nศาลากลางจังหวัดน่าน\n๓ ธันวาคม ๒๕๖๓\nเรื่อง ส่งรายงาน\nเรียน อธิบดีกรมการปกครอง\nจังหวัดน่านขอส่งรายงาน"
FORM = "แบบรายงานการเบิกจ่ายงบประมาณ ประจำเดือน ธันวาคม ๒๕๖๓\nจังหวัดน่าน"
WORK = "แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จ\nอำเภอปัว จังหวัดน่าน"


@pytest.mark.parametrize(
    ("pages", "sizes"),
    [
        ([LETTER], [1]),
        ([LETTER, FORM], [1, 1]),
        ([LETTER, "และขอเรียนเพิ่มเติมว่า งบประมาณยังเหลือ\nขอแสดงความนับถือ", FORM], [2, 1]),
        ([LETTER, "- ๒ -\nการดำเนินงานแล้วเสร็จ", FORM, WORK], [2, 1, 1]),
        ([FORM, "๔\nค่าวัสดุ\n(ลงชื่อ) ผู้รายงาน"], [2]),
        ([FORM, "แบบรายงานการเบิกจ่ายงบประมาณ ประจำเดือน ธันวาคม ๒๕๖๓ (ต่อ)\nจังหวัดน่าน"], [2]),
        ([FORM, FORM], [2]),
        ([FORM, FORM.replace("ธันวาคม", "พฤศจิกายน")], [1, 1]),
        ([LETTER, LETTER.replace("๑๒๓๔", "๑๒๓๕")], [1, 1]),
        ([LETTER, "บันทึกข้อความ\nส่วนราชการ ที่ทำการปกครองจังหวัดน่าน\nเรื่อง รายงานปัญหาอุปสรรค"], [1, 1]),
        (["", FORM], [1, 1]),
    ],
)
def test_where_a_document_begins(pages: list[str], sizes: list[int]) -> None:
    made = reading(*pages)
    documents = split(made)
    assert [len(document.pages) for document in documents] == sizes
    assert tuple(page for document in documents for page in document.pages) == made.pages


def test_the_sheets_of_a_workbook_are_one_document() -> None:
    assert len(split(reading(FORM, WORK, FORM.replace("ธันวาคม", "มกราคม"), method=Method.SHEET))) == 1


def test_a_reading_without_pages_holds_no_document() -> None:
    assert split(replace(reading("ก"), pages=())) == ()
