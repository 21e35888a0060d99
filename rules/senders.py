"""Does the document come from somebody whom the office knows? Only where a contacts file is configured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from intake.records import Channel
from parsers.parts import Dossier
from parsers.records import CERTAIN, Facts, Field, Method
from rules.eligibility import letter_province
from rules.records import Finding, Severity
from rules.terms import Directive


def is_known(directive: Directive, sender: str) -> bool | None:
    """Whether an address is some province's contact; None where no contacts are configured, so that nobody can tell."""
    if directive.contacts is None:
        return None
    return any(contact.email and contact.email == sender.strip().lower() for contact in directive.contacts)


TELLING = 0.9
"""How surely a known sender tells whose a document is that nobody has read: for a person to confirm."""


def named_by_sender(
    dossier: Dossier, directive: Directive, channel: Channel, sender: str, from_message: bool, fax_number: str | None
) -> Dossier:
    """What could not be read, and what the message does not say whose it is, is proposed to be of the one province whose
    contact sent it: so that the province's report is not counted as missing while it waits."""
    told = _provinces_of(directive, channel, sender if from_message else "", fax_number)
    if len(told) != 1:
        return dossier
    code, raw = next(iter(told)), fax_number if channel is Channel.FAX else sender
    keys = {(facts.kind, facts.province.value if facts.province else None, _month(facts)) for facts in dossier.facts}
    proposed = Field(code, raw or "", TELLING, Method.BODY)
    return replace(
        dossier,
        facts=tuple(
            replace(facts, province=proposed)
            if facts.province is None and not facts.fields and (facts.kind, code, _month(facts)) not in keys
            else facts
            for facts in dossier.facts
        ),
    )


def _month(facts: Facts) -> str | None:
    return facts.period.value if facts.period else None


def _provinces_of(directive: Directive, channel: Channel, sender: str, fax_number: str | None) -> set[str]:
    """The provinces that have a sender among their contacts: by fax number for a fax, else by address."""
    contacts = directive.contacts or ()
    if channel is Channel.UPLOAD:
        return set()
    if channel is Channel.FAX:
        return {c.province for c in contacts if fax_number and c.fax and _same_number(c.fax, fax_number)}
    address = sender.strip().lower()
    return {c.province for c in contacts if c.email and c.email == address}


def check(
    facts: Facts, directive: Directive, channel: Channel, sender: str, from_message: bool, fax_number: str | None
) -> Iterator[Finding]:
    """Findings about the sender. What a person hands in (an upload, a bare document not by fax) is not asked about."""
    if directive.contacts is None or channel is Channel.UPLOAD:
        return
    if channel is Channel.FAX:
        yield from _fax(facts, directive, fax_number, from_message)
    elif from_message:
        known = _provinces_of(directive, channel, sender, None)
        yield from _judged(facts, directive, known, f"ผู้ส่ง {sender or '(ไม่ปรากฏ)'}")


def _judged(facts: Facts, directive: Directive, known: set[str], who: str) -> Iterator[Finding]:
    if not known:
        message = f"{who} ไม่อยู่ในรายชื่อผู้ติดต่อของจังหวัด โปรดตรวจสอบว่าเป็นเอกสารของจังหวัดจริง"
        yield Finding("sender_unknown", Severity.ERROR, message, ("province",))
        return
    code = facts.province.value if facts.province else None
    if code is not None and code not in known:
        names = " และ".join(p.name for p in directive.provinces if p.code in known)
        message = f"{who} เป็นผู้ติดต่อของจังหวัด{names} แต่เอกสารเป็นของจังหวัดอื่น โปรดตรวจสอบ"
        yield Finding("sender_province_differs", Severity.ERROR, message, ("province",))


def _fax(facts: Facts, directive: Directive, number: str | None, from_message: bool) -> Iterator[Finding]:
    """A fax is judged by its number; without a known one the letterhead and the letter number must agree.

    The province that a person named when they handed the paper in is that person's word.
    """
    known = _provinces_of(directive, Channel.FAX, "", number)
    if known:
        yield from _judged(facts, directive, known, f"หมายเลขโทรสาร {number}")
        return
    if facts.province is not None and facts.province.method is Method.HUMAN and not from_message:
        return
    if not _vouched(facts):
        yield from _judged(facts, directive, set(), f"หมายเลขโทรสาร {number}" if number else "โทรสารที่ไม่ทราบหมายเลขผู้ส่ง")


def _vouched(facts: Facts) -> bool:
    """True if the province and the letter number were both read surely, and name the same province."""
    province, number = facts.province, facts.fields.get("letter_no")
    if province is None or number is None or min(province.confidence, number.confidence) < CERTAIN:
        return False
    return province.value is not None and letter_province(facts) == province.value


def _same_number(first: str, second: str) -> bool:
    """Whether two numbers are the same line: digits only, with or without the country code."""
    return _national(first) == _national(second) != ""


def _national(number: str) -> str:
    digits = "".join(c for c in number if c.isascii() and c.isdecimal()).lstrip("0")
    return digits[2:].lstrip("0") if digits.startswith("66") and len(digits) > 9 else digits
