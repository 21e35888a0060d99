"""One disbursement report in many layouts: the same figures every time."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.records import CERTAIN, Document, Facts, Field, Table
from parsers.thai.text import to_thai
from tests.unit.by_hand import Spans, Value, document, table

COLUMNS = ("allocated", "prior_cumulative", "this_month", "cumulative", "committed", "balance", "percent")
ITEMS = ("ค่าตอบแทน", "ค่าใช้สอย", "ค่าวัสดุ")
ROWS: dict[str, tuple[str, ...]] = {
    "ค่าตอบแทน": ("12000.00", "0.00", "3450.00", "3450.00", "1000.00", "7550.00", "28.75"),
    "ค่าใช้สอย": ("54700.00", "8100.00", "19867.25", "27967.25", "0.00", "26732.75", "51.13"),
    "ค่าวัสดุ": ("30694.00", "4911.50", "0.00", "4911.50", "2500.00", "23282.50", "16.00"),
}
TOTAL = ("97394.00", "13011.50", "23317.25", "36328.75", "3500.00", "57565.25", "37.30")
TITLE = (
    "แบบรายงานการเบิกจ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
    "โครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
    "จังหวัดนครราชสีมา ประจำเดือน ธันวาคม ๒๕๖๓",
)
SIGNED = (
    "(ลงชื่อ)..............................ผู้รายงาน",
    "(นายสมชาย ใจดี)",
    "เสมียนตราจังหวัดนครราชสีมา",
    "โทร. ๐ ๔๔๒๔ ๓๗๙๘",
    "วันที่ ๘ มกราคม ๒๕๖๔",
)
HEADINGS = {
    "number": "ลำดับที่",
    "item": "รายการ",
    "allocated": "งบประมาณที่ได้รับจัดสรร",
    "prior_cumulative": "เบิกจ่ายสะสมยกมา",
    "this_month": "เบิกจ่ายเดือนนี้",
    "cumulative": "เบิกจ่ายสะสม",
    "committed": "ก่อหนี้ผูกพัน",
    "balance": "คงเหลือ",
    "percent": "ร้อยละ",
    "remark": "หมายเหตุ",
}
USUAL = ("number", "item", "allocated", "prior_cumulative", "this_month", "cumulative", "committed", "balance", "percent")


def shown(value: str, thai: bool = False) -> str:
    """``97394.00`` as forms print it."""
    text = f"{int(value.split('.')[0]):,}.{value.split('.')[1]}"
    return to_thai(text) if thai else text


def figure(item: str | None, column: str, thai: bool = False) -> str:
    """What a form prints in one place; ``item`` None: the total."""
    values = TOTAL if item is None else ROWS[item]
    return shown(values[COLUMNS.index(column)], thai)


def body(columns: Sequence[str], thai: bool = False, total: str | None = "รวมทั้งสิ้น") -> list[list[Value]]:
    """Item rows and the total row under some columns."""
    out: list[list[Value]] = []
    for number, item in enumerate(ITEMS, 1):
        fixed = {"number": str(number), "item": item, "remark": ""}
        out.append([fixed[c] if c in fixed else figure(item, c, thai) for c in columns])
    if total is not None:
        fixed = {"number": "", "item": total, "remark": ""}
        out.append([fixed[c] if c in fixed else figure(None, c, thai) for c in columns])
    return out


def report(
    headings: Sequence[Sequence[Value]],
    columns: Sequence[str],
    spans: Spans | None = None,
    thai: bool = False,
    title: Sequence[str] = TITLE,
    after: Sequence[str] = SIGNED,
    total: str | None = "รวมทั้งสิ้น",
) -> Document:
    """A report with heading rows of one's own over the usual figures."""
    return document(title, [table([*headings, *body(columns, thai, total)], spans)], after)


def usual(columns: Sequence[str] = USUAL, names: dict[str, str] | None = None, thai: bool = False) -> Document:
    """A report with one heading row."""
    words = HEADINGS | (names or {})
    return report([[words[c] for c in columns]], columns, thai=thai)


def heading(columns: Sequence[str]) -> list[Value]:
    """The usual words over some columns."""
    return [HEADINGS[column] for column in columns]


def titles(*lines: str) -> list[list[Value]]:
    """Title rows of a sheet."""
    return [[line] for line in lines or TITLE]


def usual_table(columns: Sequence[str] = USUAL, total: str | None = "รวมทั้งสิ้น") -> Table:
    """Its table alone."""
    return table([heading(columns), *body(columns, total=total)])


def expected(columns: Sequence[str]) -> dict[str, str]:
    """The totals that a report with these columns states."""
    return {c: TOTAL[COLUMNS.index(c)] for c in columns if c in COLUMNS}


def totals(facts: Facts) -> dict[str, str | None]:
    """The money fields of facts."""
    return {name: field.value for name, field in facts.fields.items() if name in COLUMNS}


def certain_totals(facts: Facts) -> dict[str, str | None]:
    """Money fields that may be taken without a person, given that no blocking doubt stands."""
    if any(doubt.blocking for doubt in facts.doubts):
        return {}
    return {name: field.value for name, field in facts.fields.items() if name in COLUMNS and field.confidence >= 0.975}


def blocking(facts: Facts) -> set[str]:
    """Rules of the blocking doubts."""
    return {doubt.rule for doubt in facts.doubts if doubt.blocking}


def line_values(facts: Facts, column: str) -> list[str | None]:
    """One column of the lines."""
    return [line[column].value for line in facts.lines if column in line]


def is_sure(field: Field) -> bool:
    """Whether a value may be taken without a person."""
    return field.value is not None and field.confidence >= CERTAIN
