"""One synthetic province: its people, its money, its choice."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from parsers.thai.places import ProvinceEntry
from rehearsal.layouts.letters import Letterhead
from rehearsal.ledgerbook import Book
from rehearsal.people import Person


@dataclass(frozen=True, slots=True)
class ProvinceOffice:
    """One province: its people, its money, its choice."""

    entry: ProvinceEntry
    clerk: Person
    contact: Person
    signer: Person
    address: str
    """Its listed address."""
    district: str
    """The centre that it will nominate."""
    winner: str
    """Its centre of the fiscal year before."""
    book: Book

    def letterhead(self, rng: random.Random, date: dt.date) -> Letterhead:
        """A letter of this province of that day."""
        number = f"{self.entry.abbreviation} 0018.{rng.randint(1, 3)}/{rng.randint(1000, 29999)}"
        return Letterhead(self.entry, number, date, self.signer)
