"""Fields right, and documents accepted without a person: what the conveyor makes of page images.

Page images are not on the conveyor yet. Whoever puts them there writes a ``Conveyor``, and ``bench.reading.__main__`` hands it
the pages of each document that arrived and counts its verdicts by channel with ``Filed``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

KEY_FIELDS: Mapping[str, frozenset[str]] = {
    "disbursement": frozenset({"period", "allocated", "prior_cumulative", "this_month", "cumulative", "balance", "percent"}),
    "nomination": frozenset({"district"}),
    "achievement": frozenset({"district", "title", "gecc_total"}),
    "obstacle": frozenset({"topic"}),
}
"""Fields of which not one may be wrong in an accepted document."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one document."""

    fields: Mapping[str, str | None]
    """Values as they would be filed."""
    is_accepted: bool
    """Without a person."""


class Conveyor(Protocol):
    """From page images to a filed document."""

    def judge(self, kind: str, pages: Sequence[Path]) -> Verdict:
        """One document of a kind, its page images in order, as files."""
        ...


@dataclass(slots=True)
class Filed:
    """Sums over documents."""

    documents: int = 0
    accepted: int = 0
    wrong: int = 0
    """Accepted with a wrong key field: silent errors."""
    fields: int = 0
    right: int = 0

    def count(self, kind: str, truth: Mapping[str, str], verdict: Verdict) -> None:
        """Adds a document. A field that was not found is not right; nor is it wrong in an accepted document, being empty."""
        said = verdict.fields
        self.documents += 1
        self.accepted += verdict.is_accepted
        self.fields += len(truth)
        self.right += sum(said.get(name) == value for name, value in truth.items())
        keys = KEY_FIELDS[kind] & truth.keys()
        self.wrong += verdict.is_accepted and any(said.get(name) not in (None, truth[name]) for name in keys)
