"""Which notices are due at which moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from rules.ladder import due, provinces_waiting, windows
from rules.obligations import board
from rules.records import DueNotice, Excuse, Filed, Policy, Status
from rules.terms import Directive, StepKind
from tests.rules_kit import at, built_in, disbursement, filed, letter, nomination

INSTALLED = "2020-11-18 12:00"
Covered = Collection[tuple[str, str, str | None, str]]


def only(*codes: str) -> Directive:
    """The letter, owed by a few provinces."""
    return replace(letter(), provinces=tuple(p for p in letter().provinces if p.code in codes))


def notices(
    moment: str,
    submissions: Sequence[Filed] = (),
    *,
    excuses: Sequence[Excuse] = (),
    covered: Covered = frozenset(),
    installed: str = INSTALLED,
    waiting: Collection[str] = (),
    directive: Directive | None = None,
) -> tuple[DueNotice, ...]:
    owed, calendar = directive or only("30"), built_in().calendar
    every = board(owed, submissions, excuses, calendar, Policy(), at(moment))
    return due(owed, every, covered, at(moment), at(installed), calendar, waiting)


def covers(found: Sequence[DueNotice]) -> list[list[tuple[str, str | None, str]]]:
    return [[key[1:] for key in notice.covers] for notice in found]


def test_the_first_reminder_comes_five_working_days_before_at_nine() -> None:
    assert notices("2020-11-27 08:59:59") == ()
    (one,) = notices("2020-11-27 09:00:00")
    assert one.covers == (("30", "nomination", None, "reminder-5"), ("30", "achievement", None, "reminder-5"))
    assert (one.step.attach_form, one.step.held, one.due_at) == (True, False, at("2020-11-27 09:00"))
    assert one.stale_after == at("2020-12-03 09:00")


def test_one_mail_for_the_last_reminder_of_two_and_the_first_of_a_third() -> None:
    (one,) = notices("2020-12-03 09:00")
    assert covers([one]) == [
        [("nomination", None, "reminder-1"), ("achievement", None, "reminder-1"), ("disbursement", "2020-11", "reminder-5")]
    ]
    assert (one.step.name, one.step.attach_form) == ("reminder-1", True)
    assert one.stale_after == at("2020-12-04 23:59:59")


def test_every_province_gets_its_own() -> None:
    found = notices("2020-11-27 09:00", directive=only("30", "50"))
    assert [notice.province for notice in found] == ["30", "50"]


def test_only_what_is_missing_is_reminded_of() -> None:
    facts = nomination("30", "ปากช่อง")
    accepted = filed(facts, "2020-11-26 10:00")
    waiting = filed(facts, "2020-11-26 10:00", Status.REVIEW)
    for one in (accepted, waiting):
        assert covers(notices("2020-11-27 09:00", [one])) == [[("achievement", None, "reminder-5")]]


def test_an_excused_province_is_left_alone_until_the_excuse_is_over() -> None:
    until = Excuse("30", "disbursement", "2020-11", dt.date(2020, 12, 30), at("2020-12-01 10:00"), "o", "r")
    others = {("30", name, None, "overdue+3") for name in ("nomination", "achievement")}
    assert notices("2020-12-16 09:00", excuses=[until], covered=others) == ()
    found = notices("2021-01-04 09:00", excuses=[until])
    kinds = {n.step.kind: [key[1:] for key in n.covers] for n in found}
    assert ("disbursement", "2020-11", "overdue+1") in kinds[StepKind.OVERDUE]


def test_nothing_leaves_on_a_holiday_or_before_its_hour_and_a_missed_step_is_sent_once() -> None:
    done = {("30", name, None, step) for name in ("nomination", "achievement") for step in ("alert", "overdue+3")}
    assert notices("2020-12-10 12:00", covered=done) == ()
    assert notices("2020-12-12 12:00", covered=done) == ()
    assert notices("2020-12-14 08:00", covered=done) == ()
    assert covers(notices("2020-12-14 10:00", covered=done)) == [[("disbursement", "2020-11", "reminder-1")]]


def test_after_downtime_the_latest_step_only() -> None:
    (one,) = notices("2020-12-04 10:00")
    assert {key[3] for key in one.covers if key[1] == "nomination"} == {"reminder-1"}


def test_nothing_that_was_due_before_the_installation() -> None:
    assert notices("2020-11-27 10:00", installed="2020-11-27 09:30") == ()
    assert len(notices("2020-11-27 10:00", installed="2020-11-27 09:00")) == 1
    late = notices("2020-12-15 09:00", installed="2020-12-15 08:00")
    assert {(n.step.kind, n.covers) for n in late} == {
        (StepKind.OVERDUE, (("30", "disbursement", "2020-11", "overdue+1"),)),
        (StepKind.ALERT, (("30", "disbursement", "2020-11", "alert"),)),
    }


def test_what_the_outbox_covers_is_not_wanted_again() -> None:
    (one,) = notices("2020-11-27 09:00")
    assert notices("2020-11-27 09:05", covered=set(one.covers)) == ()
    assert covers(notices("2020-11-27 09:05", covered=set(one.covers[:1]))) == [[("achievement", None, "reminder-5")]]


def test_the_alert_comes_on_the_first_working_morning_and_overdue_notices_after_it_are_held() -> None:
    found = notices("2020-12-08 08:30")
    assert [(n.step.kind, n.step.name) for n in found] == [(StepKind.ALERT, "alert")]
    assert notices("2020-12-07 08:30") != ()
    assert notices("2020-12-07 08:29") == ()
    overdue = [n for n in notices("2020-12-07 09:00") if n.step.kind is StepKind.OVERDUE]
    assert [(n.step.name, n.step.held, n.stale_after) for n in overdue] == [("overdue+1", True, at("2020-12-09 09:00"))]


def test_the_last_overdue_notice_goes_stale() -> None:
    report = letter().deliverable("nomination")
    every = board(letter(), (), (), built_in().calendar, Policy(), at("2020-12-20 00:00"))
    spans = windows(report, every[0].deadline, StepKind.OVERDUE, built_in().calendar)
    assert [(w.step.name, w.opens, w.closes) for w in spans] == [
        ("overdue+1", at("2020-12-07 09:00"), at("2020-12-09 09:00")),
        ("overdue+3", at("2020-12-09 09:00"), at("2020-12-17 09:00")),
        ("overdue+7", at("2020-12-17 09:00"), at("2020-12-24 09:00")),
    ]


def test_a_province_whose_unassigned_document_waits_is_not_written_to() -> None:
    nameless = filed(disbursement(period=None), "2020-11-20 10:00", Status.REVIEW)
    assert provinces_waiting([nameless], letter()) == {"30"}
    assert notices("2020-11-27 09:00", waiting={"30"}) == ()
    assigned = filed(disbursement(period="2020-11"), "2020-12-01 10:00", Status.REVIEW)
    done = replace(nameless, status=Status.REJECTED)
    assert provinces_waiting([assigned, done], letter()) == frozenset()
