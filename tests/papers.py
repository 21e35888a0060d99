"""Documents written by hand for tests: lines of text; rows that begin with | are tables."""

from __future__ import annotations

import hashlib

from parsers.parts import Message, Part, Role
from parsers.records import Cell, Document, Line, Method, Page, PageReading, Table

PLAIN = "text/plain"
PDF = "application/pdf"


def page(text: str, number: int = 1, method: Method = Method.TEXT_LAYER) -> Page:
    """One page. A blank line stays a blank line; consecutive rows that begin with | are one table."""
    lines: list[Line] = []
    tables: list[Table] = []
    positions: list[int] = []
    rows: list[tuple[Cell, ...]] = []

    def close() -> None:
        if rows:
            width = max(len(row) for row in rows)
            padded = tuple(row + (Cell(),) * (width - len(row)) for row in rows)
            tables.append(Table(padded, page=number))
            positions.append(len(lines))
            rows.clear()

    for raw in text.strip("\n").splitlines():
        if raw.lstrip().startswith("|"):
            rows.append(tuple(Cell(cell.strip()) for cell in raw.strip().strip("|").split("|")))
        else:
            close()
            lines.append(Line(raw.strip(), confidence=0.999))
    close()
    return Page(number, 595.0, 842.0, None, 0, 0.0, method, 1.0, tuple(lines), tuple(tables), (), tuple(positions))


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def document(*texts: str, method: Method = Method.TEXT_LAYER, name: str = "เอกสาร.pdf") -> Document:
    """A document of one page a text."""
    pages = tuple(page(text, number, method) for number, text in enumerate(texts, start=1))
    return Document(sha("\f".join(texts)), name, pages, method)


def reading(*texts: str, method: Method = Method.TEXT_LAYER, name: str = "เอกสาร.pdf") -> PageReading:
    """The same as a reading of a part."""
    made = document(*texts, method=method, name=name)
    return PageReading(made.part, name, PDF, made.pages)


def part(data: str, name: str, role: Role = Role.DOCUMENT, trouble: str = "", code: str = "", ignored: str = "") -> Part:
    """A part whose bytes are the text."""
    kind = PLAIN if role is Role.BODY else PDF
    return Part(data.encode(), sha(data), name, name, kind, kind, role, ignored=ignored, trouble=trouble, trouble_code=code)


def mail(
    subject: str = "", body: str = "", *papers: tuple[str, str], broken: tuple[tuple[str, str], ...] = ()
) -> tuple[Message, dict[int, PageReading]]:
    """A message: a body, documents (name, text; pages parted by form feeds), ``broken`` ones (name, reason)."""
    parts = [part(body, "part-1.txt", Role.BODY)] if body else []
    readings: dict[int, PageReading] = {}
    if body:
        readings[0] = PageReading(parts[0].sha256, "part-1.txt", PLAIN, (page(body, method=Method.BODY),))
    for name, text in papers:
        parts.append(part(text, name))
        readings[len(parts) - 1] = reading(*text.split("\f"), name=name)
    parts += [part(reason, name, trouble=reason, code="locked") for name, reason in broken]
    return Message(tuple(parts), subject=subject, sender="damrong@nan.example", body=body), readings
