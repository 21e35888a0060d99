"""Columns that speak of money and are not what the report asks for must not be taken for it by leaving out the others."""

from __future__ import annotations

import pytest

from parsers.kinds.columns import Meaning, read_heading
from parsers.kinds.disbursement import DISBURSEMENT
from parsers.kinds.heading_words import has_other_words
from parsers.records import CERTAIN
from tests.unit.by_hand import Value, document, table
from tests.unit.report_by_hand import SIGNED, TITLE, blocking


@pytest.mark.parametrize(
    "text",
    [
        "เบิกจ่ายสะสมตั้งแต่ต้นปีงบประมาณจนถึงปัจจุบัน",
        "งบประมาณที่ได้รับจัดสรร",
        "เบิกจ่ายแล้ว ณ 31 ม.ค. 64",
        "ยอดคงเหลือสุทธิ",
        "จ่ายจริงเดือนกุมภาพันธ์",
        "PO",
    ],
)
def test_usual_words_are_known(text: str) -> None:
    assert not has_other_words(text)


@pytest.mark.parametrize("text", ["จ่ายเป็นเช็ค", "จ่ายไตรมาส ๒", "เบิกจ่ายผ่านธนาคาร", "จ่ายค่าธรรมเนียม", "จ่ายขาดเงินสะสมกองทุน"])
def test_other_words_leave_a_heading_open(text: str) -> None:
    assert has_other_words(text)
    assert Meaning.OTHER in read_heading([text], "2021-01")


@pytest.mark.parametrize(
    "text",
    [
        "จำนวนวันที่เบิกจ่าย",
        "จำนวนครั้งที่จ่าย",
        "ภาษีที่จ่าย",
        "จ่ายปีงบประมาณ 2563",
        "งบประมาณปี ๖๓",
        "จ่ายปีที่แล้ว",
        "จ่ายเดือนหน้า",
        "เบิกจ่าย ณ 30 ก.ย. 63",
    ],
)
def test_other_years_counts_and_taxes_are_not_asked_for(text: str) -> None:
    assert read_heading([text], "2021-01") == (Meaning.OTHER,)


def test_the_year_of_the_report_is_no_other_year() -> None:
    assert read_heading(["งบประมาณปี 2564 ที่ได้รับจัดสรร"], "2020-11") == (Meaning.ALLOCATED,)
    assert read_heading(["จ่ายสะสม ณ 31 ธ.ค. 63"], "2021-01") == (Meaning.PRIOR,)


@pytest.mark.parametrize("extra", ["จ่ายเป็นเช็ค", "จ่ายไตรมาส ๒", "จ่ายผ่านธนาคาร"])
def test_a_column_of_other_words_is_not_told_by_leaving_out_the_others(extra: str) -> None:
    rows: list[list[Value]] = [
        ["รายการ", "เงินจัดสรร", "เบิกจ่ายสะสม", extra, "คงเหลือ"],
        ["ค่าวัสดุ", "900.00", "400.00", "77.00", "500.00"],
        ["ค่าจ้าง", "500.00", "100.00", "11.00", "400.00"],
        ["รวม", "1,400.00", "500.00", "88.00", "900.00"],
    ]
    facts = DISBURSEMENT.extract(document(TITLE, [table(rows)], SIGNED))
    taken = facts.fields.get("this_month")
    assert blocking(facts) == {"column_unclear"} or taken is None or taken.confidence < CERTAIN


def test_arithmetic_proves_a_column_of_other_words() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "เงินจัดสรร", "ยกมา", "จ่ายเดือนนี้", "จ่ายรวมตามทะเบียนคุม", "คงเหลือ"],
        ["ค่าวัสดุ", "900.00", "300.00", "100.00", "400.00", "500.00"],
        ["ค่าจ้าง", "500.00", "-", "100.00", "100.00", "400.00"],
        ["รวม", "1,400.00", "300.00", "200.00", "500.00", "900.00"],
    ]
    facts = DISBURSEMENT.extract(document(TITLE, [table(rows)], SIGNED))
    assert blocking(facts) == set()
    assert facts.fields["cumulative"].value == "500.00"
