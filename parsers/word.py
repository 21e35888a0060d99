"""Word (.docx) -> text and tables in document order.

The document's own XML is walked: python-docx sees one paragraph of six of a form with text boxes, content controls and
tracked changes, and no library tells which cells are merged. docx2python reads the same file as a second opinion: a figure
that it sees and we do not is told to a person.

Insertions that wait for acceptance are read, deletions are not; struck-through and hidden text is not read. Wherever that
decided what a line says, the line is doubtful.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from typing import Any

from intake.errors import Unreadable
from parsers.limits import Limits, check_container
from parsers.page_flow import PageFlow
from parsers.parts import Part
from parsers.records import DOUBTFUL, Cell, Method, PageReading
from parsers.safe_xml import attribute, child, name, parse
from parsers.second import FIGURE
from parsers.thai.text import normalise
from parsers.word_runs import PAGE_BREAK, Paragraph, read_paragraph

SOUND = 0.999
_BROKEN = "ไฟล์ Word ชำรุด ไม่พบเนื้อหาเอกสาร โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง"
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body", "txbxContent", "hdr", "ftr"})
_logger = logging.getLogger(__name__)


def read_word(part: Part, limits: Limits) -> PageReading:
    """Reads a .docx (or .docm; its macros are not looked at).

    Raises:
        Unreadable: ``broken``, ``locked``, ``empty``, ``image_only``, ``too_large``.
    """
    container = check_container(part.data, limits)
    names = set(container.namelist())
    main = _main_part(container, names)
    walker = _Walker(PageFlow(Method.TEXT_LAYER))
    for other in _around(container, main, names, "header"):
        walker.block(parse(container.read(other)))
    root = parse(container.read(main))
    body = child(root, "body")
    if body is None:
        raise Unreadable(_BROKEN, "broken")
    walker.block(body)
    for other in _around(container, main, names, "footer"):
        walker.block(parse(container.read(other)))
    if walker.flow.is_empty:
        if any("/media/" in each for each in names):
            raise Unreadable("ไฟล์ Word มีแต่ภาพ ไม่มีข้อความให้อ่าน โปรดตรวจสอบจากภาพต้นฉบับ หรือขอไฟล์ที่มีข้อความ", "image_only")
        raise Unreadable("ไฟล์ Word ว่างเปล่า ไม่มีข้อความ โปรดตรวจสอบแล้วส่งใหม่", "empty")
    pages = walker.flow.pages()
    warnings = (*walker.warnings, *_second_opinion(part.data, walker.seen, bool(walker.warnings)))
    return PageReading(part.sha256, part.name, part.media_type, pages, warnings)


def _main_part(container: zipfile.ZipFile, names: set[str]) -> str:
    if "_rels/.rels" in names:
        for relation in parse(container.read("_rels/.rels")):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                target = (relation.get("Target") or "").lstrip("/")
                if target in names:
                    return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise Unreadable(_BROKEN, "broken")


def _around(container: zipfile.ZipFile, main: str, names: set[str], sort: str) -> list[str]:
    """Headers or footers that the document names, each file once."""
    folder, _, file = main.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    if relations not in names:
        return []
    found = []
    for relation in parse(container.read(relations)):
        target = (relation.get("Target") or "").lstrip("/")
        path = target if target in names else f"{folder}/{target}"
        if (relation.get("Type") or "").endswith(f"/{sort}") and path in names and path not in found:
            found.append(path)
    return sorted(found)


class _Walker:
    """Walks blocks, and remembers every figure that it has seen."""

    def __init__(self, flow: PageFlow) -> None:
        self.flow = flow
        self.seen: set[str] = set()
        self.warnings: list[str] = []

    def block(self, element: Any) -> None:
        for each in element:
            kind = name(each)
            if kind == "p":
                self._paragraph(each)
            elif kind == "tbl":
                self._table(each)
            elif kind in _WRAPPERS:
                self.block(each)
            elif kind == "altChunk":
                self._warn("ไฟล์ Word มีเอกสารอื่นแทรกอยู่ ซึ่งระบบไม่ได้อ่าน โปรดตรวจสอบกับต้นฉบับ")

    def _paragraph(self, element: Any) -> None:
        paragraph = read_paragraph(element)
        if paragraph.breaks_before:
            self.flow.page_break()
        for index, piece in enumerate(paragraph.text.split(PAGE_BREAK)):
            if index:
                self.flow.page_break()
            self.flow.text(piece, self._note(paragraph, piece))
        for box in paragraph.boxes:
            self.block(box)
        if paragraph.ends_section:
            self.flow.page_break()

    def _note(self, paragraph: Paragraph, text: str) -> float:
        self.seen.update(FIGURE.findall(normalise(text)))
        for told in paragraph.doubts:
            self._warn(told)
        return DOUBTFUL if paragraph.doubts else SOUND

    def _warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)

    def _table(self, element: Any) -> None:
        nested: list[Any] = []
        grid: list[list[Cell]] = []
        starts: dict[int, tuple[int, int]] = {}
        """Column -> place of the cell that is merged downwards from there."""
        for row in _rows(element):
            grid.append(self._row(row, len(grid), grid, starts, nested))
        self.flow.table(grid)
        for table in nested:
            self._table(table)

    def _row(
        self, row: Any, number: int, grid: list[list[Cell]], starts: dict[int, tuple[int, int]], nested: list[Any]
    ) -> list[Cell]:
        cells = [Cell(covered=False) for _ in range(_number(child(row, "trPr", "gridBefore")))]
        for element in _cells(row):
            column, span = len(cells), max(1, min(_number(child(element, "tcPr", "gridSpan")) or 1, 200))
            merge = child(element, "tcPr", "vMerge")
            cell = self._cell(element, span, nested)
            if merge is not None and attribute(merge, "val") != "restart" and column in starts:
                _grow(grid, starts[column], cell)
                cell = Cell(covered=True)
            elif merge is not None:
                starts[column] = (number, column)
            else:
                starts.pop(column, None)
            cells.append(cell)
            cells.extend(Cell(covered=True) for _ in range(span - 1))
        return cells

    def _cell(self, element: Any, span: int, nested: list[Any]) -> Cell:
        texts: list[str] = []
        confidence = SOUND
        for block in _cell_blocks(element):
            if name(block) == "tbl":
                nested.append(block)
                continue
            paragraph = read_paragraph(block)
            text = paragraph.text.replace(PAGE_BREAK, "\n")
            confidence = min(confidence, self._note(paragraph, text))
            texts.append(text)
            for box in paragraph.boxes:
                inner = [read_paragraph(each) for each in box.iter() if name(each) == "p"]
                texts.extend(each.text for each in inner)
                confidence = min([confidence, *(self._note(each, each.text) for each in inner)])
        joined = normalise("\n".join(texts))
        return Cell(" ".join(line.strip() for line in joined.split("\n") if line.strip()), col_span=span, confidence=confidence)


def _number(element: Any | None) -> int:
    value = attribute(element, "val") if element is not None else None
    return int(value) if value and value.isdigit() else 0


def _grow(grid: list[list[Cell]], start: tuple[int, int], lower: Cell) -> None:
    """The cell above reaches one row further; text that stands in a merged part is not lost."""
    row, column = start
    top = grid[row][column]
    text = " ".join(part for part in (top.text, lower.text) if part)
    confidence = min(top.confidence, lower.confidence)
    grid[row][column] = Cell(text, row_span=len(grid) - row + 1, col_span=top.col_span, confidence=confidence)


def _rows(table: Any) -> Iterator[Any]:
    """Rows that are not deleted; content controls may stand around them."""
    for each in table:
        if name(each) == "tr" and child(each, "trPr", "del") is None:
            yield each
        elif name(each) in _WRAPPERS:
            yield from _rows(each)


def _cells(row: Any) -> Iterator[Any]:
    for each in row:
        if name(each) == "tc":
            yield each
        elif name(each) in _WRAPPERS:
            yield from _cells(each)


def _cell_blocks(cell: Any) -> Iterator[Any]:
    for each in cell:
        if name(each) in ("p", "tbl"):
            yield each
        elif name(each) in _WRAPPERS:
            yield from _cell_blocks(each)


def _second_opinion(data: bytes, seen: set[str], left_out: bool) -> list[str]:
    """Figures that docx2python finds in the body and we do not (unless text was left out on purpose)."""
    if left_out:
        return []
    from docx2python import docx2python  # noqa: PLC0415 - heavy, and only wanted here

    try:
        with docx2python(io.BytesIO(data)) as other:
            text = "\n".join(
                paragraph
                for table in other.body
                for row in table
                for cell in row
                for paragraph in cell
                if isinstance(paragraph, str)
            )
    except MemoryError:
        raise
    except Exception:  # it fails on files that Word opens; it is only the second opinion
        _logger.debug("docx2python cannot read this file", exc_info=True)
        return []
    missed = {figure for figure in FIGURE.findall(normalise(text)) if len(figure) >= 4} - seen
    return ["ไฟล์ Word มีตัวเลขบางแห่งที่ระบบอาจอ่านได้ไม่ครบ โปรดตรวจสอบกับต้นฉบับ"] if missed else []
