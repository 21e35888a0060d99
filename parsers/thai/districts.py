"""Names of districts as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.thai.names import FOLLOWERS, Compact, Spelled, compact, is_delimited, nearest, spelled_at
from parsers.thai.provinces import PREFIX, match_province, province_at
from parsers.thai.register import PROVINCES, capital, districts, name_key
from parsers.thai.text import normalise
from parsers.thai.years import GAP


@dataclass(frozen=True, slots=True)
class DistrictMatch:
    """A district named in a text. ``start`` and ``end`` count in the normalised text, prefix included."""

    name: str
    """Register name without อำเภอ; for an ambiguous one the name that several share (``เมือง``, ``เฉลิมพระเกียรติ``)."""
    province: str
    """Two-digit code; empty where ambiguous."""
    raw: str
    start: int
    end: int
    certain: bool
    ambiguous: bool


# Other spellings in use, old names among them.
_OTHER_SPELLINGS = {
    ("50", "กัลยาณิวัฒนา"): ("กัลยานิวัฒนา",),
    ("30", "หนองบุญมาก"): ("หนองบุนนาก", "หนองบุนาก"),
    ("15", "วิเศษชัยชาญ"): ("วิเศษไชยชาญ",),
    ("33", "กันทรลักษ์"): ("กันทรลักษณ์",),
    ("33", "เบญจลักษ์"): ("เบญจลักษณ์",),
    ("41", "พิบูลย์รักษ์"): ("พิบูลรักษ์",),
    ("32", "ศีขรภูมิ"): ("ศรีขรภูมิ", "ศิขรภูมิ"),
    ("73", "พุทธมณฑล"): ("พุทธมนฑล",),
    ("57", "พญาเม็งราย"): ("พญาเมงราย",),
    ("96", "สุไหงโก-ลก"): ("สุไหงโกลก", "สุไหงโก–ลก", "สุไหงโกล-ก"),
}
_BARE_CAPITAL = name_key("เมือง")

_KEYS: dict[str, tuple[tuple[str, str], ...]] = {}
"""Key of every register name and other spelling -> (code, name) of all that bear it."""
for _entry in PROVINCES:
    for _name in districts(_entry.code):
        for _spelling in (_name, *_OTHER_SPELLINGS.get((_entry.code, _name), ())):
            _KEYS[name_key(_spelling)] = (*_KEYS.get(name_key(_spelling), ()), (_entry.code, _name))

_CAPITAL_KEYS: dict[str, tuple[tuple[str, str], ...]] = {}
"""Key of ``เมือง`` and another name of the province (เมืองโคราช) -> (code, name) of its capital district."""
for _entry in PROVINCES:
    for _alias in (_entry.name, *_entry.aliases):
        _key = name_key("เมือง" + _alias.removeprefix("เมือง"))
        if _key not in _KEYS:
            _CAPITAL_KEYS[_key] = ((_entry.code, capital(_entry.code) or ""),)

_LEADS = r"(?:ศูนย์ดำรงธรรม|ศดธ\s?\.?|ที่ว่าการ|ที่ทำการปกครอง|ทปค\s?\.?|ปค\s?\.?|นาย|ปลัด|กิ่ง|สนง\s?\.?|สำนักงาน)?\s?"
_DOTTED = r"(?<!ผ)(?:(?<![ก-ฮ]\.)|(?<=[คธ]\.))อ\s?\."
_CUE = re.compile(
    rf"(?P<full>{_LEADS}(?:อำเภอ|{_DOTTED})|นอภ\s?\.)|(?P<centre>ศูนย์ดำรงธรรม|ศดธ\s?\.?)(?!\s?(?:อำเภอ|อ\s?\.|จังหวัด|จ\s?\.))"
)
_AFTER = re.compile(rf"{GAP}[:\"“(]?{GAP}")
_THAI_RUN = re.compile("[ก-๎]{1,40}")
_LIST_NUMBER = re.compile(r"\s*[0-9๐-๙]{1,3}[.)]\s*")
_TRAIL = re.compile(r"[\s.,;:)\"”-]+$")
_OWN_PROVINCE = re.compile(rf"[\s,(]*(?P<cue>{PREFIX})")
_BEFORE_PROVINCE = re.compile(rf"{PREFIX}\s*[ก-๎]+\s*$")

_SHORT_FOLLOWERS = re.compile(r"จังหวัด|จ\.|ตำบล|อำเภอ|อ\.|เป็น|และ|ซึ่ง")
_SHORT = 4
"""Names of so few letters are words or beginnings of words (สอง, ลอง, คง)."""


def match_district(text: str, province: str | None) -> DistrictMatch | None:
    """The district that the whole text names; with a province given, only its own districts match.

    ``เมือง`` alone is the capital district of the given province. Names that several provinces have are ambiguous without one.
    """
    text = normalise(text)
    end = len(text) - len(tail.group()) if (tail := _TRAIL.search(text)) else len(text)
    start = number.end() if (number := _LIST_NUMBER.match(text)) else len(text) - len(text.lstrip())
    cue = _CUE.match(text, start)
    name_start = _skip(text, cue.end() if cue else start)
    named = re.search(PREFIX, text[name_start:end])
    own = match_province(text[name_start + named.start() : end]) if named else None
    if named and (own is None or not own.certain or (province and own.code != province)):
        return None
    raw = text[start:end]
    name = text[name_start : name_start + named.start()] if named else text[name_start:end]
    found = _whole(name_key(name.strip(" ,(")), own.code if own else province)
    return replace(found, raw=raw, start=start, end=end) if found else None


def _skip(text: str, position: int) -> int:
    after = _AFTER.match(text, position)
    return after.end() if after else position


def _whole(key: str, province: str | None) -> DistrictMatch | None:
    exact = _resolve(key, province) if key == _BARE_CAPITAL or key in _KEYS or key in _CAPITAL_KEYS else None
    if exact:
        return exact if not province or exact.province == province else None
    return _alike(key, province)


def _resolve(key: str, province: str | None) -> DistrictMatch:
    """A name letter for letter. Where several bear it, the given province decides."""
    if key == _BARE_CAPITAL:
        name = capital(province) if province else None
        return _match(name, province) if name and province else _ambiguous("เมือง")
    bearers = _KEYS.get(key) or _CAPITAL_KEYS[key]
    here = [bearer for bearer in bearers if bearer[0] == province]
    if len(bearers) > 1 and not here:
        return _ambiguous(bearers[0][1])
    code, name = (here or list(bearers))[0]
    return _match(name, code)


def _match(name: str, code: str, *, certain: bool = True) -> DistrictMatch:
    return DistrictMatch(name, code, "", 0, 0, certain, False)


def _ambiguous(name: str) -> DistrictMatch:
    return DistrictMatch(name, "", "", 0, 0, False, True)


def _alike(key: str, province: str | None) -> DistrictMatch | None:
    """A misspelt name. Certain only within the given province, and only if no district anywhere is as near."""
    names, others = _registers(province)
    likeness = nearest(key, names, others)
    if likeness is None:
        return None
    code, name = likeness.owner.split("|")
    return _match(name, code, certain=likeness.sure and province is not None) if province in (None, code) else None


@lru_cache(maxsize=128)
def _registers(province: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Keys of the districts of one province (of all, if None is given) and of all others, with owners ``code|name``."""
    owners = [(key, f"{code}|{name}", code) for key, bearers in _KEYS.items() for code, name in bearers]
    names = {key: owner for key, owner, code in owners if province in (None, code)}
    return names, {key: owner for key, owner, code in owners if key not in names}


def find_districts(text: str, province: str | None) -> list[DistrictMatch]:
    """Districts named in running text after อำเภอ, อ., ศูนย์ดำรงธรรมอำเภอ and the like, in order.

    A district of another province is given with its own province. A province named right beside the district goes
    before the given one; where the two contradict the register, the match is not certain.
    """
    text = normalise(text)
    view = compact(text)
    found = []
    for cue in _CUE.finditer(text):
        match = _at(view, cue, province)
        if match:
            found.append(replace(match, raw=text[cue.start() : match.end].strip(), start=cue.start()))
    return found


def _at(view: Compact, cue: re.Match[str], province: str | None) -> DistrictMatch | None:
    start = _skip(view.text, cue.end())
    spelled = _spelled(view, start, centre=bool(cue["centre"]))
    if spelled is None:
        return None if cue["centre"] else _alike_at(view, start, province)
    if not _ended(view.text, spelled) and (alike := _alike_at(view, start, province)) and alike.certain:
        return alike
    beside = _province_beside(view, cue.start(), spelled.end)
    match = _resolve(spelled.key, beside or province)
    plain = _ended(view.text, spelled) and not _is_heading(view.text, cue, start)
    certain = match.certain and plain and beside in (None, match.province)
    return replace(match, end=spelled.end, certain=certain)


def _is_heading(text: str, cue: re.Match[str], start: int) -> bool:
    """True where the cue fills its line, as the heading of a column does: the name below may be the first of many."""
    line = text[text.rfind("\n", 0, cue.start()) + 1 : cue.end()]
    return "\n" in text[cue.end() : start] and line.strip() == cue.group().strip()


def _spelled(view: Compact, start: int, *, centre: bool) -> Spelled | None:
    """The longest name at a position that may have ended there."""
    offset = view.offset(start)
    for name in spelled_at(view, offset, _candidates(view, offset)):
        if centre and (not name.delimited or name.key == _BARE_CAPITAL):
            continue
        if name.key in _KEYS and len(name.key) > _SHORT:
            return name
        if name.delimited or _SHORT_FOLLOWERS.match(view.text, name.end):
            return name
    return None


def _candidates(view: Compact, offset: int) -> Iterable[str]:
    window = view.key[offset : offset + 24]
    ends = {window[:length] for length in range(1, len(window) + 1)}
    return [key for key in ends if key in _KEYS or key in _CAPITAL_KEYS or key == _BARE_CAPITAL]


def _ended(text: str, name: Spelled) -> bool:
    return name.delimited or bool(FOLLOWERS.match(text, name.end))


def _alike_at(view: Compact, start: int, province: str | None) -> DistrictMatch | None:
    """A misspelt name that stands apart; only one that is certain in the given province counts in running text."""
    run = _THAI_RUN.match(view.text, start)
    if not run or not province or not is_delimited(view.text, run.end()):
        return None
    match = _alike(name_key(run.group()), province)
    return replace(match, end=run.end()) if match and match.certain else None


def _province_beside(view: Compact, start: int, end: int) -> str | None:
    """The province named right after the district, or else right before it."""
    after = _OWN_PROVINCE.match(view.text, end)
    place = province_at(view, after.end()) if after else None
    if place is None and (before := _BEFORE_PROVINCE.search(view.text[max(0, start - 60) : start])):
        place = match_province(before.group())
    return place.code if place and place.certain else None
