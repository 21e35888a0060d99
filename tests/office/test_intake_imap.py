"""The mailbox against a real Dovecot."""

from __future__ import annotations

import datetime as dt
import imaplib
import time
from pathlib import Path

import pytest
from imapclient import IMAPClient

from intake import imap_batch
from intake.clock import BANGKOK
from intake.disk import MIB
from intake.errors import LoginRefused, RetryLater
from intake.imap_records import NotHandedOver, Summary
from intake.imap_wire import KEYWORD, Connection
from intake.ports import Source
from intake.records import ArrivalClock, Channel
from intake.settings import Security, Settle
from rehearsal.dovecot import HOST
from tests.contracts.source_contract import SourceContract
from tests.fakes import MemoryLedger, poll_once
from tests.office.conftest import ARRIVED, PASSWORD, USER, Post, mail


def look(post: Post, folder: str = "INBOX") -> dict[int, set[bytes]]:
    """The flags that another client sees in a folder."""
    with IMAPClient(HOST, post.server.port, ssl=False) as client:
        client.login(USER, PASSWORD)
        client.select_folder(folder, readonly=True)
        found = client.fetch(client.search(), ["FLAGS"])
        return {uid: set(facts[b"FLAGS"]) - {b"\\Recent"} for uid, facts in found.items()}


class TestMailbox(SourceContract):
    channel = Channel.EMAIL

    @pytest.fixture(autouse=True)
    def _office(self, post: Post) -> None:
        self.post = post

    def make(self) -> Source:
        return self.post.source()

    def deliver(self, number: int) -> bytes:
        self.post.put(mail(number))
        return mail(number)


def test_the_arrival_time_is_the_servers_internaldate(post: Post) -> None:
    post.put(mail(), arrived=dt.datetime(2020, 12, 4, 17, 30, tzinfo=dt.UTC))
    (arrival,) = poll_once(post.source(), MemoryLedger())
    assert arrival.received_at == dt.datetime(2020, 12, 5, 0, 30, tzinfo=BANGKOK)
    assert arrival.received_at.date() == dt.date(2020, 12, 5)
    assert arrival.clock is ArrivalClock.INTERNALDATE


def test_nothing_is_marked_as_seen_and_nothing_changes(post: Post) -> None:
    post.put(mail(1), mail(2, size=3_000_000))
    before = look(post)
    assert len(poll_once(post.source(), MemoryLedger())) == 2
    assert look(post) == dict.fromkeys(before, set())


@pytest.mark.parametrize("size", [MIB - 200, MIB, 2 * MIB, 5_000_000])
def test_a_large_body_is_put_together_exactly(post: Post, size: int) -> None:
    raw = mail(1, size=size)
    post.put(raw)
    (arrival,) = poll_once(post.source(), MemoryLedger())
    assert arrival.raw == raw
    assert not arrival.truncated


@pytest.mark.parametrize("length", [MIB - 1, MIB, MIB + 1, 2 * MIB])
def test_a_body_that_ends_at_a_chunks_edge(post: Post, length: int) -> None:
    head = b"From: a@moi.example\r\nSubject: edge\r\n\r\n"
    raw = head + b"z" * (length - len(head) - 2) + b"\r\n"
    assert len(raw) == length
    post.put(raw)
    (arrival,) = poll_once(post.source(), MemoryLedger())
    assert arrival.raw == raw


def test_beyond_the_hard_limit_only_the_headers_come(post: Post) -> None:
    raw = mail(1, size=3 * MIB)
    post.put(raw, mail(2))
    large, small = poll_once(post.source(max_message_mb=2), MemoryLedger())
    assert large.truncated
    assert raw.startswith(large.raw)
    assert large.raw.endswith(b"\r\n\r\n")
    assert not small.truncated


def test_a_new_uidvalidity_means_the_whole_folder_again_and_nothing_twice(post: Post) -> None:
    post.put(mail(1), mail(2))
    source, ledger = post.source(), MemoryLedger()
    assert len(poll_once(source, ledger)) == 2
    post.server.stop(hard=True)
    post.server.reset_uidvalidity(USER)
    post.server.start()
    post.put(mail(3))
    arrivals = list(source.poll(ledger))
    assert len(arrivals) == 3
    assert [arrival.raw for arrival in arrivals if ledger.receive(arrival)] == [mail(3)]
    assert len({key.uidvalidity for key in ledger.keys}) == 2


def test_many_messages_come_in_bounded_batches(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_batch, "BATCH_MESSAGES", 7)
    monkeypatch.setattr(imap_batch, "GROUP_MESSAGES", 3)
    post.put(*(mail(number) for number in range(30)))
    source = post.source()
    assert [arrival.raw for arrival in poll_once(source, MemoryLedger())] == [mail(number) for number in range(30)]
    stats = source.stats()
    assert stats is not None
    assert (stats.on_server, stats.new, stats.unfetched) == (30, 30, ())


def test_a_batch_is_bounded_by_bytes_too(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_batch, "BATCH_BYTES", 200_000)
    raws = [mail(number, size=size) for number, size in enumerate((150_000, 90_000, 500_000, 10, 10))]
    post.put(*raws)
    assert [arrival.raw for arrival in poll_once(post.source(), MemoryLedger())] == raws


def test_the_connection_is_closed_before_an_arrival_is_handed_over(post: Post) -> None:
    post.put(mail(1), mail(2))
    arrivals = post.source().poll(MemoryLedger())
    next(arrivals)
    post.server.stop(hard=True)
    try:
        assert next(arrivals).raw == mail(2)
    finally:
        post.server.start()


def test_a_server_killed_while_fetching_loses_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    raws = [mail(number, size=200_000) for number in range(6)]
    post.put(*raws)
    source, ledger = post.source(), MemoryLedger()
    whole = Connection.body
    calls = []

    def body(self: Connection, summary: Summary, limit: int) -> bytes | None:
        calls.append(summary.uid)
        if len(calls) == 4:
            post.server.stop(hard=True)
        return whole(self, summary, limit)

    monkeypatch.setattr(Connection, "body", body)
    with pytest.raises(RetryLater):
        poll_once(source, ledger)
    assert [arrival.raw for arrival in ledger.originals.values()] == raws[:3], "what came before the cut is not thrown away"
    assert source.stats() is None
    post.server.start()
    with pytest.raises(RetryLater, match="ลองใหม่อีกครั้ง"):
        poll_once(source, ledger)
    source._backoff.succeeded()
    again = poll_once(source, ledger)
    assert {arrival.raw for arrival in again} == set(raws[3:])
    assert all(arrival.backlog for arrival in again), "the first poll was not complete yet"
    assert poll_once(source, ledger) == []


def test_a_message_that_always_breaks_the_connection_does_not_block_the_others(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put(mail(1), mail(2), mail(3))
    source, ledger = post.source(), MemoryLedger()
    poison = 1
    whole = Connection.bodies

    def bodies(self: Connection, uids: list[int]) -> dict[int, bytes]:
        if poison in uids:
            raise imaplib.IMAP4.abort("connection reset")
        return whole(self, uids)

    monkeypatch.setattr(Connection, "bodies", bodies)
    rounds = 0
    while poison not in {int(key.uid) for key in ledger.keys}:
        rounds += 1
        assert rounds < 12
        source._backoff.succeeded()
        try:
            poll_once(source, ledger)
        except RetryLater:
            continue
    by_uid = {arrival.key.uid: arrival for arrival in ledger.originals.values()}
    assert by_uid["2"].raw == mail(2)
    assert by_uid["3"].raw == mail(3)
    assert by_uid["1"].truncated, "in the end its headers alone are taken, for a person"


def test_one_message_that_the_server_refuses_is_told_and_does_not_stop_the_poll(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put(mail(1), mail(2), mail(3))
    source, ledger = post.source(), MemoryLedger()
    real = Connection.bodies

    def bodies(self: Connection, uids: list[int]) -> dict[int, bytes]:
        if 2 in uids:
            raise NotHandedOver
        return real(self, uids)

    def head(self: Connection, uid: int) -> bytes | None:
        raise NotHandedOver

    monkeypatch.setattr(Connection, "bodies", bodies)
    monkeypatch.setattr(Connection, "head", head)
    assert [arrival.raw for arrival in poll_once(source, ledger)] == [mail(1), mail(3)]
    stats = source.stats()
    assert stats is not None
    assert stats.unfetched == ("2",)
    monkeypatch.undo()
    assert [arrival.raw for arrival in poll_once(source, ledger)] == [mail(2)], "it is asked for again"


def test_a_wrong_password_says_so_and_is_not_hammered(post: Post) -> None:
    source = post.source(password="hunter2-wrong")
    with pytest.raises(LoginRefused, match=r"jed@dopa\.example") as caught:
        poll_once(source, MemoryLedger())
    assert "hunter2" not in str(caught.value)
    assert "mailbox.user" in str(caught.value)
    post.server.stop()
    try:
        with pytest.raises(LoginRefused, match="ลองใหม่อีกครั้ง"):
            poll_once(source, MemoryLedger())
    finally:
        post.server.start()


def test_a_server_that_is_away(post: Post) -> None:
    source = post.source()
    post.server.stop(hard=True)
    try:
        with pytest.raises(RetryLater, match="ไม่รับการเชื่อมต่อ"):
            poll_once(source, MemoryLedger())
        begun = time.monotonic()
        source.wait(60)
        assert time.monotonic() - begun < 10, "after a failure the next attempt comes sooner than the next poll"
    finally:
        post.server.start()
    assert poll_once(source, MemoryLedger()) == []


def test_a_missing_password_is_a_reason_to_wait(post: Post) -> None:
    source = post.source(password="")
    with pytest.raises(RetryLater, match="MAILBOX_PASSWORD"):
        poll_once(source, MemoryLedger())


def test_a_folder_that_is_not_there(post: Post) -> None:
    with pytest.raises(RetryLater, match=r"mailbox\.folder"):
        poll_once(post.source(folder="Nowhere"), MemoryLedger())


def test_a_stop_ends_the_poll_as_incomplete(post: Post) -> None:
    post.put(mail(1))
    source, ledger = post.source(), MemoryLedger()
    post.stop.set()
    with pytest.raises(RetryLater):
        poll_once(source, ledger)
    assert ledger.is_first_poll(source.account, source.folder)
    post.stop.clear()
    poll_once(source, ledger)
    assert len(ledger.originals) == 1


def test_thai_folder_names(post: Post) -> None:
    folder, done = "รายงานจังหวัด", "รับแล้ว/๒๕๖๓"
    with IMAPClient(HOST, post.server.port, ssl=False) as client:
        client.login(USER, PASSWORD)
        client.create_folder(folder)
        client.append(folder, mail(7), msg_time=ARRIVED)
    source, ledger = post.source(folder=folder, settle=Settle.MOVE, settle_folder=done), MemoryLedger()
    (arrival,) = poll_once(source, ledger)
    assert arrival.key.folder == folder
    source.settle([arrival.key])
    assert look(post, folder) == {}
    assert len(look(post, done)) == 1


def test_settling_with_a_keyword(post: Post) -> None:
    post.put(mail(1), mail(2))
    source, ledger = post.source(settle=Settle.KEYWORD), MemoryLedger()
    first, second = poll_once(source, ledger)
    source.settle([first.key])
    source.settle([first.key])
    flags = look(post)
    assert flags == {int(first.key.uid): {KEYWORD.encode()}, int(second.key.uid): set()}
    assert poll_once(source, ledger) == []


def test_settling_with_a_move_may_be_repeated(post: Post) -> None:
    post.put(mail(1), mail(2))
    source, ledger = post.source(settle=Settle.MOVE), MemoryLedger()
    first, _ = poll_once(source, ledger)
    source.settle([first.key])
    source.settle([first.key])
    assert len(look(post)) == 1
    assert len(look(post, "Damrong")) == 1
    assert poll_once(source, ledger) == []


def test_without_move_a_keyword_is_used_and_nothing_is_copied(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "can_move", lambda self: False)
    post.put(mail(1))
    source = post.source(settle=Settle.MOVE)
    (arrival,) = poll_once(source, MemoryLedger())
    source.settle([arrival.key])
    assert list(look(post).values()) == [{KEYWORD.encode()}]
    with pytest.raises(imaplib.IMAP4.error):
        look(post, "Damrong")


def test_keys_of_an_older_uidvalidity_never_touch_another_message(post: Post) -> None:
    post.put(mail(1))
    source = post.source(settle=Settle.MOVE)
    (arrival,) = poll_once(source, MemoryLedger())
    post.server.stop(hard=True)
    post.server.reset_uidvalidity(USER)
    post.server.start()
    source.settle([arrival.key])
    assert len(look(post)) == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_tls_with_the_offices_own_certificate(post: Post, security: Security) -> None:
    post.put(mail(1))
    port = post.server.tls_port if security is Security.TLS else post.server.port
    source = post.source(security=security, port=port, host="localhost", ca_file=post.server.certificate)
    assert [arrival.raw for arrival in poll_once(source, MemoryLedger())] == [mail(1)]


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_an_unknown_certificate_is_refused_with_the_cure(post: Post, security: Security) -> None:
    port = post.server.tls_port if security is Security.TLS else post.server.port
    with pytest.raises(RetryLater, match=r"mailbox\.ca_file"):
        poll_once(post.source(security=security, port=port), MemoryLedger())


def test_tls_against_a_plain_port(post: Post, tmp_path: Path) -> None:
    with pytest.raises(RetryLater, match=r"mailbox\.security"):
        poll_once(post.source(security=Security.TLS), MemoryLedger())


def test_mails_of_a_gateway_are_faxes(post: Post) -> None:
    fax = mail(1, sender="Fax Server <FAX@gateway.example>", subject="Fax from +66 44 243 798 (2 pages)")
    post.put(fax, mail(2))
    source = post.source(gateways=("fax@gateway.example",))
    first, second = poll_once(source, MemoryLedger())
    assert (first.channel, first.fax_number) == (Channel.FAX, "044243798")
    assert (second.channel, second.fax_number) == (Channel.EMAIL, None)


def test_check_opens_the_folder(post: Post) -> None:
    post.put(mail(1))
    assert post.source().check().on_server == 1
