"""Whether a text belongs to the directive at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.flow import Flow
from parsers.papers import Paper
from parsers.title import title_of
from parsers.wording import ANNEX_WORDS, FOREIGN_WORDS, is_test, is_thanks, says

_PROJECT = re.compile(r"โครงการ\s*([ก-๙A-Za-z0-9 ]{6,80})")
_NO_PROJECT = ("โครงการศูนย์ดำรงธรรม", "โครงการสำคัญ", "โครงการอำเภออัจฉริยะ", "โครงการดังกล่าว", "โครงการนี้", "โครงการตาม")


def belongs(text: str, words: Iterable[str]) -> bool:
    """True if one of the directive's words stands in the text, however it is spaced."""
    return says(text, words) is not None


def is_annex(paper: Paper) -> bool:
    """True of a paper that only goes with others: an order, minutes, pictures, a copy of the department's letter."""
    if paper.letter is not None and paper.letter.is_from_department:
        return True
    return says(title_of(paper.lines), ANNEX_WORDS) is not None


def is_empty_talk(text: str, subject: str, *, strict: bool = False) -> bool:
    """True of a mail that only says thanks or tries the line; with ``strict`` of one that is plainly about something else."""
    if strict:
        return says(f"{subject}\n{text}", FOREIGN_WORDS) is not None
    lines = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("เรื่อง")]
    written = "".join(lines)
    return is_thanks(written) or (is_test(written) and (is_test(subject) or not subject)) or (not written and is_test(subject))


def other_project(documents: Sequence[Flow]) -> str | None:
    """The name of a project other than the directive's in the head of the documents; None if none is named."""
    for running in documents:
        for match in _PROJECT.finditer("\n".join(row.text for row in running.rows[:8])):
            if says(match.group(0), _NO_PROJECT) is None:
                return " ".join(match.group(0).split())
    return None
