"""Achievement reports, as different offices write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rehearsal.layouts.letters import Letterhead, external, memo
from rehearsal.layouts.nomination import Drawn
from rehearsal.paper import Cell, Grid, Paper, Para
from rehearsal.wording import Clerk


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a centre achieved."""

    head: Letterhead
    district: str
    title: str
    score: str = ""
    """GECC total as ``92.5``; empty where none is given."""


_STORY = (
    ("ความเป็นมา", "ประชาชนในพื้นที่ต้องเดินทางไกลเพื่อร้องทุกข์ และสถานการณ์การแพร่ระบาดทำให้การให้บริการแบบเดิมมีข้อจำกัด"),
    ("วิธีดำเนินการ", "จัดช่องทางรับเรื่องออนไลน์ กำหนดผู้รับผิดชอบรายตำบล และติดตามผลทุกสัปดาห์"),
    ("ผลลัพธ์", "เรื่องร้องทุกข์ยุติภายในเวลาที่กำหนดมากขึ้น ประชาชนพึงพอใจ"),
    ("ปัจจัยความสำเร็จ", "ความร่วมมือของผู้นำชุมชนและการสนับสนุนของจังหวัด"),
)


def _fields(told: Achievement) -> dict[str, str]:
    fields = {"district": told.district, "title": told.title}
    return fields | {"gecc_total": told.score} if told.score else fields


def _pairs(who: Clerk, told: Achievement) -> list[tuple[str, str]]:
    pairs = [
        ("จังหวัด", told.head.province.name),
        (who.one_of("ศูนย์ดำรงธรรมอำเภอ", "ชื่อศูนย์ดำรงธรรมอำเภอ", "หน่วยงาน ศูนย์ดำรงธรรมอำเภอ"), told.district),
        (who.one_of("ชื่อผลงาน", "ชื่อผลงานที่ประสบความสำเร็จ", "ผลงานเรื่อง", "ชื่อผลงาน/นวัตกรรม"), told.title),
        *_STORY,
    ]
    if told.score:
        pairs.append(
            (who.one_of("คะแนนรวม GECC", "คะแนนประเมินตนเองตามเกณฑ์ GECC รวม", "คะแนนรวม"), who.digits(told.score) + " คะแนน")
        )
    return pairs


def _title(who: Clerk) -> list[Para]:
    text = who.one_of(
        "แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จที่เป็น New Normal",
        "รายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จ เพื่อพัฒนาไปสู่การเป็นศูนย์ราชการสะดวก (GECC)",
        "ผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จที่เป็น New Normal เพื่อพัฒนาไปสู่การเป็นศูนย์ราชการสะดวก",
    )
    return [Para(text, align="center", bold=True)]


def dotted_form(who: Clerk, told: Achievement) -> Drawn:
    """A form with dotted leaders."""
    return Drawn(
        Paper((*_title(who), *(Para(who.leader(label, value)) for label, value in _pairs(who, told))), "รายงานผลงาน"),
        _fields(told),
    )


def table_form(who: Clerk, told: Achievement) -> Drawn:
    """A form of two columns."""
    rows = tuple((Cell(label), Cell(value)) for label, value in _pairs(who, told))
    return Drawn(Paper((*_title(who), Grid(rows, (1, 2))), "แบบรายงานผลงาน"), _fields(told))


def numbered_form(who: Clerk, told: Achievement) -> Drawn:
    """Numbered headings, the text below each."""
    blocks: list[Para] = [*_title(who), Para(f"ศูนย์ดำรงธรรมอำเภอ{told.district} จังหวัด{told.head.province.name}", align="center")]
    for number, (label, value) in enumerate(_pairs(who, told)[2:], start=1):
        blocks.append(Para(f"{who.digits(str(number))}. {label} {value}"))
    return Drawn(Paper(tuple(blocks), "ผลงานเด่น"), _fields(told))


def essay(who: Clerk, told: Achievement) -> Drawn:
    """A report in prose with a heading."""
    blocks = [
        *_title(who),
        Para(f"เรื่อง {told.title}", align="center", bold=True),
        Para(f"โดย ศูนย์ดำรงธรรมอำเภอ{told.district} จังหวัด{told.head.province.name}", align="center"),
        *(Para(f"{label} {value}", indent=True) for label, value in _STORY),
    ]
    if told.score:
        blocks.append(Para(f"ผลการประเมินตามเกณฑ์ GECC ได้คะแนนรวม {who.digits(told.score)} คะแนน", indent=True))
    return Drawn(Paper(tuple(blocks), "บทความผลงาน"), _fields(told))


def scored(who: Clerk, told: Achievement) -> Drawn:
    """With a table of scores."""
    total = told.score or "88"
    third = round(float(total) / 3, 1)
    last = f"{float(total) - 2 * third:.1f}".rstrip("0").rstrip(".")
    rows = [
        ["เกณฑ์", "คะแนนเต็ม", "คะแนนที่ได้"],
        ["ด้านกายภาพ", "35", f"{third:g}"],
        ["ด้านคุณภาพ", "35", f"{third:g}"],
        ["ด้านผลลัพธ์", "30", last],
        ["คะแนนรวม", "100", total],
    ]
    head = [
        Para(who.pair("จังหวัด", told.head.province.name)),
        Para(who.pair("ศูนย์ดำรงธรรมอำเภอ", told.district)),
        Para(who.pair("ชื่อผลงาน", told.title)),
    ]
    grid = Grid(tuple(tuple(Cell(who.digits(text)) for text in row) for row in rows), (2, 1, 1))
    return Drawn(
        Paper((*_title(who), *head, grid), "ผลการประเมิน"), {"district": told.district, "title": told.title, "gecc_total": total}
    )


def in_letter(who: Clerk, told: Achievement) -> Drawn:
    """The letter itself is the report."""
    body = [
        f"จังหวัด{told.head.province.name}ขอรายงานผลงานของศูนย์ดำรงธรรมอำเภอ{told.district} ชื่อผลงาน “{told.title}”",
        *(f"{label} {value}" for label, value in _STORY),
    ]
    paper = external(who, told.head, "รายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จที่เป็น New Normal", body)
    return Drawn(paper, {"district": told.district, "title": told.title})


def in_memo(who: Clerk, told: Achievement) -> Drawn:
    """A memo."""
    body = [
        f"ขอส่งผลงานศูนย์ดำรงธรรมอำเภอ{told.district} จังหวัด{told.head.province.name} ชื่อผลงาน {told.title}",
        *(f"{label} {value}" for label, value in _STORY[:2]),
    ]
    return Drawn(memo(who, told.head, "ส่งผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จ", body), {"district": told.district})


LAYOUTS: dict[str, tuple[Callable[[Clerk, Achievement], Drawn], tuple[str, ...]]] = {
    "dotted_form": (dotted_form, ("pdf", "docx")),
    "table_form": (table_form, ("pdf", "docx", "xlsx")),
    "numbered_form": (numbered_form, ("pdf", "docx")),
    "essay": (essay, ("pdf", "docx")),
    "scored": (scored, ("pdf", "docx", "xlsx")),
    "in_letter": (in_letter, ("pdf", "docx")),
    "in_memo": (in_memo, ("pdf", "docx")),
}
"""Layout -> how it is drawn, and in what formats offices send it."""
