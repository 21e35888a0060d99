"""Notices of the ladder: reminders before a deadline, overdue notices after it, the alert to the officers. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from intake.settings import OfficeSettings
from notices.addressing import hold_for, recipients
from notices.form import blank_form
from notices.receipts import answer_by
from notices.wording import render
from parsers.thai.dates import format_date, format_period
from rules.directive import Loaded
from rules.records import Deadline, Directive, DueNotice, Obligation, Province, StepKind
from storage.records import Attachment, Notice, NoticeDraft, NoticeKind

_KINDS = {StepKind.REMINDER: NoticeKind.REMINDER, StepKind.OVERDUE: NoticeKind.OVERDUE, StepKind.ALERT: NoticeKind.ALERT}


@dataclass(frozen=True, slots=True)
class Item:
    """One obligation as a letter shows it."""

    title: str
    nominal: dt.date
    due_on: dt.date
    why: str
    days_late: int


def obligation_title(directive: Directive, obligation: Obligation) -> str:
    """What is owed, with its month."""
    name = directive.deliverable(obligation.deliverable).title
    return f"{name} ประจำเดือน{format_period(obligation.period)}" if obligation.period else name


def compose_due(
    due: DueNotice, loaded: Loaded, office: OfficeSettings, now: dt.datetime, previous: dict[str, str] | None = None
) -> NoticeDraft:
    """A reminder or an overdue notice to one province.

    Args:
        previous: cumulative spending of the month before by item, for the blank form; "" is the total.
    """
    directive = loaded.directive
    province = directive.province(due.province)
    name = province.name if province else due.province
    items = [_item(directive, each) for each in due.obligations]
    form = _forms(due, loaded, previous or {}) if due.step.attach_form else ()
    text = render(
        _KINDS[due.step.kind].value,
        province=name,
        titles="และ".join(dict.fromkeys(each.title for each in items)),
        items=items,
        earliest=min(each.due_on for each in items),
        letter_no=directive.letter_no,
        letter_date=format_date(directive.letter_date),
        project=directive.project,
        asks_efms=any(each.period for each in due.obligations),
        has_form=bool(form),
        time=_time(directive, due),
        answer_by=answer_by(loaded, now),
        office=office.name,
        unit=directive.office_unit,
        phone=office.phone or directive.office_phone,
    )
    to = recipients(directive, due.province)
    deliverables = {each.deliverable for each in due.obligations}
    periods = {each.period for each in due.obligations}
    return NoticeDraft(
        kind=_KINDS[due.step.kind],
        to=to,
        subject=text.subject,
        body_text=text.body_text,
        body_html=text.body_html,
        dedupe_key=_key(due),
        attachments=form,
        province=due.province,
        deliverable=deliverables.pop() if len(deliverables) == 1 else None,
        period=periods.pop() if len(periods) == 1 else None,
        step=due.step.name,
        covers=due.covers,
        hold=hold_for(to, office, needs_release=due.step.held),
        stale_after=due.stale_after,
    )


def _item(directive: Directive, obligation: Obligation) -> Item:
    deadline: Deadline = obligation.deadline
    return Item(obligation_title(directive, obligation), deadline.nominal, deadline.due_on, deadline.why, obligation.days_late)


def _key(due: DueNotice) -> str:
    parts = sorted("/".join((deliverable, period or "-", step)) for _, deliverable, period, step in due.covers)
    return ":".join([due.step.kind.value, due.province, *parts])


def _time(directive: Directive, due: DueNotice) -> int:
    """Which overdue notice this is, from 1."""
    ladder = directive.deliverable(due.obligations[0].deliverable).ladder
    names = [step.name for step in ladder if step.kind is due.step.kind]
    return names.index(due.step.name) + 1 if due.step.name in names else 1


def _forms(due: DueNotice, loaded: Loaded, previous: dict[str, str]) -> tuple[Attachment, ...]:
    return tuple(form for each in due.obligations if (form := blank_form(loaded.directive, each, previous)) is not None)


def already_said(notices: Sequence[Notice]) -> frozenset[str]:
    """Keys of what stands in the outbox."""
    return frozenset(notice.draft.dedupe_key for notice in notices)


@dataclass(frozen=True, slots=True)
class OverdueProvince:
    """A province in the alert: whom to call."""

    name: str
    call: str


@dataclass(frozen=True, slots=True)
class Section:
    """One report in the alert, with the provinces that owe it by region."""

    title: str
    due_on: dt.date
    count: int
    regions: tuple[tuple[str, tuple[OverdueProvince, ...]], ...]


def compose_alert(dues: Sequence[DueNotice], loaded: Loaded, office: OfficeSettings) -> NoticeDraft | None:
    """One mail to the officers with every province that is overdue, by report and region; None where there is nothing."""
    obligations = [each for due in dues for each in due.obligations]
    if not obligations:
        return None
    directive = loaded.directive
    obligations.sort(key=lambda o: (o.deliverable, o.period or "", o.province))
    sections = [_section(directive, list(group)) for _, group in groupby(obligations, key=lambda o: (o.deliverable, o.period))]
    text = render(
        "alert",
        titles="และ".join(dict.fromkeys(section.title for section in sections)),
        count=len({each.province for each in obligations}),
        sections=sections,
    )
    covers = tuple(cover for due in dues for cover in due.covers)
    return NoticeDraft(
        kind=NoticeKind.ALERT,
        to=office.officers,
        subject=text.subject,
        body_text=text.body_text,
        body_html=text.body_html,
        dedupe_key="alert:"
        + ":".join(sorted({f"{d}/{p or '-'}/{s}" for _, d, p, s in covers}))
        + f":{dues[0].due_at:%Y-%m-%d}",
        step=dues[0].step.name,
        covers=covers,
        hold=hold_for(office.officers, office),
        stale_after=min(due.stale_after for due in dues),
    )


def _section(directive: Directive, obligations: Sequence[Obligation]) -> Section:
    first = obligations[0]
    owing = {each.province for each in obligations}
    provinces = [each for each in directive.provinces if each.code in owing]
    return Section(
        obligation_title(directive, first), first.deadline.due_on, len(provinces), tuple(by_region(directive, provinces))
    )


def by_region(directive: Directive, provinces: Iterable[Province]) -> Iterable[tuple[str, tuple[OverdueProvince, ...]]]:
    """Provinces by region, in the order in which the register names the regions."""
    regions: dict[str, list[OverdueProvince]] = {}
    for province in provinces:
        regions.setdefault(province.region, []).append(OverdueProvince(province.name, whom_to_call(directive, province.code)))
    return ((region, tuple(each)) for region, each in regions.items())


def whom_to_call(directive: Directive, province: str) -> str:
    """Name, position and numbers of a province's contacts; empty where none is configured."""
    contacts = [contact for contact in directive.contacts or () if contact.province == province]
    return "; ".join(
        " ".join(text for text in (each.name, each.position, f"โทรสาร {each.fax}" if each.fax else "", each.email) if text)
        for each in contacts
    )
