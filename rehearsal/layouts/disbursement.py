"""Disbursement reports, as different offices draw them up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.thai.places import ProvinceEntry
from rehearsal.ledgerbook import Row, total
from rehearsal.paper import Block, Cell, Grid, Paper, Para
from rehearsal.people import Person, spoken_phone
from rehearsal.wording import PROJECT, Clerk

Column = tuple[str, str, Callable[[Row], Decimal]]
"""Field, heading, value."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a province reports on one month."""

    province: ProvinceEntry
    period: str
    rows: tuple[Row, ...]
    reporter: Person
    signed_on: dt.date
    as_of: dt.date | None
    obstacles: str
    """What stands under obstacles; empty for no such line."""
    total_row: Row | None = None
    """A total that differs from the sum: a mistake."""
    words: Decimal | None = None
    """Amount in words under the table: of the cumulative, unless a mistake."""
    overrides: tuple[tuple[str, Decimal], ...] = ()
    """Fields of the total row that stand wrongly on the paper."""
    hide_period: bool = False

    @property
    def total(self) -> Row:
        """The total row as the paper has it."""
        return self.total_row or total(self.rows)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper, and the fields that stand on it."""

    paper: Paper
    fields: dict[str, str]
    lines: tuple[dict[str, str], ...]
    wide: bool = False


def _value(report: Report, row: Row, column: Column, is_total: bool) -> Decimal:
    override = dict(report.overrides)
    return override[column[0]] if is_total and column[0] in override else column[2](row)


def _columns(who: Clerk, names: Sequence[str], *, with_committed: bool, numbered: bool = False) -> list[Column]:
    headings = {
        "allocated": who.one_of("งบประมาณที่ได้รับจัดสรร", "งบจัดสรร", "วงเงินที่ได้รับจัดสรร", "เงินจัดสรร", "งบประมาณที่ได้รับ"),
        "prior_cumulative": who.one_of(
            "เบิกจ่ายสะสมยกมา", "ยอดยกมา", "เบิกจ่ายสะสมถึงเดือนก่อน", "เบิกจ่ายแล้วยกมา", "ผลเบิกจ่ายสะสมเดือนที่แล้ว"
        ),
        "this_month": who.one_of("เบิกจ่ายเดือนนี้", "เบิกจ่ายในเดือน", "เบิกจ่ายประจำเดือน", "จ่ายเดือนนี้", "ผลการเบิกจ่ายเดือนนี้"),
        "cumulative": who.one_of("เบิกจ่ายสะสม", "รวมเบิกจ่ายสะสม", "เบิกจ่ายสะสมถึงเดือนนี้", "เบิกจ่ายรวมทั้งสิ้น", "เบิกจ่ายสะสมตั้งแต่ต้นปี"),
        "committed": who.one_of("ผูกพัน", "ก่อหนี้ผูกพัน", "ผูกพันสัญญา (PO)", "เงินกันผูกพัน"),
        "balance": who.one_of("คงเหลือ", "ยอดคงเหลือ", "งบประมาณคงเหลือ", "เงินคงเหลือ"),
        "percent": who.one_of("ร้อยละ", "คิดเป็นร้อยละ", "ร้อยละการเบิกจ่าย", "%"),
    }
    values: dict[str, Callable[[Row], Decimal]] = {
        "allocated": lambda row: row.allocated,
        "prior_cumulative": lambda row: row.prior,
        "this_month": lambda row: row.this_month,
        "cumulative": lambda row: row.cumulative,
        "committed": lambda row: row.committed,
        "balance": lambda row: row.balance(with_committed=with_committed),
        "percent": lambda row: row.percent,
    }
    marks = _numbering(names) if numbered else dict.fromkeys(names, "")
    return [(name, headings[name] + marks[name], values[name]) for name in names]


def _numbering(names: Sequence[str]) -> dict[str, str]:
    at = {name: f"({number})" for number, name in enumerate(names, start=1)}
    out = {name: f" {mark}" for name, mark in at.items()}
    if {"cumulative", "prior_cumulative", "this_month"} <= at.keys():
        out["cumulative"] += f"={at['prior_cumulative']}+{at['this_month']}"
    if {"balance", "cumulative", "allocated"} <= at.keys():
        out["balance"] += f"={at['allocated']}-{at['cumulative']}" + (f"-{at['committed']}" if "committed" in at else "")
    if {"percent", "cumulative", "allocated"} <= at.keys():
        out["percent"] += f"={at['cumulative']}x100/{at['allocated']}"
    return out


def _title(who: Clerk, report: Report) -> list[Block]:
    name = report.province.name
    head = who.one_of(
        "แบบรายงานการเบิกจ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. 2564",
        "รายงานผลการเบิกจ่ายงบประมาณ ปีงบประมาณ พ.ศ. 2564",
        "แบบรายงานผลการใช้จ่ายงบประมาณ",
        "รายงานการเบิกจ่ายงบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. 2564",
    )
    month = "" if report.hide_period else who.one_of("ประจำเดือน ", "ประจำเดือน", "เดือน ") + who.month(report.period)
    where = who.one_of(f"จังหวัด{name}", f"ที่ทำการปกครองจังหวัด{name}", f"หน่วยเบิกจ่าย จังหวัด{name}")
    blocks: list[Block] = [Para(who.digits(head), align="center", bold=True), Para(PROJECT, align="center", bold=True)]
    if who.rng.random() < 0.5:
        blocks.append(Para(f"{where} {month}".strip(), align="center"))
    else:
        blocks += [Para(where, align="center"), *([Para(month, align="center")] if month else [])]
    if report.as_of:
        blocks.append(Para(who.one_of("ข้อมูล ณ วันที่ ", "ณ วันที่ ") + who.long_date(report.as_of), align="center"))
    return blocks


def _foot(who: Clerk, report: Report, fields: dict[str, str]) -> list[Block]:
    blocks: list[Block] = []
    if report.words is not None:
        blocks.append(Para(who.one_of("เบิกจ่ายสะสมทั้งสิ้น ", "รวมเบิกจ่ายสะสม ") + who.words(report.words)))
    if report.obstacles:
        blocks.append(
            Para(who.one_of("ปัญหาอุปสรรค: ", "ปัญหา อุปสรรค และข้อเสนอแนะ: ", "ปัญหาและอุปสรรค : ") + report.obstacles, space=0.5)
        )
        fields["obstacles"] = report.obstacles
    return [*blocks, *_reporter(who, report, fields)]


def _reporter(who: Clerk, report: Report, fields: dict[str, str]) -> list[Block]:
    person = report.reporter
    phone = who.digits(spoken_phone(who.rng, person.phone))
    fields |= {"reporter_name": person.name, "reporter_position": person.position, "reporter_phone": person.phone}
    if who.rng.random() < 0.5:
        return [
            Para("(ลงชื่อ)" + "." * who.rng.randint(15, 40) + "ผู้รายงาน", align="half", space=1),
            Para(f"({person.name})", align="half"),
            Para(f"ตำแหน่ง {person.position}", align="half"),
            Para(f"วันที่ {who.long_date(report.signed_on)}", align="half"),
            Para(f"โทร. {phone}", align="half"),
        ]
    return [
        Para(f"ผู้รายงาน: {person.name}", space=1),
        Para(f"ตำแหน่ง: {person.position}"),
        Para(f"โทรศัพท์: {phone}"),
    ]


def _told(report: Report, columns: Sequence[Column]) -> tuple[dict[str, str], tuple[dict[str, str], ...]]:
    fields = {column[0]: f"{_value(report, report.total, column, True):.2f}" for column in columns}
    lines = tuple({"item": row.item} | {c[0]: f"{c[2](row):.2f}" for c in columns} for row in report.rows)
    if report.as_of:
        fields["as_of"] = report.as_of.isoformat()
    return fields, lines


def _money(who: Clerk, value: Decimal, bold: bool = False) -> Cell:
    return Cell(who.money(value), align="right", bold=bold, amount=value)


def _body_rows(who: Clerk, report: Report, columns: Sequence[Column], *, numbered: bool) -> list[tuple[Cell | None, ...]]:
    rows: list[tuple[Cell | None, ...]] = []
    for number, row in enumerate(report.rows, start=1):
        lead = [Cell(who.digits(str(number)), align="center")] if numbered else []
        rows.append((*lead, Cell(row.item), *(_money(who, column[2](row)) for column in columns)))
    label = who.one_of("รวมทั้งสิ้น", "รวม", "รวมเงิน", "ยอดรวม")
    sums = tuple(_money(who, _value(report, report.total, column, True), True) for column in columns)
    if numbered:
        return [*rows, (Cell(label, cols=2, bold=True, align="center"), None, *sums)]
    return [*rows, (Cell(label, bold=True), *sums)]


def wide_table(who: Clerk, report: Report) -> Drawn:
    """One heading row, number and item first."""
    columns = _columns(
        who, ("allocated", "prior_cumulative", "this_month", "cumulative", "balance", "percent"), with_committed=False
    )
    heads = (
        Cell("ลำดับ"),
        Cell(who.one_of("รายการ", "หมวดรายจ่าย")),
        *(Cell(f"{c[1]} (บาท)" if c[0] != "percent" else c[1], align="center") for c in columns),
    )
    grid = Grid((heads, *_body_rows(who, report, columns, numbered=True)), (0.5, 2.2, *(1.3 for _ in columns)))
    fields, lines = _told(report, columns)
    return Drawn(Paper((*_title(who, report), grid, *_foot(who, report, fields)), "แบบรายงานการเบิกจ่าย"), fields, lines, True)


def numbered_headings(who: Clerk, report: Report) -> Drawn:
    """Two merged heading rows, columns numbered with formulas, commitments."""
    names = ("allocated", "prior_cumulative", "this_month", "cumulative", "committed", "balance", "percent")
    columns = _columns(who, names, with_committed=True, numbered=True)
    first = (
        Cell("ที่", rows=2), Cell("รายการ", rows=2), Cell(columns[0][1], rows=2),
        Cell("ผลการเบิกจ่าย (บาท)", cols=3, align="center"), None, None,
        *(Cell(column[1], rows=2) for column in columns[4:]),
    )  # fmt: skip
    second = (None, None, None, *(Cell(column[1], align="center") for column in columns[1:4]), None, None, None)
    grid = Grid((first, second, *_body_rows(who, report, columns, numbered=True)), (0.5, 2.0, *(1.3 for _ in columns)))
    fields, lines = _told(report, columns)
    unit = Para("หน่วย : บาท", align="right")
    return Drawn(
        Paper((*_title(who, report), unit, grid, *_foot(who, report, fields)), "แบบรายงานการเบิกจ่ายงบประมาณ"),
        fields,
        lines,
        True,
    )


def other_order(who: Clerk, report: Report) -> Drawn:
    """Spending first, allocation later, no number, no prior."""
    columns = _columns(who, ("this_month", "cumulative", "allocated", "balance", "percent"), with_committed=False)
    heads = (Cell("รายการ"), *(Cell(column[1], align="center") for column in columns))
    grid = Grid((heads, *_body_rows(who, report, columns, numbered=False)), (2.2, *(1.3 for _ in columns)))
    fields, lines = _told(report, columns)
    return Drawn(Paper((*_title(who, report), grid, *_foot(who, report, fields)), "รายงานเบิกจ่าย"), fields, lines)


def label_lines(who: Clerk, report: Report) -> Drawn:
    """No table: a line an amount, with dotted leaders."""
    columns = _columns(who, ("allocated", "prior_cumulative", "this_month", "cumulative", "balance"), with_committed=False)
    fields, _ = _told(report, columns)
    lines = [
        Para(
            who.leader(
                f"{number}. {column[1]}" if who.rng.random() < 0.3 else column[1],
                f"{who.digits(f'{_value(report, report.total, column, True):,.2f}')} บาท",
            )
        )
        for number, column in enumerate(columns, start=1)
    ]
    share = dict(report.overrides).get("percent", report.total.percent)
    lines.append(Para(who.leader("คิดเป็นร้อยละ", who.digits(f"{share:.2f}"))))
    fields["percent"] = f"{share:.2f}"
    return Drawn(Paper((*_title(who, report), *lines, *_foot(who, report, fields)), "รายงานผลการเบิกจ่าย"), fields, ())


def two_columns(who: Clerk, report: Report) -> Drawn:
    """A table turned on its side: what it is, and how much."""
    columns = _columns(who, ("allocated", "this_month", "cumulative", "balance", "percent"), with_committed=False)
    fields, _ = _told(report, columns)
    rows = [(Cell("รายการ", bold=True), Cell("จำนวนเงิน (บาท)", bold=True))]
    for column in columns:
        value = _value(report, report.total, column, True)
        rows.append((Cell(column[1]), Cell(who.digits(f"{value:,.2f}"), align="right", amount=value)))
    return Drawn(
        Paper((*_title(who, report), Grid(tuple(rows), (2, 1)), *_foot(who, report, fields)), "สรุปการเบิกจ่าย"), fields, ()
    )


def with_subtotals(who: Clerk, report: Report) -> Drawn:
    """A workbook's table: a category, a sub-total, remarks."""
    columns = _columns(
        who, ("allocated", "prior_cumulative", "this_month", "cumulative", "balance", "percent"), with_committed=False
    )
    width = len(columns) + 3
    heads = (Cell("ลำดับที่"), Cell("รายการ"), *(Cell(column[1]) for column in columns), Cell("หมายเหตุ"))
    category = (Cell(""), Cell("งบดำเนินงาน", bold=True), *(Cell("") for _ in range(width - 2)))
    body = [(*row, Cell("")) for row in _body_rows(who, report, columns, numbered=True)]
    subtotal = (Cell(""), Cell("รวมงบดำเนินงาน"), *body[-1][2:])
    rows = (heads, category, *body[:-1], subtotal, body[-1])
    fields, lines = _told(report, columns)
    grid = Grid(rows, (0.5, 2.0, *(1.2 for _ in columns), 0.8))
    return Drawn(Paper((*_title(who, report), grid, *_foot(who, report, fields)), "แบบรายงาน"), fields, lines, True)


def prose(who: Clerk, report: Report) -> Drawn:
    """Sentences, as in the text of a mail."""
    row, override = report.total, dict(report.overrides)
    balance = override.get("balance", row.balance(with_committed=False))
    values = {
        "allocated": override.get("allocated", row.allocated),
        "this_month": override.get("this_month", row.this_month),
        "cumulative": override.get("cumulative", row.cumulative),
        "balance": balance,
    }
    fields = {name: f"{value:.2f}" for name, value in values.items()}
    month = "" if report.hide_period else f" ประจำเดือน{who.month(report.period)}"
    text = (
        f"จังหวัด{report.province.name} ขอรายงานผลการเบิกจ่ายงบประมาณ {PROJECT}{month} ดังนี้ "
        f"งบประมาณที่ได้รับจัดสรร {who.spoken_money(values['allocated'])} เบิกจ่ายเดือนนี้ {who.spoken_money(values['this_month'])} "
        f"เบิกจ่ายสะสม {who.spoken_money(values['cumulative'])} คงเหลือ {who.spoken_money(balance)}"
    )
    return Drawn(Paper((Para(text), *_reporter(who, report, fields)), "รายงาน"), fields, ())


LAYOUTS: dict[str, tuple[Callable[[Clerk, Report], Drawn], tuple[str, ...]]] = {
    "wide_table": (wide_table, ("pdf", "docx", "xlsx", "ods", "pdf+letter")),
    "numbered_headings": (numbered_headings, ("pdf", "docx", "xlsx", "pdf+letter")),
    "other_order": (other_order, ("pdf", "docx", "xlsx", "csv")),
    "label_lines": (label_lines, ("pdf", "docx", "body")),
    "two_columns": (two_columns, ("pdf", "docx", "xlsx")),
    "with_subtotals": (with_subtotals, ("xlsx", "xls", "pdf")),
    "prose": (prose, ("body",)),
}
"""Layout -> how it is drawn, and in what formats offices send it."""
