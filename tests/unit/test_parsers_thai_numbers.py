from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.thai.numbers import (
    AmountKind,
    baht_words,
    find_amounts,
    find_baht_words,
    money,
    parse_amount,
    parse_baht_words,
    parse_percent,
    show_money,
    unit_of,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("๗,๔๐๒,๐๐๐ บาท", "7402000"),
        ("7,402,000.00", "7402000"),
        ("๕๐,๐๐๐.-", "50000"),
        ("50,000.- บาท", "50000"),
        ("50,000.–", "50000"),
        ("๕๐,๐๐๐ บาทถ้วน", "50000"),
        ("97,394.74", "97394.74"),
        ("๙๗,๓๙๔ บาท ๗๔ สตางค์", "97394.74"),
        ("97,394", "97394"),
        ("1,234.5", "1234.50"),
        ("(1,000.00)", "-1000"),
        ("-1,000.00", "-1000"),
        ("−500", "-500"),
        ("-50,000.-", "-50000"),
        ("657115.00", "657115"),
        ("฿97,394.00", "97394"),
        ("=50,000.-=", "50000"),
        ("0", "0"),
        ("๐.๐๐", "0"),
        ("75 สตางค์", "0.75"),
        (" 97,394.00 ", "97394"),
        ("97394.0", "97394"),
    ],
)
def test_an_amount_in_every_form(text: str, value: str) -> None:
    amount = parse_amount(text)
    assert (amount.kind, amount.value, amount.certain, amount.note) == (AmountKind.NUMBER, Decimal(value), True, "")


@pytest.mark.parametrize("text", ["-", "–", "—", " - ", "-.-", "(-)", "--", "- บาท"])
def test_a_dash_is_nothing(text: str) -> None:
    amount = parse_amount(text)
    assert (amount.kind, amount.value, amount.certain) == (AmountKind.DASH, Decimal(0), True)


@pytest.mark.parametrize("text", ["", "  ", ".....", "…………", "____", "\n"])
def test_a_blank_is_not_zero(text: str) -> None:
    amount = parse_amount(text)
    assert (amount.kind, amount.value, amount.certain) == (AmountKind.BLANK, None, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("๒5๖๓", "2563"),
        ("1,0oo.00", "1000"),
        ("1l,000", "11000"),
        ("97, 394.00", "97394"),
        ("97,394 .00", "97394"),
        ("97,394.", "97394"),
        (".50", "0.50"),
        ("007,394.00", "7394"),
        ("00.00", "0"),
        ("- 500.00", "-500"),
        ("7.402 ล้านบาท", "7402000"),
        ("97 พันบาท", "97000"),
    ],
)
def test_an_amount_that_a_person_must_confirm(text: str, value: str) -> None:
    amount = parse_amount(text)
    assert (amount.kind, amount.value, amount.certain) == (AmountKind.NUMBER, Decimal(value), False)
    assert amount.note


@pytest.mark.parametrize(
    "text",
    [
        "33,.518.00",
        "1,23,456.00",
        "1.234,56",
        "1.234.567",
        "12.345",
        "1,234.567",
        "97394.7368",
        "97,39",
        "5,000,00",
        "97 394.00",
        "12,000 13,000",
        "o",
        "l",
        "97,394.00 (เก้าหมื่น",
        "1,000.00-",
        "50,000.00.-",
        "97,394.50 บาท 74 สตางค์",
        "(-1,000)",
        "(97,394.00 บาท)",
        "1,000)",
        "ไม่มี",
        "ค่าตอบแทน",
        "5%",
        "1e5",
        "2,500 บาท/แห่ง",
        "๑๐๐ คน",
        "+500",
        ",500",
        "1,,000",
        "S00.00",
        "٣٤",
    ],
)
def test_what_is_no_plain_amount(text: str) -> None:
    amount = parse_amount(text)
    assert (amount.kind, amount.value, amount.certain) == (AmountKind.UNCLEAR, None, False)
    assert amount.note


def test_amounts_in_running_text_are_those_marked_as_money() -> None:
    text = (
        "เบิกจ่าย ๒๓,๓๑๗.๒๕ บาท คงเหลือ 61,065.25 บาท รวม 50,000.- และ ฿1,200.50 กับ ๙๗ บาท ๗๔ สตางค์ ข้อ 5 จำนวน 76 แห่ง หน่วย : บาท"
    )
    found = find_amounts(text)
    assert [str(amount.value) for _, _, amount in found] == ["23317.25", "61065.25", "50000", "1200.50", "97.74"]
    assert text[found[0][0] : found[0][1]] == "๒๓,๓๑๗.๒๕ บาท"


@pytest.mark.parametrize("text", ["คงเหลือ -1,000 บาท", "ระหว่าง 500-1,000 บาท"])
def test_an_amount_right_behind_a_dash_is_not_certain(text: str) -> None:
    ((_, _, amount),) = find_amounts(text)
    assert (amount.value, amount.certain) == (Decimal(1000), False)


def test_a_damaged_amount_in_running_text_is_found_as_unclear() -> None:
    (_, _, amount), *rest = find_amounts("เบิกจ่าย 33,.518.00 บาท")
    assert not rest
    assert amount.kind is AmountKind.UNCLEAR


@pytest.mark.parametrize(
    ("text", "value", "certain"),
    [
        ("37.30", "37.30", True),
        ("37.30%", "37.30", True),
        ("ร้อยละ ๓๗.๓", "37.3", True),
        ("คิดเป็นร้อยละ 51.13", "51.13", True),
        ("105.20", "105.20", True),
        ("๓7.30", "37.30", False),
        ("3730", "3730", False),
        ("01.5", "1.5", False),
    ],
)
def test_a_percentage(text: str, value: str, certain: bool) -> None:
    amount = parse_percent(text)
    assert (amount.value, amount.certain) == (Decimal(value), certain)


def test_what_is_no_percentage() -> None:
    assert parse_percent("37,30").kind is AmountKind.UNCLEAR
    assert parse_percent("-").kind is AmountKind.DASH
    assert parse_percent("...").kind is AmountKind.BLANK


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("หน่วย : ล้านบาท", 10**6),
        ("หน่วย:บาท", 1),
        ("(บาท)", 1),
        ("งบประมาณที่ได้รับจัดสรร (พันบาท)", 1000),
        ("เบิกจ่ายเดือนนี้\nบาท", 1),
        ("เบิกจ่าย", None),
        ("จำนวน 7,402,000 บาท", None),
        ("หน่วย: ล้านบาท (บาท)", 10**6),
        ("หน่วยนับ : แห่ง", None),
    ],
)
def test_the_unit_of_a_heading(text: str, unit: int | None) -> None:
    assert unit_of(text) == unit


def test_writing_money() -> None:
    assert money(Decimal("97394")) == "97394.00"
    assert money(Decimal("-0.001")) == "0.00"
    assert show_money("97394.5") == "97,394.50"
    assert show_money(Decimal("-7402000"), thai_digits=True) == "-๗,๔๐๒,๐๐๐.๐๐"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("7402000", "เจ็ดล้านสี่แสนสองพันบาทถ้วน"),
        ("97394.74", "เก้าหมื่นเจ็ดพันสามร้อยเก้าสิบสี่บาทเจ็ดสิบสี่สตางค์"),
        ("0", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("0.50", "ห้าสิบสตางค์"),
        ("11000000", "สิบเอ็ดล้านบาทถ้วน"),
        ("1000000000000", "หนึ่งล้านล้านบาทถ้วน"),
        ("-5", "ลบห้าบาทถ้วน"),
    ],
)
def test_sums_in_words(value: str, words: str) -> None:
    assert baht_words(Decimal(value)) == words
    assert parse_baht_words(words) == Decimal(value)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("(เจดลานสีแสนสองพันบาทถวน)", "7402000"),
        ("หนึ่งร้อยหนึ่งบาทถ้วน", "101"),
        ("หนึ่งร้อยเอ็ด", "101"),
        ("ห้าหมื่นบาท", "50000"),
        ("สิบหนึ่งบาท", "11"),
        ("(ตัวอักษร) เก้าหมื่นเจ็ดพัน สามร้อยบาทถ้วน", "97300"),
        ("เก้าหมื่น\nเจ็ดพันบาทถ้วน", "97000"),
        ("ศูนย์บาทห้าสิบสตางค์", "0.50"),
    ],
)
def test_sums_in_words_as_people_and_readers_write_them(words: str, value: str) -> None:
    assert parse_baht_words(words) == Decimal(value)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "บาทถ้วน",
        "ล้านบาท",
        "เอ็ดบาท",
        "สองสิบบาท",
        "สี่สิบร้อยบาท",
        "ห้าบาทร้อยสตางค์",
        "ห้าบาทถ้วนสิบสตางค์",
        "หนึ่งร้อยเอ็ดบาทถ้วนและ",
        "เจ็ดลานบาทX",
        "ร้อยบาท",
        "หนึ่งพันหนึ่งหมื่นบาท",
        "เจ็ดกล้านบาท",
        "97 บาท",
        "จำนวนห้าบาท",
    ],
)
def test_words_that_are_not_wholly_understood(words: str) -> None:
    assert parse_baht_words(words) is None


def test_sums_in_words_within_text() -> None:
    text = "จำนวนเงิน ๗,๔๐๒,๐๐๐ บาท (เจ็ดล้านสี่แสนสองพันบาทถ้วน) หน่วย : ล้านบาท รวมเงินห้าสิบบาทยี่สิบห้าสตางค์"
    found = find_baht_words(text)
    assert [value for _, _, value in found] == [Decimal(7402000), Decimal("50.25")]
    assert text[found[0][0] : found[0][1]] == "เจ็ดล้านสี่แสนสองพันบาทถ้วน"


def test_half_of_a_damaged_sum_in_words_is_not_taken_for_a_whole_one() -> None:
    assert find_baht_words("(เจ็ดล้ๅนสี่แสนสองพันบาทถ้วน)") == []
