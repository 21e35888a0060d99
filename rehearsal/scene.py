"""From a drawn paper to a mail with its truth: formats, cover letters, times."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from rehearsal import mails
from rehearsal.layouts.letters import external
from rehearsal.mails import File, file_of
from rehearsal.paper import Paper, Para
from rehearsal.province import ProvinceOffice
from rehearsal.render_docx import to_docx
from rehearsal.render_pdf import FONTS, to_pdf
from rehearsal.render_sheet import to_csv, to_ods, to_xls, to_xlsx
from rehearsal.truth import DocumentTruth, MailTruth, RehearsedMail
from rehearsal.wording import PROJECT, Clerk

BANGKOK = ZoneInfo("Asia/Bangkok")

Use = tuple[str, str, str | None]
"""Kind, province, period: what a scene reports on, so that no other does."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Some mails that belong together."""

    mails: tuple[RehearsedMail, ...]
    uses: frozenset[Use] = field(default_factory=frozenset)


def moment(rng: random.Random, day: dt.date) -> dt.datetime:
    """A time of an office day."""
    return dt.datetime.combine(day, dt.time(rng.randint(8, 16), rng.randint(0, 59), rng.randint(0, 59)), BANGKOK)


def render(rng: random.Random, who: Clerk, paper: Paper, format: str, *, wide: bool = False, small: bool = False) -> File:
    """One file of a paper.

    ``who`` decides whether a workbook holds numbers or text in Thai digits; ``wide`` turns the page, ``small`` is for a wide
    table on an upright page.
    """
    name = f"{paper.name}.{format}"
    if format == "pdf":
        sizes = (8, 8.5) if small else (11, 12, 13) if wide else (13, 14, 15, 16)
        data = to_pdf(paper, font=rng.choice(FONTS), size=rng.choice(sizes), wide=wide)
    elif format == "docx":
        data = to_docx(paper, size=12 if wide else 16, wide=wide, tabs=rng.random() < 0.2)
    elif format == "xlsx":
        data = to_xlsx(paper, numbers=not who.thai, first_column=rng.choice((0, 0, 0, 1)))
    elif format == "xls":
        data = to_xls(paper, numbers=not who.thai)
    elif format == "ods":
        data = to_ods(paper, numbers=not who.thai)
    else:
        data = to_csv(paper, encoding=rng.choice(("utf-8-sig", "cp874")))
    return file_of(name, data)


def text_of(paper: Paper) -> str:
    """A paper as the text of a mail."""
    return "\n".join(block.text for block in paper.blocks if isinstance(block, Para))


NOTES = {
    "nomination": ("ส่งรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ", "เสนอรายชื่อศูนย์ดำรงธรรมอำเภอ", "รายชื่อศูนย์ฯ ต้นแบบ New Normal 2021"),
    "achievement": ("ส่งผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จ", "รายงานผลงาน GECC"),
    "disbursement": ("รายงานการเบิกจ่ายงบประมาณ", "ส่งแบบรายงานผลการเบิกจ่าย", "รายงานเบิกจ่ายโครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ"),
    "obstacle": ("รายงานปัญหาอุปสรรค", "แจ้งปัญหาอุปสรรคการดำเนินโครงการ"),
}


def cover_text(rng: random.Random, kind: str, province: str) -> str:
    """What stands in the mail that carries a document."""
    return rng.choice(
        (
            f"เรียน อธิบดีกรมการปกครอง\nจังหวัด{province}ขอส่งเอกสารตามไฟล์แนบ\nจึงเรียนมาเพื่อโปรดทราบ",
            f"ส่งเอกสาร{NOTES[kind][0]}ครับ",
            f"เรียน ผู้เกี่ยวข้อง\n\nจังหวัด{province} ขอนำส่งเอกสาร{PROJECT} รายละเอียดตามเอกสารที่แนบมาพร้อมนี้\n\nขอแสดงความนับถือ\nที่ทำการปกครองจังหวัด{province}",
            f"ตามเอกสารแนบค่ะ\n\n--\nที่ทำการปกครองจังหวัด{province}",
        )
    )


def with_letter(
    rng: random.Random, who: Clerk, office: ProvinceOffice, paper: Paper, kind: str, day: dt.date
) -> tuple[Paper, dict[str, str]]:
    """A cover letter in front of a form, in one file; it lends its number and date."""
    head = office.letterhead(rng, day)
    subject = NOTES[kind][0]
    letter = external(
        who, head, subject, [f"จังหวัด{office.entry.name}ขอส่ง{subject} รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย"], attached=subject
    )
    return letter.then(paper), {"letter_no": head.number, "letter_date": head.date.isoformat()}


def mail(
    rng: random.Random,
    office: ProvinceOffice | None,
    *,
    story: str,
    subject: str,
    text: str,
    files: tuple[File, ...],
    day: dt.date | dt.datetime,
    documents: tuple[DocumentTruth, ...] = (),
    outcome: str = "filed",
    sender: str = "",
    sender_name: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    mailer: mails.Mailer | None = None,
) -> RehearsedMail:
    """One mail of a province (or of somebody else) that arrives on a day or at a moment."""
    arrived = day if isinstance(day, dt.datetime) else moment(rng, day)
    address = sender or (rng.choice((office.address, office.clerk.email)) if office else "")
    name = sender_name or (f"ที่ทำการปกครองจังหวัด{office.entry.name}" if office else "")
    raw = mails.message(
        rng,
        sender=address,
        sender_name=name,
        subject=subject,
        text=text,
        files=files,
        sent_at=arrived - dt.timedelta(seconds=rng.randint(2, 90)),
        arrived_at=arrived,
        mailer=mailer,
        headers=headers,
    )
    truth = MailTruth(0, story, office.entry.code if office else None, address, arrived, outcome, documents)
    return RehearsedMail(raw, truth)
