"""Notices of the ladder: reminders before a deadline, overdue notices after it, the alert to the officers. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from intake.settings import OfficeSettings
from notices.addressing import hold_for, recipients
from notices.form import blank_form
from notices.receipts import answer_by
from notices.views import joined
from notices.wording import Text, render
from parsers.thai.dates import BANGKOK, format_date, format_period
from rules.calendar import END_OF_DAY, day_name
from rules.directive import Loaded
from rules.records import Deadline, DueNotice, Obligation
from rules.terms import Directive, Province, Step, StepKind
from storage.notices import Attachment, NoticeDraft, NoticeKind

_KINDS = {StepKind.REMINDER: NoticeKind.REMINDER, StepKind.OVERDUE: NoticeKind.OVERDUE, StepKind.ALERT: NoticeKind.ALERT}


@dataclass(frozen=True, slots=True)
class Item:
    """One obligation as a letter shows it."""

    title: str
    due_on: dt.date
    when: str
    """The day named and the day in force, with the reason where they are not simply the same."""
    time: int
    """Which notice of its kind this is, from 1."""


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
    form = _forms(due, loaded, previous or {})
    text = _text(due, loaded, office, now, has_form=bool(form))
    to = recipients(loaded.directive, due.province)
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


def _text(due: DueNotice, loaded: Loaded, office: OfficeSettings, now: dt.datetime, *, has_form: bool) -> Text:
    directive = loaded.directive
    province = directive.province(due.province)
    items = [_item(loaded, each, step) for each, step in _with_steps(due)]
    return render(
        _KINDS[due.step.kind].value,
        province=province.name if province else due.province,
        titles=_named([each.title for each in items]),
        items=items,
        earliest=min(each.due_on for each in items),
        same_day=len({each.due_on for each in items}) == 1,
        letter_no=directive.letter_no,
        letter_date=format_date(directive.letter_date),
        project=directive.project,
        asks_efms=any(each.period for each in due.obligations),
        has_form=has_form,
        time=items[0].time if len({each.time for each in items}) == 1 else None,
        # A held notice may be released on its last day: the day that it names must not be over by then.
        answer_by=max(answer_by(loaded, now), due.stale_after.astimezone(BANGKOK).date()),
        office=office.name,
        unit=directive.office_unit,
        phone=office.phone or directive.office_phone,
    )


def _with_steps(due: DueNotice) -> Iterable[tuple[Obligation, Step]]:
    """Each obligation with its own step."""
    return zip(due.obligations, due.steps or (due.step,) * len(due.obligations), strict=True)


def _item(loaded: Loaded, obligation: Obligation, step: Step) -> Item:
    directive, due = loaded.directive, obligation.deadline
    ladder = [each.name for each in directive.deliverable(obligation.deliverable).ladder if each.kind is step.kind]
    time = ladder.index(step.name) + 1 if step.name in ladder else 1
    return Item(obligation_title(directive, obligation), due.due_on, when_due(loaded, due), time)


def _named(titles: Sequence[str]) -> str:
    """Titles for a subject; beyond two only how many there are."""
    return joined(titles) if len(titles) <= 2 else f"เอกสารตามหนังสือสั่งการ จำนวน {len(titles)} รายการ"


def when_due(loaded: Loaded, deadline: Deadline) -> str:
    """Both days where they differ; the rules' own reason wherever the day in force is not simply the day named."""
    plain = deadline.nominal == deadline.due_on and loaded.calendar.is_working_day(deadline.nominal)
    if plain and not deadline.estimated and deadline.cutoff.timetz().replace(tzinfo=None) >= END_OF_DAY:
        return f"กำหนดส่งภายใน{day_name(deadline.due_on)}"
    return f"กำหนดส่ง {deadline.why}"


def _key(due: DueNotice) -> str:
    parts = sorted("/".join((deliverable, period or "-", step)) for _, deliverable, period, step in due.covers)
    return ":".join([due.step.kind.value, due.province, *parts])


def _forms(due: DueNotice, loaded: Loaded, previous: dict[str, str]) -> tuple[Attachment, ...]:
    """The forms of those reports whose own step brings one."""
    wanted = [each for each, step in _with_steps(due) if step.attach_form]
    return tuple(form for each in wanted if (form := blank_form(loaded.directive, each, previous)) is not None)


@dataclass(frozen=True, slots=True)
class OverdueProvince:
    """A province in the alert: whom to call."""

    name: str
    call: str


@dataclass(frozen=True, slots=True)
class Section:
    """One report in the alert, with the provinces that owe it by region."""

    title: str
    when: str
    count: int
    regions: tuple[tuple[str, tuple[OverdueProvince, ...]], ...]


def compose_alert(dues: Sequence[DueNotice], loaded: Loaded, office: OfficeSettings) -> NoticeDraft | None:
    """One mail to the officers with every province that is overdue, by report and region; None where there is nothing."""
    obligations = [each for due in dues for each in due.obligations]
    if not obligations:
        return None
    directive = loaded.directive
    obligations.sort(key=lambda o: (o.deliverable, o.period or "", o.province))
    sections = [_section(loaded, list(group)) for _, group in groupby(obligations, key=lambda o: (o.deliverable, o.period))]
    text = render(
        "alert",
        titles=_named([section.title for section in sections]),
        count=len({each.province for each in obligations}),
        sections=sections,
        head=head_of(directive),
    )
    covers = tuple(cover for due in dues for cover in due.covers)
    return NoticeDraft(
        kind=NoticeKind.ALERT,
        to=office.officers,
        subject=text.subject,
        body_text=text.body_text,
        body_html=text.body_html,
        dedupe_key=f"alert:{hashlib.sha256(repr(sorted(covers, key=repr)).encode()).hexdigest()[:32]}",
        step=dues[0].step.name,
        covers=covers,
        hold=hold_for(office.officers, office),
        stale_after=min(due.stale_after for due in dues),
    )


def _section(loaded: Loaded, obligations: Sequence[Obligation]) -> Section:
    first, directive = obligations[0], loaded.directive
    owing = {each.province for each in obligations}
    provinces = [each for each in directive.provinces if each.code in owing]
    return Section(
        obligation_title(directive, first),
        when_due(loaded, first.deadline),
        len(provinces),
        tuple(by_region(directive, provinces)),
    )


def head_of(directive: Directive) -> str:
    """To whom the officers' own notices are addressed."""
    unit = directive.office_unit.split()
    return f"ผู้อำนวยการ{unit[0]}" if unit else "เจ้าหน้าที่ผู้รับผิดชอบ"


def by_region(directive: Directive, provinces: Iterable[Province]) -> Iterable[tuple[str, tuple[OverdueProvince, ...]]]:
    """Provinces by region, in the order in which the register names the regions."""
    wanted = list(provinces)
    for region in dict.fromkeys(each.region for each in directive.provinces):
        here = [OverdueProvince(each.name, whom_to_call(directive, each.code)) for each in wanted if each.region == region]
        if here:
            yield region, tuple(here)


def whom_to_call(directive: Directive, province: str) -> str:
    """Name, position and numbers of a province's contacts; empty where none is configured."""
    contacts = [contact for contact in directive.contacts or () if contact.province == province]
    return " / ".join(
        " ".join(text for text in (each.name, each.position, f"โทรสาร {each.fax}" if each.fax else "", each.email) if text)
        for each in contacts
    )
