"""The office's own blank form: an Excel workbook with Arabic digits, read without guessing when it comes back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from parsers.thai.dates import format_date, format_period
from rules.records import Obligation
from rules.terms import Directive
from storage.notices import Attachment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YELLOW = "#FFF2A8"
BLANK_ITEMS = ("ค่าตอบแทน", "ค่าใช้สอย", "ค่าวัสดุ")
"""Items of a province of which only the total is known; a clerk overwrites them."""
NOTHING = " "
"""What a formula shows that has nothing to compute yet; as an empty text it would look as if it was never calculated."""
SPARE_ROWS = 4
"""Rows left free below the items."""

_HEADINGS = (
    "ลำดับ",
    "รายการ",
    "งบประมาณที่ได้รับจัดสรร (1)",
    "เบิกจ่ายสะสมยกมา (2)",
    "เบิกจ่ายเดือนนี้ (3)",
    "เบิกจ่ายสะสม (4)=(2)+(3)",
    "ผูกพัน (5)",
    "คงเหลือ (6)=(1)-(4)-(5)",
    "ร้อยละ (7)=(4)x100/(1)",
    "หมายเหตุ",
)
_FIRST_ROW = 6
"""Row of the first item, counted from 0."""


def blank_form(directive: Directive, obligation: Obligation, previous: Mapping[str, str]) -> Attachment | None:
    """The form for one obligation; None where there is none.

    Args:
        previous: cumulative spending of the month before by item; "" is the total.
    """
    if obligation.deliverable == "nomination":
        return Attachment(f"แบบเสนอรายชื่อ-{obligation.province_name}.xlsx", XLSX, _nomination(directive, obligation))
    if obligation.deliverable == "achievement":
        return Attachment(f"แบบรายงานผลงาน-{obligation.province_name}.xlsx", XLSX, _achievement(directive, obligation))
    if obligation.deliverable == "disbursement" and obligation.period:
        name = f"แบบรายงานการเบิกจ่าย-{obligation.province_name}-{obligation.period}.xlsx"
        return Attachment(name, XLSX, _disbursement(directive, obligation, previous))
    return None


def _workbook(directive: Directive) -> tuple[io.BytesIO, Any]:
    """An empty workbook, the same bytes whenever it is made: its date is the directive's."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime.combine(directive.letter_date, dt.time(), dt.UTC)})
    return buffer, book


def _labelled(title: str, directive: Directive, rows: Sequence[tuple[str, str]]) -> bytes:
    """A form of two columns: what is asked, and where it is written."""
    buffer, book = _workbook(directive)
    sheet = book.add_worksheet("แบบรายงาน")
    bold = book.add_format({"bold": True, "font_size": 14, "text_wrap": True})
    label = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    field = book.add_format(
        {"border": 1, "text_wrap": True, "valign": "top", "bg_color": YELLOW, "locked": False, "num_format": "@"}
    )
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 60)
    sheet.merge_range(0, 0, 0, 1, title, bold)
    sheet.merge_range(1, 0, 1, 1, directive.project, bold)
    for number, (name, value) in enumerate(rows, start=3):
        sheet.write_string(number, 0, name, label)
        sheet.write_string(number, 1, value, field) if value else sheet.write_blank(number, 1, None, field)
    sheet.write_string(len(rows) + 4, 0, _note(directive))
    _finish(book, sheet, landscape=False)
    return buffer.getvalue()


def _finish(book: Any, sheet: Any, *, landscape: bool) -> None:
    """Only the yellow cells can be written in (no password: who must, may undo it); one page wide on A4."""
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()


def _note(directive: Directive) -> str:
    return (
        f"ตามหนังสือกรมการปกครอง ที่ {directive.letter_no} ลงวันที่ {format_date(directive.letter_date)} "
        "โปรดกรอกเฉพาะช่องสีเหลืองด้วยเลขอารบิก"
    )


def _nomination(directive: Directive, obligation: Obligation) -> bytes:
    return _labelled(
        "แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
        directive,
        [
            ("จังหวัด", obligation.province_name),
            ("ศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก", ""),
            ("เหตุผลการคัดเลือก", ""),
            ("ผู้ประสานงาน", ""),
            ("ตำแหน่ง", ""),
            ("โทรศัพท์", ""),
            ("ไปรษณีย์อิเล็กทรอนิกส์", ""),
            ("เลขที่หนังสือนำส่ง", ""),
            ("ลงวันที่", ""),
            ("ผู้รับรองข้อมูล", ""),
            ("ตำแหน่ง", ""),
        ],
    )


def _achievement(directive: Directive, obligation: Obligation) -> bytes:
    return _labelled(
        "แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จที่เป็น New Normal",
        directive,
        [
            ("จังหวัด", obligation.province_name),
            ("ศูนย์ดำรงธรรมอำเภอ", ""),
            ("ชื่อผลงาน", ""),
            ("ความเป็นมาและปัญหา", ""),
            ("วิธีดำเนินการ", ""),
            ("ผลลัพธ์เชิงปริมาณ", ""),
            ("ผลลัพธ์เชิงคุณภาพ", ""),
            ("ปัจจัยความสำเร็จ", ""),
            ("คะแนนประเมินตนเองตามเกณฑ์ GECC (คะแนนรวม)", ""),
            ("ผู้รายงาน", ""),
            ("ตำแหน่ง", ""),
        ],
    )


def _items(directive: Directive, obligation: Obligation, previous: Mapping[str, str]) -> list[tuple[str, Decimal | None]]:
    """Items of the province with their allocation as far as they are configured, else those of its last report."""
    known = [each for each in directive.allocations or () if each.province == obligation.province and each.item]
    items: list[tuple[str, Decimal | None]] = [(each.item, each.allocated) for each in known]
    items = items or [(name, None) for name in previous if name] or [(name, None) for name in BLANK_ITEMS]
    return [*items, *[("", None)] * SPARE_ROWS]


def _disbursement(directive: Directive, obligation: Obligation, previous: Mapping[str, str]) -> bytes:
    assert obligation.period is not None
    buffer, book = _workbook(directive)
    sheet = book.add_worksheet("แบบรายงาน")
    formats = _formats(book)
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, 32)
    sheet.set_column(2, 9, 17)
    sheet.merge_range(0, 0, 0, 9, "แบบรายงานการเบิกจ่ายงบประมาณ", formats["title"])
    sheet.merge_range(1, 0, 1, 9, directive.project, formats["title"])
    place = f"จังหวัด{obligation.province_name} ประจำเดือน {format_period(obligation.period)}"
    sheet.merge_range(2, 0, 2, 9, place, formats["title"])
    sheet.write_string(4, 9, "หน่วย : บาท")
    for column, heading in enumerate(_HEADINGS):
        sheet.write_string(_FIRST_ROW - 1, column, heading, formats["head"])
    items = _items(directive, obligation, previous)
    for number, (name, allocated) in enumerate(items):
        _write_item(sheet, formats, number, name, allocated, previous)
    last = _FIRST_ROW + len(items) - 1
    sheet.data_validation(_FIRST_ROW, 2, last, 4, _NUMBERS_ONLY)
    sheet.data_validation(_FIRST_ROW, 6, last, 6, _NUMBERS_ONLY)
    _write_total(sheet, formats, items, previous)
    _write_foot(sheet, formats, last + 3, directive)
    _finish(book, sheet, landscape=True)
    return buffer.getvalue()


_NUMBERS_ONLY = {
    "validate": "decimal",
    "criteria": ">=",
    "value": 0,
    "error_title": "โปรดกรอกตัวเลข",
    "error_message": "โปรดกรอกจำนวนเงินเป็นเลขอารบิก หากไม่มีให้กรอก 0",
}


def _formats(book: Any) -> Mapping[str, Any]:
    money = {"border": 1, "num_format": "#,##0.00"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
        "head": book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}),
        "text": book.add_format({"border": 1, "text_wrap": True}),
        "money": book.add_format(money),
        "input": book.add_format({**money, "bg_color": YELLOW, "locked": False}),
        "words": book.add_format({"border": 1, "text_wrap": True, "bg_color": YELLOW, "locked": False, "num_format": "@"}),
        "total": book.add_format({**money, "bold": True}),
    }


def _write_item(
    sheet: Any, formats: Mapping[str, Any], number: int, name: str, allocated: Decimal | None, previous: Mapping[str, str]
) -> None:
    """What is computed stays empty until this month is filled in: a form that comes back untouched reports nothing."""
    row = _FIRST_ROW + number
    line = row + 1
    before = previous.get(name) if name else None
    if name:
        sheet.write_number(row, 0, number + 1, formats["text"])
        sheet.write_string(row, 1, name, formats["words"])
    else:
        sheet.write_blank(row, 0, None, formats["text"])
        sheet.write_blank(row, 1, None, formats["words"])
    for column, value in ((2, allocated), (3, Decimal(before) if before else None), (4, None), (6, None)):
        if value is None:
            sheet.write_blank(row, column, None, formats["input"])
        else:
            sheet.write_number(row, column, float(value), formats["input"])
    sheet.write_formula(row, 5, f'=IF(E{line}="","",ROUND(N(D{line})+N(E{line}),2))', formats["money"], NOTHING)
    sheet.write_formula(row, 7, f'=IF(F{line}="","",ROUND(N(C{line})-F{line}-N(G{line}),2))', formats["money"], NOTHING)
    share = f'=IF(OR(F{line}="",N(C{line})=0),"",ROUND(F{line}*100/C{line},2))'
    sheet.write_formula(row, 8, share, formats["money"], NOTHING)
    sheet.write_blank(row, 9, None, formats["words"])


def _write_total(
    sheet: Any, formats: Mapping[str, Any], items: Sequence[tuple[str, Decimal | None]], previous: Mapping[str, str]
) -> None:
    """The totals of what is computed stay empty until every item that has an allocation has its figure of this month."""
    row = _FIRST_ROW + len(items)
    first, last, line = _FIRST_ROW + 1, row, row + 1
    sheet.merge_range(row, 0, row, 1, "รวมทั้งสิ้น", formats["head"])
    granted = [amount for _, amount in items if amount is not None]
    carried = [Decimal(previous[name]) for name, _ in items if name and previous.get(name)]
    cached = {
        "C": float(sum(granted)) if granted else NOTHING,
        "D": float(sum(carried)) if carried else NOTHING,
        "E": NOTHING,
        "G": NOTHING,
    }
    for column, value in cached.items():
        cells = f"{column}{first}:{column}{last}"
        formula = f'=IF(COUNTA({cells})=0,"",ROUND(SUM({cells}),2))'
        sheet.write_formula(f"{column}{line}", formula, formats["total"], value)
    months = f"COUNTA(E{first}:E{last})"
    open_items = f"OR({months}=0,{months}<COUNTA(C{first}:C{last}))"
    sheet.write_formula(f"F{line}", f'=IF({open_items},"",ROUND(SUM(F{first}:F{last}),2))', formats["total"], NOTHING)
    sheet.write_formula(f"H{line}", f'=IF(F{line}="","",ROUND(SUM(H{first}:H{last}),2))', formats["total"], NOTHING)
    share = f'=IF(OR(F{line}="",N(C{line})=0),"",ROUND(F{line}*100/C{line},2))'
    sheet.write_formula(f"I{line}", share, formats["total"], NOTHING)
    sheet.write_blank(row, 9, None, formats["text"])


def _write_foot(sheet: Any, formats: Mapping[str, Any], row: int, directive: Directive) -> None:
    asked = (
        "ข้อมูล ณ วันที่",
        "เลขที่หนังสือนำส่ง",
        "ลงวันที่",
        "ปัญหาอุปสรรคและข้อเสนอแนะ",
        "บันทึกในระบบ e-fms เมื่อวันที่",
        "ผู้รายงาน",
        "ตำแหน่ง",
        "โทรศัพท์",
    )
    for number, name in enumerate(asked):
        sheet.write_string(row + number, 1, name, formats["text"])
        sheet.merge_range(row + number, 2, row + number, 5, "", formats["words"])
    sheet.write_string(row + len(asked) + 1, 1, f"{_note(directive)} หากเดือนนี้ไม่มีการเบิกจ่าย ให้กรอก 0")
