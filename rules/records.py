"""What the facts mean, and when.

OBLIGATION   one deliverable of one province (and month): it exists from day one, so that what is missing has a name.
DEADLINE     nominal day, day in force, and why.
FINDING      something that a check found. An open error keeps a submission from being accepted.
DECISION     what becomes of a submission.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from intake.settings import HolidayPolicy
from parsers.records import Facts
from rules.terms import Step


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
