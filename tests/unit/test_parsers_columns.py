"""Headings, numbering and row labels by their words."""

from __future__ import annotations

import pytest

from parsers.kinds.columns import Meaning, read_heading
from parsers.kinds.numbering import is_numbering_row, split_numbering
from parsers.kinds.row_labels import Label, read_label, split_number

M = Meaning
DECEMBER = "2020-12"


@pytest.mark.parametrize(
    ("path", "meanings"),
    [
        (["งบประมาณที่ได้รับจัดสรร (บาท)"], [M.ALLOCATED]),
        (["เงินประจำงวด"], [M.ALLOCATED]),
        (["งบประมาณ"], [M.ALLOCATED, M.OTHER]),
        (["งบประมาณที่ได้รับจัดสรรเพิ่มเติม"], [M.OTHER]),
        (["งบประมาณที่ได้รับจัดสรรคงเหลือ"], [M.BALANCE]),
        (["เงินคงเหลือยกมาจากปีก่อน"], [M.OTHER]),
        (["คงเหลือ", "ร้อยละ"], [M.OTHER]),
        (["ร้อยละของเงินคงเหลือ"], [M.OTHER]),
        (["ร้อยละ (4)/(1)*100"], [M.PERCENT]),
        (["ผลการเบิกจ่าย", "จำนวนเงิน"], [M.CUMULATIVE, M.THIS_MONTH]),
        (["ผลการเบิกจ่าย", "ร้อยละ"], [M.PERCENT]),
        (["ผลการเบิกจ่าย", "งบลงทุน"], [M.OTHER]),
        (["เบิกจ่าย"], [M.CUMULATIVE, M.THIS_MONTH]),
        (["เบิกจ่ายทั้งสิ้น"], [M.CUMULATIVE, M.THIS_MONTH]),
        (["เบิกจ่ายเดือนนี้ทั้งสิ้น"], [M.THIS_MONTH]),
        (["เบิกจ่ายสะสม"], [M.CUMULATIVE]),
        (["เบิกจ่ายสะสมถึงเดือนนี้"], [M.CUMULATIVE]),
        (["เบิกจ่ายสะสมก่อนเดือนนี้"], [M.PRIOR]),
        (["เบิกจ่ายสะสมถึงเดือนที่แล้ว"], [M.PRIOR]),
        (["เบิกจ่ายเดือนก่อน"], [M.PRIOR, M.OTHER]),
        (["เบิกจ่ายเดือน พ.ย. 63"], [M.OTHER]),
        (["เบิกจ่ายเดือน ธ.ค."], [M.THIS_MONTH]),
        (["เบิกจ่ายตั้งแต่ ต.ค. 63 - ธ.ค. 63"], [M.CUMULATIVE]),
        (["เบิกจ่ายตั้งแต่ ต.ค. 63 - พ.ย. 63"], [M.PRIOR]),
        (["เบิกจ่ายถึงวันที่ 31 ธ.ค. 63"], [M.CUMULATIVE]),
        (["เบิกจ่ายถึงวันที่ 30 พ.ย. 63"], [M.PRIOR]),
        (["เบิกจ่าย ณ วันที่ 31 ธ.ค. 63"], [M.CUMULATIVE, M.THIS_MONTH]),
        (["เบิกจ่ายถึงวันที่ 5 ม.ค. 64"], [M.CUMULATIVE, M.PRIOR]),
        (["แผนการเบิกจ่าย", "เดือนนี้"], [M.OTHER]),
        (["เป้าหมายการเบิกจ่ายสะสม"], [M.OTHER]),
        (["รวมใช้ไป (ผูกพัน+เบิกจ่าย)"], [M.USED]),
        (["รวมเบิกจ่ายและผูกพัน"], [M.USED]),
        (["เบิกจ่าย (ไม่รวมผูกพัน)"], [M.CUMULATIVE, M.THIS_MONTH]),
        (["ใช้จ่ายสะสม"], [M.CUMULATIVE, M.USED]),
        (["ก่อหนี้ผูกพันที่ยังไม่ได้เบิกจ่าย"], [M.COMMITTED]),
        (["ผูกพันสัญญา (PO)/รอจ่าย"], [M.COMMITTED]),
        (["ยังไม่ได้เบิกจ่าย"], [M.OTHER]),
        (["อยู่ระหว่างเบิกจ่าย"], [M.OTHER]),
        (["เบิกแทนกัน"], [M.OTHER]),
        (["ลำดับที่"], [M.NUMBER]),
        (["หมวดรายจ่าย"], [M.ITEM]),
        (["หน่วยเบิกจ่าย"], [M.UNIT]),
        (["ปัญหา/อุปสรรค"], [M.REMARK]),
        (["ยกมา"], [M.PRIOR, M.OTHER]),
        (["สะสม"], [M.CUMULATIVE, M.OTHER]),
        (["รวม"], []),
        (["จำนวนเงิน"], []),
        (["เบิกจ่าย", "สต."], [M.SATANG]),
        (["ห มวด ราย จ่าย"], [M.ITEM]),
        (["งบประมาณที่ ได้รับจัด สรร"], [M.ALLOCATED]),
    ],
)
def test_headings(path: list[str], meanings: list[Meaning]) -> None:
    assert list(read_heading(path, DECEMBER)) == meanings


def test_a_named_month_means_nothing_certain_while_the_reported_month_is_unknown() -> None:
    assert read_heading(["เบิกจ่ายเดือน ธ.ค. 63"]) == (M.THIS_MONTH, M.OTHER)
    assert read_heading(["เบิกจ่ายสะสมถึงเดือน ธ.ค. 63"]) == (M.CUMULATIVE, M.PRIOR)


@pytest.mark.parametrize(
    ("text", "words", "label", "plus", "minus", "ratio"),
    [
        ("เบิกจ่ายสะสม (4)=(2)+(3)", "เบิกจ่ายสะสม", "4", ("2", "3"), (), None),
        ("คงเหลือ (๖) = (๑)-(๔)-(๕)", "คงเหลือ", "6", ("1",), ("4", "5"), None),
        ("ยอดเงินคงเหลือ (1)-(3)", "ยอดเงินคงเหลือ", None, ("1",), ("3",), None),
        ("ร้อยละ (7)=(4)/(1)*100", "ร้อยละ", "7", (), (), ("4", "1")),
        ("ร้อยละ (4)x100/(1)", "ร้อยละ", None, (), (), ("4", "1")),
        ("(ค)=(ก)-(ข)", "", "ค", ("ก",), ("ข",), None),
        ("งบจัดสรร (1)", "งบจัดสรร", "1", (), (), None),
        ("4=2+3", "", "4", ("2", "3"), (), None),
        ("(2)", "", "2", (), (), None),
        ("เบิกจ่ายเดือนนี้ (บาท)", "เบิกจ่ายเดือนนี้ (บาท)", None, (), (), None),
    ],
)
def test_numbering(
    text: str, words: str, label: str | None, plus: tuple[str, ...], minus: tuple[str, ...], ratio: tuple[str, str] | None
) -> None:
    rest, numbering = split_numbering(text)
    assert (rest, numbering.label, numbering.ratio) == (words, label, ratio)
    assert not numbering.has_formula or (numbering.plus, numbering.minus) == (plus, minus)


def test_rows_of_numbering_and_rows_of_figures() -> None:
    assert is_numbering_row(["(1)", "(2)", "(3)", "(4)=(2)+(3)"])
    assert is_numbering_row(["1", "2", "3", "4"])
    assert is_numbering_row(["๑", "๒", "๓"])
    assert not is_numbering_row(["1", "20", "3", "4"])
    assert not is_numbering_row(["1", "ค่าวัสดุ", "3"])
    assert not is_numbering_row(["10,000.00", "5", "6"])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("รวมทั้งสิ้น", Label.GRAND),
        ("ยอดรวมทั้งสิ้น (บาท)", Label.GRAND),
        ("รวม ทั้ง สิ้น", Label.GRAND),
        ("รวมเป็นเงินทั้งสิ้น (เก้าหมื่นเจ็ดพันบาทถ้วน)", Label.GRAND),
        ("รวม", Label.PLAIN),
        ("รวมเงิน", Label.PLAIN),
        ("รวม ๓ รายการ", Label.PLAIN),
        ("รวมหมวดค่าใช้สอย", Label.SUB),
        ("รวมทั้งสิ้นหมวดค่าวัสดุ", Label.SUB),
        ("ยอดยกไป", Label.CARRY),
        ("ยอดยกมาจากหน้า 1", Label.CARRY),
        ("คิดเป็นร้อยละ", Label.NOTE),
        ("หมายเหตุ : ...", Label.NOTE),
        ("งบดำเนินงาน", Label.CATEGORY),
        ("๑. ค่าตอบแทน", Label.ITEM),
        ("ค่ารวมเล่มเอกสาร", Label.ITEM),
        ("", Label.NONE),
    ],
)
def test_row_labels(text: str, label: Label) -> None:
    assert read_label(text) is label


def test_numbers_of_rows() -> None:
    assert split_number("๑.๒ ค่าใช้สอย") == ((1, 2), "ค่าใช้สอย")
    assert split_number("(3) ค่าวัสดุ") == ((3,), "ค่าวัสดุ")
    assert split_number("ค่าวัสดุ") == ((), "ค่าวัสดุ")
