"""The totals of a report that has no table, from the amounts beside their labels."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from parsers.flow import Flow
from parsers.kinds.cells import to_cents
from parsers.kinds.columns import WANTED, Meaning, Options, heading_key
from parsers.kinds.evidence import Column, settle
from parsers.kinds.money_lines import LabelledAmount, labelled_amounts
from parsers.kinds.numbering import split_numbering
from parsers.kinds.report_values import GUESS, ReportValues
from parsers.kinds.titles import FIELD_TITLES
from parsers.records import Doubt
from parsers.thai.numbers import AmountKind, money


def values_of_labels(flow: Flow, period: str | None) -> ReportValues:
    """Totals of a report that has no table: each amount beside its label, settled as the columns of one row would be."""
    out = ReportValues()
    found = labelled_amounts(flow, period)
    columns = [
        Column(i, heading_key(one.label), one.options, split_numbering(one.label)[1], (one.amount.value,))
        for i, one in enumerate(found)
    ]
    settled = settle(columns)
    conflicting = {column.index for column in settled.conflicting}
    for meaning in WANTED:
        same = [column.index for column in settled.columns if column.meaning is meaning]
        if same:
            _take(flow, meaning, found[same[0]], not conflicting & set(same), out)
    for column in settled.open:
        _take_open(flow, found[column.index], column.options, out)
    return out


def _take(flow: Flow, meaning: Meaning, amount: LabelledAmount, alike: bool, out: ReportValues) -> None:
    readable = amount.amount.certain and amount.amount.kind in (AmountKind.NUMBER, AmountKind.DASH)
    out.fields[str(meaning)] = flow.field(_shown(amount), amount.start, amount.end, certain=alike and readable)
    if not (alike and readable):
        reason = "อ่านได้ไม่ชัดเจน" if alike else "ระบุไว้ไม่ตรงกันหรือไม่อาจระบุความหมายได้แน่ชัด"
        message = f"จำนวนเงิน{FIELD_TITLES[meaning]}{reason} โปรดตรวจสอบกับต้นฉบับ"
        out.doubts.append(Doubt("doubtful_field", message, (str(meaning),)))


def _take_open(flow: Flow, amount: LabelledAmount, options: Options, out: ReportValues) -> None:
    """``เบิกจ่าย ... บาท`` alone: this month's, or all so far? For a person."""
    names = tuple(str(option) for option in options if option in WANTED)
    if not names or any(name in out.fields for name in names):
        return
    made = flow.field(_shown(amount), amount.start, amount.end, certain=False)
    out.fields[names[0]] = replace(made, confidence=min(made.confidence, GUESS))
    titles = "หรือ".join(FIELD_TITLES[name] for name in names)
    message = f"ไม่อาจระบุได้แน่ชัดว่าจำนวนเงินหลังข้อความ “{amount.label}” หมายถึง{titles} โปรดตรวจสอบ"
    out.doubts.append(Doubt("column_unclear", message, names))


def _shown(amount: LabelledAmount) -> str | None:
    value = Decimal(0) if amount.amount.kind is AmountKind.DASH else amount.amount.value
    return money(to_cents(value)) if value is not None else None
