"""Obstacle reports, as different offices write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rehearsal.layouts.letters import Letterhead, external, memo
from rehearsal.layouts.nomination import Drawn
from rehearsal.paper import Cell, Grid, Paper, Para
from rehearsal.people import Person, spoken_phone
from rehearsal.wording import PROJECT, Clerk


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in a province's way."""

    head: Letterhead
    topic: str
    detail: str
    urgency: str
    """Empty where the form has no such line."""
    reporter: Person


def _title(told: Obstacle) -> list[Para]:
    return [Para("แบบรายงานปัญหาอุปสรรค", align="center", bold=True), Para(PROJECT, align="center")]


def _pairs(who: Clerk, told: Obstacle) -> list[tuple[str, str]]:
    pairs = [
        ("จังหวัด", told.head.province.name),
        (who.one_of("เรื่อง", "หัวข้อปัญหา", "ประเด็นปัญหา"), told.topic),
        (who.one_of("รายละเอียดปัญหา", "ปัญหาอุปสรรค", "รายละเอียดของปัญหาอุปสรรค"), told.detail),
    ]
    if told.urgency:
        pairs.append(("ความเร่งด่วน", told.urgency))
    return [
        *pairs,
        ("ผู้รายงาน", told.reporter.name),
        ("ตำแหน่ง", told.reporter.position),
        ("โทรศัพท์", who.digits(spoken_phone(who.rng, told.reporter.phone))),
    ]


def _fields(told: Obstacle) -> dict[str, str]:
    fields = {
        "topic": told.topic,
        "detail": told.detail,
        "reporter_name": told.reporter.name,
        "reporter_phone": told.reporter.phone,
    }
    return fields | {"urgency": told.urgency} if told.urgency else fields


def _letter_fields(told: Obstacle) -> dict[str, str]:
    return {"letter_no": told.head.number, "letter_date": told.head.date.isoformat()}


def letter(who: Clerk, told: Obstacle) -> Drawn:
    """A letter."""
    body = [f"จังหวัด{told.head.province.name}ขอเรียนว่า ในการดำเนินงานมีปัญหาอุปสรรค ดังนี้ {told.detail}"]
    paper = external(
        who, told.head, f"รายงานปัญหาอุปสรรค{who.one_of('การดำเนินงาน', 'การเบิกจ่าย', '')} {told.topic}".replace("  ", " "), body
    )
    return Drawn(paper, _letter_fields(told))


def in_memo(who: Clerk, told: Obstacle) -> Drawn:
    """A memo."""
    paper = memo(who, told.head, "ขอรายงานปัญหาอุปสรรคในการดำเนินโครงการ", [f"ปัญหาอุปสรรคที่พบ คือ {told.detail}"])
    return Drawn(paper, _letter_fields(told))


def dotted_form(who: Clerk, told: Obstacle) -> Drawn:
    """A form with dotted leaders."""
    return Drawn(
        Paper((*_title(told), *(Para(who.leader(label, value)) for label, value in _pairs(who, told))), "แบบรายงานปัญหา"),
        _fields(told),
    )


def table_form(who: Clerk, told: Obstacle) -> Drawn:
    """A form of two columns."""
    rows = tuple((Cell(label), Cell(value)) for label, value in _pairs(who, told))
    return Drawn(Paper((*_title(told), Grid(rows, (1, 2))), "รายงานปัญหาอุปสรรค"), _fields(told))


def numbered_form(who: Clerk, told: Obstacle) -> Drawn:
    """A numbered list."""
    lines = [
        Para(f"{who.digits(str(number))}. {label} {value}") for number, (label, value) in enumerate(_pairs(who, told), start=1)
    ]
    return Drawn(Paper((*_title(told), *lines), "ปัญหาอุปสรรค"), _fields(told))


def row_table(who: Clerk, told: Obstacle) -> Drawn:
    """A table of one row."""
    rows = (
        tuple(Cell(text) for text in ("ลำดับ", "ปัญหาอุปสรรค", "แนวทางแก้ไข", "ข้อเสนอแนะ")),
        tuple(Cell(text) for text in (who.digits("1"), told.detail, "ประสานหน่วยงานที่เกี่ยวข้องแล้ว", "ขอให้กรมการปกครองพิจารณา")),
    )
    head = [*_title(told), Para(f"จังหวัด{told.head.province.name}", align="center")]
    return Drawn(Paper((*head, Grid(rows, (0.5, 3, 2, 2))), "ตารางปัญหา"), {})


def mail_text(who: Clerk, told: Obstacle) -> Drawn:
    """Nothing but a mail."""
    blocks = (
        Para("เรียน อธิบดีกรมการปกครอง"),
        Para(f"จังหวัด{told.head.province.name} ขอรายงานปัญหาอุปสรรคในการดำเนินงาน{PROJECT}: {told.detail}"),
        Para(f"ผู้รายงาน {told.reporter.name} โทร. {who.digits(spoken_phone(who.rng, told.reporter.phone))}"),
    )
    return Drawn(Paper(blocks, "ปัญหา"), {})


LAYOUTS: dict[str, tuple[Callable[[Clerk, Obstacle], Drawn], tuple[str, ...]]] = {
    "letter": (letter, ("pdf", "docx")),
    "memo": (in_memo, ("pdf", "docx")),
    "dotted_form": (dotted_form, ("pdf", "docx")),
    "table_form": (table_form, ("pdf", "docx", "xlsx")),
    "numbered_form": (numbered_form, ("pdf", "docx")),
    "row_table": (row_table, ("pdf", "docx")),
    "mail_text": (mail_text, ("body",)),
}
"""Layout -> how it is drawn, and in what formats offices send it."""
