"""Where a scene plays, and what the scenes share."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from rehearsal.province import ProvinceOffice
from rehearsal.scene import Scene
from rehearsal.stories import (
    NOMINATION_DUE,
    PERIOD_DUE,
    day_between,
    next_month,
)
from rehearsal.truth import RehearsedMail

WRONG: dict[str, Any] = {"expected": "review", "correct": False}
TABLES = ("wide_table", "numbered_headings", "with_subtotals")
FIRST = "2020-11"


class Stage:
    """Where a scene plays: a province that no other scene uses, and the weeks."""

    def __init__(
        self, rng: random.Random, office: ProvinceOffice, others: Mapping[str, ProvinceOffice], start: dt.date, end: dt.date
    ) -> None:
        self.rng, self.office, self.others, self.start, self.end = rng, office, others, start, end

    def day(self, last: dt.date = NOMINATION_DUE) -> dt.date:
        """A day of the weeks."""
        return day_between(self.rng, self.start + dt.timedelta(days=1), last)

    def report_day(self, period: str = FIRST) -> dt.date:
        """A day on which a month is reported on in time."""
        return day_between(self.rng, next_month(period), PERIOD_DUE[period])

    def use(self, kind: str, period: str | None = None) -> frozenset[tuple[str, str, str | None]]:
        """What the scene reports on."""
        return frozenset({(kind, self.office.entry.code, period)})


Maker = Callable[[Stage], Scene]


def expecting(made: RehearsedMail, outcome: str) -> RehearsedMail:
    """The same mail, of which another outcome is expected."""
    return replace(made, truth=replace(made.truth, outcome=outcome))
