"""What every source must do. A subclass says how to make one and how something gets into it."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod

from intake.ports import Source
from intake.records import Channel
from tests.fakes import MemoryLedger, poll_once


class SourceContract(ABC):
    """Subclass as ``Test...``; give ``make``, ``deliver`` and the channel."""

    channel: Channel

    @abstractmethod
    def make(self) -> Source:
        """A new source over the same place, as after a restart."""

    @abstractmethod
    def deliver(self, number: int) -> bytes:
        """Puts document ``number`` into the place; gives the bytes that must come out."""

    def test_an_empty_source_gives_nothing(self) -> None:
        source = self.make()
        assert source.stats() is None
        assert poll_once(source, MemoryLedger()) == []
        stats = source.stats()
        assert stats is not None
        assert (stats.on_server, stats.new) == (0, 0)

    def test_everything_comes_once_in_order_and_byte_for_byte(self) -> None:
        sent = [self.deliver(number) for number in range(3)]
        source, ledger = self.make(), MemoryLedger()
        assert [arrival.raw for arrival in poll_once(source, ledger)] == sent
        assert poll_once(source, ledger) == []
        stats = source.stats()
        assert stats is not None
        assert (stats.on_server, stats.new) == (3, 0)

    def test_a_restart_forgets_nothing_that_the_ledger_knows(self) -> None:
        self.deliver(0)
        ledger = MemoryLedger()
        assert len(poll_once(self.make(), ledger)) == 1
        self.deliver(1)
        assert len(poll_once(self.make(), ledger)) == 1
        assert poll_once(self.make(), ledger) == []

    def test_what_the_ledger_did_not_take_comes_again(self) -> None:
        sent = [self.deliver(number) for number in range(2)]
        source, ledger = self.make(), MemoryLedger()
        first = next(iter(source.poll(ledger)))
        assert first.raw == sent[0]
        again = [arrival.raw for arrival in source.poll(ledger)]
        assert again == sent

    def test_keys_are_its_own_and_all_different(self) -> None:
        for number in range(3):
            self.deliver(number)
        source = self.make()
        keys = [arrival.key for arrival in source.poll(MemoryLedger())]
        assert len(set(keys)) == 3
        assert {(key.account, key.folder) for key in keys} == {(source.account, source.folder)}

    def test_the_arrival_time_is_aware_and_in_bangkok(self) -> None:
        self.deliver(0)
        (arrival,) = self.make().poll(MemoryLedger())
        assert arrival.received_at.utcoffset() == dt.timedelta(hours=7)
        assert arrival.channel is self.channel

    def test_only_the_first_completed_poll_is_a_backlog(self) -> None:
        self.deliver(0)
        source, ledger = self.make(), MemoryLedger()
        assert [arrival.backlog for arrival in source.poll(ledger)] == [True]
        assert [arrival.backlog for arrival in poll_once(source, ledger)] == [True]
        self.deliver(1)
        assert [arrival.backlog for arrival in poll_once(source, ledger)] == [False]

    def test_settling_may_be_repeated_and_loses_nothing(self) -> None:
        for number in range(2):
            self.deliver(number)
        source, ledger = self.make(), MemoryLedger()
        keys = [arrival.key for arrival in poll_once(source, ledger)]
        source.settle(keys)
        source.settle(keys)
        source.settle([])
        assert poll_once(source, ledger) == []
        assert len(poll_once(self.make(), MemoryLedger())) == 2
