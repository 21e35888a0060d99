"""What a report of trouble tells: the values of its labels, else the paragraphs of a letter or mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from parsers.flow import DOUBTFUL, Flow, Row
from parsers.kinds.obstacle_label import TroubleLabel, goes_on_as_heading, is_label_of_trouble, trouble_label
from parsers.kinds.obstacle_rows import is_address, is_bare_name, is_closing, is_furniture, is_signature
from parsers.kinds.trouble import Telling, is_elsewhere, speaks_of_trouble, telling
from parsers.letter import Letter
from parsers.records import Field, Method
from parsers.thai.text import is_blank_answer

_RECALLS = re.compile(r"^\s*(?:ตาม(?:ที่|หนังสือ)?|อนุสนธิ|ตามหนังสือที่อ้างถึง)")
_RECALL_END = re.compile(r"(?:ความละเอียดแจ้งแล้ว|ดังความแจ้งแล้ว|แจ้งแล้ว)?\s*(?<!ดัง)(?<!เหล่า)นั้น\s*")
_OPENING = re.compile(
    r"^\s*(?:(?:ในการนี้|บัดนี้|ทั้งนี้|ด้วย)\s*)?(?:ที่ทำการปกครอง)?(?:จังหวัด\S{0,20}?|กรุงเทพมหานคร)?\s*(?:ขอ|จึงขอ|ใคร่ขอ|ได้)\s*"
    r"(?:เรียน|รายงาน|แจ้ง|เสนอ)(?:\s*(?:ให้)?\s*(?:ทราบ)?\s*ว่า|[^\n]{0,90}?(?:ดังนี้|ดังต่อไปนี้|ได้แก่|คือ)"
    r"|\s*ปัญหา[^\n:：]{0,120}(?=[:：])|\s*ปัญหา\s*(?:และ)?\s*/?\s*อุปสรรค)?\s*[:：]?\s*"
)
_LISTS = re.compile(r"(?:ปัญหา|อุปสรรค|ข้อขัดข้อง)[^\n]{0,90}(?:ดังนี้|ดังต่อไปนี้|ได้แก่|คือ|[:：])\s*(?:คือ|[:：])?\s*$")
"""An opening that says that trouble follows."""
_SENDS = re.compile(
    r"(?:ขอ|จึง|ได้|นำ|จัด)\s*(?:จัด|นำ)?\s*ส่ง[^\n]{0,120}?(?:รายงาน|แบบ|เอกสาร)|(?:สิ่งที่ส่งมา|ตาม(?:เอกสาร|ไฟล์|แบบ)?\s*(?:ที่)?\s*แนบ|มาพร้อม)"
)
_NAME_OF_REPORT = re.compile(
    r"(?:แบบ)?(?:การ)?(?:รายงาน|แจ้ง)?\s*(?:ปัญหา|อุปสรรค|ข้อขัดข้อง)(?:\s*(?:และ|/|,)?\s*(?:อุปสรรค|ข้อเสนอแนะ))*"
)


@dataclass(frozen=True, slots=True)
class _Text:
    """A stretch of the running text."""

    text: str
    start: int
    end: int


def detail_of(running: Flow, letter: Letter | None) -> Field | None:
    """What the trouble is. A value of None says that the paper tells of none, or only where it stands."""
    found = labelled(running, "detail", letter)
    return _weighed(found) if found is not None else _prose(running, letter)


def says_none(field: Field | None) -> bool:
    """True of the detail of a paper that reports that there is no trouble."""
    return field is not None and field.value is None and telling(field.raw) is Telling.NOTHING and bool(field.raw.strip())


def _weighed(field: Field) -> Field:
    """A detail as sure as its words are; without a value where they deny all trouble, or point elsewhere."""
    told = telling(field.raw)
    if told is Telling.NOTHING or is_elsewhere(field.raw):
        return replace(field, value=None)
    return field if told is Telling.TROUBLE else replace(field, confidence=min(field.confidence, DOUBTFUL))


# --- labels -----------------------------------------------------------------------------------------------------------
def labelled(running: Flow, name: str, letter: Letter | None = None) -> Field | None:
    """The values after labels of a name, with the lines that go on with them, up to the next label.

    Several troubles are told under several labels: all of them count. Of topics the first does.
    """
    found = list(_values(running, name, letter))
    telling_ones = [one for one in found if not is_blank_answer(one.text)] or found[:1]
    if name != "detail":
        telling_ones = telling_ones[:1]
    if not telling_ones:
        return None
    distinct = [one for n, one in enumerate(telling_ones) if one.text not in {known.text for known in telling_ones[:n]}]
    raw = "\n".join(one.text for one in distinct)
    fields = [running.field("", one.start, one.end) for one in distinct]
    first = replace(fields[0], raw=raw, confidence=min(field.confidence for field in fields))
    return replace(first, value=" ".join(raw.split()))


def _values(running: Flow, name: str, letter: Letter | None) -> Iterator[_Text]:
    since = letter.body_start if letter is not None else 0
    for index, row in enumerate(running.rows):
        if row.start < since:
            continue
        for column, cell in enumerate(row.cells):
            label = trouble_label(cell, name)
            if label is None or not _counts(running, row, cell, label, letter):
                continue
            found = _value(running, index, column, label.end, longer=name == "detail")
            if found is not None:
                since = found.end
                yield found


def _counts(running: Flow, row: Row, cell: str, label: TroubleLabel, letter: Letter | None) -> bool:
    """False if a line only begins with a label's words and goes on as a sentence, a heading or a mail's subject."""
    if not label.spaced:
        return False
    if row.table is not None or label.parted or label.end == len(cell):
        return True
    if goes_on_as_heading(cell[label.end :]):
        return False
    is_form = row.start > 0 and letter is None and running.pieces_at(row.start, row.end)[0].method is not Method.BODY
    return label.strict or is_form


def _value(running: Flow, index: int, column: int, offset: int, *, longer: bool) -> _Text | None:
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
    return _Text(text, start, end) if text and not is_label_of_trouble(text) else None


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
        if is_closing(below.text) or is_signature(below.text):
            break
        if below.text.strip() and not is_furniture(below.text):
            text = f"{text}\n{below.text.strip()}".strip()
            end = below.end
    return text, end


# --- prose ------------------------------------------------------------------------------------------------------------
def _prose(running: Flow, letter: Letter | None) -> Field | None:
    """The paragraphs of a letter or mail that describe the trouble, without recalling the directive and without the closing."""
    start, end = (letter.body_start, letter.closing) if letter else (0, len(running.text))
    kept: list[_Text] = []
    is_open, lists = letter is not None, False
    rows = [row for row in running.rows if row.table is None and start <= row.start < end and row.text.strip()]
    for index, row in enumerate(rows):
        text, offset, opens = _reported(row.text[: end - row.start])
        is_open = is_open or opens
        lists = lists or (opens and _LISTS.search(row.text[:offset]) is not None)
        if is_closing(text) or (kept and is_signature(text)):
            field = _told(running, _without_name(kept), lists=lists)
            return field if field is None or is_closing(text) else _whole(field, rows[index:])
        if is_open and text.strip() and not (is_address(row.text) or is_signature(text) or is_furniture(row.text)):
            kept.append(_Text(text.strip(), row.start + offset, min(row.end, end)))
    return _told(running, _without_name(kept), lists=lists)


def _without_name(kept: list[_Text]) -> list[_Text]:
    """The paragraphs without the writer's bare name below them."""
    return kept[:-1] if len(kept) > 1 and is_bare_name(kept[-1].text) else kept


def _whole(field: Field, rest: list[Row]) -> Field:
    """Unsure where trouble is spoken of below the line that was taken for a signature."""
    below = (row.text for row in rest if not is_signature(row.text))
    is_cut = any(speaks_of_trouble(text) for text in takewhile(lambda text: not is_closing(text), below))
    return replace(field, confidence=min(field.confidence, DOUBTFUL)) if is_cut else field


def _told(running: Flow, kept: list[_Text], *, lists: bool) -> Field | None:
    """The paragraphs as a field: None where they only send a report, unsure where no word of trouble stands in them."""
    if not kept:
        return None
    joined = "\n".join(one.text for one in kept)
    field = running.field(" ".join(joined.split()), kept[0].start, kept[-1].end, raw=joined)
    substance = speaks_of_trouble(_NAME_OF_REPORT.sub(" ", joined))
    if telling(joined) is not Telling.TROUBLE:
        return _weighed(field)
    if _SENDS.search(joined) and not substance:
        return None
    return field if substance or lists else replace(field, confidence=min(field.confidence, DOUBTFUL))


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
