"""Which changes of which cells would make a broken bond hold: up to three at once, found by meeting in the middle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from parsers.ocr.bonds import Bond, BondKind
from parsers.ocr.figures import Column
from parsers.ocr.pricing import Change, likeness


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell as a broken bond sees it."""

    cell: int
    now: int | None
    decimals: int
    options: tuple[Change, ...]
    """What else it may say; none where it is settled."""
    unread: float
    """Chance that it says something beyond its candidates, as a share of the likeliest one's; 0 where it is settled."""
    spoken: frozenset[int | None]
    """Values of its candidates: they are no guesses."""
    most: tuple[float, ...]
    """The greatest share of a hypothesis's price that is left after each of the options."""


Fix = tuple[Change, ...]
_MOST_STEPS = 60
"""Three changes at once are looked for among so many of the likeliest; where more might matter, that is told."""
_TOGETHER = 0.25
"""The dearest that two further changes can be which are alike."""


def fixes(bond: Bond, spots: Sequence[Spot], floor: float) -> tuple[list[Fix], bool]:
    """Sets of changes of different cells that make the bond hold, and whether these are all that cost at least ``floor``."""
    if not bond.is_linear:
        return [*_tried(bond, spots), *_guessed(bond, spots, {}, floor)], True
    found: list[Fix] = []
    steps: list[Step] = []
    for at, spot in enumerate(spots):
        for change, most in zip(spot.options, spot.most, strict=True):
            if most < floor:
                continue
            if change.value is None and not bond.may_be_blank(bond.places[at]):
                found.append((change,))
            else:
                steps.append((at, bond.signs[at] * ((change.value or 0) - (spot.now or 0)), change, most))
    steps.sort(key=lambda step: -step[3])
    off = bond.residual([spot.now for spot in spots]) or 0
    found += _meet(steps, -off)
    found += _guessed(bond, spots, {}, floor)
    for at, _, change, most in steps:
        if most >= 20 * floor:
            found += [(change, *rest) for rest in _guessed(bond, spots, {at: change}, floor / most)]
    return found, len(steps) <= _MOST_STEPS or steps[_MOST_STEPS][3] * _TOGETHER < floor


Step = tuple[int, int, Change, float]
"""Position in the bond, by how much the sum changes, the change, and the greatest share of the price that is left after it."""


def _meet(steps: Sequence[Step], goal: int) -> Iterator[Fix]:
    """Sets of up to three steps of different cells that come to ``goal``: the last one is looked up."""
    last: dict[int, list[tuple[int, int, Change]]] = {}
    for number, (at, delta, change, _) in enumerate(steps):
        last.setdefault(delta, []).append((number, at, change))
    yield from ((change,) for _, _, change in last.get(goal, ()))
    for number, (at, delta, change, _) in enumerate(steps):
        for other, its, final in last.get(goal - delta, ()):
            if other > number and its != at:
                yield change, final
    for (one, (a, da, first, _)), (two, (b, db, second, _)) in combinations(enumerate(steps[:_MOST_STEPS]), 2):
        if a != b and goal - da - db in last:
            for three, c, third in last[goal - da - db]:
                if three > two > one and c not in (a, b):
                    yield first, second, third


def _tried(bond: Bond, spots: Sequence[Spot]) -> Iterator[Fix]:
    singles = [(at, change) for at, spot in enumerate(spots) for change in spot.options]
    for size in (1, 2):
        for chosen in combinations(singles, size):
            if len({at for at, _ in chosen}) == size and holds(bond, spots, dict(chosen)) is not False:
                yield tuple(change for _, change in chosen)


def holds(bond: Bond, spots: Sequence[Spot], changes: dict[int, Change]) -> bool | None:
    """Whether a bond holds after changes, which go by position in the bond."""
    values = [changes[at].value if at in changes else spot.now for at, spot in enumerate(spots)]
    return bond.holds(values, changes[1].decimals if 1 in changes else spots[min(1, len(spots) - 1)].decimals)


def _guessed(bond: Bond, spots: Sequence[Spot], changes: dict[int, Change], floor: float) -> Iterator[Fix]:
    """One cell, misread beyond its candidates, has the very value that the bond asks for. It is a rival, no candidate."""
    for at, spot in enumerate(spots):
        if at in changes or 0.05 * spot.unread < floor:
            continue
        for value in _asked(bond, at, [changes[i].value if i in changes else each.now for i, each in enumerate(spots)]):
            if value in spot.spoken or (value < 0 and bond.places[at].column is not Column.BALANCE):
                continue
            ratio = min(1.0, spot.unread) * likeness(value, spot.now)
            if ratio >= floor:
                yield (Change(spot.cell, value, ratio, decimals=spot.decimals),)


def _asked(bond: Bond, at: int, values: Sequence[int | None]) -> Iterator[int]:
    """Values of the cell at this position with which the bond would hold."""
    if bond.is_linear:
        rest = bond.residual([*values[:at], 0, *values[at + 1 :]])
        if rest is not None:
            yield -rest * bond.signs[at]
    elif bond.kind is BondKind.WORDS:
        yield from {value for value in (values[1:] if at == 0 else values[:1]) if value is not None}
    elif at == 1 and values[0] and None not in values[2:]:
        used = sum(value or 0 for value in values[2:])
        yield (used * 20_000 + values[0]) // (2 * values[0])
