"""Whom to call about a document, and who signed it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from parsers.flow import Flow, Row
from parsers.records import Field
from parsers.thai.references import Person, find_emails, find_persons, find_phones

CONTACT = re.compile(
    r"(?:ชื่อ)?\s*(?:เจ้าหน้าที่)?\s*(?:ผู้\s*ประสาน\s*งาน|ผู้ประสาน|ผู้รับผิดชอบ(?:โครงการ|หลัก|งาน)?|ผู้ติดต่อ)"
    r"|ติดต่อ\s*สอบถาม|สอบถาม\s*(?:ราย\s*ละเอียด)?\s*เพิ่มเติม|ประสานงาน(?:ได้)?(?:ที่|กับ)|"
    r"ติดต่อ(?:ได้)?(?:ที่|กับ)?\s*[:：]?\s*(?=นาย|นาง|ว่าที่|ร้อย)|contact\s*(?:person)?\s*[:：]",
    re.IGNORECASE,
)
"""Words that open the lines about the person in charge."""

_PHONE_WORD = re.compile(r"โทร(?:ศัพท์|สาร)?|หมายเลข|มือถือ|เบอร์|tel|phone", re.IGNORECASE)
_FAX = re.compile(r"โทรสาร|แฟกซ์|fax", re.IGNORECASE)
_STOP = re.compile(
    r"ขอแสดงความนับถือ|ลงชื่อ|จึง(?:กราบ)?เรียนมา|ผู้รับรอง|ผู้รายงาน|ผู้ตรวจสอบ|นายอำเภอ\s*[:：\t]|"
    r"ชื่อนายอำเภอ|รายละเอียดปรากฏ|คะแนน"
)
_POSITION_END = re.compile(
    r"\t|\n|,|;|/|โทร|หมายเลข|มือถือ|เบอร์|e\s*-?\s*mail|อีเมล|ไปรษณีย์|tel|เป็นผู้|เป็นเจ้าหน้าที่|"
    r"\(|รายละเอียด|ทั้งนี้|จึง|สังกัด|และ\s*(?:นาย|นาง)|\s{3,}",
    re.IGNORECASE,
)
_ROLE_FOLLOWS = re.compile(r"(?:เป็น|ทำหน้าที่|ในฐานะ|ปฏิบัติหน้าที่)\s*(?:เป็น)?\s*(?:เจ้าหน้าที่|ผู้แทน)?\s*$")
"""What stands between a person and the words for what that person is to do."""
_WINDOW = 420
"""Characters in which the details of a person stand."""
_PARTING = re.compile(r"[\n\t]")
_EMPTY = re.compile(r"^[\s.:\-–_…]*$")

_COLUMNS = {
    "contact_name": re.compile(r"ชื่อ|ผู้ประสาน|ผู้รับผิดชอบ|ผู้ติดต่อ"),
    "contact_position": re.compile(r"ตำแหน่ง"),
    "contact_phone": re.compile(r"โทร(?!สาร)|หมายเลข|มือถือ|เบอร์|tel", re.IGNORECASE),
    "contact_email": re.compile(r"e\s*-?\s*mail|อีเมล|ไปรษณีย์อิเล็ก", re.IGNORECASE),
}


class Signed(Protocol):
    """Who signed a document, and as what."""

    @property
    def name(self) -> Field:
        """The person, with title."""
        ...

    @property
    def position(self) -> Field | None:
        """The person's post."""
        ...

    @property
    def role(self) -> str:
        """``ผู้รับรอง``, ``ผู้ประสานงาน``, ...; empty where none is named."""
        ...


def contact_of(flow: Flow) -> dict[str, Field]:
    """``contact_name``, ``contact_position``, ``contact_phone``, ``contact_email`` as far as the document names them."""
    return person_by(flow, CONTACT)


def person_by(flow: Flow, words: re.Pattern[str]) -> dict[str, Field]:
    """The same for the person whom other words introduce."""
    for match in words.finditer(flow.text):
        found = _from_columns(flow, match.start()) or _named_before(flow, match.start()) or _from_window(flow, match.end())
        if "contact_name" in found or "contact_phone" in found or "contact_email" in found:
            return found
    return {}


def signer_of(signatures: Iterable[Signed], *, prefer: tuple[str, ...] = ("ผู้รับรอง", "ผู้เสนอ", "ผู้อนุมัติ")) -> dict[str, Field]:
    """``signer_name`` and ``signer_position``: who vouches for the document, else who signed last."""
    blocks = [block for block in signatures if block.role != "ผู้ประสานงาน"]
    if not blocks:
        return {}
    chosen = next((block for role in prefer for block in blocks if block.role == role), blocks[-1])
    found = {"signer_name": chosen.name}
    if chosen.position is not None:
        found["signer_position"] = chosen.position
    return found


def _from_columns(flow: Flow, offset: int) -> dict[str, Field]:
    """A heading row with ตำแหน่ง and โทร. in columns of their own, and the persons below it."""
    heading = next((row for row in flow.rows if row.start <= offset <= row.end), None)
    if heading is None or heading.table is None:
        return {}
    columns = _columns_of(heading)
    if len(columns) < 2:
        return {}
    for row in flow.rows[flow.rows.index(heading) + 1 :]:
        if row.table == heading.table and len(row.cells) == len(heading.cells):
            found = {name: field for name, column in columns.items() if (field := _cell_field(flow, row, column, name))}
            if found:
                return found
    return {}


def _columns_of(heading: Row) -> dict[str, int]:
    """The columns of a heading row; the person's is the one that names the contact, not one that names a place."""
    found: dict[str, int] = {}
    for column, cell in enumerate(heading.cells):
        for name, pattern in _COLUMNS.items():
            if (
                name not in found
                and pattern.search(cell)
                and not (name == "contact_name" and re.search(r"ศูนย์|อำเภอ|ผลงาน", cell))
            ):
                found[name] = column
                break
    return found


def _cell_field(flow: Flow, row: Row, column: int, name: str) -> Field | None:
    start = row.cell_start(column)
    return _read(flow, name, start, start + len(row.cells[column]))


def _read(flow: Flow, name: str, start: int, end: int) -> Field | None:
    """One detail of a person in a stretch of text."""
    text = flow.text[start:end]
    if name == "contact_name":
        persons = find_persons(text)
        return (
            flow.field(persons[0].name, start + persons[0].start, start + persons[0].end, raw=persons[0].raw)
            if persons
            else None
        )
    if name == "contact_position":
        return None if _EMPTY.match(text) else flow.field(" ".join(text.split()), start, end)
    values = find_phones(text) if name == "contact_phone" else find_emails(text)
    word = _PHONE_WORD.search(text) if name == "contact_phone" else None
    raw = text[word.start() if word else 0 :].strip()
    return flow.field(values[0], start, end, raw=raw) if values else None


def _from_window(flow: Flow, start: int) -> dict[str, Field]:
    """The details that follow the word for the contact, up to where another matter begins."""
    end = min(len(flow.text), start + _WINDOW)
    stop = _STOP.search(flow.text, start, end)
    end = stop.start() if stop else end
    another = CONTACT.search(flow.text, start + 1, end)
    end = another.start() if another and find_persons(flow.text[start : another.start()]) else end
    return _details(flow, find_persons(flow.text[start:end]), start, end)


def _details(flow: Flow, persons: list[Person], start: int, end: int) -> dict[str, Field]:
    """The first of these persons of a stretch of text, with post, telephone and address; these alone if there is no person."""
    found: dict[str, Field] = {}
    if persons:
        end = _until_next_person(flow, persons, start, end)
        person = persons[0]
        at = start + person.start
        found["contact_name"] = flow.field(person.name, at, start + person.end, raw=person.raw)
        position = _position(flow, start + person.end, end)
        if position is not None:
            found["contact_position"] = position
    for name in ("contact_phone", "contact_email"):
        field = _read_line(flow, name, start, end)
        if field is not None:
            found[name] = field
    return found


def _named_before(flow: Flow, offset: int) -> dict[str, Field]:
    """``มอบหมายให้ นาย... ตำแหน่ง ... โทรศัพท์ ... เป็นผู้ประสานงาน``: the person whom the same sentence names before the word.

    A sentence may run over two lines, where it cannot be told that the margin broke it.
    """
    first = flow.line_at(max(0, flow.line_at(offset)[0] - 1))[0]
    start = max(first, offset - _WINDOW)
    if not _ROLE_FOLLOWS.search(flow.text, start, offset):
        return {}
    persons = find_persons(flow.text[start:offset])
    begin = start + persons[-1].start if persons else offset
    return _details(flow, find_persons(flow.text[begin:offset]), begin, offset) if persons else {}


def _until_next_person(flow: Flow, persons: list[Person], start: int, end: int) -> int:
    """The details of the first person end where the next begins."""
    return start + persons[1].start if len(persons) > 1 else end


def _position(flow: Flow, start: int, end: int) -> Field | None:
    """The post: after ตำแหน่ง, else what follows the name up to the telephone."""
    word = re.compile(r"ตำแหน่ง\s*[:：]?[\s\t]*").search(flow.text, start, end)
    begin = word.end() if word else start
    stop = _POSITION_END.search(flow.text, begin, end)
    finish = stop.start() if stop else end
    text = " ".join(flow.text[begin:finish].split()).strip(" .:-–")
    if not text or len(text) > 90 or _PHONE_WORD.search(text) or re.fullmatch(r"[0-9๐-๙\s.-]+", text):
        return None
    if not word and not re.match(r"(?:ปลัด|เจ้าพนักงาน|เจ้าหน้าที่|นาย|หัวหน้า|ผู้|เสมียน|นัก|รอง|พนักงาน|จ่า|ป้องกัน|ผช|อส)", text):
        return None
    return flow.field(text, begin, finish)


def _read_line(flow: Flow, name: str, start: int, end: int) -> Field | None:
    """The first telephone or address in a stretch; a number that only a fax answers is passed over."""
    offset = start
    while offset < end:
        parting = _PARTING.search(flow.text, offset, end)
        stop = parting.start() if parting else end
        fax_only = _FAX.search(flow.text, offset, stop) and not re.search(r"โทร(?!สาร)|มือถือ", flow.text[offset:stop])
        field = None if name == "contact_phone" and fax_only else _read(flow, name, offset, stop)
        if field is not None:
            return field
        offset = stop + 1
    return None
