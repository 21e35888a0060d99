"""Which district a paper nominates, among all districts that it mentions.

TIERS, best first: a mention that is said to be chosen; a form's own label or the only row of a list; a mention after
"namely"; a mention as a centre; a bare mention. A mention that is a post, an office's address, a runner-up, a rival in
a score table or a winner of an earlier year is none. The best tier tells; several districts in it are for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from parsers.flow import Flow, Row
from parsers.kinds.centre_label import centre_label, is_other_label
from parsers.kinds.mentions import CENTRE, mentions
from parsers.kinds.score_tables import listed, winners
from parsers.kinds.tiers import LOST, Candidate, Tier, candidate_of
from parsers.thai.places import DistrictMatch, match_district

_CHOOSING = re.compile(
    r"(?:ได้|ขอ|จึง|พิจารณา|มีมติ|ผล(?:การ)?|เห็นควร|เห็นสมควร|เห็นชอบ|ประกาศ)*\s*"
    r"(คัด\s*เลือก(?!กัน)|เสนอ\s*ชื่อ|เสนอ\s*ราย\s*ชื่อ|ขอ\s*เสนอ|เสนอ|ส่ง\s*ราย\s*ชื่อ|ส่ง\s*ชื่อ|"
    r"แจ้ง\s*ราย\s*ชื่อ|แจ้ง\s*ชื่อ|เห็น\s*ชอบ(?:ให้)?|มี\s*มติ(?:ให้)?|เห็น\s*ควรให้|กำหนดให้|"
    r"ชนะ\s*เลิศ|มอบหมายให้|พิจารณาให้|เลือก)"
)
_NAMING = re.compile(r"(?:ได้แก่|คือ|ดังนี้|ปรากฏว่า|[:：])\s*(?:[๑1]\s*[.)])?\s*$")
_FROM = re.compile(
    r"คัด\s*เลือก\s*จาก|จาก\s*(?:ศูนย์|ทั้งหมด|อำเภอ|จำนวน|$)|แทน\s*(?:ที่)?\s*$|ยกเว้น|ไม่รวม|นอกจาก|โดยมี|เพื่อ(?:คัด|พิจารณา|ประกอบ)|"
    r"หลักเกณฑ์|คณะ(?:กรรมการ|ทำงาน)|สูงกว่า|มากกว่า|รองจาก|เช่นเดียวกับ|ร่วมกับ"
)
_RECALLED = re.compile(r"(?<!ดัง)นั้น")
"""What was asked for before is recalled up to here; what follows is new."""
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
_RUNNER_UP = r"(?:รอง\s*ลง\s*(?:มา|ไป)|รอง\s*(?:ชนะ\s*เลิศ|อันดับ)\s*(?:อันดับ)?\s*(?:ที่)?\s*[0-9๐-๙]*|(?:ลำดับ\s*)?สำรอง)"
_NEXT_RANK = re.compile(
    rf"(?:(?:ลำดับ|อันดับ)\s*(?:ที่)?\s*[0-9๐-๙]+|{_RUNNER_UP})\s*(?:คือ|ได้แก่|[:：])?\s*"
    r"(?:ศูนย์\s*ดำรง\s*ธรรม\s*|ศดธ\.?\s*)?(?:อำเภอ|อ\.)?\s*$"
)
"""A rank that belongs to the district named next."""
_LOSES = re.compile(rf"(?:{_RUNNER_UP}|(?:ลำดับ|อันดับ)\s*(?:ที่)?\s*[2-9๒-๙])\s*(?:คือ|ได้แก่|[:：])?\s*\S{{0,20}}\s*$")
_LIST_ITEM = re.compile(r"^\s*(?:[0-9๐-๙]{1,2}\s*[.)]|[-–•*])")
_AND = re.compile(r"^\s*(?:และ|กับ|,|/|หรือ|รวมทั้ง)?\s*(?:และ)?\s*" + f"(?:{CENTRE}|อำเภอ|อ\\.)?\\s*$")
_ALONE = re.compile(
    r"^\s*(?:[0-9๐-๙]{1,2}\s*[.)]\s*)?(?:ชื่อ\s*)?(?:จังหวัด\s*\S+\s+)?((?:ศูนย์\s*ดำรง\s*ธรรม\s*|ศดธ\.?\s*)?(?:อำเภอ|อ\.)\s*[ก-๙]{2,25})\s*(?:(?:จังหวัด|จ\.)\s*\S+)?\s*$"
)
"""A line that names a district and its province, and nothing else."""
_PLACE_OPENS = re.compile(rf"\s*(?:{CENTRE}|ศูนย์\s*ดำรง\s*ธรรม|ศดธ|อำเภอ|อ\.)")
_NOT_A_NAME = re.compile(
    r"ดัง|ตาม|รวม|ทั้ง|นี้|นั้น|ราย|ตน|หนึ่ง|อื่น|ซึ่ง|จึง|โดย|จาก|จังหวัด|แล้ว|พร้อม|ดี|เด่น|สู่|กับ|ว่า|คือ|ไม่|ก่อน|อัจฉริยะ|ที่|ทุก|ใน(?!เมือง)|ดำรง|ต้นแบบ|แห่ง|"
    r"ของ|และ|ให้|นำร่อง|จำนวน|ละ(?!อุ่น|แม|หาน)|ได้|เป็น|มี|เพื่อ|ระดับ|ฯ|ส่ง|เรียน|กราบ|เสนอ|แจ้ง|ขอ|จัด|ดำเนิน|เอกสาร|ประจำ|แบบ|ตัวอย่าง|ลง|เข้า|ปี|พ\.|ครับ|ค่ะ|"
    r"คะ|ผล|ผู้|ชื่อ|ศูนย์|อำเภอ|กรม|คณะ|ต่าง|ต่อ|กรุณา|โปรด|ด้วย|ยัง|จะ|หรือ|ถูก|สมควร|ใด|โครงการ|ประกอบ|สำหรับ|เดิม|ใหม่|เดียว|อย่าง|แต่|เท่านั้น|ข้าง|"
    r"กลุ่ม|ฝ่าย|สำนัก|งาน|หน่วย|เจ้าหน้าที่|นาย(?!ายอาม)|นาง(?!รอง)|ปลัด|เสมียน|เป้าหมาย|รับ|ทำ|ไป|มา|ทราบ|คัด|ระบุ|สังกัด|พื้นที่"
)
"""Words that follow "centre of a district" in a sentence that names none."""
_NAME_TEXT = re.compile(r"[ ]*[:：“\"]?[ ]*(?P<name>[ก-ฮเ-ไ][ก-๙]{1,40})")
_NAME_ENDS = re.compile(r"จังหวัด|เป็น|ได้|และ|ซึ่ง|ที่|เพื่อ|ให้|เข้า|ประจำ|ของ|โดย|จึง|พร้อม")
_NAME_LENGTHS = range(2, 19)
_SUBJECT = re.compile(r"^\s*เรื่อง\s")
_BESIDE = re.compile(r"\s*(?:,|/|และ|กับ|หรือ)\s*")


def candidates(flow: Flow, province: str | None) -> list[Candidate]:
    """All districts that may be the nominated one, the strongest first."""
    tables = listed(flow, province)
    rival_tables = {row.table for row, _ in tables}
    found = [*_labelled(flow, province, rival_tables), *winners(flow, tables), *_in_prose(flow, province, rival_tables)]
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


def carried(flow: Flow) -> str:
    """The text with a space for the line break where a sentence goes on with a district on a line of its own."""
    text = flow.text
    for before, row in pairwise(flow.rows):
        if _goes_on(before, row):
            text = text[: before.end] + " " + text[before.end + 1 :]
    return text


def _goes_on(before: Row, row: Row) -> bool:
    """True if a line of prose may go on with the next, which opens with a centre or district."""
    is_prose = before.table is None and row.table is None
    return is_prose and bool(_PLACE_OPENS.match(row.text)) and (before.open_end or bool(_NAMING.search(before.text)))


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
    if LOST.search(after) or _LOSES.search(line):
        return None
    if previous is not None and since == previous[0] and _AND.match(before):
        return previous[1]
    choosing = list(_CHOOSING.finditer(line))
    if choosing and _chooses(line[choosing[-1].start() :]):
        return Tier.CHOSEN
    if _MADE.match(after) and not _FROM.search(line[-40:]):
        return Tier.CHOSEN
    if _RANKED_FIRST.search(line):
        return Tier.CHOSEN
    if _NAMING.search(line) or (_LIST_ITEM.match(line) and _lists(text, match.start)):
        return Tier.NAMED
    if _FROM.search(line[-60:]):
        return None
    return Tier.CENTRE if is_centre(text, match) else Tier.BARE


def _line_before(text: str, match: DistrictMatch, since: int = 0) -> str:
    """What stands in the line before the name, the words for a centre or district left out."""
    bare = _PREFIX.sub("", text[max(since, match.start - 150) : match.start] + _lead(match.raw))
    return bare.rsplit("\n", 1)[-1]


def _is_post_or_place(line: str) -> bool:
    return bool(_POST.search(line) or _PLACE.search(line))


def _chooses(text: str) -> bool:
    """True if a verb of choosing, with which the text begins, reaches to its end."""
    return not (_FROM.search(text) or _RECALLED.search(text))


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


def _labelled(flow: Flow, province: str | None, rival_tables: set[int | None]) -> Iterator[Candidate]:
    """``ศูนย์ดำรงธรรมอำเภอ : ปัว`` in a line or cell, ``อำเภอที่เสนอ | ปัว`` in a row."""
    for index, row in enumerate(flow.rows):
        before = flow.rows[index - 1] if index else None
        if row.table is None and (alone := _ALONE.match(row.text)):
            if before is None or not _goes_on(before, row) or _names_next(before.text):
                yield from _value(alone.group(1), row.start + alone.start(1), province)
        elif row.table is None or row.table not in rival_tables:
            for column, cell in enumerate(row.cells):
                yield from _labelled_cell(row, column, cell, province)


def _names_next(text: str) -> bool:
    """False of a line that goes on with a district which is left out, or is a runner-up."""
    return not (_FROM.search(text[-60:]) or _LOSES.search(text))


def _labelled_cell(row: Row, column: int, cell: str, province: str | None) -> Iterator[Candidate]:
    label = centre_label(cell)
    if label is None:
        return
    value = cell[label.end :]
    if value.strip():
        start = row.cell_start(column) + label.end
        is_name = label.parted or (label.asks and len(value.split()) == 1)
        named = list(_value(value, start, province, may_be_unknown=label.of_district and is_name))
        if label.parted or all(each.raw.strip() == value.strip() for each in named):
            yield from named
        return
    beside = next((i for i in range(column + 1, len(row.cells)) if row.cells[i].strip()), None)
    if beside is None or row.table is None or centre_label(row.cells[beside]) or is_other_label(row.cells[beside]):
        return
    yield from _value(row.cells[beside], row.cell_start(beside), province, may_be_unknown=label.of_district)


def _value(text: str, start: int, province: str | None, *, may_be_unknown: bool = True) -> Iterator[Candidate]:
    """The district that fills a label's value, or those that it lists; what is none of the register is kept as it stands."""
    found = _whole(text, start, province)
    inside = [] if found else mentions(text, province)
    if found:
        yield from found
    elif inside:
        yield from (candidate_of(Tier.LABEL, each, start) for each in inside)
    elif may_be_unknown and (named := _name(text, 0)) is not None:
        yield Candidate(Tier.LABEL, None, None, text.strip(), start + named[1], start + named[2], False)


def _whole(text: str, start: int, province: str | None) -> list[Candidate]:
    """The one district that a text is, or the several that it lists; empty if it is anything else."""
    plain = re.split(r"\s*(?:จังหวัด|จ\.)", text)[0].strip(" :")
    parts = [plain, *_BESIDE.split(plain)]
    for names in (parts[:1], parts[1:]):
        matches = [match_district(name, province) for name in names]
        if all(matches):
            return [_as_label(match, text, start) for match in matches if match is not None]
    return []


def _as_label(match: DistrictMatch, text: str, start: int) -> Candidate:
    at = start + max(text.find(match.raw), 0)
    end = at + len(match.raw)
    return Candidate(Tier.LABEL, match.name, match.province or None, text.strip(), at, end, match.certain, match.ambiguous)


def _name(text: str, offset: int) -> tuple[str, int, int] | None:
    """What stands at an offset, with its place, if it may be the name of a place; None if it is other words."""
    run = _NAME_TEXT.match(text, offset)
    if run is None or _NOT_A_NAME.match(run["name"]):
        return None
    ends = _NAME_ENDS.search(run["name"], 2)
    name = run["name"][: ends.start()] if ends else run["name"]
    start = run.start("name")
    return (name, start, start + len(name)) if len(name) in _NAME_LENGTHS else None


def _unknown(flow: Flow, province: str | None) -> Iterator[Candidate]:
    """A centre that a sentence says is chosen, but is no district of the register: kept as it stands."""
    for row in flow.rows:
        if row.table is not None or _SUBJECT.match(row.text):
            continue
        for found in re.finditer(CENTRE, row.text):
            named = _name(row.text, found.end())
            if named is None or match_district(named[0], province) is not None:
                continue
            choosing = list(_CHOOSING.finditer(row.text, max(0, found.start() - 110), found.start()))
            if (choosing and _chooses(row.text[choosing[-1].start() : found.start()])) or _MADE.match(row.text[named[2] :]):
                yield Candidate(Tier.CHOSEN, None, None, named[0], row.start + named[1], row.start + named[2], False)
