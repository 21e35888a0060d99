"""Plain text, delimited text and HTML -> lines and tables: the bodies of mails, and files that call themselves workbooks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from intake.errors import Unreadable
from parsers.html_text import meta_charset
from parsers.limits import Limits
from parsers.page_flow import PageFlow, span_grid
from parsers.parts import Part, Role
from parsers.records import Cell, Method, PageReading
from parsers.sheet_table import Place, reference, sheet_page, sheet_table
from parsers.thai.charset import decode
from parsers.thai.text import normalise, to_arabic

_BODY = 0.995
_SOUND = 0.999
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_HEAD = re.compile(r"\s*[0-9]{1,3}")
_TAIL = re.compile(r"[0-9]{3}(?:\.[0-9]+)?\s*")
_DROPPED = frozenset({"script", "style", "head", "title", "noscript", "template", "object", "svg", "select"})
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
    }
    | {"h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "ul", "caption", "fieldset", "legend"}
)


def read_text(part: Part, limits: Limits) -> PageReading:
    """Plain text. Raises Unreadable ``empty``."""
    flow = PageFlow(_method(part))
    text, lost = _decoded(part, part.charset)
    for index, page in enumerate(text.split("\f")):
        if index:
            flow.page_break()
        flow.text(page, _confidence(part, lost))
    return _reading(part, flow, lost)


def _decoded(part: Part, declared: str | None) -> tuple[str, bool]:
    """Text, and whether some of its characters could not be read."""
    text, _, _ = decode(part.data, declared)
    return text, "\ufffd" in text


def _method(part: Part) -> Method:
    return Method.BODY if part.role in (Role.BODY, Role.QUOTED) else Method.TEXT_LAYER


def _confidence(part: Part, lost: bool) -> float:
    return 0.9 if lost else _BODY if _method(part) is Method.BODY else _SOUND


def _reading(part: Part, flow: PageFlow, lost: bool) -> PageReading:
    if flow.is_empty:
        raise Unreadable("ไม่มีข้อความในส่วนนี้ โปรดตรวจสอบแล้วส่งใหม่", "empty")
    told = ("มีตัวอักษรบางตัวที่ถอดรหัสไม่ได้ โปรดตรวจสอบกับต้นฉบับ",) if lost else ()
    return PageReading(part.sha256, part.name, part.media_type, flow.pages(), told)


def read_delimited(part: Part, limits: Limits) -> PageReading:
    """CSV and TSV, cells named as in a workbook. Raises Unreadable ``empty``, ``too_large``."""
    text, lost = _decoded(part, part.charset)
    cells: dict[Place, Cell] = {}
    delimiter = _delimiter(text)
    csv.field_size_limit(1_000_000)
    try:
        rows: list[list[str]] = []
        for values in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter):
            if len(rows) >= limits.rows or len(values) > limits.columns:
                raise Unreadable("ตารางมีขนาดใหญ่เกินกว่าที่ระบบจะอ่านได้ โปรดส่งเฉพาะข้อมูลที่รายงาน", "too_large")
            rows.append(values)
    except csv.Error as error:
        raise Unreadable("ไฟล์ข้อมูลชำรุด ไม่สามารถแยกเป็นช่องตารางได้ โปรดส่งเป็นไฟล์ Excel", "broken") from error
    width = _heading_width(rows) if delimiter == "," else 0
    for row, values in enumerate(rows):
        shaky = _is_split(values, width)
        for column, value in enumerate(values):
            clean = " ".join(normalise(value).split())
            if clean:
                confidence = 0.9 if shaky or "\ufffd" in clean else 1.0
                cells[row, column] = Cell(clean, ref=reference((row, column)), confidence=confidence)
    table = sheet_table(cells, (), "", hidden=False, page=1)
    if table is None:
        raise Unreadable("ไฟล์ข้อมูลว่างเปล่า โปรดตรวจสอบแล้วส่งใหม่", "empty")
    told = ("มีตัวอักษรบางตัวที่ถอดรหัสไม่ได้ โปรดตรวจสอบกับต้นฉบับ",) if lost else ()
    return PageReading(part.sha256, part.name, part.media_type, (sheet_page(1, table),), told)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells, more than one.

    Lines of one cell (titles, signatures) say nothing, and amounts have commas of their own.
    """
    lines = [line for line in text.splitlines()[:200] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        widths = [width for row in csv.reader(lines, delimiter=delimiter) if (width := len(row)) > 1]
        usual = max(sorted(set(widths), reverse=True), key=widths.count, default=0)
        return widths.count(usual), usual

    try:
        return max(("\t", ";", "|", ","), key=score)
    except csv.Error:
        return ","


def _heading_width(rows: Sequence[Sequence[str]]) -> int:
    """Filled width of the rows before the first figure; 0 where there are none."""
    width = 0
    for row in rows:
        cells = [cell.strip() for cell in row]
        if sum(1 for cell in cells if _FIGURE.fullmatch(to_arabic(cell))) >= 2:
            return width
        filled = [index for index, cell in enumerate(cells) if cell]
        width = max(width, filled[-1] + 1 if len(filled) > 1 else 0)
    return 0


def _is_split(row: Sequence[str], width: int) -> bool:
    """A row that runs beyond the heading with ``40`` and ``000.00`` side by side: an amount whose own comma parted it."""
    last = max((index for index, cell in enumerate(row) if cell.strip()), default=-1)
    pairs = zip(row, row[1:], strict=False)
    return 0 < width <= last and any(_HEAD.fullmatch(to_arabic(a)) and _TAIL.fullmatch(to_arabic(b)) for a, b in pairs)


def read_html(part: Part, limits: Limits) -> PageReading:
    """HTML: a mail's body, a saved page, or a table under the name .xls. Raises Unreadable ``empty``, ``broken``."""
    from lxml import html  # noqa: PLC0415

    text, lost = _decoded(part, part.charset or meta_charset(part.data))
    is_workbook = part.name.lower().endswith((".xls", ".xlsx", ".xlt"))
    flow = PageFlow(Method.SHEET if is_workbook else _method(part))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ValueError, html.etree.ParserError) as error:
        raise Unreadable("ไม่มีข้อความในส่วนนี้ โปรดตรวจสอบแล้วส่งใหม่", "empty") from error
    walker = _HtmlWalker(flow, 1.0 if is_workbook and not lost else _confidence(part, lost))
    walker.block(root)
    walker.end_line()
    return _reading(part, flow, lost)


class _HtmlWalker:
    """Walks HTML; text runs together until a block ends it."""

    def __init__(self, flow: PageFlow, confidence: float) -> None:
        self.flow = flow
        self.confidence = confidence
        self._text = ""

    def end_line(self) -> None:
        if self._text.strip():
            self.flow.text(self._text, self.confidence)
        self._text = ""

    def block(self, element: Any) -> None:
        self._add(element.text)
        for each in element:
            self._child(each)
            self._add(each.tail)

    def _child(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _DROPPED or _is_hidden(element):
            return
        if tag == "br":
            self._text += "\n"
        elif tag == "table":
            self.end_line()
            self._table(element)
        elif tag in _BLOCKS:
            self.end_line()
            self.block(element)
            self.end_line()
        else:
            self.block(element)

    def _add(self, text: str | None) -> None:
        squeezed = " ".join((text or "").split())
        if squeezed:
            lead = " " if text and text[0].isspace() else ""
            self._text += lead + squeezed + (" " if text and text[-1].isspace() else "")
        elif text:
            self._text += " " if self._text and not self._text.endswith((" ", "\n")) else ""

    def _table(self, table: Any) -> None:
        rows = list(_rows(table))
        if any(True for row in rows for cell in row for _ in cell.iter("table")):
            for row in rows:  # a table that only arranges others: its cells are blocks
                for cell in row:
                    self.block(cell)
                    self.end_line()
            return
        self.flow.table(span_grid([[_html_cell(cell, self.confidence) for cell in row] for row in rows]))


def _is_hidden(element: Any) -> bool:
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _rows(table: Any) -> Iterator[list[Any]]:
    for each in table:
        if each.tag == "tr":
            yield [cell for cell in each if cell.tag in ("td", "th")]
        elif each.tag in ("tbody", "thead", "tfoot"):
            yield from _rows(each)


def _html_cell(cell: Any, confidence: float) -> Cell:
    for line_break in cell.iter("br"):
        line_break.tail = " " + (line_break.tail or "")
    text = " ".join(normalise("".join(cell.itertext())).split())
    return Cell(text, row_span=_span(cell, "rowspan"), col_span=_span(cell, "colspan"), confidence=confidence)


def _span(cell: Any, wanted: str) -> int:
    value = (cell.get(wanted) or "").strip()
    return max(1, min(int(value), 500)) if value.isdigit() else 1
