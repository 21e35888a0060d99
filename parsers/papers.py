"""The documents of a message, each with what it was taken for and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from intake.errors import Unreadable
from intake.records import Hints
from parsers.flow import Flow, flow
from parsers.identify import identify
from parsers.kinds.registry import kind_named
from parsers.letter import Letter, read_letter
from parsers.parts import Message, Part, Role
from parsers.records import Document, DocumentRole, Facts, Identification, Line, Method, Page, PageReading
from parsers.split import split

Readings = Mapping[int, PageReading | Unreadable]
BODY_CONFIDENCE = 0.995


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of a message."""

    part: int
    """Index into Message.parts."""
    document: Document
    what: Identification
    lines: Flow
    letter: Letter | None
    facts: Facts | None
    is_body: bool = False

    @property
    def is_form(self) -> bool:
        """True of a form or report, as against a letter or mail that says the same."""
        return not self.is_body and self.letter is None


def papers_of(message: Message, readings: Readings, hints: Hints) -> list[Paper]:
    """All documents of a message that could be read, the body among them, in the order of the parts."""
    out: list[Paper] = []
    body_taken = False
    for index, part in enumerate(message.parts):
        reading = readings.get(index)
        if is_passed_over(part) or part.trouble:
            continue
        if part.role is Role.BODY:
            document = (
                None if body_taken else _body_document(message, part, reading if isinstance(reading, PageReading) else None)
            )
            if document is not None:
                out.append(_paper(index, document, is_body=True))
                body_taken = True
        elif isinstance(reading, PageReading):
            out += [_paper(index, document) for document in split(reading)]
    return _as_told(out, hints) if hints.kind else out


def is_passed_over(part: Part) -> bool:
    """True of decoration, quoted text, and whatever the opener set aside."""
    return bool(part.ignored) or (part.role in (Role.DECORATION, Role.QUOTED) and not part.trouble)


def _paper(index: int, document: Document, *, is_body: bool = False) -> Paper:
    lines = flow(document)
    what = identify(document)
    kind = kind_named(what.role.value)
    facts = kind.extract(document) if kind else None
    return Paper(index, document, what, lines, read_letter(lines), facts, is_body)


def _as_told(papers: list[Paper], hints: Hints) -> list[Paper]:
    """A person named the kind: it is taken for the document that nothing else claims, or for the only one."""
    kind = kind_named(hints.kind or "")
    if kind is None or any(paper.what.role.value == kind.name for paper in papers):
        return papers
    open_ones = [paper for paper in papers if paper.what.role is DocumentRole.UNKNOWN and not paper.is_body]
    chosen = papers[0] if len(papers) == 1 else open_ones[0] if len(open_ones) == 1 else None
    if chosen is None:
        return papers
    what = Identification(DocumentRole(kind.name), evidence=("ระบุโดยเจ้าหน้าที่",))
    told = replace(chosen, what=what, facts=kind.extract(chosen.document))
    return [told if paper is chosen else paper for paper in papers]


def _body_document(message: Message, part: Part, reading: PageReading | None) -> Document | None:
    """What the sender wrote. The subject stands above it as a letter's does, so that both are understood together."""
    if reading is not None and any(page.tables for page in reading.pages):
        pages: Sequence[Page] = reading.pages
    elif message.body.strip():
        written = [Line(text, confidence=BODY_CONFIDENCE) for text in message.body.splitlines()]
        pages = (Page(1, 0.0, 0.0, None, 0, 0.0, Method.BODY, BODY_CONFIDENCE, tuple(written)),)
    else:
        return None
    first = pages[0]
    has_subject = any(line.text.strip().startswith("เรื่อง") for line in first.lines[:6])
    if message.subject.strip() and not has_subject:
        positions = first.table_positions or (len(first.lines),) * len(first.tables)
        subject = Line(f"เรื่อง {message.subject.strip()}", confidence=BODY_CONFIDENCE)
        # A blank line below it: what the writer typed first never goes on with the subject.
        shifted = tuple(position + 2 for position in positions)
        first = replace(first, lines=(subject, Line(""), *first.lines), table_positions=shifted)
    return Document(part.sha256, part.name, (first, *pages[1:]), Method.BODY)
