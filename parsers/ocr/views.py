"""A page under one convention of the balance: what it most likely says, what else it may say, and how doubtful a cell is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from parsers.ocr.bonds import KNOWN_KINDS, BondKind, Convention, bonds_of
from parsers.ocr.figures import Column, Known, Place, Reading
from parsers.ocr.pricing import Change, Prior
from parsers.ocr.rivals import Found, Hypothesis, Page, Values, Work, page_of, search

_FLOOR = 2e-6
"""Rivals below this share of the best explanation are left out: it would take dozens of them to matter."""
_LIKELY = 0.02
"""Mistakes that excuse the best explanation, as a share of the likeliest ones."""
_OPEN, _CLOSED = 1e-3, 10.0
"""Once the odds against a cell are so high it is lost, and what else it may be matters to others alone: floors are raised."""
_FIRST_FLOORS = (1e-6, 1e-12)
"""The first one with which anything is found."""


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

    @property
    def values(self) -> Values:
        """What it most likely says."""
        return frozenset((change.cell, change.value) for change in self.best.values())

    def chances(self, cell: int, values: Values) -> tuple[float, dict[int | None, float]]:
        """The weight of all that a person would be told, ``values``, and of each other value that this cell may have."""
        favourite, best = self.page.favourites[cell].value, dict(values)
        others: dict[int | None, float] = {}
        for key, weight in self.found.items():
            value = dict(key).get(cell, favourite)
            if value != best.get(cell, favourite):
                others[value] = others.get(value, 0.0) + weight
        return self.found.get(values, 0.0), others


def views_of(readings: Mapping[Place, Reading], known: Known, prior: Prior, work: int) -> tuple[View, ...]:
    """The page under each convention that it may follow, the likeliest first."""
    has_committed = any(place.column is Column.COMMITTED for place in readings)
    views = []
    for convention in tuple(Convention) if has_committed else (Convention.SPENT,):
        page = page_of(readings, bonds_of(readings, known, convention), prior)
        left = Work(work)
        views.append((_first(page, left), page, left, convention))
    views.sort(key=lambda each: -max((sum(prices.values()) for prices in each[0].values()), default=0.0))
    best = _view(*views[0], set(range(len(views[0][1].places))))
    return (best, *(_other(best, *each) for each in views[1:]))


def _other(best: View, found: Found, page: Page, left: Work, convention: Convention) -> View:
    """A less likely convention. Where it comes to the same, only commitments that are none can tell."""
    weight = max((sum(prices.values()) for prices in found.values()), default=0.0)
    if weight < _FLOOR * best.weight:
        cells = set[int]()
    elif weight > 0.99 * best.weight and max(found, key=lambda values: sum(found[values].values())) == best.values:
        cells = {cell for cell, place in enumerate(page.places) if place.column is Column.COMMITTED}
        found = {best.values: found[best.values]}
    else:
        cells = set(range(len(page.places)))
    return _view(found, page, left, convention, cells)


def _view(found: Found, page: Page, left: Work, convention: Convention, cells: Collection[int]) -> View:
    """Follows up what the page may say in these cells."""
    best = max(found, key=lambda values: sum(found[values].values()), default=frozenset())
    changes = {cell: page.change(cell, value) for cell, value in best}
    if found:
        _seed(page, cells, changes, found, left)
    summed = {values: sum(prices.values()) for values, prices in found.items()}
    held = [page.holds(index, changes) for index in range(len(page.bonds))]
    kept, off = (tuple(index for index, each in enumerate(held) if each is wanted) for wanted in (True, False))
    return View(convention, page, changes, summed.get(best, 0.0), summed, kept, off, left.is_whole and bool(found))


def _first(page: Page, work: Work) -> Found:
    """What follows from the likeliest readings. Much that is wrong at once is looked for only where nothing better is found."""
    for floor in _FIRST_FLOORS:
        found = search(page, Hypothesis({}), floor, work)
        if found:
            return found
    return {}


def _seed(page: Page, cells: Collection[int], best: Mapping[int, Change], found: Found, work: Work) -> None:
    """Adds what follows where one of these cells says anything but its best value, under each likely set of mistakes."""
    mistakes = found[frozenset((change.cell, change.value) for change in best.values())]
    floor = _FLOOR * sum(mistakes.values())
    likely = [each for each, weight in mistakes.items() if weight >= _LIKELY * max(mistakes.values())]
    for cell in cells:
        against = 0.0
        for change in (page.favourites[cell], *page.options[cell]):
            if change == best.get(cell, page.favourites[cell]):
                continue
            for each in likely:
                start = Hypothesis(best, mistakes=each).then(page, (change,))
                for values, prices in search(page, start, floor * (_CLOSED if against > _OPEN else 1.0), work).items():
                    found.setdefault(values, {}).update(prices)
                    against += sum(prices.values()) / sum(mistakes.values())


def unseen(view: View, cell: int) -> float:
    """Chance, against the best explanation, that the cell was misread beyond its candidates and that nothing shows it.

    Every bond that holds would need another cell that is misread by the same amount.
    """
    reading = view.page.readings[cell]
    own = next((each.probability for each in reading.candidates if each.hundredths == view.value(cell)), 0.0)
    bonds = [index for index in view.page.of_cell[cell] if index in view.kept and not _may_hide_a_digit(view, cell, index)]
    return min(1.0, reading.unread / own * _compensated(view, cell, bonds)) if own else 1.0


def _may_hide_a_digit(view: View, cell: int, index: int) -> bool:
    """Whether a percentage of few decimals fits only because it is rough: 48.2 may be what is left of 48.25.

    Where several are printed and all are as rough, that is the form's way.
    """
    bond, cells = view.page.bonds[index]
    if bond.kind is not BondKind.PERCENT or cells[1] != cell or bond.holds([view.value(each) for each in cells]):
        return False
    column = [each for each, place in enumerate(view.page.places) if place.column is Column.PERCENT and view.value(each)]
    decimals = [view.best.get(each, view.page.favourites[each]).decimals for each in column]
    return len(decimals) < 2 or len(set(decimals)) > 1


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
