"""Delimited text: whichever delimiter, charset and quoting, with lines of one cell above and below the table."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest

from parsers.limits import Limits
from parsers.message import open_document
from parsers.parts import Part, Role
from parsers.plain import read_delimited

_ROWS = [
    ["สรุปผลการใช้จ่ายงบประมาณ ปีงบประมาณ พ.ศ. ๒๕๖๔"],
    ["จังหวัดน่าน งวดเดือนมกราคม ๒๕๖๔"],
    [""],
    ["ข้อ", "หมวดรายจ่าย", "เงินจัดสรร", "จ่ายแล้วในเดือนนี้", "จ่ายสะสม", "เหลือจ่าย"],
    ["1", "ค่าตอบแทน", "40,000.00", "1,000.00", "6,000.00", "34,000.00"],
    ["2", "ค่าวัสดุ, ค่าใช้สอย", "20,000.00", "2,500.50", "2,500.50", "17,499.50"],
    ["ยอดรวม", "", "60,000.00", "3,500.50", "8,500.50", "51,499.50"],
    ["ข้อขัดข้อง: ไม่มี; ไม่มีเพิ่มเติม"],
    ["ผู้จัดทำ: นายอำนวย ใจดี"],
]


def _part(data: bytes, name: str = "สรุป.csv") -> Part:
    return Part(data, hashlib.sha256(data).hexdigest(), name, name, "text/csv", "text/csv", Role.DOCUMENT)


def _written(delimiter: str, encoding: str, quoting: int, padded: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows(row + [""] * (6 - len(row) if padded else 0) for row in _ROWS)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("padded", [False, True])
def test_the_table_is_found_between_lines_of_one_cell(delimiter: str, encoding: str, quoting: int, padded: bool) -> None:
    data = _written(delimiter, encoding, quoting, padded)
    part = open_document(data, "สรุป.csv").parts[0]
    assert part.media_type in ("text/csv", "text/tab-separated-values")
    table = read_delimited(part, Limits()).pages[0].tables[0]
    rows = [[cell.text for cell in row] for row in table.rows]
    assert rows[3] == _ROWS[3]
    assert rows[5] == _ROWS[5]
    assert rows[0][0] == _ROWS[0][0]
    assert {cell.confidence for row in table.rows for cell in row} == {1.0}


def test_an_amount_that_its_own_comma_parted_is_doubtful() -> None:
    text = "ข้อ,รายการ,เงินจัดสรร,จ่ายสะสม,เหลือจ่าย\n1,ค่าวัสดุ,40,000.00,6,000.00,34,000.00\n2,ค่าจ้าง,900.00,100.00,800.00\n"
    rows = read_delimited(_part(text.encode()), Limits()).pages[0].tables[0].rows
    assert max(cell.confidence for cell in rows[1] if cell.text) < 0.975
    assert min(cell.confidence for cell in rows[2]) == 1.0


def test_plain_numbers_of_three_digits_are_no_parted_amount() -> None:
    text = "ข้อ,รายการ,เงินจัดสรร,จ่ายสะสม,เหลือจ่าย,หมายเหตุ\n1,ค่าวัสดุ,900,100,800,\n2,ค่าจ้าง,500,250,250,\n"
    rows = read_delimited(_part(text.encode()), Limits()).pages[0].tables[0].rows
    assert min(cell.confidence for row in rows for cell in row) == 1.0
