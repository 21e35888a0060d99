"""What the daemon tells systemd (sd_notify)."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping

TELL_SECONDS = 1.0
"""systemd reads at once; a listener whose queue is full must not hold the daemon."""


class Watchdog:
    """Tells how the daemon fares; silent where systemd did not start it.

    Args:
        environ: names the listener (``NOTIFY_SOCKET``).
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def tell(self, state: str) -> None:
        """One datagram. A listener that is gone, or that does not listen, is no reason to stop or to stand still."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire, contextlib.suppress(OSError):
            wire.settimeout(TELL_SECONDS)
            wire.sendto(state.encode(), self._address)
