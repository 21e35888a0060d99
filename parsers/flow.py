"""A document as running text whose every character knows where it stood.

Lines come as lines; a table comes row by row, its cells parted by tabs. Patterns are looked for in the text, and evidence
(page, box, cell, confidence) is asked of the same object, so that no kind has to carry positions about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.margins import Margins, margins
from parsers.memo import remembered
from parsers.records import DOUBTFUL, Box, Cell, Document, Ending, Field, Method, Page, Table
from parsers.thai.text import normalise, strip_leaders

_CEILING = {Method.TEXT_LAYER: 0.999, Method.BODY: 0.995}
_LIST_START = re.compile(r"^\s*(?:[-•*(\[]|[๐-๙0-9]{1,2}[.)])")
_NEW_PARAGRAPH = re.compile(
    r"^\s*(?:ที่\s|เรื่อง|เรียน|กราบเรียน|ถึง\s|อ้างถึง|สิ่งที่|ขอแสดง|จึงเรียน|ตาม(?:ที่|หนังสือ|คำสั่ง|โทรสาร)|ด้วย|โทร|วันที่|"
    r"ตำแหน่ง|ลงชื่อ|ชื่อ|ส่วนราชการ"
    r"|ผู้|ประเภท|รายละเอียด|ปัญห|ข้อเสนอ|แนวทาง|ผลกระทบ|ความเร่งด่วน|จังหวัด\S*\s*[:：]|หมายเหตุ|ความเป็นมา|วิธี|ผลลัพธ์|ปัจจัย|หลักการ|วัตถุประสงค์|ลำดับ|อันดับ|นาย(?!อำเภอ)|นาง|ว่าที่|e-?mail|E-?mail)"
)
_LABELLED = re.compile(r"^[^:：]{2,40}[:：]")
_PLACE_ALONE = re.compile(
    r"^\s*(?:โดย\s*)?(?:ศูนย์\s*ดำรงธรรม\s*|ศดธ\.?\s*|ที่ทำการปกครอง|ที่ว่าการ)?(?:จังหวัด|อำเภอ|จ\.|อ\.)\s*[ก-๙-]+"
    r"(?:\s+(?:จังหวัด|อำเภอ|จ\.|อ\.)\s*[ก-๙-]+)?\s*$"
)
_HEAD_OF_LETTER = re.compile(r"^\s*(?:อ้าง\s*ถึง|อ้าง\s*อิง|สิ่งที่(?:ส่งมาด้วย|แนบ)|เรียน|เรื่อง)\s")
_TEXT_OF_LETTER = re.compile(
    r"^\s*(?:(?:ที่ทำการปกครอง|สำนักงาน|ศูนย์ดำรงธรรม)?(?:จังหวัด|อำเภอ)\s*[ก-๎]{2,20}?\s*(?:ขอ|ได้|โดย|พิจารณา|ใคร่|จึง|ดำเนินการ|ประสบ|รายงาน|พบ)"
    r"|เนื่องจาก|บัดนี้|พร้อมนี้|พร้อมหนังสือนี้|ในการ(?:นี้|ดำเนิน|เบิกจ่าย)|กรมการปกครอง(?:ได้|แจ้ง|ขอ|กำหนด))"
)
"""How the text of a letter begins: it never goes on with the lines of its head."""
_REFERENCE_DATED = re.compile(
    r"^\s*อ้าง\s*(?:ถึง|อิง).*(?:ลงวันที่|ลว\.?)\s*[0-9๐-๙]{1,2}\s*[ก-๎.]+\s*(?:พ\.ศ\.)?\s*[0-9๐-๙]{2,4}\s*$"
)
_REFERENCE_GOES_ON = re.compile(r"^\s*(?:และ|กับ|หนังสือ|เรื่อง|[(\[0-9๐-๙])")
_TITLE = re.compile(r"^\s*(?:แบบ(?:ฟอร์ม|รายงาน|เสนอ|แจ้ง|สรุป|ส่ง|คัด|ผล)|บัญชี|บันทึกข้อความ|โครงการ)")
_UNIT = re.compile(r"\s*(?:(?:ล้าน|พัน)?บาท|สตางค์)")
_FIGURE_AT_END = re.compile(r"[0-9๐-๙]\s*$")
"""No line begins with the unit of the figure that ended the one above."""
_HYPHEN = re.compile(r"[A-Za-z0-9๐-๙][-/]$")
_APART = re.compile(r"[A-Za-z0-9๐-๙)]$")
_APART_BEFORE = re.compile(r"[A-Za-z0-9๐-๙(]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One line or one cell of the running text."""

    start: int
    end: int
    page: int
    box: Box | None
    cell: str | None
    confidence: float
    method: Method
    table: int | None = None
    """Number of the table that it stands in."""
    guessed: bool = False
    """Whether a space stood where the margin broke it (at its end; within it, if it is a cell) cannot be told."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the running text: a line of prose (one cell), or a row of a table."""

    start: int
    cells: tuple[str, ...]
    table: int | None
    open_end: bool = False
    """A line of prose that the margin may have broken: what goes on with it may stand in the next row."""

    @property
    def text(self) -> str:
        """The row as it stands in the running text."""
        return "\t".join(self.cells)

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)

    def cell_start(self, column: int) -> int:
        """Offset of a cell's first character."""
        return self.start + sum(len(cell) + 1 for cell in self.cells[:column])


@dataclass(frozen=True, slots=True)
class Flow:
    """The running text of a document."""

    part: str
    text: str
    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]

    def pieces_at(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces that a stretch of text touches; empty only in an empty document."""
        if not self.pieces:
            return ()
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        last = first
        while last + 1 < len(self.pieces) and self.pieces[last + 1].start < end:
            last += 1
        return self.pieces[first : last + 1]

    def field(self, value: str | None, start: int, end: int, *, certain: bool = True, raw: str | None = None) -> Field:
        """A value with the evidence of the stretch of text that it was read from."""
        touched = self.pieces_at(start, end)
        method = touched[0].method if touched else Method.TEXT_LAYER
        confidence = min((piece.confidence for piece in touched), default=0.0)
        return Field(
            value=value,
            raw=self.text[start:end].strip() if raw is None else raw,
            confidence=confidence if certain else min(confidence, DOUBTFUL),
            method=method,
            part=self.part,
            page=touched[0].page if touched else None,
            box=touched[0].box if touched else None,
            cell=touched[0].cell if touched else None,
        )

    def line_at(self, offset: int) -> tuple[int, int]:
        """Start and end of the line that an offset lies in."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return start, len(self.text) if end < 0 else end


@remembered
def flow(document: Document, joiner: str | None = None) -> Flow:
    """The running text of a document.

    Args:
        joiner: what to put where the margin broke a line (``""`` as Thai is written, ``" "`` where names matter);
            None keeps every line apart.
    """
    text, pieces, rows = "", list[Piece](), list[Row]()
    broken, last = margins(document), ("", Ending.UNKNOWN)
    ceilings = {page.number: _ceiling(page) for page in document.pages}
    for table, cells, page in _units(document):
        texts = tuple(_clean(cell[0]) for cell in cells)
        raw, box = (cells[0][0], cells[0][1]) if cells else ("", None)
        open_end = table is None and broken.may_break(page, raw, box)
        is_line = joiner is not None and table is None and bool(pieces)
        if is_line and _continues(text, pieces[-1], texts[0], (last[0], raw, box), page, broken):
            end = last[1] if broken.fills(page, last[0], pieces[-1].box) or last[1] is Ending.SPACE else Ending.UNKNOWN
            glue = _glue(text, texts[0], end, joiner or "")
            pieces[-1] = replace(pieces[-1], guessed=end is Ending.UNKNOWN)
            text += glue
            rows[-1] = Row(rows[-1].start, (rows[-1].cells[0] + glue + texts[0],), None, open_end)
        else:
            text += "\n" if rows else ""
            rows.append(Row(len(text), texts, table, open_end))
        last = (raw, cells[0][4] if cells else Ending.UNKNOWN)
        start = len(text)
        for cell_text, (_, box, ref, confidence, end) in zip(texts, cells, strict=True):
            ceiling = min(confidence, ceilings[page.number])
            guessed = table is not None and end is Ending.UNKNOWN
            pieces.append(Piece(start, start + len(cell_text), page.number, box, ref, ceiling, page.method, table, guessed))
            start += len(cell_text) + 1
        text += "\t".join(texts)
    return Flow(document.part, text, tuple(pieces), tuple(rows))


def _ceiling(page: Page) -> float:
    """What nothing on a page exceeds: its own doubt, where that is more than the doubt about one of its lines or cells."""
    cells = (cell.confidence for table in page.tables for row in table.rows for cell in row)
    lowest = min([*(line.confidence for line in page.lines), *cells], default=1.0)
    usual = _CEILING.get(page.method, 1.0)
    return min(usual, page.confidence) if page.confidence < lowest else usual


_Cell = tuple[str, Box | None, str | None, float, Ending]
"""Text, place, reference, confidence, and what a line ends with (of a cell: ``UNKNOWN`` where that was
guessed within it)."""


@lru_cache(maxsize=4096)
def _clean(text: str) -> str:
    """One line of text: normalised, dotted leaders gone, and nothing in it that parts lines or cells."""
    return re.sub(r"[\t\r\n\v\f]+", " ", strip_leaders(normalise(text))).strip()


def _units(document: Document) -> Iterator[tuple[int | None, list[_Cell], Page]]:
    """Lines and rows of tables in reading order; hidden sheets are left out unless there is nothing else."""
    all_hidden = all(table.hidden for table in document.tables)
    number = 0
    for page in document.pages:
        positions = page.table_positions or (len(page.lines),) * len(page.tables)
        before = dict[int, list[Table]]()
        for position, table in zip(positions, page.tables, strict=False):
            before.setdefault(min(position, len(page.lines)), []).append(table)
        for index in range(len(page.lines) + 1):
            for table in before.get(index, ()):
                if all_hidden or not table.hidden:
                    for row in table.rows:
                        yield number, [(cell.text, cell.box, cell.ref, cell.confidence, _inside(cell)) for cell in row], page
                number += 1
            if index < len(page.lines):
                line = page.lines[index]
                for text in line.text.splitlines() or [""]:
                    yield None, [(text, line.box, line.cell, line.confidence, line.ending)], page


def _inside(cell: Cell) -> Ending:
    return Ending.UNKNOWN if cell.guessed_space else Ending.NONE


def _glue(text: str, following: str, end: Ending, joiner: str) -> str:
    """What the margin took away, where the line tells; else Thai runs on, and Latin letters and figures stand apart from it."""
    if end is Ending.SPACE:
        return " "
    if end is Ending.NONE and not (_APART.search(text) and _APART_BEFORE.match(following)):
        return ""
    if _HYPHEN.search(text):
        return ""
    return joiner or (" " if _APART.search(text) or _APART_BEFORE.match(following) else "")


def _continues(text: str, before: Piece, following: str, raw: tuple[str, str, Box | None], page: Page, broken: Margins) -> bool:
    """True if a line was broken by the margin and ``following`` goes on with it; ``raw``: both as they stand, and its place."""
    if before.table is not None or not following or before.start == before.end:
        return False
    line = text[before.start : before.end]
    if _TITLE.match(line) or any(
        pattern.match(following) for pattern in (_LIST_START, _NEW_PARAGRAPH, _LABELLED, _PLACE_ALONE)
    ):
        return False
    if _begins_text(text[text.rfind("\n") + 1 :], following):
        return False
    if _UNIT.match(following) and _FIGURE_AT_END.search(line):
        return True
    return broken.breaks(page, raw[0], before.box if before.page == page.number else None, raw[1], raw[2])


def _begins_text(head: str, following: str) -> bool:
    """True if a line begins the text of a letter below a line of its head, however near to the margin that one ends."""
    if _REFERENCE_DATED.match(head) and not _REFERENCE_GOES_ON.match(following):
        return True
    return bool(_HEAD_OF_LETTER.match(head) and _TEXT_OF_LETTER.match(following))
