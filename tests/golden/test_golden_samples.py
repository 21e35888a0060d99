"""What is read from the two sample papers, line by line and cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers import media_types as types
from parsers.records import CERTAIN, Method, PageReading
from tests.reading_kit import lines, lowest, read, texts

SAMPLES = Path(__file__).parent / "samples"
TABLE = [
    ["ลำดับ", "หมวดรายจ่าย", "งบประมาณที่ได้รับจัดสรร (บาท)", "เบิกจ่ายเดือนนี้ (บาท)", "เบิกจ่ายสะสม (บาท)", "คงเหลือ (บาท)", "ร้อยละ"],
    ["๑", "ค่าตอบแทน", "๑๒,๐๐๐.๐๐", "๓,๔๕๐.๐๐", "๓,๔๕๐.๐๐", "๘,๕๕๐.๐๐", "๒๘.๗๕"],
    ["๒", "ค่าใช้สอย", "๕๔,๗๐๐.๐๐", "๑๙,๘๖๗.๒๕", "๒๗,๙๖๗.๒๕", "๒๖,๗๓๒.๗๕", "๕๑.๑๓"],
    ["๓", "ค่าวัสดุ", "๓๐,๖๙๔.๐๐", "๐.๐๐", "๔,๙๑๑.๕๐", "๒๕,๗๘๒.๕๐", "๑๖.๐๐"],
    ["รวมทั้งสิ้น", "", "๙๗,๓๙๔.๐๐", "๒๓,๓๑๗.๒๕", "๓๖,๓๒๘.๗๕", "๖๑,๐๖๕.๒๕", "๓๗.๓๐"],
]
HEAD = [
    "แบบรายงานการเบิกจ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
    "โครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
    "จังหวัดนครราชสีมา ประจำเดือน ธันวาคม ๒๕๖๓",
]
FOOT = [
    "(ลงชื่อ)..............................ผู้รายงาน",
    "(นายสมชาย ใจดี)",
    "เสมียนตราจังหวัดนครราชสีมา",
    "โทร. ๐ ๔๔๒๔ ๓๗๙๘",
    "วันที่ ๘ มกราคม ๒๕๖๔",
]
OBSTACLE = "ปัญหาอุปสรรค: การจัดซื้อจัดจ้างวัสดุประชาสัมพันธ์ล่าช้าเนื่องจากผู้รับจ้างส่ง", "มอบงานไม่ทันกำหนด"
LETTER = [
    "ที่ ชม ๐๐๑๘.๑/๒๔๘๑๓",
    "ศาลากลางจังหวัดเชียงใหม่",
    "ถนนโชตนา ชม ๕๐๓๐๐",
    "๓ ธันวาคม ๒๕๖๓",
    "เรื่อง ส่งรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
    "เรียน อธิบดีกรมการปกครอง",
    "อ้างถึง หนังสือกรมการปกครอง ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘",
    "พฤศจิกายน ๒๕๖๓",
    "สิ่งที่ส่งมาด้วย แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอ จำนวน ๑ ชุด",
    "ตามหนังสือที่อ้างถึง กรมการปกครองแจ้งให้จังหวัดพิจารณาคัดเลือก",
    "ศูนย์ดำรงธรรมอำเภอที่มีความพร้อมและเหมาะสม จังหวัดละ ๑ แห่ง เป็นศูนย์",
    "ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021 ประจำปีงบประมาณ พ.ศ.",
    "๒๕๖๔ พร้อมจัดส่งรายชื่อและผลงานให้กรมการปกครองทราบ นั้น",
    "จังหวัดเชียงใหม่พิจารณาแล้ว ได้คัดเลือกศูนย์ดำรงธรรมอำเภอ",
    "สันทราย เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021 ประจำ",
    "ปีงบประมาณ พ.ศ. ๒๕๖๔ โดยมีคะแนนประเมินรวม ๙๒.๕ คะแนน ผู้ประสาน",
    "งาน นางสาวกัลยา วงศ์สุวรรณ ปลัดอำเภอ โทรศัพท์ ๐๘ ๑๗๒๓ ๔๔๙๐ ราย",
    "ละเอียดปรากฏตามสิ่งที่ส่งมาด้วย",
    "จึงเรียนมาเพื่อโปรดทราบ",
    "ขอแสดงความนับถือ",
    "(นายวีระพันธ์ ดีอ่อน)",
    "รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน",
    "ผู้ว่าราชการจังหวัดเชียงใหม่",
    "ที่ทำการปกครองจังหวัด",
    "กลุ่มงานปกครอง",
    "โทร./โทรสาร ๐ ๕๓๑๑ ๒๗๐๔",
]


def sample(name: str) -> PageReading:
    media_type = types.PDF if name.endswith(".pdf") else types.DOCX
    return read((SAMPLES / name).read_bytes(), media_type, name)


@pytest.mark.parametrize("name", ["disbursement-30-2020-12.pdf", "disbursement-30-2020-12.docx"])
def test_the_disbursement_report(name: str) -> None:
    reading = sample(name)
    (page,) = reading.pages
    (table,) = page.tables
    assert texts(table) == TABLE
    assert (table.rows[-1][0].col_span, table.rows[-1][1].covered) == (2, True)
    obstacle = list(OBSTACLE) if name.endswith(".pdf") else ["".join(OBSTACLE)]
    assert lines(page) == [*HEAD, *obstacle, *FOOT]
    assert page.table_positions == (3,)
    assert (page.method, reading.warnings) == (Method.TEXT_LAYER, ())
    assert lowest(page) >= CERTAIN


def test_the_letter_as_pdf() -> None:
    reading = sample("nomination-50.pdf")
    assert [len(page.lines) for page in reading.pages] == [21, 6]
    assert [text for page in reading.pages for text in lines(page)] == LETTER
    assert all(page.tables == () and lowest(page) >= CERTAIN for page in reading.pages)
    assert reading.warnings == ()


def test_the_letter_as_word_says_the_same() -> None:
    reading = sample("nomination-50.docx")
    said = "".join(text.replace(" ", "") for text in lines(reading.pages[0]))
    assert said == "".join(LETTER).replace(" ", "")
    assert (len(reading.pages), reading.pages[0].tables, reading.warnings) == (1, (), ())
