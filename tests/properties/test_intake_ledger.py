"""Nothing is lost and nothing is counted twice, whatever breaks, moves or is restored between the polls."""

from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from intake import imap_batch
from intake.errors import RetryLater
from intake.imap import Mailbox
from intake.settings import FaxSettings, MailboxSettings, Security, Settle
from rehearsal.dovecot import HOST
from tests.fakes import MemoryLedger
from tests.office.conftest import mail
from tests.office.scripted_imap import ScriptedImap


class Office(RuleBasedStateMachine):
    """A mailbox that lives: mail comes, lines break, mailboxes are rebuilt, the daemon dies and starts again."""

    def __init__(self) -> None:
        super().__init__()
        self.server = ScriptedImap()
        self.server.__enter__()
        self.ledger = MemoryLedger()
        self.sent: dict[int, bytes] = {}
        self.counted: list[bytes] = []
        self.highest = 0
        self.source = self.make()

    def teardown(self) -> None:
        self.server.refused, self.server.break_after = set(), None
        self.poll()
        assert sorted(self.counted) == sorted(self.sent.values()), "everything that was sent is filed, once"
        self.server.__exit__(None, None, None)

    def make(self) -> Mailbox:
        box = MailboxSettings(
            host=HOST, port=self.server.port, security=Security.NONE, user="u", password_env="P", settle=Settle.KEYWORD
        )
        return Mailbox(box, FaxSettings(), threading.Event(), environ={"P": "x"})

    def uidnext(self) -> int:
        """A UID is never used twice under one UIDVALIDITY."""
        self.highest += 1
        return self.highest

    def poll(self, dies_after: int = 1000) -> None:
        self.source._backoff.succeeded()
        try:
            for count, arrival in enumerate(self.source.poll(self.ledger)):
                if count >= dies_after:
                    self.source = self.make()
                    return
                if self.ledger.receive(arrival):
                    self.counted.append(arrival.raw)
        except RetryLater:
            return
        self.ledger.complete_poll(self.source.account, self.source.folder)

    @rule(count=st.integers(1, 4))
    def mail_comes(self, count: int) -> None:
        for _ in range(count):
            number = len(self.sent) + 1
            self.sent[number] = mail(number)
            self.server.messages[self.uidnext()] = mail(number)

    @rule()
    def polls(self) -> None:
        self.poll()

    @rule(after=st.integers(0, 3))
    def dies_in_the_middle(self, after: int) -> None:
        self.poll(dies_after=after)

    @rule(after=st.integers(3, 8))
    def line_breaks(self, after: int) -> None:
        self.server.break_after = after
        self.poll()
        self.server.break_after = None

    @precondition(lambda self: self.server.messages)
    @rule(data=st.data())
    def refuses_one(self, data: st.DataObject) -> None:
        self.server.refused = {data.draw(st.sampled_from(sorted(self.server.messages)))}
        self.poll()
        self.server.refused = set()

    @rule(shift=st.integers(0, 3))
    def mailbox_is_rebuilt(self, shift: int) -> None:
        raws = [self.server.messages[uid] for uid in sorted(self.server.messages)]
        self.server.uidvalidity = b"%d" % (int(self.server.uidvalidity or b"1") + 1)
        self.server.messages = dict(enumerate(raws, 1 + shift))
        self.highest = shift + len(raws)

    @rule()
    def a_colleague_clears_what_is_filed(self) -> None:
        filed = set(self.counted)
        self.server.messages = {uid: raw for uid, raw in self.server.messages.items() if raw not in filed}

    @rule()
    def uidvalidity_cannot_be_read(self) -> None:
        before, self.server.uidvalidity = self.server.uidvalidity, None
        keys = set(self.ledger.keys)
        self.poll()
        assert self.ledger.keys == keys
        self.server.uidvalidity = before

    @rule()
    def daemon_starts_again(self) -> None:
        self.source = self.make()

    @invariant()
    def nothing_is_counted_twice(self) -> None:
        assert len(set(self.counted)) == len(self.counted)
        assert set(self.counted) <= set(self.sent.values())


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_batch, "BATCH_MESSAGES", 3)
    monkeypatch.setattr(imap_batch, "GROUP_MESSAGES", 2)


def live(offices: int, steps: int) -> None:
    checks = [HealthCheck.too_slow]
    run_state_machine_as_test(
        Office, settings=settings(max_examples=offices, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    )


def test_nothing_is_lost_and_nothing_is_counted_twice() -> None:
    live(8, 12)


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_is_counted_twice_in_many_offices() -> None:
    live(60, 20)
