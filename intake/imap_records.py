"""What the wire to a mailbox tells of a folder and its messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


class NotHandedOver(Exception):
    """The server answers, but not with this message. Others are not concerned."""


class TooLarge(Exception):
    """The message is beyond the hard limit."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as the server shows it when it is opened."""

    exists: int
    uidvalidity: int | None
    """None: the server does not tell it, so its UIDs mean nothing."""
    uidnext: int | None
    keeps_keywords: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What is asked of a message before it is fetched."""

    uid: int
    size: int | None
    """RFC822.SIZE in bytes; some servers guess it."""
    internaldate: dt.datetime | None
    """In Asia/Bangkok."""
