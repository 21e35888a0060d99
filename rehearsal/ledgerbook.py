"""The money of the synthetic provinces: allocations that sum to the directive's total, and consistent spending by month."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from parsers.thai.places import PROVINCES

TOTAL = Decimal("7402000.00")
MONTHS = (
    "2020-11",
    "2020-12",
    "2021-01",
    "2021-02",
    "2021-03",
    "2021-04",
    "2021-05",
    "2021-06",
    "2021-07",
    "2021-08",
    "2021-09",
)
CENT = Decimal("0.01")
ITEM_SETS = (
    ("ค่าตอบแทน", "ค่าใช้สอย", "ค่าวัสดุ"),
    ("ค่าตอบแทน ใช้สอยและวัสดุ", "ค่าประชาสัมพันธ์"),
    ("ค่าอาหารว่างและเครื่องดื่มในการประชุมคณะทำงาน", "ค่าเบี้ยเลี้ยงและพาหนะเดินทาง", "ค่าจ้างทำป้ายประชาสัมพันธ์", "ค่าวัสดุสำนักงาน"),
    ("ค่าใช้จ่ายในการประชุมคัดเลือก", "ค่าพาหนะคณะกรรมการ", "ค่าจัดทำเอกสาร", "ค่าป้ายชื่อศูนย์ดำรงธรรมอำเภอ", "ค่าวัสดุคอมพิวเตอร์"),
    ("ค่าดำเนินงานศูนย์ดำรงธรรมอำเภอ",),
    ("ค่าวัสดุสำนักงาน", "ค่าวัสดุงานบ้านงานครัว", "ค่าจ้างเหมาบริการ", "ค่าซ่อมแซมครุภัณฑ์", "ค่าพาหนะเดินทาง", "ค่าถ่ายเอกสาร"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report, or its total; all in baht."""

    item: str
    allocated: Decimal
    prior: Decimal
    this_month: Decimal
    committed: Decimal

    @property
    def cumulative(self) -> Decimal:
        """Prior and this month."""
        return self.prior + self.this_month

    def balance(self, *, with_committed: bool) -> Decimal:
        """What is left, in either convention."""
        return self.allocated - self.cumulative - (self.committed if with_committed else 0)

    @property
    def percent(self) -> Decimal:
        """Cumulative of allocated, two decimals, half up."""
        return (self.cumulative * 100 / self.allocated).quantize(CENT, ROUND_HALF_UP) if self.allocated else Decimal("0.00")


def total(rows: tuple[Row, ...]) -> Row:
    """The total row."""
    zero = Decimal("0.00")
    return Row(
        "รวมทั้งสิ้น",
        sum((row.allocated for row in rows), zero),
        sum((row.prior for row in rows), zero),
        sum((row.this_month for row in rows), zero),
        sum((row.committed for row in rows), zero),
    )


def allocations(rng: random.Random) -> dict[str, tuple[tuple[str, Decimal], ...]]:
    """Province code -> items with their allocation; unequal between provinces, the sum is exactly TOTAL."""
    out: dict[str, tuple[tuple[str, Decimal], ...]] = {}
    left = TOTAL
    for number, province in enumerate(PROVINCES):
        remaining = len(PROVINCES) - number
        mean = left / remaining
        amount = left if remaining == 1 else (mean * Decimal(rng.uniform(0.85, 1.15))).quantize(Decimal("2"))
        out[province.code] = _items(rng, amount)
        left -= amount
    return out


def _items(rng: random.Random, amount: Decimal) -> tuple[tuple[str, Decimal], ...]:
    names = rng.choice(ITEM_SETS)
    shares = [rng.uniform(0.5, 2) for _ in names]
    parts = [(amount * Decimal(share / sum(shares))).quantize(Decimal("10")) for share in shares[:-1]]
    parts.append(amount - sum(parts, Decimal(0)))
    return tuple((name, part.quantize(CENT)) for name, part in zip(names, parts, strict=True))


class Book:
    """Spending of one province, month by month, drawn once."""

    def __init__(self, rng: random.Random, items: tuple[tuple[str, Decimal], ...]) -> None:
        self.items = items
        self.rows: dict[str, tuple[Row, ...]] = {}
        spent = [Decimal("0.00")] * len(items)
        for month in MONTHS:
            rows = []
            for index, (item, allocated) in enumerate(items):
                left = allocated - spent[index]
                now = _spend(rng, left)
                committed = _spend(rng, left - now) if rng.random() < 0.25 else Decimal("0.00")
                rows.append(Row(item, allocated, spent[index], now, committed))
                spent[index] += now
            self.rows[month] = tuple(rows)


def _spend(rng: random.Random, left: Decimal) -> Decimal:
    if left <= 0 or rng.random() < 0.25:
        return Decimal("0.00")
    amount = left * Decimal(rng.uniform(0.02, 0.3))
    return min(left, amount.quantize(CENT) if rng.random() < 0.35 else amount.quantize(Decimal("10")).quantize(CENT))
