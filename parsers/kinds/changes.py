"""Papers that put one nominated centre in the place of another: which of the districts they name is the new one.

OLD  the district stands after "from", "formerly", "instead of", or is said to have been nominated before.
NEW  the district stands after "to", "and proposes", or is said to take the other's place.

Only where every word agrees is the new one told; else all the districts are given, for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.flow import Flow
from parsers.kinds.candidates import is_centre, meant
from parsers.kinds.mentions import CENTRE
from parsers.kinds.tiers import Candidate, Tier, candidate_of
from parsers.records import Doubt
from parsers.thai.places import DistrictMatch, match_district

_CHANGE = re.compile(
    r"เปลี่ยน(?:แปลง|ตัว)?|แก้ไข\s*(?:ราย\s*ชื่อ|ชื่อ|การ\s*เสนอ|ศูนย์|อำเภอ|ข้อมูล|จาก|เป็น)|แทน\s*(?:ที่)?\s*(?:ศูนย์|อำเภอ|อ\.)|ยกเลิก|ถอน|"
    r"เดิม\s*(?:เสนอ|คือ)|เสนอไว้เดิม|ที่เสนอไว้|(?:จาก|ราย\s*ชื่อ)\s*เดิม"
)
_OTHER_MATTER = re.compile(
    r"(?:เปลี่ยน(?:แปลง|ตัว)?|แก้ไข)\s*(?:การ|ชื่อ|ตัว|ข้อมูล)?\s*(?:สถานที่|ที่\s*ตั้ง|งบ|วงเงิน|เงิน|รายการ|ผู้|วัน|กำหนด|แผน|พื้นที่|ครุภัณฑ์|หมายเลข|เลข|เบอร์|โทร|รูปแบบ|การ\s*(?:จัด|เบิก|โอน))"
    r"|โอน\s*เปลี่ยนแปลง"
)
"""What is changed is not the centre."""
_LEAD = rf"\s*[(“\"]?\s*(?:{CENTRE}|(?:ศูนย์\s*ดำรง\s*ธรรม|ศดธ\.?)?\s*(?:อำเภอ|อ\.)?)\s*$"
"""What may stand between a word and the name: the words for a centre."""
_OLD_BEFORE = re.compile(
    r"(?:จาก(?:\s*เดิม)?|เดิม\s*(?:คือ|ได้แก่|เสนอ(?:\s*ชื่อ)?|[:：])?|(?:แห่ง|ราย|ชื่อ)\s*เดิม|แทน\s*(?:ที่)?|ยกเลิก(?:\s*(?:การ)?\s*(?:เสนอ\s*)?(?:ราย)?\s*ชื่อ)?|"
    r"ถอน(?:\s*(?:ราย)?\s*ชื่อ|\s*ตัว)?)\s*[:：]?" + _LEAD
)
_RECALLED = re.compile(r"ตาม\s*(?:ที่|หนังสือ)(?:(?!นั้น).)*$")
_OLD_AFTER = re.compile(
    r"^\s*[)”\"]?\s*(?:\(\s*เดิม\s*\)|เดิม(?![ก-๎])|(?:ซึ่ง|ที่)\s*(?:จังหวัด\S*\s*)?(?:ได้)?\s*(?:เคย)?\s*เสนอ(?:\s*(?:ราย)?\s*ชื่อ)?\s*(?:ไว้|เดิม|ก่อน|แล้ว|ไป)|ขอ\s*ถอน|ขอ\s*สละ)"
)
_NEW_BEFORE = re.compile(
    r"(?:(?:มา|เปลี่ยน|แก้ไข|แก้)?\s*เป็น|ใหม่\s*(?:คือ|ได้แก่|เป็น|[:：])?|(?:และ|โดย|จึง|แล้ว|ขอ)\s*(?:ขอ)?\s*(?:เสนอ|ส่ง|แจ้ง|คัด\s*เลือก)\s*(?:(?:ราย\s*)?ชื่อ)?|แทน\s*ด้วย|ให้)\s*[:：]?"
    + _LEAD
)
_NEW_AFTER = re.compile(r"^\s*[)”\"]?\s*(?:\(\s*ใหม่\s*\)|(?:เข้า\s*)?(?:เป็น\S*\s*)?แทน(?!\s*ราษฎร))")
_INTO = re.compile(r"(?:ขอ|แจ้ง|เรื่อง|จะ|มติ\S*|จึง|ให้)\s*(?:การ)?\s*(?:เปลี่ยน|แก้ไข)(?:(?!และ|เพื่อ|ซึ่ง|ให้)[^\n]){0,140}?เป็น" + _LEAD)
"""The one district that a text names is what the nomination is changed into."""
_BARE_PAIR = re.compile(
    r"(?:จาก|เดิม)(?:\s*เดิม)?\s*(?:คือ\s*)?[“\"]?(?P<old>[ก-๎-]{2,25})[”\"]?\s*(?:แก้ไข|เปลี่ยน|มา|แก้|ให้)*\s*เป็น\s*[“\"]?(?P<new>[ก-๎-]{2,25})(?![ก-๎])"
)
"""``แก้ไขชื่ออำเภอ จาก ท่าวังผา เป็น เวียงสา``."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a text that changes a nomination names."""

    found: tuple[Candidate, ...]
    """The new district alone where it is told; else all that are named."""
    old: str | None = None
    """Register name of the district that was nominated before, where it is named."""

    @property
    def is_told(self) -> bool:
        """True if the new district is known."""
        return len(self.found) == 1

    def doubt(self) -> Doubt:
        """A person compares it with what was nominated before."""
        before = f"จากอำเภอ{self.old} " if self.old else ""
        after = f"อำเภอ{self.found[0].name}"
        message = f"เอกสารขอเปลี่ยนแปลงศูนย์ดำรงธรรมอำเภอที่เสนอไว้{before}เป็น{after} โปรดตรวจสอบกับรายชื่อที่จังหวัดเคยเสนอก่อนรับไว้"
        return Doubt("nomination_changed", message, ("district",))


def changed(flow: Flow, province: str | None) -> Change | None:
    """The change of a nomination that a text asks for; None where it asks for none."""
    if not _CHANGE.search(flow.text) or _OTHER_MATTER.search(flow.text):
        return None
    found = meant(flow, province)
    said = list(_said(flow.text, found))
    old, new = _names(said, is_new=False), _names(said, is_new=True)
    named = {match.name for match in found}
    if len(old) == 1 and len(new) == 1 and not old & new and named == old | new:
        return Change(_new(said), next(iter(old)))
    if len(named) == 1 and not old and any(_INTO.search(flow.text[: match.start]) for match in found):
        return Change(_new(said))
    if (pair := _bare_pair(flow, province)) is not None:
        return pair
    centres = {match.name: candidate_of(Tier.CENTRE, match) for match in reversed(found) if is_centre(flow.text, match)}
    several = tuple(sorted(centres.values(), key=lambda each: each.start))
    return Change(several) if len(several) > 1 else None


def _bare_pair(flow: Flow, province: str | None) -> Change | None:
    """Two districts of the province that stand without the word for a district."""
    for match in _BARE_PAIR.finditer(flow.text) if province is not None else ():
        old, new = match_district(match["old"], province), match_district(match["new"], province)
        if old is not None and new is not None and old.certain and new.certain and old.name != new.name:
            return Change(
                (candidate_of(Tier.CHOSEN, replace(new, raw=match["new"], start=match.start("new"), end=match.end("new"))),),
                old.name,
            )
    return None


def _said(text: str, found: list[DistrictMatch]) -> Iterator[tuple[DistrictMatch, bool]]:
    """Mentions of which the words beside them tell whether they are the new district."""
    for index, match in enumerate(found):
        since = max(found[index - 1].end if index else 0, match.start - 160)
        until = found[index + 1].start if index + 1 < len(found) else len(text)
        before = text[since : match.start].rsplit("\n", 1)[-1]
        after = text[match.end : min(until, match.end + 60)].split("\n", 1)[0]
        if _OLD_BEFORE.search(before) or _OLD_AFTER.match(after) or _RECALLED.search(before):
            yield match, False
        elif _NEW_BEFORE.search(before) or _NEW_AFTER.match(after):
            yield match, True


def _names(said: list[tuple[DistrictMatch, bool]], *, is_new: bool) -> set[str]:
    return {match.name for match, new in said if new is is_new}


def _new(said: list[tuple[DistrictMatch, bool]]) -> tuple[Candidate, ...]:
    return tuple(candidate_of(Tier.CHOSEN, match) for match, new in said if new)[:1]
