"""How long to leave a server alone after it failed."""

from __future__ import annotations

import time
from collections.abc import Callable

from intake.errors import LoginRefused, RetryLater

FIRST_SECONDS = 5.0
LONGEST_SECONDS = 300.0
FIRST_AFTER_REFUSAL_SECONDS = 60.0
LONGEST_AFTER_REFUSAL_SECONDS = 1800.0
"""A refused login is tried rarely: servers lock an account that fails often."""


class Backoff:
    """Pauses that double with every failure in a row, in real seconds (not the office's clock)."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._failures = 0
        self._until = 0.0
        self._error = RetryLater("")

    def failed(self, error: RetryLater) -> None:
        """Counts one more failure."""
        refused = isinstance(error, LoginRefused)
        first, longest = (
            (FIRST_AFTER_REFUSAL_SECONDS, LONGEST_AFTER_REFUSAL_SECONDS) if refused else (FIRST_SECONDS, LONGEST_SECONDS)
        )
        pause = min(first * 2.0 ** min(self._failures, 16), longest)
        self._failures += 1
        self._until = self._seconds() + pause
        self._error = error

    def succeeded(self) -> None:
        """The server answered well."""
        self._failures, self._until = 0, 0.0

    def left(self) -> float:
        """Seconds until the next attempt is due; 0 when it is."""
        return max(self._until - self._seconds(), 0.0)

    def check(self) -> None:
        """Raises the last failure again while it is too early for another attempt."""
        left = self.left()
        if left > 0:
            raise type(self._error)(f"{self._error} (ลองใหม่อีกครั้งในอีก {left:.0f} วินาที)")
