"""What should be in the outbox now: asked of the database, put there under unique keys, so that asking twice does nothing."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from intake.errors import DamrongError
from intake.settings import OfficeSettings
from notices.digest import Sources, compose_digest, digest_key
from notices.reminders import compose_alert, compose_due
from parsers.thai.dates import BANGKOK
from rules import ladder
from rules.directive import Loaded
from rules.obligations import board as board_of
from rules.records import DueNotice, Filed, Obligation, Policy
from rules.terms import StepKind
from storage.notices import Notice, NoticeDraft, NoticeKind
from storage.ports import Store
from storage.records import Query

log = logging.getLogger(__name__)
DIGEST_MARK = "digest"
"""Remembers the moment of the last digest: what came in until then stands in it."""

Quiet = tuple[int, dt.date, int]
"""A stretch of time in which nothing can become due: the store's last change, the day, and the hours of it that struck."""


@dataclass(slots=True)
class Memory:
    """What a process remembers between two looks, only to spare work: losing it costs nothing."""

    quiet: Quiet | None = None
    """There was nothing (more) to put into the outbox in this stretch."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What planning works with."""

    store: Store
    loaded: Loaded
    policy: Policy
    office: OfficeSettings
    memory: Memory = field(default_factory=Memory, compare=False)


def plan(desk: Desk, now: dt.datetime) -> Sequence[Notice]:
    """Reminders, overdue notices, the alert and the digest that are due; gives what was added to the outbox.

    May be called at any time and as often as one likes: every notice has a key of its own, and is put there once. One that
    cannot be written keeps no other back, the digest least of all; its fault is raised at the end.
    """
    now = now.astimezone(BANGKOK)
    added: list[Notice] = []
    faults: list[Exception] = []
    if desk.loaded.calendar.is_working_day(now.date()):
        if (quiet := _stretch(desk, now)) != desk.memory.quiet:
            added += _plan_ladder(desk, now, faults)
            desk.memory.quiet = quiet if not added and not faults else None
        if _digest_is_due(desk, now):
            added += _plan_digest(desk, now)
    if faults:
        raise faults[0]
    return added


def _stretch(desk: Desk, now: dt.datetime) -> Quiet:
    """States and windows change at midnight, at the cut-off and at the hours of the steps, or when the store changes."""
    hours = {step.at for deliverable in desk.loaded.directive.deliverables for step in deliverable.ladder}
    clock = now.time()
    struck = sum(1 for hour in hours if clock >= hour) + (clock.replace(microsecond=0) > desk.policy.cutoff)
    return desk.store.changes(), now.date(), struck


def _plan_ladder(desk: Desk, now: dt.datetime, faults: list[Exception]) -> Sequence[Notice]:
    """The alert goes first: it does not wait for seventy-six letters to be written."""
    store, loaded = desk.store, desk.loaded
    filed = store.filed()
    board = _board(desk, filed, now)
    waiting = ladder.provinces_waiting(filed, loaded.directive)
    dues = ladder.due(loaded.directive, board, store.covered(), now, store.installed_at(), loaded.calendar, waiting)
    overdue = [due for due in dues if due.step.kind is StepKind.ALERT]
    letters = [due for due in dues if due.step.kind is not StepKind.ALERT]
    writing: list[Callable[[], NoticeDraft | None]] = [lambda: compose_alert(overdue, loaded, desk.office)]
    writing += [partial(_letter, desk, due, now) for due in letters]
    return store.put_notices([draft for write in writing if (draft := _written(write, faults)) is not None], now)


def _letter(desk: Desk, due: DueNotice, now: dt.datetime) -> NoticeDraft:
    return compose_due(due, desk.loaded, desk.office, now, _previous(desk, due))


def _written(write: Callable[[], NoticeDraft | None], faults: list[Exception]) -> NoticeDraft | None:
    """A draft; None where there is nothing to write, or where it cannot be written, which is kept for the caller."""
    try:
        return write()
    except DamrongError:
        raise
    except Exception as fault:
        log.exception("a notice cannot be written")
        faults.append(fault)
        return None


def _board(desk: Desk, filed: Sequence[Filed], now: dt.datetime) -> Sequence[Obligation]:
    loaded = desk.loaded
    return board_of(loaded.directive, filed, desk.store.excuses(), loaded.calendar, desk.policy, now)


def _previous(desk: Desk, due: DueNotice) -> dict[str, str]:
    """Cumulative spending of the month before, by item, for the blank form; "" is the total."""
    period = next((each.period for each in due.obligations if each.period), None)
    if period is None or not due.step.attach_form:
        return {}
    before = desk.store.history("disbursement", due.province, period).previous_month
    if before is None:
        return {}
    spent = {"": before.facts.fields.get("cumulative")}
    for line in before.facts.lines:
        if (item := line.get("item")) and item.value:
            spent[item.value] = line.get("cumulative")
    return {name: field.value for name, field in spent.items() if field and field.value}


# --- the digest -------------------------------------------------------------------------------------------------------
def _digest_is_due(desk: Desk, now: dt.datetime) -> bool:
    """Once a working day, from its hour on: a morning that was slept through is made up for on the same day."""
    if now.timetz().replace(tzinfo=None) < desk.office.digest_at:
        return False
    last = desk.store.marked(DIGEST_MARK)
    return last is None or last.astimezone(BANGKOK).date() != now.date()


def _plan_digest(desk: Desk, now: dt.datetime) -> Sequence[Notice]:
    """The digest, and the mark up to which it tells. A crash between the two leaves the digest: its own moment is marked."""
    store = desk.store
    added = store.put_notices([_digest(desk, now)], now)
    told = added or [each for each in store.notices() if each.draft.dedupe_key == digest_key(now)]
    store.mark(DIGEST_MARK, told[0].created_at if told else now)
    return added


def _told_until(store: Store, now: dt.datetime) -> dt.datetime | None:
    """Up to when the last digest told. A clock that was ahead may have left the mark in the future: then the last digest that
    was not written by it."""
    last = store.marked(DIGEST_MARK)
    if last is None or last <= now:
        return last
    written = [each.created_at for each in store.notices() if each.draft.kind is NoticeKind.DIGEST and each.created_at <= now]
    return max(written, default=None)


def _digest(desk: Desk, now: dt.datetime) -> NoticeDraft:
    store = desk.store
    sources = Sources(
        arrivals=store.arrivals(since=_told_until(store, now), until=now),
        submissions=store.submissions(Query()),
        board=_board(desk, store.filed(), now),
        heartbeats=store.heartbeats(),
        notices=store.notices(),
        unfinished=sum(1 for each in store.arrivals(since=now) if each.outcome is None),
    )
    return compose_digest(sources, desk.loaded, desk.office, desk.policy, now)
