"""Finding names in text that may lack tones, have spaces inside, or run on without any; and telling near names apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from parsers.thai.text import MARKS, to_arabic

_DROPPED = set("่้๊๋์ \t\n")
_TAILS = set(MARKS + "ะาำๅ") - set("่้๊๋์")
FOLLOWERS = re.compile(
    r"จังหวัด|จ\.|ตำบล|อำเภอ|อ\.|เป็น|ได้|ขอ|มี|และ|หรือ|ที่|ซึ่ง|โดย|พร้อม|จึง|เพื่อ|ให้|ใน|ของ|กับ|ตาม|จำนวน|ประจำ|ดำเนิน|รายงาน|จัดส่ง|ส่ง|แจ้ง|"
    r"ผู้|นาย|นาง|ปลัด|โทร|ว่า|แล้ว|นั้น|เข้า|ร่วม|จะ|ทั้ง|ต่อ|อัจฉริยะ|ต้นแบบ|เสนอ|พิจารณา|คัดเลือก|ผ่าน|ยัง|ไม่|แทน"
)
"""What may follow a name without a space and show that the name has ended."""
_LONGEST = 24
_FAR = 6
MIN_LIKE = 6
"""Names of fewer letters are too near to other words to be told by likeness."""


@dataclass(frozen=True, slots=True)
class Compact:
    """Normalised text without spaces, tones and thanthakhat, and where each letter of it stood."""

    text: str
    key: str
    places: tuple[int, ...]

    def offset(self, position: int) -> int:
        """The first letter of ``key`` at or after a position of the text."""
        low, high = 0, len(self.places)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.places[middle] < position else (low, middle)
        return low

    def end(self, offset: int, length: int) -> int:
        """Where, in the text, ``length`` letters from ``offset`` end, with the marks that belong to the last one."""
        stop = self.places[offset + length - 1] + 1
        while stop < len(self.text) and self.text[stop] in "่้๊๋์":
            stop += 1
        return stop


def compact(text: str) -> Compact:
    """A compact view of normalised text. Dots stay: they part what they part."""
    kept = [(letter, place) for place, letter in enumerate(to_arabic(text).lower()) if letter not in _DROPPED]
    key = "".join(letter for letter, _ in kept).replace("ฎ", "ฏ")
    return Compact(text, key, tuple(place for _, place in kept))


class Spelled(NamedTuple):
    """A name found letter for letter: its key and where it ends."""

    key: str
    end: int
    delimited: bool
    """No Thai letter follows."""


def spelled_at(view: Compact, offset: int, keys: Iterable[str]) -> list[Spelled]:
    """The keys that stand at an offset, longest first. A name ends with a syllable and crosses one line break at most."""
    found = []
    for key in keys:
        if not view.key.startswith(key, offset):
            continue
        start, end = view.places[offset], view.end(offset, len(key))
        if view.text[start:end].count("\n") > 1 or _is_cut(view.text, end):
            continue
        found.append(Spelled(key, end, is_delimited(view.text, end)))
    return sorted(found, key=lambda name: -len(name.key))


def _is_cut(text: str, end: int) -> bool:
    return end < len(text) and text[end] in _TAILS


def is_delimited(text: str, end: int) -> bool:
    """True where no Thai letter follows; digits are none, nor is ฯ at the end of a short form."""
    if text[end : end + 1] == "ฯ":
        end += 1
    return end >= len(text) or not ("ก" <= text[end] <= "๎") or text[end] in "฿ๆ"


class Likeness(NamedTuple):
    """The nearest of several names."""

    owner: str
    distance: int
    sure: bool
    """Near enough, and far enough from all others, to be taken for it."""
    score: float


def nearest(key: str, names: Mapping[str, str], rivals: Mapping[str, str]) -> Likeness | None:
    """The owner of the name nearest to a key; None if two owners tie or none is near.

    ``names`` and ``rivals`` map keys of names to their owners; rivals (other spellings) only narrow the margin.
    """
    if len(key) > _LONGEST:
        return None
    best, second = _FAR, _FAR
    winner = ""
    for name, owner, distance in _distances(key, (names, rivals)):
        if distance < best:
            second = best if owner != names.get(winner, rivals.get(winner)) else second
            best, winner = distance, name
        elif owner != names.get(winner, rivals.get(winner)):
            second = min(second, distance)
    length = len(winner)
    if winner not in names or second == best or length < MIN_LIKE or best > 2 or best * 4 > length:
        return None
    sure = (best == 1 and second >= 3) or (best == 2 and length >= 10 and second >= 5)
    return Likeness(names[winner], best, sure, round(1 - best / length, 3))


def _distances(key: str, registers: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Name, owner and edit distance of every name that is not far away."""
    for register in registers:
        for name, distance, _ in process.extract_iter(key, register.keys(), scorer=Levenshtein.distance, score_cutoff=_FAR - 1):
            yield name, register[name], int(distance)
