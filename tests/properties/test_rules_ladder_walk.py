"""However the daemon sleeps and wakes: no notice twice, none out of season, never backwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.settings import HolidayPolicy
from parsers.thai.dates import BANGKOK
from rules.calendar import deadline
from rules.ladder import due, windows
from rules.obligations import board
from rules.records import Policy, State
from rules.terms import Deliverable, Step, StepKind
from tests.rules_kit import at, built_in, filed, letter, nomination

CALENDAR = built_in().calendar
PAIR = replace(letter(), provinces=tuple(p for p in letter().provinces if p.code in ("30", "50")))
START = at("2020-11-18 00:00")
RANK = {step.name: step.working_days for deliverable in PAIR.deliverables for step in deliverable.ladder}
KIND = {step.name: step.kind for deliverable in PAIR.deliverables for step in deliverable.ladder}


def moments(days: int) -> st.SearchStrategy[list[dt.datetime]]:
    minute = st.integers(0, days * 24 * 60)
    return st.lists(minute, min_size=1, max_size=40).map(lambda m: [START + dt.timedelta(minutes=n) for n in sorted(m)])


@settings(max_examples=40, deadline=None)
@given(ticks=moments(60), arrives=st.integers(0, 60 * 24 * 60), policy=st.sampled_from(HolidayPolicy))
def test_a_walk_through_time(ticks: list[dt.datetime], arrives: int, policy: HolidayPolicy) -> None:
    rules = Policy(policy)
    one = filed(nomination(), "2020-11-18 00:00")
    moment = START + dt.timedelta(minutes=arrives)
    one = replace(one, received_at=moment, first_received_at=moment)
    covered: list[tuple[str, str, str | None, str]] = []
    for now in ticks:
        every = board(PAIR, [one], (), CALENDAR, rules, now)
        state = {(o.province, o.deliverable, o.period): o.state for o in every}
        found = due(PAIR, every, frozenset(covered), now, START, CALENDAR)
        assert len({(notice.province, notice.step.kind) for notice in found}) == len(found)
        for notice in found:
            assert notice.due_at <= now < notice.stale_after
            assert CALENDAR.is_working_day(now.date())
            for key, step in zip(notice.covers, notice.steps, strict=True):
                wanted = State.MISSING if step.kind is StepKind.REMINDER else State.OVERDUE
                assert state[key[:3]] is wanted
                assert now.time() >= step.at
                covered.append(key)
    assert len(covered) == len(set(covered))
    for key in {(*k[:3], KIND[k[3]]) for k in covered}:
        sent = [RANK[k[3]] for k in covered if (*k[:3], KIND[k[3]]) == key]
        assert sent == sorted(set(sent))


@settings(max_examples=30, deadline=None)
@given(ticks=moments(45))
def test_a_sleepless_daemon_sends_nothing_that_one_tick_a_day_would_not(ticks: list[dt.datetime]) -> None:
    """More ticks never make more steps than there are, and a tick twice in a row wants nothing the second time."""
    covered: set[tuple[str, str, str | None, str]] = set()
    for now in ticks:
        every = board(PAIR, (), (), CALENDAR, Policy(), now)
        for _ in range(2):
            found = due(PAIR, every, covered, now, START, CALENDAR)
            fresh = {key for notice in found for key in notice.covers}
            assert not fresh & covered
            covered |= fresh
        assert due(PAIR, every, covered, now, START, CALENDAR) == ()


STEPS = st.lists(st.tuples(st.integers(-9, 12), st.sampled_from([dt.time(8), dt.time(9), dt.time(16, 30)])), max_size=7)


def ladder(pairs: Sequence[tuple[int, dt.time]]) -> tuple[Step, ...]:
    def kind(days: int) -> StepKind:
        return StepKind.REMINDER if days <= 0 else StepKind.OVERDUE

    return tuple(Step(f"s{n}", kind(days), days, hour) for n, (days, hour) in enumerate(pairs))


@settings(max_examples=150, deadline=None)
@given(
    pairs=STEPS,
    day=st.dates(dt.date(2020, 10, 1), dt.date(2021, 9, 30)),
    policy=st.sampled_from(HolidayPolicy),
    kind=st.sampled_from([StepKind.REMINDER, StepKind.OVERDUE]),
)
def test_windows_of_one_kind_never_overlap(
    pairs: list[tuple[int, dt.time]], day: dt.date, policy: HolidayPolicy, kind: StepKind
) -> None:
    owed = Deliverable("x", "nomination", "x", once_on=day, ladder=ladder(pairs))
    due_on = deadline(owed, None, Policy(policy), CALENDAR)
    found = windows(owed, due_on, kind, CALENDAR)
    assert all(window.opens < window.closes and window.opens.tzinfo == BANGKOK for window in found)
    assert all(first.closes <= second.opens for first, second in zip(found, found[1:], strict=False))
    if kind is StepKind.REMINDER:
        assert all(window.closes <= due_on.cutoff for window in found)
    else:
        assert all(window.opens > due_on.cutoff for window in found)
