"""What the facts mean, and when.

DIRECTIVE    a letter that asks for reports: what, from whom, by when. Data, not code.
DELIVERABLE  one thing that it asks for (nomination, achievement report, monthly disbursement report).
OBLIGATION   one deliverable of one province (and month): it exists from day one, so that what is missing has a name.
DEADLINE     nominal day, day in force, and why.
FINDING      something that a check found. An open error keeps a submission from being accepted.
DECISION     what becomes of a submission.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from intake.settings import HolidayPolicy
from parsers.records import Facts


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Status(StrEnum):
    """What a submission is."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


class Timeliness(StrEnum):
    """Whether something arrived by its deadline."""

    ON_TIME = "on_time"
    LATE = "late"


class State(StrEnum):
    """How an obligation stands."""

    NOT_DUE = "not_due"
    MISSING = "missing"
    OVERDUE = "overdue"
    IN_REVIEW = "in_review"
    ON_TIME = "on_time"
    LATE = "late"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found."""

    rule: str
    """Stable name, listed in the README."""
    severity: Severity
    message: str
    """Formal Thai, with the figures concerned."""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due."""

    nominal: dt.date
    """The day that the letter names."""
    due_on: dt.date
    """The day in force under the holiday policy."""
    cutoff: dt.datetime
    """The last moment that is on time (aware, Asia/Bangkok)."""
    why: str
    """Formal Thai: why ``due_on`` is what it is."""
    estimated: bool = False
    """True where the calendar of that year was confirmed by nobody."""


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


@dataclass(frozen=True, slots=True)
class Excuse:
    """An officer's decision that a province may take longer, or need not report."""

    province: str
    deliverable: str
    period: str | None
    until: dt.date
    decided_at: dt.datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What the store tells the rules about a submission that it holds."""

    id: str
    kind: str
    status: Status
    province: str | None
    period: str | None
    received_at: dt.datetime
    first_received_at: dt.datetime
    """Arrival of the first submission of its chain: the obligation's timeliness."""
    revision: int
    facts: Facts
    parts: tuple[str, ...]
    accepted_at: dt.datetime | None = None
    readable: bool = True
    """False: it waits because it could not be read (the values are not known)."""


@dataclass(frozen=True, slots=True)
class History:
    """What is known already, as far as it bears on one new submission."""

    same: tuple[Filed, ...] = ()
    """Accepted, waiting and superseded submissions of the same kind, province and period, oldest first. The superseded ones
    tell a late copy of what was corrected since from a new correction."""
    previous_month: Filed | None = None
    """Accepted disbursement report of the month before."""
    next_month: Filed | None = None
    """Accepted disbursement report of the month after."""
    month_before_last: Filed | None = None
    """Accepted disbursement report of two months before."""
    counterpart: Filed | None = None
    """Accepted nomination of the province, for its achievement report; accepted achievement report, for its nomination."""


class Verdict(StrEnum):
    """What is to be done with a submission."""

    ACCEPT = "accept"
    REVIEW = "review"
    SAME = "same"
    """The same report with the same values is there already: no second submission."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a submission, and why."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    deadline: Deadline | None
    timeliness: Timeliness | None
    days_late: int
    supersedes: str | None = None
    """Id of the submission that this one replaces (an accepted one by a better one, or one that waits unread)."""
    same_as: str | None = None
    """With SAME: the id of the submission that is there already."""
    conflicts: tuple[str, ...] = ()
    """Ids of submissions that must wait too (two nominations of different districts)."""
    directive: str = ""
    """Id and version of the directive, stored with the decision."""
    also_supersedes: tuple[str, ...] = ()
    """Ids of older attempts at the same report that still wait, and that ``supersedes`` does not name."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One expected report, and how it stands."""

    province: str
    province_name: str
    deliverable: str
    period: str | None
    deadline: Deadline
    state: State
    submission: str | None = None
    received_at: dt.datetime | None = None
    days_late: int = 0
    excused_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DueNotice:
    """One notice that the ladder wants now."""

    province: str
    obligations: tuple[Obligation, ...]
    """All of the province's open obligations that this step covers: one mail, not three."""
    step: Step
    due_at: dt.datetime
    stale_after: dt.datetime
    """From then on the notice must not leave any more."""
    steps: tuple[Step, ...] = ()
    """The step of each obligation, in their order: one mail may remind of one report for the first time and of another for
    the last. ``step`` is the most urgent of them. Empty: ``step`` stands for all."""

    @property
    def covers(self) -> tuple[tuple[str, str, str | None, str], ...]:
        """Every (province, deliverable, period, step) that this notice covers: the unique keys of the outbox."""
        steps = self.steps or (self.step,) * len(self.obligations)
        pairs = zip(self.obligations, steps, strict=True)
        return tuple((o.province, o.deliverable, o.period, step.name) for o, step in pairs)


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings that the rules work by."""

    holiday_policy: HolidayPolicy = HolidayPolicy.NEXT_WORKING_DAY
    cutoff: dt.time = dt.time(23, 59, 59)
    max_money_confidence_gap: float = 0.025
    """A money cell below 1 minus this is not certain."""
