"""The office's own blank form: an Excel workbook with Arabic digits, read without guessing when it comes back."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from parsers.thai.dates import format_date, format_period
from rules.records import Directive, Obligation
from storage.records import Attachment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLANK_ITEMS = ("ค่าตอบแทน", "ค่าใช้สอย", "ค่าวัสดุ", "", "")
"""Items of a province of which only the total is known; a clerk overwrites them."""

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


def _workbook() -> tuple[io.BytesIO, Any]:
    buffer = io.BytesIO()
    return buffer, xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})


def _labelled(title: str, directive: Directive, rows: Sequence[tuple[str, str]]) -> bytes:
    """A form of two columns: what is asked, and where it is written."""
    buffer, book = _workbook()
    sheet = book.add_worksheet("แบบรายงาน")
    bold = book.add_format({"bold": True, "font_size": 14, "text_wrap": True})
    label, field = (
        book.add_format({"border": 1, "text_wrap": True}),
        book.add_format({"border": 1, "text_wrap": True, "bg_color": "#FFF9E5"}),
    )
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 60)
    sheet.merge_range(0, 0, 0, 1, title, bold)
    sheet.merge_range(1, 0, 1, 1, directive.project, bold)
    for number, (name, value) in enumerate(rows, start=3):
        sheet.write_string(number, 0, name, label)
        sheet.write_string(number, 1, value, field)
    book.close()
    return buffer.getvalue()


def _nomination(directive: Directive, obligation: Obligation) -> bytes:
    return _labelled(
        "แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
        directive,
        [
            ("จังหวัด", obligation.province_name),
            ("ศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก", ""),
            ("เหตุผลการคัดเลือก", ""),
            ("ผู้ประสานงาน", ""),
            ("ตำแหน่งผู้ประสานงาน", ""),
            ("โทรศัพท์ผู้ประสานงาน", ""),
            ("ไปรษณีย์อิเล็กทรอนิกส์ผู้ประสานงาน", ""),
            ("เลขที่หนังสือนำส่ง", ""),
            ("ลงวันที่", ""),
            ("ผู้รับรองข้อมูล", ""),
            ("ตำแหน่งผู้รับรองข้อมูล", ""),
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


def _items(directive: Directive, obligation: Obligation) -> list[tuple[str, Decimal | None]]:
    """Items of the province with their allocation, as far as they are configured."""
    known = [each for each in directive.allocations or () if each.province == obligation.province]
    items = [(each.item, each.allocated) for each in known if each.item]
    return [(name, amount) for name, amount in items] or [(name, None) for name in BLANK_ITEMS]


def _disbursement(directive: Directive, obligation: Obligation, previous: Mapping[str, str]) -> bytes:
    buffer, book = _workbook()
    sheet = book.add_worksheet("แบบรายงาน")
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
        "head": book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}),
        "text": book.add_format({"border": 1, "text_wrap": True}),
        "money": book.add_format({"border": 1, "num_format": "#,##0.00"}),
        "input": book.add_format({"border": 1, "num_format": "#,##0.00", "bg_color": "#FFF9E5"}),
        "total": book.add_format({"border": 1, "num_format": "#,##0.00", "bold": True}),
    }
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, 32)
    sheet.set_column(2, 9, 17)
    assert obligation.period is not None
    month = format_period(obligation.period)
    sheet.merge_range(0, 0, 0, 9, "แบบรายงานการเบิกจ่ายงบประมาณ", formats["title"])
    sheet.merge_range(1, 0, 1, 9, directive.project, formats["title"])
    sheet.merge_range(2, 0, 2, 9, f"จังหวัด{obligation.province_name} ประจำเดือน {month}", formats["title"])
    sheet.write_string(4, 9, "หน่วย : บาท")
    for column, heading in enumerate(_HEADINGS):
        sheet.write_string(_FIRST_ROW - 1, column, heading, formats["head"])
    items = _items(directive, obligation)
    for number, (name, allocated) in enumerate(items):
        _write_item(sheet, formats, number, name, allocated, previous)
    _write_total(sheet, formats, len(items))
    _write_foot(sheet, formats, _FIRST_ROW + len(items) + 2, directive)
    book.close()
    return buffer.getvalue()


def _write_item(
    sheet: Any, formats: Mapping[str, Any], number: int, name: str, allocated: Decimal | None, previous: Mapping[str, str]
) -> None:
    row = _FIRST_ROW + number
    line = row + 1
    sheet.write_number(row, 0, number + 1, formats["text"])
    sheet.write_string(row, 1, name, formats["text"])
    before = previous.get(name)
    for column, value in ((2, allocated), (3, Decimal(before) if before else None), (4, None), (6, None)):
        if value is None:
            sheet.write_blank(row, column, None, formats["input"])
        else:
            sheet.write_number(row, column, float(value), formats["input"])
    spent = float(before) if before else 0.0
    granted = float(allocated or 0)
    sheet.write_formula(row, 5, f"=D{line}+E{line}", formats["money"], spent)
    sheet.write_formula(row, 7, f"=C{line}-F{line}-G{line}", formats["money"], granted - spent)
    share = round(spent * 100 / granted, 2) if granted else 0
    sheet.write_formula(row, 8, f"=IF(C{line}=0,0,ROUND(F{line}*100/C{line},2))", formats["money"], share)
    sheet.write_blank(row, 9, None, formats["text"])


def _write_total(sheet: Any, formats: Mapping[str, Any], count: int) -> None:
    row = _FIRST_ROW + count
    first, last, line = _FIRST_ROW + 1, _FIRST_ROW + count, row + 1
    sheet.merge_range(row, 0, row, 1, "รวมทั้งสิ้น", formats["head"])
    for column in "CDEFGH":
        sheet.write_formula(f"{column}{line}", f"=SUM({column}{first}:{column}{last})", formats["total"], 0)
    sheet.write_formula(f"I{line}", f"=IF(C{line}=0,0,ROUND(F{line}*100/C{line},2))", formats["total"], 0)


def _write_foot(sheet: Any, formats: Mapping[str, Any], row: int, directive: Directive) -> None:
    asked = (
        "ข้อมูล ณ วันที่",
        "ปัญหาอุปสรรคและข้อเสนอแนะ",
        "บันทึกในระบบ e-fms เมื่อวันที่",
        "ผู้รายงาน",
        "ตำแหน่ง",
        "โทรศัพท์",
    )
    for number, name in enumerate(asked):
        sheet.write_string(row + number, 1, name, formats["text"])
        sheet.merge_range(row + number, 2, row + number, 5, "", formats["input"])
    note = f"ตามหนังสือกรมการปกครอง ที่ {directive.letter_no} ลงวันที่ {format_date(directive.letter_date)} โปรดกรอกเฉพาะช่องสีเหลือง"
    sheet.write_string(row + len(asked) + 1, 1, note)
