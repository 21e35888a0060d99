"""Every district that a text mentions, also where a short name runs on into the next word (ศูนย์ดำรงธรรมอำเภอปัวจึงได้รับ...).

The place names' own search leaves such names alone, because a short name is also the beginning of words. After the words for a
centre, and within one known province, the few names that can stand there are told by the word that follows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.thai.places import DistrictMatch, districts, find_districts

CENTRE = r"(?:ศูนย์\s*ดำรง\s*ธรรม\s*(?:ประจำ\s*)?(?:อำเภอ|อ\.)|ศดธ\.?\s*(?:อำเภอ|อ\.)|ศูนย์\s*ฯ?\s*(?:อำเภอ|อ\.))"
"""The words that go before the name of a centre."""

_CENTRE = re.compile(CENTRE + r"\s*")
_FOLLOWERS = re.compile(
    r"จังหวัด|จ\.|เป็น|ได้|ขอ|มี|และ|กับ|ที่|ซึ่ง|โดย|พร้อม|จึง|เพื่อ|ให้|ใน|ของ|ตาม|ประจำ|ดำเนิน|ส่ง|แจ้ง|เสนอ|ผ่าน|ชนะ|อัจฉริยะ|ต้นแบบ|ถูก|เหมาะ|สมควร|แทน"
)


def mentions(text: str, province: str | None) -> list[DistrictMatch]:
    """All districts in running text, in order. ``start`` includes the words before the name."""
    found = [_trimmed(text, match) for match in find_districts(text, province)]
    if province is not None:
        taken = [(match.start, match.end) for match in found]
        found = [*found, *(match for match in _glued(text, province) if not _overlaps(match, taken))]
    return sorted(found, key=lambda match: match.start)


def _glued(text: str, province: str) -> list[DistrictMatch]:
    names = sorted(districts(province), key=len, reverse=True)
    out: list[DistrictMatch] = []
    for cue in _CENTRE.finditer(text):
        name = next((name for name in names if text.startswith(name, cue.end())), None)
        if name is not None and _FOLLOWERS.match(text, cue.end() + len(name)):
            end = cue.end() + len(name)
            out.append(DistrictMatch(name, province, text[cue.start() : end], cue.start(), end, True, False))
    return out


def _trimmed(text: str, match: DistrictMatch) -> DistrictMatch:
    """The same mention without the space or tab before it."""
    blank = len(text[match.start : match.end]) - len(text[match.start : match.end].lstrip())
    return replace(match, start=match.start + blank)


def _overlaps(match: DistrictMatch, taken: list[tuple[int, int]]) -> bool:
    return any(start < match.end and match.start < end for start, end in taken)
