"""Does a disbursement report add up? Sums of lines, rows, percentages, words. Nothing is ever corrected here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from parsers.records import CERTAIN, Facts, Field
from parsers.thai.numbers import parse_baht_words
from parsers.thai.text import to_arabic
from rules.figures import Row, amount, apart, baht, contradiction, lines, money_columns, totals
from rules.labels import MONEY, label
from rules.records import Finding, Severity

PERCENT_TOLERANCE = Decimal("0.01")

_PRINTED = re.compile(r"\D*(\d+)(?:\.(\d+))?\D*")


def check(facts: Facts) -> Iterator[Finding]:
    """Findings about figures that contradict each other within one report."""
    total, items = totals(facts), lines(facts)
    rows = (*items, total)
    is_clear = not any(doubt.blocking and doubt.rule in _UNCLEAR for doubt in facts.doubts)
    yield from _sums(total, items, is_clear)
    for row in rows:
        yield from _negative(row)
        yield from _cumulative(row)
        yield from _percent(row)
    yield from _balances(rows)
    yield from _words(total)


_UNCLEAR = frozenset({"row_unclear", "column_unclear", "rivals"})
"""Doubts of the reader about what is a line and what a sum: then no sum is the province's mistake."""


def _sums(total: Row, items: Sequence[Row], is_clear: bool) -> Iterator[Finding]:
    for column in MONEY:
        given, printed = [row for row in items if row.value(column) is not None], total.value(column)
        if not given or printed is None:
            continue
        added = sum((row.value(column) or Decimal(0) for row in given), Decimal(0))
        if added == printed:
            continue
        text = f"ผลรวมรายการในช่อง{label(column)}ได้ {baht(added)} แต่แถวรวมระบุ {baht(printed)} {apart(added, printed)}"
        blank = [row.name for row in items if row.value(column) is None]
        if blank:
            text += f" (ไม่มีตัวเลขใน{', '.join(blank)})"
        sure = is_clear and not blank and all(row.is_sure([column]) for row in (*items, total))
        yield contradiction("sum_of_lines", text, sure, (column,))


def _negative(row: Row) -> Iterator[Finding]:
    for column in money_columns(row):
        value = row.value(column)
        if column != "balance" and value is not None and value < 0:
            text = f"{row.name} ช่อง{label(column)}เป็นจำนวนติดลบ ({baht(value)})"
            yield contradiction("negative_amount", text, row.is_sure([column]), row.names([column]))


def _cumulative(row: Row) -> Iterator[Finding]:
    prior, month, cumulative = (row.value(c) for c in ("prior_cumulative", "this_month", "cumulative"))
    if cumulative is None:
        return
    columns = ("prior_cumulative", "this_month", "cumulative")
    sure, fields = row.is_sure(columns), row.names(columns)
    if prior is not None and month is not None:
        if prior + month != cumulative:
            text = (
                f"{row.name} เบิกจ่ายสะสมยกมา {baht(prior)} รวมกับเบิกจ่ายเดือนนี้ {baht(month)} ได้ {baht(prior + month)} "
                f"แต่ช่องเบิกจ่ายสะสมระบุ {baht(cumulative)} {apart(prior + month, cumulative)}"
            )
            yield contradiction("row_cumulative", text, sure, fields)
    elif month is not None and month > cumulative:
        text = f"{row.name} เบิกจ่ายเดือนนี้ {baht(month)} มากกว่าเบิกจ่ายสะสม {baht(cumulative)}"
        yield contradiction("row_cumulative", text, sure, fields)
    if prior is not None and cumulative < prior:
        text = f"{row.name} เบิกจ่ายสะสม {baht(cumulative)} น้อยกว่ายอดสะสมยกมา {baht(prior)}"
        yield contradiction("cumulative_falls", text, sure, fields)


def conventions(row: Row) -> frozenset[str] | None:
    """Which conventions the balance fits: ``spent`` (allocated less spent), ``committed`` (less commitments too).

    None where it cannot be computed. A row without commitments fits both or neither.
    """
    allocated, used, balance = row.value("allocated"), row.used(), row.value("balance")
    if allocated is None or used is None or balance is None:
        return None
    committed = row.value("committed") or Decimal(0)
    fits = {"spent": allocated - used, "committed": allocated - used - committed}
    return frozenset(name for name, expected in fits.items() if expected == balance)


def _balances(rows: Sequence[Row]) -> Iterator[Finding]:
    columns = ("allocated", "prior_cumulative", "this_month", "cumulative", "committed", "balance")
    checked = [(row, fits) for row in rows if (fits := conventions(row)) is not None]
    for row, fits in checked:
        if not fits:
            yield contradiction("row_balance", _balance_text(row), row.is_sure(columns), row.names(columns))
    good = [(row, fits) for row, fits in checked if fits]
    if good and not frozenset.intersection(*(fits for _, fits in good)):
        text = "บางแถวคำนวณยอดคงเหลือโดยหักเงินผูกพัน บางแถวไม่หัก โปรดใช้วิธีเดียวกันทั้งรายงาน"
        yield contradiction("row_balance", text, all(row.is_sure(columns) for row, _ in good), ("balance",))


def _balance_text(row: Row) -> str:
    allocated, used, balance = row.value("allocated"), row.used(), row.value("balance")
    assert allocated is not None and used is not None and balance is not None
    expected, committed = allocated - used, row.value("committed")
    text = f"{row.name} งบประมาณที่ได้รับจัดสรร {baht(allocated)} หักเบิกจ่ายสะสม {baht(used)} คงเหลือ {baht(expected)}"
    if committed:
        text += f" (หรือ {baht(expected - committed)} เมื่อหักผูกพัน {baht(committed)})"
    return f"{text} แต่ช่องคงเหลือระบุ {baht(balance)} {apart(expected, balance)}"


def percent_fits(row: Row) -> bool | None:
    """Whether the percentage is the spent share of the allocation; None where that cannot be computed."""
    field, allocated, used = row.cells.get("percent"), row.value("allocated"), row.used()
    printed = amount(field)
    if field is None or printed is None or allocated is None or allocated <= 0 or used is None:
        return None
    exact = used * 100 / allocated
    return min(abs(exact - printed), abs(round(exact, 2) - printed)) <= _tolerance(field, printed)


def _tolerance(field: Field, printed: Decimal) -> Decimal:
    """0.01; half of the last place where the paper prints fewer than two decimals (``37`` for 37.30)."""
    match = _PRINTED.fullmatch(to_arabic(field.raw))
    if match is None:
        return PERCENT_TOLERANCE
    places = len(match.group(2) or "")
    if Decimal(f"{match.group(1)}.{match.group(2) or '0'}") != printed or places >= 2:
        return PERCENT_TOLERANCE
    return Decimal(5).scaleb(-places - 1)


def _percent(row: Row) -> Iterator[Finding]:
    if percent_fits(row) is not False:
        return
    allocated, used, printed = row.value("allocated"), row.used(), row.value("percent")
    assert allocated is not None and used is not None and printed is not None
    columns = ("allocated", "prior_cumulative", "this_month", "cumulative", "percent")
    expected = (used * 100 / allocated).quantize(Decimal("0.01"))
    text = (
        f"{row.name} เบิกจ่ายสะสม {baht(used)} คิดเป็นร้อยละ {expected} ของงบประมาณที่ได้รับจัดสรร {baht(allocated)} แต่ระบุร้อยละ {printed}"
    )
    yield contradiction("percent", text, row.is_sure(columns), row.names(("percent",)))


def words_amount(field: Field | None) -> Decimal | None:
    """The amount that ``total_words`` stands for, whether the reader kept the words or the figure."""
    if field is None or field.value is None:
        return None
    return amount(field) if amount(field) is not None else parse_baht_words(field.value)


def _words(total: Row) -> Iterator[Finding]:
    field = total.cells.get("total_words")
    words = words_amount(field)
    if field is None or words is None:
        return
    named = total.cells.get("total_words_of")
    column = named.value if named is not None else None
    columns = [column] if column in MONEY and total.value(column) is not None else list(money_columns(total))
    if not columns or any(total.value(c) == words for c in columns):
        return
    figures = ", ".join(f"{label(c)} {baht(v)}" for c in columns if (v := total.value(c)) is not None)
    text = f"จำนวนเงินตัวอักษร “{field.raw.strip()}” คือ {baht(words)} ไม่ตรงกับตัวเลข ({figures})"
    sure = field.confidence >= CERTAIN and total.is_sure(columns)
    yield contradiction("words_differ", text, sure, ("total_words",))


def unchecked_balance(facts: Facts) -> Iterator[Finding]:
    """Where neither a cumulative nor an amount carried forward is printed, the balance can only be bounded."""
    row = totals(facts)
    allocated, month, balance = row.value("allocated"), row.value("this_month"), row.value("balance")
    if row.used() is not None or allocated is None or month is None or balance is None:
        return
    spent = allocated - balance - (row.value("committed") or Decimal(0))
    columns = ("allocated", "this_month", "committed", "balance")
    if max(spent, allocated - balance) < month:
        text = (
            f"{row.name} งบประมาณที่ได้รับจัดสรร {baht(allocated)} คงเหลือ {baht(balance)} แสดงว่าเบิกจ่ายแล้ว "
            f"{baht(allocated - balance)} แต่เบิกจ่ายเดือนนี้ระบุ {baht(month)}"
        )
        yield contradiction("row_balance", text, row.is_sure(columns), row.names(columns))
    elif month not in (spent, allocated - balance):
        message = "รายงานไม่มีช่องเบิกจ่ายสะสม จึงตรวจทานยอดคงเหลือได้เพียงว่าไม่ขัดกับยอดเบิกจ่ายเดือนนี้"
        yield Finding("balance_unchecked", Severity.INFO, message, ("balance",))
