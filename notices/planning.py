"""What should be in the outbox now: asked of the database, put there under unique keys, so that asking twice does nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from intake.settings import OfficeSettings
from notices.digest import Sources, compose_digest
from notices.reminders import compose_alert, compose_due
from parsers.thai.dates import BANGKOK
from rules import ladder
from rules.directive import Loaded
from rules.obligations import board as board_of
from rules.records import DueNotice, Obligation, Policy, StepKind
from storage.ports import Store
from storage.records import Notice, NoticeDraft, Query

DIGEST_MARK = "digest"
"""Remembers the moment of the last digest."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What planning works with."""

    store: Store
    loaded: Loaded
    policy: Policy
    office: OfficeSettings

    def board(self, now: dt.datetime) -> Sequence[Obligation]:
        """Every obligation as it stands."""
        store = self.store
        return board_of(self.loaded.directive, store.filed(), store.excuses(), self.loaded.calendar, self.policy, now)


def plan(desk: Desk, now: dt.datetime) -> Sequence[Notice]:
    """Reminders, overdue notices, the alert and the digest that are due; gives what was added to the outbox."""
    board = desk.board(now)
    added = list(desk.store.put_notices(_ladder_drafts(desk, board, now), now))
    if _digest_is_due(desk, now):
        added += desk.store.put_notices([_digest(desk, board, now)], now)
        desk.store.mark(DIGEST_MARK, now)
    return added


def _ladder_drafts(desk: Desk, board: Sequence[Obligation], now: dt.datetime) -> list[NoticeDraft]:
    store, loaded = desk.store, desk.loaded
    waiting = ladder.provinces_waiting(store.filed(), loaded.directive)
    dues = ladder.due(loaded.directive, board, store.covered(), now, store.installed_at(), loaded.calendar, waiting)
    alert = compose_alert([due for due in dues if due.step.kind is StepKind.ALERT], loaded, desk.office)
    return ([alert] if alert else []) + [
        compose_due(due, loaded, desk.office, now, _previous(desk, due)) for due in dues if due.step.kind is not StepKind.ALERT
    ]


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


def _digest_is_due(desk: Desk, now: dt.datetime) -> bool:
    local = now.astimezone(BANGKOK)
    if not desk.loaded.calendar.is_working_day(local.date()) or local.timetz().replace(tzinfo=None) < desk.office.digest_at:
        return False
    last = desk.store.marked(DIGEST_MARK)
    return last is None or last.astimezone(BANGKOK).date() < local.date()


def _digest(desk: Desk, board: Sequence[Obligation], now: dt.datetime) -> NoticeDraft:
    store = desk.store
    last = store.marked(DIGEST_MARK)
    sources = Sources(
        arrivals=store.arrivals(since=last),
        submissions=store.submissions(Query()),
        board=board,
        heartbeats=store.heartbeats(),
        notices=store.notices(),
        unfinished=len(store.unfinished(now + dt.timedelta(days=36500))),
    )
    return compose_digest(sources, desk.loaded, desk.office, desk.policy, now)
