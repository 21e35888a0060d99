"""What an officer sets by hand."""

from __future__ import annotations

import pytest

from intake.errors import UserError
from parsers.records import Doubt, Facts, Method
from rules.amend import FIELDS, amend, assign
from rules.labels import FIELD_LABELS
from rules.presence import EXPECTED, KEYS
from tests.rules_kit import disbursement, field, letter, nomination


def test_values_are_normalised_and_marked_as_a_persons_word() -> None:
    facts = amend(disbursement(), {"cumulative": "36,328.75", "as_of": "31 ธันวาคม 2563", "letter_no": ""}, letter())
    cumulative = facts.fields["cumulative"]
    assert (cumulative.value, cumulative.raw, cumulative.confidence, cumulative.method) == (
        "36328.75", "36,328.75", 1.0, Method.HUMAN,
    )  # fmt: skip
    assert facts.fields["as_of"].value == "2020-12-31"
    assert facts.fields["letter_no"].value is None
    assert {name for name in facts.fields if facts.fields[name] != disbursement().fields.get(name)} == {
        "cumulative", "as_of", "letter_no",
    }  # fmt: skip


def test_the_place_on_the_paper_is_kept() -> None:
    old = disbursement({"balance": field("1.00", 0.5)})
    facts = amend(old, {"balance": "61065.25"}, letter())
    assert facts.fields["balance"].part == old.fields["balance"].part


def test_a_cell_of_a_line_can_be_set() -> None:
    facts = amend(disbursement(), {"lines.2.this_month": "19,867.52"}, letter())
    assert facts.lines[1]["this_month"].value == "19867.52"
    assert facts.lines[0] == disbursement().lines[0]


def test_province_and_period_in_any_form() -> None:
    facts = amend(disbursement(), {"province": "จังหวัดเชียงใหม่", "period": "2021-01"}, letter())
    assert facts.province is not None and facts.province.value == "50"
    assert facts.period is not None and facts.period.value == "2021-01"
    facts = amend(disbursement(), {"period": "มกราคม 2564"}, letter())
    assert facts.period is not None and facts.period.value == "2021-01"


def test_a_district_is_looked_for_in_the_province_that_is_set_with_it() -> None:
    facts = amend(nomination(), {"province": "30", "district": "อำเภอปากช่อง"}, letter())
    assert facts.fields["district"].value == "ปากช่อง"


def test_every_problem_at_once() -> None:
    with pytest.raises(UserError) as caught:
        amend(disbursement(), {"cumulative": "abc", "as_of": "32 มกราคม 2564", "colour": "x", "lines.9.balance": "1"}, letter())
    assert len(caught.value.problems) == 4


def test_bangkok_and_unknown_provinces_cannot_be_set() -> None:
    for text in ("10", "99", "เมืองลับแล"):
        with pytest.raises(UserError):
            amend(disbursement(), {"province": text}, letter())


def test_a_doubt_is_settled_when_all_that_it_is_about_is_set() -> None:
    both = Doubt("column_unclear", "?", ("balance", "committed"))
    whole = Doubt("text_layer", "?")
    facts = disbursement(doubts=(both, whole))
    assert amend(facts, {"balance": "1"}, letter()).doubts == (both, whole)
    assert amend(facts, {"balance": "1", "committed": "0"}, letter()).doubts == (whole,)


def test_assigning_says_whose_and_what_it_is() -> None:
    blank = Facts("other", None, None, doubts=(Doubt("rivals", "?"), Doubt("unreadable", "?")))
    facts = assign(blank, "นครราชสีมา", "disbursement", "2020-12", letter())
    assert (facts.kind, facts.province and facts.province.value, facts.period and facts.period.value) == (
        "disbursement", "30", "2020-12",
    )  # fmt: skip
    assert [doubt.rule for doubt in facts.doubts] == ["unreadable"]
    nominated = assign(blank, "30", "nomination", None, letter())
    assert nominated.period is None


def test_assigning_needs_a_known_kind_and_a_month_for_a_monthly_report() -> None:
    blank = Facts("other", None, None)
    for kind, period in (("letter", None), ("disbursement", None), ("disbursement", "ธันวา")):
        with pytest.raises(UserError):
            assign(blank, "30", kind, period, letter())


def test_what_is_owed_once_has_no_month() -> None:
    monthly = assign(Facts("other", None, None), "30", "disbursement", "2020-11", letter())
    assert assign(monthly, "30", "nomination", None, letter()).period is None
    assert assign(monthly, "30", "obstacle", None, letter()).period == monthly.period
    with pytest.raises(UserError):
        assign(monthly, "30", "achievement", "2020-11", letter())
    with pytest.raises(UserError):
        amend(nomination(), {"period": "2020-11"}, letter())


def test_every_field_has_a_label_and_what_is_expected_can_be_set() -> None:
    for kind, names in FIELDS.items():
        assert set(names) <= set(FIELD_LABELS)
        assert set(EXPECTED.get(kind, ())) <= set(names)
        assert {name for group in KEYS.get(kind, ()) for name in group} <= set(names)
