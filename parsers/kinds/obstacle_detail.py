"""What a report of trouble tells: the values of its labels, else the paragraphs of a letter or mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from parsers.flow import Flow, Row
from parsers.kinds.obstacle_label import TroubleLabel, goes_on_as_heading, is_label_of_trouble, trouble_label
from parsers.kinds.obstacle_rows import is_address, is_bare_name, is_closing, is_furniture, is_signature
from parsers.kinds.trouble import Telling, is_elsewhere, speaks_of_trouble, telling
from parsers.letter import Letter
from parsers.records import DOUBTFUL, Field, Method
from parsers.thai.text import is_blank_answer

_RECALLS = re.compile(
    r"^\s*(?:ตาม\s*(?:ที่|หนังสือ|คำสั่ง|โทรสาร|นัย)|อนุสนธิ|อ้างถึง|ด้วย\s*กรมการปกครอง\s*(?:ได้)?\s*(?:แจ้ง|กำหนด|มี|ขอ|ให้|สั่ง))"
)
_RECALL_END = re.compile(r"(?<!ดัง)(?<!เหล่า)(?<!เท่า)(?<!ฉะ)(?<!เช่น)(?<!ทั้ง)นั้น(?=\s|$|จังหวัด|บัดนี้|ที่ทำการ)[\s,]*")
_RECALL_ROWS = 4
"""Rows that a recalling paragraph takes up at most where its lines stand apart."""
_OPENING = re.compile(
    r"^\s*(?:(?:ในการนี้|บัดนี้|ทั้งนี้|ด้วย)\s*)?(?:ที่ทำการปกครอง)?(?:จังหวัด\S{0,20}?|กรุงเทพมหานคร)?\s*(?:ขอ|จึงขอ|ใคร่ขอ|ได้)\s*"
    r"(?:เรียน|รายงาน|แจ้ง|เสนอ)(?:\s*(?:ให้)?\s*(?:ทราบ)?\s*ว่า|[^\n]{0,90}?(?:ดังนี้|ดังต่อไปนี้|ได้แก่|คือ)"
    r"|\s*ปัญหา[^\n:：]{0,120}(?=[:：])|\s*ปัญหา\s*(?:และ)?\s*/?\s*อุปสรรค)?\s*[:：]?\s*"
)
_INNER_OPENING = re.compile(r"(?:ที่ทำการปกครอง)?จังหวัด\S{1,20}?\s*(?:จึง|ใคร่)?\s*ขอ\s*(?:เรียน|รายงาน|แจ้ง)")
_ANNOUNCES = re.compile(
    r"\s*(?:ใน|การ|โดย|ทั้งนี้|จังหวัด)?[^\n:：]{0,90}?(?:มี|พบ|ประสบ|เกิด)?\s*(?:ปัญหา|อุปสรรค)[^\n:：]{0,60}?(?:ดังนี้|ดังต่อไปนี้|ได้แก่|คือ)\s*[:：]?\s*"
)
"""Words behind the opening that say once more that trouble follows."""
_LISTS = re.compile(r"(?:ปัญหา|อุปสรรค|ข้อขัดข้อง)[^\n]{0,90}(?:ดังนี้|ดังต่อไปนี้|ได้แก่|คือ|[:：])\s*(?:คือ|[:：])?\s*$")
"""An opening that says that trouble follows."""
_SENDS = re.compile(
    r"(?:ขอ|จึง|ได้|นำ|จัด)\s*(?:จัด|นำ)?\s*ส่ง[^\n]{0,120}?(?:รายงาน|แบบ|เอกสาร)|(?:สิ่งที่ส่งมา|ตาม(?:เอกสาร|ไฟล์|แบบ)?\s*(?:ที่)?\s*แนบ|มาพร้อม)"
)
_NAME_OF_REPORT = re.compile(
    r"(?:แบบ)?(?:การ)?(?:รายงาน|แจ้ง)?\s*(?:ปัญหา|อุปสรรค|ข้อขัดข้อง)(?:\s*(?:และ|/|,)?\s*(?:อุปสรรค|ข้อเสนอแนะ))*"
)

_ASKS = re.compile(r"ขอ(?:ให้|รับ(?:การ)?|ความ|สนับสนุน|เพิ่ม|เสนอ(?!แนะ))|เห็นควร|ควร(?:มี|ให้|จัด|เพิ่ม|ปรับ)|อยากให้|ต้องการ(?:ให้)?\S")
_EFFECT = re.compile(r"ล่าช้า|ขัดข้อง|ไม่สามารถ|ไม่เพียงพอ|ไม่ทัน|ชำรุด|ขาดแคลน|ไม่ได้รับ")


@dataclass(frozen=True, slots=True)
class _Text:
    """A stretch of the running text."""

    text: str
    start: int
    end: int


def detail_of(running: Flow, letter: Letter | None) -> Field | None:
    """What the trouble is. A value of None says that the paper tells of none, or only where it stands."""
    found = labelled(running, "detail", letter)
    if found is None:
        return _prose(running, letter)
    weighed = _weighed(found)
    return _with_requests(running, weighed, letter) if says_none(weighed) else weighed


def says_none(field: Field | None) -> bool:
    """True of the detail of a paper that reports that there is no trouble."""
    return field is not None and field.value is None and telling(field.raw) is Telling.NOTHING and bool(field.raw.strip())


def _weighed(field: Field) -> Field:
    """A detail as sure as its words are; without a value where they deny all trouble, or point elsewhere."""
    told = telling(field.raw)
    if told is Telling.NOTHING or is_elsewhere(field.raw):
        return replace(field, value=None)
    return field if told is Telling.TROUBLE else replace(field, confidence=min(field.confidence, DOUBTFUL))


def _with_requests(running: Flow, denial: Field, letter: Letter | None) -> Field:
    """A form that denies trouble with what it asks for, or tells of, all the same: then it is for a person."""
    since = letter.body_start if letter is not None else 0
    rows = [row.text for row in running.rows if row.start >= since and (_ASKS.search(row.text) or _EFFECT.search(row.text))]
    more = [text for text in rows if not is_closing(text) and not is_signature(text)]
    return replace(denial, raw="\n".join([denial.raw, *more])) if more else denial


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
    answered = [row for row in below if row.cells[column].strip()]
    filled = [row for row in answered if not is_blank_answer(row.cells[column])] or answered
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
    rows = [row for row in running.rows if row.table is None and row.text.strip() and not is_furniture(row.text)]
    written = [
        _Text(row.text[: end - row.start], row.start, min(row.end, end))
        for row in rows
        if start <= row.start < end and not is_address(row.text)
    ]
    texts, recalled = _after_recall(written)
    told = _told_of(texts, is_open=letter is not None)
    is_mail = bool(running.pieces) and running.pieces[0].method is Method.BODY
    kept, is_named = _without_names(running, told.kept) if is_mail else (told.kept, False)
    if not kept:
        return _denial(running, texts) if is_mail else None
    field = _told(running, kept, lists=told.lists)
    below = [*(one.text for one in told.rest), *(row.text for row in rows if row.start >= end)]
    more = [text for text in below if speaks_of_trouble(text) and not is_signature(text)]
    if field is None or field.value is None:
        tables = [row.text for row in running.rows if row.table is not None and _EFFECT.search(row.text)]
        return replace(field, raw="\n".join([field.raw, *more, *tables])) if field is not None else None
    is_cut = is_named or bool(more) or speaks_of_trouble(recalled)
    return replace(field, confidence=min(field.confidence, DOUBTFUL)) if is_cut else field


def _denial(running: Flow, texts: list[_Text]) -> Field | None:
    """A mail that says no more than ``ไม่มีค่ะ``, without the words that open a report."""
    said = list(takewhile(lambda one: not is_closing(one.text) and not is_signature(one.text), texts))
    raw = "\n".join(one.text for one in said)
    is_none = bool(said) and telling(raw) is Telling.NOTHING
    return replace(running.field(None, said[0].start, said[-1].end), raw=raw) if is_none else None


def _after_recall(texts: list[_Text]) -> tuple[list[_Text], str]:
    """The paragraphs after the one that recalls the directive, and what that one says besides the name of the report."""
    if not texts or not _RECALLS.match(texts[0].text):
        return texts, ""
    for count, one in enumerate(texts[:_RECALL_ROWS]):
        if (end := _RECALL_END.search(one.text)) is not None:
            rest = _Text(one.text[end.end() :], one.start + end.end(), one.end)
            said = " ".join([*(each.text for each in texts[:count]), one.text[: end.start()]])
            return [rest, *texts[count + 1 :]], _NAME_OF_REPORT.sub(" ", said)
        if count and _OPENING.match(one.text):
            return texts[count:], _NAME_OF_REPORT.sub(" ", " ".join(each.text for each in texts[:count]))
        if (inner := _INNER_OPENING.search(one.text)) is not None:
            rest = _Text(one.text[inner.start() :], one.start + inner.start(), one.end)
            said = " ".join([*(each.text for each in texts[:count]), one.text[: inner.start()]])
            return [rest, *texts[count + 1 :]], _NAME_OF_REPORT.sub(" ", said)
    return texts[1:], _NAME_OF_REPORT.sub(" ", texts[0].text)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a letter or mail reports."""

    kept: list[_Text]
    lists: bool
    """It says that trouble follows."""
    rest: list[_Text]
    """What stands below the line that was taken for its end."""


def _told_of(texts: list[_Text], *, is_open: bool) -> _Told:
    """The paragraphs from the one that opens the report (of a letter the first) to the closing or the signature."""
    kept: list[_Text] = []
    lists = False
    for index, one in enumerate(texts):
        offset = _opening(one.text)
        is_open = is_open or offset is not None
        lists = lists or (offset is not None and _LISTS.search(one.text[:offset]) is not None)
        text = one.text[offset or 0 :]
        if is_closing(text) or (kept and is_signature(text)):
            rest = texts[index:]
            return _Told(kept, lists, [] if is_closing(text) else list(takewhile(lambda each: not is_closing(each.text), rest)))
        if is_open and text.strip() and not is_signature(text):
            kept.append(_Text(text.strip(), one.start + (offset or 0), one.end))
    return _Told(kept, lists, [])


def _opening(text: str) -> int | None:
    """Where the words end that open a report; None where they do not stand here. What tells of trouble is no mere opening."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    announcing = _ANNOUNCES.match(text, opening.end())
    ends = (announcing.end() if announcing else 0, opening.end())
    return next((end for end in ends if end and not speaks_of_trouble(_NAME_OF_REPORT.sub(" ", text[:end]))), 0)


def _without_names(running: Flow, kept: list[_Text]) -> tuple[list[_Text], bool]:
    """The paragraphs without the writer's bare name below them, and whether it might be part of them for all that is seen."""
    names = 0
    while names < len(kept) - 1 and is_bare_name(kept[-1 - names].text):
        names += 1
    if not names:
        return kept, False
    parted = running.text[: kept[-names].start].endswith("\n\n")
    return kept[:-names], not parted


def _told(running: Flow, kept: list[_Text], *, lists: bool) -> Field | None:
    """The paragraphs as a field: None where they only send a report, unsure where no word of trouble stands in them."""
    joined = "\n".join(one.text for one in kept)
    field = running.field(" ".join(joined.split()), kept[0].start, kept[-1].end, raw=joined)
    substance = speaks_of_trouble(_NAME_OF_REPORT.sub(" ", joined))
    if telling(joined) is not Telling.TROUBLE:
        return _weighed(field)
    if _SENDS.search(joined) and not substance:
        return None
    return field if substance or lists else replace(field, confidence=min(field.confidence, DOUBTFUL))
