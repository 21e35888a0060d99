"""What comes in from outside: an arrival and the place that it came from.

ARRIVAL   one thing that reached the office: a message, a fax, or a document that a person hands in.
SOURCE    a wire in: a mailbox, a fax spool, a folder.
KEY       what a source calls an arrival; it is never used as the arrival's identity, which is the sha256 of its bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """How an arrival reached the office."""

    EMAIL = "email"
    FAX = "fax"
    UPLOAD = "upload"


class ArrivalClock(StrEnum):
    """Which clock said when the arrival reached the office, best first."""

    GIVEN = "given"
    """A person said so (``--received-at``)."""
    INTERNALDATE = "internaldate"
    """The mailbox's own time of receipt."""
    RECEIVED = "received"
    """The topmost readable ``Received:`` header."""
    SPOOL = "spool"
    """The fax spool's or the fax gateway's time."""
    TAG = "tag"
    """A date tag inside the fax file: the machine's clock."""
    NOW = "now"
    """Nothing better was known: the moment of filing."""


@dataclass(frozen=True, slots=True)
class SourceKey:
    """What a source calls one arrival."""

    account: str
    """``user@host:port`` of a mailbox, ``fax:FOLDER`` of a spool, ``file`` of what lies on disk."""
    folder: str
    """The mailbox folder, or the folder on disk."""
    uidvalidity: int
    """IMAP UIDVALIDITY; 0 where there is no such thing."""
    uid: str
    """IMAP UID in decimal, or the file's name (``mbox`` members: ``name#offset``)."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person said about paper that they hand in. Taken as certain, and marked as a person's word."""

    province: str | None = None
    """Two-digit code."""
    kind: str | None = None
    period: str | None = None
    """``YYYY-MM``"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that reached the office, byte for byte."""

    key: SourceKey
    raw: bytes
    """The original: an RFC 5322 message, or a bare document."""
    channel: Channel
    received_at: dt.datetime
    """When it reached the office (aware). Timeliness uses this clock only."""
    clock: ArrivalClock
    """Where ``received_at`` comes from."""
    name: str = ""
    """File name of a bare document; empty for a message."""
    is_message: bool = True
    """True: ``raw`` is an RFC 5322 message. False: a bare document."""
    hints: Hints = Hints()
    backlog: bool = False
    """Found by the very first look at a filled source: it is filed, but nobody is written to about it."""
    fax_number: str | None = None
    """The sending machine's number (TSI), digits only, where the spool or gateway tells it."""
    truncated: bool = False
    """Only the headers were fetched, because the message is beyond the hard limit; the rest stays in the mailbox."""

    @property
    def sha256(self) -> str:
        """Hex digest of ``raw``: the arrival's identity."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True, slots=True)
class PollStats:
    """What one look at a source found."""

    on_server: int
    """How many messages the folder holds (the server's own count)."""
    new: int
    """How many of them were not in the ledger."""
    uidvalidity: int = 0
    unfetched: tuple[str, ...] = ()
    """UIDs of messages that the server would not hand over. They are asked for again at every poll."""
