from __future__ import annotations

import datetime as dt
import imaplib
import smtplib
from pathlib import Path

import pytest

from intake.clock import BANGKOK
from rehearsal.dovecot import HOST, Dovecot
from rehearsal.smtp_sink import Failure, SmtpSink
from tests.office.conftest import PASSWORD, USER, Post, mail


def send(sink: SmtpSink, raw: bytes = b"Subject: x\r\n\r\nbody\r\n", to: str = "korat@moi.example") -> None:
    with smtplib.SMTP(sink.host, sink.port, timeout=10) as wire:
        wire.sendmail("jed@dopa.example", [to], raw)


def test_the_sink_keeps_what_it_is_given(sink: SmtpSink, tmp_path: Path) -> None:
    send(sink)
    (delivered,) = sink.delivered
    assert (delivered.sender, delivered.to) == ("jed@dopa.example", ("korat@moi.example",))
    assert delivered.raw == b"Subject: x\r\n\r\nbody\r\n"
    kept = (tmp_path / "sink" / "0001.eml").read_bytes()
    assert kept.endswith(delivered.raw)
    assert b"X-Envelope-To: korat@moi.example" in kept


def test_the_sink_refuses_for_now_and_for_good(sink: SmtpSink) -> None:
    sink.fail(Failure.TEMPORARY, 1)
    with pytest.raises(smtplib.SMTPDataError) as caught:
        send(sink)
    assert caught.value.smtp_code == 451
    sink.fail(Failure.PERMANENT, 1)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(sink)
    send(sink)
    assert len(sink.delivered) == 1


@pytest.mark.parametrize(("failure", "kept"), [(Failure.DROP_BEFORE, 0), (Failure.DROP_AFTER, 1)])
def test_the_sink_cuts_the_line(sink: SmtpSink, failure: Failure, kept: int) -> None:
    sink.fail(failure)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(sink)
    assert len(sink.delivered) == kept


def test_two_servers_side_by_side_and_gone_afterwards() -> None:
    arrived = dt.datetime(2020, 12, 4, 14, 2, 11, tzinfo=BANGKOK)
    with Dovecot({USER: PASSWORD}) as one, Dovecot({USER: PASSWORD}) as two:
        one.append(USER, mail(1), arrived, "Other")
        counts = []
        for server in (one, two):
            with imaplib.IMAP4(HOST, server.port) as wire:
                wire.login(USER, PASSWORD)
                counts.append(len(wire.list('""', "Other")[1][0] or b""))
        assert counts[0] > 0
        assert counts[1] == 0
        bases = [one.base, two.base]
    assert not any(base.exists() for base in bases)


def test_a_server_that_cannot_start_says_why() -> None:
    server = Dovecot({USER: PASSWORD}, extra="no_such_setting = 1")
    try:
        with pytest.raises(RuntimeError, match="no_such_setting"):
            server.start()
    finally:
        server.remove()


def test_a_new_uidvalidity_only_while_stopped(post: Post) -> None:
    with pytest.raises(RuntimeError, match="stop"):
        post.server.reset_uidvalidity(USER)
