from __future__ import annotations

import pytest

from parsers.thai.references import find_emails, find_letter_numbers, find_persons, find_phones, normalise_letter_number


@pytest.mark.parametrize(
    ("text", "value", "province"),
    [
        ("ที่ นม ๐๐๑๘.๑/๓๔๖๑", "นม 0018.1/3461", "30"),
        ("นม0018.1/3461", "นม 0018.1/3461", "30"),
        ("ที่นม ๐๐๑๘.๑/๓๔๖๑", "นม 0018.1/3461", "30"),
        ("มท ๐๓๐๗.๒/ว ๓๐๙๘๒", "มท 0307.2/ว 30982", None),
        ("มท 0307.2/ว30982", "มท 0307.2/ว 30982", None),
        ("ด่วนที่สุดที่ ชม ๐๐๑๘.๑ / ว ๒๔๘๑๓", "ชม 0018.1/ว 24813", "50"),
        ("นม 0018.1.2/33", "นม 0018.1.2/33", "30"),
        ("ที่ นม ๕๒๐๐๑/๑๒ ลว. ๑๘ พ.ย. ๖๓", "นม 52001/12", "30"),
        ("กท 0018/7", "กท 0018/7", "10"),
    ],
)
def test_a_letter_number_in_every_form(text: str, value: str, province: str | None) -> None:
    (number,) = find_letter_numbers(text)
    assert (number.value, number.province, number.certain) == (value, province, True)
    assert text[number.start : number.end] == number.raw
    assert normalise_letter_number(text) == value


@pytest.mark.parametrize("text", ["ที่ นม 0o18.1/3461", "ที่ นม ๐๐๑๘.๑/3461", "ที่ นม ๐๐18.๑/๓๔๖๑"])
def test_a_damaged_letter_number_is_not_certain(text: str) -> None:
    (number,) = find_letter_numbers(text)
    assert (number.value, number.certain) == ("นม 0018.1/3461", False)


@pytest.mark.parametrize(
    "text", ["", "คำสั่งที่ ๑๒/๒๕๖๓", "พ.ศ. 2563/12", "ที่ นม ๐๐๑๘.๑/", "เลขที่ ๑๒๐๐", "18/11/2563", "โทร. 044 0018/12"]
)
def test_no_letter_number(text: str) -> None:
    assert find_letter_numbers(text) == []
    assert normalise_letter_number(text) is None


def test_two_different_letter_numbers_are_not_one() -> None:
    assert normalise_letter_number("นม 0018.1/3461 อ้างถึง มท 0307.2/ว 30982") is None


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("๐ ๔๔๒๔ ๓๗๙๘ ต่อ ๑๒", ["044243798"]),
        ("0-4424-3798-9", ["044243798"]),
        ("0 4424 3798/12", ["044243798"]),
        ("0 5311 2700 - 4", ["053112700"]),
        ("044-243798 044-243799", ["044243798", "044243799"]),
        ("(044) 243798", ["044243798"]),
        ("โทร./โทรสาร ๐ ๒๓๕๖ ๙๕๕๖", ["023569556"]),
        ("02-356-9556, 081-234-5678", ["023569556", "0812345678"]),
        ("+66 44 243 798", ["044243798"]),
        ("+66 (0) 81 234 5678", ["0812345678"]),
        ("๐๘\n๑๗๒๓ ๔๔๙๐", ["0817234490"]),
        ("0-8172-3449-0", ["0817234490"]),
        ("โทร 0812345678 โทร 081 234 5678", ["0812345678"]),
        ("09-12-2563 10", []),
        ("08/01/2564", []),
        ("0.00 4,911.50 0.00", []),
        ("1100700123456", []),
        ("0812345678901", []),
        ("นม 0018.1/3461", []),
        ("0 4424 37", []),
    ],
)
def test_phones(text: str, phones: list[str]) -> None:
    assert find_phones(text) == phones


def test_emails() -> None:
    assert find_emails("E-Mail : jed@dopa.example หรือ Korat.Dopa@Moi.Example. (a_b-c@x.y.example) x@y jed@dopa.example") == [
        "jed@dopa.example",
        "korat.dopa@moi.example",
        "a_b-c@x.y.example",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ผู้ประสานงาน นางสาวกัลยา วงศ์สุวรรณ ปลัดอำเภอ โทรศัพท์", ["นางสาวกัลยา วงศ์สุวรรณ"]),
        ("ผู้ประสานงานนางสาวกัลยา วงศ์สุวรรณปลัดอำเภอ", ["นางสาวกัลยา วงศ์สุวรรณ"]),
        ("นางสาว กัลยา   วงศ์สุวรรณ", ["นางสาวกัลยา วงศ์สุวรรณ"]),
        ("(นายสมชาย ใจดี)\nเสมียนตราจังหวัดนครราชสีมา", ["นายสมชาย ใจดี"]),
        ("( นาย สมชาย  ใจดี )", ["นายสมชาย ใจดี"]),
        ("ว่าที่ ร.ต.สมชาย ใจดี", ["ว่าที่ ร.ต.สมชาย ใจดี"]),
        ("ว่าที่ร้อยตรี สมชาย ใจดี", ["ว่าที่ร้อยตรีสมชาย ใจดี"]),
        ("ว่าที่ร้อยตรีหญิงกัลยา ใจดี", ["ว่าที่ร้อยตรีหญิงกัลยา ใจดี"]),
        ("น.ส.กัลยา วงศ์สุวรรณ", ["น.ส.กัลยา วงศ์สุวรรณ"]),
        ("พ.ต.ท.สมชาย ใจดี", ["พ.ต.ท.สมชาย ใจดี"]),
        ("จ.ส.อ.สมชาย  ใจดี  ตำแหน่ง เสมียนตรา", ["จ.ส.อ.สมชาย ใจดี"]),
        ("ดร.สมชาย ใจดี", ["ดร.สมชาย ใจดี"]),
        ("ม.ล.สมชาย ใจดี", ["ม.ล.สมชาย ใจดี"]),
        ("นายกิตติ ณ อยุธยา", ["นายกิตติ ณ อยุธยา"]),
        ("นายวรวิทย์ ใจดีกูร ณ อยุธยา", ["นายวรวิทย์ ใจดีกูร ณ อยุธยา"]),
        ("นายกรวิทย์ ใจดี และนางสาวกัลยา วงศ์สุวรรณ", ["นายกรวิทย์ ใจดี", "นางสาวกัลยา วงศ์สุวรรณ"]),
        ("นายสมชาย ปลัดจังหวัด", []),
        ("นายอำเภอสันทราย จังหวัดเชียงใหม่", []),
        ("นายกเทศมนตรีนคร เชียงใหม่", []),
        ("นายทะเบียน อำเภอ", []),
        ("อำเภอนางรอง จังหวัดบุรีรัมย์", []),
        ("อำเภอนายายอาม จังหวัดจันทบุรี", []),
        ("พ.ศ. ๒๕๖๓ ต.ค. นี้", []),
    ],
)
def test_persons(text: str, names: list[str]) -> None:
    persons = find_persons(text)
    assert [person.name for person in persons] == names
    assert all(text[person.start : person.end] == person.raw for person in persons)
