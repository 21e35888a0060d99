"""Achievement report: what work a centre is proud of, and how it scores against the GECC criteria."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from parsers.flow import Flow, Row, flow
from parsers.kinds.candidates import candidates, nominated
from parsers.kinds.district import district_field
from parsers.kinds.mentions import mentions
from parsers.kinds.tiers import Candidate, Tier, candidate_of
from parsers.kinds.work_title import titles
from parsers.letter import read_letter
from parsers.origin import find_origin
from parsers.records import Document, DocumentRole, Facts, Field, Identification
from parsers.thai.text import to_arabic
from parsers.title import title_of
from parsers.wording import ANNEX_WORDS, KIND_WORDS, says, told_kinds

_HEAD = 8
"""Rows in which a report says whose it is."""
_OFFICE = re.compile(r"ที่\s*(?:ทำการปกครอง|ว่าการ)")
_SCORE = re.compile(
    r"(?:คะแนน\s*(?:การ)?\s*(?:ประเมิน)?\s*(?:ตนเอง)?\s*(?:ตาม\S*)?\s*(?:GECC)?\s*(?:รวม|"
    r"ที่ได้(?:รับ)?|ทั้งสิ้น)\s*(?:ทั้งสิ้น|ทั้งหมด|ทุกด้าน)?|รวม\s*คะแนน\s*(?:ทั้งสิ้น|ทั้งหมด|"
    r"ที่ได้(?:รับ)?|ประเมิน|GECC|ทุกด้าน)?|รวม\s*(?:ทั้งสิ้น|ทั้งหมด)?\s*(?:ได้)?|"
    r"ได้\s*คะแนน(?:\s*รวม)?|"
    r"คะแนน\s*(?:ประเมิน)?\s*GECC|GECC\s*(?:ได้)?\s*คะแนน|"
    r"คะแนน\s*ประเมิน\s*(?:ตนเอง)?)\s*(?:\(?\s*GECC\s*\)?)?\s*(?:จำนวน|เท่ากับ|คือ|=|:|：)?\s*[\t ]*"
    r"([0-9๐-๙]{1,3}(?:\.[0-9๐-๙]{1,2})?)\s*(?:/\s*[0-9๐-๙]+|คะแนน|\(|จาก|\t|\n|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\s*([0-9๐-๙]{1,3}(?:\.[0-9๐-๙]{1,2})?)\s*(?:คะแนน)?\s*(?:/\s*[0-9๐-๙]+)?\s*$")
_TOTAL_ROW = re.compile(r"\s*(?:คะแนน\s*)?(?:ผล)?\s*รวม|\s*คะแนน\s*(?:รวม|ประเมิน|GECC)|\s*รวม\s*คะแนน", re.IGNORECASE)
_GOT = re.compile(r"ที่\s*ได้|ได้\s*รับ|ประเมิน\s*ตนเอง|ผล\s*คะแนน|^\s*ได้|คะแนน\s*ประเมิน|ผล\s*(?:การ)?\s*ประเมิน")
_FULL = re.compile(r"เต็ม")


class Achievement:
    """The kind ``achievement``."""

    name = "achievement"

    def matches(self, document: Document) -> Identification | None:
        """A form or report titled as one; a letter or mail only if it names the work itself."""
        running = flow(document, "")
        letter = read_letter(running)
        title = letter.subject if letter else title_of(running)
        told = told_kinds(title)
        if says(title, ANNEX_WORDS) or (letter is not None and letter.is_from_department):
            return None
        named = next(titles(running, letter.body_start if letter else 0), None)
        strict = named is not None and (letter is None or named.strict)
        speaks = "achievement" in told and told[0] in ("achievement", "nomination")
        if letter is None and speaks and (told[0] == "achievement" or strict):
            return _identified(says(title, KIND_WORDS["achievement"]) or title)
        if letter is not None and strict and "disbursement" not in told and (speaks or not told):
            return _identified(named.text if named else title)
        if not told and named is not None and named.strict:
            return _identified(named.text)
        return None

    def extract(self, document: Document) -> Facts:
        """Province, district, title of the work and, where given, the total score."""
        lines, running = flow(document), flow(document, "")
        letter, joined = read_letter(lines), read_letter(running)
        origin = find_origin(lines, letter)
        province = origin.province.value if origin.province else None
        fields: dict[str, Field] = {}
        doubts = list(origin.doubts)
        chosen = nominated([c for c in candidates(running, province) if c.tier is not Tier.BARE or letter is None])
        chosen = chosen or _own_office(running, province)
        if chosen:
            fields["district"], more = district_field(running, chosen, province)
            doubts += more
        title = next(titles(running, joined.body_start if joined else 0), None)
        if title is not None:
            end = title.start + len(title.text)
            fields["title"] = running.field(title.text, title.start, end, certain=title.sure, raw=title.text)
        score = _score(lines)
        if score is not None:
            fields["gecc_total"] = score
        return Facts(self.name, origin.province, None, fields, doubts=tuple(doubts), parts=(document.part,))


def _own_office(running: Flow, province: str | None) -> list[Candidate]:
    """The district whose office heads the report, where the report names no centre."""
    head = running.rows[min(_HEAD, len(running.rows)) - 1].end if running.rows else 0
    offices = [match for match in mentions(running.text[:head], province) if _OFFICE.match(match.raw)]
    found = {match.name: candidate_of(Tier.LABEL, match) for match in offices}
    return list(found.values())


def _identified(evidence: str) -> Identification:
    return Identification(DocumentRole.ACHIEVEMENT, evidence=(evidence,))


def _score(lines: Flow) -> Field | None:
    """The total of the GECC score: the total row of the table of scores, else the words for it in a line of text."""
    for row in reversed(lines.rows):
        found = _score_in_row(lines, row) if row.table is not None else None
        if found is not None:
            return found
    matches = [match for match in _SCORE.finditer(lines.text) if "เต็ม" not in match.group(0) and not _in_table(lines, match)]
    chosen = next((match for match in matches if "รวม" in match.group(0)), matches[0] if matches else None)
    if chosen is None:
        return None
    return lines.field(_plain(chosen.group(1)), chosen.start(1), chosen.end(1))


def _in_table(lines: Flow, match: re.Match[str]) -> bool:
    touched = lines.pieces_at(match.start(1), match.end(1))
    return bool(touched) and touched[0].table is not None


def _score_in_row(lines: Flow, row: Row) -> Field | None:
    """The score in a table's total row, by the heading of its column; one that no heading tells cannot be read.

    A row with one number alone is a label with its value.
    """
    label = next((cell for cell in row.cells if cell.strip()), "")
    if not _TOTAL_ROW.match(label):
        return None
    numbers = [column for column, cell in enumerate(row.cells) if _NUMBER.match(cell)]
    if not numbers:
        return None
    headings = _headings(lines, row, numbers)
    full = [column for column in numbers if _FULL.search(headings[column]) and not _GOT.search(headings[column])]
    got = [column for column in numbers if _GOT.search(headings[column]) and column not in full]
    left = got or [column for column in numbers if column not in full]
    if len(left) == 1 and (got or full or len(numbers) == 1):
        match = _NUMBER.match(row.cells[left[0]])
        start = row.cell_start(left[0])
        return lines.field(_plain(match.group(1)), start, start + len(row.cells[left[0]])) if match else None
    return lines.field(None, row.start, row.end, certain=False) if len(left) > 1 else None


def _headings(lines: Flow, row: Row, columns: list[int]) -> dict[int, str]:
    """For each column the words above it in its table, down to the first number."""
    above = [other for other in lines.rows if other.table == row.table and other.start < row.start]
    found: dict[int, str] = {}
    for column in columns:
        cells = [other.cells[column] for other in above if column < len(other.cells)]
        first = next((index for index, cell in enumerate(cells) if _NUMBER.match(cell)), len(cells))
        found[column] = " ".join(cells[:first])
    return found


def _plain(text: str) -> str | None:
    """A score as a plain decimal without trailing zeros: ``"92.5"``."""
    try:
        value = Decimal(to_arabic(text))
    except InvalidOperation:
        return None
    return f"{value.normalize():f}"


ACHIEVEMENT = Achievement()
