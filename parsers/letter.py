"""The head of an official letter: external letter (หนังสือภายนอก), memo (บันทึกข้อความ), stamped letter (หนังสือประทับตรา).

What a letter refers to (อ้างถึง, ตามหนังสือ ...) and what the receiving office stamps on it (เลขรับ, วันที่, เวลา) are never
its own number and date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from parsers.flow import Flow, Row
from parsers.memo import remembered
from parsers.records import Field
from parsers.thai.dates import FoundDate, find_dates
from parsers.thai.references import LetterNumber, find_letter_numbers


class LetterForm(StrEnum):
    """Which of the three incoming papers it is."""

    EXTERNAL = "external"
    MEMO = "memo"
    STAMPED = "stamped"


@dataclass(frozen=True, slots=True)
class Letter:
    """What the head of a letter says."""

    form: LetterForm
    letter_no: Field | None
    letter_date: Field | None
    number_province: str | None
    """Province by the two letters of the number."""
    subject: str
    addressee: str
    reference: str
    attachments: tuple[str, ...]
    urgency: Field | None
    body_start: int
    """Offset in the flow at which the text itself begins."""
    head_end: int
    """Offset at which subject, addressee or reference begin: what stands before is number, office and date."""
    closing: int
    """Offset of ขอแสดงความนับถือ or of จึงเรียนมา; the end of the text if there is none."""

    @property
    def is_from_department(self) -> bool:
        """True of a copy of the department's own letter."""
        return "ผู้ว่าราชการจังหวัด" in self.addressee.replace(" ", "") and self.number_province is None


_LABELS = {
    "subject": re.compile(r"^\s*เรื[่]?อง\s*[:：]?\s*(?=\S)(?!นี้|นั้น|ดังกล่าว|ที่)"),
    "addressee": re.compile(r"^\s*(?:กราบเรียน|เรียน)\s*[:：]?\s+(?=\S)|^\s*เรียน(?=อธิบดี|ผู้อำนวยการ|ผู้ว่า|ปลัด|นาย|ท่าน)"),
    "to": re.compile(r"^\s*ถึง\s*[:：]?\s*(?=กรมการปกครอง|สำนัก|ส่วน|จังหวัด|กลุ่ม)"),
    "reference": re.compile(r"^\s*(?:อ้าง\s*ถึง|อ้าง\s*อิง)\s*[:：]?\s*"),
    "attachments": re.compile(r"^\s*(?:สิ่งที่ส่งมาด้วย|สิ่งที่แนบมา(?:ด้วย)?|สิ่งที่แนบ|เอกสารที่ส่งมาด้วย|เอกสารแนบ)\s*[:：]?\s*"),
}
_MEMO = re.compile(r"^\s*บันทึก\s*ข้อความ|^\s*ส่วนราชการ\s")
_OWN_NUMBER = re.compile(r"(?:^|\s)ที[่]?\s*[:：]?\s*$|^\s*(?:เลข)?ที[่]?(?:หนังสือ)?\s*[:：]?\s*$")
_RECEIVED = re.compile(r"เลข\s*(?:ที่)?\s*รับ|เลขทะเบียนรับ|ลงรับ|รับที่|ได้รับวันที่|วันที่รับ|รับเมื่อ")
_CLOCK = re.compile(r"เวลา\s*[.\s:0-9๐-๙]*(?:น\.|$)")
_CLOSING = re.compile(r"ขอแสดงความนับถือ|จึง(?:กราบ)?เรียนมา|จึงเสนอมา|จึงแจ้งมา|จึงส่งมา")
_URGENCY = re.compile(r"ด่วน\s*ที่สุด|ด่วน\s*มาก|ด่วน")
_STAMP = re.compile(r"(?<![ก-๎])(?P<word>ด่วน\s*ที่สุด|ด่วน\s*มาก|ด่วน)(?=[^ก-๎]|$|ที[่]?\s)")
_STAMP_LINE = 90
"""Characters of the longest line of a letter's head."""
_HEAD_COMPLETE = re.compile(
    r"จำนวน\s*\S+\s*(?:ชุด|ฉบับ|แผ่น|หน้า|เล่ม|รายการ|ไฟล์)\s*$|(?:ลงวันที่|ลว\.?)\s*[0-9๐-๙]{1,2}\s*[ก-๎.]+\s*(?:พ\.ศ\.)?\s*[0-9๐-๙]{2,4}\s*$"
)
"""What a reference, or the naming of an enclosure, ends with."""
_HEAD_ROWS = 25
_BODY = re.compile(r"^\s*(?:ตาม|ด้วย|เนื่องจาก|อนุสนธิ|ที่ทำการปกครอง|จังหวัด|สำนักงาน|[0-9๐-๙]{1,2}\s*\.\s)|^\s{4,}")
_NUMBERED = re.compile(r"^\s*[0-9๐-๙]{1,2}\s*[.)]")


@remembered
def read_letter(flow: Flow) -> Letter | None:
    """The head of the letter that the text opens with; None if it opens with no letter."""
    rows = flow.rows[:_HEAD_ROWS]
    marks = _marks(rows)
    memo = any(_MEMO.match(row.text) for row in rows[:6])
    number_row = _number_row(flow, rows, marks)
    if not _is_letter(flow, marks, memo, number_row):
        return None
    form = (
        LetterForm.MEMO if memo else LetterForm.STAMPED if "to" in marks and "addressee" not in marks else LetterForm.EXTERNAL
    )
    first_mark = min((row.start for row in marks.values()), default=len(flow.text))
    closing = _CLOSING.search(flow.text, first_mark)
    number = _own_number(flow, number_row) if number_row else None
    return Letter(
        form=form,
        letter_no=flow.field(number.value, number.start, number.end, raw=number.raw) if number else None,
        letter_date=_letter_date(flow, form, first_mark, number_row),
        number_province=number.province if number else None,
        subject=_value(flow, rows, marks, "subject"),
        addressee=_value(flow, rows, marks, "addressee") or _value(flow, rows, marks, "to"),
        reference=_value(flow, rows, marks, "reference"),
        attachments=_attachments(flow, rows, marks),
        urgency=_urgency(flow, first_mark),
        body_start=_body_start(rows, marks, closing.start() if closing else len(flow.text)),
        head_end=first_mark,
        closing=closing.start() if closing else len(flow.text),
    )


def _marks(rows: tuple[Row, ...]) -> dict[str, Row]:
    """The rows that open with เรื่อง, เรียน, ถึง, อ้างถึง, สิ่งที่ส่งมาด้วย; each name's first."""
    found: dict[str, Row] = {}
    for row in rows:
        for name, pattern in _LABELS.items():
            if name not in found and pattern.match(row.text.replace("\t", " ")):
                found[name] = row
    return found


def _is_letter(flow: Flow, marks: dict[str, Row], memo: bool, number_row: Row | None) -> bool:
    addressed = "addressee" in marks or "to" in marks
    if memo and ("subject" in marks or addressed):
        return True
    if "subject" in marks and addressed:
        return True
    return number_row is not None and (addressed or "ขอแสดงความนับถือ" in flow.text)


def _number_row(flow: Flow, rows: tuple[Row, ...], marks: dict[str, Row]) -> Row | None:
    """The row of the letter's own number: it opens with ที่ and stands before subject, addressee and reference."""
    limit = min((row.start for row in marks.values()), default=len(flow.text))
    for row in rows:
        if row.start < limit and _own_number(flow, row) is not None:
            return row
    return None


def _own_number(flow: Flow, row: Row) -> LetterNumber | None:
    """A letter number of this row that ที่ alone goes before, placed in the whole text."""
    for number in find_letter_numbers(row.text):
        before = row.text[: number.start]
        if re.match(r"\s*ที[่]?\s*[:：]?", number.raw):
            before += re.match(r"\s*ที[่]?\s*[:：]?", number.raw).group(0)  # type: ignore[union-attr]
        own = _OWN_NUMBER.search(_URGENCY.sub("", before)) or re.match(r"^\s*\S{0,10}\s*$", before)
        if own and not _RECEIVED.search(before) and "หนังสือ" not in re.sub(r"^\s*(?:เลข)?ที[่]?หนังสือ", "", before):
            return LetterNumber(number.value, number.raw, row.start + number.start, row.start + number.end, number.province)
    return None


def _value(flow: Flow, rows: tuple[Row, ...], marks: dict[str, Row], name: str) -> str:
    """The text after a label, with the lines that go on with it."""
    row = marks.get(name)
    if row is None:
        return ""
    starts = {other.start for other in marks.values()}
    text = _LABELS[name].sub("", row.text.replace("\t", " "), count=1)
    for following in rows[rows.index(row) + 1 :]:
        line = following.text
        item = name == "attachments" and bool(_NUMBERED.match(line))
        if following.start in starts or not line.strip() or name == "addressee" or len(text) > 300:
            break
        if not item and (_BODY.match(line) or _dates_only(line)):
            break
        text += ("\n" if name == "attachments" else " ") + line.replace("\t", " ")
    return text.strip() if name == "attachments" else " ".join(text.split())


def _attachments(flow: Flow, rows: tuple[Row, ...], marks: dict[str, Row]) -> tuple[str, ...]:
    """The numbered things sent along; one if they are not numbered."""
    text = _value(flow, rows, marks, "attachments")
    items = re.split(r"(?:^|\n|\s{2,})\s*[0-9๐-๙]{1,2}\s*[.)]\s*", text)
    return tuple(" ".join(item.split()) for item in items if item.strip())


def _body_start(rows: tuple[Row, ...], marks: dict[str, Row], closing: int) -> int:
    """Where the text begins: after the last of the labelled rows and the lines that go on with it; an addressee has but one."""
    if not marks:
        return 0
    name, last = max(marks.items(), key=lambda mark: mark[1].start)
    if name in ("addressee", "to"):
        return last.end
    head, above = last.text, last
    for row in rows[rows.index(last) + 1 :]:
        if row.start >= closing:
            break
        item = name in ("attachments", "reference") and bool(_NUMBERED.match(row.text))
        if not item and (_BODY.match(row.text) or _HEAD_COMPLETE.search(head) or not above.open_end):
            return row.start
        head, above = head + row.text, row
    return above.end


def _dates_only(line: str) -> bool:
    dates = find_dates(line)
    return len(dates) == 1 and not line.replace(dates[0].raw, "").strip(" .วันที่")


def _letter_date(flow: Flow, form: LetterForm, first_mark: int, number_row: Row | None) -> Field | None:
    """The date: on a line of its own before the subject; of a memo beside the number; of a stamped letter at the end."""
    if form is LetterForm.STAMPED:
        first = _best(_candidates(flow, 0, first_mark, number_row))
        return _as_field(flow, first or _best(_lone_dates(flow, first_mark)))
    return _as_field(flow, _best(_candidates(flow, 0, first_mark, number_row)))


def _candidates(flow: Flow, start: int, end: int, number_row: Row | None) -> list[tuple[int, FoundDate]]:
    """Dates in the head of a letter, each with its rank (0 best); what a stamp of receipt bears is left out."""
    rows = [row for row in flow.rows if start <= row.start < end]
    stamped = {index for index, row in enumerate(rows) if _RECEIVED.search(row.text) or _CLOCK.search(row.text)}
    has_stamp = bool(stamped)
    out: list[tuple[int, FoundDate]] = []
    for row in rows:
        for date in find_dates(row.text):
            before = row.text[: date.start]
            placed = FoundDate(date.date, date.raw, row.start + date.start, row.start + date.end, date.certain, date.note)
            worded = bool(re.search(r"วันที[่]?\s*[:：]?\s*$|ลว\.?\s*$", before)) or "วันที" in date.raw[:6]
            if _RECEIVED.search(row.text) or _CLOCK.search(row.text) or (worded and has_stamp and row != number_row):
                continue
            out.append((1 if worded and row != number_row else 0, placed))
    return out


def _lone_dates(flow: Flow, start: int) -> list[tuple[int, FoundDate]]:
    """Dates that fill a line, after an offset."""
    out: list[tuple[int, FoundDate]] = []
    for row in flow.rows:
        if row.start >= start and _dates_only(row.text):
            date = find_dates(row.text)[0]
            out.append(
                (0, FoundDate(date.date, date.raw, row.start + date.start, row.start + date.end, date.certain, date.note))
            )
    return out


def _best(candidates: list[tuple[int, FoundDate]]) -> FoundDate | None:
    """The best ranked date; where several different ones rank alike the last, as uncertain."""
    if not candidates:
        return None
    rank = min(candidate[0] for candidate in candidates)
    best = [date for candidate_rank, date in candidates if candidate_rank == rank]
    chosen = best[-1]
    alike = len({date.date for date in best}) == 1
    return FoundDate(chosen.date, chosen.raw, chosen.start, chosen.end, chosen.certain and alike, chosen.note)


def _as_field(flow: Flow, date: FoundDate | None) -> Field | None:
    return flow.field(date.date.isoformat(), date.start, date.end, certain=date.certain, raw=date.raw) if date else None


def _urgency(flow: Flow, first_mark: int) -> Field | None:
    """The stamp in the head of a letter: a word of its own in a short line, not a word of a sentence."""
    for row in flow.rows:
        match = _STAMP.search(row.text) if row.start < first_mark and len(row.text) <= _STAMP_LINE else None
        if match is not None:
            start = row.start + match.start("word")
            return flow.field(re.sub(r"\s", "", match["word"]), start, row.start + match.end("word"))
        if row.start >= first_mark or _CLOSING.search(row.text):
            break
    return None


def own_reference(flow: Flow, province: str | None) -> tuple[Field | None, Field | None]:
    """Number and date of the province's own letter as a form or a mail names it.

    A number counts as its own if its letters are those of the province, and it does not stand in a reference.
    """
    for number in find_letter_numbers(flow.text):
        if number.province is None or (province is not None and number.province != province):
            continue
        line_start, _ = flow.line_at(number.start)
        if re.search(r"อ้าง\s*ถึง|อ้าง\s*อิง|หนังสืออำเภอ|หนังสือที่ว่าการ", flow.text[line_start : number.start]):
            continue
        after = flow.text[number.end : number.end + 40]
        dated = re.match(r"[\s,]*(?:ลง\s*วันที[่]?|ลว\.?|วันที[่]?)?[\s.:：]*", after)
        offset = number.end + (dated.end() if dated else 0)
        near = [date for date in find_dates(flow.text[number.end : number.end + 60]) if number.end + date.start <= offset + 3]
        date_field = None
        if near:
            start, end = number.end + near[0].start, number.end + near[0].end
            date_field = flow.field(near[0].date.isoformat(), start, end, certain=near[0].certain, raw=near[0].raw)
        return flow.field(number.value, number.start, number.end, raw=number.raw), date_field
    return None, None
