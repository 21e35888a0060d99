"""The same report out of real files: workbooks, Word, PDF."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
import xlsxwriter

from parsers import media_types as types
from parsers.kinds.disbursement import DISBURSEMENT
from parsers.records import Document, Facts
from tests import reading_kit as kit
from tests.unit.report_by_hand import (
    COLUMNS,
    HEADINGS,
    ITEMS,
    SIGNED,
    TITLE,
    USUAL,
    blocking,
    body,
    expected,
    figure,
    line_values,
    totals,
)

MONEY = COLUMNS[:-1]


def facts_of(data: bytes, media_type: str, name: str = "report") -> Facts:
    reading = kit.read(data, media_type, name)
    made = Document(reading.part, reading.name, reading.pages, reading.pages[0].method)
    assert DISBURSEMENT.matches(made) is not None
    return DISBURSEMENT.extract(made)


def check(facts: Facts, columns: tuple[str, ...], items: bool = True) -> None:
    assert blocking(facts) == set(), facts.doubts
    assert totals(facts) == expected(columns)
    assert facts.province is not None and facts.province.value == "30"
    assert facts.period is not None and facts.period.value == "2020-12"
    assert all(field.confidence >= 0.975 and field.part for field in facts.fields.values())
    if items:
        assert line_values(facts, "item") == list(ITEMS)
        for column in expected(columns):
            assert line_values(facts, column) == [figure(item, column).replace(",", "") for item in ITEMS]


def workbook(values: bool, numbers: bool = True) -> bytes:
    """Two heading rows merged, sums as formulas (with or without their cached values), a hidden and an example sheet."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    money, share = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "0.00%"})
    example = book.add_worksheet("ตัวอย่าง")
    example.write_row(0, 0, ["ตัวอย่างการกรอก"])
    example.write_row(1, 0, ["รายการ", "งบจัดสรร", "เบิกจ่ายสะสม", "คงเหลือ"])
    example.write_row(2, 0, ["ค่าวัสดุ", 1, 1, 0])
    sheet = book.add_worksheet("รายงาน")
    for row, line in enumerate(TITLE):
        sheet.merge_range(row, 0, row, 8, line)
    for column, words in {0: "ที่", 1: "รายการ", 2: "งบประมาณที่ได้รับจัดสรร", 6: "ผูกพัน", 7: "คงเหลือ", 8: "ร้อยละ"}.items():
        sheet.merge_range(4, column, 5, column, words)
    sheet.merge_range(4, 3, 4, 5, "ผลการเบิกจ่าย")
    sheet.write_row(5, 3, ["ยกมา", "เดือนนี้", "สะสม"])
    for row, item in enumerate(ITEMS, 6):
        sheet.write_row(row, 0, [row - 5, item])
        for column, name in enumerate(COLUMNS, 2):
            text = figure(item, name)
            if not numbers:
                sheet.write_string(row, column, figure(item, name, thai=True))
            elif name == "percent":
                sheet.write_number(row, column, float(text) / 100, share)
            else:
                sheet.write_number(row, column, float(text.replace(",", "")), money)
    sheet.merge_range(9, 0, 9, 1, "รวมทั้งสิ้น")
    for column, name in enumerate(MONEY, 2):
        letter = "ABCDEFGHI"[column]
        value = float(figure(None, name).replace(",", "")) if values else 0
        sheet.write_formula(9, column, f"=SUM({letter}7:{letter}9)", money, value)
    sheet.write_formula(9, 8, "=F10/C10", share, 36328.75 / 97394 if values else 0)
    for row, line in enumerate(SIGNED, 11):
        sheet.write(row, 5, line)
    hidden = book.add_worksheet("เก่า")
    hidden.write_row(0, 0, ["รายการ", "งบจัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ"])
    hidden.write_row(1, 0, ["รวม", 5, 1, 2, 3])
    hidden.hide()
    sheet.activate()
    book.close()
    return made.getvalue()


@pytest.mark.parametrize("numbers", [True, False])
def test_workbook(numbers: bool) -> None:
    facts = facts_of(workbook(values=True, numbers=numbers), types.XLSX)
    check(facts, USUAL)
    assert facts.fields["allocated"].cell == "C10"
    assert [doubt.rule for doubt in facts.doubts] == ["hidden_sheet"]


def test_workbook_whose_sums_were_never_calculated() -> None:
    facts = facts_of(workbook(values=False), types.XLSX)
    assert totals(facts) == dict.fromkeys(COLUMNS)
    assert blocking(facts) == {"doubtful_field"}
    assert line_values(facts, "balance") == [figure(item, "balance").replace(",", "") for item in ITEMS]


def word(fill: Any) -> bytes:
    made = io.BytesIO()
    document = docx.Document()
    for line in TITLE:
        document.add_paragraph(line)
    fill(document)
    for line in SIGNED:
        document.add_paragraph(line)
    document.save(made)
    return made.getvalue()


def test_word_with_merged_headings() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(rows=2, cols=len(USUAL))
        for at, column in enumerate(USUAL):
            if column in ("prior_cumulative", "this_month", "cumulative"):
                continue
            table.cell(0, at).merge(table.cell(1, at)).text = HEADINGS[column]
        table.cell(0, 3).merge(table.cell(0, 5)).text = "ผลการเบิกจ่าย (บาท)"
        for at, words in enumerate(("ยกมา", "เดือนนี้", "สะสม"), 3):
            table.cell(1, at).text = words
        for row in body(USUAL, thai=True):
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = str(text)

    check(facts_of(word(fill), types.DOCX), USUAL)


def test_word_with_labelled_lines() -> None:
    def fill(document: Any) -> None:
        for number, column in enumerate(MONEY, 1):
            document.add_paragraph(f"{number}. {HEADINGS[column]} ......{figure(None, column, thai=True)}...... บาท")

    check(facts_of(word(fill), types.DOCX), MONEY, items=False)


def typst_table(rows: list[list[str]], columns: int, header: int = 1, stroke: str = "0.5pt") -> str:
    cells = [",".join(f"[{text}]" for text in row) for row in rows]
    return f"#table(columns:{columns}, stroke:{stroke}, table.header({','.join(cells[:header])}), {','.join(cells[header:])})"


def typst_report(table: str) -> bytes:
    title = " \\ ".join(TITLE)
    signed = " \\ ".join(line.replace("..", "") for line in SIGNED)
    return kit.pdf(f"#align(center)[{title}]\n{table}\n#align(right)[{signed}]", size=9, page=", flipped: true")


def test_pdf_with_headings_on_two_storeys() -> None:
    columns = ("number", "item", "allocated", "this_month", "cumulative", "balance", "percent")
    rows = "".join(",".join(f"[{text}]" for text in row) + "," for row in body(columns, thai=True))
    table = f"#table(columns:7, stroke:0.5pt, table.header({kit.TWO_STOREYS}), {rows})"
    facts = facts_of(typst_report(table), types.PDF)
    check(facts, columns)
    assert facts.fields["balance"].box is not None and facts.fields["balance"].page == 1


def test_pdf_that_goes_on_over_the_page() -> None:
    columns = ("number", "item", "allocated", "this_month", "cumulative", "balance")
    rows = body(columns)
    filler = [[str(n), f"ค่าใช้จ่ายอื่นที่ {n}", "0.00", "0.00", "0.00", "0.00"] for n in range(4, 45)]
    table = typst_table([[HEADINGS[c] for c in columns], *rows[:-1], *filler, rows[-1]], 6)  # type: ignore[list-item]
    facts = facts_of(typst_report(table), types.PDF)
    check(facts, columns, items=False)
    assert len(facts.lines) == 44
    assert facts.fields["balance"].page == 2


def test_pdf_of_an_upright_form() -> None:
    rows = [[HEADINGS[c], figure(None, c, thai=True), "บาท"] for c in MONEY]
    check(facts_of(typst_report(typst_table(rows, 3, header=0)), types.PDF), MONEY, items=False)


def test_pdf_with_labelled_lines() -> None:
    lines = " \\ ".join(f"{HEADINGS[c]} {figure(None, c)} บาท" for c in MONEY)
    check(facts_of(typst_report(lines), types.PDF), MONEY, items=False)


def test_pdf_with_three_rules_only() -> None:
    columns = ("number", "item", "allocated", "this_month", "cumulative", "balance")
    rows: list[list[str]] = [[HEADINGS[c] for c in columns], *body(columns)]  # type: ignore[list-item]
    stroke = "(x, y) => (top: if y < 2 {0.5pt} else {0pt}, bottom: 0.5pt)"
    facts = facts_of(typst_report(typst_table(rows, 6, stroke=stroke)), types.PDF)
    check(facts, columns)
