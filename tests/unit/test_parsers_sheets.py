from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf import opendocument, style, table, text
from openpyxl.styles import Font

from intake.errors import Unreadable
from parsers import media_types as types
from parsers.number_format import decimals, exact, is_scaled, plain, shown
from parsers.records import CERTAIN, Cell, Method, PageReading
from tests.reading_kit import read, texts


def workbook(fill: Callable[[Any], None]) -> bytes:
    made = io.BytesIO()
    book = openpyxl.Workbook()
    fill(book)
    book.save(made)
    return made.getvalue()


def calculated(data: bytes, values: dict[str, str]) -> bytes:
    """Gives formulas their cached values, as Excel does, and takes the wish to recalculate away."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b' fullCalcOnLoad="1"', b"")
            for place, value in values.items():
                head = f'<c r="{place}"'.encode()
                start = content.find(head)
                if start >= 0:
                    end = content.index(b"</c>", start)
                    cell = content[start:end].replace(b"<v></v>", value.encode())
                    content = (
                        content[:start] + (cell.replace(b"><f>", b' t="e"><f>') if b"<v>#" in cell else cell) + content[end:]
                    )
            target.writestr(name, content)
    return made.getvalue()


def cells(reading: PageReading, page: int = 0) -> dict[str, Cell]:
    return {cell.ref or "": cell for row in reading.pages[page].tables[0].rows for cell in row}


def xlsx(fill: Callable[[Any], None]) -> dict[str, Cell]:
    return cells(read(workbook(fill), types.XLSX))


def test_a_form_keeps_references_merged_cells_and_thai_digits() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "ธ.ค. 63"
        sheet["B2"] = "แบบรายงานการเบิกจ่ายงบประมาณ"
        sheet.merge_cells("B2:D2")
        sheet["B4"], sheet["C4"], sheet["D4"] = "รายการ", "จัดสรร", "คงเหลือ"
        sheet["B5"], sheet["C5"], sheet["D5"] = "ค่าวัสดุ", "๙๗,๓๙๔.๐๐", 61065.25
        sheet["D5"].number_format = "#,##0.00"

    reading = read(workbook(fill), types.XLSX)
    (page,) = reading.pages
    (found,) = page.tables
    assert (page.method, page.lines, found.sheet, page.number) == (Method.SHEET, (), "ธ.ค. 63", 1)
    assert texts(found)[2:] == [["รายการ", "จัดสรร", "คงเหลือ"], ["ค่าวัสดุ", "๙๗,๓๙๔.๐๐", "61,065.25"]]
    by_ref = cells(reading)
    assert (by_ref["B2"].col_span, by_ref["C2"].covered, by_ref["D2"].text) == (3, True, "")
    assert (by_ref["C5"].number, by_ref["D5"].number) == (None, "61065.25")


def test_formulas_without_a_value_are_never_blank() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet["A1"], sheet["A2"], sheet["A3"] = 10, "=A1*2", '=IF(A1>0,"","x")'
        sheet["A4"], sheet["A5"], sheet["A6"] = "=A1/0", "=Z9!A1", "จบ"

    never = xlsx(fill)
    assert [never[ref].is_formula_error for ref in ("A1", "A2", "A3")] == [False, True, True]
    values = {"A2": "<v>20</v>", "A4": "<v>#DIV/0!</v>", "A5": "<v>#REF!</v>"}
    saved = cells(read(calculated(workbook(fill), values), types.XLSX))
    assert (saved["A2"].number, saved["A2"].is_formula_error) == ("20", False)
    assert saved["A4"].is_formula_error
    assert saved["A5"].is_formula_error


def test_an_empty_text_from_a_formula_is_a_blank() -> None:
    def fill(book: Any) -> None:
        book.active["A1"], book.active["A2"], book.active["A3"] = 10, '=IF(A1>0,"","x")', "จบ"

    data = workbook(fill)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b' fullCalcOnLoad="1"', b"")
            target.writestr(name, content.replace(b'<c r="A2"><f>', b'<c r="A2" t="str"><f>'))
    assert not cells(read(made.getvalue(), types.XLSX))["A2"].is_formula_error


def test_zeros_of_a_program_that_cannot_calculate_are_not_believed() -> None:
    """XlsxWriter and its like store 0 for every formula and ask Excel to calculate at opening."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write(0, 0, 5)
    sheet.write_formula(1, 0, "=A1*2")
    sheet.write_formula(2, 0, "=A1*3", None, 15)
    book.close()
    found = cells(read(made.getvalue(), types.XLSX))
    assert (found["A1"].is_formula_error, found["A2"].is_formula_error) == (False, True)
    assert found["A3"].number == "15"


def test_hidden_sheets_rows_and_columns_are_told() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "รายงาน"
        for row in range(1, 5):
            sheet.cell(row, 1, f"รายการ {row}")
            sheet.cell(row, 2, row * 100)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        other = book.create_sheet("เก่า")
        other["A1"] = "ข้อมูลเก่า"
        other.sheet_state = "hidden"

    reading = read(workbook(fill), types.XLSX)
    found = cells(reading)
    assert [page.tables[0].hidden for page in reading.pages] == [False, True]
    assert found["A3"].confidence < CERTAIN <= found["A2"].confidence
    assert found["B2"].confidence < CERTAIN
    told = " ".join(reading.warnings)
    assert "แถวที่ 3" in told
    assert "1 คอลัมน์" in told
    assert "“เก่า” ถูกซ่อนไว้" in told


def test_struck_and_scaled_cells_are_doubted() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet["A1"], sheet["A2"], sheet["A3"] = 97394, 97394, 97394
        sheet["A1"].font = Font(strike=True)
        sheet["A2"].number_format = "#,##0,"
        sheet["A3"].number_format = "#,##0.00"

    found = xlsx(fill)
    assert [found[ref].confidence >= CERTAIN for ref in ("A1", "A2", "A3")] == [False, False, True]


def test_dates_are_iso_and_buddhist_years_stay_as_typed() -> None:
    def fill(book: Any) -> None:
        book.active["A1"], book.active["A2"] = dt.date(2021, 1, 8), dt.date(2564, 1, 8)

    found = xlsx(fill)
    assert (found["A1"].text, found["A1"].number) == ("2021-01-08", None)
    assert found["A2"].text == "8/1/2564"


@pytest.mark.parametrize(
    ("value", "number_format", "wanted"),
    [
        (36328.749999999996, "#,##0.00", "36328.75"),
        (36328.749999999996, "General", "36328.75"),
        (0.1 + 0.2, "General", "0.3"),
        (97394.1, "0.00", "97394.1"),
        (36328.7512, "#,##0.00", "36328.7512"),
        (36328.74999999, "General", "36328.75"),
        (1e15, "General", "1000000000000000"),
        (-0.001, "General", "-0.001"),
        (28.749999999999996, "0.0", "28.75"),
        (0.373, "0.00%", "0.373"),
        (7402000, "#,##0", "7402000"),
    ],
)
def test_binary_noise_is_no_figure(value: float, number_format: str, wanted: str) -> None:
    assert plain(exact(value, number_format)) == wanted


@pytest.mark.parametrize(
    ("number", "number_format", "wanted"),
    [
        ("36328.75", "#,##0.00", "36,328.75"),
        ("0.373", "0.00%", "37.30%"),
        ("97394", "General", "97394"),
        ("0", "#,##0.00", "0.00"),
        ("1234.5", '#,##0.00" บาท"', "1,234.50"),
        ("-1234.5", "#,##0.00;(#,##0.00)", "-1,234.50"),
        ("5", "[$-D07041E]0", "5"),
        ("1000", '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "1,000.00"),
    ],
)
def test_numbers_are_shown_as_their_cells_show_them(number: str, number_format: str, wanted: str) -> None:
    assert shown(Decimal(number), number_format) == wanted


def test_formats_are_understood() -> None:
    assert [decimals(each) for each in ("General", "0", "#,##0.00", '0.0"."', "@")] == [None, 0, 2, 1, None]
    assert [is_scaled(each) for each in ("#,##0", "#,##0,", "0.0,,", "#,##0.00")] == [False, True, True, False]


def test_old_workbooks_are_read() -> None:
    made = io.BytesIO()
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("รายงาน")
    sheet.write(1, 1, "ค่าวัสดุ")
    sheet.write(1, 2, 97394.1)
    sheet.write_merge(0, 0, 1, 3, "แบบรายงาน")
    sheet.write(2, 1, "ซ่อนไว้")
    sheet.row(2).hidden = True
    sheet.write(3, 1, "ผิดพลาด")
    sheet.row(3).set_cell_error(2, "#DIV/0!")
    sheet.write(4, 5, 7)
    sheet.col(5).hidden = True
    for row in range(5, 60):
        sheet.write(row, 1, f"รายการ {row}")
    hidden = book.add_sheet("ซ่อน")
    hidden.write(0, 0, "x")
    hidden.visibility = 1
    book.save(made)
    reading = read(made.getvalue(), types.XLS)
    found = cells(reading)
    assert (found["B2"].text, found["C2"].number) == ("ค่าวัสดุ", "97394.1")
    assert found["B1"].text == "แบบรายงาน"
    assert [page.tables[0].hidden for page in reading.pages] == [False, True]
    assert found["C4"].is_formula_error
    assert [found[ref].confidence >= CERTAIN for ref in ("B3", "F5", "B5")] == [False, False, True]
    told = " ".join(reading.warnings)
    assert "แถวที่ 3" in told
    assert "คำนวณผิดพลาด" in told


def spreadsheet() -> bytes:
    document = opendocument.OpenDocumentSpreadsheet()
    concealed = style.Style(name="ro2", family="table-row")
    document.automaticstyles.addElement(concealed)
    sheet = table.Table(name="รายงาน")
    for row, hidden in ((["แบบรายงาน", None, None], False), (["ค่าวัสดุ", 97394.25, "=of"], False), (["ซ่อน", 5.0, None], True)):
        line = table.TableRow(visibility="collapse") if hidden else table.TableRow()
        for value in row:
            if isinstance(value, float):
                cell = table.TableCell(valuetype="float", value=str(value))
                cell.addElement(text.P(text=f"{value:,.2f}"))
            elif value == "=of":
                cell = table.TableCell(formula="of:=[.B2]*2")
            else:
                cell = table.TableCell(valuetype="string")
                if value:
                    cell.addElement(text.P(text=value))
            line.addElement(cell)
        sheet.addElement(line)
    sheet.addElement(table.TableRow(numberrowsrepeated=1048000))
    document.spreadsheet.addElement(sheet)
    made = io.BytesIO()
    document.write(made)
    return made.getvalue()


def test_opendocument_spreadsheets_bear_exact_values() -> None:
    reading = read(spreadsheet(), types.ODS)
    found = cells(reading)
    assert (found["A2"].text, found["B2"].text, found["B2"].number) == ("ค่าวัสดุ", "97,394.25", "97394.25")
    assert found["C2"].is_formula_error
    assert found["B3"].confidence < CERTAIN
    assert any("ซ่อน" in warning for warning in reading.warnings)
    assert len(reading.pages[0].tables[0].rows) == 3


def test_an_empty_workbook_is_said_to_be_empty() -> None:
    with pytest.raises(Unreadable) as caught:
        read(workbook(lambda book: None), types.XLSX)
    assert caught.value.code == "empty"


def test_every_sheet_is_a_page() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "หนึ่ง"
        book.create_sheet("ว่าง")
        book.create_sheet("สาม")["C3"] = "สาม"

    reading = read(workbook(fill), types.XLSX)
    assert [(page.number, page.tables[0].page, page.tables[0].sheet) for page in reading.pages] == [
        (1, 1, "Sheet"),
        (2, 2, "สาม"),
    ]
    assert list(cells(reading, 1)) == ["C3"]


def test_a_workbook_that_openpyxl_refuses_is_read_with_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise TypeError("expected <class 'openpyxl.styles.fills.Fill'>")

    data = workbook(lambda book: book.active.append(["ค่าวัสดุ", 97394.5]))
    monkeypatch.setattr("parsers.sheets._load", refuse)
    reading = read(data, types.XLSX)
    assert cells(reading)["B1"].number == "97394.5"
    assert cells(reading)["B1"].confidence < CERTAIN
    assert reading.warnings
