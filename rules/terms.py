"""What a directive asks for: the terms of a letter, as data.

DIRECTIVE    a letter that asks for reports: what, from whom, by when.
DELIVERABLE  one thing that it asks for (nomination, achievement report, monthly disbursement report).
LADDER       the notices that go with a deadline, step by step.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class StepKind(StrEnum):
    """What a step of the ladder does."""

    REMINDER = "reminder"
    OVERDUE = "overdue"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder of a deliverable, as the directive gives it."""

    name: str
    """``reminder-5``; part of the outbox key."""
    kind: StepKind
    working_days: int
    """Working days from the due date; negative before it."""
    at: dt.time
    """Time of day, Asia/Bangkok."""
    attach_form: bool = False
    """The notice carries the office's blank form."""
    held: bool = False
    """Waits for an officer's release."""


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One thing that a directive asks for."""

    name: str
    kind: str
    """Document kind that meets it (a name of parsers.kinds.registry)."""
    title: str
    """Thai, as it stands in letters."""
    once_on: dt.date | None = None
    """Deadline of a deliverable that is owed once."""
    monthly_day: int | None = None
    """Day of the following month on which a monthly report is due."""
    first_period: str | None = None
    """``YYYY-MM`` of the first and the last month reported on."""
    last_period: str | None = None
    ladder: tuple[Step, ...] = ()

    @property
    def periods(self) -> tuple[str | None, ...]:
        """Months reported on; ``(None,)`` for a deliverable owed once."""
        if self.first_period is None or self.last_period is None:
            return (None,)
        year, month = int(self.first_period[:4]), int(self.first_period[5:])
        out: list[str | None] = []
        while (period := f"{year:04d}-{month:02d}") <= self.last_period:
            out.append(period)
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Province:
    """One province of the register."""

    code: str
    """Two-digit DOPA/TIS 1099 code, the number of ISO 3166-2:TH."""
    name: str
    abbreviation: str
    """Two Thai letters, as in letter numbers."""
    region: str
    """Thai name of the region, for the digest and the alert."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to or call in a province."""

    province: str
    email: str = ""
    fax: str = ""
    name: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Money allocated to a province: its total, or one item of it."""

    province: str
    allocated: Decimal
    item: str = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """A letter that asks for reports, with everything that belongs to it."""

    id: str
    """``mt-0307.2-w30982``"""
    version: str
    letter_no: str
    """``มท 0307.2/ว 30982``"""
    letter_date: dt.date
    """Also the day that the directive comes into force."""
    title: str
    project: str
    """The project's name as it stands in reports."""
    keywords: tuple[str, ...]
    """Words that show that a text belongs to this directive."""
    fiscal_year: int
    """Christian year in which the fiscal year ends: 2021 for พ.ศ. 2564."""
    total: Decimal
    provinces: tuple[Province, ...]
    deliverables: tuple[Deliverable, ...]
    contacts: tuple[Contact, ...] | None = None
    """None: not configured, and its checks are off."""
    allocations: tuple[Allocation, ...] | None = None
    winners: frozenset[tuple[str, str]] | None = None
    """(province code, district name) selected in the fiscal year before."""
    office_phone: str = ""
    office_unit: str = ""

    def deliverable(self, name: str) -> Deliverable:
        """The deliverable of that name; KeyError if there is none."""
        for deliverable in self.deliverables:
            if deliverable.name == name:
                return deliverable
        raise KeyError(name)

    def for_kind(self, kind: str) -> Deliverable | None:
        """The deliverable that a document kind meets; None for obstacle reports and others that nobody owes."""
        return next((d for d in self.deliverables if d.kind == kind), None)

    def province(self, code: str) -> Province | None:
        """The province of that code; None for Bangkok and unknown codes."""
        return next((p for p in self.provinces if p.code == code), None)
