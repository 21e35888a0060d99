"""Names of provinces as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.thai.names import FOLLOWERS, MIN_LIKE, Compact, compact, is_delimited, nearest, spelled_at
from parsers.thai.register import BANGKOK_ENTRY, PROVINCES, by_code, name_key
from parsers.thai.text import normalise
from parsers.thai.years import GAP


@dataclass(frozen=True, slots=True)
class Place:
    """A province named in a text. ``start`` and ``end`` count in the normalised text."""

    code: str
    name: str
    raw: str
    start: int
    end: int
    score: float
    """1.0: letter for letter, or a known other name; less: a likeness."""
    certain: bool


_ALL = (*PROVINCES, BANGKOK_ENTRY)
NAMES = {name_key(entry.name): entry.code for entry in _ALL}
ALIASES = {name_key(alias): entry.code for entry in _ALL for alias in entry.aliases if name_key(alias) not in NAMES}
# Everyday words, which name a province only after จังหวัด or on a line of their own.
_WORDS = {name_key(name) for name in ("เลย", "ตาก", "แพร่", "น่าน", "ตราด", "ตรัง")}

_OFFICES = (
    r"ที่ทำการปกครอง|ทปค\.?|ปค\.?|ปกครอง|ศาลากลาง|สำนักงาน|สนง\.?|ศูนย์ดำรงธรรม|ศดธ\.?|เสมียนตรา|ป้องกัน|หัวหน้า|นาย|เรียน|รองผู้ว่าราชการ|ผู้ว่าราชการ|"
    r"รอง|ปลัด|ของ|ใน|ชื่อ|พื้นที่|[0-9๐-๙]{1,2}[.)]?|[:\s(\"“-]"
)
PREFIX = (
    r"(?:จังหวัด|(?<![ก-๎])จว\s?\.|(?<![ก-๎])(?<![ก-ฮ]\.)จ\s?\.(?:ว\s?\.)?"
    r"|(?<=[คธง]\.)จ\s?\.|(?<=[ก-๎])จ\.(?=\s?[ก-ฮเแโไ])|ผวจ\s?\.)"
)
_LEAD = re.compile(rf"(?:{_OFFICES})*(?:{PREFIX})?\s*[:\"“(]?\s*")
_TRAIL = re.compile(r"[\s.,;:)\"”฿-]+$")


def match_province(text: str) -> Place | None:
    """The province that the whole text names, with or without จังหวัด, an office or a list number before it; may be Bangkok.

    None where it names none, or could name two (``เพชร``, ``นคร``). A misspelling is certain only if no other name is near.
    """
    text = normalise(text)
    whole = text[: len(text) - len(tail.group())] if (tail := _TRAIL.search(text)) else text
    lead = _LEAD.match(whole)
    for start in dict.fromkeys((len(whole) - len(whole.lstrip()), lead.end() if lead else 0)):
        raw = whole[start:]
        key = name_key(raw)
        code = NAMES.get(key) or ALIASES.get(key)
        if code:
            return _place(code, raw, start, 1.0, certain=True)
    likeness = nearest(key, NAMES, ALIASES)
    return _place(likeness.owner, raw, start, likeness.score, certain=likeness.sure) if likeness else None


def _place(code: str, raw: str, start: int, score: float, *, certain: bool) -> Place:
    entry = by_code(code)
    assert entry is not None  # codes come from the register itself
    return Place(code, entry.name, raw, start, start + len(raw), score, certain)


_AFTER = re.compile(rf"{GAP}[:\"“(]?{GAP}")
_CUE = re.compile(PREFIX)
_NOT_BARE = re.compile(
    r"(?:ถนน|ถ\.|ซอย|ซ\.|วัด|แยก|สะพาน|เมือง|อำเภอ|อ\.|ตำบล|ต\.|เทศบาล(?:นคร|เมือง|ตำบล)?|ทางหลวง|สาย|แม่น้ำ)\s*[ก-๎]{0,12}\Z"
)
_THAI_RUN = re.compile("[ก-๎]{1,40}")


def find_provinces(text: str) -> list[Place]:
    """Every province named in running text, in order, Bangkok included.

    After จังหวัด, จ. and the like every spelling counts; elsewhere only the full name does, certain only where it stands apart.
    """
    text = normalise(text)
    view = compact(text)
    found = [place for cue in _CUE.finditer(text) if (place := province_at(view, cue.end()))]
    for start, end, code, apart in _bare(view):
        if not any(start < place.end and place.start < end for place in found):
            found.append(_place(code, text[start:end], start, 1.0, certain=apart))
    return sorted(found, key=lambda place: place.start)


def province_at(view: Compact, position: int) -> Place | None:
    """The province named right at a position (after its prefix) of a text."""
    after = _AFTER.match(view.text, position)
    start = after.end() if after else position
    offset = view.offset(start)
    for name in spelled_at(view, offset, (*NAMES, *ALIASES)):
        # A short form may be the beginning of something else; the full name may run on without a space.
        if name.delimited or (name.key in NAMES and (len(name.key) >= MIN_LIKE or FOLLOWERS.match(view.text, name.end))):
            code = NAMES.get(name.key) or ALIASES[name.key]
            return _place(code, view.text[start : name.end], start, 1.0, certain=True)
    run = _THAI_RUN.match(view.text, start)
    likeness = nearest(name_key(run.group()), NAMES, ALIASES) if run else None
    return _place(likeness.owner, run.group(), start, likeness.score, certain=likeness.sure) if run and likeness else None


_BARE = re.compile("|".join(sorted((re.escape(e.name) for e in _ALL), key=len, reverse=True)) + r"|กรุงเทพฯ?|กทม(?:\.|(?![ก-๎]))")


def _bare(view: Compact) -> list[tuple[int, int, str, bool]]:
    """Full names without a prefix: start, end, code, and whether the name stands apart."""
    found = []
    for match in _BARE.finditer(view.text):
        before, key = view.text[: match.start()], name_key(match.group())
        apart = is_delimited(view.text, match.end()) and not re.search(r"[ก-๎]\Z", before)
        alone = apart and bool(re.search(r"(?:^|\n)\s*$", before)) and bool(re.match(r"\s*(?:\n|$)", view.text[match.end() :]))
        if _NOT_BARE.search(before[-32:]) or (key in _WORDS and not alone):
            continue
        found.append((match.start(), match.end(), NAMES.get(key) or ALIASES[key], apart))
    return found
