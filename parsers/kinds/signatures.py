"""Signature blocks: who signed, as what, in which part, with telephone and date.

Blocks side by side are told apart by their places (boxes or cells) and, in one line, by their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.kinds.pieces import Piece, field_on, pieces
from parsers.records import Cell, Document, Field
from parsers.thai.dates import find_dates
from parsers.thai.references import find_persons, find_phones
from parsers.thai.text import strip_leaders

_ROLE = re.compile(r"ผู้รายงาน|ผู้จัดทำ|ผู้บันทึก|ผู้กรอก|ผู้ประสานงาน|ผู้ให้ข้อมูล|ผู้ตรวจสอบ|ผู้ตรวจทาน|ผู้ตรวจ|ผู้รับรอง|ผู้เสนอ|ผู้อนุมัติ|ผู้เห็นชอบ")
_SENTENCE = re.compile(r"ขอแสดงความนับถือ|จึง(?:กราบ)?เรียนมา|มอบหมาย|เป็นผู้|เป็นเจ้าหน้าที่")
"""What a letter says above its signature: the roles that it names there are other persons'."""
_SIGNED = re.compile(r"ลงชื่อ|ลงนาม")
_BRACKETS = re.compile(r"\(([^()]{3,80})\)")
_POSITION = re.compile(r"ตำแหน่ง\s*[:.]?\s*")
_ACTING = re.compile(r"(?:ปฏิบัติราชการแทน|รักษาราชการแทน|รักษาการแทน|ทำการแทน)\s*$")
_LEVEL = re.compile(
    r"(?:ปฏิบัติ(?:งาน|การ)|ชำนาญ(?:งาน|การ)(?:พิเศษ)?|อาวุโส|ทักษะพิเศษ|เชี่ยวชาญ(?:พิเศษ)?|ทรงคุณวุฒิ|ระดับ(?:ต้น|สูง)|บริหาร(?:ต้น|สูง))\s*$"
)
"""What the name of a civil servant's post ends with."""
_RANK_LEFT = re.compile(r"^(?:ชำนาญ)?(?:การ|งาน)(?:พิเศษ)?$|^พิเศษ$")
"""What a narrow block breaks off the end of a position."""
_OPEN_END = re.compile(r"(?:และ|หรือ|ด้าน|/|-)$")
_NO_POSITION = re.compile(
    r"^(?:ที่ทำการ|กลุ่มงาน|สำนักงาน|ส่วน|ฝ่าย|หมายเหตุ|ปัญหา|สิ่งที่ส่ง|สำเนา|ไปรษณีย์|e-?mail|อีเมล|วันที่|ลงวันที่|ข้อมูล|หน่วย|\()", re.IGNORECASE
)
_PHONE = re.compile(r"โทร|หมายเลข|มือถือ|Tel", re.IGNORECASE)
_REACH = 8
"""How many pieces below a name may still belong to it."""
_COLUMN = 90.0
"""Points by which the middles of two pieces of one block may differ."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature block."""

    name: Field
    """Person's name with its title, joined."""
    position: Field | None
    role: str
    """``ผู้รายงาน``, ``ผู้ตรวจสอบ``, ...; empty where the block names none."""
    phone: Field | None
    """Digits only."""
    date: Field | None
    """ISO date beside the signature: never the day that figures are as of."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A person's name that stands where a signer's name stands."""

    index: int
    order: int
    """0 for the first name of its piece, 1 for the second, ..."""
    siblings: int
    name: str
    raw: str
    tail: str
    """What follows the name in its piece."""


def signature_block(document: Document) -> list[Signature]:
    """All signature blocks of a document, in order."""
    parts = pieces(document)
    names: list[_Name] = []
    for index in range(len(parts)):
        if not names or index > names[-1].index:
            names += _names_at(parts, index)
    return [_signature(parts, names, one, document) for one in names]


def _names_at(parts: Sequence[Piece], index: int) -> list[_Name]:
    text = parts[index].text
    found = [(match, name) for match in _BRACKETS.finditer(text) if (name := _only_name(match.group(1)))]
    if not found:
        return _unbracketed(parts, index)
    return [
        _Name(index, order, len(found), name, match.group(1).strip(), text[match.end() :] if len(found) == 1 else "")
        for order, (match, name) in enumerate(found)
    ]


def _only_name(text: str) -> str | None:
    """The person that fills the text, apart from dotted leaders; None where it holds anything else."""
    clean = strip_leaders(text).strip()
    persons = find_persons(clean)
    if len(persons) != 1 or persons[0].start > 2 or len(clean) - persons[0].end > 2:
        return None
    return str(persons[0].name)


def _unbracketed(parts: Sequence[Piece], index: int) -> list[_Name]:
    """``ลงชื่อ นาย... ผู้รายงาน`` and ``ผู้รายงาน : นาย...`` where no bracketed name follows."""
    text = parts[index].text
    if not (_ROLE.search(text) or _SIGNED.search(text)):
        return []
    below = [piece.text for piece in parts[index + 1 : index + 3]]
    if any(_only_name(match.group(1)) for line in below for match in _BRACKETS.finditer(line)):
        return []
    if not find_persons(text) and index + 1 < len(parts) and parts[index + 1].row == parts[index].row:
        index += 1
    persons = find_persons(parts[index].text)
    if len(persons) != 1:
        return []
    return [_Name(index, 0, 1, persons[0].name, persons[0].raw, parts[index].text[persons[0].end :])]


def _signature(parts: Sequence[Piece], names: Sequence[_Name], one: _Name, document: Document) -> Signature:
    piece = parts[one.index]
    below = list(_below(parts, names, one))
    return Signature(
        name=field_on(one.name, one.raw, piece.source, piece.page, document),
        position=_position(below, one, piece, document),
        role=_role(parts, names, one),
        phone=_phone(below, one, piece, document),
        date=_date(below, one, document),
    )


def _below(parts: Sequence[Piece], names: Sequence[_Name], one: _Name) -> Iterator[Piece]:
    """Pieces after a name that belong to its block."""
    others = {name.index for name in names if name.index != one.index}
    for index in range(one.index + 1, min(one.index + 1 + _REACH, len(parts))):
        piece = parts[index]
        aside = not _same_column(parts[one.index], piece) or (index in others and piece.row == parts[one.index].row)
        if (index in others or _SIGNED.search(piece.text)) and not aside:
            return
        if not aside:
            yield piece


def _same_column(upper: Piece, lower: Piece) -> bool:
    """Whether a piece may stand below another; True where their places are not known."""
    if isinstance(upper.source, Cell) and isinstance(lower.source, Cell) and upper.source.ref and lower.source.ref:
        return upper.row == lower.row or upper.source.ref.rstrip("0123456789") == lower.source.ref.rstrip("0123456789")
    if upper.source.box is None or lower.source.box is None:
        return True
    return abs(_middle(upper) - _middle(lower)) <= _COLUMN


def _middle(piece: Piece) -> float:
    return (piece.source.box[0] + piece.source.box[2]) / 2 if piece.source.box else 0.0


def _role(parts: Sequence[Piece], names: Sequence[_Name], one: _Name) -> str:
    """The role in the piece itself, else in the line above it, else in the line below it."""
    own = _ROLE.findall(parts[one.index].text)
    if own:
        return str(own[min(one.order, len(own) - 1)])
    taken = {name.index for name in names}
    above = [i for i in (one.index - 1, one.index - 2, one.index - 3) if i >= 0]
    closing = next((n for n, index in enumerate(above) if _SENTENCE.search(parts[index].text)), len(above))
    for index in [*above[:closing], one.index + 1, one.index + 2]:
        if index >= len(parts) or index in taken or not _same_column(parts[one.index], parts[index]):
            continue
        roles = _ROLE.findall(parts[index].text)
        if roles:
            return str(roles[min(one.order, len(roles) - 1)])
    return ""


def _position(below: Sequence[Piece], one: _Name, piece: Piece, document: Document) -> Field | None:
    inline = _POSITION.search(one.tail)
    if inline:
        return _position_field(one.tail[inline.end() :], piece, document)
    for number, line in enumerate(below[:4]):
        text = strip_leaders(line.text).strip()
        said = _POSITION.match(text)
        text = text[said.end() :] if said else text
        if one.siblings > 1:
            text = _share(line.source.text, one) or ""
        if not text or (not said and (_NO_POSITION.match(text) or _PHONE.match(text) or _ROLE.match(text))):
            continue
        following = below[number + 1].text if number + 1 < len(below) else ""
        if _ACTING.search(text) and following:
            text = f"{text} {following}"
        elif one.siblings == 1:
            text += _broken_off(text, [piece.text for piece in below[number + 1 : number + 3]])
        return _position_field(text, line, document)
    return None


def _broken_off(position: str, following: Sequence[str]) -> str:
    """The rest of a position that a narrow block or a margin broke: up to its level, or after an open ``และ``."""
    for count in range(1, len(following) + 1):
        lines = [line.strip() for line in following[:count]]
        last = lines[-1]
        if _NO_POSITION.match(last) or _PHONE.search(last) or _ROLE.search(last) or _SIGNED.search(last) or find_dates(last):
            return ""
        so_far = position + "".join(lines[:-1])
        whole_level = _LEVEL.search(so_far) and not _RANK_LEFT.match(last)
        if not whole_level and (_LEVEL.search(last) or _RANK_LEFT.match(last)):
            return "".join(lines)
        if _OPEN_END.search(so_far) and count == len(following):
            return lines[0]
    return ""


def _share(text: str, one: _Name) -> str | None:
    """The part of a line that belongs to one of several signers side by side; None where it cannot be told."""
    parts = [part.strip() for part in re.split(r"\s{2,}|\t|[.…_]{3,}", _POSITION.sub("  ", text)) if part.strip()]
    return parts[one.order] if len(parts) == one.siblings else None


def _position_field(text: str, piece: Piece, document: Document) -> Field | None:
    cut = _PHONE.search(text)
    clean = _ROLE.sub("", strip_leaders(text[: cut.start()] if cut else text)).strip(" :")
    return field_on(clean, text.strip(), piece.source, piece.page, document) if clean else None


def _phone(below: Sequence[Piece], one: _Name, piece: Piece, document: Document) -> Field | None:
    for holder, text in [(piece, one.tail), *((line, line.text) for line in below)]:
        phones = find_phones(text) if _PHONE.search(text) else []
        if phones:
            return field_on(phones[0], text.strip(), holder.source, holder.page, document)
    return None


def _date(below: Sequence[Piece], one: _Name, document: Document) -> Field | None:
    for line in below:
        dates = find_dates(line.text)
        if len(dates) >= 1 and "ณ" not in line.text[: dates[0].start]:
            found = dates[min(one.order, len(dates) - 1)]
            return field_on(found.date.isoformat(), found.raw, line.source, line.page, document, found.certain)
    return None
