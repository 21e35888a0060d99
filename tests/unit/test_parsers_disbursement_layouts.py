"""The same report in the layouts in which offices draw it up."""

from __future__ import annotations

import pytest

from parsers.kinds.disbursement import DISBURSEMENT
from parsers.records import Document
from tests.unit.by_hand import Value, document, table, workbook
from tests.unit.report_by_hand import (
    COLUMNS,
    HEADINGS,
    ITEMS,
    SIGNED,
    TITLE,
    TOTAL,
    USUAL,
    blocking,
    body,
    expected,
    figure,
    heading,
    line_values,
    report,
    titles,
    totals,
    usual,
)


def check(made: Document, columns: tuple[str, ...] | list[str], lines: bool = True) -> None:
    """The facts are the report's, nothing is doubted, every money cell of every line is there."""
    assert DISBURSEMENT.matches(made) is not None
    facts = DISBURSEMENT.extract(made)
    assert totals(facts) == expected(columns), facts.doubts
    assert blocking(facts) == set(), facts.doubts
    assert facts.province is not None and facts.province.value == "30"
    assert facts.period is not None and facts.period.value == "2020-12"
    assert all(field.confidence >= 0.975 for name, field in facts.fields.items() if name in COLUMNS)
    if lines:
        assert line_values(facts, "item") == list(ITEMS)
        for column in expected(columns):
            assert line_values(facts, column) == [figure(item, column).replace(",", "") for item in ITEMS]


@pytest.mark.parametrize("thai", [False, True])
def test_one_heading_row(thai: bool) -> None:
    check(usual(thai=thai), USUAL)


@pytest.mark.parametrize(
    "names",
    [
        {"allocated": "งบจัดสรร", "this_month": "ผลการเบิกจ่ายประจำเดือน", "cumulative": "ผลการเบิกจ่ายสะสม", "balance": "ยอดคงเหลือ"},
        {"allocated": "เงินประจำงวดที่ได้รับ (บาท)", "this_month": "เบิกจ่ายในเดือน (บาท)", "cumulative": "เบิกจ่ายสะสมตั้งแต่ต้นปี (บาท)"},
        {"prior_cumulative": "ยอดเบิกจ่ายสะสมถึงเดือนก่อน", "cumulative": "ยอดเบิกจ่ายสะสมถึงเดือนนี้", "committed": "ผูกพันสัญญา (PO)"},
        {
            "prior_cumulative": "เบิกจ่ายสะสมถึงเดือน พ.ย. 63",
            "this_month": "เบิกจ่ายเดือน ธ.ค. 63",
            "cumulative": "เบิกจ่ายสะสมถึงเดือน ธ.ค. 63",
        },
        {"this_month": "เบิกจ่ายเดือนธันวาคม ๒๕๖๓", "cumulative": "รวมเบิกจ่ายตั้งแต่ต้นปีถึงปัจจุบัน", "percent": "คิดเป็นร้อยละ"},
        {"percent": "% การเบิกจ่าย", "balance": "งบประมาณคงเหลือ", "item": "หมวดรายจ่าย", "number": "ที่"},
        {"this_month": "จ่ายเดือนนี้", "cumulative": "จ่ายสะสม", "committed": "PO"},
        {"prior_cumulative": "ยอดยกมา (เบิกจ่ายแล้ว)", "cumulative": "รวมเบิกจ่ายทั้งสิ้น", "committed": "ใบสั่งซื้อ/สัญญา (PO)"},
        {"cumulative": "เบิกจ่ายแล้วทั้งสิ้น", "balance": "เงินงบประมาณคงเหลือสุทธิ", "percent": "ร้อยละการเบิกจ่ายสะสมต่องบจัดสรร"},
        {"committed": "เงินกันไว้/ผูกพันที่ยังไม่เบิกจ่าย", "allocated": "วงเงินที่ได้รับจัดสรร ปีงบประมาณ พ.ศ. 2564"},
    ],
)
def test_synonyms(names: dict[str, str]) -> None:
    check(usual(names=names), USUAL)


@pytest.mark.parametrize(
    "columns",
    [
        ("item", "percent", "balance", "committed", "cumulative", "this_month", "prior_cumulative", "allocated"),
        ("cumulative", "balance", "allocated", "item", "this_month"),
        ("number", "item", "remark", "allocated", "this_month", "cumulative", "balance"),
        ("item", "allocated", "this_month", "balance", "percent"),
        ("item", "allocated", "cumulative", "balance"),
    ],
)
def test_order_and_choice_of_columns(columns: tuple[str, ...]) -> None:
    check(usual(columns), columns)


def test_two_heading_rows_merged() -> None:
    first: list[Value] = ["ที่", "รายการ", "งบประมาณที่ได้รับจัดสรร", "ผลการเบิกจ่าย (บาท)", "", "", "ผูกพัน", "คงเหลือ", "ร้อยละ"]
    second: list[Value] = ["", "", "", "ยกมา", "เดือนนี้", "สะสม", "", "", ""]
    spans = {(0, c): (2, 1) for c in (0, 1, 2, 6, 7, 8)} | {(0, 3): (1, 3)}
    check(report([first, second], USUAL, spans), USUAL)


def test_two_heading_rows_not_merged() -> None:
    first: list[Value] = ["ที่", "รายการ", "งบประมาณ", "ผลการเบิกจ่าย", "", "", "ผูกพัน", "คงเหลือ", "ร้อยละ"]
    second: list[Value] = ["", "", "ที่ได้รับจัดสรร", "ยกมา", "เดือนนี้", "สะสม", "", "", ""]
    check(report([first, second], USUAL), USUAL)


def test_group_row_alone_above_the_heading() -> None:
    first: list[Value] = ["", "", "", "การเบิกจ่าย", "", "", "", "", ""]
    second: list[Value] = ["ที่", "รายการ", "งบจัดสรร", "ยกมา", "เดือนนี้", "สะสม", "ผูกพัน", "คงเหลือ", "ร้อยละ"]
    check(report([first, second], USUAL, {(0, 3): (1, 3)}), USUAL)


def test_three_heading_rows_with_units_and_numbering() -> None:
    first: list[Value] = ["ที่", "รายการ", "จัดสรร", "เบิกจ่าย", "", "", "ผูกพัน", "คงเหลือ", "ร้อยละ"]
    second: list[Value] = ["", "", "", "ยกมา", "ในเดือน", "รวม", "", "", ""]
    third: list[Value] = ["", "", "(1)", "(2)", "(3)", "(4)=(2)+(3)", "(5)", "(6)=(1)-(4)-(5)", "(7)=(4)/(1)*100"]
    check(report([first, second, third], USUAL, {(0, 3): (1, 3)}), USUAL)


def test_plain_disbursed_is_told_by_numbering() -> None:
    columns = ("item", "allocated", "this_month", "cumulative", "balance")
    head: list[Value] = ["รายการ", "งบประมาณ (1)", "เบิกจ่ายเดือนนี้ (2)", "เบิกจ่าย (3)", "คงเหลือ (4)=(1)-(3)"]
    facts = DISBURSEMENT.extract(report([head], columns))
    assert totals(facts) == expected(columns)
    assert blocking(facts) == set()


def test_thai_letters_as_numbering() -> None:
    columns = ("item", "allocated", "prior_cumulative", "this_month", "cumulative")
    head: list[Value] = ["รายการ", "งบจัดสรร (ก)", "ยกมา (ข)", "เดือนนี้ (ค)", "เบิกจ่ายสะสม (ง)=(ข)+(ค)"]
    check(report([head], columns), columns)


def test_balance_without_the_committed_by_numbering() -> None:
    head: list[Value] = ["รายการ", "งบจัดสรร (1)", "เบิกจ่าย (2)", "คงเหลือ (1)-(2)"]
    rows: list[list[Value]] = [["ค่าวัสดุ", "10,000.00", "2,500.00", "7,500.00"], ["รวม", "10,000.00", "2,500.00", "7,500.00"]]
    facts = DISBURSEMENT.extract(document(TITLE, [table([head, *rows])], SIGNED))
    assert totals(facts) == {"allocated": "10000.00", "cumulative": "2500.00", "balance": "7500.00"}
    assert blocking(facts) == set()


def test_upright_form_of_one_province() -> None:
    rows: list[list[Value]] = [[HEADINGS[c], figure(None, c), "ร้อยละ" if c == "percent" else "บาท"] for c in COLUMNS]
    check(document(TITLE, [table(rows)], SIGNED), COLUMNS, lines=False)


def test_upright_form_with_heading_and_numbers() -> None:
    rows: list[list[Value]] = [["ที่", "รายการ", "จำนวนเงิน (บาท)", "หมายเหตุ"]]
    rows += [[str(i), HEADINGS[c], figure(None, c), ""] for i, c in enumerate(COLUMNS, 1)]
    check(document(TITLE, [table(rows)], SIGNED), COLUMNS, lines=False)


def test_upright_form_with_a_column_for_each_item() -> None:
    rows: list[list[Value]] = [["รายการ", *ITEMS, "รวม"]]
    rows += [[HEADINGS[c], *[figure(i, c) for i in ITEMS], figure(None, c)] for c in COLUMNS]
    check(document(TITLE, [table(rows)], SIGNED), COLUMNS)


def test_label_and_value_lines() -> None:
    lines = [
        f"{i}. {HEADINGS[c]} .......{figure(None, c, thai=True)}....... {'' if c == 'percent' else 'บาท'}"
        for i, c in enumerate(COLUMNS, 1)
    ]
    check(document([*TITLE, *lines], after=SIGNED), COLUMNS, lines=False)


def test_label_and_value_lines_without_the_word_baht() -> None:
    columns = ["allocated", "this_month", "cumulative", "balance"]
    lines = [f"{HEADINGS[c]} : {figure(None, c)}" for c in columns]
    check(document([*TITLE, *lines], after=SIGNED), columns, lines=False)


def test_figures_in_one_sentence() -> None:
    text = (
        f"จังหวัดนครราชสีมาได้รับจัดสรรงบประมาณ จำนวน {figure(None, 'allocated')} บาท ได้เบิกจ่ายในเดือนธันวาคม ๒๕๖๓ "
        f"จำนวน {figure(None, 'this_month')} บาท เบิกจ่ายสะสม จำนวน {figure(None, 'cumulative')} บาท "
        f"คงเหลือ {figure(None, 'balance')} บาท"
    )
    check(document([*TITLE, text], after=SIGNED), ["allocated", "this_month", "cumulative", "balance"], lines=False)


SENTENCE = (
    "ได้รับจัดสรรงบประมาณ จำนวน 97,394.00 บาท เบิกจ่ายในเดือนนี้ จำนวน 23,317.25 บาท "
    "เบิกจ่ายสะสม จำนวน 36,328.75 บาท คิดเป็นร้อยละ 37.30 คงเหลือ จำนวน 61,065.25 บาท"
)
SAID = {"allocated": "97394.00", "this_month": "23317.25", "cumulative": "36328.75", "percent": "37.30", "balance": "61065.25"}


def _broken(*breaks: str) -> Document:
    """The sentence, broken before each of some words (``|`` in a word: there)."""
    text = SENTENCE
    for word in breaks:
        text = text.replace(word.replace("|", ""), word if "|" in word else f"|{word}", 1)
    return document([*TITLE, *(line.strip() for line in text.split("|"))])


@pytest.mark.parametrize(
    "breaks",
    [
        ("เบิกจ่ายสะสม", "61,065.25"),
        ("23,317.25", "61,065.25"),
        ("เดือนนี้ จำนวน 23",),
        ("บาท เบิกจ่ายสะสม", "คงเหลือ"),
        ("คิดเป็นร้อยละ", "คงเหลือ"),
        ("จำนวน 36,328.75", "61,065.25 |บาท"),
    ],
)
def test_a_sentence_that_the_margin_breaks_between_words(breaks: tuple[str, ...]) -> None:
    facts = DISBURSEMENT.extract(_broken(*breaks))
    assert totals(facts) == SAID
    assert blocking(facts) == set()


@pytest.mark.parametrize(
    "torn",
    ["61|,065.25", "61,|065.25", "61,0|65.25", "61,065|.25", "61,065.|25", "61,065.2|5", "36,328|.75", "36,3|28.75", "37|.30"],
)
def test_a_figure_that_the_margin_breaks_is_never_taken_by_halves(torn: str) -> None:
    facts = DISBURSEMENT.extract(_broken(torn))
    name = {"61": "balance", "36": "cumulative", "37": "percent"}[torn[:2]]
    field = facts.fields.get(name)
    assert field is None or field.value in (None, SAID[name]) or field.confidence < 0.975
    assert all(totals(facts).get(other) == value for other, value in SAID.items() if other != name)


def test_satang_in_a_column_of_its_own() -> None:
    money = ("allocated", "this_month", "cumulative", "balance")
    first: list[Value] = ["รายการ"]
    second: list[Value] = [""]
    spans = {(0, 0): (2, 1)}
    for at, column in enumerate(money):
        first += [HEADINGS[column], ""]
        second += ["บาท", "สต."]
        spans[0, 1 + 2 * at] = (1, 2)
    rows: list[list[Value]] = []
    for item in (*ITEMS, None):
        row: list[Value] = [item or "รวมทั้งสิ้น"]
        for column in money:
            baht, satang = figure(item, column, thai=True).split(".")
            row += [baht, satang if satang != "๐๐" else "-"]
        rows.append(row)
    check(document(TITLE, [table([first, second, *rows], spans)], SIGNED), money)


def test_whole_sheet_is_one_table() -> None:
    width = len(USUAL)
    rows: list[list[Value]] = titles()
    rows += [[], ["หน่วย : บาท"], heading(USUAL), *body(USUAL), []]
    rows += [["ปัญหาอุปสรรค", "ไม่มี"], [*[""] * (width - 3), "(ลงชื่อ)................ผู้รายงาน"]]
    rows += [[*[""] * (width - 3), "(นายสมชาย ใจดี)"], [*[""] * (width - 3), "ตำแหน่ง เสมียนตราจังหวัดนครราชสีมา"]]
    rows += [[*[""] * (width - 3), "โทร. 0 4424 3798"], [*[""] * (width - 3), "วันที่ 8 มกราคม 2564"]]
    made = workbook(table(rows, {(i, 0): (1, width) for i in range(3)}, sheet="ธ.ค. 63"))
    check(made, USUAL)
    facts = DISBURSEMENT.extract(made)
    assert facts.fields["reporter_name"].value == "นายสมชาย ใจดี"
    assert facts.fields["reporter_position"].value == "เสมียนตราจังหวัดนครราชสีมา"
    assert facts.fields["reporter_phone"].value == "044243798"
    assert facts.fields["balance"].cell == "H10"
    assert "as_of" not in facts.fields


def test_numbers_of_a_sheet_and_fractions_for_percent() -> None:
    columns = ("item", "allocated", "cumulative", "balance", "percent")
    rows: list[list[Value]] = [["รายการ", "งบจัดสรร", "เบิกจ่ายสะสม", "คงเหลือ", "ร้อยละ"]]
    rows += [
        ["ค่าวัสดุ", 20000, 5000.5, 14999.5, 0.250025],
        ["ค่าใช้สอย", 30000, 15000, 15000, 0.5],
        ["รวม", 50000, 20000.5, 29999.5, 0.40001],
    ]
    facts = DISBURSEMENT.extract(document(TITLE, [table(rows)], SIGNED))
    assert totals(facts) == {"allocated": "50000.00", "cumulative": "20000.50", "balance": "29999.50", "percent": "40.00"}
    assert line_values(facts, "percent") == ["25.00", "50.00"]
    assert blocking(facts) == set() and set(columns[1:]) == set(totals(facts))


def test_table_goes_on_over_the_page() -> None:
    from tests.unit.by_hand import page

    rows = body(USUAL)
    head = heading(USUAL)
    first = page(TITLE, [table([head, *rows[:2]])])
    for second_rows in ([head, *rows[2:]], rows[2:]):
        second = page((), [table(second_rows)], SIGNED, number=2)
        made = document()
        made = type(made)(made.part, made.name, (first, second), made.method)
        check(made, USUAL)
        assert DISBURSEMENT.extract(made).fields["balance"].page == 2


def test_carried_sums_at_the_turn_of_the_page_are_no_lines() -> None:
    rows = body(("item", "allocated", "cumulative", "balance"))
    carried = ["ยอดยกไป", *rows[0][1:]]
    brought = ["ยอดยกมา", *rows[0][1:]]
    head = ["รายการ", "งบจัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"]
    made = document(TITLE, [table([head, rows[0], carried, brought, *rows[1:]])], SIGNED)
    check(made, ("allocated", "cumulative", "balance"))


def test_total_row_on_top() -> None:
    columns = ("item", "allocated", "this_month", "cumulative", "balance")
    rows = body(columns)
    made = document(TITLE, [table([heading(columns), rows[-1], *rows[:-1]])], SIGNED)
    check(made, columns)


@pytest.mark.parametrize(
    "total", ["รวมทั้งสิ้น", "รวม", "รวมเงิน", "ยอดรวม", "รวมเป็นเงินทั้งสิ้น", "รวมทั้งหมด", "รวม ๓ รายการ", "รวมจังหวัดนครราชสีมา", "Total"]
)
def test_names_of_the_total(total: str) -> None:
    columns = ("number", "item", "allocated", "this_month", "cumulative", "balance")
    check(report([heading(columns)], columns, total=total), columns)


def test_all_seven_values_are_known() -> None:
    assert dict(zip(COLUMNS, TOTAL, strict=True)) == totals(DISBURSEMENT.extract(usual()))
