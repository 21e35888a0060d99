"""However often planning is asked, wherever it dies: no step twice, one digest a working day, nothing from before we came."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from notices.planning import Desk, plan
from rules.directive import Loaded
from storage.notices import NoticeDraft, NoticeKind
from storage.store import SqlStore
from tests.notices_kit import POLICY, loaded, office
from tests.rules_kit import at, nomination
from tests.storage_kit import new, take

START = at("2020-11-25 00:00")
DAYS = 22


class Crash(Exception):
    """The program dies."""


class Mortal(SqlStore):
    """A store whose user dies before or after the next write, when told."""

    dies: str = ""

    def put_notices(self, drafts: Sequence[NoticeDraft], now: dt.datetime) -> Any:
        return self._mortal("put", lambda: SqlStore.put_notices(self, drafts, now))

    def mark(self, name: str, now: dt.datetime) -> None:
        self._mortal("mark", lambda: SqlStore.mark(self, name, now))

    def _mortal(self, what: str, work: Any) -> Any:
        if self.dies == f"before {what}":
            raise Crash
        out = work()
        if self.dies == f"after {what}":
            raise Crash
        return out


def pair() -> Loaded:
    """Two provinces, to be quick."""
    every = loaded()
    few = tuple(each for each in every.directive.provinces if each.code in ("30", "50"))
    return replace(every, directive=replace(every.directive, provinces=few))


DEATHS = st.sampled_from(["", "", "", "before put", "after put", "before mark", "after mark"])
MOVES = st.lists(st.tuples(st.integers(0, DAYS * 1440), DEATHS, st.booleans()), min_size=4, max_size=30)


@settings(max_examples=12, deadline=None)
@given(moves=MOVES, arrives=st.integers(0, DAYS * 1440))
def test_a_walk_with_crashes(moves: list[tuple[int, str, bool]], arrives: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Mortal(Path(folder))
        store.mark("installed", START)
        desk = Desk(store, pair(), POLICY, office())
        filed = False
        looked: set[dt.date] = set()
        for minutes, dies, restarts in sorted(moves):
            now = START + dt.timedelta(minutes=minutes)
            if minutes >= arrives and not filed:
                take(store, "x", new(store, nomination()), now=now)
                filed = True
            if restarts:
                desk = Desk(store, desk.loaded, desk.policy, desk.office)
            store.dies = dies
            try:
                plan(desk, now)
                if now.time() >= desk.office.digest_at and desk.loaded.calendar.is_working_day(now.date()):
                    looked.add(now.date())
            except Crash:
                pass
            store.dies = ""
        check(store, looked)
        store.close()


def check(store: SqlStore, looked: set[dt.date]) -> None:
    notices = store.notices()
    covers = [cover for notice in notices for cover in notice.draft.covers]
    assert len(covers) == len(set(covers))
    digests = Counter(notice.created_at.date() for notice in notices if notice.draft.kind is NoticeKind.DIGEST)
    assert looked <= set(digests) and all(count == 1 for count in digests.values())
    calendar = pair().calendar
    assert all(calendar.is_working_day(day) for day in digests)
    assert all(notice.created_at.time() >= dt.time(8, 30) for notice in notices if notice.draft.kind is not NoticeKind.RECEIPT)


@settings(max_examples=6, deadline=None)
@given(moves=st.lists(st.integers(0, DAYS * 1440), min_size=3, max_size=12, unique=True), arrives=st.integers(0, DAYS * 1440))
def test_what_is_remembered_changes_nothing(moves: list[int], arrives: int) -> None:
    """A process that remembers when there was nothing to do puts the same into the outbox as one that always looks."""
    outcomes = []
    for remembers in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            store = SqlStore(Path(folder))
            store.mark("installed", START)
            desk = Desk(store, pair(), POLICY, office())
            filed = False
            for minutes in sorted([*moves, *(each + 1 for each in moves)]):
                now = START + dt.timedelta(minutes=minutes)
                if minutes >= arrives and not filed:
                    take(store, "x", new(store, nomination()), now=now)
                    filed = True
                plan(desk if remembers else replace(desk, memory=type(desk.memory)()), now)
            outcomes.append([(each.draft.dedupe_key, each.created_at) for each in store.notices()])
            store.close()
    assert outcomes[0] == outcomes[1]
