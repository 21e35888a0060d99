"""What a document is: exactly one kind, or rivals for a person; else a letter, a question, or unknown."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.flow import flow
from parsers.kinds.registry import KINDS
from parsers.letter import Letter, read_letter
from parsers.ports import DocumentKind
from parsers.records import Document, DocumentRole, Identification
from parsers.wording import QUESTION_WORDS, says


def identify(document: Document, kinds: Sequence[DocumentKind] = KINDS) -> Identification:
    """What a document is taken for, and by which words.

    Two kinds that both claim it make it unknown, with the claimants as ``rivals``: a person must say.
    """
    claims = [claim for kind in kinds if (claim := kind.matches(document)) is not None]
    if len(claims) == 1:
        return claims[0]
    if claims:
        evidence = tuple(word for claim in claims for word in claim.evidence)
        return Identification(DocumentRole.UNKNOWN, tuple(claim.role for claim in claims), evidence)
    return _carrier(document)


def _carrier(document: Document) -> Identification:
    """A document of no kind: a question, a letter that covers others, or unknown."""
    lines = flow(document)
    letter = read_letter(lines)
    question = asks(lines.text, letter)
    if question is not None:
        return Identification(DocumentRole.QUESTION, evidence=(question,))
    if letter is not None:
        return Identification(DocumentRole.LETTER, evidence=(letter.subject or letter.form.value,))
    return Identification(DocumentRole.UNKNOWN)


def asks(text: str, letter: Letter | None = None) -> str | None:
    """The words by which a text asks something of the department; None if it asks nothing."""
    if letter is not None and letter.is_from_department:
        return None
    plain = text.replace("สอบถามเพิ่มเติม", "").replace("สอบถามรายละเอียดเพิ่มเติม", "")
    return says(plain, QUESTION_WORDS)
