"""HTML mail to plain text: rows of tables stay lines with tabs between the cells, since a province may paste its table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml import etree

FILE_LINK = re.compile(
    r"https?://(?:[\w-]+\.)*(?:drive\.google\.com|docs\.google\.com|1drv\.ms|onedrive\.live\.com|onedrive\.com|[\w-]+\.sharepoint\.com|"
    r"sharepoint\.com|dropbox\.com|db\.tt|wetransfer\.com|we\.tl|box\.com|mega\.nz|mega\.co\.nz|mediafire\.com|icloud\.com|"
    r"line\.me/keep|4shared\.com|photos\.app\.goo\.gl|goo\.gl/photos|transfernow\.net|sendspace\.com)/[^\s<>\"'“”]+",
    re.IGNORECASE,
)
_DROPPED = frozenset({"script", "style", "head", "title", "noscript", "template", "object", "svg", "textarea", "select"})
_BLOCKS = frozenset(
    "address article blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "  # noqa: SIM905
    "section table tbody tfoot thead ul caption".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:-]+)", re.IGNORECASE)
_MAX_SPAN = 200
_MAX_COLUMNS = 256


def meta_charset(data: bytes) -> str | None:
    """The charset that a page says about itself."""
    match = _META_CHARSET.search(data[:4096])
    return match[1].decode("ascii", "replace") if match else None


def has_table(html: str) -> bool:
    """Whether there is a row with at least two cells: what a plain-text alternative would spoil."""
    return bool(re.search(r"<t[dh]\b(?:(?!</tr).)*?<t[dh]\b", html, re.IGNORECASE | re.DOTALL))


@dataclass(slots=True)
class _Table:
    rows_open: int = 0
    cells: list[str] = field(default_factory=list)
    pending: dict[int, int] = field(default_factory=dict)
    """Column -> rows for which a cell from above still covers it."""


@dataclass(slots=True)
class _Writer:
    buffers: list[list[str]] = field(default_factory=lambda: [[]])
    tables: list[_Table] = field(default_factory=list)
    quotes: int = 0
    pre: int = 0

    def write(self, text: str) -> None:
        if not self.pre:
            text = re.sub(r"[ \t\r\n\f\u00a0]+", " ", text)
        if self.quotes:
            text = text.replace("\n", "\n> ")
        buffer = self.buffers[-1]
        if text.startswith(" ") and (not buffer or buffer[-1].endswith((" ", "\n", "> "))):
            text = text[1:]
        if text:
            buffer.append(text)

    def line(self) -> None:
        mark = "\n> " if self.quotes else "\n"
        ends = ("\n", "> ") if self.quotes else ("\n",)
        if self.buffers[-1] and not self.buffers[-1][-1].endswith(ends):
            self.buffers[-1].append(mark)

    def take(self) -> str:
        return "".join(self.buffers.pop()) if len(self.buffers) > 1 else ""


def html_to_text(html: str) -> str:
    """Plain text of a page. Quoted replies get ``> `` before their lines; scripts, styles and hidden text are dropped."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True)
    html = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", html)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or any("depth" in entry.message for entry in parser.error_log):
        return _without_tags(html)
    writer = _Writer()
    skipping: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipping is None:
            if event == "start" and _is_dropped(element):
                skipping = element
            elif event == "start":
                _start(writer, element)
            else:
                _end(writer, element)
        if event == "end":
            skipping = None if element is skipping else skipping
            if skipping is None and element.tail and element is not root:
                writer.write(element.tail)
    while len(writer.buffers) > 1:
        inner = writer.take()
        writer.buffers[-1].append(inner)
    return _tidy("".join(writer.buffers[0]))


def _without_tags(html: str) -> str:
    """For markup that the parser gives up on (nested thousands deep): it must not cost the text."""
    html = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", "", html)
    return _tidy(unescape(re.sub(r"<[^<>]*>", "", re.sub(r"(?i)<(?:br|p|div|tr|table|li)\b[^<>]*>", "\n", html))))


def _is_dropped(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _DROPPED:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _start(writer: _Writer, element: Any) -> None:
    tag = element.tag
    if _opens_quote(element):
        writer.line()
        writer.quotes += 1
        writer.buffers[-1].append("> ")
    elif tag == "br":
        writer.buffers[-1].append("\n> " if writer.quotes else "\n")
    elif tag in _BLOCKS:
        writer.line()
    if tag == "pre":
        writer.pre += 1
    elif tag == "table":
        writer.tables.append(_Table())
    elif tag == "tr" and writer.tables:
        writer.tables[-1].cells.clear()
    elif tag in ("td", "th") and writer.tables:
        writer.buffers.append([])
    if element.text:
        writer.write(element.text)


def _end(writer: _Writer, element: Any) -> None:
    tag = element.tag
    if tag == "a" and (link := FILE_LINK.match(element.get("href") or "")) and link[0] not in "".join(element.itertext()):
        writer.write(f" {link[0]} ")
    if tag == "pre":
        writer.pre -= 1
    elif tag in ("td", "th") and writer.tables:
        _end_cell(writer, element)
    elif tag == "tr" and writer.tables:
        _end_row(writer)
    elif tag == "table" and writer.tables:
        writer.tables.pop()
    if tag in _BLOCKS:
        writer.line()
    if _opens_quote(element):
        writer.quotes -= 1
        if not writer.quotes and writer.buffers[-1] and writer.buffers[-1][-1].endswith("> "):
            writer.buffers[-1][-1] = writer.buffers[-1][-1][:-2]


def _opens_quote(element: Any) -> bool:
    """A quoted reply. A blockquote that is only an indent (Outlook's and Word's) is the sender's own text."""
    if element.tag == "blockquote":
        marks = f"{element.get('type')} {element.get('class')} {element.get('style')}"
        return bool(element.get("cite")) or any(mark in marks for mark in ("cite", "gmail_quote", "border-left"))
    return False


def _end_cell(writer: _Writer, element: Any) -> None:
    table = writer.tables[-1]
    text = writer.take()
    _skip_covered(table)
    down, across = _span(element, "rowspan"), _span(element, "colspan")
    for offset in range(max(1, min(across, _MAX_COLUMNS - len(table.cells)))):
        if down > 1:
            table.pending[len(table.cells)] = down
        table.cells.append(text if not offset else "")


def _skip_covered(table: _Table) -> None:
    while len(table.cells) < _MAX_COLUMNS and table.pending.get(len(table.cells), 0) > 0:
        table.cells.append("")


def _span(element: Any, name: str) -> int:
    value = element.get(name) or "1"
    return min(int(value), _MAX_SPAN) if re.fullmatch(r"[1-9]\d{0,4}", value) else 1


def _end_row(writer: _Writer) -> None:
    table = writer.tables[-1]
    _skip_covered(table)
    table.pending = {column: rows - 1 for column, rows in table.pending.items() if rows > 1}
    cells, table.cells = table.cells, []
    if not cells:
        return
    writer.line()
    if len(cells) > 1 and not any("\t" in cell for cell in cells):
        row = "\t".join(" ".join(cell.split()) for cell in cells)
    else:
        row = "\n".join(cell.strip("\n") for cell in cells if cell.strip())
    writer.buffers[-1].append(row.replace("\n", "\n> ") if writer.quotes else row)
    writer.line()


def _tidy(text: str) -> str:
    lines = [line.rstrip(" \u00a0") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")
