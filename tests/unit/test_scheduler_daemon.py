"""The daemon's rounds over a source and a reader that fail on purpose: what is a complete look, and what is retried."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from intake.clock import BANGKOK, FixedClock
from intake.errors import RetryLater, ToolMissing, Unreadable, UserError
from intake.ports import Ledger
from intake.records import Arrival, PollStats, SourceKey
from office import Office, open_office
from parsers.parts import Message, Outcome
from parsers.sandbox import Sandbox
from pipeline import INTERRUPTED_ATTEMPTS
from rounds import MOST_PUT_OFF, Daemon
from storage.records import Received
from storage.store import SqlStore
from tests.storage_kit import arrival, sha

CLOCK = FixedClock(dt.datetime(2020, 11, 20, 10, 0, tzinfo=BANGKOK))
ACCOUNT, FOLDER = "jed@mail.example:993", "INBOX"


class Wire:
    """A source that gives these mails and ends as it is told."""

    name, account, folder = "mailbox", ACCOUNT, FOLDER

    def __init__(self, *raws: str, ends: Exception | None = None, unfetched: tuple[str, ...] = ()) -> None:
        self.raws, self.ends, self.unfetched = raws, ends, unfetched
        self.told: list[SourceKey] = []

    def poll(self, ledger: Ledger) -> Iterator[Arrival]:
        for raw in self.raws:
            yield arrival(raw)
        if self.ends is not None:
            raise self.ends

    def stats(self) -> PollStats | None:
        return PollStats(len(self.raws), len(self.raws), 7, self.unfetched)

    def settle(self, keys: Collection[SourceKey]) -> None:
        self.told += keys

    def wait(self, seconds: float) -> None:
        raise AssertionError("nobody waits in a round")


class Reader(Sandbox):
    """Opens a mail as the test says, without a process."""

    def __init__(self, opens: Callable[[bytes], None]) -> None:
        super().__init__()
        self.opens = opens

    def open(self, raw: bytes, *_: Any, **__: Any) -> Message:
        self.opens(raw)
        return Message(parts=(), sender="korat@moi.example", automatic="จดหมายอัตโนมัติ")


@dataclass(slots=True)
class Faults:
    """What the reader meets, by the mail's bytes; each is met so often."""

    by_raw: dict[bytes, list[Exception]] = field(default_factory=dict)

    def __call__(self, raw: bytes) -> None:
        if self.by_raw.get(raw):
            raise self.by_raw[raw].pop()


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def office(tmp_path: Path, faults: Faults) -> Office:
    made = open_office(None, tmp_path / "data", CLOCK)
    made.sandbox = Reader(faults)
    return made


def outcomes(office: Office) -> Sequence[Outcome | None]:
    return [row.outcome for row in office.store.arrivals()]


def test_a_look_is_complete_when_the_source_has_no_more(office: Office) -> None:
    wire = Wire("a", "b")
    Daemon(office, [wire]).poll()
    assert not office.store.is_first_poll(ACCOUNT, FOLDER)
    assert [key.uid for key in wire.told] == [sha(b"a")[:8], sha(b"b")[:8]]
    (beat,) = office.store.heartbeats()
    assert (beat.on_server, beat.last_error) == (2, "")


@pytest.mark.parametrize("ends", [RetryLater("the line broke"), ValueError("a fault of ours")])
def test_a_look_that_breaks_off_is_not_complete_and_keeps_what_came(office: Office, ends: Exception) -> None:
    daemon = Daemon(office, [Wire("a", "b", ends=ends)])
    daemon.poll()
    assert outcomes(office) == [Outcome.FILED, Outcome.FILED]
    assert office.store.is_first_poll(ACCOUNT, FOLDER)
    (beat,) = office.store.heartbeats()
    assert beat.last_ok is None
    assert beat.last_error in daemon.problems[0]


def test_a_stop_leaves_the_look_incomplete_and_is_no_fault_of_the_source(office: Office) -> None:
    stop = threading.Event()
    office.sandbox = Reader(lambda _: stop.set())
    Daemon(office, [Wire("a", "b", ends=RetryLater("stopped"))], stop).poll()
    assert outcomes(office) == [Outcome.FILED]
    assert office.store.is_first_poll(ACCOUNT, FOLDER)
    assert not office.store.heartbeats()


def test_one_mail_that_cannot_be_filed_keeps_no_other_waiting(office: Office, faults: Faults) -> None:
    faults.by_raw[b"b"] = [RetryLater("locked")]
    daemon = Daemon(office, [Wire("a", "b", "c")])
    daemon.poll()
    assert outcomes(office).count(Outcome.FILED) == 2
    assert "locked" in daemon.problems[0]
    assert not office.store.is_first_poll(ACCOUNT, FOLDER)
    daemon.recover()
    assert outcomes(office) == [Outcome.FILED] * 3


@pytest.mark.parametrize("error", [RetryLater("locked"), ToolMissing("pdftotext"), UserError("rights")])
def test_what_is_put_off_never_counts_as_an_attempt(office: Office, faults: Faults, error: Exception) -> None:
    faults.by_raw[b"a"] = [error] * 20
    daemon = Daemon(office, [Wire("a")])
    daemon.poll()
    for _ in range(19):
        daemon.recover()
    assert outcomes(office) == [None]
    daemon.recover()
    (row,) = office.store.arrivals()
    assert (row.outcome, row.attempts) == (Outcome.FILED, 1)


def test_a_mail_that_cannot_even_be_opened_is_set_aside(office: Office, faults: Faults) -> None:
    faults.by_raw[b"a"] = [Unreadable("อ่านไม่ได้", "crashed"), Unreadable("อ่านไม่ได้", "crashed")]
    Daemon(office, [Wire("a")]).poll()
    assert outcomes(office) == [Outcome.QUARANTINED]


def test_a_mail_that_fails_twice_is_set_aside_and_one_that_fails_once_is_filed(office: Office, faults: Faults) -> None:
    faults.by_raw = {b"a": [ValueError("once")], b"b": [ValueError("again"), ValueError("once")]}
    Daemon(office, [Wire("a", "b", "c")]).poll()
    assert outcomes(office) == [Outcome.FILED, Outcome.QUARANTINED, Outcome.FILED]


def test_power_cuts_are_not_the_mails_fault_but_not_for_ever(office: Office) -> None:
    limit = office.settings.limits.attempts + INTERRUPTED_ATTEMPTS
    for raw, cuts in (("patient", limit - 1), ("deadly", limit)):
        office.store.receive(arrival(raw), CLOCK.now())
        for _ in range(cuts):
            office.store.count_attempt(sha(raw.encode()))
    Daemon(office, []).recover()
    found = {row.sha256: row.outcome for row in office.store.arrivals()}
    assert found == {sha(b"patient"): Outcome.FILED, sha(b"deadly"): Outcome.QUARANTINED}


def test_after_a_start_what_was_in_hand_is_taken_up_at_once_and_later_left_to_others(office: Office) -> None:
    office.store.receive(arrival("a"), CLOCK.now())
    office.store.count_attempt(sha(b"a"))
    daemon = Daemon(office, [])
    daemon.recover()
    assert outcomes(office) == [Outcome.FILED]
    office.store.receive(arrival("b"), CLOCK.now())
    office.store.count_attempt(sha(b"b"))
    daemon.recover()
    assert None in outcomes(office)


def test_what_the_server_does_not_hand_over_is_told_and_recorded_once(office: Office) -> None:
    daemon = Daemon(office, [Wire("a", unfetched=("17",))])
    for _ in range(2):
        daemon.problems.clear()
        daemon.poll()
    (beat,) = office.store.heartbeats()
    assert beat.is_failing
    assert "UID 17 (ตั้งแต่ 20 พ.ย. 63 10.00 น.)" in beat.last_error
    assert beat.last_error in daemon.problems[0]
    assert not office.store.is_first_poll(ACCOUNT, FOLDER)
    (event,) = [each for each in office.store.audit_events() if each.action == "not_received"]
    assert event.subject.endswith("/17")
    Daemon(office, [Wire("a", "17")]).poll()
    (beat,) = office.store.heartbeats()
    assert not beat.is_failing


class Faulty(SqlStore):
    """A store that stumbles over one mail, whenever it comes."""

    def receive(self, arrival: Arrival, now: dt.datetime) -> Received:
        if arrival.raw.startswith(b"poison"):
            raise ValueError("nobody thought of this")
        return SqlStore.receive(self, arrival, now)


def test_mails_that_the_store_stumbles_over_end_no_look_and_hold_nobody_up(office: Office) -> None:
    office.store.__class__ = Faulty
    daemon = Daemon(office, [Wire(*(f"poison {number}" for number in range(MOST_PUT_OFF + 1)), "a", "b")])
    daemon.poll()
    assert outcomes(office) == [Outcome.FILED, Outcome.FILED]
    assert not office.store.is_first_poll(ACCOUNT, FOLDER)
    (beat,) = office.store.heartbeats()
    assert beat.is_failing
    assert sha(b"poison 0")[:8] in beat.last_error
    assert sum(each.action == "not_received" for each in office.store.audit_events()) == MOST_PUT_OFF + 1


def test_a_source_that_is_configured_no_more_is_told_nothing_and_its_mails_stay(office: Office) -> None:
    office.store.receive(arrival("old", key=SourceKey("other@mail.example:993", FOLDER, 3, "1")), CLOCK.now())
    wire = Wire("a")
    daemon = Daemon(office, [wire])
    daemon.round()
    assert {key.account for key in wire.told} == {ACCOUNT}
    assert [key.account for key in office.store.to_settle()] == ["other@mail.example:993"]


class Full(SqlStore):
    """A store whose disk is full for some mails."""

    full_for: frozenset[bytes] = frozenset()
    asked = 0

    def receive(self, arrival: Arrival, now: dt.datetime) -> Received:
        Full.asked += 1
        if arrival.raw in self.full_for:
            raise RetryLater("the disk is full")
        return SqlStore.receive(self, arrival, now)


def test_a_mail_that_cannot_be_received_leaves_the_look_incomplete(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Full, "full_for", frozenset({b"b"}))
    office.store.__class__ = Full
    Daemon(office, [Wire("a", "b", "c")]).poll()
    assert outcomes(office) == [Outcome.FILED, Outcome.FILED]
    assert office.store.is_first_poll(ACCOUNT, FOLDER)


def test_too_many_that_cannot_be_received_end_the_look(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    raws = [str(number) for number in range(9)]
    monkeypatch.setattr(Full, "full_for", frozenset(raw.encode() for raw in raws))
    monkeypatch.setattr(Full, "asked", 0)
    office.store.__class__ = Full
    Daemon(office, [Wire(*raws)]).poll()
    assert Full.asked == MOST_PUT_OFF
