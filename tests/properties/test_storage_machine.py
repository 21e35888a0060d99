"""Whatever is received, filed, repeated and interrupted, in whatever order: nothing is lost and nothing is counted twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import shutil
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from intake.records import Arrival
from parsers.parts import Outcome
from rules.records import Status, Verdict
from storage.records import Filing, Query, Received
from storage.store import SqlStore
from tests.storage_kit import NOW, arrival, filing, new, receipt, report, sha

FAR = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
NAMES = [f"paper {number}" for number in range(8)]
PROVINCES = ["30", "31"]
VERDICTS = [Verdict.ACCEPT, Verdict.REVIEW, Verdict.SAME]


class PowerCutError(BaseException):
    """The process ends here."""


class Store(RuleBasedStateMachine):
    """The store against a model of it: what was received, what was filed, what was counted."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="damrong-machine-"))
        self.uids = itertools.count(1)
        self.received: dict[str, Arrival] = {}
        self.keys: set[str] = set()
        self.filed: dict[str, str] = {}
        """sha256 -> what it was counted as."""
        self.submissions = 0
        self.open()

    def open(self) -> None:
        self.store = SqlStore(self.folder / "data")
        self.left: int | None = None
        sa.event.listen(self.store._engine, "before_cursor_execute", self.tick)
        sa.event.listen(self.store._engine, "commit", self.tick)

    def tick(self, *_: object) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise PowerCutError

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def interrupted(self, after: int | None) -> None:
        """From now on the power is cut at the n-th statement or commit."""
        self.left = after

    def reopen(self) -> None:
        self.store.close()
        self.open()

    @rule(name=st.sampled_from(NAMES), cut=st.none() | st.integers(0, 8))
    def receive(self, name: str, cut: int | None) -> None:
        uid = str(next(self.uids))
        what = arrival(name, uid=uid)
        self.interrupted(cut)
        try:
            found = self.store.receive(what, NOW)
        except PowerCutError:
            self.reopen()
            return
        self.left = None
        expected = Received.NEW if what.sha256 not in self.received else Received.UNFINISHED
        assert found is (Received.KNOWN if what.sha256 in self.filed else expected)
        self.received.setdefault(what.sha256, what)
        self.keys.add(uid)

    def decided(self, name: str, province: str, verdict: Verdict, amount: int) -> Filing:
        what = report(province, cumulative=f"{amount}.00")
        history = self.store.history("disbursement", province, "2020-11")
        standing = [each for each in history.same if each.status is Status.ACCEPTED]
        if verdict is Verdict.SAME and not history.same:
            verdict = Verdict.REVIEW
        changes = {"same_as": history.same[0].id} if verdict is Verdict.SAME else {}
        if verdict is Verdict.ACCEPT and standing:
            changes = {"supersedes": standing[0].id}
        return filing(self.store, name, new(self.store, what, verdict, **changes))

    @rule(
        name=st.sampled_from(NAMES),
        province=st.sampled_from(PROVINCES),
        verdict=st.sampled_from(VERDICTS),
        amount=st.integers(1, 3),
        counted_as=st.sampled_from(["document", "document", "foreign"]),
        cut=st.none() | st.integers(0, 40),
    )
    def file(self, name: str, province: str, verdict: Verdict, amount: int, counted_as: str, cut: int | None) -> None:
        if sha(name.encode()) not in self.received:
            return
        what = dataclasses.replace(self.decided(name, province, verdict, amount), counted_as=counted_as)
        made = sum(each.decision.verdict is not Verdict.SAME for each in what.submissions)
        self.interrupted(cut)
        try:
            done = self.store.file(what, receipt, NOW)
        except PowerCutError:
            self.reopen()
            return
        self.left = None
        assert (done is None) == (what.arrival in self.filed)
        if done is not None:
            self.filed[what.arrival] = counted_as
            self.submissions += made

    @rule(name=st.sampled_from(NAMES), cut=st.none() | st.integers(0, 8))
    def quarantine(self, name: str, cut: int | None) -> None:
        sha256 = sha(name.encode())
        if sha256 not in self.received:
            return
        self.interrupted(cut)
        try:
            self.store.quarantine(sha256, "อ่านไม่ได้", NOW)
        except PowerCutError:
            self.reopen()
            return
        self.left = None
        self.filed.setdefault(sha256, "document")

    @rule()
    def restart(self) -> None:
        self.reopen()

    @rule()
    def settle(self) -> None:
        waiting = self.store.to_settle()
        assert all(self.store.known_uids(key.account, key.folder, key.uidvalidity) for key in waiting)
        self.store.settled(waiting)
        assert self.store.to_settle() == []

    @invariant()
    def nothing_is_lost(self) -> None:
        rows = {row.sha256: row for row in self.store.arrivals()}
        assert set(rows) == set(self.received)
        assert {sha256 for sha256, row in rows.items() if row.outcome is not None} == set(self.filed)
        assert {each.sha256 for each in self.store.unfinished(FAR)} == set(self.received) - set(self.filed)
        assert self.keys == set(self.store.known_uids("jed@mail.example:993", "INBOX", 7))
        for sha256, what in self.received.items():
            assert self.store.original(sha256) == what.raw
        quarantined = [row for row in rows.values() if row.outcome is Outcome.QUARANTINED]
        assert all(row.submissions == () for row in quarantined)

    @invariant()
    def nothing_is_counted_twice(self) -> None:
        rows = self.store.arrivals()
        numbers = sorted(int(row.receipt_no.split("/")[0]) for row in rows if row.receipt_no)
        documents = sum(counted_as == "document" for counted_as in self.filed.values())
        assert numbers == list(range(1, documents + 1))
        every = self.store.submissions(Query(statuses=tuple(Status)))
        assert len(every) == self.submissions and len({row.id for row in every}) == len(every)
        accepted = Counter(row.province for row in every if row.status is Status.ACCEPTED)
        assert all(count == 1 for count in accepted.values())
        keys = [notice.draft.dedupe_key for notice in self.store.notices()]
        assert len(keys) == len(set(keys))

    @invariant()
    def chains_are_whole(self) -> None:
        rows = {row.id: row for row in self.store.submissions(Query(statuses=tuple(Status)))}
        after: dict[str, list[str]] = defaultdict(list)
        for row in rows.values():
            assert (row.superseded_by is not None) == (row.status is Status.SUPERSEDED)
            if row.supersedes is not None:
                assert rows[row.supersedes].superseded_by == row.id
                after[row.supersedes].append(row.id)
        assert all(len(ids) == 1 for ids in after.values())

    @invariant()
    def the_trail_holds(self) -> None:
        assert self.store.verify() == []


@pytest.mark.parametrize(
    ("examples", "steps"), [(15, 15), pytest.param(150, 40, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_nothing_is_lost_and_nothing_is_counted_twice(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Store,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
