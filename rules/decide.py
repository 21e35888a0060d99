"""What becomes of a submission: accepted, put to a person, or known already; and what it replaces.

Identity is (kind, province, period). The newer of two reports replaces the older if it passes; if not, it waits and the older
stands. Two nominations of different districts both wait: never does the last one win.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from intake.errors import UserError
from parsers.records import CERTAIN, Facts
from parsers.thai.places import districts
from rules.checks import is_blocked
from rules.obligations import timeliness_of
from rules.presence import has_keys
from rules.records import Deadline, Decision, Filed, Finding, History, Severity, Status, Verdict
from rules.sameness import adds_something, same_values
from rules.terms import Directive

_TAKING_BACK = frozenset({"nomination_changed", "nomination_withdrawn"})


def decide(
    facts: Facts,
    findings: Sequence[Finding],
    directive: Directive,
    history: History,
    deadline: Deadline | None,
    received_at: dt.datetime,
) -> Decision:
    """Decides about a new submission, or anew about one that an officer has amended (then without it in ``history``).

    Args:
        findings: of ``checks.check``; an error keeps it from being accepted.
        deadline: of its obligation; None where nobody owes it (obstacles, Bangkok, no period).
        received_at: its own arrival, which its timeliness is judged by.
    """
    open_ones = [one for one in history.same if one.status in (Status.ACCEPTED, Status.REVIEW)]
    base = _base(facts, findings, directive, deadline, received_at)
    rivals = _rivals(facts, open_ones) if facts.kind == "nomination" else []
    twin = _twin(facts, open_ones, passes=base.verdict is Verdict.ACCEPT and not rivals)
    if twin is not None:
        return replace(base, verdict=Verdict.SAME, same_as=twin.id)
    if rivals:
        return _conflict(base, facts, rivals)
    if facts.kind in ("obstacle", "other"):
        return base  # each is a matter of its own
    return _versioned(base, facts, history.same, received_at)


def _base(
    facts: Facts,
    findings: Sequence[Finding],
    directive: Directive,
    deadline: Deadline | None,
    received_at: dt.datetime,
) -> Decision:
    """The decision as if nothing were known about the same obligation."""
    verdict = Verdict.REVIEW if is_blocked(findings) or facts.kind == "other" else Verdict.ACCEPT
    code = facts.province.value if facts.province else None
    owed = deadline if code is not None and directive.province(code) is not None else None
    punctual, days = (None, 0) if owed is None else timeliness_of(received_at, owed)
    mark = f"{directive.id} {directive.version}"
    return Decision(verdict, tuple(findings), owed, punctual, days, directive=mark)


def _twin(facts: Facts, open_ones: Sequence[Filed], *, passes: bool) -> Filed | None:
    """The report with the same values that is there already, and that this one has nothing to add to.

    One that waits gives way to a copy that passes: it waited for how it was read or sent, not for what it says.
    """
    for one in open_ones:
        if not one.readable or not same_values(facts, one.facts) or _says_otherwise(facts, one):
            continue
        if passes and (one.status is Status.REVIEW or adds_something(facts, one.facts)):
            continue
        return one
    return None


def _withdraws(facts: Facts) -> bool:
    return any(doubt.rule == "nomination_withdrawn" for doubt in facts.doubts)


def _takes_back(facts: Facts) -> bool:
    """True of a paper that changes or withdraws a nomination: it is no copy of one, and a person alone settles it."""
    return any(doubt.rule in _TAKING_BACK for doubt in facts.doubts)


def _says_otherwise(facts: Facts, one: Filed) -> bool:
    """True if one of two papers that name the same centre takes a nomination back, and no person has settled that."""
    mine, theirs = _takes_back(facts), _takes_back(one.facts)
    return mine != theirs and (mine or one.status is Status.REVIEW)


def _versioned(base: Decision, facts: Facts, known: Sequence[Filed], received_at: dt.datetime) -> Decision:
    """Which older version this one replaces, or whether it must wait itself."""
    accepted = [one for one in known if one.status is Status.ACCEPTED]
    waiting = [one for one in known if one.status is Status.REVIEW and one.received_at <= received_at]
    waiting = [one for one in waiting if not _takes_back(one.facts)]
    if (doubt := _stale(facts, accepted, known, received_at)) is not None:
        return replace(base, verdict=Verdict.REVIEW, findings=(doubt, *base.findings))
    if base.verdict is Verdict.ACCEPT:
        replaced = [one.id for one in (*accepted, *reversed(waiting))]
        return replace(base, supersedes=replaced[0] if replaced else None, also_supersedes=tuple(replaced[1:]))
    unread = next((one for one in waiting if not one.readable), None)
    if unread is not None and not accepted and has_keys(facts):
        return replace(base, supersedes=unread.id)
    return base


def _stale(facts: Facts, accepted: Sequence[Filed], known: Sequence[Filed], received_at: dt.datetime) -> Finding | None:
    """Beside an accepted report: an earlier arrival, or a late copy of what was corrected since, is not the newer word."""
    if any(one.received_at > received_at for one in accepted):
        message = "เอกสารนี้มาถึงก่อนรายงานที่รับไว้แล้ว และมีข้อมูลต่างกัน โปรดพิจารณาว่าฉบับใดถูกต้อง"
        return Finding("older_arrival", Severity.ERROR, message, ())
    replaced = [one for one in known if one.status is Status.SUPERSEDED]
    if accepted and any(same_values(facts, one.facts) and not same_values(facts, accepted[-1].facts) for one in replaced):
        message = "เอกสารนี้มีข้อมูลตรงกับรายงานฉบับก่อนซึ่งจังหวัดแก้ไขไปแล้ว อาจเป็นสำเนาของฉบับเดิม โปรดพิจารณาว่าฉบับใดถูกต้อง"
        return Finding("repeats_superseded", Severity.ERROR, message, ())
    return None


def _district(facts: Facts) -> str | None:
    field = facts.fields.get("district")
    return field.value if field is not None else None


def _rivals(facts: Facts, open_ones: Sequence[Filed]) -> list[Filed]:
    """Nominations of the same province that name another district."""
    own = _district(facts)
    named = [one for one in open_ones if one.readable and _district(one.facts) is not None]
    return [one for one in named if own is not None and _district(one.facts) != own]


def conflict_finding(own: str, other: str) -> Finding:
    """The finding that both of two contradicting nominations bear."""
    message = f"จังหวัดเสนอชื่อศูนย์ดำรงธรรมอำเภอไม่ตรงกัน คือ อำเภอ{own} และอำเภอ{other} จึงต้องรอเจ้าหน้าที่สอบถามจังหวัดและวินิจฉัยทั้งสองฉบับ"
    return Finding("conflict", Severity.ERROR, message, ("district",))


def _conflict(base: Decision, facts: Facts, rivals: Sequence[Filed]) -> Decision:
    """Both wait. A district that was not surely read, is none of the province, or may not be nominated at all, cannot unsettle
    what was accepted."""
    own = _district(facts) or ""
    findings = tuple(conflict_finding(own, _district(one.facts) or "") for one in rivals)
    field, code = facts.fields["district"], facts.province.value if facts.province else None
    is_real = field.confidence >= CERTAIN and code is not None and own in districts(code) and not _withdraws(facts)
    ids = tuple(one.id for one in rivals) if is_real else ()
    return replace(base, verdict=Verdict.REVIEW, findings=(*findings, *base.findings), conflicts=ids)


# --- an officer's decisions -------------------------------------------------------------------------------------------
class Action(StrEnum):
    """What an officer does with a submission."""

    ACCEPT = "accept"
    REJECT = "reject"
    SET = "set"
    ASSIGN = "assign"


def without(history: History, submission: str) -> History:
    """What is known besides one submission, which is decided about anew."""
    return replace(history, same=tuple(one for one in history.same if one.id != submission))


def by_officer(
    action: Action,
    facts: Facts,
    findings: Sequence[Finding],
    directive: Directive,
    history: History,
    deadline: Deadline | None,
    received_at: dt.datetime,
    *,
    submission: str,
    by: str,
) -> tuple[Status, Decision]:
    """What follows from an officer's decision on a submission that is there already: its status, and the decision to store.

    Args:
        facts, findings: after ``set`` or ``assign`` the amended ones (``amend``), checked anew.
        submission: its id; it is left out of ``history``.
        by: the officer's name.

    ``accept`` takes responsibility: open errors become warnings that say so, and an accepted report of the same obligation is
    replaced. ``set`` and ``assign`` decide anew: accepted if nothing is open any more, but never as a mere copy.

    Raises:
        UserError: acceptance of a report of which nobody knows whose it is, or of which month.
    """
    known = without(history, submission)
    base = _base(facts, findings, directive, deadline, received_at)
    if action is Action.REJECT:
        return Status.REJECTED, replace(base, verdict=Verdict.REVIEW)
    if action is Action.ACCEPT:
        _require_owner(facts, directive, submission)
        settled = tuple(_settled(finding, by) for finding in findings)
        accepted = [one.id for one in known.same if one.status is Status.ACCEPTED and facts.kind not in ("obstacle", "other")]
        chosen = replace(base, verdict=Verdict.ACCEPT, findings=settled, supersedes=accepted[0] if accepted else None)
        return Status.ACCEPTED, chosen
    decision = decide(facts, findings, directive, known, deadline, received_at)
    if decision.verdict is Verdict.SAME:
        decision = replace(base, verdict=Verdict.REVIEW)
    return Status.ACCEPTED if decision.verdict is Verdict.ACCEPT else Status.REVIEW, decision


def _require_owner(facts: Facts, directive: Directive, submission: str) -> None:
    """A report that is owed must be somebody's, and of a month; a question or an obstacle may be closed as it is."""
    deliverable = directive.for_kind(facts.kind)
    if deliverable is None:
        return
    needed = {"จังหวัด": facts.province}
    if deliverable.monthly_day is not None:
        needed["เดือนที่รายงาน"] = facts.period
    missing = [name for name, field in needed.items() if field is None or field.value is None]
    if missing:
        raise UserError(f"รายการ {submission} ยังไม่มี{'และ'.join(missing)} โปรดกำหนดด้วยคำสั่ง assign หรือ set ก่อนรับไว้")


def _settled(finding: Finding, by: str) -> Finding:
    if finding.severity is not Severity.ERROR:
        return finding
    return replace(finding, severity=Severity.WARNING, message=f"{finding.message} (เจ้าหน้าที่ {by} พิจารณาแล้วให้รับไว้)")
