"""Obstacle report: what keeps a province from carrying the directive out, and how urgent it is."""

from __future__ import annotations

import re

from parsers.flow import Flow, Row, flow
from parsers.kinds.obstacle_label import TroubleLabel, goes_on_as_heading, is_label_of_trouble, trouble_label
from parsers.kinds.signatures import signature_block
from parsers.letter import Letter, own_reference, read_letter
from parsers.origin import find_origin
from parsers.people import contact_of, person_by
from parsers.records import Document, DocumentRole, Facts, Field, Identification, Method
from parsers.thai.text import fold, is_blank_answer
from parsers.title import title_of
from parsers.wording import ANNEX_WORDS, KIND_WORDS, folded, says, told_kinds

_REPORTER = re.compile(r"ผู้\s*รายงาน\s*[:：\t]?")
_URGENCIES = ("ด่วนที่สุด", "ด่วนมาก", "ด่วน", "ปกติ")
_TICKED = re.compile(
    r"[☑☒✓✔√■●◉/xX]\s*\)?\s*(ด่วนที่สุด|ด่วนมาก|ด่วน|ปกติ)(?![ก-๙])|\(\s*[/✓✔xX√]\s*\)\s*(ด่วนที่สุด|"
    r"ด่วนมาก|ด่วน|ปกติ)"
)
_TROUBLE = re.compile(r"ปัญหา|อุปสรรค|ข้อขัดข้อง|ไม่สามารถ|ล่าช้า|ขัดข้อง|ไม่เพียงพอ|ไม่ได้|ยังไม่|ผิดพลาด|ชำรุด|ติดขัด")
_RECALLS = re.compile(r"^\s*(?:ตาม(?:ที่|หนังสือ)?|อนุสนธิ|ตามหนังสือที่อ้างถึง)")
_RECALL_END = re.compile(r"(?:ความละเอียดแจ้งแล้ว|ดังความแจ้งแล้ว|แจ้งแล้ว)?\s*นั้น\s*")
_OPENING = re.compile(
    r"^\s*(?:(?:ในการนี้|บัดนี้|ทั้งนี้|ด้วย)\s*)?(?:ที่ทำการปกครอง)?(?:จังหวัด\S{0,20}?|กรุงเทพมหานคร)?\s*(?:ขอ|จึงขอ|ใคร่ขอ|ได้)\s*"
    r"(?:เรียน|รายงาน|แจ้ง|เสนอ)(?:\s*(?:ให้)?\s*(?:ทราบ)?\s*ว่า|[^\n]{0,90}?(?:ดังนี้|ดังต่อไปนี้|ได้แก่|คือ)"
    r"|\s*ปัญหา[^\n:：]{0,120}(?=[:：])|\s*ปัญหา\s*(?:และ)?\s*/?\s*อุปสรรค)?\s*[:：]?\s*"
)
_NO_TEXT = re.compile(
    r"^\s*(?:เรียน|เรื่อง|กราบเรียน|จึง|ผู้\s*รายงาน|ผู้\s*ประสาน|ผู้\s*จัดทำ|ติดต่อ|ขอแสดง|ด้วยความ|ขอบคุณ|ขอบพระคุณ|โทร|\(|นาย|นาง|ว่าที่|ที่ทำการ|กลุ่มงาน|เสมียนตรา|ปลัดจังหวัด|ลงชื่อ)"
)
"""Lines of a letter or mail that are no part of what it reports."""
TOPICS = (
    ("e-fms", ("efms", "e-fms", "ระบบการบริหารการเบิกจ่าย", "บันทึกข้อมูลในระบบ")),
    ("GECC", ("gecc", "ศูนย์ราชการสะดวก")),
    ("การคัดเลือก", ("คัดเลือก", "เสนอชื่อ", "เสนอรายชื่อ")),
    ("การเบิกจ่าย", ("เบิกจ่าย", "งบประมาณ", "จัดซื้อ", "จัดจ้าง", "พัสดุ", "การเงิน", "จัดสรร", "ผูกพัน", "ตรวจรับ", "ส่งมอบ")),
)
"""Topics, and the words that tell them, the most telling first."""


class Obstacle:
    """The kind ``obstacle``."""

    name = "obstacle"

    def matches(self, document: Document) -> Identification | None:
        """A form or letter whose title is about trouble, and that describes it."""
        running = flow(document, "")
        letter = read_letter(running)
        title = letter.subject if letter else title_of(running)
        told = told_kinds(title)
        if says(title, ANNEX_WORDS) or (letter is not None and letter.is_from_department):
            return None
        if told[:1] == ("obstacle",) or (told and "obstacle" in told and "disbursement" not in told):
            return Identification(DocumentRole.OBSTACLE, evidence=(says(title, KIND_WORDS["obstacle"]) or title,))
        if (
            not told
            and letter is None
            and (found := says(running.text, ("ขอรายงานปัญหา", "ขอแจ้งปัญหา", "รายงานปัญหาอุปสรรค", "แจ้งปัญหาอุปสรรค")))
        ):
            return Identification(DocumentRole.OBSTACLE, evidence=(found,))
        return None

    def extract(self, document: Document) -> Facts:
        """Topic, detail, urgency, letter and reporter."""
        lines, running = flow(document), flow(document, "")
        letter = read_letter(lines)
        origin = find_origin(lines, letter)
        province = origin.province.value if origin.province else None
        fields: dict[str, Field] = {}
        detail = _labelled(running, "detail") or _prose(running)
        topic = _labelled(running, "topic", letter) or (_topic_of(detail) if detail else None)
        number, date = (letter.letter_no, letter.letter_date) if letter else own_reference(lines, province)
        found = {
            "topic": topic, "detail": detail, "urgency": _urgency(lines, letter), "letter_no": number, "letter_date": date,
            **_reporter(document, lines),
        }  # fmt: skip
        fields = {name: field for name, field in found.items() if field is not None}
        return Facts(self.name, origin.province, None, fields, doubts=origin.doubts, parts=(document.part,))


def topic_of(text: str) -> str:
    """The topic that a text about trouble belongs to: ``e-fms``, ``GECC``, ``การคัดเลือก``, ``การเบิกจ่าย`` or ``อื่น ๆ``."""
    inside = fold(text)
    return next((topic for topic, words in TOPICS if any(folded(word) in inside for word in words)), "อื่น ๆ")


def _topic_of(detail: Field) -> Field:
    return Field(
        topic_of(detail.value or detail.raw),
        "",
        detail.confidence,
        detail.method,
        detail.part,
        detail.page,
        detail.box,
        detail.cell,
    )


def _labelled(running: Flow, name: str, letter: Letter | None = None) -> Field | None:
    """The value after a label, with the lines that go on with it, up to the next label."""
    for index, row in enumerate(running.rows):
        if letter is not None and row.start < letter.body_start:
            continue
        for column, cell in enumerate(row.cells):
            label = trouble_label(cell, name)
            if label is None or not _counts(running, row, cell, label):
                continue
            found = _value(running, index, column, label.end, longer=name == "detail")
            if found is not None:
                return found
    return None


def _counts(running: Flow, row: Row, cell: str, label: TroubleLabel) -> bool:
    """False if a line only begins with a label's words and goes on as a sentence, a heading or a mail's subject."""
    if not label.spaced:
        return False
    if row.table is not None or label.parted or label.end == len(cell):
        return True
    if goes_on_as_heading(cell[label.end :]):
        return False
    is_form = (
        row.start > 0 and read_letter(running) is None and running.pieces_at(row.start, row.end)[0].method is not Method.BODY
    )
    return label.strict or is_form


def _value(running: Flow, index: int, column: int, offset: int, *, longer: bool) -> Field | None:
    row = running.rows[index]
    text, start = row.cells[column][offset:].strip(), row.cell_start(column) + offset
    end = row.cell_start(column) + len(row.cells[column])
    if not text and row.table is not None:
        beside = next((i for i in range(column + 1, len(row.cells)) if row.cells[i].strip()), None)
        if beside is not None and not is_label_of_trouble(row.cells[beside]):
            text, start = row.cells[beside].strip(), row.cell_start(beside)
            end = start + len(row.cells[beside])
        else:
            text, start, end = _column_below(running, index, column)
    elif row.table is None and (longer or not text):
        text, end = _with_following(running, index, text, longer=longer)
    if not text or is_blank_answer(text) or is_label_of_trouble(text):
        return None
    return running.field(" ".join(text.split()), start, end, raw=text)


def _column_below(running: Flow, index: int, column: int) -> tuple[str, int, int]:
    """The cells below a heading, all of them: a report may list several troubles."""
    heading = running.rows[index]
    below = [row for row in running.rows[index + 1 :] if row.table == heading.table and column < len(row.cells)]
    filled = [row for row in below if row.cells[column].strip()]
    if not filled:
        return "", heading.end, heading.end
    text = "\n".join(row.cells[column].strip() for row in filled)
    return text, filled[0].cell_start(column), filled[-1].cell_start(column) + len(filled[-1].cells[column])


def _with_following(running: Flow, index: int, text: str, *, longer: bool) -> tuple[str, int]:
    """A value with the lines below it that no other label opens."""
    end = running.rows[index].end
    for below in running.rows[index + 1 :]:
        if below.table is not None or is_label_of_trouble(below.text) or (text and not longer):
            break
        if not below.text.strip():
            if text:
                break
            continue
        text = f"{text}\n{below.text.strip()}".strip()
        end = below.end
    return text, end


def _prose(running: Flow) -> Field | None:
    """The paragraphs of a letter or mail that describe the trouble, without recalling the directive and without the closing."""
    letter = read_letter(running)
    start, end = (letter.body_start, letter.closing) if letter else (0, len(running.text))
    kept: list[tuple[str, int, int]] = []
    is_open = letter is not None
    for row in running.rows:
        if row.table is not None or not start <= row.start < end or not row.text.strip():
            continue
        text, offset, opens = _reported(row.text[: end - row.start])
        is_open = is_open or opens
        if is_open and text.strip() and not _NO_TEXT.match(text):
            kept.append((text.strip(), row.start + offset, min(row.end, end)))
        elif kept:
            break
    if not kept or not any(_TROUBLE.search(text) for text, _, _ in kept):
        return None
    joined = "\n".join(text for text, _, _ in kept)
    return running.field(" ".join(joined.split()), kept[0][1], kept[-1][2], raw=joined)


def _reported(text: str) -> tuple[str, int, bool]:
    """A paragraph without the words that recall the directive or open the report; their length; whether it opens the report."""
    offset = 0
    if _RECALLS.match(text):
        recall = _RECALL_END.search(text)
        offset = recall.end() if recall else len(text)
    opening = _OPENING.match(text, offset) if not offset else _OPENING.match(text[offset:])
    if opening is None:
        return text[offset:], offset, False
    offset += opening.end()
    return text[offset:], offset, True


def _urgency(lines: Flow, letter: Letter | None) -> Field | None:
    """What the form's label says; the ticked box of several; else the stamp of urgency on the letter."""
    for row in lines.rows:
        for column, cell in enumerate(row.cells):
            label = trouble_label(cell, "urgency")
            if label is None:
                continue
            value = "\t".join((cell[label.end :], *row.cells[column + 1 :]))
            start = row.cell_start(column) + label.end
            named = _ticked(value) or _only_one(value)
            if named is not None:
                return lines.field(named, start, row.end, raw=value.strip())
    return letter.urgency if letter else None


def _ticked(text: str) -> str | None:
    ticked = [match.group(1) or match.group(2) for match in _TICKED.finditer(text)]
    return ticked[0] if len(ticked) == 1 else None


def _only_one(text: str) -> str | None:
    found = re.findall("|".join(_URGENCIES), re.sub(r"\s", "", text))
    return found[0] if len(found) == 1 else None


def _reporter(document: Document, lines: Flow) -> dict[str, Field]:
    """Who reports: the signature marked ผู้รายงาน, else the contact, else the only signature of a form."""
    blocks = signature_block(document)
    reporter = next((block for block in blocks if block.role in ("ผู้รายงาน", "ผู้จัดทำ")), None)
    contact = contact_of(flow(document, " "))
    found: dict[str, Field] = {}
    if reporter is None and "contact_name" not in contact and len(blocks) == 1:
        reporter = blocks[0]
    named = person_by(flow(document, " "), _REPORTER) if reporter is None or reporter.phone is None else {}
    if reporter is not None:
        found["reporter_name"] = reporter.name
        if reporter.phone is not None:
            found["reporter_phone"] = reporter.phone
    for source in (named, contact):
        for name in ("name", "phone"):
            if f"contact_{name}" in source:
                found.setdefault(f"reporter_{name}", source[f"contact_{name}"])
    return found


OBSTACLE = Obstacle()
