"""Nominations, as different offices write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parsers.thai.places import districts
from rehearsal.layouts.letters import Letterhead, external, memo
from rehearsal.paper import Cell, Grid, Paper, Para
from rehearsal.people import Person, spoken_phone
from rehearsal.wording import PROJECT, Clerk


@dataclass(frozen=True, slots=True)
class Nomination:
    """What a province nominates."""

    head: Letterhead
    district: str
    """As it is written after อำเภอ; the register's name unless a mistake."""
    contact: Person
    second: str = ""
    """Another district nominated beside it: a mistake."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper, and the fields that stand on it."""

    paper: Paper
    fields: dict[str, str]


def _spoken(who: Clerk, told: Nomination) -> str:
    """The district as people write it."""
    name = told.district
    if name == f"เมือง{told.head.province.name}" and who.rng.random() < 0.3:
        name = "เมือง"
    return who.one_of(f"อำเภอ{name}", f"อำเภอ{name}", f"อ.{name}")


def _letter_fields(told: Nomination) -> dict[str, str]:
    return {"letter_no": told.head.number, "letter_date": told.head.date.isoformat(), "signer_name": told.head.signer.name}


def _contact_fields(told: Nomination) -> dict[str, str]:
    return {"contact_name": told.contact.name, "contact_phone": told.contact.phone}


def letter(who: Clerk, told: Nomination) -> Drawn:
    """All in the prose of a letter."""
    name = told.head.province.name
    both = f" และศูนย์ดำรงธรรมอำเภอ{told.second}" if told.second else ""
    sentence = who.one_of(
        f"จังหวัด{name}พิจารณาแล้ว ได้คัดเลือกศูนย์ดำรงธรรม{_spoken(who, told)}{both} เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
        f"จังหวัด{name}ขอเสนอชื่อศูนย์ดำรงธรรมอำเภอ{told.district}{both} เพื่อเป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ ประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
        f"คณะทำงานคัดเลือกระดับจังหวัดมีมติให้ศูนย์ดำรงธรรม{_spoken(who, told)}{both} ได้รับการคัดเลือกเป็นศูนย์ต้นแบบของจังหวัด{name}",
        f"ในการนี้ จังหวัด{name} ได้พิจารณาคัดเลือกศูนย์ดำรงธรรม{_spoken(who, told)}{both} จังหวัด{name} เป็นตัวแทนของจังหวัด",
    )
    contact = f"ทั้งนี้ ได้มอบหมายให้ {told.contact.name} ตำแหน่ง {told.contact.position} โทรศัพท์ {who.digits(spoken_phone(who.rng, told.contact.phone))} เป็นผู้ประสานงาน"
    subject = who.one_of(
        "การคัดเลือกศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
        "ส่งรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
        "แจ้งผลการคัดเลือกศูนย์ดำรงธรรมอำเภอ",
    )
    paper = external(who, told.head, subject, [sentence, contact])
    return Drawn(paper, {"district": told.district} | _letter_fields(told) | _contact_fields(told))


def in_memo(who: Clerk, told: Nomination) -> Drawn:
    """A memo."""
    sentence = f"จังหวัด{told.head.province.name}ขอส่งรายชื่อศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก จำนวน {who.digits('1')} แห่ง คือ ศูนย์ดำรงธรรมอำเภอ{told.district}"
    if told.second:
        sentence += f" และศูนย์ดำรงธรรมอำเภอ{told.second}"
    paper = memo(who, told.head, "รายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ", [sentence])
    fields = {"district": told.district, "letter_no": told.head.number, "letter_date": told.head.date.isoformat()}
    return Drawn(paper, fields)


def _form_pairs(who: Clerk, told: Nomination) -> list[tuple[str, str]]:
    district = told.district + (f" และ {told.second}" if told.second else "")
    return [
        (who.one_of("จังหวัด", "ชื่อจังหวัด"), told.head.province.name),
        (
            who.one_of("ศูนย์ดำรงธรรมอำเภอ", "ศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก", "ชื่อศูนย์ดำรงธรรมอำเภอที่เสนอ", "อำเภอที่ได้รับการคัดเลือก"),
            district,
        ),
        (who.one_of("ผู้ประสานงาน", "ชื่อผู้ประสานงาน"), told.contact.name),
        ("ตำแหน่ง", told.contact.position),
        (
            who.one_of("โทรศัพท์", "โทร.", "หมายเลขโทรศัพท์", "เบอร์โทรศัพท์ติดต่อ"),
            who.digits(spoken_phone(who.rng, told.contact.phone)),
        ),
        (who.one_of("e-mail", "E-Mail", "ไปรษณีย์อิเล็กทรอนิกส์"), told.contact.email),
    ]


def _form_fields(told: Nomination) -> dict[str, str]:
    return {
        "district": told.district,
        "contact_position": told.contact.position,
        "contact_email": told.contact.email,
    } | _contact_fields(told)


def _form_title() -> list[Para]:
    return [
        Para("แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021", align="center", bold=True),
        Para("ประจำปีงบประมาณ พ.ศ. ๒๕๖๔", align="center"),
    ]


def _signed(told: Nomination) -> list[Para]:
    signer = told.head.signer
    return [
        Para("(ลงชื่อ)..............................ผู้รับรองข้อมูล", align="half", space=1),
        Para(f"({signer.name})", align="half"),
        Para(f"ตำแหน่ง {signer.position}", align="half"),
    ]


def dotted_form(who: Clerk, told: Nomination) -> Drawn:
    """A form with dotted leaders."""
    lines = [Para(who.leader(label, value)) for label, value in _form_pairs(who, told)]
    paper = Paper((*_form_title(), *lines, *_signed(told)), "แบบเสนอรายชื่อ")
    return Drawn(paper, _form_fields(told) | {"signer_name": told.head.signer.name})


def table_form(who: Clerk, told: Nomination) -> Drawn:
    """A form of two columns."""
    rows = tuple((Cell(label), Cell(value)) for label, value in _form_pairs(who, told))
    return Drawn(
        Paper((*_form_title(), Grid(rows, (1, 2)), *_signed(told)), "แบบเสนอชื่อ"),
        _form_fields(told) | {"signer_name": told.head.signer.name},
    )


def numbered_form(who: Clerk, told: Nomination) -> Drawn:
    """A numbered list."""
    lines = [
        Para(who.digits(f"{number}.") + f" {label} {value}")
        for number, (label, value) in enumerate(_form_pairs(who, told), start=1)
    ]
    return Drawn(
        Paper((*_form_title(), *lines, *_signed(told)), "แบบรายชื่อ"), _form_fields(told) | {"signer_name": told.head.signer.name}
    )


def list_table(who: Clerk, told: Nomination) -> Drawn:
    """A list of one row, as annexes have it."""
    heads = tuple(Cell(text) for text in ("ลำดับ", "จังหวัด", "ศูนย์ดำรงธรรมอำเภอ", "ผู้ประสานงาน", "หมายเลขโทรศัพท์"))
    rows = [heads]
    for number, district in enumerate(filter(None, (told.district, told.second)), start=1):
        phone = who.digits(spoken_phone(who.rng, told.contact.phone))
        rows.append(
            tuple(Cell(text) for text in (who.digits(str(number)), told.head.province.name, district, told.contact.name, phone))
        )
    title = [
        Para("บัญชีรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021", align="center", bold=True),
        Para(f"จังหวัด{told.head.province.name}", align="center"),
    ]
    fields = {"district": told.district} | _contact_fields(told)
    return Drawn(Paper((*title, Grid(tuple(rows), (0.6, 1.3, 1.6, 2, 1.5))), "บัญชีรายชื่อ"), fields)


def scored_table(who: Clerk, told: Nomination) -> Drawn:
    """Candidates with their scores; one is marked as selected."""
    others = [name for name in districts(told.head.province.code) if name not in {told.district, told.second}]
    names = [told.district, *who.rng.sample(others, min(2, len(others)))]
    scores = sorted((who.rng.uniform(70, 95) for _ in names), reverse=True)
    heads = tuple(Cell(text) for text in ("ลำดับที่", "ศูนย์ดำรงธรรมอำเภอ", "คะแนนรวม", "ผลการคัดเลือก"))
    rows = [heads]
    for number, (name, score) in enumerate(zip(names, scores, strict=True), start=1):
        chosen = "ได้รับการคัดเลือก" if name == told.district or name == told.second else "-"
        rows.append(tuple(Cell(text) for text in (who.digits(str(number)), name, who.digits(f"{score:.2f}"), chosen)))
    title = [
        Para("สรุปผลการคัดเลือกศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021", align="center", bold=True),
        Para(f"จังหวัด{told.head.province.name}", align="center"),
    ]
    end = Para(f"มติคณะทำงาน: คัดเลือกศูนย์ดำรงธรรมอำเภอ{told.district} เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบของจังหวัด")
    return Drawn(
        Paper((*title, Grid(tuple(rows), (0.6, 2, 1, 1.4)), end, *_signed(told)), "ผลการคัดเลือก"), {"district": told.district}
    )


def mail_text(who: Clerk, told: Nomination) -> Drawn:
    """Nothing but a mail."""
    text = who.one_of(
        f"จังหวัด{told.head.province.name} ขอส่งรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ คือ ศูนย์ดำรงธรรมอำเภอ{told.district}",
        f"ขอเสนอชื่อศูนย์ดำรงธรรมอำเภอ{told.district} จังหวัด{told.head.province.name} เข้ารับการคัดเลือกเป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
    )
    contact = f"ผู้ประสานงาน {told.contact.name} โทร. {who.digits(spoken_phone(who.rng, told.contact.phone))}"
    return Drawn(
        Paper((Para("เรียน อธิบดีกรมการปกครอง"), Para(text), Para(contact), Para(PROJECT)), "เสนอชื่อ"), {"district": told.district}
    )


LAYOUTS: dict[str, tuple[Callable[[Clerk, Nomination], Drawn], tuple[str, ...]]] = {
    "letter": (letter, ("pdf", "docx")),
    "memo": (in_memo, ("pdf", "docx")),
    "dotted_form": (dotted_form, ("pdf", "docx", "pdf+letter")),
    "table_form": (table_form, ("pdf", "docx", "xlsx", "pdf+letter")),
    "numbered_form": (numbered_form, ("pdf", "docx")),
    "list_table": (list_table, ("pdf", "docx", "xlsx")),
    "scored_table": (scored_table, ("pdf", "docx")),
    "mail_text": (mail_text, ("body",)),
}
"""Layout -> how it is drawn, and in what formats offices send it."""
