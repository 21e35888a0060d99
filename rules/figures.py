"""The figures of a disbursement report as rows that can be computed with, and how a contradiction among them is put.

A contradiction of values that were all read surely is the province's mistake, and bears the name of the rule. If one of them
was read unsurely, or a blank may have been overlooked, it is a reader's doubt (``sum_unclear``), in other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from parsers.records import CERTAIN, Facts, Field
from parsers.thai.numbers import show_money
from rules.labels import MONEY
from rules.records import Finding, Severity

MISTAKE = "ตัวเลขในรายงานไม่ตรงกัน"
DOUBT = "ระบบอ่านค่าไม่แน่ชัด"


def amount(field: Field | None) -> Decimal | None:
    """The decimal that a field holds; None for a blank, an unreadable cell, or no field."""
    if field is None or field.value is None:
        return None
    try:
        value = Decimal(field.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the report: a line, or the totals."""

    name: str
    """``แถวรวม``, or ``รายการที่ 2 (ค่าวัสดุ)``"""
    prefix: str
    """Put before a column's name to name the cell: empty for the totals, ``lines.2.`` for a line."""
    cells: Mapping[str, Field]

    def value(self, column: str) -> Decimal | None:
        """The amount in a column, if there is one."""
        return amount(self.cells.get(column))

    def is_sure(self, columns: Iterable[str]) -> bool:
        """True if every one of these cells that exists was read surely."""
        return all(c.confidence >= CERTAIN for name in columns if (c := self.cells.get(name)) is not None)

    def used(self) -> Decimal | None:
        """Spent since the beginning of the fiscal year: the cumulative, else carried forward and this month together."""
        prior, month = self.value("prior_cumulative"), self.value("this_month")
        if (cumulative := self.value("cumulative")) is not None:
            return cumulative
        return None if prior is None or month is None else prior + month

    def names(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Names of the cells in these columns that exist."""
        return tuple(self.prefix + column for column in columns if column in self.cells)


def totals(facts: Facts) -> Row:
    """The row of totals."""
    return Row("แถวรวม", "", facts.fields)


def lines(facts: Facts) -> tuple[Row, ...]:
    """The lines, numbered from 1."""
    out = []
    for number, cells in enumerate(facts.lines, 1):
        item = cells["item"].value if "item" in cells else None
        name = f"รายการที่ {number} ({item})" if item else f"รายการที่ {number}"
        out.append(Row(name, f"lines.{number}.", cells))
    return tuple(out)


def money_columns(row: Row) -> tuple[str, ...]:
    """Money columns that hold an amount in this row."""
    return tuple(column for column in MONEY if row.value(column) is not None)


def contradiction(rule: str, text: str, sure: bool, fields: tuple[str, ...]) -> Finding:
    """Figures that do not agree: the province's mistake if all were read surely, else a doubt of ours. Both block."""
    if sure:
        return Finding(rule, Severity.ERROR, f"{MISTAKE}: {text}", fields)
    return Finding("sum_unclear", Severity.ERROR, f"{DOUBT}: {text} โปรดเทียบกับเอกสารต้นฉบับก่อนแจ้งจังหวัด", fields)


def baht(value: Decimal) -> str:
    """``97,394.00 บาท``"""
    return f"{show_money(value)} บาท"


def apart(first: Decimal, second: Decimal) -> str:
    """``ต่างกัน 54.00 บาท``"""
    return f"ต่างกัน {baht(abs(first - second))}"
