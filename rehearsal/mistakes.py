"""What goes wrong in real weeks: late, wrong, doubled, corrected, unreadable, irrelevant. Each scene knows what must become of it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping

from rehearsal import mistakes_files as files
from rehearsal import mistakes_money as money
from rehearsal import mistakes_nominations as nominations
from rehearsal.province import ProvinceOffice
from rehearsal.scene import Scene
from rehearsal.stage import Maker, Stage

SCENES: tuple[Maker, ...] = (
    money.wrong_sum, money.wrong_balance, money.wrong_percent, money.wrong_words, money.other_allocation, money.no_period, money.period_contradicted, money.not_over, money.carry_broken,
    nominations.late, nominations.both, nominations.winner_again, nominations.foreign_district, nominations.two_districts, nominations.rival_nomination, nominations.same_mail_twice, money.same_file_twice, money.other_format,
    money.corrected, nominations.unknown_sender, nominations.other_sender, nominations.bangkok, files.broken_pdf, files.empty_file, files.locked_pdf, files.scanned_pdf, files.fax_image, files.archive,
    files.mislabelled, files.link_only, files.automatic, files.newsletter, files.invitation, files.question, nominations.signature_picture, nominations.obstacle_alone,
)  # fmt: skip
"""Every scene; a rehearsal of a hundred mails has nearly all of them once."""


def choose(rng: random.Random, offices: Mapping[str, ProvinceOffice], start: dt.date, end: dt.date, mails: int) -> list[Scene]:
    """Scenes of so many mails, each in a province of its own until the provinces run out."""
    return list(_chosen(rng, offices, start, end, mails))


def _chosen(
    rng: random.Random, offices: Mapping[str, ProvinceOffice], start: dt.date, end: dt.date, mails: int
) -> Iterator[Scene]:
    used: set[tuple[str, str, str | None]] = set()
    left = mails
    for _ in range(mails * 4):
        makers = list(SCENES)
        rng.shuffle(makers)
        for maker in makers:
            if left <= 0:
                return
            scene = maker(Stage(rng, offices[rng.choice(sorted(offices))], offices, start, end))
            if len(scene.mails) <= left and not scene.uses & used:
                used |= scene.uses
                left -= len(scene.mails)
                yield scene
