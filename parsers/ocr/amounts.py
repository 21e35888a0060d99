"""The figures that a cell's picture may show: every spelling that the recogniser offers and that the grammar of amounts allows.

Digits are of one script; commas part groups of three from the right, or there are none; two decimals, ``.-`` or nothing follow;
a dash is nothing spent, an empty cell is blank. Comma and full stop are told apart by their places: the grammar never leaves
both. What is not an amount is no candidate, however surely it was read; the chance that the cell was not seen whole remains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import Final

from parsers.ocr.figures import Candidate, Reading, Swap
from parsers.ocr.recognise import Sign, Spelling
from parsers.thai.text import to_arabic
from parsers.thai.words import parse_baht_words

UNSEEN: Final = 1e-4
"""Chance that a cell says something that no spelling of the recogniser offers: a sign that left no trace."""
CUT: Final = 0.05
"""The same where ink touches the picture's edge: a sign may lie beyond it."""
_EDGE: Final = 4
"""Pixels from the edge: one step of the net."""
_SEPARATORS: Final = {",": ".", ".": ","}
_SWAPPED: Final = 0.005
"""A comma may be a full stop, or the reverse, with at least this chance, whatever the net says."""
_WIDTH: Final = 300
"""Spellings carried on from sign to sign."""
_MOST: Final = 24
_WORTH: Final = 1e-6
"""Spellings below this share of the likeliest one are left to the unread."""
_ALIKE: Final = 0.5
"""What a second instance of the same confusion costs within one cell, at most."""

_DASHES: Final = "-–—−"
_ZERO: Final = str.maketrans(dict.fromkeys("oO", "0"))
_LEADERS = re.compile(r"[._…·]*")
_DASH = re.compile(rf"\(?[{_DASHES}]{{1,3}}\)?")
_THAI, _ARABIC = re.compile("[๑-๙]"), re.compile("[1-9]")
_UNIT = re.compile(r"\s*(?:บาท(?:ถ้วน)?|฿)$")
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<minus>[{_DASHES}])?(?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|[0-9]{{1,9}})"
    rf"(?:\.(?P<part>[0-9]{{2}})|\.[{_DASHES}])?(?P<close>\))?"
)
_PERCENT = re.compile(r"(?P<whole>[0-9]{1,3})(?:\.(?P<part>[0-9]{1,2}))?%?")

Value = tuple[Decimal | None, int]
"""A value and its printed decimals."""


def amount_of(text: str) -> Value | None:
    """The amount that a spelling is, in baht; (None, 2) for a blank, None for what is no amount."""
    bare = _bare(text)
    if _LEADERS.fullmatch(bare):
        return None, 2
    if _DASH.fullmatch(bare):
        return Decimal("0.00"), 2
    match = _AMOUNT.fullmatch(_digits(_UNIT.sub("", bare)) or "")
    if not match or bool(match["open"]) != bool(match["close"]) or (match["open"] and match["minus"]):
        return None
    whole = match["whole"].replace(",", "")
    if len(whole) > 1 and whole.startswith("0"):
        return None
    value = Decimal(f"{whole}.{match['part'] or '00'}")
    return (-value if match["open"] or match["minus"] else value), 2


def percent_of(text: str) -> Value | None:
    """The percentage that a spelling is; (None, 2) for a blank, None for what is none."""
    bare = _bare(text)
    if _LEADERS.fullmatch(bare):
        return None, 2
    if _DASH.fullmatch(bare):
        return Decimal("0.00"), 2
    match = _PERCENT.fullmatch(_digits(bare) or "")
    if not match or (len(match["whole"]) > 1 and match["whole"].startswith("0")):
        return None
    part = match["part"] or ""
    return Decimal(f"{match['whole']}.{part:0<2}"), len(part)


def words_of(text: str) -> Value | None:
    """The amount that words spell out; None for what is not understood to the last letter."""
    value = parse_baht_words(text)
    return None if value is None else (value, 2)


def _bare(text: str) -> str:
    """Without spaces beside separators and at the ends. A space between two digits stays: it may stand for something lost."""
    return re.sub(r"\s*([,.])\s*", r"\1", text.strip())


def _digits(text: str) -> str | None:
    """With Arabic digits; None where two scripts are mixed. A nought looks alike in both, and like the letter o."""
    if _THAI.search(text) and _ARABIC.search(text):
        return None
    return to_arabic(text).translate(_ZERO)


def read_amount(spelling: Spelling, width: int | None = None) -> Reading:
    """What a money cell may say.

    Args:
        spelling: of the cell's picture.
        width: of that picture in pixels, where its edges are the cell's: what touches them may be cut off.
    """
    return _read(spelling, width, amount_of)


def read_percent(spelling: Spelling, width: int | None = None) -> Reading:
    """What a percentage's cell may say; like :func:`read_amount`."""
    return _read(spelling, width, percent_of)


def read_words(spelling: Spelling, width: int | None = None) -> Reading:
    """What a total in words may say; like :func:`read_amount`. Tone marks do not count."""
    return _read(spelling, width, words_of)


Choice = tuple[str, float]


@dataclass(frozen=True, slots=True)
class _Spelt:
    """One way to spell a cell."""

    choices: tuple[Choice, ...]
    price: float

    @property
    def text(self) -> str:
        return "".join(sign for sign, _ in self.choices)


def _read(spelling: Spelling, width: int | None, meaning: Callable[[str], Value | None]) -> Reading:
    found: dict[Value, list[_Spelt]] = {}
    for spelt in _spellings(spelling.signs):
        value = meaning(spelt.text)
        if value is not None:
            found.setdefault(value, []).append(spelt)
    unread = _unseen(spelling, width)
    ranked = sorted(found.items(), key=lambda item: -_chance(item[1]))
    # The same figure with other decimals (37.3 and 37.30) is one candidate: the likelier spelling speaks for it.
    ranked = [item for at, item in enumerate(ranked) if item[0][0] not in {value for (value, _), _ in ranked[:at]}]
    if not ranked:
        return Reading((), 1.0)
    total = sum(_chance(spelt) for _, spelt in ranked) + unread
    best = ranked[0][1][0]
    kept = [_candidate(value, spelt, best, total) for value, spelt in ranked[:_MOST]]
    return Reading(tuple(kept), max(0.0, 1 - sum(each.probability for each in kept)))


def _chance(spelt: Sequence[_Spelt]) -> float:
    return sum(prod(chance for _, chance in each.choices) for each in spelt)


def _unseen(spelling: Spelling, width: int | None) -> float:
    lost = sum(max(0.0, 1 - sign.probability - sum(chance for _, chance in sign.others)) for sign in spelling.signs)
    inked = [sign for sign in spelling.signs if sign.sign.strip()]
    is_cut = width is not None and bool(inked) and (inked[0].x0 < _EDGE or inked[-1].x1 > width - _EDGE)
    return UNSEEN + min(lost, 1.0) + (CUT if is_cut else 0.0)


def _spellings(signs: Iterable[Sign]) -> list[_Spelt]:
    """The likeliest spellings, the best first; one confusion that comes again within the cell costs less than two."""
    beam = [_Spelt((), 1.0)]
    for sign in signs:
        options = _options(sign)
        grown = [_grown(spelt, choice, options[0]) for spelt in beam for choice in options]
        grown.sort(key=lambda spelt: -spelt.price)
        least = grown[0].price * _WORTH
        beam = [spelt for spelt in grown[:_WIDTH] if spelt.price >= least]
    return beam


def _grown(spelt: _Spelt, choice: Choice, first: Choice) -> _Spelt:
    sign, chance = choice
    is_again = sign != first[0] and any(each[0] == sign for each in spelt.choices)
    return _Spelt((*spelt.choices, choice), spelt.price * (max(chance, _ALIKE * first[1]) if is_again else chance))


def _options(sign: Sign) -> list[Choice]:
    """What a sign may be, as it was read first."""
    options = {sign.sign: sign.probability}
    for other, chance in sign.others:
        options[other] = options.get(other, 0.0) + chance
    for separator, other in _SEPARATORS.items():
        if separator in options:
            options[other] = max(options.get(other, 0.0), _SWAPPED * options[separator])
    return list(options.items())


def _candidate(value: Value, spelt: Sequence[_Spelt], best: _Spelt, total: float) -> Candidate:
    own = max(spelt, key=lambda each: each.price)
    swaps = tuple(
        Swap(read, meant, min(1.0, chance / its))
        for (read, its), (meant, chance) in zip(best.choices, own.choices, strict=True)
        if read != meant and {read, meant} != {",", "."}
    )
    return Candidate(value[0], _chance(spelt) / total, own.text, swaps, value[1])
