"""What a rehearsed mail really says, and what should become of it. Knows nothing of how anything is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DocumentTruth:
    """One report that a mail bears."""

    kind: str
    province: str
    period: str | None
    fields: Mapping[str, str]
    """Field name -> normalised value, as CONTRACT writes it; only what stands on the paper."""
    lines: tuple[Mapping[str, str], ...] = ()
    expected: str = "accepted"
    """``accepted``, ``review``, ``same`` (no second submission)."""
    rules: tuple[str, ...] = ()
    """With ``review``: at least one of these rules must be among the findings; empty: any."""
    layout: str = ""
    format: str = ""
    """``pdf``, ``docx``, ``xlsx``, ``body``, ..."""
    correct: bool = True
    """The province made no mistake and the document is born digital: it should pass without a person."""


@dataclass(frozen=True, slots=True)
class MailTruth:
    """One mail."""

    number: int
    story: str
    province: str | None
    sender: str
    arrived_at: dt.datetime
    outcome: str
    """Expected outcome of the arrival: ``filed``, ``review``, ``duplicate``."""
    documents: tuple[DocumentTruth, ...] = ()


@dataclass(frozen=True, slots=True)
class RehearsedMail:
    """A mail with its truth."""

    raw: bytes
    truth: MailTruth
    tags: frozenset[str] = field(default_factory=frozenset)

    @property
    def arrived_at(self) -> dt.datetime:
        """When the mailbox received it."""
        return self.truth.arrived_at
