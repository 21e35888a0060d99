"""Nomination: which centre a province proposes as its model centre, in a form, a list or a letter."""

from __future__ import annotations

import re

from parsers.flow import Flow, flow
from parsers.kinds.candidates import candidates, nominated
from parsers.kinds.changes import changed
from parsers.kinds.choosing import carried
from parsers.kinds.district import district_field
from parsers.kinds.reservations import reservations
from parsers.kinds.signatures import signature_block
from parsers.kinds.tiers import Candidate, Tier
from parsers.letter import Letter, own_reference, read_letter
from parsers.origin import find_origin
from parsers.people import contact_of, signer_of
from parsers.records import Document, DocumentRole, Facts, Field, Identification
from parsers.title import title_of
from parsers.wording import ANNEX_WORDS, KIND_WORDS, QUESTION_WORDS, says, told_kinds

_ACTIVE = re.compile(
    r"(?:ขอ|ได้|จึง|มีมติ|เห็นชอบ|เห็นควร|พิจารณา|ผล(?:การ)?)\s*(?:พิจารณา)?\s*(?:ให้)?\s*(?:เสนอ|"
    r"คัด\s*เลือก|ส่ง\s*ราย\s*ชื่อ|แจ้ง\s*ราย\s*ชื่อ|แจ้ง\s*ผล)|เสนอ\s*(?:ราย)?\s*ชื่อ|มีมติ|(?:ส่ง|"
    r"แจ้ง)\s*(?:ราย\s*)?ชื่อ"
)
_PASSIVE = re.compile(r"(?:ซึ่ง|ที่)\s*(?:ได้รับ|ผ่าน)\s*(?:การ)?\s*คัด\s*เลือก")
_PLAIN_FORM = re.compile(r"แบบ\s*(?:เสนอ|แจ้ง|ส่ง|ตอบรับ|คัด|ผล|ราย)|บัญชี\s*ราย\s*ชื่อ\s*ศูนย์")


class Nomination:
    """The kind ``nomination``."""

    name = "nomination"

    def matches(self, document: Document) -> Identification | None:
        """A form or list titled as one, or a letter that says which centre is chosen."""
        running = flow(document, "")
        letter = read_letter(running)
        evidence = self._letter_evidence(running, letter) if letter else self._form_evidence(running)
        return Identification(DocumentRole.NOMINATION, evidence=(evidence,)) if evidence else None

    def extract(self, document: Document) -> Facts:
        """Province, district, letter, contact and signer."""
        running, lines = flow(document, ""), flow(document)
        letter = read_letter(lines)
        origin = find_origin(lines, letter)
        province = origin.province.value if origin.province else None
        change = changed(running, province)
        chosen = change.found if change else nominated(candidates(running, province))
        fields: dict[str, Field] = {}
        doubts = list(origin.doubts)
        if chosen:
            fields["district"], more = district_field(running, chosen, province)
            doubts += more
            is_told = change is not None and change.is_told
            doubts += [change.doubt()] if change is not None and is_told else []
            doubts += reservations(running, province, is_change=is_told)
        fields |= _letter_fields(lines, letter, province)
        fields |= contact_of(flow(document, " "))
        fields |= signer_of(signature_block(document))
        return Facts(self.name, origin.province, None, fields, doubts=tuple(doubts), parts=(document.part,))

    def _form_evidence(self, running: Flow) -> str | None:
        """The words of a form's title; of a mail without letterhead, the sentence that nominates."""
        title = title_of(running)
        told = told_kinds(title)
        if says(title, ANNEX_WORDS) or says(title, ("ประกาศหลักเกณฑ์", "แนวทางการคัดเลือก", "หลักเกณฑ์การคัดเลือก")):
            return None
        if _changes_nomination(running, title, None):
            return title
        found = candidates(running, _stated(running))
        strong = [candidate for candidate in found if candidate.tier in (Tier.CHOSEN, Tier.LABEL)]
        if told[:1] == ("nomination",) and (found or _PLAIN_FORM.search(title)):
            return says(title, KIND_WORDS["nomination"])
        chosen = [c for c in strong if c.tier is Tier.CHOSEN]
        if not told and chosen and (sentence := _nominating_sentence(running, chosen)):
            return sentence
        return None

    def _letter_evidence(self, running: Flow, letter: Letter) -> str | None:
        """The sentence of a letter that nominates; a letter that only sends a report of work along does not."""
        if letter.is_from_department or says(letter.subject, QUESTION_WORDS):
            return None
        about = told_kinds(letter.subject)
        if _changes_nomination(running, letter.subject, letter.number_province):
            return letter.subject
        tiers = (Tier.CHOSEN, Tier.LABEL, Tier.NAMED) if "nomination" in about else (Tier.CHOSEN,)
        found = candidates(running, letter.number_province)
        chosen = [each for each in found if each.tier in tiers and each.start >= letter.head_end]
        chosen = [each for each in chosen if each.tier is not Tier.LABEL or each.start < letter.closing]
        return _nominating_sentence(running, chosen, about)


def _changes_nomination(running: Flow, title: str, province: str | None) -> bool:
    """True of a text that puts another centre in the place of the nominated one; its title may say so without naming the kind.

    A title of another kind, and a question whether it may be changed, are none.
    """
    told = told_kinds(title)
    change = None if told[:1] not in ((), ("nomination",)) else changed(running, province or _stated(running))
    if change is None or says(running.text, QUESTION_WORDS):
        return False
    return bool(told) or (
        change.is_told and says(running.text, ("ศูนย์ดำรงธรรม", "ศดธ", "อำเภออัจฉริยะ", "เสนอชื่อ", "รายชื่อ")) is not None
    )


def _stated(running: Flow) -> str | None:
    origin = find_origin(running, None).province
    return origin.value if origin else None


def _nominating_sentence(running: Flow, chosen: list[Candidate], told: tuple[str, ...] = ()) -> str | None:
    """The words around a chosen district, if they nominate and do not merely recall a choice made before."""
    text = carried(running)
    for candidate in chosen:
        start = max(text.rfind("\n", 0, candidate.start) + 1, candidate.start - 170)
        stretch = text[start : candidate.end + 90].split("\n\n")[0]
        if "nomination" in told or (_ACTIVE.search(stretch) and (not told or not _PASSIVE.search(stretch))):
            return " ".join(running.text[max(start, candidate.start - 60) : candidate.end].split())
    return None


def _letter_fields(lines: Flow, letter: Letter | None, province: str | None) -> dict[str, Field]:
    """``letter_no`` and ``letter_date`` of the letter itself, or as the form names them."""
    number, date = (letter.letter_no, letter.letter_date) if letter else own_reference(lines, province)
    found = {"letter_no": number, "letter_date": date}
    return {name: field for name, field in found.items() if field is not None}


NOMINATION = Nomination()
