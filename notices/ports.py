"""The seam of the wires out."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Protocol

from intake.errors import DamrongError, RetryLater


class Refused(DamrongError):
    """The mail server refused a message for good. The text names its reply code and no address."""


class Deferred(RetryLater):
    """The mail server does not take this one message now; it may take others."""


class Uncertain(DamrongError):
    """The connection broke after the message was handed over: nobody knows whether it left."""


class Sender(Protocol):
    """Hands messages to the world."""

    def send(self, message: EmailMessage, to: Sequence[str]) -> Sequence[str]:
        """Hands one message over; gives those of ``to`` whom the server refused for good while it took the others.

        Raises:
            RetryLater: the server is away: nothing left, and nothing else will now.
            Deferred: it refuses this message for now.
            Refused: it refuses this message for good.
            Uncertain: it may have left, or not.
        """
        ...

    def close(self) -> None:
        """Ends the connection, if there is one."""
        ...
