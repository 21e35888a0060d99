"""Nominations, senders and copies that are wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from parsers.thai.places import districts
from rehearsal import wreckage
from rehearsal.mails import file_of
from rehearsal.province import ProvinceOffice
from rehearsal.scene import NOTES, Scene, mail, moment
from rehearsal.stage import WRONG, Stage
from rehearsal.stories import (
    achievement_mail,
    both_mail,
    carried,
    day_between,
    nominate,
    nomination_mail,
    obstacle_mail,
    truth_of,
)
from rehearsal.truth import RehearsedMail


def late(stage: Stage) -> Scene:
    """A nomination some days after the deadline."""
    day = day_between(stage.rng, dt.date(2020, 12, 7), dt.date(2020, 12, 16))
    return Scene((nomination_mail(stage.rng, stage.office, day, "late"),), stage.use("nomination"))


def both(stage: Stage) -> Scene:
    """Nomination and achievement report in one mail."""
    return Scene((both_mail(stage.rng, stage.office, stage.day()),), stage.use("nomination") | stage.use("achievement"))


def _nomination_scene(stage: Stage, story: str, rules: tuple[str, ...], district: str, second: str = "") -> Scene:
    day = stage.day()
    layout = stage.rng.choice(("letter", "table_form", "dotted_form", "list_table"))
    who, drawn, layout, format = nominate(stage.rng, stage.office, day, district=district, second=second, layout=layout)
    text, files, lent = carried(stage.rng, who, stage.office, drawn, "nomination", format, day)
    document = truth_of("nomination", stage.office, None, drawn, layout, format, lent, rules=rules, **WRONG)
    made = mail(
        stage.rng,
        stage.office,
        story=story,
        subject=NOTES["nomination"][0],
        text=text,
        files=files,
        day=day,
        documents=(document,),
        outcome="review",
    )
    return Scene((made,), stage.use("nomination"))


def winner_again(stage: Stage) -> Scene:
    """The centre of the year before is nominated."""
    return _nomination_scene(stage, "winner_again", ("winner_before",), stage.office.winner)


def foreign_district(stage: Stage) -> Scene:
    """A district of another province."""
    other = stage.rng.choice([code for code in stage.others if code != stage.office.entry.code])
    names = [name for name in districts(other) if name not in districts(stage.office.entry.code)]
    return _nomination_scene(
        stage, "foreign_district", ("district_not_in_province", "province_doubtful"), stage.rng.choice(names)
    )


def two_districts(stage: Stage) -> Scene:
    """Two centres in one nomination."""
    second = next(
        name for name in districts(stage.office.entry.code) if name not in {stage.office.district, stage.office.winner}
    )
    return _nomination_scene(
        stage, "two_districts", ("several_districts", "missing_field", "doubtful_field"), stage.office.district, second
    )


def rival_nomination(stage: Stage) -> Scene:
    """Another district some days later: both must wait."""
    first = nomination_mail(stage.rng, stage.office, dt.date(2020, 11, 24), "rival_first", **WRONG, rules=("conflict",))
    second = next(
        name for name in districts(stage.office.entry.code) if name not in {stage.office.district, stage.office.winner}
    )
    who, drawn, layout, _ = nominate(stage.rng, stage.office, dt.date(2020, 11, 30), district=second, layout="letter")
    text, files, lent = carried(stage.rng, who, stage.office, drawn, "nomination", "pdf", dt.date(2020, 11, 30))
    document = truth_of("nomination", stage.office, None, drawn, layout, "pdf", lent, rules=("conflict",), **WRONG)
    made = mail(
        stage.rng,
        stage.office,
        story="rival_nomination",
        subject=NOTES["nomination"][1],
        text=text,
        files=files,
        day=dt.date(2020, 11, 30),
        documents=(document,),
        outcome="review",
    )
    return Scene((first, made), stage.use("nomination"))


def same_mail_twice(stage: Stage) -> Scene:
    """Byte for byte the same mail again."""
    first = achievement_mail(stage.rng, stage.office, dt.date(2020, 11, 25), "doubled_first")
    again = replace(
        first,
        truth=replace(
            first.truth,
            story="same_mail_twice",
            outcome="duplicate",
            documents=(),
            arrived_at=moment(stage.rng, dt.date(2020, 11, 27)),
        ),
    )
    return Scene((first, again), stage.use("achievement"))


def unknown_sender(stage: Stage) -> Scene:
    """A right report from an address that nobody listed."""
    made = nomination_mail(stage.rng, stage.office, stage.day(), "unknown_sender", rules=("sender_unknown",), **WRONG)
    return Scene(
        (_rewritten(made, stage.office, f"somebody{stage.rng.randint(10, 99)}@mail.example"),), stage.use("nomination")
    )


def other_sender(stage: Stage) -> Scene:
    """A report sent from another province's address."""
    other = stage.others[stage.rng.choice([code for code in stage.others if code != stage.office.entry.code])]
    made = nomination_mail(stage.rng, stage.office, stage.day(), "other_sender", rules=("sender_province_differs",), **WRONG)
    return Scene((_rewritten(made, stage.office, other.address),), stage.use("nomination"))


def _rewritten(made: RehearsedMail, office: ProvinceOffice, sender: str) -> RehearsedMail:
    raw = made.raw.replace(office.address.encode(), sender.encode()).replace(office.clerk.email.encode(), sender.encode(), 2)
    return replace(made, raw=raw, truth=replace(made.truth, sender=sender, outcome="review"))


def bangkok(stage: Stage) -> Scene:
    """Bangkok is out of scope."""
    text = "เรียน อธิบดีกรมการปกครอง\nกรุงเทพมหานคร ขอเสนอชื่อศูนย์ดำรงธรรมเขตบางรัก เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021"
    made = mail(
        stage.rng,
        None,
        story="bangkok",
        subject="เสนอรายชื่อศูนย์ดำรงธรรม กรุงเทพมหานคร",
        text=text,
        files=(),
        day=stage.day(),
        outcome="review",
        sender="office@bkk.example",
        sender_name="กรุงเทพมหานคร",
    )
    return Scene((made,))


def signature_picture(stage: Stage) -> Scene:
    """A right mail with a picture in its signature."""
    day = stage.day()
    who, drawn, layout, _ = nominate(stage.rng, stage.office, day, layout="table_form")
    text, files, lent = carried(stage.rng, who, stage.office, drawn, "nomination", "docx", day)
    logo = replace(file_of("logo.png", wreckage.logo()), content_id="logo1@moi")
    document = truth_of("nomination", stage.office, None, drawn, layout, "docx", lent)
    made = mail(
        stage.rng,
        stage.office,
        story="signature_picture",
        subject=NOTES["nomination"][0],
        text=text,
        files=(*files, logo),
        day=day,
        documents=(document,),
    )
    return Scene((made,), stage.use("nomination"))


def obstacle_alone(stage: Stage) -> Scene:
    """An obstacle report."""
    return Scene((obstacle_mail(stage.rng, stage.office, stage.day(stage.end)),), stage.use("obstacle"))
