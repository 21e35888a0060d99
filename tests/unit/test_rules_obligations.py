"""The board: every state of CONTRACT, at the moments where it turns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from intake.settings import HolidayPolicy
from parsers.records import Facts
from rules.obligations import board, timeliness_of
from rules.records import Excuse, Filed, Obligation, Policy, State, Status, Timeliness
from tests.rules_kit import at, built_in, disbursement, field, filed, letter, nomination

NOVEMBER = disbursement(period="2020-11")


def look(
    moment: str,
    submissions: Sequence[Filed] = (),
    excuses: Sequence[Excuse] = (),
    *,
    province: str = "30",
    deliverable: str = "disbursement",
    period: str | None = "2020-11",
    policy: Policy | None = None,
) -> Obligation:
    every = board(letter(), submissions, excuses, built_in().calendar, policy or Policy(), at(moment))
    found = [o for o in every if (o.province, o.deliverable, o.period) == (province, deliverable, period)]
    assert len(found) == 1
    return found[0]


def test_every_expected_report_of_every_province_in_a_stable_order() -> None:
    every = board(letter(), (), (), built_in().calendar, Policy(), at("2021-01-01 00:00"))
    keys = [(o.deliverable, o.period or "", o.province) for o in every]
    assert len(keys) == len(set(keys)) == 988
    assert [o.deliverable for o in every[:76]] == ["nomination"] * 76
    assert [o.province for o in every[:76]] == sorted(p.code for p in letter().provinces)
    assert [o.period for o in every[152::76]] == [
        "2020-11", "2020-12", "2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021-06", "2021-07", "2021-08", "2021-09",
    ]  # fmt: skip
    assert "10" not in {o.province for o in every}


@pytest.mark.parametrize(
    ("moment", "state", "days"),
    [
        ("2020-11-30 23:59:59", State.NOT_DUE, 0),
        ("2020-12-01 00:00:00", State.MISSING, 0),
        ("2020-12-14 23:59:59", State.MISSING, 0),
        ("2020-12-15 00:00:00", State.OVERDUE, 1),
        ("2020-12-24 12:00:00", State.OVERDUE, 10),
    ],
)
def test_when_nothing_came(moment: str, state: State, days: int) -> None:
    seen = look(moment)
    assert (seen.state, seen.days_late, seen.submission, seen.received_at) == (state, days, None, None)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2020-11-17 23:59:59", State.NOT_DUE),
        ("2020-11-18 00:00:00", State.MISSING),
        ("2020-12-04 23:59:59", State.MISSING),
        ("2020-12-05 00:00:00", State.OVERDUE),
    ],
)
def test_a_nomination_is_owed_from_the_day_of_the_letter(moment: str, state: State) -> None:
    assert look(moment, deliverable="nomination", period=None).state is state


def test_the_policy_moves_the_moment() -> None:
    policy = Policy(HolidayPolicy.PREVIOUS_WORKING_DAY, dt.time(16, 30))
    assert look("2020-12-09 16:30:00", policy=policy).state is State.MISSING
    late = look("2020-12-09 16:30:01", policy=policy)
    assert (late.state, late.days_late) == (State.OVERDUE, 0)


@pytest.mark.parametrize(
    ("received", "state", "days"),
    [
        ("2020-12-14 23:59:59.900", State.ON_TIME, 0),
        ("2020-12-15 00:00:00", State.LATE, 1),
        ("2020-12-20 08:00:00", State.LATE, 6),
    ],
)
def test_an_accepted_report_is_on_time_or_late_by_its_arrival(received: str, state: State, days: int) -> None:
    seen = look("2021-01-31 12:00", [filed(NOVEMBER, received)])
    assert (seen.state, seen.days_late, seen.submission, seen.received_at) == (state, days, "s1", at(received))


def test_what_arrived_later_is_left_out() -> None:
    one = filed(NOVEMBER, "2020-12-10 09:00")
    assert look("2020-12-10 08:59:59", [one]).state is State.MISSING
    assert look("2020-12-10 09:00:00", [one]).state is State.ON_TIME


def test_the_first_arrival_of_the_chain_keeps_the_timeliness() -> None:
    first = filed(NOVEMBER, "2020-12-14 10:00", Status.SUPERSEDED, id="s1")
    better = filed(NOVEMBER, "2020-12-18 10:00", id="s2", first="2020-12-14 10:00", revision=2, accepted="2020-12-18 10:00")
    seen = look("2020-12-20 12:00", [first, better])
    assert (seen.state, seen.days_late, seen.submission) == (State.ON_TIME, 0, "s2")
    assert seen.received_at == at("2020-12-14 10:00")


def test_a_copy_that_came_first_but_was_entered_later_counts_from_its_arrival() -> None:
    report = filed(NOVEMBER, "2020-12-20 10:00", first="2020-12-11 10:00")
    assert look("2020-12-11 09:59", [report]).state is State.MISSING
    seen = look("2020-12-12 12:00", [report])
    assert (seen.state, seen.received_at) == (State.ON_TIME, at("2020-12-11 10:00"))
    assert look("2020-12-12 12:00", [replace(report, revision=2)]).state is State.MISSING


def test_only_waiting_is_in_review_with_its_lateness() -> None:
    waiting = filed(NOVEMBER, "2020-12-16 10:00", Status.REVIEW)
    seen = look("2021-01-31 12:00", [waiting])
    assert (seen.state, seen.days_late, seen.submission) == (State.IN_REVIEW, 2, "s1")


def test_an_accepted_report_stands_beside_a_newer_one_that_waits() -> None:
    old = filed(NOVEMBER, "2020-12-08 10:00", id="s1")
    new = filed(NOVEMBER, "2020-12-16 10:00", Status.REVIEW, id="s2")
    seen = look("2020-12-31 12:00", [old, new])
    assert (seen.state, seen.submission) == (State.ON_TIME, "s1")


def test_only_rejected_is_as_if_nothing_came() -> None:
    bad = filed(NOVEMBER, "2020-12-08 10:00", Status.REJECTED)
    assert look("2020-12-14 12:00", [bad]).state is State.MISSING
    assert look("2020-12-17 12:00", [bad]).state is State.OVERDUE


def test_a_superseded_report_counts_at_a_moment_before_its_replacement() -> None:
    old = filed(NOVEMBER, "2020-12-08 10:00", Status.SUPERSEDED, id="s1", accepted="2020-12-08 10:00")
    unread = filed(NOVEMBER, "2020-12-07 10:00", Status.SUPERSEDED, id="s0", readable=False)
    new = filed(NOVEMBER, "2020-12-16 10:00", id="s2", first="2020-12-07 10:00", revision=2)
    chain = [unread, old, new]
    assert look("2020-12-17 12:00", chain).submission == "s2"
    before = look("2020-12-09 12:00", chain)
    assert (before.state, before.submission) == (State.ON_TIME, "s1")
    first = look("2020-12-07 12:00", chain)
    assert (first.state, first.submission) == (State.IN_REVIEW, "s0")


def test_a_rejected_replacement_leaves_nothing() -> None:
    old = filed(NOVEMBER, "2020-12-08 10:00", Status.SUPERSEDED, id="s1", accepted="2020-12-08 10:00")
    new = filed(NOVEMBER, "2020-12-09 10:00", Status.REJECTED, id="s2", revision=2)
    assert look("2020-12-10 12:00", [old, new]).state is State.MISSING
    assert look("2020-12-08 12:00", [old, new]).state is State.ON_TIME


def test_a_report_accepted_before_its_month_is_over_counts() -> None:
    early = filed(NOVEMBER, "2020-11-27 10:00")
    assert look("2020-11-28 12:00", [early]).state is State.ON_TIME


def excuse(until: str, decided: str = "2020-12-11 10:00") -> Excuse:
    return Excuse("30", "disbursement", "2020-11", dt.date.fromisoformat(until), at(decided), "officer", "น้ำท่วม")


def test_an_excuse_holds_to_the_end_of_its_day_and_moves_no_deadline() -> None:
    given = [excuse("2020-12-25")]
    seen = look("2020-12-25 23:59:59", (), given)
    assert (seen.state, seen.days_late, seen.excused_until) == (State.EXCUSED, 0, dt.date(2020, 12, 25))
    after = look("2020-12-26 00:00:00", (), given)
    assert (after.state, after.days_late) == (State.OVERDUE, 12)


def test_the_last_excuse_counts_and_others_are_not_touched() -> None:
    given = [excuse("2020-12-16", "2020-12-12 10:00"), excuse("2020-12-25")]
    assert look("2020-12-18 12:00", (), given).state is State.OVERDUE
    assert look("2020-12-12 12:00", (), given, province="31").state is State.MISSING


def test_what_came_goes_before_an_excuse() -> None:
    waiting = filed(NOVEMBER, "2020-12-16 10:00", Status.REVIEW)
    assert look("2020-12-20 12:00", [waiting], [excuse("2020-12-25")]).state is State.IN_REVIEW
    accepted = filed(NOVEMBER, "2020-12-16 10:00")
    assert look("2020-12-20 12:00", [accepted], [excuse("2020-12-25")]).state is State.LATE


def test_an_unknown_document_touches_an_obligation_only_where_its_facts_tell() -> None:
    blank = Facts("other", field("30"), None)
    assert look("2020-12-16 12:00", [filed(blank, "2020-12-08 10:00", Status.REVIEW)]).state is State.OVERDUE
    told = replace(filed(NOVEMBER, "2020-12-08 10:00", Status.REVIEW), kind="other", period=None)
    assert look("2020-12-16 12:00", [told]).state is State.IN_REVIEW


def test_a_nomination_meets_its_obligation_whatever_its_period() -> None:
    one = replace(filed(nomination(), "2020-12-03 10:00"), period="2020-12")
    assert look("2020-12-20 12:00", [one], province="50", deliverable="nomination", period=None).state is State.ON_TIME


def test_bangkok_touches_nothing() -> None:
    one = filed(disbursement(province="10", period="2020-11"), "2020-12-03 10:00", Status.REVIEW)
    every = board(letter(), [one], (), built_in().calendar, Policy(), at("2020-12-20 12:00"))
    assert {o.state for o in every} == {State.OVERDUE, State.NOT_DUE}


def test_another_time_zone_changes_nothing() -> None:
    due = look("2020-12-01 00:00").deadline
    utc = dt.datetime(2020, 12, 14, 16, 59, 59, tzinfo=dt.UTC)
    assert timeliness_of(utc, due) == (Timeliness.ON_TIME, 0)
    assert timeliness_of(utc + dt.timedelta(seconds=1), due) == (Timeliness.LATE, 1)
