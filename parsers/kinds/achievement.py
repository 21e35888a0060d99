"""Achievement report: what work a centre is proud of, and how it scores against the GECC criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from parsers.flow import Flow, Row, flow
from parsers.kinds.candidates import candidates, nominated
from parsers.kinds.district import district_field
from parsers.kinds.tiers import Tier
from parsers.letter import read_letter
from parsers.origin import find_origin
from parsers.records import Document, DocumentRole, Facts, Field, Identification
from parsers.thai.text import is_blank_answer, to_arabic
from parsers.title import title_of
from parsers.wording import ANNEX_WORDS, KIND_WORDS, says, told_kinds

_NUMBERING = r"^\s*(?:[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?\s*[.)]?\s*|ส่วนที่\s*\S+\s*)?"
_TITLE_LABEL = re.compile(
    _NUMBERING + r"(?:ชื่อ\s*ผลงาน(?!\S*ศูนย์)|ชื่อ\s*นวัตกรรม|ชื่อ\s*เรื่อง|ชื่อ\s*โครงการ\s*/?\s*(?:กิจกรรม|"
    r"ผลงาน)?(?!\S*ศูนย์ดำรง)|ชื่อ\s*กิจกรรม|ชื่อ\s*แนวปฏิบัติ\S*|หัวข้อ\s*ผลงาน|"
    r"เรื่อง\s*ที่\s*ประสบ\s*ความสำเร็จ|"
    r"ผลงาน\s*(?:เรื่อง|ที่\s*ประสบ\s*ความ\s*สำเร็จ|ดีเด่น|เด่น|ที่โดดเด่น|ชื่อ|ที่นำเสนอ|ที่ภาคภูมิใจ)|นวัตกรรม|เรื่อง)"
    r"(?:\s*[/และ]*\s*(?:นวัตกรรม|ผลงาน|โครงการ|กิจกรรม|แนวปฏิบัติ\S*))*(?:\s*\([^)]{0,60}\))?\s*(?:คือ|ได้แก่)?\s*[:：]?\s*"
)
_STRICT = re.compile(_NUMBERING + r"(?:ชื่อ|หัวข้อ|ผลงาน\s*(?:เรื่อง|ชื่อ))")
_IN_PROSE = re.compile(
    r"(?:ผลงาน|นวัตกรรม)\s*(?:ชื่อ|เรื่อง|ที่โดดเด่น\s*คือ|คือ|"
    r"ได้แก่)\s*[“\"‘']?([^“”\"’\n]{4,160}?)[”\"’]?(?=\s(?:ซึ่ง|โดย|ของ|ได้คะแนน|มีคะแนน|และ|"
    r"รายละเอียด)|[”\"’]|\n|$)"
)
_QUOTES = "“”\"'‘’«» "
_TOTAL_WORD = re.compile(r"รวม|คะแนน\s*ที่\s*ได้|คะแนน\s*ประเมิน|ผล\s*(?:การ)?\s*ประเมิน\s*ตนเอง")
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
_GOT = re.compile(r"ที่\s*ได้|ได้\s*รับ|ประเมิน\s*ตนเอง|ผล\s*คะแนน|^\s*ได้")
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
        named = next(_titles(running), None)
        strict = named is not None and (letter is None or named[2])
        speaks = "achievement" in told and told[0] in ("achievement", "nomination")
        if letter is None and speaks and (told[0] == "achievement" or strict):
            return _identified(says(title, KIND_WORDS["achievement"]) or title)
        if letter is not None and strict and "disbursement" not in told and (speaks or not told):
            return _identified(named[0] if named else title)
        if not told and named is not None and named[2]:
            return _identified(named[0])
        return None

    def extract(self, document: Document) -> Facts:
        """Province, district, title of the work and, where given, the total score."""
        lines, running = flow(document), flow(document, "")
        letter = read_letter(lines)
        origin = find_origin(lines, letter)
        province = origin.province.value if origin.province else None
        fields: dict[str, Field] = {}
        doubts = list(origin.doubts)
        chosen = nominated([c for c in candidates(running, province) if c.tier is not Tier.BARE or letter is None])
        if chosen:
            fields["district"], more = district_field(running, chosen, province)
            doubts += more
        title = next(_titles(lines), None)
        if title is not None:
            fields["title"] = lines.field(title[0], title[1], title[1] + len(title[0]), raw=title[0])
        score = _score(lines)
        if score is not None:
            fields["gecc_total"] = score
        return Facts(self.name, origin.province, None, fields, doubts=tuple(doubts), parts=(document.part,))


def _identified(evidence: str) -> Identification:
    return Identification(DocumentRole.ACHIEVEMENT, evidence=(evidence,))


def _titles(running: Flow) -> Iterator[tuple[str, int, bool]]:
    """Titles of the work: text, offset, whether only an achievement report has such a label; those first."""
    found = list(_label_values(running))
    yield from (title for title in found if title[2])
    for match in _IN_PROSE.finditer(running.text):
        text = match.group(1).strip(_QUOTES)
        if text:
            yield text, running.text.find(text, match.start(1)), True
    yield from (title for title in found if not title[2])


def _label_values(running: Flow) -> Iterator[tuple[str, int, bool]]:
    for index, row in enumerate(running.rows):
        for column, cell in enumerate(row.cells):
            label = _TITLE_LABEL.match(cell)
            if label is None or not label.group(0).strip():
                continue
            strict = bool(_STRICT.match(cell))
            value, start = cell[label.end() :], row.cell_start(column) + label.end()
            if (
                ":" not in label.group(0)
                and value
                and not strict
                and row.table is None
                and not cell[: label.end()].endswith(" ")
            ):
                continue
            if not value.strip():
                value, start = _following(running, index, column)
            value = value.strip()
            if value and not is_blank_answer(value) and len(value) <= 300:
                text = value.strip(_QUOTES)
                yield text, running.text.find(text, start), strict


def _following(running: Flow, index: int, column: int) -> tuple[str, int]:
    """The next filled cell of the row, else the cell below a heading, else the next line of prose."""
    row = running.rows[index]
    for other in range(column + 1, len(row.cells)):
        if row.cells[other].strip() and not _is_label(row.cells[other]):
            return row.cells[other], row.cell_start(other)
    for below in running.rows[index + 1 : index + 3]:
        if below.table != row.table or not below.text.strip():
            continue
        if row.table is None:
            return ("", 0) if _is_label(below.text) else (below.text, below.start)
        if column < len(below.cells) and below.cells[column].strip() and not _is_label(below.cells[column]):
            return below.cells[column], below.cell_start(column)
    return "", 0


def _is_label(text: str) -> bool:
    return bool(
        re.match(
            _NUMBERING + r"(?:ความเป็นมา|วิธี|ผลลัพธ์|ปัจจัย|ภาพ|ผู้|ศูนย์ดำรงธรรม|อำเภอ|จังหวัด|ตำแหน่ง|คะแนน|ปัญหา|"
            r"วัตถุประสงค์|โทร|ระยะเวลา|ประเภท)",
            text,
        )
    )


def _score(lines: Flow) -> Field | None:
    """The total of the GECC score: the total row of the table of scores, else the words for it."""
    for row in reversed(lines.rows):
        found = _score_in_row(lines, row) if row.table is not None else None
        if found is not None:
            return found
    matches = [match for match in _SCORE.finditer(lines.text) if "เต็ม" not in match.group(0)]
    chosen = next((match for match in matches if "รวม" in match.group(0)), matches[0] if matches else None)
    if chosen is None:
        return None
    return lines.field(_plain(chosen.group(1)), chosen.start(1), chosen.end(1))


def _score_in_row(lines: Flow, row: Row) -> Field | None:
    """The score in a table's total row: the column of what was got, not that of the full marks."""
    label = next((cell for cell in row.cells if cell.strip()), "")
    if not re.match(r"\s*(?:คะแนน)?\s*รวม", label) and not re.match(r"\s*(?:คะแนน\s*(?:รวม|ประเมิน))", label):
        return None
    headings = [other for other in lines.rows if other.table == row.table and other.start < row.start][:2]
    numbers = [column for column, cell in enumerate(row.cells) if _NUMBER.match(cell)]
    got = [c for c in numbers if any(c < len(h.cells) and _GOT.search(h.cells[c]) for h in headings)]
    not_full = [c for c in numbers if not any(c < len(h.cells) and _FULL.search(h.cells[c]) for h in headings)]
    columns = got or not_full
    if len(columns) != 1:
        return None
    column = columns[0]
    match = _NUMBER.match(row.cells[column])
    start = row.cell_start(column)
    return lines.field(_plain(match.group(1)), start, start + len(row.cells[column])) if match else None


def _plain(text: str) -> str | None:
    """A score as a plain decimal without trailing zeros: ``"92.5"``."""
    try:
        value = Decimal(to_arabic(text))
    except InvalidOperation:
        return None
    return f"{value.normalize():f}"


ACHIEVEMENT = Achievement()
