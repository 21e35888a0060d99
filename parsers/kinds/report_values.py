"""The money of a disbursement report as fields: totals and lines, from its table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from parsers.kinds.cells import Reading, State, decimals, to_cents
from parsers.kinds.columns import WANTED, Meaning
from parsers.kinds.money_table import MoneyTable
from parsers.kinds.pieces import field_on
from parsers.kinds.rows import Row
from parsers.kinds.titles import FIELD_TITLES
from parsers.records import DOUBTFUL, Document, Doubt, Field
from parsers.thai.numbers import money
from parsers.thai.places import match_province
from parsers.thai.text import fold

GUESS = 0.5
"""Confidence of a figure under a heading whose meaning is not settled."""
_ITEMS = ("ค่าตอบแทน", "ค่าใช้สอย", "ค่าวัสดุ", "ค่าสาธารณูปโภค", "ค่าครุภัณฑ์", "ค่าตอบแทน ใช้สอยและวัสดุ", "งบดำเนินงาน", "งบลงทุน")


@dataclass(slots=True)
class ReportValues:
    """Money fields, lines, and what is doubtful about them."""

    fields: dict[str, Field] = field(default_factory=dict)
    lines: list[dict[str, Field]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def values_of_table(table: MoneyTable, document: Document) -> ReportValues:
    """Totals from the total row, lines from the items; every unclear cell named in a doubt."""
    out = ReportValues()
    _doubts_of_columns(table, out)
    out.doubts += [Doubt("row_unclear", message, ("lines",)) for message in table.sorted.unclear]
    unclear: list[str] = []
    single = len(table.lines) == 1
    total = table.total or (table.lines[0] if single else None)
    if _several_provinces(table, out) or total is None:
        _doubt_no_total(table, out)
    else:
        out.fields = _amounts(table, total, document, unclear)
        if table.total is None and not table.raw.grid.turned:
            out.doubts.append(_ONE_LINE)
    if not (table.raw.grid.turned and single and table.total is None):
        out.lines = [_line(table, row, document, unclear) for row in table.lines]
    _doubts_of_cells(unclear, out)
    _doubt_unit(table, out)
    return out


def _line(table: MoneyTable, row: Row, document: Document, unclear: list[str]) -> dict[str, Field]:
    line: dict[str, Field] = {}
    if row.item is not None and any(char.isalpha() for char in row.item_text):
        line["item"] = field_on(_item_name(row.item_text), row.item_text, row.item, row.page, document)
    return line | _amounts(table, row, document, unclear)


def _item_name(text: str) -> str:
    """The usual spelling of a usual item: narrow columns break ``ค่าตอบแทน`` anywhere."""
    return next((name for name in _ITEMS if fold(name) == fold(text)), text)


def _amounts(table: MoneyTable, row: Row, document: Document, unclear: list[str]) -> dict[str, Field]:
    out: dict[str, Field] = {}
    shaky = {column.index for column in (*table.open, *table.conflicting)}
    for meaning in WANTED:
        column = table.columns.get(meaning)
        reading = row.reading(column.index) if column is not None else None
        if column is None or reading is None:
            continue
        made = _percent(table, reading, row, document) if meaning is Meaning.PERCENT else None
        made = made or _money(reading, table.unit(meaning), row, document)
        if column.index in shaky:
            made = replace(made, confidence=min(made.confidence, GUESS))
        elif reading.state is State.FORMULA or reading.is_broken or not reading.certain or made.confidence <= DOUBTFUL:
            unclear.append(f"{FIELD_TITLES[meaning]} แถว “{row.label or row.number or '-'}” “{made.raw or 'สูตรที่ไม่มีผลลัพธ์'}”")
        out[str(meaning)] = made
    return out


def _money(reading: Reading, unit: Decimal, row: Row, document: Document) -> Field:
    value = money(to_cents(reading.value * unit)) if reading.value is not None else None
    return field_on(value, reading.raw, reading.cell, row.page, document, reading.certain)


def _percent(table: MoneyTable, reading: Reading, row: Row, document: Document) -> Field | None:
    """A sheet keeps 37.30 % as 0.373: told by all rows of the column, never by one."""
    if reading.value is None or "%" in reading.raw or not _are_fractions(table):
        return None
    return field_on(money(to_cents(reading.value * 100)), reading.raw, reading.cell, row.page, document, reading.certain)


def _are_fractions(table: MoneyTable) -> bool:
    wanted = (Meaning.ALLOCATED, Meaning.CUMULATIVE, Meaning.PERCENT)
    if any(meaning not in table.columns for meaning in wanted):
        return False
    triples = zip(*[table.columns[meaning].values for meaning in wanted], strict=True)
    rows = [(c / a, p) for a, c, p in triples if a and c and p is not None]
    return bool(rows) and all(abs(share - p) <= Decimal("0.0001") for share, p in rows)


def _several_provinces(table: MoneyTable, out: ReportValues) -> bool:
    codes = {place.code for row in table.lines if row.unit and (place := match_province(row.unit))}
    if len(codes) > 1:
        message = "ตารางมีข้อมูลของหลายจังหวัด จึงไม่สามารถนำยอดรวมมาใช้ได้ โปรดตรวจสอบว่าเป็นรายงานของจังหวัดใด"
        out.doubts.append(Doubt("province_doubtful", message, ("province", "lines")))
    return len(codes) > 1


def _doubt_no_total(table: MoneyTable, out: ReportValues) -> None:
    if table.total is None and len(table.lines) > 1 and not table.sorted.unclear:
        message = "ตารางมีหลายรายการแต่ไม่พบแถวรวมทั้งสิ้น โปรดตรวจสอบและระบุยอดรวม"
        out.doubts.append(Doubt("row_unclear", message, ("allocated", "this_month", "cumulative", "balance")))


def _doubts_of_columns(table: MoneyTable, out: ReportValues) -> None:
    headings = {column.index: " ".join(column.path) for column in table.raw.heading.columns}
    for column in table.open:
        names = [FIELD_TITLES[option] for option in column.options if option in FIELD_TITLES]
        message = f"ไม่อาจระบุได้แน่ชัดว่าคอลัมน์ “{headings[column.index]}” หมายถึง{'หรือ'.join(names)} โปรดตรวจสอบความหมายของคอลัมน์"
        out.doubts.append(Doubt("column_unclear", message, tuple(str(o) for o in column.options if o in WANTED)))
    for column in table.conflicting:
        message = f"หัวคอลัมน์ “{headings[column.index]}” ขัดแย้งกับคอลัมน์อื่นหรือกับสูตรที่ระบุในหัวตาราง โปรดตรวจสอบความหมายของคอลัมน์"
        out.doubts.append(Doubt("column_unclear", message, tuple(str(o) for o in column.options if o in WANTED)))
    if table.loose_satang:
        message = "พบคอลัมน์ตัวเลขสองหลักที่ไม่มีหัวคอลัมน์อยู่ถัดจากจำนวนเงิน ซึ่งอาจเป็นสตางค์ โปรดตรวจสอบจำนวนเงิน"
        out.doubts.append(Doubt("column_unclear", message, ("lines",)))


def _doubts_of_cells(unclear: Iterable[str], out: ReportValues) -> None:
    places = list(dict.fromkeys(unclear))
    if places:
        shown = " / ".join(places[:5]) + (" และอื่น ๆ" if len(places) > 5 else "")
        message = f"จำนวนเงินอ่านได้ไม่ชัดเจน ได้แก่ {shown} โปรดตรวจสอบกับต้นฉบับ"
        names = [name for name, made in out.fields.items() if made.value is None and made.raw or made.confidence <= DOUBTFUL]
        out.doubts.append(Doubt("doubtful_field", message, tuple(names) or ("lines",)))


def _doubt_unit(table: MoneyTable, out: ReportValues) -> None:
    """Thousands and millions of baht: exact only where every figure was given to the satang."""
    units = {meaning: table.unit(meaning) for meaning in table.columns if meaning is not Meaning.PERCENT}
    scaled = {meaning: unit for meaning, unit in units.items() if unit != 1}
    if not scaled:
        _doubt_fractions(table, out)
        return
    places = {meaning: len(str(int(unit))) - 1 for meaning, unit in scaled.items()}
    exact = len(set(units.values())) == 1 and all(
        reading.value == 0 or decimals(reading) >= places[meaning] + 2
        for row in table.rows
        for meaning in scaled
        if (reading := row.reading(table.columns[meaning].index)) and reading.value is not None
    )
    message = "จำนวนเงินในรายงานมีหน่วยเป็นพันบาทหรือล้านบาท ระบบได้แปลงเป็นบาทแล้ว โปรดตรวจสอบว่าจำนวนเงินมิได้ปัดเศษ"
    out.doubts.append(Doubt("unit_scaled", message, tuple(str(meaning) for meaning in scaled), blocking=not exact))


def _doubt_fractions(table: MoneyTable, out: ReportValues) -> None:
    """An allocation with fractions of a satang is none of baht, or was computed and not given."""
    column = table.columns.get(Meaning.ALLOCATED)
    readings = [row.reading(column.index) for row in (*table.lines, table.total) if row is not None] if column else []
    if any(reading is not None and reading.is_exact and decimals(reading) > 2 for reading in readings):
        message = "งบประมาณที่ได้รับจัดสรรมีทศนิยมเกินสองตำแหน่ง จำนวนเงินในรายงานอาจมีหน่วยเป็นพันบาทหรือล้านบาท โปรดตรวจสอบหน่วยของจำนวนเงิน"
        out.doubts.append(Doubt("unit_scaled", message, ("allocated",)))


_ONE_LINE = Doubt(
    "row_unclear",
    "ตารางมีเพียงรายการเดียวและไม่มีแถวรวม จึงใช้จำนวนเงินของรายการนั้นเป็นยอดรวม",
    ("lines",),
    blocking=False,
)
