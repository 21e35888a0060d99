"""Notices as the outbox keeps them: what goes out, to whom, and how far it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice is."""

    RECEIPT = "receipt"
    QUERY = "query"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    DIGEST = "digest"
    ALERT = "alert"


class NoticeState(StrEnum):
    """How far a notice is. ``sending`` is committed before the SMTP dialogue begins: a crash in it never sends twice."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    """Seen from outside as ``queued``."""
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Hold(StrEnum):
    """Why a notice is held."""

    SENDING_OFF = "sending_off"
    NOT_ALLOWED = "not_allowed"
    """A recipient is not on the allow-list."""
    NEEDS_RELEASE = "needs_release"
    """Waits for an officer."""
    NO_RECIPIENT = "no_recipient"
    TOO_MANY = "too_many"
    """The address got as many answers today as anybody may: waits for an officer."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a notice carries."""

    name: str
    media_type: str
    data: bytes
    content_id: str = ""
    """For pictures shown in the HTML body."""


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A notice to be put into the outbox."""

    kind: NoticeKind
    to: tuple[str, ...]
    subject: str
    body_text: str
    dedupe_key: str
    """Unique: (province, deliverable, period, step), or what stands for it."""
    body_html: str = ""
    attachments: tuple[Attachment, ...] = ()
    province: str | None = None
    deliverable: str | None = None
    period: str | None = None
    step: str | None = None
    covers: tuple[tuple[str, str, str | None, str], ...] = ()
    """Every (province, deliverable, period, step) that this notice covers; each may be covered once only."""
    hold: Hold | None = None
    """Why it must wait; None: it may leave."""
    stale_after: dt.datetime | None = None
    """From then on it must not leave any more."""
    in_reply_to: str = ""
    """Message-ID that it answers."""
    submission: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it stands in the outbox."""

    id: str
    draft: NoticeDraft
    state: NoticeState
    created_at: dt.datetime
    sent_at: dt.datetime | None = None
    message_id: str | None = None
    error: str = ""
    """Last error, or why it was cancelled."""
    attempts: int = 0
    released: bool = False
    """An officer has let it go: NEEDS_RELEASE is no reason to hold it any more."""
