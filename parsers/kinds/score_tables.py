"""Districts in lists and score tables: which rows there are, and which of them is marked as chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.flow import Flow, Row
from parsers.kinds.mentions import mentions
from parsers.kinds.tiers import LOST, Candidate, Tier
from parsers.thai.places import DistrictMatch, match_district

_RANK_HEADING = re.compile(r"อันดับ|ลำดับ\s*(?:ที่)?\s*(?:ที่ได้|คะแนน)|ผล\s*(?:การ)?\s*(?:พิจารณา|คัด|ประเมิน|จัด)")
_FIRST = re.compile(r"^\s*(?:ลำดับ|อันดับ)?\s*(?:ที่)?\s*(?:1|๑)\s*$")
_WON = re.compile(
    r"ได้รับ\s*(?:การ)?\s*คัด\s*เลือก|ผ่าน\s*(?:การ)?\s*คัด\s*เลือก|^\s*คัด\s*เลือก\s*$|ชนะ\s*เลิศ|"
    r"เสนอ\s*(?:ชื่อ)?\s*(?:เป็น)?|อันดับ\s*(?:ที่)?\s*(?:1|๑)(?![0-9๐-๙])"
)

_DISTRICTS = re.compile(r"อำเภอ|ศดธ|ศูนย์\s*ดำรงธรรม|หน่วยงาน|รายชื่อ")
Listed = list[tuple[Row, DistrictMatch]]


def listed(flow: Flow, province: str | None) -> Listed:
    """Rows of tables that list districts: a table counts if a column is headed as one of districts, or names several."""
    out: Listed = []
    numbers = {row.table for row in flow.rows if row.table is not None}
    for number in sorted(table for table in numbers if table is not None):
        rows = [row for row in flow.rows if row.table == number]
        place = _district_column(rows, province)
        if place is None:
            continue
        heading, column = place
        for row in rows[heading + 1 :]:
            match = _in_cell(row.cells[column], province) if column < len(row.cells) else None
            if match is not None:
                out.append((row, match))
    return out


def _in_cell(cell: str, province: str | None) -> DistrictMatch | None:
    """The district that a cell names: the province's own, else one of another province, which is for a person."""
    if not cell.strip():
        return None
    inside = mentions(cell, province)
    if inside:
        return inside[0]
    elsewhere = match_district(cell, None)
    return match_district(cell, province) or (elsewhere if elsewhere is not None and elsewhere.certain else None)


def _district_column(rows: list[Row], province: str | None) -> tuple[int, int] | None:
    """The heading row, and the column below it in which districts stand; lines of a title may stand above it (sheets)."""
    for index, heading in enumerate(rows[:-1]):
        if sum(bool(cell.strip()) for cell in heading.cells) < 2:
            continue
        for column, cell in enumerate(heading.cells):
            if not _DISTRICTS.search(cell) or re.search(r"ปลัดอำเภอ|นายอำเภอ", cell) or _in_cell(cell, province) is not None:
                continue
            below = [row.cells[column] for row in rows[index + 1 :] if column < len(row.cells) and row.cells[column].strip()]
            named = [text for text in below if _in_cell(text, province) is not None]
            if named and len(named) * 2 >= len(below):
                return index, column
    return None


def winners(flow: Flow, listed: Listed) -> Iterator[Candidate]:
    """The rows of a list that are marked as chosen; of a list with one row, that row; of an unmarked list, all of them."""
    for number in dict.fromkeys(row.table for row, _ in listed):
        rows = [(row, match) for row, match in listed if row.table == number]
        marked = [(row, match) for row, match in rows if _is_marked(flow, row)]
        lost = [row for row, _ in rows if LOST.search(row.text) or re.search(r"ไม่\s*(?:ได้)?\s*(?:คัด|ผ่าน)", row.text)]
        left = [(row, match) for row, match in rows if row not in lost]
        tier = Tier.CHOSEN if marked or len(rows) == 1 else Tier.CENTRE
        for row, match in marked or left:
            at = max(row.text.find(match.raw), 0) + row.start
            yield Candidate(
                tier, match.name, match.province or None, match.raw, at, at + len(match.raw), match.certain, match.ambiguous
            )


def _is_marked(flow: Flow, row: Row) -> bool:
    """True if a row says that it won: in words, or by rank 1 in a column of ranks."""
    if LOST.search(row.text) or re.search(r"ไม่\s*(?:ได้)?\s*(?:คัด|ผ่าน)", row.text):
        return False
    if any(_WON.search(cell) for cell in row.cells):
        return True
    above = [other for other in flow.rows if other.table == row.table and other.start < row.start]
    for column, cell in enumerate(row.cells):
        heading = " ".join(other.cells[column] for other in above if column < len(other.cells))
        if _FIRST.match(cell) and _RANK_HEADING.search(heading):
            return True
    return False
