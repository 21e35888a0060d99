"""The answer to an arrival: one mail a province, which says what was understood and asks for what is missing or wrong. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from intake.records import Channel
from intake.settings import OfficeSettings, Settings
from notices.addressing import hold_for, province_of, recipients
from notices.asking import asked, requests
from notices.views import about, letter_date, letter_no, titles, topic, view
from notices.wording import Text, render
from parsers.parts import Outcome, Role
from parsers.thai.dates import BANGKOK
from rules.directive import Loaded
from rules.records import Status
from rules.terms import Directive
from storage.notices import Hold, NoticeDraft, NoticeKind
from storage.ports import Compose
from storage.records import ArrivalRow, FiledArrival, SubmissionRow

ANSWER_DAYS = 3
"""Working days that a province is given to answer."""

CHANNELS = {Channel.EMAIL: "ไปรษณีย์อิเล็กทรอนิกส์", Channel.FAX: "โทรสาร"}
"""Ways by which a province itself sends. What an officer hands in is answered by that officer."""

_WHOSE_IS_DOUBTFUL = frozenset({"province_doubtful", "out_of_scope"})
"""Nobody is told of a report that may be another province's."""


def composer(loaded: Loaded, settings: Settings, answered: Counter[str]) -> Compose:
    """Writes the answers to a filing, inside its transaction.

    Args:
        answered: how many answers each address got today; counted on here. Beyond ``limits.answers_per_day`` an answer is
            written but held for an officer: two machines that answer each other must not go on for ever.
    """

    def compose(filed: FiledArrival) -> Sequence[NoticeDraft]:
        return [_limited(draft, settings, answered) for draft in answers(filed, loaded, settings.office)]

    return compose


def _limited(draft: NoticeDraft, settings: Settings, answered: Counter[str]) -> NoticeDraft:
    if draft.hold is None and any(answered[address] >= settings.limits.answers_per_day for address in draft.to):
        draft = replace(draft, hold=Hold.TOO_MANY)
    answered.update(draft.to)
    return draft


def answers(filed: FiledArrival, loaded: Loaded, office: OfficeSettings) -> Sequence[NoticeDraft]:
    """A receipt or a query to each province whose reports an arrival brought; nobody is told another province's figures."""
    arrival = filed.arrival
    if not _is_answered(arrival):
        return ()
    drafts = []
    for province, rows in _by_province(filed, loaded.directive).items():
        asks = requests(rows, arrival)
        kind = NoticeKind.QUERY if asks else NoticeKind.RECEIPT
        text = _text(kind.value, arrival, rows, province, loaded, office, arrival.processed_at, asks)
        drafts.append(
            _draft(text, arrival, rows, province, loaded, office, kind, f"answer:{arrival.sha256}:{province}", kind.value)
        )
    return drafts


def accepted_after_review(
    row: SubmissionRow, arrival: ArrivalRow, loaded: Loaded, office: OfficeSettings, now: dt.datetime
) -> NoticeDraft | None:
    """The receipt for a submission that waited and that an officer has accepted; None where the province is not answered.

    Its key is the submission and its revision: an officer who accepts twice writes once.
    """
    province = row.province
    if not _is_answered(arrival) or _by_list(row) or province is None or loaded.directive.province(province) is None:
        return None
    text = _text("accepted", arrival, [row], province, loaded, office, now, ())
    key = f"accepted:{row.id}:{row.revision}"
    draft = _draft(text, arrival, [row], province, loaded, office, NoticeKind.RECEIPT, key, "accepted")
    return replace(draft, stale_after=_stale_after(loaded, now))


def _is_answered(arrival: ArrivalRow) -> bool:
    """Never automatic mail, foreign matters or duplicates, nor what lay in the mailbox before we came."""
    return arrival.counted_as == "document" and not arrival.backlog and arrival.channel in CHANNELS


def _by_list(row: SubmissionRow) -> bool:
    """What came by a mailing list is never answered, not even once an officer has accepted it."""
    return any(doubt.rule == "list_mail" for doubt in row.facts.doubts)


def _by_province(filed: FiledArrival, directive: Directive) -> Mapping[str, list[SubmissionRow]]:
    """The submissions of each province. One that names none is taken for the province whose listed contact sent it."""
    out: dict[str, list[SubmissionRow]] = {}
    sent_by = province_of(directive, filed.arrival.sender)
    for row in {each.id: each for each in filed.submissions}.values():
        province = row.province or sent_by
        doubtful = any(finding.rule in _WHOSE_IS_DOUBTFUL for finding in row.findings)
        if province and directive.province(province) and not doubtful:
            out.setdefault(province, []).append(row)
    return out


def _text(
    template: str,
    arrival: ArrivalRow,
    rows: Sequence[SubmissionRow],
    province: str,
    loaded: Loaded,
    office: OfficeSettings,
    moment: dt.datetime | None,
    asks: Sequence[str],
) -> Text:
    directive = loaded.directive
    entry = directive.province(province)
    return render(
        template,
        province=entry.name if entry else "",
        titles=titles(rows),
        about=about(rows),
        receipt_no=arrival.receipt_no or "-",
        letter_no=letter_no(rows),
        letter_date=letter_date(rows),
        channel=CHANNELS[arrival.channel],
        received_at=arrival.received_at,
        files=_files(arrival),
        reports=[view(row) for row in rows],
        obstacles=[topic(row) for row in rows if row.kind == "obstacle" and row.status is Status.ACCEPTED],
        checking=any(row.status is Status.REVIEW and not asked(row) for row in rows),
        resend=any(row.status is Status.REVIEW for row in rows),
        problems=asks,
        answer_by=answer_by(loaded, moment or arrival.received_at),
        office=office.name,
        unit=directive.office_unit,
        phone=office.phone or directive.office_phone,
    )


def _files(arrival: ArrivalRow) -> int:
    """Documents that came; 0 where there was only the text of a mail."""
    return sum(1 for part in arrival.parts if part.role == Role.DOCUMENT.value and part.outcome is not Outcome.IGNORED)


def _draft(
    text: Text,
    arrival: ArrivalRow,
    rows: Sequence[SubmissionRow],
    province: str,
    loaded: Loaded,
    office: OfficeSettings,
    kind: NoticeKind,
    key: str,
    step: str,
) -> NoticeDraft:
    to = recipients(loaded.directive, province, arrival.sender)
    only = rows[0] if len(rows) == 1 else None
    return NoticeDraft(
        kind=kind,
        to=to,
        subject=text.subject,
        body_text=text.body_text,
        body_html=text.body_html,
        dedupe_key=key,
        province=province,
        deliverable=_deliverable(only, loaded.directive),
        period=only.period if only else None,
        step=step,
        hold=hold_for(to, office),
        stale_after=_stale_after(loaded, arrival.processed_at or arrival.received_at),
        in_reply_to=arrival.message_id,
        submission=only.id if only else None,
    )


def _deliverable(row: SubmissionRow | None, directive: Directive) -> str | None:
    deliverable = directive.for_kind(row.kind) if row else None
    return deliverable.name if deliverable else None


def answer_by(loaded: Loaded, moment: dt.datetime) -> dt.date:
    """The day by which a province is asked to answer."""
    return loaded.calendar.add_working_days(moment.astimezone(BANGKOK).date(), ANSWER_DAYS)


def _stale_after(loaded: Loaded, moment: dt.datetime) -> dt.datetime:
    """A receipt that comes later than the day to answer by tells nobody anything."""
    return dt.datetime.combine(answer_by(loaded, moment), dt.time(0), BANGKOK)
