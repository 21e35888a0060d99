"""The seam of the wires out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from email.message import EmailMessage
from typing import Protocol

from intake.errors import DamrongError
from storage.records import Notice, NoticeDraft


class Refused(DamrongError):
    """The mail server refused a message for good. The text is the server's own answer, without addresses."""


class Sender(Protocol):
    """Hands messages to the world."""

    def send(self, message: EmailMessage, to: Sequence[str]) -> None:
        """Raises intake.errors.RetryLater (server away, refused for now) or Refused (for good)."""
        ...

    def close(self) -> None:
        """Ends the connection, if there is one."""
        ...


Put = Callable[[Sequence[NoticeDraft]], Collection[Notice]]
"""Adds drafts to the outbox; gives those that were new."""
