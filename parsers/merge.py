"""What several parts of a message say about one (kind, province, period), as one.

The bearing document's values stand: a form before a letter, a letter before the mail's own text, a sheet before a page.
What it lacks the others lend. Key fields that differ are for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.kinds.titles import FIELD_TITLES
from parsers.papers import Paper
from parsers.records import CERTAIN, Doubt, Facts, Field, Method
from parsers.thai.dates import find_lone_months
from parsers.thai.text import fold

KEY_FIELDS: dict[str, tuple[str, ...]] = {
    "nomination": ("district",),
    "achievement": ("district", "title"),
    "disbursement": ("allocated", "prior_cumulative", "this_month", "cumulative", "balance"),
    "obstacle": ("detail",),
}
"""Fields that must not differ between parts, beside province and period."""

READING_DOUBTS = frozenset({"text_layer", "column_unclear", "row_unclear", "hidden_sheet", "date_doubtful", "doubtful_field"})
"""Doubts about reading one part, which do not block where another part bears the same values."""

_TEXT_FIELDS = ("title", "detail")
_METHODS = (Method.HUMAN, Method.SHEET, Method.TEXT_LAYER, Method.CODE, Method.RECOGNISER, Method.BODY)


def bearing_order(paper: Paper) -> tuple[bool, bool, int, int]:
    """Sorts the documents of one report: the one that bears it first."""
    doubts = sum(doubt.blocking for doubt in paper.facts.doubts) if paper.facts else 0
    return paper.is_body, paper.letter is not None, _METHODS.index(paper.document.method), doubts


def merge(papers: Sequence[Paper], facts: Sequence[Facts]) -> Facts:
    """One Facts of several about the same; ``papers`` and ``facts`` run alike, the bearing one first."""
    bearing = facts[0]
    for paper, other in zip(papers[1:], facts[1:], strict=True):
        bearing = _lend(bearing, other, compare_text=paper.is_form)
    return replace(bearing, parts=tuple(dict.fromkeys(part for each in facts for part in each.parts)))


def _lend(bearing: Facts, other: Facts, *, compare_text: bool) -> Facts:
    differing = [name for name in KEY_FIELDS.get(bearing.kind, ()) if _differ(name, bearing, other, compare_text)]
    if bearing.lines and other.lines and _lines_differ(bearing, other):
        differing.append("lines")
    fields = {**other.fields, **bearing.fields}
    for name, mine in bearing.fields.items():
        theirs = other.fields.get(name)
        if mine.value is None and theirs is not None and theirs.value is not None and not differing:
            fields[name] = theirs
    doubts = [*bearing.doubts, *(_settled(doubt) for doubt in other.doubts if doubt not in bearing.doubts)]
    if differing:
        doubts.append(disagreement(differing, bearing, other))
    return replace(bearing, fields=fields, lines=bearing.lines or other.lines, doubts=tuple(doubts))


def _settled(doubt: Doubt) -> Doubt:
    """A doubt of a part that does not bear the report: how it was read matters no more."""
    return replace(doubt, blocking=False) if doubt.rule in READING_DOUBTS else doubt


def _differ(name: str, bearing: Facts, other: Facts, compare_text: bool) -> bool:
    mine, theirs = bearing.fields.get(name), other.fields.get(name)
    if mine is None or theirs is None or mine.value is None or theirs.value is None:
        return False
    if name in _TEXT_FIELDS:
        one, two = fold(mine.value), fold(theirs.value)
        return compare_text and one not in two and two not in one
    return mine.value != theirs.value


def _lines_differ(bearing: Facts, other: Facts) -> bool:
    """True if a money cell of a line that both have differs; items are matched by their names."""
    known = {fold(line["item"].value or ""): line for line in other.lines if "item" in line}
    for line in bearing.lines:
        match = known.get(fold(line["item"].value or "")) if "item" in line else None
        for name, field in line.items() if match else ():
            theirs = match.get(name) if match and name != "item" else None
            if field.value is not None and theirs is not None and theirs.value is not None and field.value != theirs.value:
                return True
    return False


def disagreement(names: Iterable[str], bearing: Facts, other: Facts) -> Doubt:
    """The doubt that two parts give different values."""
    shown = ", ".join(
        f"{FIELD_TITLES.get(name, name)} “{_value(bearing.fields.get(name))}” กับ “{_value(other.fields.get(name))}”"
        if name in bearing.fields
        else FIELD_TITLES.get(name, name)
        for name in names
    )
    message = f"ข้อมูลในเอกสารต่างฉบับของเรื่องเดียวกันไม่ตรงกัน: {shown} โปรดตรวจสอบว่าค่าใดถูกต้อง"
    return Doubt("parts_disagree", message, tuple(names))


def _value(field: Field | None) -> str:
    return (field.value or field.raw) if field else "-"


def is_other_month(mine: Field | None, theirs: Field | None) -> bool:
    """True if one names a month without its year (no value, ``raw`` tells which), and the other another month with its year."""
    if mine is None or mine.value is not None or theirs is None or theirs.value is None:
        return False
    return any(month.month != int(theirs.value[5:7]) for month in find_lone_months(mine.raw))


def is_sure(field: Field | None) -> bool:
    """True of a value that may be taken without a person."""
    return field is not None and field.value is not None and field.confidence >= CERTAIN
