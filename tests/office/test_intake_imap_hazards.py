"""Servers that lie, stall, end and refuse: what an office meets sooner or later, and Dovecot does not do."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import imap_batch, imap_listen
from intake.disk import MIB
from intake.errors import LoginRefused, RetryLater
from intake.imap import Mailbox
from intake.imap_batch import BREAKS_A_POLL
from intake.records import ArrivalClock
from intake.settings import FaxSettings, MailboxSettings, Security, Settle
from rehearsal.dovecot import HOST
from tests.fakes import MemoryLedger, poll_once
from tests.office.conftest import Post, mail
from tests.office.scripted_imap import ScriptedImap, Wire


@pytest.fixture
def server() -> Iterator[ScriptedImap]:
    with ScriptedImap({1: mail(1), 4: mail(4)}) as scripted:
        yield scripted


def source(server: ScriptedImap, stop: threading.Event | None = None, **changes: object) -> Mailbox:
    values: dict[str, object] = {
        "host": HOST,
        "port": server.port,
        "security": Security.NONE,
        "user": "jed@dopa.example",
        "password_env": "P",
    }
    settings = MailboxSettings(**(values | changes))  # type: ignore[arg-type]
    return Mailbox(settings, FaxSettings(), stop or threading.Event(), environ={"P": "hunter2"})


@pytest.mark.parametrize("validity", [None, b"0", b"unknown"])
def test_an_unreadable_uidvalidity_takes_nothing_in(server: ScriptedImap, validity: bytes | None) -> None:
    box, ledger = source(server), MemoryLedger()
    assert len(poll_once(box, ledger)) == 2
    before = set(ledger.keys)
    server.uidvalidity = validity
    with pytest.raises(RetryLater, match="UIDVALIDITY"):
        poll_once(box, ledger)
    assert ledger.keys == before
    assert not any(b"BODY" in command for command in server.commands[-6:])


def test_the_last_message_that_every_range_gives_is_not_taken_again(server: ScriptedImap) -> None:
    box, ledger = source(server), MemoryLedger()
    poll_once(box, ledger)
    server.commands.clear()
    assert poll_once(box, ledger) == []
    assert any(b"UID SEARCH UID 5:*" in command for command in server.commands)
    assert not any(b"FETCH" in command for command in server.commands)


def test_only_harmless_commands_are_ever_sent(server: ScriptedImap) -> None:
    server.messages[5] = mail(5, size=2 * MIB)
    poll_once(source(server), MemoryLedger())
    words = b" ".join(server.commands).upper()
    assert b"EXAMINE" in words
    for word in (b"SELECT ", b"STORE", b"EXPUNGE", b"COPY", b"RFC822 ", b"BODY[]", b"CLOSE", b"DELETE"):
        assert word not in words


@pytest.mark.parametrize("claimed", [0, 100, MIB + 1, 3 * MIB, 50 * MIB])
def test_a_size_that_is_not_true(server: ScriptedImap, claimed: int) -> None:
    raw = mail(9, size=2 * MIB)
    server.messages, server.sizes = {9: raw}, {9: claimed}
    (arrival,) = poll_once(source(server), MemoryLedger())
    assert arrival.raw == raw


def test_a_size_claimed_too_small_does_not_lift_the_limit(server: ScriptedImap) -> None:
    server.messages, server.sizes = {9: mail(9, size=3 * MIB)}, {9: MIB + 1}
    (arrival,) = poll_once(source(server, max_message_mb=2), MemoryLedger())
    assert arrival.truncated


def test_a_refused_message_leaves_the_others_alone(server: ScriptedImap) -> None:
    server.messages[6] = mail(6)
    server.refused = {4}
    box, ledger = source(server), MemoryLedger()
    assert [arrival.raw for arrival in poll_once(box, ledger)] == [mail(1), mail(6)]
    stats = box.stats()
    assert stats is not None
    assert stats.unfetched == ("4",)
    server.refused = set()
    assert [arrival.raw for arrival in poll_once(box, ledger)] == [mail(4)]


def test_a_message_that_breaks_every_line_ends_no_poll_and_holds_nobody_up(server: ScriptedImap) -> None:
    """Each call is a process of its own, as ``once`` by cron is: nothing learned in one may be needed by the next."""
    server.messages |= {6: mail(6), 7: mail(7)}
    server.breaks = {4}
    ledger = MemoryLedger()
    box = source(server)
    assert [arrival.raw for arrival in poll_once(box, ledger)] == [mail(1), mail(6), mail(7)]
    stats = box.stats()
    assert stats is not None
    assert stats.unfetched == ("4",)
    server.messages[8] = mail(8)
    (later,) = poll_once(source(server), ledger)
    assert not later.backlog
    server.breaks = set()
    (late,) = poll_once(source(server), ledger)
    assert (late.raw, late.backlog) == (mail(4), True), "it lay there before we came, whenever it is handed over"


def test_a_server_that_breaks_over_everything_is_left_alone_after_a_while(server: ScriptedImap) -> None:
    server.messages = {uid: mail(uid) for uid in range(1, 40)}
    server.breaks = set(server.messages)
    with pytest.raises(RetryLater):
        poll_once(source(server), MemoryLedger())
    assert server.connections <= BREAKS_A_POLL + 1


def test_what_comes_while_the_first_poll_cannot_be_completed_is_no_backlog(server: ScriptedImap) -> None:
    ledger = MemoryLedger()
    (first, *_) = source(server).poll(ledger)
    assert first.backlog
    server.messages[9] = mail(9)
    backlog = {arrival.raw: arrival.backlog for arrival in source(server).poll(ledger)}
    assert backlog == {mail(1): True, mail(4): True, mail(9): False}
    server.uidvalidity = b"8"
    assert all(arrival.backlog for arrival in source(server).poll(ledger)), "other numbers: what lies there now is the backlog"


def test_a_new_uidvalidity_in_the_middle_of_a_poll(server: ScriptedImap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_batch, "BATCH_MESSAGES", 1)
    box, ledger = source(server), MemoryLedger()
    taken = []
    for arrival in box.poll(ledger):
        taken.append(arrival)
        ledger.receive(arrival)
        if len(taken) < 3:
            server.uidvalidity = b"%d" % (7 + len(taken))
            server.messages = {uid + 10: raw for uid, raw in server.messages.items()}
    assert {arrival.raw for arrival in ledger.originals.values()} == {mail(1), mail(4)}
    assert {key.uidvalidity for key in ledger.keys} == {7, 8, 9}
    assert {(key.uidvalidity, key.uid) for key in ledger.keys} <= {(7, "1"), (8, "11"), (9, "21"), (9, "24")}
    assert box.stats() is not None


@pytest.mark.parametrize("told", [None, b"NIL", b'"31-Dec-9999 23:59:59 -1200"', b'"yesterday"'])
def test_an_arrival_time_that_the_server_does_not_tell_comes_from_the_message(server: ScriptedImap, told: bytes | None) -> None:
    server.internaldate = told
    server.messages = {1: b"Received: by mx.example; Fri, 4 Dec 2020 14:02:11 +0700\r\n" + mail(1), 2: mail(2)}
    first, second = poll_once(source(server), MemoryLedger())
    assert (first.clock, first.received_at.isoformat()) == (ArrivalClock.RECEIVED, "2020-12-04T14:02:11+07:00")
    assert second.clock is ArrivalClock.NOW


@pytest.mark.parametrize("greeting", [b"", b"220 mail.example ESMTP\r\n", b"* BYE too busy\r\n", b"\xff\xfe\x00\r\n"])
def test_something_that_is_no_mailbox(server: ScriptedImap, greeting: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.imap_wire.READ_SECONDS", 1.0)
    monkeypatch.setattr("intake.imap_wire.CONNECT_SECONDS", 1.0)
    server.greeting = greeting
    with pytest.raises(RetryLater):
        poll_once(source(server), MemoryLedger())


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"NO [AUTHENTICATIONFAILED] LOGIN jed hunter2 failed", LoginRefused),
        (b"NO [UNAVAILABLE] temporary failure", RetryLater),
        (b"BAD LOGIN hunter2", LoginRefused),
    ],
)
def test_a_refused_login_never_repeats_the_password(server: ScriptedImap, answer: bytes, kind: type[RetryLater]) -> None:
    server.login = answer
    with pytest.raises(RetryLater) as caught:
        poll_once(source(server), MemoryLedger())
    assert type(caught.value) is kind
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_starttls_is_never_done_without(server: ScriptedImap) -> None:
    with pytest.raises(RetryLater, match=r"mailbox\.security"):
        poll_once(source(server, security=Security.STARTTLS), MemoryLedger())
    assert not any(b"LOGIN" in command for command in server.commands)


def test_a_kept_token_that_expired_is_asked_for_again_at_once(server: ScriptedImap, tmp_path: Path) -> None:
    answer = tmp_path / "token"
    answer.write_text('{"access_token": "first", "expires_in": 3600}')
    program = "import sys; print(open(sys.argv[1]).read()); open(sys.argv[1] + '.calls', 'a').write('x')"
    box = source(server, password_env="", token_command=(sys.executable, "-c", program, str(answer)))
    server.tokens = {"first"}
    ledger = MemoryLedger()
    assert len(poll_once(box, ledger)) == 2
    poll_once(box, ledger)
    assert (tmp_path / "token.calls").read_text() == "x", "the answer is kept"
    answer.write_text("second")
    server.tokens = {"second"}
    poll_once(box, ledger)
    assert (tmp_path / "token.calls").read_text() == "xx"
    server.tokens = set()
    with pytest.raises(LoginRefused) as caught:
        poll_once(box, ledger)
    assert "second" not in str(caught.value)


def test_a_keyword_that_the_folder_does_not_keep_is_no_failure(server: ScriptedImap) -> None:
    server.keywords = b""
    box = source(server, settle=Settle.KEYWORD)
    arrivals = poll_once(box, MemoryLedger())
    box.settle([arrival.key for arrival in arrivals])
    assert any(b"STORE 1,4 +FLAGS.SILENT ($DamrongFiled)" in command for command in server.commands)


def waited(box: Mailbox, seconds: float) -> float:
    begun = time.monotonic()
    box.wait(seconds)
    return time.monotonic() - begun


def listening(server: ScriptedImap, monkeypatch: pytest.MonkeyPatch, stop: threading.Event | None = None) -> Mailbox:
    """A source that has polled and now may listen, asking the folder every second."""
    monkeypatch.setattr(imap_listen, "IDLE_SECONDS", 1.0)
    monkeypatch.setattr(imap_listen, "_FIRST_PAUSE", 0.2)
    box = source(server, stop)
    poll_once(box, MemoryLedger())
    return box


def test_idle_tells_of_new_mail(server: ScriptedImap, monkeypatch: pytest.MonkeyPatch) -> None:
    def idle(wire: Wire, count: int) -> None:
        wire.sendall(b"+ idling\r\n")
        time.sleep(0.3)
        wire.sendall(b"* 3 EXISTS\r\n")

    server.idle = idle
    assert waited(listening(server, monkeypatch), 20) < 3


def test_an_event_in_the_servers_first_packet_is_not_missed_for_long(
    server: ScriptedImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    def idle(wire: Wire, count: int) -> None:
        server.messages[5] = mail(5)
        wire.sendall(b"+ idling\r\n* 3 EXISTS\r\n")

    server.idle = idle
    assert waited(listening(server, monkeypatch), 20) < 4


def test_mail_that_the_server_never_tells_of_is_found_by_asking(server: ScriptedImap, monkeypatch: pytest.MonkeyPatch) -> None:
    box = listening(server, monkeypatch)
    threading.Timer(0.5, server.messages.update, args=[{5: mail(5)}]).start()
    assert waited(box, 20) < 4


def test_an_end_in_idle_is_no_busy_loop_and_listening_begins_anew(
    server: ScriptedImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    def idle(wire: Wire, count: int) -> None:
        wire.sendall(b"+ idling\r\n")
        if count < 3:
            raise OSError
        wire.sendall(b"* 3 EXISTS\r\n")
        time.sleep(0.2)
        wire.sendall(b"* 3 EXISTS\r\n")

    server.idle = idle
    box = listening(server, monkeypatch)
    before, cpu = server.connections, time.process_time()
    assert waited(box, 20) < 8
    assert server.idles == 3
    assert server.connections - before == 3
    assert time.process_time() - cpu < 2


def test_half_a_line_in_idle_is_survived(server: ScriptedImap, monkeypatch: pytest.MonkeyPatch) -> None:
    def idle(wire: Wire, count: int) -> None:
        wire.sendall(b"+ idling\r\n")
        time.sleep(0.2)
        wire.sendall(b"* 7 EX")
        time.sleep(0.3)
        wire.sendall(b"ISTS\r\n" if count == 1 else b"ISTS\r\n* 8 EXISTS\r\n")

    server.idle = idle
    box = listening(server, monkeypatch)
    threading.Timer(2.0, server.messages.update, args=[{5: mail(5)}]).start()
    assert waited(box, 20) < 8


def test_a_silent_server_is_waited_for_no_longer_than_told(server: ScriptedImap, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1.4 < waited(listening(server, monkeypatch), 1.5) < 2.5


@pytest.mark.parametrize("capabilities", [b"IMAP4rev1", b"IMAP4rev1 IDLE"])
def test_a_wait_lasts_its_time_with_and_without_idle(
    server: ScriptedImap, monkeypatch: pytest.MonkeyPatch, capabilities: bytes
) -> None:
    server.capabilities = capabilities
    assert 1.4 < waited(listening(server, monkeypatch), 1.5) < 2.5


@pytest.mark.parametrize("greeting", [b"* OK ready\r\n", b""])
def test_a_stop_ends_the_wait_within_a_second(server: ScriptedImap, monkeypatch: pytest.MonkeyPatch, greeting: bytes) -> None:
    stop = threading.Event()
    box = listening(server, monkeypatch, stop)
    server.greeting = greeting
    threading.Timer(0.5, stop.set).start()
    assert waited(box, 60) < 1.5


def test_idle_against_dovecot(post: Post) -> None:
    box = post.source(idle=True)
    poll_once(box, MemoryLedger())
    timer = threading.Timer(0.5, post.put, args=[mail(1)])
    timer.start()
    assert waited(box, 30) < 6
    timer.join()


def test_mail_that_came_before_listening_began_is_found_at_once(post: Post) -> None:
    box = post.source(idle=True)
    poll_once(box, MemoryLedger())
    post.put(mail(1))
    assert waited(box, 30) < 3
