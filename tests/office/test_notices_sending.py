"""The outbox against a real mail server that fails in the ways servers fail: each notice leaves once, or waits visibly."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import email.policy
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from intake.errors import RetryLater
from intake.settings import Sending
from notices.addressing import hold_for
from notices.outbox import MAX_ATTEMPTS, Outbox
from notices.smtp import SmtpSender
from rehearsal.dovecot import free_port
from rehearsal.smtp_sink import Failure, SmtpSink
from storage.notices import Attachment, Hold, NoticeDraft, NoticeKind
from storage.store import SqlStore
from tests.notices_kit import Still, settings
from tests.storage_kit import NOW, draft

KORAT = "korat@moi.example"


class Room:
    """A store, a clock and the way out to one port."""

    def __init__(self, data: Path, port: int) -> None:
        self.store, self.clock, self.settings = SqlStore(data), Still(NOW), settings(port)
        self.sender = SmtpSender(self.settings.smtp, str)

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.store, self.sender, self.settings, self.clock)

    def put(self, *keys: str, **changes: object) -> None:
        self.store.put_notices([draft(key, to=(KORAT,), **changes) for key in keys], self.clock.now())

    @property
    def states(self) -> list[str]:
        return [notice.state.value for notice in self.store.notices()]

    @property
    def error(self) -> str:
        return self.store.notices()[-1].error


@pytest.fixture
def room(tmp_path: Path, sink: SmtpSink) -> Iterator[Room]:
    made = Room(tmp_path / "data", sink.port)
    yield made
    made.store.close()


class Script:
    """A mail server that answers by a script: one reply a command, and hangs up at its end."""

    def __init__(self, *replies: str) -> None:
        self.replies, self.heard = replies, list[bytes]()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Script:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            wire, _ = self._socket.accept()
            with wire, wire.makefile("rb") as heard:
                in_message = False
                wire.sendall(b"220 ready\r\n")
                for reply in self.replies:
                    line = heard.readline()
                    while in_message and line not in (b".\r\n", b""):
                        line = heard.readline()
                    self.heard.append(line)
                    in_message = reply.startswith("354")
                    wire.sendall(reply.encode() + b"\r\n")


@contextlib.contextmanager
def scripted(tmp_path: Path, *replies: str) -> Iterator[tuple[Room, Script]]:
    with Script(*replies) as script:
        room = Room(tmp_path / "data", script.port)
        yield room, script
        room.store.close()


GREETED = "250 here"
"""To EHLO."""


def test_what_is_queued_leaves_once_and_in_order(room: Room, sink: SmtpSink) -> None:
    room.put("a", "b", "c")
    assert room.outbox.send_due() == 3 and room.outbox.send_due() == 0
    assert room.states == ["sent"] * 3 and len(sink.delivered) == 3
    numbers = [email.message_from_bytes(each.raw)["X-Damrong"] for each in sink.delivered]
    assert numbers == ["receipt N1", "receipt N2", "receipt N3"]
    sent = room.store.notices()[0]
    assert sent.sent_at == NOW and sent.message_id == email.message_from_bytes(sink.delivered[0].raw)["Message-ID"]


def test_refused_for_now_is_tried_again_later_and_keeps_nobody_waiting(room: Room, sink: SmtpSink) -> None:
    room.put("a", "b")
    sink.fail(Failure.TEMPORARY, 1)
    assert room.outbox.send_due() == 1
    assert room.states == ["queued", "sent"] and "451" in room.store.notices()[0].error
    assert room.outbox.send_due() == 0
    room.clock.pass_by(minutes=1)
    sink.fail(Failure.TEMPORARY, 1)
    assert room.outbox.send_due() == 0
    room.clock.pass_by(minutes=1)
    assert room.outbox.send_due() == 0  # two minutes after the second refusal
    room.clock.pass_by(minutes=1)
    assert room.outbox.send_due() == 1
    assert room.states == ["sent", "sent"] and len(sink.delivered) == 2


def test_refused_for_now_for_ever_ends_visibly(room: Room, sink: SmtpSink) -> None:
    room.put("a")
    sink.fail(Failure.TEMPORARY)
    for _ in range(MAX_ATTEMPTS):
        assert room.states == ["queued"]
        room.outbox.send_due()
        room.clock.pass_by(hours=1)
    assert room.states == ["failed"] and room.clock.now() - NOW > dt.timedelta(days=1)


def test_refused_for_good_is_failed_and_visible(room: Room, sink: SmtpSink) -> None:
    room.put("a", "b")
    sink.fail(Failure.PERMANENT, 1)
    assert room.outbox.send_due() == 1
    first = room.store.notices()[0]
    assert room.states == ["failed", "sent"] and "550" in first.error and KORAT not in first.error
    room.clock.pass_by(days=1)
    assert room.outbox.send_due() == 0


def test_a_server_that_is_away_costs_nothing_however_long(tmp_path: Path) -> None:
    room = Room(tmp_path / "data", free_port())
    room.put("a", "b")
    for _ in range(MAX_ATTEMPTS + 5):
        with pytest.raises(RetryLater):
            room.outbox.send_due()
        room.clock.pass_by(hours=2)
    assert room.states == ["queued", "queued"]
    with SmtpSink() as sink:
        back = Room(tmp_path / "data", sink.port)
        back.clock = room.clock
        assert back.outbox.send_due() == 2 and len(sink.delivered) == 2
        back.store.close()
    room.store.close()


@pytest.mark.parametrize("failure", [Failure.DROP_BEFORE, Failure.DROP_AFTER])
def test_a_connection_that_breaks_after_the_message_never_sends_it_twice(room: Room, sink: SmtpSink, failure: Failure) -> None:
    room.put("a", "b")
    sink.fail(failure, 1)
    assert room.outbox.send_due() == 1
    assert room.states == ["failed", "sent"] and "ไม่ทราบว่า" in room.store.notices()[0].error
    room.clock.pass_by(days=1)
    assert room.outbox.send_due() == 0
    assert len(sink.delivered) == (1 if failure is Failure.DROP_BEFORE else 2)
    room.store.release(["N1"], "วิภา", "ผู้รับแจ้งว่ายังไม่ได้รับ", room.clock.now())
    assert room.outbox.send_due() == 1 and room.states == ["sent", "sent"]


@pytest.mark.parametrize("replies", [(), (GREETED,), (GREETED, "250 ok"), (GREETED, "250 ok", "250 ok")])
def test_a_connection_that_breaks_before_the_message_is_tried_again(tmp_path: Path, replies: Sequence[str]) -> None:
    with scripted(tmp_path, *replies) as (room, _):
        room.put("a")
        with pytest.raises(RetryLater):
            room.outbox.send_due()
        assert room.states == ["queued"] and room.store.claim_notice(NOW) is None


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ((GREETED, "553 no", "250 reset", "553 neither", "250 reset", "221 bye"), "queued"),
        ((GREETED, "250 ok", "250 ok", "554 no data", "250 reset", "221 bye"), "failed"),
        ((GREETED, "250 ok", "250 ok", "354 go", "552 too big", "221 bye"), "failed"),
        ((GREETED, "250 ok", "452 full", "250 reset", "221 bye"), "queued"),
        ((GREETED, "250 ok", "250 ok", "354 go", "421 closing", "221 bye"), "queued"),
        ((GREETED, "250 ok", "250 ok", "354 go", "250 kept", "221 bye"), "sent"),
    ],
)
def test_what_a_refusal_means_depends_on_where_it_comes(tmp_path: Path, replies: Sequence[str], state: str) -> None:
    with scripted(tmp_path, *replies) as (room, _):
        room.put("a")
        with contextlib.suppress(RetryLater):
            room.outbox.send_due()
        assert room.states == [state]
        if state != "sent":
            assert replies[[n for n, r in enumerate(replies) if r[0] in "45"][-1]][:3] in room.error


def test_a_server_that_takes_no_empty_sender_gets_our_address(tmp_path: Path) -> None:
    replies = (GREETED, "550 null sender", "250 reset", "250 ok", "250 ok", "354 go", "250 kept", "221 bye")
    with scripted(tmp_path, *replies) as (room, script):
        room.put("a")
        assert room.outbox.send_due() == 1
        assert [line.split()[1] for line in script.heard if line.startswith(b"mail")] == [
            b"FROM:<>",
            b"FROM:<jed@dopa.example>",
        ]


def test_one_wrong_address_keeps_the_letter_from_nobody_else(tmp_path: Path) -> None:
    replies = (GREETED, "250 ok", "550 gone", "250 ok", "354 go", "250 kept", "221 bye")
    with scripted(tmp_path, *replies) as (room, _):
        room.store.put_notices([draft("a", to=("old@moi.example", KORAT))], NOW)
        assert room.outbox.send_due() == 1
        assert room.states == ["sent"] and "old@moi.example" in room.error and KORAT not in room.error


def test_a_wrong_password_fails_no_notice(tmp_path: Path) -> None:
    with scripted(tmp_path, "250-here\r\n250 AUTH PLAIN", "535 no", "535 no", "535 no") as (room, _):
        smtp = type(room.settings.smtp)(
            host="127.0.0.1", port=room.settings.smtp.port, user="jed", security=room.settings.smtp.security
        )
        room.sender = SmtpSender(smtp, lambda: "secret")
        room.put("a")
        with pytest.raises(RetryLater, match="รหัสผ่าน"):
            room.outbox.send_due()
        assert room.states == ["queued"]


def test_lines_with_a_dot_arrive_whole(room: Room, sink: SmtpSink) -> None:
    room.put("a", body_text=".\n..\nตัวอย่าง\n." + "\n.ยาว" * 50)
    assert room.outbox.send_due() == 1
    message = email.message_from_bytes(sink.delivered[0].raw, policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None and body.get_content().split() == [".", "..", "ตัวอย่าง", "."] + [".ยาว"] * 50


@pytest.mark.slow
def test_killed_between_claim_and_sent_it_waits_for_an_officer(tmp_path: Path) -> None:
    """kill -9 while the server holds its answer back: failed, and never sent again by itself."""
    data = tmp_path / "data"
    with socket.create_server(("127.0.0.1", 0)) as server:
        room = Room(data, server.getsockname()[1])
        room.put("a")
        command = [sys.executable, "-m", "tests.office.notices_worker", str(data), str(server.getsockname()[1])]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
        server.settimeout(60)
        wire, _ = server.accept()  # the notice is claimed by now: the connection is made for it
        with wire:
            os.kill(worker.pid, signal.SIGKILL)
            assert worker.wait(30) == -signal.SIGKILL
    assert worker.stdout is not None
    worker.stdout.close()
    with SmtpSink() as sink:
        again = Room(data, sink.port)
        assert again.outbox.send_due() == 0
        again.outbox.recover()
        assert again.states == ["failed"] and "ไม่ทราบว่า" in again.error
        assert again.outbox.send_due() == 0 and not sink.delivered
        again.store.release(["N1"], "วิภา", "ผู้รับยังไม่ได้รับ", NOW)
        assert again.outbox.send_due() == 1 and len(sink.delivered) == 1
        again.store.close()
    room.store.close()


def test_a_disk_that_is_full_when_the_server_has_taken_it_never_sends_it_twice(
    room: Room, sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise RetryLater("the disk is full")

    room.put("a")
    with monkeypatch.context() as patch:
        patch.setattr(SqlStore, "notice_sent", full)
        with pytest.raises(RetryLater):
            room.outbox.send_due()
    room.outbox.send_due()
    assert room.states == ["failed"] and "ไม่ทราบว่า" in room.error
    assert len(sink.delivered) == 1


def test_nothing_is_claimed_without_a_server(tmp_path: Path) -> None:
    room = Room(tmp_path / "data", 25)
    room.put("a")
    assert Outbox(room.store, None, room.settings, room.clock).send_due() == 0 and room.states == ["queued"]
    room.store.close()


def test_an_address_that_cannot_be_written_fails_alone(room: Room, sink: SmtpSink) -> None:
    bad = ("korat@moi.example\r\nBcc: all@moi.example", "ผู้ว่า@moi.example", "")
    room.store.put_notices([draft(f"bad{n}", to=(address,)) for n, address in enumerate(bad)], NOW)
    room.put("good")
    assert room.outbox.send_due() == 1
    assert room.states == ["failed"] * 3 + ["sent"] and [each.to for each in sink.delivered] == [(KORAT,)]


def test_switching_sending_on_releases_what_still_holds(tmp_path: Path, sink: SmtpSink) -> None:
    room = Room(tmp_path / "data", sink.port)
    off = settings(sink.port, sending=Sending.OFF)

    def put(key: str, **changes: object) -> None:
        to = (KORAT,)
        needs = changes.get("kind") is NoticeKind.OVERDUE
        room.store.put_notices([draft(key, to=to, hold=hold_for(to, off.office, needs_release=needs), **changes)], NOW)

    put("receipt", stale_after=NOW + dt.timedelta(days=3))
    put("stale", stale_after=NOW + dt.timedelta(hours=1))
    put("overdue", kind=NoticeKind.OVERDUE, stale_after=NOW + dt.timedelta(days=3))
    held = Outbox(room.store, room.sender, off, room.clock)
    held.recover()
    assert held.send_due() == 0 and room.states == ["held"] * 3
    room.clock.pass_by(hours=2)
    room.outbox.recover()
    assert room.states == ["queued", "cancelled", "held"]
    assert room.outbox.send_due() == 1 and len(sink.delivered) == 1
    room.store.release(["N3"], "วิภา", "เห็นชอบ", room.clock.now())
    assert room.outbox.send_due() == 1
    room.store.close()


def test_the_allow_list_holds_what_it_does_not_name(tmp_path: Path, sink: SmtpSink) -> None:
    room = Room(tmp_path / "data", sink.port)
    room.settings = settings(sink.port, sending=Sending.ALLOW, allow=("*@dopa.example",))
    officer = NoticeDraft(NoticeKind.DIGEST, ("o@dopa.example",), "สรุป", "สรุป", "digest")
    mixed = NoticeDraft(NoticeKind.RECEIPT, ("o@dopa.example", KORAT), "รับ", "รับ", "mixed")
    room.store.put_notices([officer, mixed], NOW)
    room.outbox.recover()
    assert room.states == ["queued", "held"] and room.store.notices()[1].draft.hold is Hold.NOT_ALLOWED
    assert room.outbox.send_due() == 1 and [each.to for each in sink.delivered] == [("o@dopa.example",)]
    room.store.close()


def test_no_address_in_the_log(room: Room, sink: SmtpSink, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for failure in (Failure.PERMANENT, Failure.TEMPORARY, Failure.DROP_AFTER, Failure.NONE):
        room.put(failure.value)
        sink.fail(failure, 1)
        room.outbox.send_due()
        room.clock.pass_by(hours=1)
    room.outbox.recover()
    ours = [record.getMessage() for record in caplog.records if record.name.split(".")[0] in {"notices", "storage"}]
    assert len(ours) == 2 and not any("@" in text for text in ours)


def test_attachments_and_pictures_arrive(room: Room, sink: SmtpSink) -> None:
    form = Attachment("แบบรายงาน.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04")
    board = Attachment("board.png", "image/png", b"\x89PNG", "board")
    page = '<p>กระดาน <img src="cid:board"></p>'
    room.put("a", kind=NoticeKind.DIGEST, body_html=page, attachments=(form, board))
    room.outbox.send_due()
    message = email.message_from_bytes(sink.delivered[0].raw, policy=email.policy.default)
    (file,) = message.iter_attachments()
    assert file.get_filename() == "แบบรายงาน.xlsx" and file.get_content() == b"PK\x03\x04"
    assert [each["Content-ID"] for each in message.walk() if each.get_content_type() == "image/png"] == ["<board>"]
    assert [each.get_content_type() for each in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        form.media_type,
    ]
