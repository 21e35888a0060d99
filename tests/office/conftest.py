"""Real servers for the tests: one Dovecot for a run, emptied for every test."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from intake.clock import BANGKOK
from intake.imap import Mailbox
from intake.settings import FaxSettings, MailboxSettings, Security
from parsers.sandbox import Sandbox
from rehearsal.dovecot import HOST, Dovecot
from rehearsal.smtp_sink import SmtpSink

if TYPE_CHECKING:
    from tests.office.daemon_kit import House
from tests.office.becomes_kit import Bench

USER = "jed@dopa.example"
PASSWORD = "not-a-secret"
ARRIVED = dt.datetime(2020, 12, 4, 14, 2, 11, tzinfo=BANGKOK)


def mail(number: int = 0, *, size: int = 0, sender: str = "korat@moi.example", subject: str = "") -> bytes:
    """An invented message with CRLF line ends, as it travels."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = USER
    message["Subject"] = subject or f"รายงานฉบับที่ {number}"
    message["Message-ID"] = f"<{number}@moi.example>"
    message.set_content(f"ฉบับที่ {number}\n" + "x" * 70 + "\n" + ("y" * 76 + "\n") * (size // 77))
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@dataclass(slots=True)
class Post:
    """A mailbox on the server, and what makes sources over it."""

    server: Dovecot
    stop: threading.Event = field(default_factory=threading.Event)
    count: int = 0

    def put(self, *raws: bytes, folder: str = "INBOX", arrived: dt.datetime = ARRIVED) -> None:
        self.server.append_all(USER, [(raw, arrived) for raw in raws], folder)

    def settings(self, **changes: object) -> MailboxSettings:
        values: dict[str, object] = {
            "host": HOST,
            "port": self.server.port,
            "security": Security.NONE,
            "user": USER,
            "password_env": "MAILBOX_PASSWORD",
            "idle": False,
        }
        return MailboxSettings(**(values | changes))  # type: ignore[arg-type]

    def source(self, gateways: tuple[str, ...] = (), password: str = PASSWORD, **changes: object) -> Mailbox:
        fax = FaxSettings(gateways=gateways)
        return Mailbox(self.settings(**changes), fax, self.stop, environ={"MAILBOX_PASSWORD": password})


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot({USER: PASSWORD}, tls=True)
    try:
        yield server.start()
    finally:
        server.remove()


@pytest.fixture
def post(dovecot: Dovecot) -> Iterator[Post]:
    dovecot.stop(hard=True)
    dovecot.empty(USER)
    dovecot.start()
    box = Post(dovecot)
    yield box
    box.stop.set()


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[SmtpSink]:
    with SmtpSink(tmp_path / "sink") as server:
        yield server


@pytest.fixture(scope="session")
def reader() -> Iterator[Sandbox]:
    """One reading process for all benches: it takes longest to start."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def bench(tmp_path: Path, reader: Sandbox) -> Iterator[Bench]:
    """A desk of an office with contacts, allocations and winners."""
    with Bench(tmp_path / "office", reader) as made:
        yield made


@pytest.fixture
def house(tmp_path: Path, post: Post, sink: SmtpSink) -> House:
    """A configuration and an empty data folder over the two servers, for ``damrong`` as a process."""
    from tests.office.daemon_kit import House

    made = House(tmp_path, post, sink)
    made.configure()
    return made
