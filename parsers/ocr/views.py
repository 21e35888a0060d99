"""A page under one convention of the balance: what it most likely says, what else it may say, and how doubtful a cell is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.ocr.bonds import KNOWN_KINDS, Convention, bonds_of
from parsers.ocr.figures import Known, Place, Reading
from parsers.ocr.pricing import Change, Prior
from parsers.ocr.rivals import Hypothesis, Page, Values, Work, page_of, search

_FLOOR = 5e-7
"""Rivals below this share of the best explanation are left out: it would take hundreds of them to matter."""
_FIRST_FLOORS = (1e-6, 1e-12)


@dataclass(frozen=True, slots=True)
class View:
    """What was found on a page."""

    convention: Convention
    page: Page
    best: Mapping[int, Change]
    """Cells that most likely say something else than their likeliest candidate."""
    weight: float
    """Chance of the best explanation; 0 where none was found."""
    found: Mapping[Values, float]
    """All that the page may say; of unrelated doubts each by itself."""
    kept: tuple[int, ...]
    """Bonds that hold."""
    unkept: tuple[int, ...]
    is_whole: bool
    """Whether nothing was left unsearched."""

    def value(self, cell: int) -> int | None:
        """What the cell most likely says, in hundredths."""
        return self.best[cell].value if cell in self.best else self.page.favourites[cell].value

    def chances(self, cell: int, values: Values) -> tuple[float, dict[int | None, float]]:
        """The weight of all that a person would be told, ``values``, and of each other value that this cell may have."""
        favourite, best = self.page.favourites[cell].value, dict(values)
        others: dict[int | None, float] = {}
        for key, weight in self.found.items():
            value = dict(key).get(cell, favourite)
            if value != best.get(cell, favourite):
                others[value] = others.get(value, 0.0) + weight
        return self.found.get(values, 0.0), others


def view(readings: Mapping[Place, Reading], known: Known, prior: Prior, work: int, convention: Convention) -> View:
    """Searches a page."""
    page = page_of(readings, bonds_of(readings, known, convention), prior)
    left = Work(work)
    found = _first(page, left)
    best = max(found, key=lambda values: found[values], default=frozenset())
    weight, changes = found.get(best, 0.0), _as_changes(page, best)
    if weight:
        found = _seeded(page, changes, weight, left) | found
    held = [page.holds(index, changes) for index in range(len(page.bonds))]
    kept, off = (tuple(index for index, each in enumerate(held) if each is wanted) for wanted in (True, False))
    return View(convention, page, changes, weight, found, kept, off, left.is_whole and weight > 0)


def _first(page: Page, work: Work) -> dict[Values, float]:
    """What follows from the likeliest readings. Much that is wrong at once is looked for only where nothing better is found."""
    for floor in _FIRST_FLOORS:
        found = search(page, Hypothesis(), floor, work)
        if found:
            return found
    return {}


def _as_changes(page: Page, values: Values) -> dict[int, Change]:
    options = {(change.cell, change.value): change for changes in page.options for change in changes}
    return {cell: options.get((cell, value), Change(cell, value, 0.0)) for cell, value in values}


def _seeded(page: Page, best: Mapping[int, Change], weight: float, work: Work) -> dict[Values, float]:
    """What follows where a cell says anything but its best value."""
    found: dict[Values, float] = {}
    for cell, changes in enumerate(page.options):
        starts = [Hypothesis((change,)) for change in changes if cell not in best or change != best[cell]]
        if cell in best:
            starts.append(Hypothesis(held=frozenset((cell,))))
        for start in starts:
            found |= search(page, start, _FLOOR * weight, work)
    return found


def unseen(view: View, cell: int) -> float:
    """Chance, against the best explanation, that the cell was misread beyond its candidates and that nothing shows it.

    Every bond that holds would need another cell that is misread by the same amount.
    """
    reading = view.page.readings[cell]
    own = next((each.probability for each in reading.candidates if each.hundredths == view.value(cell)), 0.0)
    bonds = [index for index in view.page.of_cell[cell] if index in view.kept]
    return min(1.0, reading.unread / own * _compensated(view, cell, bonds)) if own else 1.0


def _compensated(view: View, cell: int, bonds: Sequence[int]) -> float:
    """The likeliest way in which other cells cover up for one in all these bonds; a cell may do so in several."""
    if not bonds:
        return 1.0
    prior = view.page.prior
    bond, cells = view.page.bonds[bonds[0]]
    if bond.kind in KNOWN_KINDS:
        return prior.differs * prior.coincidence * _compensated(view, cell, bonds[1:])
    best = 0.0
    for other in cells:
        if other != cell:
            reading = view.page.readings[other]
            price = max(prior.lost_alike, min(1.0, reading.unread / reading.candidates[0].probability))
            left = [index for index in bonds[1:] if other not in view.page.bonds[index][1]]
            best = max(best, price * _compensated(view, cell, left))
    return best
