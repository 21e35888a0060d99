"""Invented reports with a truth, and a reader of known honesty: where it says 0.9 it is right nine times in ten."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from parsers.ocr.amounts import read_amount, read_percent
from parsers.ocr.bonds import Convention
from parsers.ocr.figures import MONEY, TOTAL, Candidate, Column, Known, Place, Reading
from parsers.ocr.recognise import Sign, Spelling
from parsers.thai.text import to_thai

CENT = Decimal("0.01")
CLASSES = {
    "thai": ("๔๕๘๙", "๑๓๗", "๐๒๖"),
    "arabic": ("3568", "147", "029"),
}
"""Digits that are taken for one another."""

Truth = dict[Place, Decimal | None]


def sure(value: Decimal | int | str | None, unread: float = 1e-6) -> Reading:
    """A cell that is read beyond doubt."""
    return reading((value, 1.0), unread=unread)


def reading(*values: tuple[Decimal | int | str | None, float], unread: float = 1e-6) -> Reading:
    """A cell by its values and their shares of what was read."""
    total = sum(share for _, share in values)
    made = [
        Candidate(None if each is None else Decimal(each), share / total * (1 - unread), str(each)) for each, share in values
    ]
    return Reading(tuple(sorted(made, key=lambda each: -each.probability)), unread)


def report(rows: Mapping[int, tuple[Decimal, Decimal, Decimal, Decimal]], convention: Convention = Convention.SPENT) -> Truth:
    """A report that adds up, from (allocated, prior, this month, committed) of each item."""
    total = tuple(sum((row[at] for row in rows.values()), Decimal(0)) for at in range(4))
    truth: Truth = {}
    for row, (allocated, prior, month, committed) in {**rows, TOTAL: total}.items():
        used = prior + month
        left = allocated - used - (committed if convention is Convention.COMMITTED else 0)
        truth |= {Place(row, c): v for c, v in zip(MONEY, (allocated, prior, month, used, committed, left), strict=True)}
        truth[Place(row, Column.PERCENT)] = percent(used, allocated)
    return truth


def percent(used: Decimal, allocated: Decimal) -> Decimal:
    """Two decimals, half up."""
    return (used * 100 / allocated).quantize(CENT, ROUND_HALF_UP) if allocated else Decimal("0.00")


def drawn(rng: random.Random) -> tuple[Truth, Convention]:
    """A report of one to six items."""
    rows: dict[int, tuple[Decimal, Decimal, Decimal, Decimal]] = {}
    for row in range(rng.randint(1, 6)):
        allocated = Decimal(rng.randrange(300, 6000) * 10)
        prior = _spent(rng, allocated)
        month = _spent(rng, allocated - prior)
        committed = _spent(rng, allocated - prior - month) if rng.random() < 0.25 else Decimal(0)
        rows[row] = (allocated, prior, month, committed)
    convention = rng.choice(tuple(Convention))
    truth = report(rows, convention)
    left_out = rng.choice(((), (), (Column.COMMITTED,), (Column.PERCENT,), (Column.PRIOR, Column.COMMITTED)))
    if Column.COMMITTED in left_out and convention is Convention.COMMITTED:
        left_out = ()
    return {place: value for place, value in truth.items() if place.column not in left_out}, convention


def _spent(rng: random.Random, left: Decimal) -> Decimal:
    if rng.random() < 0.2:
        return Decimal(0)
    spent = left * Decimal(rng.uniform(0.02, 0.5))
    return spent.quantize(CENT) if rng.random() < 0.35 else spent.quantize(Decimal(10)).quantize(CENT)


def misprinted(rng: random.Random, truth: Truth) -> Place:
    """One figure goes wrong as people get them wrong: a digit one off, a like digit, any other sum. Says which."""
    place = rng.choice([each for each in truth if truth[each]])
    value = truth[place] or Decimal(0)
    unit = Decimal(10) ** rng.randrange(0, max(1, len(str(int(value)))))
    if rng.random() < 0.5:
        truth[place] = abs(value + rng.choice((unit, -unit)))
    else:
        truth[place] = (
            abs(value + rng.choice((-4, 4, 3, 1, -1)) * unit) if rng.random() < 0.6 else value + rng.randrange(1, 9000)
        )
    if truth[place] == value:
        truth[place] = value + 1
    return place


@dataclass(slots=True)
class Reader:
    """Reads what is printed, with honest doubts."""

    rng: random.Random
    script: str
    doubtful: float
    """Share of signs that it is not sure of."""
    confused: tuple[str, str, float] | None = None
    """Two digits that this page's face makes alike: (seen, other, chance of ``seen``); all at once right or wrong."""
    confused_right: bool = True
    lost: float = 0.0
    """Chance that a cell loses a sign without a trace."""

    def spell(self, text: str) -> Spelling:
        """What it makes of a cell."""
        signs = [self._sign(each, at) for at, each in enumerate(text)]
        if signs and self.rng.random() < self.doubtful:
            self._doubt_existence(signs)
        if len(signs) > 1 and self.rng.random() < self.lost:
            signs.pop(self.rng.randrange(len(signs)))
        return Spelling(tuple(signs))

    def _sign(self, true: str, at: int) -> Sign:
        if self.confused and true in self.confused[:2]:
            one, two, chance = self.confused
            seen = true if self.confused_right else {one: two, two: one}[true]
            other = two if seen == one else one
            return Sign(seen, chance, at * 8 + 8, at * 8 + 16, ((other, 1 - chance),))
        near = next((each for each in (*CLASSES[self.script], ",.") if true in each), true)
        others = [each for each in near if each != true]
        if not others:
            return Sign(true, 1.0, at * 8 + 8, at * 8 + 16, ())
        self.rng.shuffle(others)
        is_sure = self.rng.random() >= self.doubtful
        first = 1 - float(10 ** -self.rng.uniform(3, 6)) if is_sure else self.rng.uniform(0.45, 0.999)
        shares = (
            [first, 1 - first] if len(others) == 1 or self.rng.random() < 0.5 else [first, (1 - first) * 0.8, (1 - first) * 0.2]
        )
        ranked = others[: len(shares) - 1]
        ranked.insert(self.rng.choices(range(len(shares)), shares)[0], true)
        return Sign(ranked[0], shares[0], at * 8 + 8, at * 8 + 16, tuple(zip(ranked[1:], shares[1:], strict=True)))

    def _doubt_existence(self, signs: list[Sign]) -> None:
        """A sign that may be dirt, or dirt that may be a sign."""
        chance = self.rng.uniform(0.05, 0.999)
        at = self.rng.randrange(len(signs))
        true = signs[at]
        if self.rng.random() >= chance:
            digit = self.rng.choice(self.rng.choice(CLASSES[self.script]))
            signs.insert(at, _maybe(digit, chance, true.x0))
        elif true.probability > 0.999:
            signs[at] = _maybe(true.sign, chance, true.x0)


def _maybe(sign: str, chance: float, x: int) -> Sign:
    if chance >= 0.5:
        return Sign(sign, chance, x, x + 8, (("", 1 - chance),))
    return Sign("", 1 - chance, x, x + 8, ((sign, chance),))


def printed(rng: random.Random, truth: Truth) -> tuple[dict[Place, str], str]:
    """The cells' texts as one office writes them, and the script."""
    script, whole, nought = rng.choice(("thai", "arabic")), rng.choice((".00", ".-", "")), rng.choice(("-", "0.00"))
    texts = {}
    for place, value in truth.items():
        text = "" if value is None else nought if value == 0 else f"{value:,.2f}"
        if text.endswith(".00") and len(text) > 4 and place.column is not Column.PERCENT:
            text = text[:-3] + whole
        texts[place] = to_thai(text) if script == "thai" else text
    return texts, script


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page of the simulation."""

    truth: Truth
    readings: dict[Place, Reading]
    known: Known
    is_misprinted: bool


def page(seed: int, *, paper_wrong: float = 0.02, confused: float = 0.05, lost: float = 1e-4) -> Drawn:
    """A page that was printed, sent and read."""
    rng = random.Random(seed)
    truth, _ = drawn(rng)
    known = _known(rng, truth)
    is_misprinted = rng.random() < paper_wrong
    if is_misprinted:
        misprinted(rng, truth)
    texts, script = printed(rng, truth)
    reader = Reader(rng, script, rng.choice((0.0005, 0.005, 0.02, 0.05)), lost=lost)
    if rng.random() < confused:
        first, second = rng.sample(rng.choice(CLASSES[script]), 2)
        chance = rng.choice((0.6, 0.9, 0.99, 0.999))
        reader.confused, reader.confused_right = (first, second, chance), rng.random() < chance
    readings = {
        place: (read_percent if place.column is Column.PERCENT else read_amount)(reader.spell(text))
        for place, text in texts.items()
    }
    return Drawn(truth, readings, known, is_misprinted)


def _known(rng: random.Random, truth: Truth) -> Known:
    """The register, which one report in fifty departs from."""
    prior, allocated = {}, {}
    if rng.random() < 0.6:
        prior = {place.row: value or Decimal(0) for place, value in truth.items() if place.column is Column.PRIOR}
        if prior and rng.random() < 0.02:
            prior[TOTAL] += rng.choice((1, 10, 100, 1000))
    if rng.random() < 0.6:
        allocated = {TOTAL: truth[Place(TOTAL, Column.ALLOCATED)] or Decimal(0)}
    return Known(prior, allocated)
