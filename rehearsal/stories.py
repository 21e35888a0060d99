"""What goes right: nominations, achievement reports, disbursement and obstacle reports, on time and late."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from rehearsal.layouts import achievement, disbursement, nomination, obstacle
from rehearsal.mails import File
from rehearsal.province import ProvinceOffice
from rehearsal.scene import NOTES, Scene, Use, cover_text, mail, render, text_of, with_letter
from rehearsal.truth import DocumentTruth, RehearsedMail
from rehearsal.wording import ACHIEVEMENT_TITLES, OBSTACLES, Clerk, clerk

Offices = Mapping[str, ProvinceOffice]
PERIOD_DUE = {"2020-11": dt.date(2020, 12, 14), "2020-12": dt.date(2021, 1, 11)}
NOMINATION_DUE = dt.date(2020, 12, 4)


def day_between(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """A weekday between two days."""
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return rng.choice([day for day in days if day.weekday() < 5] or days)


def next_month(period: str) -> dt.date:
    """The first day after a period."""
    year, month = int(period[:4]), int(period[5:])
    return dt.date(year + month // 12, month % 12 + 1, 1)


# --- drawing one document ---------------------------------------------------------------------------------------------
def nominate(
    rng: random.Random, office: ProvinceOffice, day: dt.date, *, district: str = "", second: str = "", layout: str = ""
) -> tuple[Clerk, nomination.Drawn, str, str]:
    """A nomination on paper: clerk, paper with fields, layout, format."""
    who = clerk(rng)
    layout = layout or rng.choice(sorted(nomination.LAYOUTS))
    draw, formats = nomination.LAYOUTS[layout]
    told = nomination.Nomination(office.letterhead(rng, day), district or office.district, office.contact, second)
    return who, draw(who, told), layout, rng.choice(formats)


def report_of(rng: random.Random, office: ProvinceOffice, period: str, day: dt.date) -> disbursement.Report:
    """A correct report on a month."""
    rows = office.book.rows[period]
    month_end = next_month(period) - dt.timedelta(days=1)
    text = rng.choice(("", "", "-", "ไม่มี", rng.choice(OBSTACLES)[1]))
    told = disbursement.Report(office.entry, period, rows, office.clerk, day, month_end if rng.random() < 0.4 else None, text)
    return replace(told, words=told.total.cumulative) if rng.random() < 0.3 and told.total.cumulative else told


def disburse(
    rng: random.Random, office: ProvinceOffice, report: disbursement.Report, layout: str = "", format: str = ""
) -> tuple[Clerk, disbursement.Drawn, str, str]:
    """A disbursement report on paper."""
    who = clerk(rng)
    layout = layout or rng.choice(sorted(disbursement.LAYOUTS))
    draw, formats = disbursement.LAYOUTS[layout]
    return who, draw(who, report), layout, format or rng.choice(formats)


def carried(
    rng: random.Random,
    who: Clerk,
    office: ProvinceOffice,
    drawn: nomination.Drawn | disbursement.Drawn,
    kind: str,
    format: str,
    day: dt.date,
) -> tuple[str, tuple[File, ...], dict[str, str]]:
    """Text of the mail, its files, and the fields that a cover letter lends."""
    wide = getattr(drawn, "wide", False)
    if format == "body":
        return text_of(drawn.paper), (), {}
    if format == "pdf+letter":
        paper, lent = with_letter(rng, who, office, drawn.paper, kind, day)
        return cover_text(rng, kind, office.entry.name), (render(rng, who, paper, "pdf", small=wide),), lent
    return cover_text(rng, kind, office.entry.name), (render(rng, who, drawn.paper, format, wide=wide),), {}


def truth_of(
    kind: str, office: ProvinceOffice, period: str | None, drawn: nomination.Drawn | disbursement.Drawn, layout: str, format: str,
    lent: Mapping[str, str], **more: Any,
) -> DocumentTruth:  # fmt: skip
    """What the document says."""
    truth = DocumentTruth(
        kind, office.entry.code, period, {**drawn.fields, **lent}, getattr(drawn, "lines", ()), layout=layout, format=format
    )
    return replace(truth, **more)


# --- whole mails ------------------------------------------------------------------------------------------------------
def nomination_mail(
    rng: random.Random, office: ProvinceOffice, day: dt.date, story: str = "nomination", **more: Any
) -> RehearsedMail:
    """A nomination."""
    who, drawn, layout, format = nominate(rng, office, day)
    text, files, lent = carried(rng, who, office, drawn, "nomination", format, day)
    document = truth_of("nomination", office, None, drawn, layout, format, lent, **more)
    return mail(
        rng,
        office,
        story=story,
        subject=rng.choice(NOTES["nomination"]),
        text=text,
        files=files,
        day=day,
        documents=(document,),
    )


def achievement_mail(rng: random.Random, office: ProvinceOffice, day: dt.date, story: str = "achievement") -> RehearsedMail:
    """An achievement report."""
    who = clerk(rng)
    layout = rng.choice(sorted(achievement.LAYOUTS))
    draw, formats = achievement.LAYOUTS[layout]
    score = rng.choice(("", "92.5", "87", "95.25", "90"))
    told = achievement.Achievement(office.letterhead(rng, day), office.district, rng.choice(ACHIEVEMENT_TITLES), score)
    drawn, format = draw(who, told), rng.choice(formats)
    text, files, lent = carried(rng, who, office, drawn, "achievement", format, day)
    document = truth_of("achievement", office, None, drawn, layout, format, lent)
    return mail(
        rng,
        office,
        story=story,
        subject=rng.choice(NOTES["achievement"]),
        text=text,
        files=files,
        day=day,
        documents=(document,),
    )


def both_mail(rng: random.Random, office: ProvinceOffice, day: dt.date) -> RehearsedMail:
    """Nomination and achievement report in one mail, two files."""
    who, drawn, layout, format = nominate(
        rng, office, day, layout=rng.choice(("letter", "table_form", "dotted_form", "numbered_form"))
    )
    format = "pdf" if format == "body" else format
    _, files, lent = carried(rng, who, office, drawn, "nomination", format, day)
    told = achievement.Achievement(
        office.letterhead(rng, day), office.district, rng.choice(ACHIEVEMENT_TITLES), rng.choice(("", "91"))
    )
    name = rng.choice(("dotted_form", "table_form", "numbered_form", "essay"))
    second = achievement.LAYOUTS[name][0](who, told)
    more = render(rng, who, second.paper, "docx")
    documents = (
        truth_of("nomination", office, None, drawn, layout, format, lent),
        truth_of("achievement", office, None, second, name, "docx", {}),
    )
    text = cover_text(rng, "nomination", office.entry.name)
    return mail(
        rng,
        office,
        story="both",
        subject=rng.choice(NOTES["nomination"]),
        text=text,
        files=(*files, more),
        day=day,
        documents=documents,
    )


def disbursement_mail(
    rng: random.Random, office: ProvinceOffice, report: disbursement.Report, day: dt.date, story: str = "disbursement",
    layout: str = "", format: str = "", **more: Any,
) -> RehearsedMail:  # fmt: skip
    """A disbursement report, with the obstacle that it tells of."""
    who, drawn, layout, format = disburse(rng, office, report, layout, format)
    text, files, lent = carried(rng, who, office, drawn, "disbursement", format, day)
    period = None if report.hide_period else report.period
    documents = [truth_of("disbursement", office, period, drawn, layout, format, lent, **more)]
    told = drawn.fields.get("obstacles", "")
    if told not in {"", "-", "ไม่มี"}:
        documents.append(
            DocumentTruth(
                "obstacle",
                office.entry.code,
                period,
                {"detail": told},
                layout=layout,
                format=format,
                expected="any",
                correct=False,
            )
        )
    subject = rng.choice(NOTES["disbursement"])
    return mail(rng, office, story=story, subject=subject, text=text, files=files, day=day, documents=tuple(documents))


def obstacle_mail(rng: random.Random, office: ProvinceOffice, day: dt.date, story: str = "obstacle") -> RehearsedMail:
    """An obstacle report."""
    who = clerk(rng)
    layout = rng.choice(sorted(obstacle.LAYOUTS))
    draw, formats = obstacle.LAYOUTS[layout]
    topic, detail = rng.choice(OBSTACLES)
    told = obstacle.Obstacle(office.letterhead(rng, day), topic, detail, rng.choice(("", "ด่วน", "ปกติ", "ด่วนมาก")), office.clerk)
    drawn, format = draw(who, told), rng.choice(formats)
    text, files, lent = carried(rng, who, office, drawn, "obstacle", format, day)
    document = truth_of("obstacle", office, None, drawn, layout, format, lent)
    return mail(
        rng, office, story=story, subject=rng.choice(NOTES["obstacle"]), text=text, files=files, day=day, documents=(document,)
    )


def correct(
    rng: random.Random, offices: Offices, start: dt.date, end: dt.date, count: int, taken: Collection[Use]
) -> Iterator[Scene]:
    """So many mails without a mistake, in the proportions of real weeks; no report twice."""
    jobs: list[tuple[Use, dt.date]] = []
    for code in offices:
        jobs += [((kind, code, None), _when(rng, kind, None, start, end)) for kind in ("nomination", "achievement")]
        jobs += [(("disbursement", code, period), _when(rng, "disbursement", period, start, end)) for period in PERIOD_DUE]
        jobs += [(("obstacle", code, None), day_between(rng, start, end))]
    jobs = [job for job in jobs if job[0] not in taken]
    weights = {"nomination": 1.0, "achievement": 0.9, "disbursement": 0.95, "obstacle": 0.25}
    jobs.sort(key=lambda job: rng.random() / weights[job[0][0]])
    for use, day in jobs[:count]:
        yield Scene((_correct_mail(rng, offices[use[1]], use, day),), frozenset({use}))


def _when(rng: random.Random, kind: str, period: str | None, start: dt.date, end: dt.date) -> dt.date:
    """Mostly on time, some days late now and then."""
    due = PERIOD_DUE[period] if period else NOMINATION_DUE
    first = next_month(period) if period else start + dt.timedelta(days=1)
    if rng.random() < 0.12:
        return day_between(rng, due + dt.timedelta(days=1), min(end, due + dt.timedelta(days=9)))
    return day_between(rng, first, due)


def _correct_mail(rng: random.Random, office: ProvinceOffice, use: Use, day: dt.date) -> RehearsedMail:
    kind, _, period = use
    if kind == "nomination":
        return nomination_mail(rng, office, day)
    if kind == "achievement":
        return achievement_mail(rng, office, day)
    if kind == "obstacle":
        return obstacle_mail(rng, office, day)
    assert period is not None
    return disbursement_mail(rng, office, report_of(rng, office, period, day), day)
