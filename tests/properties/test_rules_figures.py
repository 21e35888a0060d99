"""A report that adds up has no finding; one figure changed has one, whatever the figures are."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from parsers.records import Facts
from rules import arithmetic
from rules.records import Finding
from tests.rules_kit import field, fields

SATANG = st.integers(0, 50_000_000)
COLUMNS = ("allocated", "prior_cumulative", "this_month", "cumulative", "committed", "balance")


def baht(satang: int) -> str:
    return str((Decimal(satang) / 100).quantize(Decimal("0.01")))


@st.composite
def reports(draw: st.DrawFn) -> list[dict[str, int]]:
    """Lines in satang that add up in themselves, and the row of totals as the last."""
    deducts = draw(st.booleans())
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        prior, month, committed, left = (draw(SATANG) for _ in range(4))
        balance = left if deducts else left + committed
        rows.append(
            dict(zip(COLUMNS, (prior + month + committed + left, prior, month, prior + month, committed, balance), strict=True))
        )
    return [*rows, {name: sum(row[name] for row in rows) for name in COLUMNS}]


def facts(rows: list[dict[str, int]]) -> Facts:
    cells = [fields({name: baht(value) for name, value in row.items()}) for row in rows]
    total = rows[-1]
    if total["allocated"]:
        share = Decimal(total["cumulative"]) * 100 / Decimal(total["allocated"])
        cells[-1]["percent"] = field(str(share.quantize(Decimal("0.01"))))
    return Facts("disbursement", field("30"), field("2020-12"), cells[-1], tuple(cells[:-1]))


def found(rows: list[dict[str, int]]) -> list[Finding]:
    return list(arithmetic.check(facts(rows)))


@settings(deadline=None)
@given(reports())
def test_a_report_that_adds_up_has_no_finding(rows: list[dict[str, int]]) -> None:
    assert found(rows) == []


@settings(deadline=None)
@given(reports(), st.sampled_from(COLUMNS), st.integers(1, 10_000), st.data())
def test_one_figure_changed_is_always_found(rows: list[dict[str, int]], column: str, by: int, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(rows))
    row[column] += by
    assume(len(rows) > 2)
    assert found(rows) != []


@settings(deadline=None)
@given(SATANG, SATANG)
def test_a_percentage_may_be_rounded_or_cut_off_but_no_more(spent: int, left: int) -> None:
    assume(spent + left > 0)
    exact = Decimal(spent) * 100 / Decimal(spent + left)
    row = {"allocated": baht(spent + left), "cumulative": baht(spent), "balance": baht(left)}

    def rules(percent: Decimal) -> list[str]:
        given = Facts("disbursement", None, None, fields({**row, "percent": str(percent)}))
        return [finding.rule for finding in arithmetic.check(given)]

    cut = exact.quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    assert rules(cut) == rules(exact.quantize(Decimal("0.01"))) == []
    assert rules(cut + Decimal("0.03")) == ["percent"]
