"""Invented filings, obligations and settings for the tests of the notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from intake.records import Channel
from intake.settings import MailboxSettings, OfficeSettings, Security, Sending, Settings, SmtpSettings
from parsers.parts import Outcome, Role
from parsers.records import Doubt, Facts
from parsers.thai.dates import BANGKOK
from rules import checks
from rules.calendar import deadline_for
from rules.directive import Loaded
from rules.obligations import timeliness_of
from rules.records import Excuse, Filed, Finding, History, Obligation, Policy, Status
from rules.terms import Contact
from storage.records import ArrivalRow, FiledArrival, PartRow, SubmissionRow
from tests.rules_kit import at, built_in

OFFICERS = ("officer1@dopa.example", "officer2@dopa.example")
CONTACTS = (
    Contact("30", "korat@moi.example", "044243798", "นายสมชาย ใจดี", "เสมียนตราจังหวัด"),
    Contact("30", "korat2@moi.example"),
    Contact("50", "chiangmai@moi.example", "053112708", "นางสาวกัลยา วงศ์สุวรรณ", "ป้องกันจังหวัด"),
    Contact("20", "no-reply@moi.example"),
)
POLICY = Policy()
SENT = dt.timedelta(minutes=4)


@lru_cache(maxsize=1)
def loaded() -> Loaded:
    """The directive of the letter, with a few contacts."""
    return replace(built_in(), directive=replace(built_in().directive, contacts=CONTACTS))


def office(**changes: Any) -> OfficeSettings:
    return OfficeSettings(**({"officers": OFFICERS, "sending": Sending.ALL} | changes))


def settings(port: int = 25, **changes: Any) -> Settings:
    return Settings(
        mailbox=MailboxSettings(user="jed@dopa.example"),
        smtp=SmtpSettings(host="127.0.0.1", port=port, security=Security.NONE, sender="กรมการปกครอง <jed@dopa.example>"),
        office=office(**changes),
    )


def part(name: str, sha256: str = "a" * 64, role: Role = Role.DOCUMENT, outcome: Outcome = Outcome.FILED) -> PartRow:
    return PartRow(name, "application/pdf", sha256, role.value, outcome, "")


def arrival(received: str = "2020-12-08 14:02", **changes: Any) -> ArrivalRow:
    moment = at(received)
    values: dict[str, Any] = {
        "sha256": "c" * 64,
        "receipt_no": "17/2563",
        "channel": Channel.EMAIL,
        "received_at": moment,
        "clock": "internaldate",
        "processed_at": moment + SENT,
        "sender": "korat@moi.example",
        "subject": "ส่งรายงาน",
        "message_id": "<17@moi.example>",
        "outcome": Outcome.FILED,
        "reason": "",
        "parts": (part("รายงาน.pdf"),),
    }
    return ArrivalRow(**(values | changes))


def findings_of(facts: Facts, moment: dt.datetime) -> tuple[Finding, ...]:
    """What the real checks say of the facts, from a listed sender."""
    directive = built_in().directive
    return checks.check(
        facts, directive, History(), POLICY, channel=Channel.EMAIL, sender="", from_message=True, received_at=moment
    )


def row(facts: Facts, received: str = "2020-12-08 14:02", **changes: Any) -> SubmissionRow:
    """A submission as it is filed: found by the real checks, accepted unless an error stands."""
    moment = at(received)
    found = findings_of(facts, moment)
    code = facts.province.value if facts.province else None
    period = facts.period.value if facts.period else None
    due = deadline_for(built_in().directive, facts.kind, code, period, POLICY, built_in().calendar)
    punctual = timeliness_of(moment, due) if due else (None, 0)
    accepted = not checks.is_blocked(found)
    values: dict[str, Any] = {
        "id": "S1",
        "kind": facts.kind,
        "status": Status.ACCEPTED if accepted else Status.REVIEW,
        "channel": Channel.EMAIL,
        "arrival": "c" * 64,
        "parts": facts.parts or ("a" * 64,),
        "province": code,
        "period": period,
        "received_at": moment,
        "first_received_at": moment,
        "due_on": due.due_on if due else None,
        "timeliness": punctual[0],
        "days_late": punctual[1],
        "revision": 1,
        "supersedes": None,
        "superseded_by": None,
        "accepted_at": moment if accepted else None,
        "facts": facts,
        "findings": found,
        "directive": "mt-0307.2-w30982 1",
        "receipt_no": "17/2563",
        "readable": not any(doubt.rule in {"unreadable", "read_by_hand", "link_only"} for doubt in facts.doubts),
    }
    return SubmissionRow(**(values | changes))


def waiting(kind: str, province: str | None, rule: str, message: str, period: str | None = None) -> Facts:
    """Facts of a document that could not be read."""
    from tests.rules_kit import field

    return Facts(
        kind,
        field(province) if province else None,
        field(period) if period else None,
        doubts=(Doubt(rule, message),),
        parts=("a" * 64,),
    )


def filed(*rows: SubmissionRow, **changes: Any) -> FiledArrival:
    return FiledArrival(arrival(**changes), rows)


def board(now: dt.datetime, submissions: Sequence[Filed] = (), excuses: Sequence[Excuse] = ()) -> Sequence[Obligation]:
    from rules.obligations import board as board_of

    return board_of(loaded().directive, submissions, excuses, loaded().calendar, POLICY, now)


def local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(BANGKOK)


class Still:
    """A clock that a test sets."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += dt.timedelta(**time)
