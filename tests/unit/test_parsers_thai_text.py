from __future__ import annotations

import pytest

from parsers.thai.text import fold, is_blank_answer, normalise, strip_leaders, to_arabic, to_thai


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("น้ํา", "น้ำ"),  # tone, nikhahit, aa
        ("นํ้า", "น้ำ"),  # nikhahit, tone, aa
        ("นำ้", "น้ำ"),  # sara am before its tone
        ("สํานัก", "สำนัก"),
        ("จำานวน", "จำนวน"),  # sara am and a second aa, as pdfminer gives it
        ("ส ำนัก", "สำนัก"),
        ("เเม่", "แม่"),
        ("ก่ิ", "กิ่"),
        ("ที่่", "ที่"),
        ("ถ ึง", "ถึง"),
        ("วา่", "ว่า"),
        ("พันธุ์", "พันธุ์"),
        ("ท\uf713 ป\uf701\uf70a", "ท่ ปิ่"),  # Windows private glyphs
        ("\uf70fาติ \uf700าน", "ญาติ ฐาน"),
        ("ก\uf88b", "ก่"),  # Macintosh
        ("กรม\u200bการ\ufeff\u00ad", "กรมการ"),
        ("ก\u00a0ข\u202fค", "ก ข ค"),
        ("หนึ่ง\r\nสอง\rสาม", "หนึ่ง\nสอง\nสาม"),
        ("นั้น\n   ่", "นั้น\n   ่"),  # a mark on a line of its own stays on its line
    ],
)
def test_normalise(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


def test_fold_joins_what_people_and_readers_confuse() -> None:
    assert fold("สุราษฎร์ธานี") == fold("สุราษฏร ธานี")
    assert fold("พ. ย.") == fold("พย")
    assert fold("๑๘ พ.ย. ๖๓") == "18พย63"
    assert fold("GECC") == "gecc"
    assert fold("น่าน") == fold("นาน")


def test_digits_both_ways() -> None:
    assert to_arabic("๐๑๒๓๔๕๖๗๘๙ ก 7") == "0123456789 ก 7"
    assert to_thai("0123456789 ก ๗") == "๐๑๒๓๔๕๖๗๘๙ ก ๗"


def test_strip_leaders_keeps_lines_and_single_dots() -> None:
    assert strip_leaders("ชื่อ......นายสมชาย  ใจดี.....\nโทร. ……๐ ๔๔๒๔____") == "ชื่อ นายสมชาย ใจดี\nโทร. ๐ ๔๔๒๔"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        ".......",
        "……",
        "____",
        "-",
        "–",
        "- - -",
        "ไม่มี",
        "- ไม่มี -",
        "(ไม่มี)",
        "ไม่มีปัญหา",
        "ไม่มีปัญหาอุปสรรค",
        "ไม่มีปัญหา/อุปสรรค",
        "ไม่มีปัญหา อุปสรรค และข้อเสนอแนะ",
        "ยังไม่มีปัญหาอุปสรรคในการดำเนินงาน",
        "ไม่พบปัญหาอุปสรรคแต่อย่างใด",
        "๑. ไม่มี ๒. ไม่มี",
    ],
)
def test_a_blank_answer(text: str) -> None:
    assert is_blank_answer(text)


@pytest.mark.parametrize(
    "text",
    ["ไม่มีวัสดุอุปกรณ์", "ไม่มีปัญหา แต่ผู้รับจ้างส่งงานล่าช้า", "ผู้รับจ้างส่งมอบงานล่าช้า", "มี", "ไม่มีงบประมาณ", "๑๒", "๑. ไม่มี ๒. ระบบขัดข้อง"],
)
def test_an_answer_that_says_something(text: str) -> None:
    assert not is_blank_answer(text)
