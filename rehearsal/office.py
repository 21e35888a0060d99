"""The synthetic office: what 76 provinces write in some weeks, with the truth of every mail; reproducible from a seed."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

from parsers.thai.places import PROVINCES, ProvinceEntry, districts
from rehearsal import ledgerbook, mistakes
from rehearsal.people import CLERKS, COORDINATORS, SIGNERS, person
from rehearsal.province import ProvinceOffice
from rehearsal.stories import correct
from rehearsal.truth import RehearsedMail

MISTAKE_SHARE = 0.3
"""Of the mails asked for, so many are late, wrong, doubled, unreadable or irrelevant."""


class Rehearsal:
    """One synthetic office.

    Args:
        seed: the same seed gives the same bytes.
    """

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.allocations = ledgerbook.allocations(self.rng)
        self.offices = {entry.code: self._office(entry) for entry in PROVINCES}

    def _office(self, entry: ProvinceEntry) -> ProvinceOffice:
        rng = self.rng
        domain = f"p{entry.code}.moi.example"
        winner, district = rng.sample(districts(entry.code), 2)
        return ProvinceOffice(
            entry,
            person(rng, CLERKS, domain),
            person(rng, COORDINATORS, domain),
            person(rng, SIGNERS, domain),
            f"damrong@{domain}",
            district,
            winner,
            ledgerbook.Book(rng, self.allocations[entry.code]),
        )

    def weeks(self, start: dt.date, end: dt.date, mails: int) -> tuple[RehearsedMail, ...]:
        """So many mails between two days, oldest arrival first."""
        wrong = mistakes.choose(self.rng, self.offices, start, end, round(mails * MISTAKE_SHARE))
        taken = {key for scene in wrong for key in scene.uses}
        right = list(correct(self.rng, self.offices, start, end, mails - sum(len(scene.mails) for scene in wrong), taken))
        everything = [mail for scene in [*wrong, *right] for mail in scene.mails]
        return tuple(sorted(everything, key=lambda mail: mail.arrived_at))

    def write_office_files(self, folder: Path) -> None:
        """contacts.csv, allocations.csv and winners.csv, as the office would keep them."""
        folder.mkdir(parents=True, exist_ok=True)
        offices = self.offices.values()
        contacts = [(o.entry.name, o.address, f"0{o.clerk.phone[1:9]}", o.clerk.name, o.clerk.position) for o in offices]
        contacts += [
            (o.entry.code, o.clerk.email, "", o.clerk.name, o.clerk.position) for o in offices if o.clerk.email != o.address
        ]
        _write(folder / "contacts.csv", ("province", "email", "fax", "name", "position"), contacts)
        items = [(o.entry.code, f"{amount:.2f}", item) for o in offices for item, amount in self.allocations[o.entry.code]]
        _write(folder / "allocations.csv", ("province", "allocated", "item"), items)
        _write(folder / "winners.csv", ("province", "district"), [(o.entry.name, o.winner) for o in offices])


def _write(path: Path, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(rows)
