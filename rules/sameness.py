"""When do two documents say the same thing?

The same report often comes twice in other bytes: by fax and then by mail, as a letter and again as a workbook. Then it is
one report. It is not the same if any value that both give differs, nor if the new one answers what we had to ask for.
"""

from __future__ import annotations

from collections.abc import Mapping

from parsers.records import CERTAIN, Facts, Field, Method
from parsers.thai.text import fold
from rules.labels import MONEY
from rules.presence import EXPECTED, OF_A_LETTER, has_keys

COMPARED = frozenset({*MONEY, "percent", "item", "district", "title", "gecc_total", "detail", "obstacles"})
"""Fields in which a difference makes another report."""

ANSWERS = frozenset(name for names in EXPECTED.values() for name in names) - OF_A_LETTER
"""People and telephones. A difference is a correction only where both were read surely; a first mention answers our query."""


def _text(field: Field | None) -> str | None:
    return None if field is None or field.value is None else fold(field.value)


def _agree(first: Mapping[str, Field], second: Mapping[str, Field]) -> bool:
    """True if no compared field that both give differs."""
    for name in COMPARED:
        one, other = _text(first.get(name)), _text(second.get(name))
        if one is not None and other is not None and one != other:
            return False
    return True


def same_values(first: Facts, second: Facts) -> bool:
    """True if both were read, and no money, place, title or text that both give differs, in totals and line by line.

    Lines are compared where both have them; then there must be as many.
    """
    if first.kind != second.kind or not has_keys(first) or not has_keys(second):
        return False
    if not _agree(first.fields, second.fields):
        return False
    if not first.lines or not second.lines:
        return True
    pairs = zip(first.lines, second.lines, strict=False)
    return len(first.lines) == len(second.lines) and all(_agree(one, other) for one, other in pairs)


def adds_something(new: Facts, old: Facts) -> bool:
    """True if ``new``, of the same values, still says more: the letter to a bare mail, or what the old one truly lacked.

    What a recogniser missed in an image is no news: the mailed copy of a fax is the same report.
    """
    if old.from_body and not new.from_body:
        return True
    for name in ANSWERS:
        fresh, known = new.fields.get(name), old.fields.get(name)
        if fresh is None or fresh.value is None or fresh.confidence < CERTAIN:
            continue
        if known is None or known.value is None:
            if not _was_image(old):
                return True
        elif known.confidence >= CERTAIN and _text(known) != _text(fresh):
            return True
    return False


def _was_image(facts: Facts) -> bool:
    return any(field.method is Method.RECOGNISER for field in facts.fields.values())
