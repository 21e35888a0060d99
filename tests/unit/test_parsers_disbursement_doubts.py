"""What must not be taken for certain: ambiguous columns, unclear rows and cells, decoys."""

from __future__ import annotations

import pytest

from parsers.kinds.disbursement import DISBURSEMENT
from parsers.records import Facts, Method, Table
from tests.unit.by_hand import FORMULA, Spans, Value, document, page, table, workbook
from tests.unit.report_by_hand import (
    ITEMS,
    SIGNED,
    TITLE,
    blocking,
    body,
    certain_totals,
    expected,
    figure,
    heading,
    line_values,
    report,
    titles,
    totals,
    usual,
    usual_table,
)

SHORT = ("item", "allocated", "cumulative", "balance")


def extract(rows: list[list[Value]], title: tuple[str, ...] = TITLE, spans: Spans | None = None) -> Facts:
    return DISBURSEMENT.extract(document(title, [table(rows, spans)], SIGNED))


def test_plain_disbursed_is_cumulative_where_every_row_proves_it() -> None:
    facts = DISBURSEMENT.extract(usual(("item", "allocated", "cumulative", "balance", "percent"), {"cumulative": "เบิกจ่าย"}))
    # The balance of the usual report leaves out what is committed: nothing proves the column.
    assert blocking(facts) == {"column_unclear"}
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่าย", "คงเหลือ"],
        ["ก", "10.00", "4.00", "6.00"],
        ["ข", "5.00", "5.00", "-"],
        ["รวม", "15.00", "9.00", "6.00"],
    ]
    facts = extract(rows)
    assert blocking(facts) == set()
    assert totals(facts) == {"allocated": "15.00", "cumulative": "9.00", "balance": "6.00"}


def test_plain_disbursed_alone_is_a_doubt() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่าย", "คงเหลือ"],
        ["ก", "10.00", "4.00", "5.00"],
        ["รวม", "10.00", "4.00", "5.00"],
    ]
    facts = extract(rows)
    assert blocking(facts) == {"column_unclear"}
    assert facts.fields["cumulative"].confidence < 0.975
    assert any("เบิกจ่ายเดือนนี้" in doubt.message for doubt in facts.doubts)


def test_plain_disbursed_beside_the_cumulative_is_this_month() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่าย", "เบิกจ่ายสะสม", "คงเหลือ"],
        ["ก", "10.00", "1.00", "4.00", "6.00"],
        ["รวม", "10.00", "1.00", "4.00", "6.00"],
    ]
    facts = extract(rows)
    assert blocking(facts) == set()
    assert totals(facts) == {"allocated": "10.00", "this_month": "1.00", "cumulative": "4.00", "balance": "6.00"}


def test_of_two_headings_alike_the_one_left_over_is_not_this_month() -> None:
    def rows(first: str, second: str) -> list[list[Value]]:
        return [
            ["รายการ", "จัดสรร", first, second, "คงเหลือ"],
            ["ก", "10.00", "4.00", "3.00", "6.00"],
            ["ข", "20.00", "5.00", "4.00", "15.00"],
            ["รวม", "30.00", "9.00", "7.00", "21.00"],
        ]

    facts = extract(rows("เบิกจ่ายจริง", "เบิกจ่ายในระบบ GFMIS"))
    assert blocking(facts) == {"column_unclear"} and facts.fields["cumulative"].value == "9.00"
    told = extract(rows("รวมเบิกจ่าย", "เบิกจ่าย"))
    assert blocking(told) == set() and told.fields["this_month"].value == "7.00"


@pytest.mark.parametrize(
    "more",
    [
        "คาดว่าเดือนมกราคม 2564 จะเบิกจ่าย 3,000.00 บาท",
        "และจะเบิกจ่ายในเดือนมกราคม 2564 จำนวน 3,000.00 บาท คงเหลือ 58,065.25 บาท",
        "โครงการอื่นเบิกจ่ายเดือนนี้ 3,000.00 บาท",
    ],
)
def test_what_is_only_expected_is_not_reported(more: str) -> None:
    said = "ได้รับจัดสรร 97,394.00 บาท เบิกจ่ายสะสม 36,328.75 บาท คงเหลือ 61,065.25 บาท"
    facts = DISBURSEMENT.extract(document([*TITLE, said, more], after=SIGNED))
    assert totals(facts) == {"allocated": "97394.00", "cumulative": "36328.75", "balance": "61065.25"}
    assert blocking(facts) == set()


def test_used_is_not_cumulative() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "ผูกพัน", "เบิกจ่ายสะสม", "รวมใช้ไป (ผูกพัน+เบิกจ่าย)", "คงเหลือ", "ร้อยละ"],
        ["ก", "100.00", "20.00", "30.00", "50.00", "50.00", "50.00"],
        ["รวม", "100.00", "20.00", "30.00", "50.00", "50.00", "50.00"],
    ]
    facts = extract(rows)
    assert facts.fields["cumulative"].value == "30.00"
    assert "percent" not in facts.fields  # it is the percentage of what is used
    assert blocking(facts) == set()


def test_spending_alone_may_hold_what_is_committed() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "ใช้จ่ายสะสม", "คงเหลือ"],
        ["ก", "10.00", "4.00", "6.00"],
        ["รวม", "10.00", "4.00", "6.00"],
    ]
    assert blocking(extract(rows)) == {"column_unclear"}


def test_cumulative_to_the_month_before_is_not_cumulative() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่ายสะสมถึงเดือน พ.ย. 63", "คงเหลือ"],
        ["ก", "10.00", "4.00", "6.00"],
        ["รวม", "10.00", "4.00", "6.00"],
    ]
    facts = extract(rows)
    assert facts.fields["prior_cumulative"].value == "4.00"
    assert "cumulative" not in facts.fields


def test_columns_of_other_months_are_not_this_month() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่าย", "", "", "", "คงเหลือ"],
        ["", "", "ต.ค. 63", "พ.ย. 63", "ธ.ค. 63", "รวม", ""],
        ["ก", "100.00", "1.00", "2.00", "3.00", "6.00", "94.00"],
        ["รวม", "100.00", "1.00", "2.00", "3.00", "6.00", "94.00"],
    ]
    facts = extract(rows, spans={(0, 2): (1, 4), (0, 0): (2, 1), (0, 1): (2, 1), (0, 6): (2, 1)})
    assert totals(facts) == {"allocated": "100.00", "this_month": "3.00", "cumulative": "6.00", "balance": "94.00"}
    assert blocking(facts) == set()


def test_plan_and_result_side_by_side() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "แผนการเบิกจ่าย", "", "ผลการเบิกจ่าย", "", "คงเหลือ"],
        ["", "", "เดือนนี้", "สะสม", "เดือนนี้", "สะสม", ""],
        ["ก", "100.00", "10.00", "20.00", "3.00", "6.00", "94.00"],
        ["รวม", "100.00", "10.00", "20.00", "3.00", "6.00", "94.00"],
    ]
    facts = extract(rows, spans={(0, 2): (1, 2), (0, 4): (1, 2), (0, 0): (2, 1), (0, 1): (2, 1), (0, 6): (2, 1)})
    assert totals(facts) == {"allocated": "100.00", "this_month": "3.00", "cumulative": "6.00", "balance": "94.00"}
    assert blocking(facts) == set()


def test_several_budgets_side_by_side_take_the_total_group() -> None:
    head: list[Value] = ["รายการ", "งบดำเนินงาน", "", "", "งบลงทุน", "", "", "รวมทั้งสิ้น", "", ""]
    sub: list[Value] = ["", *["จัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"] * 3]
    rows: list[list[Value]] = [["ก", "10.00", "4.00", "6.00", "20.00", "5.00", "15.00", "30.00", "9.00", "21.00"]]
    facts = extract([head, sub, *rows], spans={(0, 0): (2, 1), (0, 1): (1, 3), (0, 4): (1, 3), (0, 7): (1, 3)})
    assert totals(facts) == {"allocated": "30.00", "cumulative": "9.00", "balance": "21.00"}
    assert blocking(facts) == set()


def test_two_columns_of_one_meaning_are_a_doubt() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่ายสะสม", "เบิกจ่ายสะสม", "คงเหลือ"],
        ["ก", "10.00", "4.00", "5.00", "6.00"],
        ["รวม", "10.00", "4.00", "5.00", "6.00"],
    ]
    assert blocking(extract(rows)) == {"column_unclear"}


def test_numbering_that_contradicts_the_words_is_a_doubt() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร (1)", "เบิกจ่ายเดือนนี้ (2)", "เบิกจ่ายสะสม (3)", "คงเหลือ (4)=(1)-(2)"],
        ["ก", "10.00", "1.00", "4.00", "9.00"],
        ["รวม", "10.00", "1.00", "4.00", "9.00"],
    ]
    assert blocking(extract(rows)) == {"column_unclear"}


def test_loose_column_of_satang_is_a_doubt() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "", "เบิกจ่ายสะสม", "", "คงเหลือ", ""],
        ["ก", "100", "50", "40", "25", "60", "25"],
        ["รวม", "100", "50", "40", "25", "60", "25"],
    ]
    facts = extract(rows)
    assert blocking(facts) == {"column_unclear"}


@pytest.mark.parametrize(
    ("unit", "rule"), [("หน่วย : ล้านบาท", {"unit_scaled"}), ("หน่วย : พันบาท", {"unit_scaled"}), ("หน่วย : บาท", set())]
)
def test_units(unit: str, rule: set[str]) -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"],
        ["ก", "0.10", "0.04", "0.06"],
        ["รวม", "0.10", "0.04", "0.06"],
    ]
    facts = DISBURSEMENT.extract(document((*TITLE, unit), [table(rows)], SIGNED))
    assert blocking(facts) == rule
    scale = {"หน่วย : ล้านบาท": "100000.00", "หน่วย : พันบาท": "100.00", "หน่วย : บาท": "0.10"}
    assert facts.fields["allocated"].value == scale[unit]
    assert facts.fields["allocated"].raw == "0.10"


@pytest.mark.parametrize(
    "note", ["หมายเหตุ ตัวเลขเป็นพันบาท", "(พันบาท)", "หน่วยนับ : พันบาท", "จำนวนเงินแสดงเป็นหลักพันบาท", "หน่วย (พันบาท)"]
)
def test_thousands_of_baht_are_told_in_many_words(note: str) -> None:
    rows: list[list[Value]] = [heading(SHORT), ["ก", "97.39", "4.00", "93.39"], ["รวม", "97.39", "4.00", "93.39"]]
    facts = DISBURSEMENT.extract(document(TITLE, [table(rows)], [note]))
    assert blocking(facts) == {"unit_scaled"} and facts.fields["allocated"].value == "97390.00"


def test_amounts_in_a_sentence_declare_no_unit() -> None:
    for note in ("ปัญหา งบประมาณคงเหลือเป็นจำนวนเงิน 2 พันบาท", "วงเงินทั้งโครงการ 7.402 ล้านบาท", "จำนวนเงินเป็นไปตามแผน"):
        assert blocking(DISBURSEMENT.extract(document(TITLE, [usual_table()], [note, *SIGNED]))) == set()


def test_fractions_of_a_satang_in_the_allocation_are_a_doubt() -> None:
    rows: list[list[Value]] = [heading(SHORT), ["ก", 97.394, 4.0, 93.394], ["รวม", 97.394, 4.0, 93.394]]
    assert blocking(DISBURSEMENT.extract(workbook(table(titles() + rows, sheet="Sheet1")))) == {"unit_scaled"}


def test_a_fuller_sheet_of_another_month_is_no_match_for_the_report() -> None:
    """Both bear the title of the month; the sheet of last month has more columns."""
    old: list[list[Value]] = [
        heading((*SHORT, "committed")),
        ["ค่าตอบแทน", "97394.00", "13011.50", "84382.50", "0.00"],
        ["รวม", "97394.00", "13011.50", "84382.50", "0.00"],
    ]
    real = table(titles() + [heading(SHORT), *body(SHORT)], sheet="รายงาน")
    assert blocking(DISBURSEMENT.extract(workbook(table(titles() + old, sheet="ข้อมูลเดิม"), real))) == {"rivals"}


@pytest.mark.parametrize("month", ["{} 2563", "เดือน{}", "ประจำเดือน{} ๒๕๖๓"])
def test_rows_of_months_have_no_total_of_the_month(month: str) -> None:
    rows: list[list[Value]] = [
        ["เดือน", "งบประมาณที่ได้รับจัดสรร", "เบิกจ่ายในเดือน", "คงเหลือ"],
        [month.format("ตุลาคม"), "", "6.00", ""],
        [month.format("พฤศจิกายน"), "", "6.00", ""],
        [month.format("ธันวาคม"), "", "5.50", ""],
        ["รวม", "97.00", "17.50", "79.50"],
    ]
    assert "row_unclear" in blocking(extract(rows))


def test_parents_without_numbers_are_told_by_their_sums() -> None:
    def rows(total: str) -> list[list[Value]]:
        return [
            heading(SHORT),
            ["ค่าตอบแทน", "30.00", "9.00", "21.00"],
            ["ค่าเบี้ยเลี้ยง", "10.00", "4.00", "6.00"],
            ["ค่าวิทยากร", "20.00", "5.00", "15.00"],
            ["ค่าวัสดุ", "7.00", "7.00", "-"],
            ["รวมทั้งสิ้น", total, "16.00", "21.00"],
        ]

    facts = extract(rows("37.00"))
    assert line_values(facts, "item") == ["ค่าเบี้ยเลี้ยง", "ค่าวิทยากร", "ค่าวัสดุ"] and blocking(facts) == set()
    assert len(extract(rows("38.00")).lines) == 4  # what does not add up stands as it is


def test_an_item_called_a_sum_is_an_item_if_the_total_proves_it() -> None:
    def rows(total: str) -> list[list[Value]]:
        return [
            heading(SHORT),
            ["ค่าวัสดุ", "10.00", "4.00", "6.00"],
            ["รวมค่าอาหารว่างและเครื่องดื่ม", "20.00", "5.00", "15.00"],
            ["รวมทั้งสิ้น", total, "9.00", "21.00"],
        ]

    facts = extract(rows("30.00"))
    assert len(facts.lines) == 2 and blocking(facts) == set()
    assert blocking(extract(rows("31.00"))) == {"row_unclear"}


def test_of_two_percentages_every_row_proves_one() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "งบจัดสรร", "ผลการเบิกจ่าย", None, None, None, "คงเหลือ"],
        [None, None, "เดือนนี้", "ร้อยละ", "สะสม", "ร้อยละ", None],
        ["ก", "10.00", "1.00", "10.00", "4.00", "40.00", "6.00"],
        ["ข", "20.00", "2.00", "10.00", "5.00", "25.00", "15.00"],
        ["รวม", "30.00", "3.00", "10.00", "9.00", "30.00", "21.00"],
    ]
    spans: Spans = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 4), (0, 6): (2, 1)}
    facts = extract(rows, spans=spans)
    assert totals(facts)["percent"] == "30.00" and blocking(facts) == set()
    rows[3][5] = "26.00"
    assert "column_unclear" in blocking(extract(rows, spans=spans))


def test_sub_totals_and_categories_are_no_lines() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"],
        ["งบดำเนินงาน", "", "", ""],
        ["หมวดค่าตอบแทน ใช้สอยและวัสดุ", "", "", ""],
        ["ค่าตอบแทน", "10.00", "4.00", "6.00"],
        ["ค่าใช้สอย", "20.00", "5.00", "15.00"],
        ["รวมหมวดค่าตอบแทน ใช้สอยและวัสดุ", "30.00", "9.00", "21.00"],
        ["งบลงทุน", "", "", ""],
        ["ค่าครุภัณฑ์", "7.00", "7.00", "-"],
        ["รวม", "7.00", "7.00", "0.00"],
        ["รวมทั้งสิ้น", "37.00", "16.00", "21.00"],
    ]
    facts = extract(rows)
    assert line_values(facts, "item") == ["ค่าตอบแทน", "ค่าใช้สอย", "ค่าครุภัณฑ์"]
    assert line_values(facts, "balance") == ["6.00", "15.00", "0.00"]
    assert totals(facts) == {"allocated": "37.00", "cumulative": "16.00", "balance": "21.00"}
    assert blocking(facts) == set()


def test_parent_rows_with_figures_are_no_lines() -> None:
    rows: list[list[Value]] = [
        ["ที่", "รายการ", "จัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"],
        ["๑", "งบดำเนินงาน", "30.00", "9.00", "21.00"],
        ["๑.๑", "ค่าตอบแทน", "10.00", "4.00", "6.00"],
        ["๑.๒", "ค่าใช้สอย", "20.00", "5.00", "15.00"],
        ["๒", "งบลงทุน", "7.00", "7.00", "0.00"],
        ["", "- ค่าครุภัณฑ์", "7.00", "7.00", "0.00"],
        ["", "รวมทั้งสิ้น", "37.00", "16.00", "21.00"],
    ]
    facts = extract(rows)
    assert line_values(facts, "item") == ["ค่าตอบแทน", "ค่าใช้สอย", "- ค่าครุภัณฑ์"]
    assert blocking(facts) == set()


def test_sub_total_that_is_no_sum_is_a_doubt() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่ายสะสม"],
        ["ก", "10.00", "4.00"],
        ["รวมหมวด ก", "11.00", "4.00"],
        ["รวมทั้งสิ้น", "10.00", "4.00"],
    ]
    assert blocking(extract(rows)) == {"row_unclear"}


def test_no_total_row() -> None:
    head: list[Value] = ["รายการ", "จัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"]
    facts = extract([head, ["ก", "10.00", "4.00", "6.00"], ["ข", "10.00", "4.00", "6.00"]])
    assert totals(facts) == {} and blocking(facts) == {"row_unclear"} and len(facts.lines) == 2
    facts = extract([head, ["โครงการศูนย์ดำรงธรรมอำเภอ", "10.00", "4.00", "6.00"]])
    assert totals(facts) == {"allocated": "10.00", "cumulative": "4.00", "balance": "6.00"}
    assert blocking(facts) == set() and [d.rule for d in facts.doubts] == ["row_unclear"] and len(facts.lines) == 1


def test_last_row_without_a_name_is_the_total_only_if_it_adds_up() -> None:
    head: list[Value] = ["รายการ", "จัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"]
    items: list[list[Value]] = [["ก", "10.00", "4.00", "6.00"], ["ข", "20.00", "5.00", "15.00"]]
    facts = extract([head, *items, ["", "30.00", "9.00", "21.00"]])
    assert facts.fields["allocated"].value == "30.00" and blocking(facts) == set() and len(facts.lines) == 2
    facts = extract([head, *items, ["", "31.00", "9.00", "21.00"]])
    assert totals(facts) == {} and "row_unclear" in blocking(facts)


def test_figures_below_the_total_are_a_doubt() -> None:
    rows: list[list[Value]] = [
        heading(SHORT),
        *body(SHORT),
        ["ค่าสาธารณูปโภค", "1.00", "1.00", "0.00"],
    ]
    assert blocking(extract(rows)) == {"row_unclear"}


def test_several_provinces_in_one_table() -> None:
    rows: list[list[Value]] = [
        ["จังหวัด", "จัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"],
        ["นครราชสีมา", "10.00", "4.00", "6.00"],
        ["เชียงใหม่", "10.00", "4.00", "6.00"],
        ["รวม", "20.00", "8.00", "12.00"],
    ]
    facts = extract(rows)
    assert "province_doubtful" in blocking(facts) and totals(facts) == {}


def test_blank_dash_and_unclear_cells() -> None:
    rows: list[list[Value]] = [
        ["รายการ", "จัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ"],
        ["ก", "10.00", "", "-", "10.00"],
        ["ข", "20.00", "1.00", "1.00", "19.00"],
        ["รวม", "30.00", "1.00", "1.00", "29.00"],
    ]
    facts = extract(rows)
    assert blocking(facts) == set()
    assert facts.lines[0]["this_month"].value is None and facts.lines[0]["this_month"].raw == ""
    assert facts.lines[0]["cumulative"].value == "0.00"
    rows[1][3] = "๔,0๐๐"
    facts = extract(rows)
    assert blocking(facts) == {"doubtful_field"} and facts.lines[0]["cumulative"].confidence < 0.975
    rows[1][3] = "ยังไม่ได้เบิก 5"
    assert blocking(extract(rows)) == {"doubtful_field"}


def test_formula_without_its_value_is_no_blank() -> None:
    rows: list[list[Value]] = [["รายการ", "จัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"], ["ก", 10, 4, 6], ["รวม", FORMULA, FORMULA, FORMULA]]
    facts = DISBURSEMENT.extract(workbook(table(titles() + rows, sheet="Sheet1")))
    assert facts.fields["allocated"].value is None
    assert "doubtful_field" in blocking(facts)


def test_example_and_hidden_sheets_are_passed_over() -> None:
    real = table(titles() + [heading(SHORT), *body(SHORT)], sheet="รายงาน")
    decoy_rows: list[list[Value]] = [heading(SHORT), ["ค่าตอบแทน", "1.00", "1.00", "0.00"], ["รวม", "1.00", "1.00", "0.00"]]
    example = table([["ตัวอย่างการกรอกแบบรายงาน"], *decoy_rows], sheet="ตัวอย่าง")
    hidden = table([["แบบรายงานการเบิกจ่าย"], *decoy_rows], sheet="data", hidden=True)
    facts = DISBURSEMENT.extract(workbook(example, hidden, real))
    assert totals(facts) == expected(SHORT)
    assert blocking(facts) == set() and [d.rule for d in facts.doubts] == ["hidden_sheet"]
    assert blocking(DISBURSEMENT.extract(workbook(example))) >= {"rivals"}
    assert blocking(DISBURSEMENT.extract(workbook(hidden))) >= {"hidden_sheet"}


def test_one_sheet_for_each_month() -> None:
    def sheet(month: str, tab: str) -> Table:
        return table(
            [
                ["แบบรายงานการเบิกจ่ายงบประมาณ"],
                ["จังหวัดนครราชสีมา"],
                [f"ประจำเดือน {month}"],
                heading(SHORT),
                *body(SHORT),
            ],
            sheet=tab,
        )

    november, december = sheet("พฤศจิกายน 2563", "พ.ย."), sheet("ธันวาคม 2563", "ธ.ค.")
    facts = DISBURSEMENT.extract(workbook(november, december))
    assert blocking(facts) == {"rivals"} and facts.period is not None and facts.period.confidence < 0.975
    facts = DISBURSEMENT.extract(workbook(november, december, name="เบิกจ่าย พ.ย. 2563.xlsx"))
    assert blocking(facts) == set() and facts.period is not None and facts.period.value == "2020-11"


def test_two_tables_that_differ_are_rivals_and_of_two_that_agree_the_fuller_one_bears() -> None:
    other = table([heading(SHORT), ["ก", "9.00", "4.00", "5.00"], ["รวม", "9.00", "4.00", "5.00"]])
    same = table([heading(SHORT), *body(SHORT)])
    assert blocking(DISBURSEMENT.extract(document(TITLE, [same, other], SIGNED))) == {"rivals"}
    assert blocking(DISBURSEMENT.extract(document(TITLE, [same, same], SIGNED))) == set()
    assert blocking(DISBURSEMENT.extract(document(TITLE, [other, usual_table()], SIGNED))) == {"rivals"}
    of_one_item = table([heading(SHORT), ["ค่าถ่ายเอกสาร", "30,694.00", "4,911.50", "23,282.50"]])
    for poorer in (same, of_one_item):
        facts = DISBURSEMENT.extract(document(TITLE, [poorer, usual_table()], SIGNED))
        assert blocking(facts) == set() and facts.fields["allocated"].value == "97394.00"


def test_period_is_proposed_never_inferred() -> None:
    facts = DISBURSEMENT.extract(
        report([heading(SHORT)], SHORT, title=("แบบรายงานการเบิกจ่าย", "จังหวัดนครราชสีมา", "ข้อมูล ณ วันที่ 31 ธันวาคม 2563"))
    )
    assert facts.period is None and facts.proposed_period == "2020-12"
    assert facts.fields["as_of"].value == "2020-12-31"
    facts = DISBURSEMENT.extract(report([heading(SHORT)], SHORT, title=("แบบรายงานการเบิกจ่าย", "จังหวัดนครราชสีมา")))
    assert facts.period is None and facts.proposed_period == "2020-12"  # signed on 8 January 2564
    assert "as_of" not in facts.fields


def test_two_months_named_are_a_doubt() -> None:
    facts = DISBURSEMENT.extract(report([heading(SHORT)], SHORT, title=(*TITLE, "ประจำเดือน พฤศจิกายน ๒๕๖๓")))
    assert "period_contradicted" in blocking(facts)
    assert facts.period is not None and facts.period.confidence < 0.975


def test_dates_in_their_places() -> None:
    after = ("ข้อมูล ณ วันที่ ๓๑ ธันวาคม ๒๕๖๓", "ได้บันทึกข้อมูลในระบบ e-fms แล้ว เมื่อวันที่ ๕ มกราคม ๒๕๖๔", *SIGNED)
    facts = DISBURSEMENT.extract(report([heading(SHORT)], SHORT, after=after))
    assert facts.fields["as_of"].value == "2020-12-31"
    assert facts.fields["efms_recorded_on"].value == "2021-01-05"
    after = ("ณ สิ้นเดือน ธันวาคม ๒๕๖๓", "บันทึกในระบบ e - fms ณ วันที่ ๕ มกราคม ๒๕๖๔", *SIGNED)
    facts = DISBURSEMENT.extract(report([heading(SHORT)], SHORT, after=after))
    assert facts.fields["as_of"].value == "2020-12-31"
    assert facts.fields["efms_recorded_on"].value == "2021-01-05"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["ปัญหาอุปสรรค : ผู้รับจ้างส่งมอบงานล่าช้า"], "ผู้รับจ้างส่งมอบงานล่าช้า"),
        (["ปัญหา อุปสรรค และข้อเสนอแนะ", "๑. งบประมาณไม่เพียงพอ", "๒. ขอขยายเวลา"], "๑. งบประมาณไม่เพียงพอ ๒. ขอขยายเวลา"),
        (["ปัญหา/อุปสรรค ไม่มี"], "ไม่มี"),
        (
            ["ปัญหาอุปสรรค ....................................................", ".........................................."],
            None,
        ),
        (["๒. ปัญหาและอุปสรรคในการเบิกจ่าย: -"], "-"),
    ],
)
def test_obstacles(lines: list[str], text: str | None) -> None:
    facts = DISBURSEMENT.extract(report([heading(SHORT)], SHORT, after=(*lines, *SIGNED)))
    assert (facts.fields["obstacles"].value if "obstacles" in facts.fields else None) == text


def test_total_in_words() -> None:
    rows: list[list[Value]] = [
        heading(SHORT),
        *body(SHORT),
        ["(เก้าหมื่นเจ็ดพันสามร้อยเก้าสิบสี่บาทถ้วน)", "", "", ""],
    ]
    facts = extract(rows)
    assert facts.fields["total_words"].value == "97394.00"
    assert blocking(facts) == set()


def test_signers() -> None:
    after = (
        "(ลงชื่อ)..............ผู้รายงาน      (ลงชื่อ)..............ผู้รับรอง",
        "(นางสาวกัลยา วงศ์สุวรรณ)      (นายวีระพันธ์ ดีอ่อน)",
        "เจ้าพนักงานธุรการ      ปลัดจังหวัดนครราชสีมา",
    )
    facts = DISBURSEMENT.extract(report([heading(SHORT)], SHORT, after=after))
    assert facts.fields["reporter_name"].value == "นางสาวกัลยา วงศ์สุวรรณ"
    assert facts.fields["reporter_position"].value == "เจ้าพนักงานธุรการ"


def test_letters_are_claimed_only_with_their_figures() -> None:
    letter = (
        "ที่ นม ๐๐๑๘.๑/๑๒๓",
        "ศาลากลางจังหวัดนครราชสีมา",
        "๘ มกราคม ๒๕๖๔",
        "เรื่อง รายงานผลการเบิกจ่ายงบประมาณ ประจำเดือน ธันวาคม ๒๕๖๓",
        "เรียน อธิบดีกรมการปกครอง",
        "สิ่งที่ส่งมาด้วย แบบรายงานการเบิกจ่ายงบประมาณ จำนวน ๑ ชุด",
        "        จังหวัดนครราชสีมาขอส่งรายงานการเบิกจ่าย รายละเอียดตามสิ่งที่ส่งมาด้วย",
        "ขอแสดงความนับถือ",
        "(นายวีระพันธ์ ดีอ่อน)",
        "ปลัดจังหวัด ปฏิบัติราชการแทน",
        "ผู้ว่าราชการจังหวัดนครราชสีมา",
    )
    assert DISBURSEMENT.matches(document(letter)) is None
    assert DISBURSEMENT.matches(document((*letter[:6], "ได้รับจัดสรร 10 บาท เบิกจ่ายสะสม 4 บาท คงเหลือ 6 บาท", *letter[6:]))) is None
    with_table = document(letter[:7], [usual_table(SHORT)], letter[7:])
    assert DISBURSEMENT.matches(with_table) is not None
    facts = DISBURSEMENT.extract(with_table)
    assert totals(facts) == expected(SHORT) and blocking(facts) == set()
    assert "reporter_name" not in facts.fields
    assert facts.fields["letter_date"].value == "2021-01-08"


def test_other_papers_are_not_claimed() -> None:
    scores = table(
        [
            ["หัวข้อการประเมิน", "คะแนนเต็ม", "คะแนนที่ได้รับ", "ร้อยละ"],
            ["ด้านกายภาพ", "50", "40", "80.00"],
            ["รวม", "100", "92.5", "92.50"],
        ]
    )
    assert DISBURSEMENT.matches(document(("แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอ", "อำเภอสันทราย"), [scores])) is None
    obstacle = ("แบบรายงานปัญหาอุปสรรค", "จังหวัดนครราชสีมา", "การเบิกจ่ายงบประมาณล่าช้า งบประมาณคงเหลือ 5,000 บาท ไม่เพียงพอ")
    assert DISBURSEMENT.matches(document(obstacle)) is None


def test_blank_form_is_claimed_and_bears_no_figures() -> None:
    blank: list[list[Value]] = [heading(SHORT), ["ค่าตอบแทน", "", "", ""], ["รวมทั้งสิ้น", "", "", ""]]
    made = document(TITLE, [table(blank)], SIGNED)
    assert DISBURSEMENT.matches(made) is not None
    assert all(value is None for value in totals(DISBURSEMENT.extract(made)).values())


def test_body_of_a_mail() -> None:
    lines = [
        "เรียน อธิบดีกรมการปกครอง",
        "จังหวัดนครราชสีมาขอรายงานการเบิกจ่ายงบประมาณ ประจำเดือน ธันวาคม 2563 ดังนี้",
        "ได้รับจัดสรร 97,394.00 บาท",
        "เบิกจ่ายเดือนนี้ 23,317.25 บาท",
        "เบิกจ่ายสะสม 36,328.75 บาท",
        "คงเหลือ 61,065.25 บาท",
    ]
    made = document(lines, method=Method.BODY)
    assert DISBURSEMENT.matches(made) is not None
    facts = DISBURSEMENT.extract(made)
    assert facts.from_body and facts.period is not None and facts.period.value == "2020-12"
    assert facts.fields["balance"].value == "61065.25" and blocking(facts) == set()


def test_nothing_is_certain_beside_a_blocking_doubt() -> None:
    facts = DISBURSEMENT.extract(usual(("item", "allocated", "cumulative", "balance"), {"cumulative": "เบิกจ่าย"}))
    assert certain_totals(facts) == {}
    assert len(ITEMS) == len(facts.lines) and figure(None, "allocated") == "97,394.00" and page(()).number == 1
