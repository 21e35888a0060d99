"""The facts of a message: one for each (kind, province, period), from all its documents together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.records import Hints
from parsers.kinds.obstacle_detail import says_none
from parsers.kinds.trouble import Telling, telling, topic_of
from parsers.lending import Lender, borrow
from parsers.merge import bearing_order, disagreement, is_other_month, merge
from parsers.papers import Paper
from parsers.records import DOUBTFUL, Facts, Field, Method
from parsers.thai.text import fold

_PERIOD_RULES = frozenset({"period_missing", "period_contradicted", "period_not_over", "period_outside"})
_OF_THE_PLACE = frozenset({"province_doubtful", "province_missing"})


@dataclass(frozen=True, slots=True)
class Gathered:
    """One Facts, and the documents that bear it."""

    facts: Facts
    papers: tuple[Paper, ...]
    is_of_nothing: bool = False
    """A report of obstacles that says that there are none: it is filed, and no report is recorded."""


def gather(papers: Sequence[Paper], lending: Sequence[Lender], hints: Hints) -> list[Gathered]:
    """What the documents of a message say, put together; obstacles named in a report on money are facts of their own."""
    groups: list[list[tuple[Paper, Facts]]] = []
    for paper in sorted((paper for paper in papers if paper.facts is not None), key=bearing_order):
        facts = _as_told(borrow(paper.facts, paper, lending), hints) if paper.facts else None
        if facts is not None:
            _join(groups, paper, facts)
    out = [_gathered(group) for group in groups]
    return out + _obstacles(out)


def _join(groups: list[list[tuple[Paper, Facts]]], paper: Paper, facts: Facts) -> None:
    """Puts a document to those of the same report. A letter or mail goes with the only form of its kind."""
    alike = [group for group in groups if group[0][1].kind == facts.kind]
    for group in alike:
        if _key(group[0][1]) == _key(facts):
            group.append((paper, facts))
            return
    if len(alike) == 1 and (_goes_with(paper, alike[0][0][0]) or _is_open(alike[0][0][1], facts)):
        alike[0].append((paper, facts))
    else:
        groups.append([(paper, facts)])


def _goes_with(paper: Paper, bearing: Paper) -> bool:
    """True of a letter that says what a form says, and of a mail's text that says what any document says."""
    return (paper.is_body and not bearing.is_body) or (not paper.is_form and bearing.is_form)


def _is_open(one: Facts, other: Facts) -> bool:
    """True if two of a kind differ only in that one of them does not name its province or month."""
    province = one.province is None or other.province is None or _key(one)[1] == _key(other)[1]
    periods = {_key(one)[2], _key(other)[2]}
    period = len(periods) == 1 or None in periods
    return province and period


def _key(facts: Facts) -> tuple[str, str | None, str | None]:
    return facts.kind, facts.province.value if facts.province else None, facts.period.value if facts.period else None


def _gathered(group: list[tuple[Paper, Facts]]) -> Gathered:
    papers, facts = tuple(paper for paper, _ in group), [each for _, each in group]
    without = [each for each in facts if says_none(each.fields.get("detail"))]
    merged = merge(papers, facts)
    if without and len({says_none(each.fields.get("detail")) for each in facts if "detail" in each.fields}) > 1:
        merged = replace(merged, doubts=(*merged.doubts, disagreement(("detail",), without[0], _with_trouble(facts))))
    for other in facts[1:]:
        merged = _of_one_place(merged, other)
    is_of_nothing = bool(without) and all("detail" not in each.fields or each in without for each in facts)
    return Gathered(replace(merged, from_body=all(paper.is_body for paper in papers)), papers, is_of_nothing)


def _with_trouble(facts: Sequence[Facts]) -> Facts:
    """Of several about trouble the first that tells of some."""
    return next(each for each in facts if "detail" in each.fields and not says_none(each.fields["detail"]))


def _of_one_place(merged: Facts, other: Facts) -> Facts:
    """Province and month from the part that has them; a doubt where two parts differ."""
    for name in ("province", "period"):
        mine, theirs = getattr(merged, name), getattr(other, name)
        differs = (
            mine is not None and theirs is not None and None not in (mine.value, theirs.value) and mine.value != theirs.value
        )
        if name == "period":
            differs = differs or is_other_month(mine, theirs) or is_other_month(theirs, mine)
        if mine is None or mine.value is None:
            merged = replace(merged, **{name: theirs or mine})
        if differs:
            one, two = replace(merged, fields={name: mine}), replace(other, fields={name: theirs})
            merged = replace(merged, doubts=(*merged.doubts, disagreement((name,), one, two)))
    return merged


def _as_told(facts: Facts, hints: Hints) -> Facts:
    """A person's word on province and month stands above what the paper says."""
    doubts = facts.doubts
    if hints.province:
        facts = replace(facts, province=human(hints.province))
        doubts = tuple(doubt for doubt in doubts if doubt.rule not in _OF_THE_PLACE)
    if hints.period and facts.kind == "disbursement":
        facts = replace(facts, period=human(hints.period), proposed_period=None)
        doubts = tuple(doubt for doubt in doubts if doubt.rule not in _PERIOD_RULES)
    return replace(facts, doubts=doubts)


def human(value: str) -> Field:
    """A person's word as a field."""
    return Field(value, value, 1.0, Method.HUMAN)


def _obstacles(gathered: Sequence[Gathered]) -> list[Gathered]:
    """The trouble that disbursement reports name, where no report of obstacles of the message says the same."""
    told = [one.facts for one in gathered if one.facts.kind == "obstacle"]
    out: list[Gathered] = []
    for one in gathered:
        detail = one.facts.fields.get("obstacles") if one.facts.kind == "disbursement" else None
        said = telling(detail.value or detail.raw) if detail is not None else Telling.NOTHING
        if detail is None or said is Telling.NOTHING or _is_told(one.facts, detail, told):
            continue
        if said is Telling.UNCLEAR:
            detail = replace(detail, confidence=min(detail.confidence, DOUBTFUL))
        out.append(Gathered(_obstacle_of(one.facts, detail), one.papers))
    return out


def _is_told(report: Facts, detail: Field, told: Sequence[Facts]) -> bool:
    """True if a report of obstacles of the same province says the same, or is of the same key."""
    mine = fold(detail.value or detail.raw)
    for other in told:
        theirs = other.fields.get("detail")
        said = fold(theirs.value or theirs.raw) if theirs else ""
        same_place = _key(other)[1] == _key(report)[1]
        if same_place and (_key(other)[2] == _key(report)[2] or mine in said or (said and said in mine)):
            return True
    return False


def _obstacle_of(report: Facts, detail: Field) -> Facts:
    fields = {"topic": replace(detail, value=topic_of(detail.value or detail.raw), raw=""), "detail": detail}
    for name in ("letter_no", "letter_date", "reporter_name", "reporter_phone"):
        if name in report.fields:
            fields[name] = report.fields[name]
    doubts = tuple(doubt for doubt in report.doubts if doubt.rule in _OF_THE_PLACE or "province" in doubt.fields)
    return Facts(
        "obstacle", report.province, report.period, fields, doubts=doubts, parts=report.parts, from_body=report.from_body
    )
