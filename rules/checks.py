"""Every check of a document, in one call. Pure: what is known already comes in as ``History``.

A finding of severity ``error`` keeps a submission from being accepted by itself. A reader's doubt (a value of which we are
not sure) and a province's mistake (surely read values that contradict each other) are different findings in different words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from intake.records import Channel
from parsers.records import Facts
from rules import arithmetic, budget, carry, eligibility, presence, reporting_month, senders
from rules.records import Deadline, Finding, History, Policy, Severity
from rules.terms import Directive

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def check(
    facts: Facts,
    directive: Directive,
    history: History,
    policy: Policy,
    *,
    channel: Channel,
    sender: str,
    from_message: bool,
    received_at: dt.datetime,
    fax_number: str | None = None,
    deadline: Deadline | None = None,
    beside: Sequence[Facts] = (),
    accepted: Sequence[Facts] = (),
) -> tuple[Finding, ...]:
    """What is wrong, doubtful or worth telling about one document; errors first.

    Args:
        sender: address of From; empty if there is none.
        from_message: False for a bare document that a person hands in.
        received_at: arrival (aware); a month that is not over then cannot be reported on.
        fax_number: the sending machine's number, where it is known.
        deadline: of the obligation, if there is one: figures may be as of the day in force, not only the day named.
        beside: what came in the same arrival, itself included: a nomination and an achievement report are compared.
        accepted: what is accepted of the same arrival, of earlier months: this one must carry on from it.
    """
    found = [
        *eligibility.check(facts, directive, history, beside),
        *reporting_month.check(facts, directive, received_at, deadline),
        *presence.check(facts, policy),
        *senders.check(facts, directive, channel, sender, from_message, fax_number),
    ]
    if facts.kind == "disbursement":
        found += [
            *arithmetic.check(facts),
            *arithmetic.unchecked_balance(facts),
            *budget.check(facts, directive),
            *carry.check(facts, directive, history, accepted),
        ]
    return tuple(sorted(_once(tuple(_doubts(facts)), found), key=lambda finding: _ORDER[finding.severity]))


def _doubts(facts: Facts) -> Iterator[Finding]:
    """The reader's doubts, in its own words; a document of unknown kind is always one."""
    for doubt in facts.doubts:
        severity = Severity.ERROR if doubt.blocking else Severity.WARNING
        yield Finding(doubt.rule, severity, doubt.message, doubt.fields)
    if facts.kind == "other" and not any(doubt.blocking for doubt in facts.doubts):
        message = "ระบุประเภทของเอกสารไม่ได้ โปรดตรวจสอบและกำหนดจังหวัด ประเภท และเดือนที่รายงาน"
        yield Finding("unidentified", Severity.ERROR, message, ())


def _once(doubts: Sequence[Finding], own: Iterable[Finding]) -> list[Finding]:
    """Our own finding is left out where the reader has said the same of the same fields, no less gravely."""
    told = {(doubt.rule, doubt.fields): doubt.severity for doubt in doubts if doubt.fields}
    out = list(dict.fromkeys(doubts))
    for finding in dict.fromkeys(own):
        severity = told.get((finding.rule, finding.fields))
        if severity is None or _ORDER[severity] > _ORDER[finding.severity]:
            out.append(finding)
    return out


def is_blocked(findings: Iterable[Finding]) -> bool:
    """True if an open error keeps the document from being accepted by itself."""
    return any(finding.severity is Severity.ERROR for finding in findings)
