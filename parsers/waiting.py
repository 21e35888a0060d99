"""Parts that could not be read: what the message tells about them, so that a person knows whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.errors import Unreadable
from intake.records import Hints
from parsers.bodies import file_links
from parsers.flow import Flow, flow
from parsers.lending import Lender
from parsers.origin import BANGKOK, find_origin
from parsers.papers import Readings, is_passed_over
from parsers.parts import Message, Part, Role
from parsers.records import Document, Doubt, Facts, Field, Line, Method, Page, PageReading
from parsers.thai.dates import find_periods
from parsers.wording import told_kinds

NAME_CONFIDENCE = 0.9
"""A file's name tells what it is, but does not prove it."""

BY_HAND = frozenset({"image_only", "bad_text_layer", "archive", "forwarded", "too_many_pages", "timeout", "memory", "crashed"})
"""Codes of what a person can open and read as it came: scans, photos, faxes, archives. Nobody needs to send it again. Of
everything else (locked, broken, empty, ...) only the sender can send a readable copy."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A part that waits for a person."""

    index: int
    part: Part
    reason: str
    code: str

    @property
    def rule(self) -> str:
        """Name of the doubt."""
        if self.code == "link_only":
            return "link_only"
        return "read_by_hand" if self.code in BY_HAND else "unreadable"


def waiting_parts(message: Message, readings: Readings) -> list[Waiting]:
    """Every part that should be read and could not. A blank body beside other parts is no such part."""
    out: list[Waiting] = []
    for index, part in enumerate(message.parts):
        reading = readings.get(index)
        if is_passed_over(part):
            continue
        if part.trouble:
            out.append(Waiting(index, part, part.trouble, part.trouble_code))
        elif isinstance(reading, Unreadable):
            out.append(Waiting(index, part, reading.reason, reading.code))
        elif part.role is Role.DOCUMENT and not (isinstance(reading, PageReading) and reading.pages):
            out.append(Waiting(index, part, f"ไม่มีข้อความที่อ่านได้ในไฟล์ {part.name} โปรดเปิดตรวจสอบด้วยตนเอง", "empty"))
    return [one for one in out if not _is_blank_body(one, message)]


_LINK = "ผู้ส่งส่งเพียงลิงก์ไปยังไฟล์ ({link}) มิได้แนบเอกสารมา ระบบไม่เปิดลิงก์ภายนอก โปรดแจ้งให้ผู้ส่งแนบไฟล์เอกสารมากับจดหมาย"


def link_only(message: Message, met: set[str]) -> Waiting | None:
    """The mail's text, where it links to files instead of attaching them, and no document met what it speaks of."""
    links = file_links(message.body)
    spoken = set(told_kinds(message.subject)) | set(told_kinds(message.body))
    if not links or (met and spoken <= met):
        return None
    body = next(
        (n for n, part in enumerate(message.parts) if part.role is Role.BODY and not is_passed_over(part) and not part.trouble),
        None,
    )
    return None if body is None else Waiting(body, message.parts[body], _LINK.format(link=links[0][:80]), "link_only")


def _is_blank_body(one: Waiting, message: Message) -> bool:
    return one.part.role is Role.BODY and one.code == "empty" and any(part.role is Role.DOCUMENT for part in message.parts)


def facts_of_waiting(
    one: Waiting, message: Message, lending: Sequence[Lender], readable: Sequence[Facts], hints: Hints
) -> Facts:
    """What the message tells about an unreadable part: its kind by its name, else by a subject that nothing else meets."""
    told = _told_kind(one, message, {facts.kind for facts in readable})
    kind = hints.kind or told or "other"
    province = _province(one, message, lending, readable)
    period = _period(message, one) if kind == "disbursement" else None
    doubt = Doubt(one.rule, one.reason, ())
    return Facts(kind, province, period, doubts=(doubt,), parts=(one.part.sha256,))


def names_own_kind(one: Waiting) -> str | None:
    """The one kind that the part's own name tells; None if it tells none or several."""
    told = told_kinds(one.part.name)
    return told[0] if len(told) == 1 else None


def _told_kind(one: Waiting, message: Message, met: set[str]) -> str | None:
    own = told_kinds(one.part.name)
    if own:
        return own[0] if len(own) == 1 else None
    for text in (message.subject, message.body):
        told = told_kinds(text)
        if told:
            return told[0] if len(told) == 1 and told[0] not in met else None
    return None


def _province(one: Waiting, message: Message, lending: Sequence[Lender], readable: Sequence[Facts]) -> Field | None:
    """By letters, the mail's text and other reports; else by subject, file name, sender's name. Only if they agree."""
    stated = [lender.origin.province for lender in lending] + [facts.province for facts in readable]
    found = [field for field in stated if field is not None and field.value is not None]
    if not found:
        texts = (message.subject, message.body, one.part.name, message.sender_name)
        found = [field for text in texts if text and (field := find_origin(_of_text(one, text), None).province) is not None][:1]
    codes = {field.value for field in found}
    return found[0] if len(codes) == 1 else None


def is_of_province(message: Message, lending: Sequence[Lender]) -> bool:
    """True if a province has written the message by its letter, its text, its subject or its sender's name; Bangkok is none."""
    stated = [lender.origin.province for lender in lending]
    if not any(stated) and message.parts:
        one = Waiting(0, message.parts[0], "", "")
        stated = [find_origin(_of_text(one, text), None).province for text in (message.subject, message.sender_name) if text]
    return any(field is not None and field.value not in (None, BANGKOK) for field in stated)


def _period(message: Message, one: Waiting) -> Field | None:
    """The month that the subject or the text names, if it is one."""
    for text in (message.subject, message.body):
        found = find_periods(text)
        values = {period.period for period in found}
        if len(values) == 1:
            return _of_text(one, text).field(found[0].period, 0, 0, certain=found[0].certain, raw=found[0].raw)
        if values:
            return None
    return None


def _of_text(one: Waiting, text: str) -> Flow:
    """Text of the envelope as a flow, with the evidence of the mail itself."""
    page = Page(1, 0.0, 0.0, None, 0, 0.0, Method.BODY, NAME_CONFIDENCE, tuple(Line(line) for line in text.splitlines()))
    return flow(Document(one.part.sha256, one.part.name, (page,), Method.BODY))
