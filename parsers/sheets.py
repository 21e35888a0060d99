"""Workbooks -> tables, one page a worksheet.

.xlsx is read by openpyxl twice (values as last calculated, and formulas), because only so a formula that was never
calculated can be told from a blank. Older and binary workbooks are read by calamine, which knows values and merged cells.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings as python_warnings
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from intake.errors import Unreadable
from parsers.biff import SheetMarks, sheet_marks
from parsers.limits import Limits, check_container
from parsers.number_format import date_text, exact, is_hiding, is_scaled, plain, shown
from parsers.parts import Part
from parsers.records import DOUBTFUL, Cell, Page, PageReading
from parsers.sheet_table import Place, sheet_page, sheet_table
from parsers.thai.text import normalise

_ERRORS = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#N/A", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"})
_FULL_CALC = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=[\"'](?:1|true)[\"']")
_TOO_LARGE = "ตารางคำนวณมีขนาดใหญ่เกินกว่าที่ระบบจะอ่านได้ โปรดส่งเฉพาะแผ่นงานที่รายงาน"
_BROKEN = "ไฟล์ตารางคำนวณชำรุด ไม่สามารถเปิดอ่านได้ โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง"
_MISCALCULATED = "แผ่นงาน “{}” มีสูตรที่ยังไม่ได้คำนวณหรือคำนวณผิดพลาด โปรดเปิดไฟล์ด้วย Excel บันทึก แล้วส่งใหม่"
_LOCKED = "ไฟล์ตารางคำนวณถูกล็อกด้วยรหัสผ่าน โปรดปลดรหัสผ่านแล้วส่งใหม่"


def read_xlsx(part: Part, limits: Limits) -> PageReading:
    """Reads .xlsx and .xlsm.

    Raises:
        Unreadable: ``broken``, ``locked``, ``empty``, ``image_only``, ``too_large``.
    """
    container = check_container(part.data, limits)
    if not any(name.endswith("workbook.xml") for name in container.namelist()):
        raise Unreadable(_BROKEN, "broken")
    try:
        values, formulas = _load(part.data, data_only=True), _load(part.data, data_only=False)
    except MemoryError:
        raise
    except Exception:  # openpyxl refuses workbooks that Excel opens; calamine is more patient, but sees less
        reading = read_calamine(part, limits)
        unseen = "ระบบตรวจโครงสร้างของไฟล์ Excel ไม่ได้ (แถวที่ซ่อน สูตรที่ยังไม่คำนวณ) โปรดตรวจสอบกับต้นฉบับ"
        return _doubted(reading, unseen)
    recalculate = _asks_to_calculate(container)
    tables: list[Page] = []
    told_all: list[str] = []
    for sheet, formula_sheet in zip(values.worksheets, formulas.worksheets, strict=True):
        _check_extent(_stored(formula_sheet), limits)
        page, told = _sheet(sheet, formula_sheet, recalculate, len(tables) + 1)
        told_all.extend(told)
        if page is not None:
            tables.append(page)
    pictures = any("/media/" in name for name in container.namelist())
    return _reading(part, tables, told_all, pictures)


def _asks_to_calculate(container: zipfile.ZipFile) -> bool:
    """Whether the file itself asks to be calculated when it is opened. (openpyxl says so of every file that is silent on it,
    as those of Excel are.)"""
    return any(_FULL_CALC.search(container.read(name)) for name in container.namelist() if name.endswith("workbook.xml"))


def _load(data: bytes, data_only: bool) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy

    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), data_only=data_only, keep_links=False, keep_vba=False)


def _stored(sheet: Any) -> dict[tuple[int, int], Any]:
    """The cells that the file holds, by row and column from 1. (openpyxl's own ways of walking a sheet make every blank cell
    in between, which a single cell in the far corner turns into thousands of millions.)"""
    stored: dict[tuple[int, int], Any] = sheet._cells
    return stored


def _check_extent(stored: dict[tuple[int, int], Any], limits: Limits) -> None:
    used = [place for place, cell in stored.items() if cell.value is not None]
    if any(row > limits.rows or column > limits.columns for row, column in used):
        raise Unreadable(_TOO_LARGE, "too_large")


def _sheet(sheet: Any, formulas: Any, recalculate: bool, number: int) -> tuple[Page | None, list[str]]:
    cells: dict[Place, Cell] = {}
    hidden_rows = {index - 1 for index, row in sheet.row_dimensions.items() if row.hidden}
    hidden_columns = _hidden_columns(sheet)
    struck = False
    written = _stored(formulas)
    for at, item in _stored(sheet).items():
        is_formula = at in written and written[at].data_type == "f"
        if item.value is None and not is_formula:
            continue
        place = (at[0] - 1, at[1] - 1)
        is_struck = bool(item.font and item.font.strike)
        struck = struck or is_struck
        cell = _cell(item, is_formula, recalculate)
        concealed = place[0] in hidden_rows or place[1] in hidden_columns
        cells[place] = _doubtful(cell) if concealed or is_struck else cell
    merged = [(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in sheet.merged_cells.ranges]
    table = sheet_table(cells, merged, sheet.title, sheet.sheet_state != "visible", number)
    if table is None:
        return None, []
    told = _told(sheet.title, table.hidden, {r for r, _ in cells} & hidden_rows, {c for _, c in cells} & hidden_columns)
    if struck:
        told.append(f"แผ่นงาน “{sheet.title}” มีช่องที่ขีดฆ่า โปรดตรวจสอบกับต้นฉบับ")
    if any(cell.is_formula_error for row in table.rows for cell in row):
        told.append(_MISCALCULATED.format(sheet.title))
    return sheet_page(number, table), told


def _hidden_columns(sheet: Any) -> set[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            hidden.update(range(dimension.min - 1, min(dimension.max, dimension.min + 500)))
    return hidden


def _told(title: str, hidden: bool, rows: Iterable[int], columns: Iterable[int]) -> list[str]:
    told = [f"แผ่นงาน “{title}” ถูกซ่อนไว้"] if hidden else []
    listed = ", ".join(str(row + 1) for row in sorted(rows))
    if listed:
        told.append(f"แผ่นงาน “{title}” มีแถวที่ซ่อนไว้ (แถวที่ {listed}) โปรดตรวจสอบกับต้นฉบับ")
    count = len(set(columns))
    if count:
        told.append(f"แผ่นงาน “{title}” มีคอลัมน์ที่ซ่อนไว้ {count} คอลัมน์ โปรดตรวจสอบกับต้นฉบับ")
    return told


def _cell(item: Any, is_formula: bool, recalculate: bool) -> Cell:
    """One cell by its cached value."""
    value = item.value
    if value is None:  # a formula: without a value, or with an empty string for its value
        return Cell(is_formula_error=item.data_type not in ("s", "str"))
    if item.data_type == "e":
        return Cell(str(value), is_formula_error=True)
    if is_formula and recalculate and value == 0:
        # Programs that cannot calculate store 0 and ask Excel to calculate when the file is opened.
        return Cell("0", is_formula_error=True)
    return value_cell(value, str(item.number_format or "General"))


def value_cell(value: Any, number_format: str) -> Cell:
    """A cell from a value as openpyxl or calamine gives it."""
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        if value != value or value in (float("inf"), float("-inf")):
            return Cell(str(value), is_formula_error=True)
        number = exact(value, number_format)
        odd = is_scaled(number_format) or is_hiding(number_format)
        return Cell(shown(number, number_format), number=plain(number), confidence=DOUBTFUL if odd else 1.0)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return Cell(date_text(value))
    lines = normalise(str(value)).split("\n")
    text = " ".join(line.strip() for line in lines if line.strip())
    return Cell(text, is_formula_error=text in _ERRORS)


def _doubtful(cell: Cell) -> Cell:
    return replace(cell, confidence=min(cell.confidence, DOUBTFUL))


def read_calamine(part: Part, limits: Limits) -> PageReading:
    """Reads .xls and .xlsb (and .xlsx that openpyxl refuses). Formulas that were never calculated cannot be seen here.

    Raises:
        Unreadable: ``broken``, ``locked``, ``empty``, ``too_large``.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(part.data))
        sheets = [
            (each, workbook.get_sheet_by_name(each.name))
            for each in workbook.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet
        ]
    except MemoryError:
        raise
    except Exception as error:  # calamine names each format's errors apart
        locked = "assword" in str(error) or "ncrypt" in str(error)
        raise Unreadable(_LOCKED if locked else _BROKEN, "locked" if locked else "broken") from error
    pages: list[Page] = []
    told: list[str] = []
    marks = sheet_marks(part.data) or []
    for index, (data, sheet) in enumerate(sheets):
        marked = marks[index] if len(marks) == len(sheets) else SheetMarks()
        if sheet.total_height > limits.rows or sheet.total_width > limits.columns:
            raise Unreadable(_TOO_LARGE, "too_large")
        hidden = data.visible != SheetVisibleEnum.Visible
        cells = _calamine_cells(sheet, marked)
        table = sheet_table(cells, _calamine_merged(sheet), data.name, hidden, len(pages) + 1)
        if table is not None:
            pages.append(sheet_page(len(pages) + 1, table))
            rows, columns = {row for row, _ in cells}, {column for _, column in cells}
            told.extend(_told(data.name, hidden, rows & marked.hidden_rows, columns & marked.hidden_columns))
            told.extend([_MISCALCULATED.format(data.name)] if marked.errors else [])
    return _reading(part, pages, told, pictures=False)


def _calamine_cells(sheet: Any, marks: SheetMarks) -> dict[Place, Cell]:
    """Cells that hold something; calamine gives an error as an empty text, so errors come from the marks."""
    cells = {place: Cell("#ERROR", is_formula_error=True) for place in marks.errors}
    top, left = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(skip_empty_area=True) if sheet.start is not None else ()):
        for column, value in enumerate(values):
            place = (top + row, left + column)
            if value != "" and place not in cells:
                cell = value_cell(value, "General")
                concealed = place[0] in marks.hidden_rows or place[1] in marks.hidden_columns
                cells[place] = _doubtful(cell) if concealed else cell
    return cells


def _calamine_merged(sheet: Any) -> list[tuple[int, int, int, int]]:
    return [(first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ()]


def _reading(part: Part, pages: list[Page], told: list[str], pictures: bool) -> PageReading:
    if not pages:
        if pictures:
            raise Unreadable("ไฟล์ตารางคำนวณมีแต่ภาพ ไม่มีข้อมูลในช่องตาราง โปรดขอไฟล์ที่กรอกข้อมูลในช่อง", "image_only")
        raise Unreadable("ไฟล์ตารางคำนวณว่างเปล่า ไม่มีข้อมูล โปรดตรวจสอบแล้วส่งใหม่", "empty")
    if pictures:
        told = [*told, "ไฟล์ตารางคำนวณมีภาพประกอบ ซึ่งระบบไม่ได้อ่านข้อความในภาพ"]
    return PageReading(part.sha256, part.name, part.media_type, tuple(pages), tuple(told))


def _doubted(reading: PageReading, told: str) -> PageReading:
    def doubt(page: Page) -> Page:
        tables = tuple(
            replace(
                table,
                rows=tuple(
                    tuple(replace(cell, confidence=min(cell.confidence, DOUBTFUL)) for cell in row) for row in table.rows
                ),
            )
            for table in page.tables
        )
        return replace(page, tables=tables, confidence=min(page.confidence, DOUBTFUL))

    return replace(reading, pages=tuple(doubt(page) for page in reading.pages), warnings=(*reading.warnings, told))
