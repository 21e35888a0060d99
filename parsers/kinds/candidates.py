"""Which district a paper nominates, among all districts that it mentions.

TIERS, best first: a mention that is said to be chosen; a form's own label or the only row of a list; a mention after
"namely"; a mention as a centre; a bare mention. A mention that is a post, an office's address, a runner-up, a rival in
a score table or a winner of an earlier year is none. The best tier tells; several districts in it are for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.flow import Flow
from parsers.kinds.choosing import RUNNER_UP, carried, chooses, leaves_out, loses, names, selects_from
from parsers.kinds.district_labels import labelled, name_at
from parsers.kinds.mentions import CENTRE, mentions
from parsers.kinds.score_tables import listed, winners
from parsers.kinds.tiers import LOST, Candidate, Tier, candidate_of
from parsers.thai.places import DistrictMatch, match_district

_MADE = re.compile(
    r"^[^\n]{0,70}?(?:เป็น\s*(?:ศูนย์\s*ดำรง\s*ธรรม)?\s*(?:อำเภอ)?\s*(?:อัจฉริยะ|ต้นแบบ)|"
    r"เป็น\s*ตัวแทน|เป็น\s*ศูนย์\s*ดำรงธรรม\s*อำเภอ\s*อัจฉริยะ|ได้รับ\s*(?:การ)?\s*คัด\s*เลือก|"
    r"ผ่าน\s*(?:การ)?\s*คัด\s*เลือก|"
    r"ชนะ\s*เลิศ|คะแนน\s*(?:รวม)?\s*สูง\s*สุด|(?:ลำดับ|อันดับ)\s*(?:ที่)?\s*(?:1|๑)(?![0-9๐-๙]))"
)
_POST = re.compile(
    r"(?:นาย|ปลัด|พัฒนาการ|สาธารณสุข|เกษตร|สัสดี|ท้องถิ่น|ศึกษาธิการ|ปศุสัตว์|ปลัดอาวุโส|ปกครอง|"
    r"กิ่งกาชาด|ผู้กำกับ\S*|สภ\.?|ประจำ|เจ้าหน้าที่|ปค\.?|ทปค\.?)\s*$|นอภ\s?\.\s*$"
)
_PLACE = re.compile(
    r"(?:ที่ว่าการ|ที่ทำการปกครอง|สำนักงาน|สนง\.?|ห้องประชุม|หอประชุม|ตำบล\s*\S+|ต\.\s*\S+|ถนน\s*\S+|หมู่(?:ที่)?\s*\S+|โรงพยาบาล|ศาลา\S*)\s*$"
)
_PREFIX = re.compile(r"(?:ศูนย์\s*ดำรง\s*ธรรม\s*(?:ประจำ\s*)?|ศดธ\.?\s*|ศูนย์\s*ฯ?\s*)?(?:กิ่ง)?(?:อำเภอ|อ\.)\s*$")
_RANKED_FIRST = re.compile(r"(?:ลำดับ|อันดับ)\s*(?:ที่)?\s*(?:1|๑)\s*(?:คือ|ได้แก่|[:：])?\s*$|ชนะ\s*เลิศ\s*(?:คือ|ได้แก่|[:：])?\s*$")
_NEXT_RANK = re.compile(
    rf"(?:(?:ลำดับ|อันดับ)\s*(?:ที่)?\s*[0-9๐-๙]+|{RUNNER_UP})\s*(?:คือ|ได้แก่|[:：])?\s*"
    r"(?:ศูนย์\s*ดำรง\s*ธรรม\s*|ศดธ\.?\s*)?(?:อำเภอ|อ\.)?\s*$"
)
"""A rank that belongs to the district named next."""
_LIST_ITEM = re.compile(r"^\s*(?:[0-9๐-๙]{1,2}\s*[.)]|[-–•*])")
_AND = re.compile(r"^\s*(?:และ|กับ|,|/|หรือ|รวมทั้ง)?\s*(?:และ)?\s*" + f"(?:{CENTRE}|อำเภอ|อ\\.)?\\s*$")
_SUBJECT = re.compile(r"^\s*เรื่อง\s")


def candidates(flow: Flow, province: str | None) -> list[Candidate]:
    """All districts that may be the nominated one, the strongest first."""
    tables = listed(flow, province)
    rival_tables = {row.table for row, _ in tables}
    found = [*labelled(flow, province, rival_tables), *winners(flow, tables), *_in_prose(flow, province, rival_tables)]
    if not any(candidate.tier is Tier.CHOSEN for candidate in found):
        found += _unknown(flow, province)
    return sorted(found, key=lambda candidate: (candidate.tier, candidate.start))


def nominated(found: list[Candidate]) -> list[Candidate]:
    """The candidates of the best tier, each district once; more than one is for a person."""
    if not found:
        return []
    best = [candidate for candidate in found if candidate.tier == found[0].tier]
    if found[0].tier in (Tier.CHOSEN, Tier.LABEL):
        best = [candidate for candidate in found if candidate.tier in (Tier.CHOSEN, Tier.LABEL)]
    return _each_once(best)


def meant(flow: Flow, province: str | None) -> list[DistrictMatch]:
    """Mentions of districts in running text that are neither somebody's post nor the address of an office."""
    return [match for match in mentions(flow.text, province) if not _is_post_or_place(_line_before(flow.text, match))]


def _each_once(found: list[Candidate]) -> list[Candidate]:
    distinct: dict[tuple[str | None, str], Candidate] = {}
    for candidate in found:
        distinct.setdefault((candidate.name, candidate.province or "") if candidate.name else (None, candidate.raw), candidate)
    return list(distinct.values())


def _in_prose(flow: Flow, province: str | None, rival_tables: set[int | None]) -> Iterator[Candidate]:
    """Mentions in running text, each by what stands before and after it."""
    text = carried(flow)
    matches = [m for m in mentions(flow.text, province) if not _in_table(flow, m.start, rival_tables)]
    previous: tuple[int, Tier] | None = None
    for index, match in enumerate(matches):
        following = matches[index + 1].start if index + 1 < len(matches) else len(flow.text)
        tier = _tier(text, match, matches[index - 1].end if index else 0, following, previous)
        if tier is not None:
            yield candidate_of(tier, match)
            previous = (match.end, tier)


def _in_table(flow: Flow, offset: int, tables: set[int | None]) -> bool:
    touched = flow.pieces_at(offset, offset + 1)
    return bool(touched) and touched[0].table is not None and touched[0].table in tables


def _tier(text: str, match: DistrictMatch, since: int, until: int, previous: tuple[int, Tier] | None) -> Tier | None:
    """The tier of one mention; None if it is a post, a place, a runner-up or an earlier winner."""
    before = text[max(since, match.start - 150) : match.start]
    line = _line_before(text, match, since)
    after = _NEXT_RANK.sub("", text[match.end : min(until, match.end + 140)].split("\n", 1)[0])
    if _is_post_or_place(line):
        return None
    if LOST.search(after) or loses(line):
        return None
    if previous is not None and since == previous[0] and _AND.match(before):
        return previous[1]
    if leaves_out(line):
        return None
    if chooses(line) or _RANKED_FIRST.search(line) or (_MADE.match(after) and not selects_from(line[-40:])):
        return Tier.CHOSEN
    if names(line) or (_LIST_ITEM.match(line) and _lists(text, match.start)):
        return Tier.NAMED
    if selects_from(line[-60:]):
        return None
    return Tier.CENTRE if is_centre(text, match) else Tier.BARE


def _line_before(text: str, match: DistrictMatch, since: int = 0) -> str:
    """What stands in the line before the name, the words for a centre or district left out."""
    bare = _PREFIX.sub("", text[max(since, match.start - 150) : match.start] + _lead(match.raw))
    return bare.rsplit("\n", 1)[-1]


def _is_post_or_place(line: str) -> bool:
    return bool(_POST.search(line) or _PLACE.search(line))


def _lead(raw: str) -> str:
    """The words before the name in a mention (นายอำเภอ, ที่ว่าการอำเภอ, ศูนย์ดำรงธรรมอำเภอ)."""
    lead = re.match(r"[^\n]*?(?:อำเภอ|อ\s?\.|นอภ\s?\.)", raw)
    return lead.group(0) if lead else ""


def is_centre(text: str, match: DistrictMatch) -> bool:
    """True if a mention names the centre of a district, not just the district."""
    before = text[max(0, match.start - 40) : match.start]
    return "ศดธ" in match.raw or "ดำรง" in match.raw or bool(re.search(CENTRE + r"\s*$", before))


def _lists(text: str, offset: int) -> bool:
    """True if the line before the list that an item belongs to says that a list follows."""
    for line in reversed(text[:offset].split("\n")[:-1]):
        if line.strip() and not _LIST_ITEM.match(line):
            return bool(re.search(r"(?:ดังนี้|ดังต่อไปนี้|ได้แก่|คือ|[:：])\s*$", line))
    return False


def _unknown(flow: Flow, province: str | None) -> Iterator[Candidate]:
    """A centre that a sentence says is chosen, but is no district of the register: kept as it stands."""
    for row in flow.rows:
        if row.table is not None or _SUBJECT.match(row.text):
            continue
        for found in re.finditer(CENTRE, row.text):
            named = name_at(row.text, found.end())
            if named is None or match_district(named[0], province) is not None:
                continue
            if chooses(row.text[max(0, found.start() - 110) : found.start()]) or _MADE.match(row.text[named[2] :]):
                yield Candidate(Tier.CHOSEN, None, None, named[0], row.start + named[1], row.start + named[2], False)
