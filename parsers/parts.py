"""An arrival taken apart, and what became of each of its parts.

MESSAGE   an arrival opened: headers and parts.
PART      one leaf or container of a message, or a bare document.
VERDICT   what became of one part.
DOSSIER   what one arrival reports, with a verdict for each part.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from parsers.records import Facts


class Outcome(StrEnum):
    """What became of an arrival or a part."""

    FILED = "filed"
    REVIEW = "review"
    IGNORED = "ignored"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


class Role(StrEnum):
    """What a part is to its message."""

    BODY = "body"
    DOCUMENT = "document"
    CONTAINER = "container"
    DECORATION = "decoration"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an arrival."""

    data: bytes
    """Decoded bytes (transfer encoding undone); empty for a multipart that only holds others."""
    sha256: str
    """Hex digest of ``data``."""
    name: str
    """Cleaned file name for showing (NFC, no path, no control characters); made from type and number where there is none."""
    raw_name: str
    """The name as it stood, undecoded where it could not be decoded; evidence only."""
    declared_type: str
    """Media type that the sender declared, lower case."""
    media_type: str
    """Media type that the bytes show."""
    role: Role
    charset: str | None = None
    """Declared charset of a text part."""
    ignored: str = ""
    """Why the part is passed over, in formal Thai; empty if it is to be read."""
    trouble: str = ""
    """Why the part cannot be read, in formal Thai (empty, archive, locked, link only, ...); goes to review."""
    trouble_code: str = ""
    """Stable name of ``trouble``: the codes of intake.errors.Unreadable."""


@dataclass(frozen=True, slots=True)
class Message:
    """An arrival opened. A bare document is a message with one part and no headers."""

    parts: tuple[Part, ...]
    """Every leaf and every container, in the order of the message."""
    subject: str = ""
    sender: str = ""
    """Address of From, lower case; empty if there is none."""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    message_id: str = ""
    references: tuple[str, ...] = ()
    """Message-IDs of In-Reply-To and References."""
    sent_at: dt.datetime | None = None
    """The sender's clock; evidence only."""
    relayed_at: dt.datetime | None = None
    """Topmost readable ``Received:`` time."""
    automatic: str = ""
    """Why this is not a person's letter, in formal Thai (automatic answer, bounce, list, our own mail); empty if it is."""
    list_header: str = ""
    """The header by which a mailing list marks the mail (``List-Id``, ``Precedence: bulk``); empty if there is none, or if the
    list is the office's own group address."""
    by_machine: bool = False
    """Sent on by a machine (a scanner, a document system): what it brings is read, but nobody is answered."""
    body: str = ""
    """The text that the sender wrote, quoted text and signature separators removed, plain."""
    warnings: tuple[str, ...] = ()
    """Defects of the message that were worked around (English, for the log)."""


@dataclass(frozen=True, slots=True)
class PartVerdict:
    """What became of one part."""

    sha256: str
    outcome: Outcome
    reason: str
    """Formal Thai."""
    facts: tuple[int, ...] = ()
    """Indexes into Dossier.facts that this part bears or lends to."""
    submissions: tuple[str, ...] = ()
    """Ids of submissions that are there already and that this part repeats (a duplicate)."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """An arrival understood: at most one Facts per (kind, province, period), and a verdict for every part."""

    facts: tuple[Facts, ...]
    verdicts: tuple[PartVerdict, ...]
    """One per part, in the order of Message.parts."""
    is_for_office: bool = True
    """False: an automatic answer, a bounce, a list, our own mail, a matter foreign to the directive."""
    reason: str = ""
    """Formal Thai: why there is no submission, or what a person must look at."""
