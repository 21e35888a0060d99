"""Which notices are due now: reminders before a deadline, overdue notices after it, the alert to the officers.

The ladder is data of the directive; what was sent is known by what the outbox covers. Nothing is remembered here: what is due
follows from the board, the moment and the outbox alone, so that a missed tick or a day of downtime neither doubles nor
loses anything. A missed step is sent once if it still holds, never the backlog of earlier ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.thai.dates import BANGKOK
from rules.calendar import Calendar
from rules.obligations import key_of
from rules.records import Deadline, DueNotice, Filed, Obligation, State, Status
from rules.terms import Deliverable, Directive, Step, StepKind

Covered = Collection[tuple[str, str, str | None, str]]
"""Every (province, deliverable, period, step) that a notice covers already."""

LAST_STEP_HOLDS = 5
"""Working days for which the last overdue notice, or the alert, may still leave."""

_WANTED = {StepKind.REMINDER: State.MISSING, StepKind.OVERDUE: State.OVERDUE, StepKind.ALERT: State.OVERDUE}


@dataclass(frozen=True, slots=True)
class Window:
    """When a step may be sent: from ``opens`` to just before ``closes``. Windows of one kind never overlap."""

    step: Step
    opens: dt.datetime
    closes: dt.datetime


def windows(
    deliverable: Deliverable, due: Deadline, kind: StepKind, calendar: Calendar, excused_until: dt.date | None = None
) -> tuple[Window, ...]:
    """The windows of a deadline's steps of one kind, in the order of time.

    A window closes when the next step opens; the last reminder's at the cut-off, the last overdue notice's and the alert's
    after LAST_STEP_HOLDS working days. What follows the deadline is counted from the end of an excuse that is later.
    """
    base = due.due_on
    if kind is not StepKind.REMINDER and excused_until is not None:
        base = max(base, excused_until)
    steps = sorted((s for s in deliverable.ladder if s.kind is kind), key=lambda s: (s.working_days, s.at))
    opens = [_moment(calendar.add_working_days(base, step.working_days), step.at) for step in steps]
    closes = [*opens[1:], _last(opens[-1], due, kind, calendar)] if opens else []
    return tuple(Window(s, o, c) for s, o, c in zip(steps, opens, closes, strict=True) if o < c)


def _moment(day: dt.date, at: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, at, BANGKOK)


def _last(opens: dt.datetime, due: Deadline, kind: StepKind, calendar: Calendar) -> dt.datetime:
    if kind is StepKind.REMINDER:
        return due.cutoff
    return _moment(calendar.add_working_days(opens.date(), LAST_STEP_HOLDS), opens.timetz().replace(tzinfo=None))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One obligation and the window that stands open for it."""

    obligation: Obligation
    window: Window


def _open_window(
    obligation: Obligation, deliverable: Deliverable, kind: StepKind, now: dt.datetime, calendar: Calendar
) -> Window | None:
    """The window of this kind that stands open, on a working day at or after the step's hour."""
    for window in windows(deliverable, obligation.deadline, kind, calendar, obligation.excused_until):
        if window.opens <= now < window.closes:
            return window if now.time() >= window.step.at and calendar.is_working_day(now.date()) else None
    return None


def _wanted(
    directive: Directive,
    board: Sequence[Obligation],
    covered: Covered,
    now: dt.datetime,
    installed_at: dt.datetime,
    calendar: Calendar,
    waiting: Collection[str],
) -> Iterator[_Wanted]:
    deliverables = {deliverable.name: deliverable for deliverable in directive.deliverables}
    for obligation in board:
        for kind, state in _WANTED.items():
            if obligation.state is not state or obligation.province in waiting:
                continue
            window = _open_window(obligation, deliverables[obligation.deliverable], kind, now, calendar)
            if window is None or window.opens < installed_at:
                continue
            if (obligation.province, obligation.deliverable, obligation.period, window.step.name) not in covered:
                yield _Wanted(obligation, window)


def _joined(province: str, wanted: Sequence[_Wanted]) -> DueNotice:
    """One notice for all: the most urgent step speaks for it, with a form if any step brings one."""
    steps = tuple(each.window.step for each in wanted)
    urgent = max(wanted, key=lambda each: each.window.step.working_days).window
    step = replace(urgent.step, attach_form=any(s.attach_form for s in steps), held=any(s.held for s in steps))
    closes = min(each.window.closes for each in wanted)
    return DueNotice(province, tuple(each.obligation for each in wanted), step, urgent.opens, closes, steps)


def due(
    directive: Directive,
    board: Sequence[Obligation],
    covered: Covered,
    now: dt.datetime,
    installed_at: dt.datetime,
    calendar: Calendar,
    waiting: Collection[str] = frozenset(),
) -> tuple[DueNotice, ...]:
    """The notices that should be put into the outbox now: one a province and kind, with all that it concerns.

    Reminders only for what is missing, overdue notices and alerts only for what is overdue: nothing for what waits in our own
    queue or is excused. Alerts come a province each; they are for the officers, who get them in one mail.

    Args:
        covered: what the outbox covers already.
        now: aware.
        installed_at: steps that opened before it are never sent.
        waiting: provinces of which an unassigned document waits with us (``provinces_waiting``); none is written to.
    """
    now = now.astimezone(BANGKOK)
    groups: dict[tuple[StepKind, str], list[_Wanted]] = {}
    for each in _wanted(directive, board, covered, now, installed_at, calendar, waiting):
        groups.setdefault((each.window.step.kind, each.obligation.province), []).append(each)
    return tuple(_joined(province, wanted) for (_, province), wanted in sorted(groups.items()))


def provinces_waiting(filed: Sequence[Filed], directive: Directive) -> frozenset[str]:
    """Provinces of which a document waits that could not be assigned to an obligation: the report may well be in it.

    A question about the directive is none.
    """
    return frozenset(
        one.province
        for one in filed
        if one.status is Status.REVIEW
        and one.province is not None
        and key_of(one, directive) is None
        and (one.kind == "other" or directive.for_kind(one.kind) is not None)
        and all(doubt.rule != "question" for doubt in one.facts.doubts)
    )
