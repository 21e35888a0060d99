"""The registers as a workbook (XlsxWriter). Text is written as text: what a province wrote is never a formula or a link."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from intake.errors import UserError
from parsers.thai.dates import BANGKOK
from rules.records import Obligation
from rules.terms import Directive
from storage.blobs import write_synced
from storage.columns import scrub
from storage.errors import mapped
from storage.records import ArrivalRow, SubmissionRow
from storage.registers import Books, Column, Register, Type, Value

_MAX_TEXT = 32_000
"""Excel's limit for one cell is 32,767 characters."""
_HEADER_ROW = 3
_THAI_DATE = "[$-107041E]d mmm yyyy"
"""A real date, shown in the Buddhist era with Arabic digits."""
_FORMATS: dict[str, dict[str, object]] = {
    Type.TEXT: {"text_wrap": True},
    Type.COUNT: {"num_format": "#,##0"},
    Type.MONEY: {"num_format": "#,##0.00"},
    Type.PERCENT: {"num_format": "0.00"},
    Type.DATE: {"num_format": _THAI_DATE, "align": "left"},
    Type.TIME: {"num_format": "hh:mm", "align": "left"},
}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write_workbook(
    path: Path,
    *,
    arrivals: Sequence[ArrivalRow],
    submissions: Sequence[SubmissionRow],
    board: Sequence[Obligation],
    directive: Directive,
    now: dt.datetime,
) -> None:
    """Writes the workbook beside its place and then puts it there in one step.

    Args:
        path: the ``.xlsx``; one that is there is replaced.
        arrivals: ``Store.arrivals()``, all of them.
        submissions: ``Store.submissions`` of every status.
        board: the obligations as of ``now``.

    Raises UserError or RetryLater where the file cannot be written.
    """
    if not path.parent.is_dir():
        raise UserError(f"ไม่พบโฟลเดอร์ {path.parent} โปรดสร้างโฟลเดอร์ก่อนหรือระบุที่อื่น (no such folder)")
    data = _workbook(all_registers(Books(arrivals, submissions, board, directive, now)), directive.title, now)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    with mapped():
        write_synced(temporary, data)
        try:
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def all_registers(books: Books) -> list[Register]:
    """The sheets in their order."""
    from storage import letters, money, registers, waiting  # pandas is slow to load, and only the export needs it

    return [
        letters.letters(books),
        registers.nominations(books),
        registers.achievements(books),
        money.disbursements(books),
        money.items(books),
        registers.obstacles(books),
        waiting.owed(books),
        waiting.in_review(books),
        letters.unnumbered(books),
    ]


def _workbook(sheets: Sequence[Register], title: str, now: dt.datetime) -> bytes:
    from xlsxwriter import Workbook

    made = BytesIO()
    with Workbook(made, _OPTIONS) as book:
        book.set_properties({"title": scrub(title), "created": now.astimezone(BANGKOK).replace(tzinfo=None)})
        formats = _formats(book)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.title), sheet, formats)
    return made.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "TH SarabunPSK", "font_size": 14, "valign": "top"}
    made = {name: book.add_format(base | more) for name, more in _FORMATS.items()}
    made |= {f"total {name}": book.add_format(base | more | {"bold": True, "top": 1}) for name, more in _FORMATS.items()}
    made["title"] = book.add_format(base | {"bold": True, "font_size": 18})
    made["note"] = book.add_format(base | {"italic": True})
    made["header"] = book.add_format(base | {"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "text_wrap": True})
    return made


def _write_sheet(sheet: Any, register: Register, formats: dict[str, Any]) -> None:
    sheet.write_string(0, 0, register.title, formats["title"])
    sheet.write_string(1, 0, register.note, formats["note"])
    for index, column in enumerate(register.columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(_HEADER_ROW, index, column.title, formats["header"])
    first = _HEADER_ROW + 1
    for offset, row in enumerate(register.rows):
        _write_row(sheet, first + offset, register.columns, row, formats, "")
    for offset, row in enumerate(register.totals):
        _write_row(sheet, first + len(register.rows) + offset, register.columns, row, formats, "total ")
    sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW + max(len(register.rows), 1), len(register.columns) - 1)
    sheet.freeze_panes(first, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)


def _write_row(
    sheet: Any, at: int, columns: Sequence[Column], row: Sequence[Value], formats: dict[str, Any], prefix: str
) -> None:
    for index, (column, value) in enumerate(zip(columns, row, strict=True)):
        _write_cell(sheet, at, index, value, formats, prefix, column.type)


def _write_cell(sheet: Any, row: int, column: int, value: Value, formats: dict[str, Any], prefix: str, type: Type) -> None:
    """By what the value is: a number in a column of dates stays a number, a text anywhere stays a text."""
    chosen = formats[prefix + type]
    if value is None or value == "":
        sheet.write_blank(row, column, None, chosen)
    elif isinstance(value, str):
        sheet.write_string(row, column, _cell_text(value), chosen)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), chosen)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats[prefix + Type.COUNT])
    else:
        sheet.write_datetime(row, column, value, chosen)


def _cell_text(value: str) -> str:
    text = scrub(value)
    return text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + "…"
