"""The readers against what LibreOffice makes of Word and Excel files: the PDFs that offices really send."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.shared import Pt
from openpyxl.styles import Border, Font, Side

from parsers.records import CERTAIN, Page
from tests.reading_kit import lines, read, texts

pytestmark = pytest.mark.slow

ROWS = [
    ["ลำดับ", "รายการ", "จัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ", "ร้อยละ"],
    ["1", "ค่าตอบแทน", "12,000.00", "3,450.00", "3,450.00", "8,550.00", "28.75"],
    ["2", "ค่าใช้สอย", "54,700.00", "-", "27,967.25", "26,732.75", "51.13"],
    ["3", "ค่าวัสดุสำนักงาน", "30,694.00", "0.00", "4,911.50", "25,782.50", "16.00"],
    ["รวมทั้งสิ้น", "", "97,394.00", "3,450.00", "36,328.75", "61,065.25", "37.30"],
]
TITLE = "แบบรายงานการเบิกจ่ายงบประมาณ จังหวัดกาฬสินธุ์ ประจำเดือน ธันวาคม ๒๕๖๓"
NAME = "ผู้รายงาน นายประสิทธิ์ ศักดิ์สิทธิ์ โทร. ๐ ๔๓๘๑ ๑๖๙๕"
THIN = Border(left=Side("thin"), right=Side("thin"), top=Side("thin"), bottom=Side("thin"))
THAI_FONT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}cs"


def printed(source: Path) -> Page:
    """The first page of LibreOffice's PDF of a file."""
    profile = (source.parent / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(source.parent),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return read(source.with_suffix(".pdf").read_bytes()).pages[0]


def word_file(path: Path, style: str | None, size: int) -> Path:
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Laksaman", Pt(size)
    normal.element.rPr.rFonts.set(THAI_FONT, "Laksaman")
    document.add_paragraph(TITLE)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    if style:
        table.style = style
    for y, row in enumerate(ROWS):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
    table.cell(4, 0).merge(table.cell(4, 1))
    document.add_paragraph(NAME)
    document.save(str(path))
    return path


def figures(page: Page) -> list[list[str]]:
    (table,) = page.tables
    return [row[2:] for row in texts(table)[-4:]]


@pytest.mark.parametrize("style", ["Table Grid", None, "Light List"])
@pytest.mark.parametrize("size", [9, 14])
def test_a_word_table_as_pdf(tmp_path: Path, style: str | None, size: int) -> None:
    """At 14 points the amounts are wrapped inside their cells: they are whole nevertheless, and doubted where cells are not
    ruled on all sides."""
    page = printed(word_file(tmp_path / "form.docx", style, size))
    assert figures(page) == [row[2:] for row in ROWS[1:]]
    assert lines(page)[0] == TITLE
    assert lines(page)[-1] == NAME
    sure = {cell.text for row in page.tables[0].rows for cell in row if cell.confidence >= CERTAIN}
    assert ("36,328.75" in sure) is (size == 9 or style == "Table Grid")


@pytest.mark.parametrize("ruled", [True, False])
def test_a_workbook_as_pdf(tmp_path: Path, ruled: bool) -> None:
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A9"] = TITLE, NAME
    for y, row in enumerate(ROWS):
        for x, text in enumerate(row):
            cell = sheet.cell(3 + y, 1 + x)
            cell.font = Font(name="Laksaman", size=12)
            if "." in text:
                cell.value, cell.number_format = float(text.replace(",", "")), "#,##0.00"
            elif text:
                cell.value = text
            if ruled:
                cell.border = THIN
    for x, width in enumerate((6, 18, 14, 14, 14, 14, 9)):
        sheet.column_dimensions["ABCDEFG"[x]].width = width
    sheet.merge_cells("A7:B7")
    sheet.page_setup.orientation = "landscape"
    path = tmp_path / "form.xlsx"
    book.save(path)
    page = printed(path)
    assert figures(page) == [row[2:] for row in ROWS[1:]]
    assert all(cell.confidence >= CERTAIN for row in page.tables[0].rows for cell in row)
    assert lines(page) == [TITLE, NAME]
