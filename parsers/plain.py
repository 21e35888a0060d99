"""Plain text, delimited text and HTML -> lines and tables: the bodies of mails, and files that call themselves workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from intake.errors import Unreadable
from parsers.html_text import meta_charset
from parsers.limits import Limits
from parsers.page_flow import PageFlow, span_grid
from parsers.records import Cell, Method, PageReading, Part, Role
from parsers.sheet_table import Place, reference, sheet_page, sheet_table
from parsers.thai.charset import decode
from parsers.thai.text import normalise

_BODY = 0.995
_SOUND = 0.999
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
        for row, values in enumerate(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)):
            if row >= limits.rows or len(values) > limits.columns:
                raise Unreadable("ตารางมีขนาดใหญ่เกินกว่าที่ระบบจะอ่านได้ โปรดส่งเฉพาะข้อมูลที่รายงาน", "too_large")
            for column, value in enumerate(values):
                clean = " ".join(normalise(value).split())
                if clean:
                    cells[row, column] = Cell(clean, ref=reference((row, column)), confidence=0.9 if "\ufffd" in clean else 1.0)
    except csv.Error as error:
        raise Unreadable("ไฟล์ข้อมูลชำรุด ไม่สามารถแยกเป็นช่องตารางได้ โปรดส่งเป็นไฟล์ Excel", "broken") from error
    table = sheet_table(cells, (), "", hidden=False, page=1)
    if table is None:
        raise Unreadable("ไฟล์ข้อมูลว่างเปล่า โปรดตรวจสอบแล้วส่งใหม่", "empty")
    told = ("มีตัวอักษรบางตัวที่ถอดรหัสไม่ได้ โปรดตรวจสอบกับต้นฉบับ",) if lost else ()
    return PageReading(part.sha256, part.name, part.media_type, (sheet_page(1, table),), told)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells (amounts have commas of their own)."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    try:
        return max(("\t", ";", "|", ","), key=score)
    except csv.Error:
        return ","


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
