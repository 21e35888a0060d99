"""A report on money by its title, with a table of figures whose columns do not say what they are (``ก``, ``ข``, ``ค``)."""

from __future__ import annotations

import re

from parsers.flow import Flow
from parsers.letter import Letter
from parsers.records import Document, Doubt, Table
from parsers.thai.text import to_arabic
from parsers.title import title_of
from parsers.wording import told_kinds

_REPORT = re.compile(r"รายงาน|สรุป|ผลการ|สถานะ")
_FIGURE = re.compile(r"\s*[0-9]{1,3}(?:,?[0-9]{3})*(?:\.[0-9]{1,2})?\s*(?:บาท|\.-)?\s*")
_ROWS, _FIGURES = 2, 2
"""Rows with so many figures of money make a table of figures."""

UNTOLD = Doubt(
    "column_unclear",
    "เอกสารมีชื่อเป็นรายงานการเบิกจ่ายงบประมาณและมีตารางตัวเลข แต่ไม่อาจระบุได้ว่าคอลัมน์ใดเป็นจำนวนเงินใด โปรดอ่านจากต้นฉบับและกำหนดจำนวนเงิน",
    ("lines",),
)


def is_untold_report(document: Document, text: Flow, letter: Letter | None) -> bool:
    """True of a form whose title says that it reports on money, and whose figures no heading explains."""
    title = title_of(text)
    named = letter is None and told_kinds(title)[:1] == ("disbursement",) and _REPORT.search(title) is not None
    return named and any(_has_figures(table) for table in document.tables if not table.hidden)


def _has_figures(table: Table) -> bool:
    rows = ([cell.text for cell in row if _is_money(cell.text)] for row in table.rows)
    return sum(len(figures) >= _FIGURES for figures in rows) >= _ROWS


def _is_money(text: str) -> bool:
    plain = to_arabic(text)
    return ("," in plain or "." in plain) and _FIGURE.fullmatch(plain) is not None
