"""Whose document it is: the province by what the document itself states, and what contradicts it.

STATEMENT  the document says it: a form's label, the letterhead, "จังหวัด... ขอ", the signer's post.
SIGNAL     something that only points to a province: the letters of the letter number, a district's name.

A statement is the value. Signals alone are the value only where two of them agree. What contradicts is a doubt for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.flow import Flow
from parsers.letter import Letter
from parsers.records import DOUBTFUL, Doubt, Field
from parsers.thai.places import PROVINCES, Place, find_districts, find_provinces, match_province

BANGKOK = "10"
_SUBJECT, _MENTION = 4, 5
"""Ranks of statements that are no more than mentions: in a letter's subject, and elsewhere."""

_LABEL_CELL = re.compile(r"^\s*(?:[0-9๐-๙]{1,2}\s*[.)]\s*)?(?:ชื่อ)?จังหวัด\s*[:：]?\s*$")
_LABEL_LINE = re.compile(
    r"(?:^|[\t\s])(?:[0-9๐-๙]{1,2}\s*[.)]\s*)?(?:ชื่อ)?จังหวัด\s*[:：]\s*([^\t\n:]{2,30}?)(?=\s{2,}|"
    r"\s+\S{1,20}\s*[:：]|\t|\n|\s(?:ประจำ|เดือน|อำเภอ|วันที่)|$)",
    re.M,
)
_OFFICE = re.compile(
    r"(?:ศาลากลาง|ศาลาว่าการ|ที่ทำการปกครอง|สำนักงาน(?:จังหวัด)?|ปกครอง|ส่วนราชการ.{0,60}|"
    r"กลุ่มงาน\S{0,30}\s*)\s*(?:จ(?:ังหวัด|\.)?)?\s*$"
)
_POST = re.compile(r"(?:ผู้ว่าราชการ|ปลัด|เสมียนตรา|ป้องกัน|จ่า|หัวหน้า\S{0,40}|ผวจ\.?|ปจ\.?)\s*(?:จ(?:ังหวัด|\.)?)?\s*$")
_ADDRESS_BEFORE = re.compile(
    r"ถนน|ถ\.|รัชฎางค์|อัษฎางค์|แขวง|เขต|กรมการปกครอง|กระทรวง|ไปราชการ|ศึกษาดูงาน|โรงแรม|บริษัท|ร้าน|"
    r"หจก"
)
_ACTS = re.compile(r"^\s*(?:ได้|ขอ|พิจารณา|โดย|จึง|มี|ใคร่|ดำเนินการ|เห็น|มอบ|แจ้ง|ส่ง|รายงาน|กำหนด|เสนอ|คัดเลือก|ประสงค์)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One place where a document states a province."""

    rank: int
    """0 label, 1 letterhead or title, 2 the province acts, 3 signer's post, 4 the subject, 5 any other mention with จังหวัด."""
    code: str
    field: Field


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose a document is."""

    province: Field | None
    doubts: tuple[Doubt, ...] = ()


def find_origin(flow: Flow, letter: Letter | None) -> Origin:
    """The province that a document states, else that its signals agree on; with a doubt where something contradicts it."""
    statements = sorted(_statements(flow, letter), key=lambda statement: statement.rank)
    signals = _signals(flow, letter)
    if not statements:
        return _from_signals(signals)
    chosen = statements[0]
    if chosen.rank >= _SUBJECT:
        return _from_mentions(statements, signals)
    codes = [chosen.code, *(s.code for s in statements if s.rank <= 3 and s.code != chosen.code)]
    number = letter.number_province if letter else None
    if number is not None and number not in codes:
        codes.append(number)
    if len(set(codes)) == 1:
        return Origin(chosen.field)
    return Origin(chosen.field, (doubtful(tuple(dict.fromkeys(codes))),))


def _from_mentions(statements: list[Statement], signals: list[tuple[str, Field]]) -> Origin:
    """Provinces that are only mentioned: the only one counts if the subject names it, another if a signal points to it too."""
    codes = tuple(dict.fromkeys(statement.code for statement in statements))
    pointed = [code for code, _ in signals]
    if len(codes) == 1 and (not pointed or set(pointed) == set(codes)):
        sure = pointed or statements[0].rank == _SUBJECT
        return Origin(statements[0].field) if sure else _unsure(statements[0].field)
    agreed = [statement for statement in statements if statement.code in pointed]
    if agreed and len(set(pointed)) == 1:
        return Origin(agreed[0].field)
    return Origin(statements[0].field, (doubtful(tuple(dict.fromkeys((*codes, *pointed)))),))


def _unsure(field: Field) -> Origin:
    """A province that one thing alone points to."""
    message = f"เอกสารไม่ได้ระบุจังหวัดเจ้าของเรื่องไว้โดยชัดแจ้ง แต่มีข้อมูลที่บ่งชี้ว่าเป็นของ{province_name(field.value or '')} โปรดตรวจสอบและยืนยัน"
    return Origin(
        with_confidence(field, min(field.confidence, DOUBTFUL)), (Doubt("province_doubtful", message, ("province",)),)
    )


def with_confidence(field: Field, confidence: float) -> Field:
    """The same field with another confidence."""
    return replace(field, confidence=confidence)


def doubtful(codes: tuple[str, ...]) -> Doubt:
    """The doubt that a document points to several provinces."""
    names = " และ ".join(province_name(code) for code in codes)
    return Doubt(
        "province_doubtful",
        f"เอกสารระบุจังหวัดไม่ตรงกัน ({names}) โปรดตรวจสอบว่าเป็นเอกสารของจังหวัดใด",
        ("province",),
    )


def province_name(code: str) -> str:
    """The Thai name of a province, with จังหวัด where that is said."""
    if code == BANGKOK:
        return "กรุงเทพมหานคร"
    return next((f"จังหวัด{entry.name}" for entry in PROVINCES if entry.code == code), code)


def _statements(flow: Flow, letter: Letter | None) -> Iterator[Statement]:
    yield from _labels(flow)
    yield from _columns(flow)
    head = letter.head_end if letter else _title_end(flow)
    for place in find_provinces(flow.text):
        rank = _rank(flow, place, head, letter)
        if rank is not None:
            field = flow.field(place.code, place.start, place.end, certain=place.certain, raw=place.raw)
            yield Statement(rank, place.code, field)


def _labels(flow: Flow) -> Iterator[Statement]:
    """``จังหวัด : น่าน`` in a line, ``จังหวัด | น่าน`` in a row."""
    for match in _LABEL_LINE.finditer(flow.text):
        yield from _named(flow, match.group(1), match.start(1))
    for row in flow.rows:
        for column, cell in enumerate(row.cells[:-1]):
            following = next((i for i in range(column + 1, len(row.cells)) if row.cells[i].strip()), None)
            if _LABEL_CELL.match(cell) and following is not None:
                yield from _named(flow, row.cells[following], row.cell_start(following))


def _columns(flow: Flow) -> Iterator[Statement]:
    """A column headed จังหวัด in which one province stands."""
    for index, row in enumerate(flow.rows):
        for column, cell in enumerate(row.cells):
            if row.table is None or not _LABEL_CELL.match(cell):
                continue
            below = [
                r for r in flow.rows[index + 1 :] if r.table == row.table and column < len(r.cells) and r.cells[column].strip()
            ]
            for other in below[:12]:
                yield from _named(flow, other.cells[column], other.cell_start(column))


def _named(flow: Flow, text: str, start: int) -> Iterator[Statement]:
    place = match_province(text)
    if place is not None:
        field = flow.field(place.code, start, start + len(text), certain=place.certain, raw=text.strip())
        yield Statement(0, place.code, field)


def _title_end(flow: Flow) -> int:
    """Offset behind the lines in which a form says what it is and whose."""
    lines = [row for row in flow.rows if row.text.strip()][:7]
    in_columns = (row for row in flow.rows if row.table is not None and sum(bool(cell.strip()) for cell in row.cells) > 1)
    first_table = next((row.start for row in in_columns), len(flow.text))
    return min(lines[-1].end, max(first_table, lines[0].end)) if lines else 0


def _rank(flow: Flow, place: Place, head: int, letter: Letter | None) -> int | None:
    """How strongly a mention states whose the document is; None if it does not."""
    line_start, line_end = flow.line_at(place.start)
    before = flow.text[line_start : place.start]
    bare = re.sub(r"(?:จังหวัด|จ\.)\s*$", "", before)
    after = flow.text[place.end : line_end]
    worded = "จังหวัด" in place.raw or "จ." in place.raw or bare != before
    if place.code == BANGKOK:
        return _rank_of_bangkok(bare, after, place.start < head, is_worded=worded, is_form=letter is None)
    if re.search(r"อ้าง\s*ถึง|ตามหนังสือ", flow.text[line_start : place.start]) and place.start >= head:
        return _MENTION
    if _OFFICE.search(bare) and (place.start < head or letter is None):
        return 1
    if _POST.search(bare):
        return 3
    if not worded:
        return None
    if place.start < head and not _ADDRESS_BEFORE.search(bare):
        return 1
    if _ACTS.match(after) and not _ADDRESS_BEFORE.search(bare[-30:]):
        return 2
    if _ADDRESS_BEFORE.search(bare[-60:]):
        return None
    return _SUBJECT if re.match(r"\s*เรื่อง\s", before) else _MENTION


_OF_BANGKOK = re.compile(r"(?:ศาลาว่าการ|สำนักปลัด|(?:สำนักงาน|ศูนย์\s*ดำรง\s*ธรรม)\s*เขต\s*[ก-๎]+)\s*$")
_LABEL_BEFORE = re.compile(r"\s*(?:[0-9๐-๙]{1,2}\s*[.)]\s*)?(?:ชื่อ)?\s*")


def _rank_of_bangkok(before: str, after: str, in_head: bool, *, is_worded: bool, is_form: bool) -> int | None:
    """Bangkok is mostly the department's own address; only its letterheads, its own acts and a form's label state it.

    Args:
        is_worded: จังหวัด stands before it, which an address of the department does not have.
    """
    if _OF_BANGKOK.search(before):
        return 1
    if is_form and is_worded and _LABEL_BEFORE.fullmatch(before) and not after.strip():
        return 0
    if _ADDRESS_BEFORE.search(before) or re.match(r"\s*[1๑][0๐]\s?[0-9๐-๙]{3}", after):
        return None
    if re.search(r"ผู้ว่าราชการ\s*$|ปลัด\s*$", before):
        return 3
    if _ACTS.match(after):
        return 2
    return 1 if in_head and not after.strip() and (is_worded or not before.strip()) else None


def _signals(flow: Flow, letter: Letter | None) -> list[tuple[str, Field]]:
    """Provinces that the letter number and unique district names point to, each once."""
    out: list[tuple[str, Field]] = []
    if letter is not None and letter.number_province is not None and letter.letter_no is not None:
        out.append((letter.number_province, letter.letter_no))
    for match in find_districts(flow.text, None):
        if match.certain and not match.ambiguous and match.province:
            out.append((match.province, flow.field(match.province, match.start, match.end, raw=match.raw)))
            break
    return out


def _from_signals(signals: list[tuple[str, Field]]) -> Origin:
    """Two signals that agree are the province; one alone, or two that differ, are a doubt."""
    if not signals:
        return Origin(None)
    codes = tuple(dict.fromkeys(code for code, _ in signals))
    field = replace(signals[0][1], value=codes[0])
    if len(codes) > 1:
        return Origin(with_confidence(field, min(field.confidence, DOUBTFUL)), (doubtful(codes),))
    if len(signals) == 1:
        return _unsure(field)
    return Origin(with_confidence(field, min(each.confidence for _, each in signals)))
