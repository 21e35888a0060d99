"""Obstacle report: what keeps a province from carrying the directive out, and how urgent it is."""

from __future__ import annotations

import re

from parsers.flow import Flow, flow
from parsers.kinds.obstacle_detail import detail_of, labelled
from parsers.kinds.obstacle_urgency import urgency_of
from parsers.kinds.signatures import signature_block
from parsers.kinds.trouble import topic_of
from parsers.letter import own_reference, read_letter
from parsers.origin import find_origin
from parsers.people import contact_of, person_by
from parsers.records import Document, DocumentRole, Facts, Field, Identification
from parsers.title import title_of
from parsers.wording import ANNEX_WORDS, KIND_WORDS, says, told_kinds

_REPORTER = re.compile(r"ผู้\s*รายงาน\s*[:：\t]?")


class Obstacle:
    """The kind ``obstacle``."""

    name = "obstacle"

    def matches(self, document: Document) -> Identification | None:
        """A form or letter whose title is about trouble, and that describes it."""
        running = flow(document, "")
        letter = read_letter(running)
        title = letter.subject if letter else title_of(running)
        told = told_kinds(title)
        if says(title, ANNEX_WORDS) or (letter is not None and letter.is_from_department):
            return None
        if told[:1] == ("obstacle",) or (told and "obstacle" in told and "disbursement" not in told):
            return Identification(DocumentRole.OBSTACLE, evidence=(says(title, KIND_WORDS["obstacle"]) or title,))
        if (
            not told
            and (letter is None or not letter.subject)
            and (found := says(running.text, ("ขอรายงานปัญหา", "ขอแจ้งปัญหา", "รายงานปัญหาอุปสรรค", "แจ้งปัญหาอุปสรรค")))
        ):
            return Identification(DocumentRole.OBSTACLE, evidence=(found,))
        return None

    def extract(self, document: Document) -> Facts:
        """Topic, detail, urgency, letter and reporter."""
        lines, running = flow(document), flow(document, "")
        letter = read_letter(lines)
        origin = find_origin(lines, letter)
        province = origin.province.value if origin.province else None
        fields: dict[str, Field] = {}
        detail = detail_of(running, read_letter(running))
        topic = labelled(running, "topic", letter) or (_topic_of(detail) if detail else None)
        number, date = (letter.letter_no, letter.letter_date) if letter else own_reference(lines, province)
        found = {
            "topic": topic, "detail": detail, "urgency": urgency_of(lines, letter), "letter_no": number, "letter_date": date,
            **_reporter(document, lines),
        }  # fmt: skip
        fields = {name: field for name, field in found.items() if field is not None}
        return Facts(self.name, origin.province, None, fields, doubts=origin.doubts, parts=(document.part,))


def _topic_of(detail: Field) -> Field:
    return Field(
        topic_of(detail.value or detail.raw),
        "",
        detail.confidence,
        detail.method,
        detail.part,
        detail.page,
        detail.box,
        detail.cell,
    )


def _reporter(document: Document, lines: Flow) -> dict[str, Field]:
    """Who reports: the signature marked ผู้รายงาน, else who is named so, else the contact, else the only signature of a form.

    A letter's signature is its head's: the name of one person and the telephone of another are no reporter."""
    blocks = signature_block(document)
    reporter = next((block for block in blocks if block.role in ("ผู้รายงาน", "ผู้จัดทำ")), None)
    contact = contact_of(flow(document, " "))
    found: dict[str, Field] = {}
    named = person_by(flow(document, " "), _REPORTER) if reporter is None or reporter.phone is None else {}
    if reporter is None and "contact_name" not in {**contact, **named} and len(blocks) == 1:
        reporter = blocks[0]
    if reporter is not None:
        found["reporter_name"] = reporter.name
        if reporter.phone is not None:
            found["reporter_phone"] = reporter.phone
    for source in (named, contact):
        for name in ("name", "phone"):
            if f"contact_{name}" in source:
                found.setdefault(f"reporter_{name}", source[f"contact_{name}"])
    return found


OBSTACLE = Obstacle()
