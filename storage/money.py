"""The registers of money: province by month, and item by item. Accepted reports only, figures as the provinces wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd

from parsers.records import Field
from rules.records import Status
from storage.records import SubmissionRow
from storage.registers import (
    HUNDRED,
    MONEY,
    MONEY_TITLES,
    Books,
    Column,
    Register,
    Type,
    Value,
    month,
    number,
    stamp,
    text,
)

VERIFIED_ONLY = "นับเฉพาะรายงานที่ตรวจสอบและรับแล้วเท่านั้น รายงานที่รอตรวจสอบไม่นับรวม"
"""The note without which nobody may quote these totals."""


def cumulative(row: SubmissionRow) -> Decimal | None:
    """What a report says was paid out so far: its own figure, or, where it gives only the two that make it, their sum."""
    fields = row.facts.fields
    stated = number(fields, "cumulative")
    if stated is not None:
        return stated
    prior, this_month = number(fields, "prior_cumulative"), number(fields, "this_month")
    return None if prior is None or this_month is None else prior + this_month


def disbursements(books: Books) -> Register:
    """การเบิกจ่าย: one row for each province by code, one column for each month, with totals and percent."""
    accepted = books.current("disbursement", Status.ACCEPTED)
    months = _months(books, accepted)
    codes = sorted(
        {province.code for province in books.directive.provinces} | {row.province for row in accepted if row.province}
    )
    by_month = _by_month(accepted, codes, months)
    allocated = _allocated(books, accepted)
    rows = [_province_row(books, code, by_month[code], months, allocated.get(code)) for code in codes]
    columns = (
        Column("รหัสจังหวัด", width=11),
        Column("จังหวัด", width=20),
        Column("ได้รับจัดสรร", Type.MONEY, 16),
        *(Column(month(each), Type.MONEY, 14) for each in months),
        Column("เบิกจ่ายสะสมล่าสุด", Type.MONEY, 18),
        Column("ณ เดือน", width=11),
        Column("ร้อยละ", Type.PERCENT, 10),
    )
    note = f"{stamp(books.now)} เบิกจ่ายสะสม (บาท) {VERIFIED_ONLY} วงเงินรวม {books.directive.total:,.2f} บาท"
    return Register("การเบิกจ่าย", note, columns, tuple(rows), _totals(books, rows, len(months)))


def _months(books: Books, accepted: Sequence[SubmissionRow]) -> list[str]:
    deliverable = books.directive.for_kind("disbursement")
    asked = [period for period in deliverable.periods if period] if deliverable else []
    return sorted(set(asked) | {row.period for row in accepted if row.period})


def _by_month(
    accepted: Sequence[SubmissionRow], codes: Sequence[str], months: Sequence[str]
) -> Mapping[str, list[Decimal | None]]:
    """Cumulative figures, province by month; None where nothing is accepted."""
    told = [(row.province, row.period, cumulative(row)) for row in accepted if row.province and row.period]
    long = pd.DataFrame(told, columns=["province", "period", "cumulative"], dtype=object)
    wide = long.pivot(index="province", columns="period", values="cumulative")
    wide = wide.reindex(index=list(codes), columns=list(months))
    rows = wide.to_numpy(dtype=object).tolist()
    return {code: [None if pd.isna(value) else value for value in row] for code, row in zip(codes, rows, strict=True)}


def _allocated(books: Books, accepted: Sequence[SubmissionRow]) -> Mapping[str, Decimal]:
    """By the office's own list where there is one, else by each province's last accepted report."""
    if books.directive.allocations is not None:
        whole = {each.province: each.allocated for each in books.directive.allocations if not each.item}
        items: dict[str, Decimal] = {}
        for each in books.directive.allocations:
            if each.item:
                items[each.province] = items.get(each.province, Decimal(0)) + each.allocated
        return {**items, **whole}
    told = {row.province: number(row.facts.fields, "allocated") for row in accepted if row.province}
    return {code: value for code, value in told.items() if value is not None}


def _province_row(
    books: Books, code: str, figures: list[Decimal | None], months: Sequence[str], allocated: Decimal | None
) -> tuple[Value, ...]:
    known = [(period, value) for period, value in zip(months, figures, strict=True) if value is not None]
    period, latest = known[-1] if known else (None, None)
    percent = latest / allocated * HUNDRED if latest is not None and allocated else None
    return (code, books.province(code), allocated, *figures, latest, month(period), percent)


def _totals(books: Books, rows: Sequence[tuple[Value, ...]], months: int) -> tuple[tuple[Value, ...], ...]:
    sums, counts = [], []
    for index in range(2, 2 + 1 + months + 1):
        values = [value for row in rows if isinstance(value := row[index], Decimal)]
        sums.append(sum(values, Decimal(0)))
        counts.append(len(values))
    percent = sums[-1] / books.directive.total * HUNDRED if books.directive.total else None
    return (
        ("", "รวม (เฉพาะที่รับแล้ว)", *sums, "", percent),
        ("", "จำนวนจังหวัดที่นับ", *counts, "", None),
    )


def items(books: Books) -> Register:
    """รายการเบิกจ่าย: every line of every accepted report, and its total as the province wrote it."""
    columns = (
        Column("รหัสจังหวัด", width=11),
        Column("จังหวัด", width=20),
        Column("เดือน", width=11),
        Column("รายการ", width=60),
        *(Column(title, Type.MONEY, 16) for title in MONEY_TITLES),
        Column("ร้อยละ", Type.PERCENT, 10),
        Column("เลขรับ", width=12),
        Column("เลขรายการ", width=11),
    )
    rows: list[tuple[Value, ...]] = []
    for row in books.current("disbursement", Status.ACCEPTED):
        head = (row.province or "", books.province(row.province), month(row.period))
        tail = (row.receipt_no or "", row.id)
        for line in row.facts.lines:
            rows.append((*head, text(line, "item"), *_figures(line), *tail))
        rows.append((*head, "รวมทั้งสิ้น", *_figures(row.facts.fields), *tail))
    note = f"{stamp(books.now)} {VERIFIED_ONLY} แถว “รวมทั้งสิ้น” คือยอดรวมตามที่จังหวัดรายงาน"
    return Register("รายการเบิกจ่าย", note, columns, tuple(rows))


def _figures(fields: Mapping[str, Field]) -> tuple[Value, ...]:
    return tuple(number(fields, name) for name in (*MONEY, "percent"))
