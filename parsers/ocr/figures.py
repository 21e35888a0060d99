"""Records of the figures of a form: what a cell may say and how likely, and what is known of it from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Column(StrEnum):
    """Columns of a disbursement report, by their names in the registers."""

    ALLOCATED = "allocated"
    PRIOR = "prior_cumulative"
    MONTH = "this_month"
    CUMULATIVE = "cumulative"
    COMMITTED = "committed"
    BALANCE = "balance"
    PERCENT = "percent"
    WORDS = "total_words"


MONEY: Final = (Column.ALLOCATED, Column.PRIOR, Column.MONTH, Column.CUMULATIVE, Column.COMMITTED, Column.BALANCE)
TOTAL: Final = -1
"""The row of the totals; items are 0, 1, 2 ..."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One cell of the form. ``total_words`` stands in the total row."""

    row: int
    column: Column


@dataclass(frozen=True, slots=True)
class Swap:
    """One sign taken for another; ``""`` is no sign."""

    read: str
    meant: str
    ratio: float
    """How likely ``meant`` is, as a share of how likely ``read`` is; at most 1."""

    @property
    def pair(self) -> frozenset[str]:
        """The two signs that are confused, whichever way."""
        return frozenset((self.read, self.meant))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a cell may have."""

    value: Decimal | None
    """Baht, or percent, exact to two decimals; None: the cell is blank."""
    probability: float
    text: str = ""
    """The spelling that gives it."""
    swaps: tuple[Swap, ...] = ()
    """How its spelling differs from that of the likeliest candidate; empty where that is not known."""
    decimals: int = 2
    """Decimals as printed: a percentage is as exact as it is printed."""

    @property
    def hundredths(self) -> int | None:
        """The value in satang, or in hundredths of a percent."""
        return None if self.value is None else int(self.value.scaleb(2))


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a cell may say: candidates, the likeliest first, no two of one value, and the chance that it is none of them."""

    candidates: tuple[Candidate, ...]
    unread: float

    def __post_init__(self) -> None:
        values = [each.value for each in self.candidates]
        if len(set(values)) != len(values):
            raise ValueError("two candidates of one cell have the same value")
        if any(value is not None and value.scaleb(2) != int(value.scaleb(2)) for value in values):
            raise ValueError("a value is exact to two decimals")
        chances = [each.probability for each in self.candidates]
        if self.unread < 0 or any(chance <= 0 for chance in chances) or abs(sum(chances) + self.unread - 1) > 1e-6:
            raise ValueError("the chances of a cell add up to 1")
        if chances != sorted(chances, reverse=True):
            raise ValueError("the likeliest candidate stands first")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known from elsewhere; what is not known is left out."""

    prior: Mapping[int, Decimal] = field(default_factory=dict)
    """Row -> last month's cumulative in the register."""
    allocated: Mapping[int, Decimal] = field(default_factory=dict)
    """Row -> what the province was allocated."""
    words_of: Column | None = None
    """The column whose total the words spell out; None: whichever it is."""
