"""One page of a PDF: what it is (text, picture, somebody's recognised text, blank), and its lines and tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pypdfium2.raw as pdfium

from parsers import quality
from parsers.aligned import find_aligned
from parsers.cluster import Cluster
from parsers.grid import Draft, DraftTable, broken_amount
from parsers.pdf_breaks import Room, cell_text, ending, writes_spaces
from parsers.pdf_cells import fill
from parsers.pdf_frame import Frame, page_frame
from parsers.pdf_glyphs import PageGlyphs, read_glyphs
from parsers.pdf_recount import recounted
from parsers.pdf_tables import Ruled
from parsers.pdf_text import Row, rows_of, union
from parsers.records import DOUBTFUL, Cell, Line, Method, Page, Table
from parsers.second import Opinion
from parsers.thai.text import normalise

SOUND = 0.999
MENDED = 0.98
"""Text put right by a rule that leaves one reading, and read alike by the other program."""
_WHOLE_PAGE = 0.7
_LARGE_PICTURE = 0.2
_FEW_LETTERS = 80
"""A scan with no more visible text than this (a fax machine's heading, a page number) is a scan."""


class PageSort(StrEnum):
    """What a page is."""

    TEXT = "text"
    BLANK = "blank"
    PICTURE = "picture"
    """A scan without text, or text drawn as shapes."""
    RECOGNISED = "recognised"
    """A scan under which somebody's recogniser has laid its guesses."""
    BROKEN = "broken"
    """A text layer that breaks the rules of Thai."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The text layer of a page, before its text is judged word by word."""

    glyphs: PageGlyphs
    frame: Frame
    sort: PageSort
    pictures: float
    """Share of the page that pictures cover, 0 to 1."""
    drawings: int
    """How many shapes are drawn on it."""
    reasons: tuple[str, ...]
    rotation: int


def page_layer(page: Any) -> Layer:
    """Reads a pypdfium2 page's text layer and says what the page is."""
    pictures, drawings, painted = _objects(page)
    whole = pictures >= _WHOLE_PAGE
    glyphs, frame = read_glyphs(page, painted if whole else 0)
    text = "\n".join(row.text for row in rows_of(glyphs.clusters))
    health = quality.check(text)
    letters = sum(cluster.text != " " for cluster in glyphs.clusters)
    sort = _sort(letters, glyphs.invisible, whole, pictures, drawings, health.bad)
    return Layer(glyphs, frame, sort, pictures, drawings, health.reasons, page.get_rotation())


def _sort(letters: int, invisible: int, whole: bool, pictures: float, drawings: int, bad: bool) -> PageSort:
    if invisible > letters:
        return PageSort.RECOGNISED
    if whole and letters <= _FEW_LETTERS:
        return PageSort.PICTURE
    if letters < 3:
        return PageSort.PICTURE if pictures > 0.01 or drawings > 20 else PageSort.BLANK
    return PageSort.BROKEN if bad else PageSort.TEXT


def _objects(page: Any) -> tuple[float, int, int]:
    """Share of the page under pictures, number of shapes, and the paint order of the topmost large opaque picture."""
    frame = page_frame(page)
    area, drawings, painted = 0.0, 0, 0
    whole = frame.width * frame.height or 1.0
    for each in page.get_objects(max_depth=4):
        if each.type == pdfium.FPDF_PAGEOBJ_PATH:
            drawings += 1
        elif each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = frame.box(*each.get_bounds())
            area += max(0.0, min(x1, frame.width) - max(x0, 0.0)) * max(0.0, min(y1, frame.height) - max(y0, 0.0))
    if area / whole >= _WHOLE_PAGE:
        painted = _last_opaque_picture(page)
    return min(1.0, area / whole), drawings, painted


def _last_opaque_picture(page: Any) -> int:
    last = 0
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        handle = pdfium.FPDFPage_GetObject(page, index)
        is_picture = pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_IMAGE
        if is_picture and not pdfium.FPDFPageObj_HasTransparency(handle) and _is_large(handle):
            last = index + 1
    return last


def _is_large(handle: Any) -> bool:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *edges)
    left, low, right, high = (edge.value for edge in edges)
    return abs((right - left) * (high - low)) > 20_000


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says how sure a piece of text is."""

    opinion: Opinion | None
    page_has_am: bool
    lost_am: bool
    base: float
    tells: bool = False
    """The page's maker writes the spaces at which lines are broken."""
    right: float = 0.0
    """Where the longest line of the page's prose ends."""

    def read(self, raw: str, doubt: bool) -> tuple[str, float]:
        """The text in its stored form, and its confidence."""
        mended, changed = quality.repair_lost_am(quality.repair_order(raw), self.page_has_am)
        text = normalise(mended).strip()
        if self.opinion is None:
            return text, DOUBTFUL
        if not self.opinion.figures_agree(text) or not self._is_seconded(text, changed):
            return text, DOUBTFUL
        # What was put right by rule is believed if the other program has it so too, and if it is sound Thai now.
        if not (doubt or changed or quality.is_doubtful(raw)):
            return text, self.base
        return text, DOUBTFUL if quality.is_doubtful(text) else min(self.base, MENDED)

    def _is_seconded(self, text: str, changed: bool) -> bool:
        """The other program reads it so too; of a page that lost every sara am it may have lost their rings without a trace."""
        if self.opinion is None or self.opinion.agrees(text):
            return self.opinion is not None
        return changed and self.lost_am and self.opinion.agrees(text.replace("ำ", "า"))


def build_page(
    number: int, layer: Layer, ruled: Sequence[Ruled], filled: Sequence[Cluster], opinion: Opinion | None
) -> tuple[Page, list[str]]:
    """The page, and what a person should know about it."""
    printed = layer.glyphs.clusters
    text = "\n".join(row.text for row in rows_of(printed))
    base = DOUBTFUL if layer.pictures >= _WHOLE_PAGE else SOUND
    judge = _Judge(opinion, quality.has_am(text), quality.has_lost_am(text), base)
    drafts, rest = _ruled_tables(ruled, [*printed, *filled])
    rows = rows_of(rest)
    used: set[int] = set()
    for found in find_aligned(rows):
        drafts.append(found.table)
        used |= found.used
    rows = [row for index, row in enumerate(rows) if index not in used]
    own = frozenset(each.text for each in filled)
    right = max((row.box[2] for row in rows), default=0.0)
    tells = writes_spaces(rows, ((cell.rows, _room(cell)) for cell in _cells(drafts)))
    judge = replace(judge, tells=tells, right=right)
    lines = tuple(_line(row, judge, own) for row in rows) + _slanted(layer.glyphs.slanted)
    drafts.sort(key=lambda table: table.box[1])
    tables = tuple(_finish(draft, judge, number, own) for draft in drafts)
    lines, tables = recounted(lines, tables, opinion, own)
    positions = tuple(sum(row.baseline <= table.box[1] + 1 for row in rows) for table in drafts)
    cells = [cell for table in tables for row in table.rows for cell in row]
    worst = min([line.confidence for line in lines] + [cell.confidence for cell in cells], default=judge.base)
    page = Page(
        number=number,
        width=layer.glyphs.width,
        height=layer.glyphs.height,
        dpi=None,
        rotation=layer.rotation,
        skew=0.0,
        method=Method.TEXT_LAYER,
        confidence=worst,
        lines=lines,
        tables=tables,
        table_positions=positions,
    )
    return page, _warnings(number, layer, lines, cells, opinion)


def _ruled_tables(ruled: Sequence[Ruled], clusters: list[Cluster]) -> tuple[list[DraftTable], list[Cluster]]:
    drafts = []
    for table in ruled:
        draft, taken = fill(table, clusters)
        if taken:
            drafts.append(draft)
            clusters = [each for index, each in enumerate(clusters) if index not in taken]
    return drafts, clusters


def _line(row: Row, judge: _Judge, own: frozenset[str]) -> Line:
    text, confidence = judge.read(row.text, row.doubt)
    if any(word.text in own for word in row.words):  # a form field's value is no part of the text layer that was compared
        confidence = judge.base
    return Line(text, _rounded(row.box), confidence, ending=ending(row, judge.tells, judge.right - row.box[2]))


def _cells(drafts: Sequence[DraftTable]) -> Iterator[Draft]:
    return (cell for draft in drafts for row in draft.rows for cell in row)


def _room(draft: Draft) -> Room | None:
    return (draft.box[0], draft.box[2]) if draft.box else None


def _slanted(clusters: Sequence[Cluster]) -> tuple[Line, ...]:
    """Watermarks: kept as text, but never believed."""
    text = normalise("".join(each.text for each in clusters)).strip()
    return (Line(text, _rounded(union(each.box for each in clusters)), DOUBTFUL),) if text else ()


def _finish(draft: DraftTable, judge: _Judge, number: int, own: frozenset[str]) -> Table:
    rows = tuple(tuple(_cell(cell, judge, own) for cell in row) for row in draft.rows)
    return Table(rows, _rounded(draft.box), page=number)


def _cell(draft: Draft, judge: _Judge, own: frozenset[str]) -> Cell:
    if draft.covered:
        return Cell(covered=True)
    box = _rounded(draft.box) if draft.box else None
    if not draft.rows:
        return Cell(box=box, row_span=draft.row_span, col_span=draft.col_span)
    room = _room(draft)
    joined = cell_text(draft.rows, room, judge.tells)
    text = normalise(joined.text).strip()
    read = [_line(row, judge, own) for row in draft.rows]
    confidence = min(line.confidence for line in read)
    broken = broken_amount(draft.rows, room) if draft.framed and room else None
    if len(read) == 1:
        text = read[0].text
    elif broken is not None:
        text, confidence = broken, min(confidence, MENDED)
    if draft.doubt or (joined.doubt and broken is None):
        confidence = min(confidence, DOUBTFUL)
    return Cell(
        text,
        box,
        row_span=draft.row_span,
        col_span=draft.col_span,
        confidence=confidence,
        guessed_space=joined.guessed_space,
    )


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def _warnings(number: int, layer: Layer, lines: Sequence[Line], cells: Sequence[Cell], opinion: Opinion | None) -> list[str]:
    found = []
    if opinion is None:
        found.append(f"หน้า {number}: ไม่สามารถตรวจทานข้อความด้วยโปรแกรมที่สองได้ โปรดตรวจสอบกับต้นฉบับ")
    elif (
        min([*(line.confidence for line in lines), *(cell.confidence for cell in cells)], default=SOUND) < SOUND
        and layer.pictures < _WHOLE_PAGE
    ):
        found.append(f"หน้า {number}: ข้อความบางแห่งถูกซ่อมแซมหรือโปรแกรมสองโปรแกรมอ่านได้ไม่ตรงกัน โปรดตรวจสอบกับต้นฉบับ")
    if layer.reasons:
        found.append(f"หน้า {number}: ข้อความในไฟล์ผิดปกติ ({', '.join(layer.reasons)})")
    if layer.pictures >= _WHOLE_PAGE:
        found.append(f"หน้า {number}: มีภาพเต็มหน้าอยู่ใต้ข้อความ ระบบยังไม่ได้อ่านข้อความในภาพ โปรดตรวจสอบกับต้นฉบับ")
    elif layer.pictures >= _LARGE_PICTURE:
        found.append(f"หน้า {number}: มีภาพขนาดใหญ่ ระบบยังไม่ได้อ่านข้อความในภาพ โปรดตรวจสอบกับต้นฉบับ")
    return found
