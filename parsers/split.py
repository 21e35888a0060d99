"""A reading into documents: one PDF may hold a letter and the form that it covers.

A new document begins on a page whose head is that of a letter or the title of a form. Sheets of a workbook, and a text
without pages, are one document: a cut is made between pages only, and never where it is not certain.
"""

from __future__ import annotations

import re

from parsers.records import Document, Method, Page, PageReading
from parsers.thai.text import fold, normalise
from parsers.wording import KIND_WORDS, folded, says

_HEAD = 10
"""Lines from the top in which a document says what it is."""

_NUMBER = re.compile(r"^\s*(?:ด่วน\S*\s+)?ที[่]?\s+[ก-ฮ]{2,3}\s*[0-9๐-๙]{3,}")
_SUBJECT = re.compile(r"^\s*เรื[่]?อง\s")
_ADDRESSEE = re.compile(r"^\s*(?:กราบเรียน|เรียน|ถึง)\s")
_FORM = re.compile(
    r"^\s*(?:\(?\s*)?(?:แบบ(?!แปลน|ไหน)|รายงาน(?!ตัว)|บัญชีรายชื่อ|สรุปผล|เอกสารแนบ|"
    r"สิ่งที่ส่งมาด้วย\s*[0-9๐-๙.]*\s*$|คำสั่ง|ประกาศ)"
)
_TELLING = re.compile(r"อำเภอ|เดือน|จังหวัด")
_PAGE_NUMBER = re.compile(r"(?:หน้า|page)?\s*[-–(/]*\s*[0-9๐-๙]{1,3}\s*(?:[/)–-]\s*[0-9๐-๙]{0,3})?", re.IGNORECASE)
_SHORT = 70
"""A title is shorter than a full line of prose."""
_MEMO = "บันทึกข้อความ"


def split(reading: PageReading) -> tuple[Document, ...]:
    """The documents that a reading holds, in order; every page is in exactly one of them.

    A reading without pages gives none.
    """
    runs: list[list[Page]] = []
    for page in reading.pages:
        if runs and not (_begins_document(page) and not _goes_on(page, runs[-1][0])):
            runs[-1].append(page)
        else:
            runs.append([page])
    return tuple(Document(reading.part, reading.name, tuple(run), run[0].method) for run in runs)


def _begins_document(page: Page) -> bool:
    """True if the head of a page is that of a letter or of a form."""
    if page.method in (Method.SHEET, Method.BODY):
        return False
    head = _head(page)
    return _is_letter_head(head) or _title(page, head) is not None


def _goes_on(page: Page, first: Page) -> bool:
    """True if a form repeats its title on a further page, and names no other month or place there."""
    title, before = _title(page, _head(page)), _title(first, _head(first))
    if title is None or before is None:
        return False
    if folded("(ต่อ)") in fold(title):
        return True
    known = fold(" ".join(_head(first)))
    news = [line for line in _head(page)[:5] if _TELLING.search(line) and fold(line) not in known]
    return fold(title) == fold(before) and not news


def _head(page: Page) -> list[str]:
    """The first lines of a page; of its table where nothing stands above it."""
    lines = [normalise(line.text).strip() for line in page.lines if line.text.strip()]
    if page.tables and not lines:
        lines = [" ".join(cell.text for cell in row if cell.text.strip()) for row in page.tables[0].rows[:3]]
    return [line for line in lines[:_HEAD] if not _PAGE_NUMBER.fullmatch(line)]


def _is_letter_head(head: list[str]) -> bool:
    if any(fold(line).startswith(folded(_MEMO)) for line in head[:3]):
        return True
    number = any(_NUMBER.match(line) for line in head[:4])
    subject = any(_SUBJECT.match(line) for line in head)
    addressee = any(_ADDRESSEE.match(line) for line in head)
    return (number and (subject or addressee)) or (subject and addressee)


def _title(page: Page, head: list[str]) -> str | None:
    """The title of a form in the first lines of a page; None if there is none, or if it may be prose that goes on."""
    for line in head[:3]:
        if not _FORM.match(line) or line.endswith("..."):
            continue
        names_kind = says(line, (word for words in KIND_WORDS.values() for word in words)) is not None
        if names_kind and (line.startswith("แบบ") or len(line) <= _SHORT or page.tables):
            return line
    return None
