"""Does a disbursement report carry on from the month before, and does a later month still carry on from it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from parsers.kinds.heading_time import month_before
from parsers.records import Facts
from parsers.thai.dates import format_period
from parsers.thai.text import fold
from rules.figures import Row, apart, baht, contradiction, lines, totals
from rules.records import Finding, History, Severity
from rules.terms import Directive

_COLUMNS = ("prior_cumulative", "this_month", "cumulative")


def check(facts: Facts, directive: Directive, history: History, accepted: Sequence[Facts] = ()) -> Iterator[Finding]:
    """Findings about the accepted reports of the month before and the month after.

    Args:
        accepted: what is accepted of the same arrival: two months may come in one mail.
    """
    period = facts.period.value if facts.period else None
    if period is None:
        return
    filed, after = history.previous_month, history.next_month
    before = next((each for each in accepted if _is_before(each, facts, period)), filed.facts if filed else None)
    if before is not None:
        yield from _from_before(facts, before)
    elif not _is_first(facts.kind, period, directive):
        message = "ยังไม่มีรายงานของเดือนก่อนที่รับไว้แล้ว จึงไม่ได้ตรวจสอบความต่อเนื่องของยอดเบิกจ่ายสะสม"
        yield Finding("carry_on_skipped", Severity.INFO, message, ("cumulative",))
    if after is not None:
        yield from _to_after(totals(facts), after.facts)
    if before is not None and history.month_before_last is not None:
        yield from _same_again(facts, before, history.month_before_last.facts)


def _is_before(other: Facts, facts: Facts, period: str) -> bool:
    """True of the same province's report of the month before."""
    province, month = (field.value if field else None for field in (other.province, other.period))
    mine = facts.province.value if facts.province else None
    return other.kind == facts.kind and province is not None and province == mine and month == month_before(period)


def _is_first(kind: str, period: str, directive: Directive) -> bool:
    """Nothing precedes the first month of the directive; money spent before it is carried forward by right."""
    deliverable = directive.for_kind(kind)
    return deliverable is not None and period == deliverable.first_period


def _month(report: Facts) -> str:
    period = report.period.value if report.period else None
    return f"รายงานเดือน{format_period(period)}" if period else "รายงานเดือนก่อน"


def _from_before(facts: Facts, before: Facts) -> Iterator[Finding]:
    row, old = totals(facts), totals(before)
    spent = old.used()
    if spent is not None:
        yield from _prior(row, spent, before)
        yield from _cumulative(row, spent, before)
    allocated, was = row.value("allocated"), old.value("allocated")
    if allocated is not None and was is not None and allocated != was:
        message = f"งบประมาณที่ได้รับจัดสรร {baht(allocated)} ไม่ตรงกับ{_month(before)} ({baht(was)}) {apart(allocated, was)}"
        yield Finding("allocation_changed", Severity.WARNING, message, ("allocated",))
    yield from _items(facts, before)


def _prior(row: Row, spent: Decimal, before: Facts) -> Iterator[Finding]:
    prior = row.value("prior_cumulative")
    if prior is not None and prior != spent:
        text = f"เบิกจ่ายสะสมยกมา {baht(prior)} ไม่ตรงกับยอดสะสมใน{_month(before)} {baht(spent)} {apart(prior, spent)}"
        yield contradiction("carry_on", text, row.is_sure(["prior_cumulative"]), ("prior_cumulative",))


def _cumulative(row: Row, spent: Decimal, before: Facts) -> Iterator[Finding]:
    month, used = row.value("this_month"), row.used()
    if used is None:
        used = _implied(row, month, spent)
    if used is None:
        return
    sure, fields = row.is_sure(_COLUMNS), row.names(("this_month", "cumulative"))
    if used < spent:
        text = f"เบิกจ่ายสะสม {baht(used)} น้อยกว่ายอดสะสมใน{_month(before)} {baht(spent)} {apart(used, spent)}"
        yield contradiction("cumulative_falls", text, sure, fields)
    elif month is not None and spent + month != used:
        text = (
            f"ยอดสะสมใน{_month(before)} {baht(spent)} รวมกับเบิกจ่ายเดือนนี้ {baht(month)} ได้ {baht(spent + month)} "
            f"แต่เบิกจ่ายสะสมเป็น {baht(used)} {apart(spent + month, used)}"
        )
        yield contradiction("carry_on", text, sure, fields)


def _implied(row: Row, month: Decimal | None, spent: Decimal) -> Decimal | None:
    """What the balance says was spent, where no cumulative is printed; of the two conventions the one that carries on."""
    allocated, balance = row.value("allocated"), row.value("balance")
    if allocated is None or balance is None or month is None:
        return None
    either = (allocated - balance, allocated - balance - (row.value("committed") or Decimal(0)))
    return spent + month if spent + month in either else either[0]


def _same_again(facts: Facts, before: Facts, earlier: Facts) -> Iterator[Finding]:
    """The month's figure, in total and in every line, for the third time running: perhaps an old report with a new month."""
    month = totals(facts).value("this_month")
    if not month or not all(_months(one) == _months(facts) for one in (before, earlier)):
        return
    message = (
        f"เบิกจ่ายเดือนนี้ {baht(month)} เท่ากับ{_month(earlier)}และ{_month(before)}ทุกรายการ ติดต่อกันเป็นเดือนที่สาม "
        "โปรดพิจารณาว่าจังหวัดนำรายงานเดือนก่อนมาส่งซ้ำหรือไม่"
    )
    yield Finding("same_figure", Severity.WARNING, message, ("this_month",))


def _months(facts: Facts) -> tuple[Decimal | None, list[tuple[str, Decimal | None]]]:
    """What was paid in the month: in total, and by line in the order of their names."""
    named = [
        (fold(row.cells["item"].value or "") if "item" in row.cells else "", row.value("this_month")) for row in lines(facts)
    ]
    return totals(facts).value("this_month"), sorted(named, key=str)


def _by_item(facts: Facts) -> Mapping[str, Row]:
    """Lines by folded item; items that stand twice are left out."""
    named = [(fold(row.cells["item"].value or ""), row) for row in lines(facts) if "item" in row.cells]
    names = [name for name, _ in named]
    return {name: row for name, row in named if name and names.count(name) == 1}


def _items(facts: Facts, before: Facts) -> Iterator[Finding]:
    """Items may be booked anew within a total that carries on: told of, never an error."""
    old = _by_item(before)
    for name, row in _by_item(facts).items():
        spent, month, used = old[name].used() if name in old else None, row.value("this_month"), row.used()
        if spent is not None and month is not None and used is not None and spent + month != used:
            message = (
                f"{row.name} ยอดสะสมใน{_month(before)} {baht(spent)} รวมกับเบิกจ่ายเดือนนี้ {baht(month)} "
                f"ไม่เท่ากับเบิกจ่ายสะสม {baht(used)} {apart(spent + month, used)}"
            )
            yield Finding("carry_on", Severity.WARNING, message, row.names(("cumulative",)))


def _to_after(row: Row, after: Facts) -> Iterator[Finding]:
    later, used = totals(after), row.used()
    month, cumulative, prior = (later.value(c) for c in ("this_month", "cumulative", "prior_cumulative"))
    if prior is None and cumulative is not None and month is not None:
        prior = cumulative - month
    if used is None or prior is None or used == prior:
        return
    message = (
        f"เบิกจ่ายสะสม {baht(used)} ไม่ต่อเนื่องกับ{_month(after)} ซึ่งรับไว้แล้ว (ยกมา {baht(prior)}) "
        "รายงานเดือนดังกล่าวยังคงมีผล โปรดพิจารณาว่าต้องขอให้จังหวัดแก้ไขหรือไม่"
    )
    yield Finding("later_month_affected", Severity.WARNING, message, ("cumulative",))
