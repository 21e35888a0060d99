"""Paper as clerks make it: Word by python-docx, Excel by XlsxWriter, PDF by typst, mail written out byte by byte.

A paper is a list of blocks: a line of text, a table (list of rows), or PAGE_END. In a table ``LEFT`` belongs to the cell on its
left and ``ABOVE`` to the cell above it (merged cells).
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Sequence
from email.header import Header
from typing import Final

import docx
import typst
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

LEFT: Final = "\0left"
ABOVE: Final = "\0above"
PAGE_END: Final = "\f"

Row = Sequence[str]
Block = str | Sequence[Row]
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def thai(text: str) -> str:
    """Thai digits, as on printed letters."""
    return text.translate(THAI)


def spans(rows: Sequence[Row]) -> list[tuple[int, int, int, int, str]]:
    """(row, column, rows covered, columns covered, text) of every cell that is not covered by another."""
    out = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in (LEFT, ABOVE):
                continue
            wide, high = 1, 1
            while c + wide < len(row) and row[c + wide] == LEFT:
                wide += 1
            while r + high < len(rows) and rows[r + high][c] == ABOVE:
                high += 1
            out.append((r, c, high, wide, text))
    return out


# --- Word -------------------------------------------------------------------------------------------------------------
def word(blocks: Sequence[Block], *, landscape: bool = False) -> bytes:
    """A .docx; a line that begins with ``>`` stands on the right, with ``^`` in the middle."""
    document = docx.Document()
    section = document.sections[0]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    for block in blocks:
        if block == PAGE_END:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif isinstance(block, str):
            paragraph = document.add_paragraph(block.lstrip(">^"))
            if block[:1] in (">", "^"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if block[0] == ">" else WD_ALIGN_PARAGRAPH.CENTER
        else:
            _word_table(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(document: docx.document.Document, rows: Sequence[Row]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for r, c, high, wide, text in spans(rows):
        cell = table.cell(r, c)
        if high > 1 or wide > 1:
            cell = cell.merge(table.cell(r + high - 1, c + wide - 1))
        cell.text = text


# --- PDF --------------------------------------------------------------------------------------------------------------
def pdf(blocks: Sequence[Block], *, landscape: bool = False, font: str = "Laksaman", ruled: bool = True) -> bytes:
    """A born-digital PDF; ``>`` and ``^`` as in :func:`word`."""
    flipped = "flipped: true, " if landscape else ""
    source = [f'#set page("a4", {flipped}margin: (left: 2.5cm, rest: 1.5cm))', f'#set text(font: "{font}", size: 13pt)']
    for block in blocks:
        if block == PAGE_END:
            source.append("#pagebreak()")
        elif isinstance(block, str):
            side = {">": "right", "^": "center"}.get(block[:1])
            text = f"#text({_quoted(block.lstrip('>^'))})"
            source.append(f"#align({side})[{text}]" if side else text)
        else:
            source.append(_typst_table(block, ruled))
    return bytes(typst.compile("\n\n".join(source).encode()))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typst_table(rows: Sequence[Row], ruled: bool) -> str:
    cells = ",\n".join(
        f"table.cell(x: {c}, y: {r}, rowspan: {high}, colspan: {wide})[#text({_quoted(text)})]"
        for r, c, high, wide, text in spans(rows)
    )
    stroke = "0.5pt" if ruled else "none"
    first = "2fr, " if len(rows[0]) > 1 else ""
    columns = f"({first}{'auto, ' * (len(rows[0]) - 1)})" if len(rows[0]) > 1 else "1"
    return f"#text(size: 10pt)[#table(columns: {columns}, stroke: {stroke},\n{cells})]"


# --- Excel ------------------------------------------------------------------------------------------------------------
def excel(sheets: dict[str, Sequence[Block]], *, numbers: bool = True, first_column: int = 0) -> bytes:
    """A workbook; with ``numbers`` figures with commas become number cells, else they stay text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    money, plain = book.add_format({"num_format": "#,##0.00"}), book.add_format()
    for name, blocks in sheets.items():
        sheet = book.add_worksheet(name)
        at = 0
        for block in blocks:
            rows = [[block.lstrip(">^")]] if isinstance(block, str) else block
            for r, c, high, wide, text in spans(rows):
                figure = _figure(text) if numbers and not isinstance(block, str) else None
                place = (at + r, first_column + c)
                if high > 1 or wide > 1:
                    sheet.merge_range(*place, place[0] + high - 1, place[1] + wide - 1, text, plain)
                elif figure is None:
                    sheet.write_string(*place, text)
                else:
                    sheet.write_number(*place, figure, money)
            at += len(rows)
    book.close()
    return out.getvalue()


def _figure(text: str) -> float | None:
    clean = text.replace(",", "")
    try:
        return float(clean) if clean[:1].isdigit() and clean.isascii() and "." in clean else None
    except ValueError:
        return None


# --- mail -------------------------------------------------------------------------------------------------------------
PDF_TYPE = "application/pdf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"pdf": PDF_TYPE, "docx": WORD_TYPE, "xlsx": EXCEL_TYPE, "jpg": "image/jpeg", "png": "image/png"}


def mail(
    sender: str,
    subject: str,
    body: str = "",
    *files: tuple[str, bytes],
    charset: str = "utf-8",
    headers: Sequence[str] = (),
    number: str = "1",
) -> bytes:
    """A message as it travels. ``files``: (name, bytes); the type follows the name's end."""
    python = {"windows-874": "cp874", "tis-620": "cp874"}.get(charset, charset)
    head = [
        *headers,
        f"From: {sender}",
        "To: jed@dopa.example",
        f"Subject: =?{charset}?B?{base64.b64encode(subject.encode(python)).decode('ascii')}?=",
        f"Message-ID: <{number}.{zlib.crc32((sender + subject + body).encode())}@moi.example>",
        "Date: Fri, 04 Dec 2020 09:00:00 +0700",
        "MIME-Version: 1.0",
    ]
    text = (
        f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{_b64(body.encode(python))}"
    )
    if not files:
        return ("\r\n".join(head) + "\r\n" + text).encode("ascii")
    pieces = ([text] if body else []) + [_attached(name, data) for name, data in files]
    joined = "".join(f"--=_b1\r\n{piece}\r\n" for piece in pieces)
    head.append('Content-Type: multipart/mixed; boundary="=_b1"')
    return ("\r\n".join(head) + f"\r\n\r\n{joined}--=_b1--\r\n").encode("ascii")


def _attached(name: str, data: bytes) -> str:
    kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    coded = Header(name, "utf-8", maxlinelen=500).encode() if not name.isascii() else name
    return (
        f'Content-Type: {kind}; name="{coded}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{coded}"\r\n\r\n{_b64(data)}'
    )


def _b64(data: bytes) -> str:
    return base64.encodebytes(data).decode("ascii").replace("\n", "\r\n")
