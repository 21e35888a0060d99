"""May this province nominate this centre? And is the place what the document's other evidence says?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.records import CERTAIN, Facts, Method
from parsers.thai.places import BANGKOK_ENTRY, PROVINCES, districts
from rules.records import Finding, History, Severity
from rules.terms import Directive

COUNTERPARTS = {"nomination": "achievement", "achievement": "nomination"}
"""Kinds that are to be of one centre."""


def check(facts: Facts, directive: Directive, history: History, beside: Sequence[Facts] = ()) -> Iterator[Finding]:
    """Findings about the province and the district of a document.

    Args:
        beside: what came in the same arrival.
    """
    yield from _province(facts, directive)
    yield from _letter_province(facts)
    yield from _district(facts, directive)
    yield from _counterpart(facts, history, beside)


def _province(facts: Facts, directive: Directive) -> Iterator[Finding]:
    field = facts.province
    if field is None:
        message = "ระบุจังหวัดจากเอกสารไม่ได้ โปรดตรวจสอบและกำหนดจังหวัด"
        yield Finding("province_missing", Severity.ERROR, message, ("province",))
        return
    if field.value is None or field.confidence < CERTAIN:
        message = f"ระบบระบุจังหวัดได้ไม่แน่ชัด (จาก “{field.raw.strip()}”) โปรดเทียบกับเอกสารต้นฉบับ"
        yield Finding("province_doubtful", Severity.ERROR, message, ("province",))
    if field.value == BANGKOK_ENTRY.code:
        message = "เอกสารเป็นของกรุงเทพมหานคร ซึ่งไม่อยู่ในข่ายจังหวัดที่ต้องรายงานตามหนังสือสั่งการ"
        yield Finding("out_of_scope", Severity.ERROR, message, ("province",))
    elif field.value is not None and directive.province(field.value) is None:
        message = f"จังหวัด{_name(field.value)}ไม่อยู่ในข่ายจังหวัดที่ต้องรายงานตามหนังสือสั่งการ"
        yield Finding("out_of_scope", Severity.ERROR, message, ("province",))


def _name(code: str) -> str:
    return next((p.name for p in PROVINCES if p.code == code), f"รหัส {code}")


def letter_province(facts: Facts) -> str | None:
    """Code of the province whose two letters begin the letter number; None for other offices' numbers, or none at all."""
    field = facts.fields.get("letter_no")
    letters = field.value.split(" ", 1)[0] if field is not None and field.value else ""
    return next((p.code for p in PROVINCES if p.abbreviation == letters), None)


def _letter_province(facts: Facts) -> Iterator[Finding]:
    """The letter number is a second witness of the province; a person's word needs none."""
    field, witness = facts.province, letter_province(facts)
    if field is None or field.value is None or witness is None or field.method is Method.HUMAN or witness == field.value:
        return
    number = facts.fields["letter_no"].value
    message = f"เลขที่หนังสือ {number} เป็นของจังหวัด{_name(witness)} แต่เอกสารระบุจังหวัด{_name(field.value)} โปรดตรวจสอบ"
    yield Finding("province_doubtful", Severity.ERROR, message, ("province", "letter_no"))


def _district(facts: Facts, directive: Directive) -> Iterator[Finding]:
    code = facts.province.value if facts.province else None
    field = facts.fields.get("district")
    if code is None or directive.province(code) is None or field is None or field.value is None:
        return
    if field.value not in districts(code):
        message = f"อำเภอ{field.value}ไม่ใช่อำเภอของจังหวัด{_name(code)}"
        yield Finding("district_not_in_province", Severity.ERROR, message, ("district",))
    elif facts.kind == "nomination" and (code, field.value) in (directive.winners or ()):
        message = f"ศูนย์ดำรงธรรมอำเภอ{field.value} จังหวัด{_name(code)} ได้รับคัดเลือกในปีงบประมาณก่อนแล้ว จึงเสนอชื่ออีกไม่ได้"
        yield Finding("winner_before", Severity.ERROR, message, ("district",))


_SAY = "รายงานผลงานเป็นของศูนย์ดำรงธรรมอำเภอ{reported} แต่จังหวัดเสนอชื่อศูนย์ดำรงธรรมอำเภอ{nominated} โปรดตรวจสอบว่าเป็นศูนย์แห่งเดียวกันหรือไม่"


def _counterpart(facts: Facts, history: History, beside: Sequence[Facts]) -> Iterator[Finding]:
    """The directive wants the work of the nominated centre; a province may report another's, so it is only asked about."""
    kind, code, own = COUNTERPARTS.get(facts.kind), facts.province.value if facts.province else None, _named(facts)
    together = [each for each in beside if each.kind == kind and each.province is not None and each.province.value == code]
    others = together or ([history.counterpart.facts] if history.counterpart is not None else [])
    for other in others:
        theirs = _named(other)
        if own is None or theirs is None or own == theirs:
            continue
        nominated, reported = (own, theirs) if facts.kind == "nomination" else (theirs, own)
        yield Finding(
            "nomination_differs", Severity.WARNING, _SAY.format(reported=reported, nominated=nominated), ("district",)
        )


def _named(facts: Facts) -> str | None:
    field = facts.fields.get("district")
    return field.value if field is not None else None
