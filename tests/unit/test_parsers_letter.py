"""Heads of letters: what is the letter's own, what it refers to, and whose it is."""

from __future__ import annotations

import pytest

from parsers.flow import flow
from parsers.letter import LetterForm, own_reference, read_letter
from parsers.origin import find_origin
from parsers.records import CERTAIN, Field
from tests.papers import document

HEAD = "ที่ นน ๐๐๑๘.๑/๑๒๓๔\nศาลากลางจังหวัดน่าน\nถนนสุริยพงษ์ นน ๕๕๐๐๐\n๓ ธันวาคม ๒๕๖๓\nเรื่อง ส่งรายงาน\nเรียน อธิบดีกรมการปกครอง\n"
REFERENCE = "อ้างถึง หนังสือกรมการปกครอง ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘ พฤศจิกายน ๒๕๖๓\n"
STAMP = "กรมการปกครอง\nเลขรับ ๑๒๓๔๕\nวันที่ ๙ ธันวาคม ๒๕๖๓\nเวลา ๑๐.๓๐ น.\n"

HEADS = {
    "plain": HEAD + REFERENCE,
    "columns": HEAD.replace("๑๒๓๔\nศาลากลาง", "๑๒๓๔          ศาลากลาง"),
    "stamp first": STAMP + HEAD + REFERENCE,
    "stamp inside": HEAD.replace("เรื่อง", STAMP + "เรื่อง"),
    "stamp on the line": HEAD.replace("๑๒๓๔\n", "๑๒๓๔   เลขรับ ๙๙๙ วันที่ ๙ ธ.ค. ๒๕๖๓\n"),
    "urgent": "ด่วนที่สุด\n" + HEAD,
    "urgent on the line": "ด่วนที่สุด " + HEAD,
    "date with its word": HEAD.replace("๓ ธันวาคม", "วันที่ ๓ ธันวาคม"),
    "memo": "บันทึกข้อความ\nส่วนราชการ ที่ทำการปกครองจังหวัดน่าน โทร. ๐ ๕๔๗๑ ๖๔๐๐\nที่ นน ๐๐๑๘.๑/๑๒๓๔ วันที่ ๓ ธันวาคม ๒๕๖๓\n"
    "เรื่อง ส่งรายงาน\nเรียน อธิบดีกรมการปกครอง",
    "memo in lines": "บันทึกข้อความ\nส่วนราชการ จังหวัดน่าน\nที่ นน ๐๐๑๘.๑/๑๒๓๔\n"
    "วันที่ ๓ ธันวาคม ๒๕๖๓\nเรื่อง ส่งรายงาน\nเรียน อธิบดีกรมการปกครอง",
    "stamped": "ที่ นน ๐๐๑๘.๑/๑๒๓๔\nถึง กรมการปกครอง\nตามที่แจ้ง นั้น จังหวัดน่านขอส่งรายงานมาพร้อมนี้\nจังหวัดน่าน\n๓ ธันวาคม ๒๕๖๓",
    "arabic": "ที่ นน 0018.1/1234\nศาลากลางจังหวัดน่าน\n3 ธันวาคม 2563\nเรื่อง ส่งรายงาน\nเรียน อธิบดีกรมการปกครอง\n" + REFERENCE,
}


def value(field: Field | None) -> str | None:
    return field.value if field else None


@pytest.mark.parametrize("text", HEADS.values(), ids=HEADS)
def test_number_date_and_province(text: str) -> None:
    lines = flow(document(text))
    letter = read_letter(lines)
    assert letter is not None
    assert (value(letter.letter_no), value(letter.letter_date)) == ("นน 0018.1/1234", "2020-12-03")
    origin = find_origin(lines, letter)
    assert value(origin.province) == "55" and origin.doubts == ()
    assert origin.province is not None and origin.province.confidence >= CERTAIN


def test_the_three_forms() -> None:
    found = {name: read_letter(flow(document(text))) for name, text in HEADS.items()}
    forms = {name: letter.form for name, letter in found.items() if letter}
    assert (forms["plain"], forms["memo"], forms["stamped"]) == (LetterForm.EXTERNAL, LetterForm.MEMO, LetterForm.STAMPED)


def test_the_parts_of_a_head() -> None:
    text = HEAD.replace("ส่งรายงาน", "ส่งรายงานผลการดำเนินงาน\nประจำเดือนธันวาคม ๒๕๖๓") + REFERENCE
    text += "สิ่งที่ส่งมาด้วย ๑. แบบรายงาน จำนวน ๑ ชุด\n๒. สำเนาคำสั่ง จำนวน ๑ ฉบับ\nตามหนังสือที่อ้างถึง นั้น\nขอแสดงความนับถือ"
    letter = read_letter(flow(document(text)))
    assert letter is not None
    assert letter.subject == "ส่งรายงานผลการดำเนินงาน ประจำเดือนธันวาคม ๒๕๖๓"
    assert letter.addressee == "อธิบดีกรมการปกครอง"
    assert "๓๐๙๘๒" in letter.reference
    assert letter.attachments == ("แบบรายงาน จำนวน ๑ ชุด", "สำเนาคำสั่ง จำนวน ๑ ฉบับ")


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("ที่ นน ๐๐๑๘.๑/๑๒๓๔\n", "") + REFERENCE,
        HEAD.replace("๐๐๑๘.๑/๑๒๓๔", "๐๐๑๘.๑/..........") + REFERENCE,
    ],
)
def test_a_reference_is_never_the_letters_own_number(text: str) -> None:
    letter = read_letter(flow(document(text)))
    assert letter is not None and value(letter.letter_no) is None and value(letter.letter_date) == "2020-12-03"


def test_a_letter_without_a_date() -> None:
    letter = read_letter(flow(document(STAMP + HEAD.replace("๓ ธันวาคม ๒๕๖๓\n", "") + REFERENCE)))
    assert letter is not None and letter.letter_date is None


@pytest.mark.parametrize("text", ["แบบรายงาน\nจังหวัดน่าน", "", "ส่งเอกสารครับ\nขอบคุณ", "เรื่องนี้สำคัญ\nเรียนต่อ"])
def test_what_is_no_letter(text: str) -> None:
    assert read_letter(flow(document(text))) is None


@pytest.mark.parametrize(
    ("text", "number", "date"),
    [
        ("เลขที่หนังสือ : นน 0018.1/1234 ลงวันที่ 3 ธันวาคม 2563", "นน 0018.1/1234", "2020-12-03"),
        ("ตามหนังสือจังหวัดน่าน ที่ นน ๐๐๑๘.๑/๑๒๓๔ ลว. ๓ ธ.ค. ๖๓", "นน 0018.1/1234", "2020-12-03"),
        ("ตามหนังสือกรมการปกครอง ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘ พฤศจิกายน ๒๕๖๓", None, None),
        ("หนังสือที่ พร 0018.1/99 ลงวันที่ 1 ธันวาคม 2563", None, None),
        ("หนังสือที่ นน 0018.1/1234", "นน 0018.1/1234", None),
    ],
)
def test_the_own_letter_as_a_form_names_it(text: str, number: str | None, date: str | None) -> None:
    found = own_reference(flow(document(text)), "55")
    assert (value(found[0]), value(found[1])) == (number, date)


@pytest.mark.parametrize(
    ("text", "code", "doubts"),
    [
        ("แบบรายงาน\nจังหวัด : น่าน", "55", []),
        ("แบบรายงาน\n| จังหวัด | น่าน |", "55", []),
        ("แบบรายงาน จังหวัดน่าน", "55", []),
        ("แบบรายงาน\nจ.น่าน ประจำเดือน ธ.ค. 63", "55", []),
        ("| ลำดับ | จังหวัด | อำเภอ |\n| ๑ | น่าน | ปัว |", "55", []),
        ("| ลำดับ | จังหวัด | อำเภอ |\n| ๑ | น่าน | ปัว |\n| ๒ | แพร่ | สอง |", "55", ["province_doubtful"]),
        ("รายงาน\n(นายสมชาย ใจดี)\nเสมียนตราจังหวัดน่าน", "55", []),
        (HEAD.replace("ที่ นน", "ที่ พร"), "55", ["province_doubtful"]),
        ("แบบรายงาน\nจังหวัด : น่าน\n(นายสมชาย ใจดี)\nปลัดจังหวัดแพร่", "55", ["province_doubtful"]),
        ("แบบรายงาน\nศูนย์ดำรงธรรมอำเภอปัว", "55", ["province_doubtful"]),
        ("แบบรายงาน\nกรมการปกครอง ถนนรัชฎางค์ กทม. ๑๐๒๐๐", None, []),
        ("เรียน อธิบดีกรมการปกครอง ถนนอัษฎางค์ เขตพระนคร กรุงเทพฯ 10200", None, []),
        ("แบบรายงาน\nจังหวัด : กรุงเทพมหานคร", "10", []),
        ("แบบรายงาน\n1. จังหวัด .......กรุงเทพมหานคร.......\n2. อำเภอ บางรัก", "10", []),
        ("แบบรายงาน\nศูนย์ดำรงธรรมอำเภอบางรัก จังหวัดกรุงเทพมหานคร", "10", []),
        ("แบบรายงาน\nศูนย์ดำรงธรรมเขตบางรัก กรุงเทพมหานคร", "10", []),
        ("แบบรายงาน จังหวัดน่าน\nส่งที่ กรมการปกครอง จังหวัดกรุงเทพมหานคร 10200", "55", []),
        ("เรื่อง ส่งรายชื่อของจังหวัดน่าน\nเรียน อธิบดีกรมการปกครอง\nขอส่งรายชื่อ คือ อำเภอเมือง", "55", []),
        ("เรื่อง ส่งรายชื่อของจังหวัดน่าน\nเรียน อธิบดีกรมการปกครอง\nเช่นเดียวกับจังหวัดแพร่", "55", ["province_doubtful"]),
        ("เรื่อง ส่งรายชื่อ\nเรียน อธิบดีกรมการปกครอง\nเช่นเดียวกับจังหวัดแพร่", "54", ["province_doubtful"]),
        ("ขอส่งเอกสาร", None, []),
    ],
)
def test_whose_it_is(text: str, code: str | None, doubts: list[str]) -> None:
    lines = flow(document(text))
    origin = find_origin(lines, read_letter(lines))
    assert value(origin.province) == code
    assert [doubt.rule for doubt in origin.doubts] == doubts
