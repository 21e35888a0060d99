"""A real SMTP server on loopback that keeps what it is given, and can be told to fail in the ways that servers fail."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from rehearsal.dovecot import HOST, free_port


class Failure(StrEnum):
    """How the sink fails."""

    NONE = "none"
    TEMPORARY = "temporary"
    """451 after the message: try again later. Nothing is kept."""
    PERMANENT = "permanent"
    """550 for every recipient."""
    DROP_BEFORE = "drop_before"
    """The connection is cut after the message, which is not kept."""
    DROP_AFTER = "drop_after"
    """The message is kept, and the connection is cut before the answer: the sender cannot know."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One message as it came over the wire."""

    sender: str
    """Envelope sender; empty for ``<>``."""
    to: tuple[str, ...]
    raw: bytes


class SmtpSink:
    """One server. ``with SmtpSink(folder) as sink: ... sink.delivered``

    Args:
        folder: every message is also written here (``0001.eml``, with its envelope in ``X-Envelope-*`` headers); None: not.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.host, self.port = HOST, free_port()
        self.failure = Failure.NONE
        self._folder = folder
        self._delivered: list[Delivered] = []
        self._left: int | None = None
        self._lock = threading.Lock()
        # Port 0 would fail: the controller's own check connects to the port that it was given.
        self._controller = Controller(self, hostname=HOST, port=self.port)

    def __enter__(self) -> SmtpSink:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> SmtpSink:
        """Starts the server in a thread of its own."""
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stops the server."""
        self._controller.stop()

    @property
    def delivered(self) -> Sequence[Delivered]:
        """Every message kept so far, in order."""
        with self._lock:
            return tuple(self._delivered)

    def fail(self, failure: Failure, times: int | None = None) -> None:
        """Fails from now on, or for so many messages (recipients, if permanent)."""
        with self._lock:
            self.failure, self._left = failure, times

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        """Refuses recipients where it is told to."""
        if self.failure is Failure.PERMANENT:
            self._count()
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keeps the message, or fails."""
        failure = self.failure
        if failure is not Failure.NONE:
            self._count()
        if failure is Failure.TEMPORARY:
            return "451 4.3.0 try again later"
        if failure is not Failure.DROP_BEFORE:
            self._keep(envelope)
        if failure in (Failure.DROP_BEFORE, Failure.DROP_AFTER) and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 2.0.0 kept"

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
        message = Delivered(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw)
        with self._lock:
            self._delivered.append(message)
            number = len(self._delivered)
        if self._folder is not None:
            head = f"X-Envelope-From: <{message.sender}>\r\nX-Envelope-To: {', '.join(message.to)}\r\n"
            (self._folder / f"{number:04}.eml").write_bytes(head.encode("utf-8", "replace") + raw)

    def _count(self) -> None:
        with self._lock:
            if self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self.failure, self._left = Failure.NONE, None
