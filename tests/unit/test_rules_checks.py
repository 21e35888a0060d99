"""Every check, a case a line: what changes in a good document, and which finding comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from intake.records import Channel
from parsers.records import Doubt, Facts, Field, Method
from rules import carry
from rules.calendar import deadline_for
from rules.catalogue import RULES
from rules.checks import check, is_blocked
from rules.records import Filed, Finding, History, Policy, Severity
from rules.terms import Allocation, Contact, Directive
from tests.rules_kit import LINES, at, built_in, disbursement, field, fields, filed, letter, line, nomination, without

RECEIVED = "2021-01-08 10:00"
NOVEMBER = disbursement(
    {
        "prior_cumulative": "1000.00",  # spent since October, before the first month reported on
        "this_month": "12011.50",
        "cumulative": "13011.50",
        "balance": "84382.50",
        "percent": "13.36",
        "as_of": "2020-11-30",
        "letter_date": "2020-12-03",
    },
    (),
    period="2020-11",
)
DONE = History(previous_month=filed(NOVEMBER, "2020-12-08 10:00"))


def findings(
    facts: Facts,
    *,
    history: History = DONE,
    directive: Directive | None = None,
    received: str = RECEIVED,
    channel: Channel = Channel.EMAIL,
    sender: str = "a@korat.example",
    from_message: bool = True,
    fax_number: str | None = None,
    policy: Policy | None = None,
    beside: tuple[Facts, ...] = (),
) -> tuple[Finding, ...]:
    owed, rules = directive or letter(), policy or Policy()
    code = facts.province.value if facts.province else None
    period = facts.period.value if facts.period else None
    due = deadline_for(owed, facts.kind, code, period, rules, built_in().calendar)
    found = check(
        facts,
        owed,
        history,
        rules,
        channel=channel,
        sender=sender,
        from_message=from_message,
        received_at=at(received),
        fax_number=fax_number,
        deadline=due,
        beside=beside,
    )
    assert {finding.rule for finding in found} <= set(RULES)
    return found


def told(facts: Facts, **given: object) -> set[tuple[str, str]]:
    """(rule, severity) of every finding."""
    return {(f.rule, f.severity.value) for f in findings(facts, **given)}  # type: ignore[arg-type]


def one(facts: Facts, rule: str, **given: object) -> Finding:
    found = [f for f in findings(facts, **given) if f.rule == rule]  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


ERROR, WARNING, INFO = Severity.ERROR.value, Severity.WARNING.value, Severity.INFO.value


def test_good_documents_have_no_finding() -> None:
    assert findings(disbursement()) == ()
    assert findings(nomination(), received="2020-12-02 10:00") == ()
    assert findings(NOVEMBER, history=History(), received="2020-12-05 10:00") == ()


# --- the figures --------------------------------------------------------------------------------------------------------
def test_a_wrong_total_is_told_with_both_sums_and_the_difference() -> None:
    facts = disbursement({"this_month": "23371.25"}, drop=("prior_cumulative", "percent"))
    found = one(facts, "sum_of_lines", history=History())
    assert found.severity is Severity.ERROR
    assert found.fields == ("this_month",)
    assert found.message == (
        "ตัวเลขในรายงานไม่ตรงกัน: ผลรวมรายการในช่องเบิกจ่ายเดือนนี้ได้ 23,317.25 บาท แต่แถวรวมระบุ 23,371.25 บาท ต่างกัน 54.00 บาท"
    )


def test_the_same_sum_with_a_doubtful_cell_is_ours_to_settle() -> None:
    facts = disbursement({"this_month": field("23371.25", 0.9)}, drop=("prior_cumulative", "percent"))
    found = one(facts, "sum_unclear", history=History())
    assert found.severity is Severity.ERROR
    assert found.message.startswith("ระบบอ่านค่าไม่แน่ชัด: ผลรวมรายการ")
    assert "sum_of_lines" not in {f.rule for f in findings(facts)}


def test_no_sum_is_the_provinces_mistake_while_the_rows_are_unclear() -> None:
    doubt = Doubt("row_unclear", "แถวไม่ชัดเจน", ("lines",))
    assert told(disbursement({"this_month": "23317.00"}, doubts=(doubt,))) >= {("sum_unclear", ERROR), ("row_unclear", ERROR)}
    assert "sum_of_lines" not in {rule for rule, _ in told(disbursement({"this_month": "23317.00"}, doubts=(doubt,)))}


def test_a_blank_cell_in_a_sum_that_fails_is_a_doubt_and_in_one_that_holds_is_nothing() -> None:
    blank = field(None, raw="")
    holds = disbursement(lines=line(3, this_month=blank))
    assert findings(holds) == ()
    fails = disbursement(lines=line(2, this_month=blank, prior_cumulative=blank))
    found = [f for f in findings(fails) if f.rule == "sum_unclear"]
    assert {f.fields for f in found} == {("this_month",), ("prior_cumulative",)}
    assert all("รายการที่ 2 (ค่าใช้สอย)" in f.message for f in found)


FIGURES: list[tuple[Mapping[str, str | Field | None], str]] = [
    ({"cumulative": "36328.57"}, "row_cumulative"),
    ({"balance": "61065.52"}, "row_balance"),
    ({"percent": "38.30"}, "percent"),
    ({"percent": "37.32"}, "percent"),
    ({"total_words": "สามหมื่นหกพันสามร้อยยี่สิบเก้าบาทถ้วน"}, "words_differ"),
    ({"total_words": "36328.57"}, "words_differ"),
    ({"total_words": "36328.75", "total_words_of": "this_month"}, "words_differ"),
    ({"committed": "-1.00"}, "negative_amount"),
]


@pytest.mark.parametrize(("change", "rule"), FIGURES)
def test_a_wrong_figure_in_the_totals(change: Mapping[str, str | Field | None], rule: str) -> None:
    assert (rule, ERROR) in told(disbursement(change, ()))


GOOD_FIGURES: list[Mapping[str, str | Field | None]] = [
    {"percent": "37.31"},
    {"percent": "37.29"},
    {"percent": field("37.00", raw="๓๗")},
    {"percent": field("37.30", raw="37.3 %")},
    {"percent": field("37.30", raw="0.37300808")},
    {"total_words": "สามหมื่นหกพันสามร้อยยี่สิบแปดบาทเจ็ดสิบห้าสตางค์"},
    {"total_words": "23317.25", "total_words_of": "this_month"},
    {"committed": "1065.25", "balance": "60000.00"},
    {"committed": "1065.25"},
]


@pytest.mark.parametrize("change", GOOD_FIGURES)
def test_a_right_figure_in_another_manner(change: Mapping[str, str | Field | None]) -> None:
    assert findings(disbursement(change, ())) == ()


def test_a_whole_percentage_that_is_not_the_rounded_one_is_wrong() -> None:
    assert ("percent", ERROR) in told(disbursement({"percent": field("36.00", raw="36")}, ()))


def test_a_wrong_line_is_named() -> None:
    found = one(disbursement(lines=line(2, balance="26732.57"), drop=("percent",)), "row_balance")
    assert "รายการที่ 2 (ค่าใช้สอย)" in found.message
    assert "lines.2.balance" in found.fields


def test_the_balance_must_follow_one_convention_throughout() -> None:
    lines = (
        {"allocated": "100.00", "cumulative": "40.00", "committed": "10.00", "balance": "50.00"},
        {"allocated": "100.00", "cumulative": "40.00", "committed": "10.00", "balance": "60.00"},
    )
    total = {"allocated": "200.00", "cumulative": "80.00", "committed": "20.00", "balance": "110.00", "this_month": "80.00"}
    found = [f.rule for f in findings(disbursement(total, lines, drop=("percent", "prior_cumulative")), history=History())]
    assert found.count("row_balance") == 2


def test_more_this_month_than_in_all_is_wrong_even_without_an_amount_carried_forward() -> None:
    facts = disbursement({"this_month": "40000.00"}, (), drop=("prior_cumulative",))
    assert ("row_cumulative", ERROR) in told(facts, history=History())


def test_without_a_cumulative_the_balance_is_only_bounded() -> None:
    facts = disbursement({}, (), drop=("prior_cumulative", "cumulative", "percent"))
    assert told(facts, history=History()) == {("balance_unchecked", INFO), ("carry_on_skipped", INFO)}
    assert not is_blocked(findings(facts))  # 13,011.50 before and 23,317.25 now leave just this balance
    low = disbursement({"balance": "90000.00"}, (), drop=("prior_cumulative", "cumulative", "percent"))
    assert ("row_balance", ERROR) in told(low, history=History())
    other = disbursement({"balance": "61000.00"}, (), drop=("prior_cumulative", "cumulative", "percent"))
    assert ("carry_on", ERROR) in told(other)


# --- within the allocation ----------------------------------------------------------------------------------------------
def over(number: int, allocated: str) -> Facts:
    """One item with less allocated than spent, the difference given to another item."""
    spare = Decimal(line(number)[number - 1]["allocated"].__str__()) - Decimal(allocated)
    lines = [dict(row) for row in line(number, allocated=allocated)]
    other = 1 if number == 2 else 2
    lines[other - 1]["allocated"] = str(Decimal(str(lines[other - 1]["allocated"])) + spare)
    return disbursement(lines=tuple(lines), drop=("percent", "balance"))


def test_an_item_may_be_overspent_inside_its_category() -> None:
    assert ("item_shifted", INFO) in told(over(2, "20000.00"))
    assert not {rule for rule, _ in told(over(2, "20000.00"))} & {"over_category", "over_allocation"}


def test_a_category_may_not() -> None:
    lines = (
        {"item": "ค่าใช้สอย", "allocated": "1000.00", "cumulative": "1200.00", "balance": "-200.00"},
        {"item": "ค่าครุภัณฑ์", "allocated": "1000.00", "cumulative": "100.00", "balance": "900.00"},
    )
    total = {"allocated": "2000.00", "cumulative": "1300.00", "balance": "700.00"}
    facts = disbursement(total, lines, drop=("percent", "prior_cumulative", "this_month"))
    found = one(facts, "over_category", history=History())
    assert "หมวดค่าตอบแทน ใช้สอยและวัสดุ" in found.message
    assert "200.00 บาท" in found.message


def test_the_total_may_not_exceed_the_allocation() -> None:
    facts = disbursement({"allocated": "36000.00", "balance": "-328.75"}, (), drop=("percent",))
    assert ("over_allocation", ERROR) in told(facts, history=History())
    booked = disbursement({"committed": "61065.26"}, ())
    assert ("over_allocation", WARNING) in told(booked)


def allocated(*given: tuple[str, str]) -> Directive:
    return replace(letter(), allocations=tuple(Allocation("30", Decimal(value), item) for item, value in given))


def test_an_allocation_other_than_the_configured_one() -> None:
    assert findings(disbursement(), directive=allocated(("", "97394.00"))) == ()
    found = one(disbursement(), "allocation_differs", directive=allocated(("", "97439.00")))
    assert found.severity is Severity.ERROR
    assert "97,394.00 บาท แต่กรมการปกครองจัดสรรให้ 97,439.00 บาท ต่างกัน 45.00 บาท" in found.message
    items = allocated(("", "97394.00"), ("ค่าวัสดุ", "30000.00"), ("ค่าตอบแทน", "12000.00"))
    assert one(disbursement(), "allocation_differs", directive=items).fields == ("lines.3.allocated",)
    assert ("allocation_unknown", WARNING) in told(disbursement(province="31"), directive=allocated(("", "97394.00")))


# --- from month to month ------------------------------------------------------------------------------------------------
def previous(**totals: str) -> History:
    return History(previous_month=filed(disbursement(totals, (), period="2020-11"), "2020-12-08 10:00"))


def test_the_cumulative_carries_on_from_the_accepted_month_before() -> None:
    assert ("carry_on", ERROR) in told(disbursement(), history=previous(cumulative="13011.00"))
    bare = without(disbursement(), "prior_cumulative")
    assert ("carry_on", ERROR) in told(bare, history=previous(cumulative="13011.00"))
    falls = told(bare, history=previous(cumulative="40000.00"))
    assert ("cumulative_falls", ERROR) in falls


def test_what_cannot_be_carried_on_is_told() -> None:
    assert told(disbursement(), history=History()) == {("carry_on_skipped", INFO)}


def test_a_month_carries_on_from_the_one_that_came_with_it() -> None:
    november = disbursement({"cumulative": "13011.00"}, (), period="2020-11")
    told_together = {(f.rule, f.severity) for f in carry.check(disbursement(), letter(), History(), [november])}
    assert ("carry_on", ERROR) in told_together and ("carry_on_skipped", INFO) not in told_together
    for other in (replace(november, province=field("31")), disbursement({"cumulative": "1.00"}, (), period="2020-10")):
        found = {(f.rule, f.severity) for f in carry.check(disbursement(), letter(), History(), [other])}
        assert found == {("carry_on_skipped", INFO)}


def test_an_allocation_that_changes_from_month_to_month_is_a_warning() -> None:
    assert ("allocation_changed", WARNING) in told(
        disbursement(), history=previous(allocated="90000.00", cumulative="13011.50")
    )


def test_items_booked_anew_are_a_warning() -> None:
    before = filed(disbursement({"cumulative": "13011.50"}, line(1, cumulative="100.00"), period="2020-11"), "2020-12-08 10:00")
    found = [f for f in findings(disbursement(), history=History(previous_month=before)) if f.rule == "carry_on"]
    assert {f.severity for f in found} == {Severity.WARNING}


def test_a_later_month_that_does_not_carry_on_is_a_warning() -> None:
    january = filed(disbursement({"prior_cumulative": "36000.00"}, (), period="2021-01"), "2021-02-08 10:00")
    after: Filed = january
    found = told(disbursement(), history=History(previous_month=DONE.previous_month, next_month=after))
    assert found == {("later_month_affected", WARNING)}
    fits = filed(disbursement({"prior_cumulative": "36328.75"}, (), period="2021-01"), "2021-02-08 10:00")
    assert findings(disbursement(), history=History(previous_month=DONE.previous_month, next_month=fits)) == ()


def _running(month: str, spent: str, period: str, item: str = "3450.00") -> Facts:
    """A report in which nothing was carried forward in print; its lines have the month's figures only."""
    totals = {"prior_cumulative": None, "this_month": month, "cumulative": spent}
    items = tuple({"item": name, "this_month": value} for name, value in (("ค่าตอบแทน", item), ("ค่าใช้สอย", "100.00")))
    return disbursement(totals, items, period=period)


@pytest.mark.parametrize(
    ("months", "items", "is_told"),
    [
        (("3550.00", "3550.00", "3550.00"), ("3450.00", "3450.00", "3450.00"), True),
        (("3550.00", "3550.00", "3550.00"), ("3450.00", "3450.00", "3400.00"), False),
        (("3550.00", "3550.01", "3550.00"), ("3450.00", "3450.00", "3450.00"), False),
        (("0.00", "0.00", "0.00"), ("0.00", "0.00", "0.00"), False),
    ],
)
def test_the_same_figure_three_months_running_is_a_warning(
    months: tuple[str, str, str], items: tuple[str, str, str], is_told: bool
) -> None:
    oldest, before, now = (
        _running(month, f"{n}0000.00", f"2020-{9 + n}", item)
        for n, (month, item) in enumerate(zip(months, items, strict=True), start=1)
    )
    filed_before = filed(before, "2020-12-08 10:00"), filed(oldest, "2020-11-08 10:00")
    history = History(previous_month=filed_before[0], month_before_last=filed_before[1])
    found = {f.rule: f for f in findings(now, history=history)}
    assert ("same_figure" in found) == is_told
    if is_told:
        assert found["same_figure"].severity is Severity.WARNING
        assert "3,550.00 บาท เท่ากับรายงานเดือนตุลาคม 2563และรายงานเดือนพฤศจิกายน 2563" in found["same_figure"].message
    assert "same_figure" not in {f.rule for f in findings(now, history=History(previous_month=filed_before[0]))}


# --- the month ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("period", "as_of", "received", "rule"),
    [
        ("2020-12", "2021-01-11", "2021-01-11 10:00", None),  # the 10th is a Sunday: figures as of the day in force
        ("2020-12", "2021-01-12", "2021-01-12 10:00", "period_contradicted"),
        ("2020-12", "2020-12-01", RECEIVED, None),
        ("2020-12", "2020-11-30", RECEIVED, "period_contradicted"),
        ("2020-12", "2020-12-28", "2020-12-31 23:59:59", "period_not_over"),
        ("2020-12", "2020-12-31", "2021-01-01 00:00", None),
        ("2020-10", "2020-10-31", RECEIVED, "period_outside"),
        ("2021-10", "2021-10-31", "2021-11-05 10:00", "period_outside"),
    ],
)
def test_the_right_month(period: str, as_of: str, received: str, rule: str | None) -> None:
    facts = disbursement({"as_of": as_of, "letter_date": as_of}, period=period)
    errors = {name for name, severity in told(facts, history=History(), received=received) if severity == ERROR}
    assert errors == ({rule} if rule else set())


def test_no_month_named_is_a_question_with_a_proposal() -> None:
    found = one(disbursement(period=None, proposed="2020-12"), "period_missing", history=History())
    assert found.severity is Severity.ERROR
    assert "ระบบเสนอให้ถือเป็นเดือนธันวาคม 2563" in found.message
    assert "โปรดกำหนดเดือนที่รายงาน" in one(disbursement(period=None), "period_missing", history=History()).message


def test_a_date_after_the_arrival_is_a_warning() -> None:
    assert told(disbursement({"letter_date": "2021-01-09"})) == {("date_doubtful", WARNING)}


# --- whose it is --------------------------------------------------------------------------------------------------------
def test_bangkok_is_out_of_scope() -> None:
    facts = replace(nomination(), province=field("10"))
    assert ("out_of_scope", ERROR) in told(facts, received="2020-12-02 10:00")


def test_a_province_outside_a_smaller_directive() -> None:
    few = replace(letter(), provinces=letter().provinces[:2])
    assert ("out_of_scope", ERROR) in told(disbursement(), directive=few, history=History())


def test_a_missing_or_doubtful_province() -> None:
    assert ("province_missing", ERROR) in told(disbursement(province=None), history=History())
    assert ("province_doubtful", ERROR) in told(disbursement(province=field("30", 0.9, "นครราชสิมา")))
    assert ("province_doubtful", ERROR) in told(disbursement(province=field(None, 0.0, "นคร")), history=History())


def test_the_letter_number_is_a_second_witness() -> None:
    assert ("province_doubtful", ERROR) in told(disbursement({"letter_no": "ชม 0018.1/5"}))
    assert findings(disbursement({"letter_no": "มท 0307.2/ว 30982"})) == ()
    word = disbursement({"letter_no": "ชม 0018.1/5"}, province=field("30", method=Method.HUMAN))
    assert findings(word) == ()


def test_a_nomination_is_of_its_province_and_new() -> None:
    when = "2020-12-02 10:00"
    assert ("district_not_in_province", ERROR) in told(nomination(district="ปากช่อง"), received=when)
    winners = replace(letter(), winners=frozenset({("50", "สันทราย")}))
    assert told(nomination(), directive=winners, received=when) == {("winner_before", ERROR)}
    assert told(nomination(district="แม่ริม"), directive=winners, received=when) == set()


def achievement(district: str | None, province: str = "50") -> Facts:
    given = {"title": "ดำรงธรรมออนไลน์"} | ({"district": district} if district else {})
    return Facts("achievement", field(province), None, fields(given))


@pytest.mark.parametrize(("facts", "other"), [(achievement("แม่ริม"), nomination()), (nomination(), achievement("แม่ริม"))])
def test_an_achievement_of_another_centre_than_the_nominated_one_is_asked_about(facts: Facts, other: Facts) -> None:
    given = {"received": "2020-12-02 10:00"}
    found = one(facts, "nomination_differs", history=History(counterpart=filed(other, "2020-12-01 10:00")), **given)
    assert found.severity is Severity.WARNING
    assert "รายงานผลงานเป็นของศูนย์ดำรงธรรมอำเภอแม่ริม" in found.message and "เสนอชื่อศูนย์ดำรงธรรมอำเภอสันทราย" in found.message
    assert one(facts, "nomination_differs", history=History(), beside=(facts, other), **given).message == found.message


@pytest.mark.parametrize("district", ["สันทราย", None])
def test_an_achievement_of_the_nominated_centre_or_of_none_is_fine(district: str | None) -> None:
    known = History(counterpart=filed(nomination(), "2020-12-01 10:00"))
    rules = {rule for rule, _ in told(achievement(district), history=known, received="2020-12-02 10:00")}
    assert "nomination_differs" not in rules
    elsewhere = (nomination(province="57", district="แม่จัน"),)
    assert "nomination_differs" not in {rule for rule, _ in told(achievement(district), history=History(), beside=elsewhere)}


# --- what stands there --------------------------------------------------------------------------------------------------
def test_key_fields_block_and_others_are_asked_about() -> None:
    for name in ("allocated", "balance"):
        found = [f for f in findings(without(disbursement(), name)) if f.rule == "missing_field"]
        assert [(f.severity, f.fields) for f in found] == [(Severity.ERROR, (name,))]
    bare = one(without(disbursement(), "this_month", "cumulative"), "missing_field", history=History())
    assert (bare.severity, bare.fields) == (Severity.ERROR, ("this_month", "cumulative"))
    assert told(nomination(contact_phone=None), received="2020-12-02 10:00") == {("missing_field", WARNING)}
    assert ("missing_field", ERROR) in told(nomination(district=None), received="2020-12-02 10:00")


def test_a_line_without_its_name_is_asked_about() -> None:
    lost = tuple({name: value for name, value in row.items() if n != 2 or name != "item"} for n, row in enumerate(LINES, 1))
    for nameless in (disbursement(lines=line(2, item=field(None, raw=""))), disbursement(lines=lost)):
        found = one(nameless, "missing_field")
        assert (found.severity, found.fields) == (Severity.WARNING, ("lines.2.item",))
        assert not is_blocked(findings(nameless))


def test_one_of_the_two_sums_is_enough() -> None:
    facts = without(disbursement(lines=()), "this_month", "prior_cumulative")
    assert not is_blocked(findings(facts))


def test_every_money_cell_must_be_sure() -> None:
    cell = one(disbursement(lines=line(1, this_month=field("3450.00", 0.97))), "doubtful_field")
    assert (cell.severity, cell.fields) == (Severity.ERROR, ("lines.1.this_month",))
    assert cell.message == "ระบบอ่านค่ารายการที่ 1 ช่องเบิกจ่ายเดือนนี้ไม่แน่ชัด อ่านได้ว่า “3,450.00 บาท” โปรดเทียบกับเอกสารต้นฉบับ"
    assert findings(disbursement(lines=line(1, this_month=field("3450.00", 0.975)))) == ()
    lost = one(disbursement(lines=line(1, balance=field(None, 0.0, "8,55#.00"))), "doubtful_field")
    assert lost.severity is Severity.ERROR
    assert "“8,55#.00”" in lost.message
    unsure_blank = disbursement(lines=line(3, this_month=field(None, 0.5, "")))
    assert one(unsure_blank, "doubtful_field").severity is Severity.ERROR


def test_a_stricter_policy_for_money() -> None:
    facts = disbursement(lines=line(1, this_month=field("3450.00", 0.98)))
    assert ("doubtful_field", ERROR) in told(facts, policy=Policy(max_money_confidence_gap=0.01))


def test_other_doubtful_fields_are_asked_about() -> None:
    assert told(nomination(contact_name=field("นายสมชาย", 0.8)), received="2020-12-02 10:00") == {("doubtful_field", WARNING)}
    assert told(disbursement(period=field("2020-12", 0.9))) == {("doubtful_field", ERROR)}


def test_a_doubtful_percentage_is_settled_by_the_figures() -> None:
    assert findings(disbursement({"percent": field("37.30", 0.5)})) == ()
    assert ("sum_unclear", ERROR) in told(disbursement({"percent": field("87.30", 0.5)}))


def test_only_a_body_is_a_warning_and_a_letter_is_not_asked_for() -> None:
    facts = without(disbursement(from_body=True), "letter_no", "letter_date")
    assert told(facts) == {("no_letter", WARNING)}


# --- the reader's doubts ------------------------------------------------------------------------------------------------
def test_a_readers_doubt_blocks_or_warns_in_its_own_words() -> None:
    doubt = Doubt("column_unclear", "ช่องที่ 4 ไม่ชัด", ("cumulative",))
    facts = disbursement(doubts=(doubt, Doubt("hidden_sheet", "มีแผ่นงานซ่อน", (), blocking=False)))
    assert told(facts) == {("column_unclear", ERROR), ("hidden_sheet", WARNING)}


def test_one_matter_is_told_once() -> None:
    several = Doubt("several_districts", "เสนอชื่อสองแห่ง", ("district",))
    facts = replace(nomination(district=None), doubts=(several,))
    assert told(facts, received="2020-12-02 10:00") == {("several_districts", ERROR)}
    ours = Doubt("province_missing", "อ่านหัวหนังสือไม่ได้", ("province",))
    assert [f.message for f in findings(disbursement(province=None, doubts=(ours,)), history=History())][0] == "อ่านหัวหนังสือไม่ได้"
    mild = Doubt("province_missing", "?", ("province",), blocking=False)
    assert ("province_missing", ERROR) in told(disbursement(province=None, doubts=(mild,)), history=History())


def test_an_unknown_kind_always_waits() -> None:
    blank = Facts("other", field("30"), None)
    assert told(blank) == {("unidentified", ERROR)}
    asked = replace(blank, doubts=(Doubt("question", "จังหวัดสอบถามกำหนดส่ง"),))
    assert told(asked) == {("question", ERROR)}


# --- the sender ---------------------------------------------------------------------------------------------------------
KNOWN = replace(
    letter(),
    contacts=(
        Contact("30", "a@korat.example", "044243798"),
        Contact("50", "b@chiangmai.example"),
        Contact("50", "both@region.example"),
        Contact("30", "both@region.example"),
    ),
)


@pytest.mark.parametrize(
    ("sender", "rule"),
    [
        ("a@korat.example", None),
        ("A@Korat.example", None),
        ("both@region.example", None),
        ("b@chiangmai.example", "sender_province_differs"),
        ("x@mail.example", "sender_unknown"),
        ("", "sender_unknown"),
    ],
)
def test_a_mail_comes_from_a_listed_address(sender: str, rule: str | None) -> None:
    found = {name for name, _ in told(disbursement(), directive=KNOWN, sender=sender)}
    assert found == ({rule} if rule else set())


def test_nobody_is_asked_without_a_list_nor_for_what_a_person_hands_in() -> None:
    assert findings(disbursement(), sender="x@mail.example") == ()
    assert findings(disbursement(), directive=KNOWN, channel=Channel.UPLOAD, sender="x@mail.example") == ()
    assert findings(disbursement(), directive=KNOWN, sender="", from_message=False) == ()


@pytest.mark.parametrize(
    ("number", "letter_no", "rule"),
    [
        ("044243798", None, None),
        ("6644243798", None, None),
        ("021112222", "นม 0018.1/7", None),
        (None, "นม 0018.1/7", None),
        (None, None, "sender_unknown"),
        ("021112222", "กจ 0018.1/7", "sender_unknown"),
    ],
)
def test_a_fax_is_judged_by_its_number_or_by_two_witnesses(number: str | None, letter_no: str | None, rule: str | None) -> None:
    facts = without(disbursement(), "letter_no")
    if letter_no:
        facts = replace(facts, fields={**facts.fields, "letter_no": field(letter_no)})
    found = told(facts, directive=KNOWN, channel=Channel.FAX, fax_number=number, sender="fax@gateway.example")
    assert {name for name, _ in found} & {"sender_unknown", "sender_province_differs"} == ({rule} if rule else set())


def test_a_fax_from_the_number_of_another_province() -> None:
    facts = disbursement({"letter_no": "ชม 0018/1"}, province="50")
    assert ("sender_province_differs", ERROR) in told(
        facts, directive=KNOWN, channel=Channel.FAX, fax_number="044243798", history=History()
    )


def test_a_fax_that_a_person_hands_in_with_its_province() -> None:
    facts = without(disbursement(province=field("30", method=Method.HUMAN)), "letter_no")
    found = told(facts, directive=KNOWN, channel=Channel.FAX, from_message=False)
    assert ("sender_unknown", ERROR) not in found


def test_errors_come_first() -> None:
    found = findings(disbursement({"balance": "1.00", "letter_date": "2021-01-09"}), history=History())
    order = [f.severity for f in found]
    assert order == sorted(order, key=[Severity.ERROR, Severity.WARNING, Severity.INFO].index)
    assert dt.date(2021, 1, 9) > at(RECEIVED).date()


def test_obstacles_are_accepted_with_what_they_say() -> None:
    facts = Facts(
        "obstacle",
        field("30"),
        None,
        fields({"detail": "ระบบ e-fms ขัดข้อง", "reporter_name": "นายก ข", "reporter_phone": "044243798"}),
    )
    assert findings(facts) == ()
    assert ("missing_field", ERROR) in told(replace(facts, fields={}))
