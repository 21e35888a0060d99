"""Who owes what by when, and how it stands: the board.

Every obligation exists from day one. It is met by an accepted submission, late or not by the first arrival of its chain; a
submission that waits only makes it ``in_review``; what a person rejected counts for nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.thai.dates import BANGKOK
from rules.calendar import Calendar, deadline, first_day_after
from rules.records import Deadline, Excuse, Filed, Obligation, Policy, State, Status, Timeliness
from rules.terms import Deliverable, Directive

Key = tuple[str, str, str | None]
"""Province code, deliverable, period."""


def timeliness_of(received_at: dt.datetime, due: Deadline) -> tuple[Timeliness, int]:
    """Whether an arrival was on time, and by how many calendar days after ``due_on`` it was late.

    The cut-off counts to the whole second: 23:59:59.9 is still on time.
    """
    local = received_at.astimezone(BANGKOK).replace(microsecond=0)
    if local <= due.cutoff:
        return Timeliness.ON_TIME, 0
    return Timeliness.LATE, max(0, (local.date() - due.due_on).days)


def key_of(filed: Filed, directive: Directive) -> Key | None:
    """The obligation that a submission is about; None if that cannot be told, or nobody owes it.

    A submission of kind ``other`` counts where its facts tell what it is.
    """
    facts = filed.facts
    kind = facts.kind if filed.kind == "other" else filed.kind
    province = filed.province or (facts.province.value if facts.province else None)
    period = filed.period or (facts.period.value if facts.period else None)
    deliverable = directive.for_kind(kind)
    if deliverable is None or province is None or directive.province(province) is None:
        return None
    if deliverable.once_on is not None:
        return province, deliverable.name, None
    return (province, deliverable.name, period) if period in deliverable.periods else None


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a chain of submissions amounts to at a moment."""

    filed: Filed
    is_accepted: bool


def _arrived(filed: Filed) -> dt.datetime:
    """When a submission first arrived: a copy of it that is entered later may have come before. A correction's chain begins
    with another submission, so that there only its own arrival tells."""
    return min(filed.first_received_at, filed.received_at) if filed.revision == 1 else filed.received_at


def _standing(chain: Sequence[Filed], as_of: dt.datetime) -> _Standing | None:
    """What counts of all submissions about one obligation, leaving out what arrived after ``as_of``.

    A superseded submission counts as what it was only where the one that replaced it is left out. Where a person rejected the
    replacement, nothing stands: the province itself took the older one back.
    """
    seen = sorted((f for f in chain if _arrived(f) <= as_of), key=lambda f: (_arrived(f), f.revision))
    accepted = [f for f in seen if f.status is Status.ACCEPTED]
    waiting = [f for f in seen if f.status is Status.REVIEW]
    if len(seen) < len(chain) and not accepted:
        replaced = [f for f in seen if f.status is Status.SUPERSEDED]
        accepted = [f for f in replaced if f.accepted_at is not None]
        waiting += [f for f in replaced if f.accepted_at is None]
    if accepted:
        return _Standing(accepted[-1], True)
    return _Standing(waiting[-1], False) if waiting else None


def _is_open(deliverable: Deliverable, period: str | None, directive: Directive, as_of: dt.datetime) -> bool:
    """True once the report can be given: the month is over, or the directive is in force."""
    today = as_of.date()
    return today >= directive.letter_date and (period is None or today >= first_day_after(period))


def _state(due: Deadline, is_open: bool, excused_until: dt.date | None, as_of: dt.datetime) -> State:
    """How an obligation stands for which nothing came."""
    if excused_until is not None and as_of.date() <= excused_until:
        return State.EXCUSED
    if as_of.replace(microsecond=0) > due.cutoff:
        return State.OVERDUE
    return State.MISSING if is_open else State.NOT_DUE


def _filled(base: Obligation, standing: _Standing | None, is_open: bool, as_of: dt.datetime) -> Obligation:
    """The obligation with what came for it, or with what its absence means."""
    if standing is None:
        state = _state(base.deadline, is_open, base.excused_until, as_of)
        days = max(0, (as_of.date() - base.deadline.due_on).days) if state is State.OVERDUE else 0
        return replace(base, state=state, days_late=days)
    first = min(standing.filed.first_received_at, standing.filed.received_at)
    punctual, days = timeliness_of(first, base.deadline)
    state = State(punctual.value) if standing.is_accepted else State.IN_REVIEW
    return replace(base, state=state, days_late=days, submission=standing.filed.id, received_at=first)


def _excuses(excuses: Sequence[Excuse]) -> Mapping[Key, dt.date]:
    """The last word on each obligation."""
    ordered = sorted(excuses, key=lambda e: e.decided_at)
    return {(e.province, e.deliverable, e.period): e.until for e in ordered}


def board(
    directive: Directive,
    filed: Sequence[Filed],
    excuses: Sequence[Excuse],
    calendar: Calendar,
    policy: Policy,
    as_of: dt.datetime,
) -> tuple[Obligation, ...]:
    """Every obligation of every province at a moment, in the order of deliverable, period, province code.

    What arrived after ``as_of`` (aware) is left out. ``received_at`` is the first arrival of the chain, as timeliness is.
    ``days_late``: calendar days after ``due_on``; for a missing report counted to ``as_of``. An excuse that has run out
    leaves the deadline where it was.
    """
    as_of = as_of.astimezone(BANGKOK)
    chains: dict[Key, list[Filed]] = {}
    for one in filed:
        key = key_of(one, directive)
        if key is not None:
            chains.setdefault(key, []).append(one)
    until = _excuses(excuses)
    out: list[Obligation] = []
    for deliverable in directive.deliverables:
        for period in deliverable.periods:
            due = deadline(deliverable, period, policy, calendar)
            is_open = _is_open(deliverable, period, directive, as_of)
            for province in directive.provinces:
                key = (province.code, deliverable.name, period)
                standing = _standing(chains.get(key, ()), as_of)
                base = Obligation(
                    province=province.code,
                    province_name=province.name,
                    deliverable=deliverable.name,
                    period=period,
                    deadline=due,
                    state=State.MISSING,
                    excused_until=until.get(key),
                )
                out.append(_filled(base, standing, is_open, as_of))
    return tuple(out)
