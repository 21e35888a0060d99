"""Is the money within what was allocated?

The letter allows items to be shifted inside a category (ถัวจ่ายได้ภายในหมวดเดียวกัน), so that an overspent item is no mistake
by itself; an overspent category or total is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from parsers.records import Facts
from parsers.thai.text import fold
from rules.figures import Row, apart, baht, contradiction, lines, totals
from rules.records import Finding, Severity
from rules.terms import Directive

_SPENT = ("allocated", "prior_cumulative", "this_month", "cumulative")

CATEGORIES = {
    "ค่าตอบแทน ใช้สอยและวัสดุ": (
        "ตอบแทน", "ใช้สอย", "วัสดุ", "เบี้ยเลี้ยง", "ที่พัก", "พาหนะ", "เดินทาง", "อาหาร", "จ้างเหมา", "วิทยากร", "เบี้ยประชุม",
    ),
    "ค่าสาธารณูปโภค": ("สาธารณูปโภค", "ค่าไฟฟ้า", "ค่าประปา", "ค่าน้ำประปา", "ค่าโทรศัพท์", "ค่าไปรษณีย์"),
    "ค่าครุภัณฑ์ ที่ดินและสิ่งก่อสร้าง": ("ครุภัณฑ์", "สิ่งก่อสร้าง"),
    "เงินอุดหนุน": ("อุดหนุน",),
}  # fmt: skip
"""Categories of expenditure of the government's budget, and words that show that an item belongs to one."""


def check(facts: Facts, directive: Directive) -> Iterator[Finding]:
    """Findings about money beyond the allocation, and about an allocation other than the configured one."""
    total, items = totals(facts), lines(facts)
    code = facts.province.value if facts.province else None
    if code is not None and directive.province(code) is not None:
        yield from _configured(code, total, items, directive)
    yield from _over_total(total)
    yield from _over_items(total, items)


def _configured(code: str, total: Row, items: Sequence[Row], directive: Directive) -> Iterator[Finding]:
    if directive.allocations is None:
        return
    own = {fold(a.item): a.allocated for a in directive.allocations if a.province == code}
    if "" not in own:
        message = "ไม่มียอดจัดสรรของจังหวัดนี้ในไฟล์การจัดสรรงบประมาณ จึงไม่ได้ตรวจสอบวงเงิน"
        yield Finding("allocation_unknown", Severity.WARNING, message, ("allocated",))
    yield from _differs(total, own.get(""))
    names = [fold(row.cells["item"].value or "") if "item" in row.cells else "" for row in items]
    for row, name in zip(items, names, strict=True):
        if name and names.count(name) == 1:
            yield from _differs(row, own.get(name))


def _differs(row: Row, configured: Decimal | None) -> Iterator[Finding]:
    printed = row.value("allocated")
    if configured is None or printed is None or printed == configured:
        return
    text = f"{row.name} งบประมาณที่ได้รับจัดสรรระบุ {baht(printed)} แต่กรมการปกครองจัดสรรให้ {baht(configured)} "
    text += apart(printed, configured)
    yield contradiction("allocation_differs", text, row.is_sure(["allocated"]), row.names(["allocated"]))


def _over_total(total: Row) -> Iterator[Finding]:
    allocated, used, committed = total.value("allocated"), total.used(), total.value("committed") or Decimal(0)
    if allocated is None or used is None:
        return
    if used > allocated:
        text = f"เบิกจ่ายสะสม {baht(used)} เกินงบประมาณที่ได้รับจัดสรร {baht(allocated)} อยู่ {baht(used - allocated)}"
        yield contradiction("over_allocation", text, total.is_sure(_SPENT), total.names(("allocated", "cumulative")))
    elif used + committed > allocated:
        text = f"เบิกจ่ายสะสมรวมกับผูกพันเป็น {baht(used + committed)} เกินงบประมาณที่ได้รับจัดสรร {baht(allocated)}"
        yield Finding("over_allocation", Severity.WARNING, text, total.names(("allocated", "cumulative", "committed")))


@lru_cache(maxsize=512)
def category_of(item: str) -> str | None:
    """The category that an item belongs to; None where its name does not tell, or tells two."""
    folded = fold(item)
    found = [name for name, words in CATEGORIES.items() if any(fold(word) in folded for word in words)]
    return found[0] if len(found) == 1 else None


def _over_items(total: Row, items: Sequence[Row]) -> Iterator[Finding]:
    """Overspent categories are errors; an overspent item is told of, for the total and its category hold."""
    groups: dict[str, list[Row]] = {}
    for row in items:
        item = row.cells["item"].value if "item" in row.cells else None
        groups.setdefault(category_of(item or "") or "", []).append(row)
    over = {name: rows for name, rows in groups.items() if name and len(groups) > 1 and _excess(rows) > 0}
    for name, rows in over.items():
        text = f"หมวด{name}เบิกจ่ายสะสมเกินวงเงินของหมวดอยู่ {baht(_excess(rows))} ซึ่งถัวจ่ายข้ามหมวดไม่ได้"
        sure = all(row.is_sure(_SPENT) for row in rows)
        yield contradiction("over_category", text, sure, tuple(n for row in rows for n in row.names(("cumulative",))))
    for row in items:
        if _excess([row]) > 0 and not any(row in rows for rows in over.values()):
            message = f"{row.name} เบิกจ่ายสะสมเกินวงเงินของรายการอยู่ {baht(_excess([row]))} (ถัวจ่ายได้ภายในหมวดเดียวกัน)"
            yield Finding("item_shifted", Severity.INFO, message, row.names(("cumulative",)))


def _excess(rows: Sequence[Row]) -> Decimal:
    """Spent beyond the allocation by these rows together; 0 where a figure is missing."""
    pairs = [(row.used(), row.value("allocated")) for row in rows]
    if any(used is None or allocated is None for used, allocated in pairs):
        return Decimal(0)
    return max(Decimal(0), sum(((u or Decimal(0)) - (a or Decimal(0)) for u, a in pairs), Decimal(0)))
