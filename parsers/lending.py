"""What covering letters, the mail's own text and its subject lend to the reports that they cover.

A cover letter lends its number, its date, its signer, the contact and, where the report names none, the province and the month.
Where it names another province or month than the report, that is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsers.flow import flow
from parsers.kinds.signatures import signature_block
from parsers.letter import own_reference
from parsers.merge import disagreement, is_other_month, is_sure
from parsers.origin import Origin, find_origin
from parsers.papers import Paper
from parsers.people import contact_of, signer_of
from parsers.records import DocumentRole, Facts, Field
from parsers.thai.dates import FoundPeriod, find_periods
from parsers.wording import told_kinds

_GROUPS = (
    ("letter_no", "letter_date"),
    ("contact_name", "contact_position", "contact_phone", "contact_email"),
    ("signer_name", "signer_position"),
)
"""Fields that belong together: a part of them is not filled from another paper."""

_LENT: dict[str, tuple[str, ...]] = {
    "nomination": tuple(name for group in _GROUPS for name in group),
    "disbursement": ("letter_no", "letter_date"),
    "obstacle": ("letter_no", "letter_date"),
}

_PERIOD_WORD = re.compile(r"(?:ประจำ|ของ|งวด|รอบ|สิ้น)?\s*เดือน\s*$|ประจำงวด\s*$")


@dataclass(frozen=True, slots=True)
class Lender:
    """A letter or the mail's text, and what it says about the whole."""

    paper: Paper
    origin: Origin
    fields: dict[str, Field]
    periods: tuple[Field, ...]
    """Months that it says a report is for, each once."""
    told: frozenset[str] = field(default_factory=frozenset)
    """Kinds that its subject speaks of; of its whole text where the subject names none."""


def lenders(papers: Sequence[Paper]) -> list[Lender]:
    """The letters of a message, then its own text. Copies of the department's letters lend nothing."""
    chosen = [
        p for p in papers if (p.letter is not None or p.is_body) and not (p.letter is not None and p.letter.is_from_department)
    ]
    carrying = [paper for paper in chosen if paper.what.role is not DocumentRole.UNKNOWN or paper.is_body]
    return [_lender(paper) for paper in sorted(carrying, key=lambda paper: paper.is_body)]


def _lender(paper: Paper) -> Lender:
    lines, letter = paper.lines, paper.letter
    origin = find_origin(lines, letter)
    province = origin.province.value if origin.province else None
    number, date = (letter.letter_no, letter.letter_date) if letter else (None, None)
    if number is None and paper.is_body:
        number, date = own_reference(lines, province)
    found: dict[str, Field | None] = {"letter_no": number, "letter_date": date}
    found |= contact_of(flow(paper.document, " "))
    if not paper.is_body:
        found |= signer_of(signature_block(paper.document))
    told = told_kinds(letter.subject) if letter and letter.subject else ()
    told = told or told_kinds(lines.text)
    fields = {name: value for name, value in found.items() if value is not None}
    return Lender(paper, origin, fields, _periods(paper), frozenset(told))


def _periods(paper: Paper) -> tuple[Field, ...]:
    """Months that a letter or mail names as those of a report, by its subject before its text."""
    end = paper.letter.body_start if paper.letter and paper.letter.subject else 0
    spans = [(0, end)] if end else []
    for start, stop in (*spans, (end, len(paper.lines.text))):
        text = paper.lines.text[start:stop]
        found = [(period, start) for period in find_periods(text) if _is_of_report(text, period)]
        distinct = dict.fromkeys(period.period for period, _ in found)
        if distinct:
            return tuple(
                next(
                    paper.lines.field(p.period, at + p.start, at + p.end, certain=p.certain, raw=p.raw)
                    for p, at in found
                    if p.period == value
                )
                for value in distinct
            )
    return ()


def _is_of_report(text: str, period: FoundPeriod) -> bool:
    return "เดือน" in period.raw or bool(_PERIOD_WORD.search(text[: period.start]))


def covering(paper: Paper, kind: str, lending: Sequence[Lender]) -> list[Lender]:
    """The lenders that cover a report: the letter before it in its part, else letters that speak of its kind; then the body."""
    others = [lender for lender in lending if lender.paper is not paper]
    first = paper.document.pages[0].number
    before = [each for each in others if each.paper.part == paper.part and each.paper.document.pages[0].number < first]
    bodies = [lender for lender in others if lender.paper.is_body]
    if before:
        return [before[-1], *bodies]
    if paper.letter is not None and not paper.is_body:
        return bodies
    letters = _of_its_province(paper, [lender for lender in others if not lender.paper.is_body])
    speaking = [lender for lender in letters if kind in lender.told or not lender.told]
    return [*(speaking or (letters if len(letters) == 1 else [])), *bodies]


def _of_its_province(paper: Paper, letters: list[Lender]) -> list[Lender]:
    """The letters of the report's own province, where there are any: a mail may bring the reports of several."""
    province = paper.facts.province if paper.facts else None
    if province is None or len(letters) < 2:
        return letters
    own = [each for each in letters if each.origin.province is not None and each.origin.province.value == province.value]
    return own or letters


def borrow(facts: Facts, paper: Paper, lending: Sequence[Lender]) -> Facts:
    """The facts of a report with what its covering papers lend, and a doubt where they say otherwise."""
    cover = covering(paper, facts.kind, lending)
    facts = _province(facts, cover)
    if facts.kind == "disbursement":
        facts = _period(facts, cover)
    letters = [lender for lender in cover if not lender.paper.is_body]
    if len({lender.fields["letter_no"].value for lender in letters if "letter_no" in lender.fields}) > 1:
        cover = [lender for lender in cover if lender.paper.is_body]
    return _fields(facts, cover)


def _fields(facts: Facts, cover: Sequence[Lender]) -> Facts:
    fields = dict(facts.fields)
    allowed = _LENT.get(facts.kind, ())
    for group in _GROUPS:
        if any(name in fields for name in group):
            continue
        for lender in cover:
            lent = {name: lender.fields[name] for name in group if name in allowed and name in lender.fields}
            if lent:
                fields |= lent
                break
    return replace(facts, fields=fields)


def _province(facts: Facts, cover: Sequence[Lender]) -> Facts:
    stated = [lender.origin.province for lender in cover if is_sure(lender.origin.province)]
    codes = {province.value for province in stated if province is not None}
    if not is_sure(facts.province) and len(codes) == 1 and (facts.province is None or facts.province.value in codes):
        doubts = tuple(doubt for doubt in facts.doubts if doubt.rule != "province_doubtful")
        return replace(facts, province=stated[0], doubts=doubts)
    for province in stated:
        if facts.province is not None and province is not None and province.value != facts.province.value:
            return _disagreeing(facts, "province", facts.province, province)
    if facts.province is None and stated:
        return _disagreeing(replace(facts, province=stated[0]), "province", stated[0], stated[-1])
    return facts


def _period(facts: Facts, cover: Sequence[Lender]) -> Facts:
    named = [lender.periods for lender in cover if lender.periods]
    single = [periods[0] for periods in named if len(periods) == 1]
    if facts.period is None or facts.period.value is None:
        values = {field.value for periods in named for field in periods}
        if not single or len(values) != 1:
            return facts
        lent = replace(facts, period=single[0])
        return _disagreeing(lent, "period", facts.period, single[0]) if is_other_month(facts.period, single[0]) else lent
    for other in single:
        if other.value != facts.period.value:
            return _disagreeing(facts, "period", facts.period, other)
    return facts


def _disagreeing(facts: Facts, name: str, mine: Field | None, theirs: Field | None) -> Facts:
    """Adds the doubt that a covering paper names another province or month; the report's own value stays."""
    one = replace(facts, fields={name: mine} if mine else {})
    other = replace(facts, fields={name: theirs} if theirs else {})
    return replace(facts, doubts=(*facts.doubts, disagreement((name,), one, other)))
