"""OpenDocument text (.odt) and spreadsheets (.ods) -> text and tables, from their own XML, whose cells bear exact values."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from intake.errors import Unreadable
from parsers.limits import Limits, check_container
from parsers.number_format import plain
from parsers.page_flow import PageFlow, span_grid
from parsers.parts import Part
from parsers.records import DOUBTFUL, Cell, Method, Page, PageReading
from parsers.safe_xml import attribute, child, name, parse
from parsers.sheet_table import Place, sheet_page, sheet_table
from parsers.thai.text import normalise

SOUND = 0.999
_SKIPPED = frozenset({"tracked-changes", "annotation", "note", "forms", "variable-decls", "sequence-decls", "ruby-text"})
_WRAPPERS = frozenset(
    {"list", "list-item", "list-header", "section", "text", "index-body", "table-of-content", "numbered-paragraph"}
)
_MANY = 200
"""Repeats beyond this are the empty rest of a sheet."""


def _content(part: Part, limits: Limits) -> Any:
    container = check_container(part.data, limits)
    _refuse_locked(container)
    try:
        return parse(container.read("content.xml"))
    except KeyError as error:
        raise Unreadable("ไฟล์เอกสารชำรุด ไม่พบเนื้อหาเอกสาร โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง", "broken") from error


def _refuse_locked(container: zipfile.ZipFile) -> None:
    if "META-INF/manifest.xml" in container.namelist() and b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise Unreadable("ไฟล์เอกสารถูกล็อกด้วยรหัสผ่าน โปรดปลดรหัสผ่านแล้วส่งใหม่", "locked")


def read_odt(part: Part, limits: Limits) -> PageReading:
    """Reads an .odt. Raises Unreadable ``broken``, ``locked``, ``empty``, ``too_large``."""
    root = _content(part, limits)
    flow = PageFlow(Method.TEXT_LAYER)
    body = child(root, "body", "text")
    if body is not None:
        _blocks(body, flow, _breaking_styles(root))
    if flow.is_empty:
        raise Unreadable("ไฟล์เอกสารว่างเปล่า ไม่มีข้อความ โปรดตรวจสอบแล้วส่งใหม่", "empty")
    tracked = body is not None and child(body, "tracked-changes") is not None
    warnings = ("เอกสารมีการแก้ไขที่ยังไม่ได้ยอมรับ (Track Changes) โปรดตรวจสอบกับต้นฉบับ",) if tracked else ()
    pages = flow.pages()
    if tracked:
        pages = tuple(
            replace(page, confidence=DOUBTFUL, lines=tuple(replace(line, confidence=DOUBTFUL) for line in page.lines))
            for page in pages
        )
    return PageReading(part.sha256, part.name, part.media_type, pages, warnings)


def _breaking_styles(root: Any) -> frozenset[str]:
    """Names of paragraph and table styles that begin a page."""
    found = set()
    for style in root.iter():
        if name(style) == "style":
            for each in style:
                if attribute(each, "break-before") == "page":
                    found.add(attribute(style, "name") or "")
    return frozenset(found)


def _blocks(element: Any, flow: PageFlow, breaking: frozenset[str]) -> None:
    for each in element:
        kind = name(each)
        if kind in _SKIPPED:
            continue
        if attribute(each, "style-name") in breaking:
            flow.page_break()
        if kind in ("p", "h"):
            flow.text(_text(each), SOUND)
            for frame in (frame for frame in each.iter() if name(frame) == "text-box"):
                _blocks(frame, flow, breaking)
        elif kind == "table":
            flow.table(span_grid([[_cell(cell) for cell in _cells(row)] for row in _rows(each)]))
        elif kind == "frame":
            for box in (box for box in each.iter() if name(box) == "text-box"):
                _blocks(box, flow, breaking)
        elif kind in _WRAPPERS:
            _blocks(each, flow, breaking)


def _text(element: Any) -> str:
    """Text of a paragraph; text boxes inside are left to the caller."""
    pieces = [element.text or ""]
    for each in element:
        kind = name(each)
        if kind == "s":
            pieces.append(" " * min(int(attribute(each, "c") or 1), _MANY))
        elif kind == "tab":
            pieces.append("   ")
        elif kind == "line-break":
            pieces.append("\n")
        elif kind not in _SKIPPED and kind != "frame":
            pieces.append(_text(each))
        pieces.append(each.tail or "")
    return "".join(pieces)


def _rows(table: Any) -> Iterator[Any]:
    for each in table:
        if name(each) == "table-row":
            yield each
        elif name(each) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(each)


def _cells(row: Any) -> Iterator[Any]:
    """Cells that are not covered by a merged one."""
    for each in row:
        if name(each) == "table-cell":
            for _ in range(min(_repeat(each, "number-columns-repeated"), _MANY)):
                yield each


def _repeat(element: Any, wanted: str) -> int:
    value = attribute(element, wanted)
    return int(value) if value and value.isdigit() else 1


def _cell(element: Any) -> Cell:
    lines = [line.strip() for each in element.iter() if name(each) in ("p", "h") for line in normalise(_text(each)).split("\n")]
    spans = _repeat(element, "number-rows-spanned"), _repeat(element, "number-columns-spanned")
    return Cell(" ".join(line for line in lines if line), row_span=spans[0], col_span=spans[1], confidence=SOUND)


def read_ods(part: Part, limits: Limits) -> PageReading:
    """Reads an .ods. Raises Unreadable ``broken``, ``locked``, ``empty``, ``too_large``."""
    body = child(_content(part, limits), "body", "spreadsheet")
    pages: list[Page] = []
    told: list[str] = []
    for sheet in body if body is not None else ():
        if name(sheet) != "table":
            continue
        title = attribute(sheet, "name") or ""
        cells, merged, hidden_rows = _sheet(sheet, limits)
        table = sheet_table(cells, merged, title, attribute(sheet, "display") == "false", len(pages) + 1)
        if table is None:
            continue
        pages.append(sheet_page(len(pages) + 1, table))
        if hidden_rows:
            told.append(f"แผ่นงาน “{title}” มีแถวหรือคอลัมน์ที่ซ่อนไว้ โปรดตรวจสอบกับต้นฉบับ")
        if any(cell.is_formula_error for row in table.rows for cell in row):
            told.append(f"แผ่นงาน “{title}” มีสูตรที่ยังไม่ได้คำนวณหรือคำนวณผิดพลาด โปรดเปิดไฟล์ บันทึก แล้วส่งใหม่")
    if not pages:
        raise Unreadable("ไฟล์ตารางคำนวณว่างเปล่า ไม่มีข้อมูล โปรดตรวจสอบแล้วส่งใหม่", "empty")
    return PageReading(part.sha256, part.name, part.media_type, tuple(pages), tuple(told))


def _sheet(sheet: Any, limits: Limits) -> tuple[dict[Place, Cell], list[tuple[int, int, int, int]], bool]:
    cells: dict[Place, Cell] = {}
    merged: list[tuple[int, int, int, int]] = []
    concealed = False
    hidden = _hidden_columns(sheet)
    row_number = 0
    for row in _rows(sheet):
        repeat = _repeat(row, "number-rows-repeated")
        is_hidden = attribute(row, "visibility") in ("collapse", "filter")
        column = 0
        for element in row:
            if name(element) not in ("table-cell", "covered-table-cell"):
                continue
            width = _repeat(element, "number-columns-repeated")
            cell = _value(element)
            if cell is not None and name(element) == "table-cell":
                if repeat > _MANY or width > _MANY or row_number > limits.rows or column > limits.columns:
                    raise Unreadable("ตารางคำนวณมีขนาดใหญ่เกินกว่าที่ระบบจะอ่านได้ โปรดส่งเฉพาะแผ่นงานที่รายงาน", "too_large")
                for down in range(repeat):
                    for right in range(width):
                        doubt = is_hidden or column + right in hidden
                        concealed = concealed or doubt
                        cells[row_number + down, column + right] = replace(cell, confidence=DOUBTFUL) if doubt else cell
            spans = _repeat(element, "number-rows-spanned"), _repeat(element, "number-columns-spanned")
            if spans != (1, 1):
                merged.append((row_number, column, row_number + spans[0] - 1, column + spans[1] - 1))
            column += width
        row_number += repeat
    return cells, merged, concealed


def _hidden_columns(sheet: Any) -> set[int]:
    hidden: set[int] = set()
    column = 0
    for each in sheet.iter():
        if name(each) == "table-column":
            width = _repeat(each, "number-columns-repeated")
            if attribute(each, "visibility") in ("collapse", "filter"):
                hidden.update(range(column, column + min(width, _MANY)))
            column += width
    return hidden


def _value(element: Any) -> Cell | None:
    """A cell by its stored value; None for an empty one."""
    text = _cell(element).text
    sort = attribute(element, "value-type")
    if sort == "error" or text.startswith(("#REF!", "#DIV/0!", "#VALUE!", "#N/A", "#NAME?", "Err:")):
        return Cell(text, is_formula_error=True)
    if attribute(element, "formula") is not None and sort is None and not text:
        return Cell(is_formula_error=True)
    if sort in ("float", "currency", "percentage"):
        try:
            number = Decimal(attribute(element, "value") or "")
        except InvalidOperation:
            return Cell(text, is_formula_error=True)
        return Cell(text or plain(number), number=plain(Decimal(format(number, ".15g"))))
    if sort == "date":
        date = (attribute(element, "date-value") or "")[:10]
        return Cell(text if date[:2] in ("24", "25", "26") or not date else date)
    return Cell(text) if text else None
