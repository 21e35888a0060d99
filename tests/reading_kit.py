"""Papers for the readers' tests: PDFs by typst, and small edits of them by pikepdf."""

from __future__ import annotations

import ctypes
import hashlib
import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import typst

from parsers import media_types as types
from parsers.limits import Limits
from parsers.parts import Part, Role
from parsers.read import read_part
from parsers.records import Page, PageReading, Table

FONTS = "/usr/share/fonts/truetype/tlwg"
HEADING = "[ลำดับ],[หมวดรายจ่าย],[งบประมาณที่ได้รับจัดสรร (บาท)],[เบิกจ่ายเดือนนี้ (บาท)],[เบิกจ่ายสะสม (บาท)],[คงเหลือ (บาท)],[ร้อยละ]"
TWO_STOREYS = (
    "table.cell(rowspan:2)[ลำดับ],table.cell(rowspan:2)[รายการ],table.cell(rowspan:2)[งบจัดสรร],"
    "table.cell(colspan:2)[ผลการเบิกจ่าย],table.cell(rowspan:2)[คงเหลือ],table.cell(rowspan:2)[ร้อยละ],[เดือนนี้],[สะสม]"
)
ROWS = """
 [๑],[ค่าตอบแทนเจ้าหน้าที่ปฏิบัติงานนอกเวลาราชการ],[๑๒,๐๐๐.๐๐],[๓,๔๕๐.๐๐],[๓,๔๕๐.๐๐],[๘,๕๕๐.๐๐],[๒๘.๗๕],
 [๒],[ค่าใช้สอย],[๕๔,๗๐๐.๐๐],[-],[๒๗,๙๖๗.๒๕],[๒๖,๗๓๒.๗๕],[๕๑.๑๓],
 [๓],[ค่าวัสดุ],[๓๐,๖๙๔.๐๐],[],[๔,๙๑๑.๕๐],[๒๕,๗๘๒.๕๐],[๑๖.๐๐],
 table.cell(colspan:2)[รวมทั้งสิ้น],[๙๗,๓๙๔.๐๐],[๓,๔๕๐.๐๐],[๓๖,๓๒๘.๗๕],[๖๑,๐๖๕.๒๕],[๓๗.๓๐],
"""
TITLE = """#align(center)[*แบบรายงานการเบิกจ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. ๒๕๖๔* \\ จังหวัดสุราษฎร์ธานี ประจำเดือน ธันวาคม ๒๕๖๓]
#align(right)[หน่วย : บาท]
"""
FOOT = """
ปัญหา/อุปสรรค : ผู้รับจ้างส่งมอบงานล่าช้า ทั้งนี้ให้แล้วเสร็จภายในวันที่ ๑๐ มกราคม ๒๕๖๔
#align(right)[(ลงชื่อ)........................ผู้รายงาน \\ (นายสมชาย ใจดี) \\ โทร. ๐ ๗๗๒๗ ๒๑๗๖ ต่อ ๑๒]
"""
EXPECTED = [
    ["๑", "ค่าตอบแทนเจ้าหน้าที่ปฏิบัติงานนอกเวลาราชการ", "๑๒,๐๐๐.๐๐", "๓,๔๕๐.๐๐", "๓,๔๕๐.๐๐", "๘,๕๕๐.๐๐", "๒๘.๗๕"],
    ["๒", "ค่าใช้สอย", "๕๔,๗๐๐.๐๐", "-", "๒๗,๙๖๗.๒๕", "๒๖,๗๓๒.๗๕", "๕๑.๑๓"],
    ["๓", "ค่าวัสดุ", "๓๐,๖๙๔.๐๐", "", "๔,๙๑๑.๕๐", "๒๕,๗๘๒.๕๐", "๑๖.๐๐"],
]
TOTAL = ["๙๗,๓๙๔.๐๐", "๓,๔๕๐.๐๐", "๓๖,๓๒๘.๗๕", "๖๑,๐๖๕.๒๕", "๓๗.๓๐"]


def pdf(body: str, font: str = "Laksaman", size: int = 12, page: str = "") -> bytes:
    """A PDF of a typst text on A4 with margins of 2 cm."""
    source = f'#set page(paper: "a4", margin: 2cm{page})\n#set text(font: "{font}", size: {size}pt, lang: "th")\n{body}'
    compiler: Any = typst.compile  # its stubs leave a type parameter open
    made = compiler(source.encode(), font_paths=[FONTS], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def form(stroke: str = "0.5pt", heading: str = HEADING) -> str:
    """The disbursement form; ``stroke`` says which lines are ruled."""
    return (
        TITLE
        + f"#table(columns:(1cm,4cm,2.6cm,2.4cm,2.4cm,2.4cm,1.6cm), stroke:{stroke}, "
        + "align:(center,left,right,right,right,right,right), table.header("
        + heading
        + "),"
        + ROWS
        + ")"
        + FOOT
    )


def plain_pdf(placed: Sequence[tuple[float, float, str]], size: float = 14) -> bytes:
    """A PDF without shaping, glyph by glyph as the characters come, as old office programs wrote them.

    Args:
        placed: left edge and baseline in points from the bottom left, and the text.
    """
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    data = Path(FONTS, "Laksaman.ttf").read_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = pypdfium2.raw.FPDFText_LoadFont(document, buffer, len(data), pypdfium2.raw.FPDF_FONT_TRUETYPE, True)
    for x, y, text in placed:
        drawn = pypdfium2.raw.FPDFPageObj_CreateTextObj(document, font, size)
        encoded = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
        pypdfium2.raw.FPDFText_SetText(drawn, ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort)))
        pypdfium2.raw.FPDFPageObj_Transform(drawn, 1, 0, 0, 1, x, y)
        pypdfium2.raw.FPDFPage_InsertObject(page, drawn)
    page.gen_content()
    made = io.BytesIO()
    document.save(made)
    document.close()
    return made.getvalue()


LAKSAMAN = {"ํ": 0x13B, "๗": 0x145}
"""Glyph numbers of some characters in the typeface of ``plain_pdf``."""


def misnamed(data: bytes, glyph: int, text: str) -> bytes:
    """The PDF after its font calls a glyph by another character's name."""

    def rename(document: Any) -> None:
        for each in document.objects:
            if isinstance(each, pikepdf.Stream) and b"beginbf" in (content := each.read_bytes()):
                entry = b"1 beginbfchar\n<%04X> <%s>\nendbfchar\n" % (glyph, text.encode("utf-16-be").hex().encode())
                each.write(content.replace(b"endcmap", entry + b"endcmap"))

    return edited(data, rename)


def part(
    data: bytes, media_type: str = types.PDF, name: str = "", role: Role = Role.DOCUMENT, charset: str | None = None
) -> Part:
    return Part(data, hashlib.sha256(data).hexdigest(), name, name, media_type, media_type, role, charset)


def read(data: bytes, media_type: str = types.PDF, name: str = "", **limits: int) -> PageReading:
    return read_part(part(data, media_type, name), None, Limits(**limits))


def edited(data: bytes, edit: Callable[[Any], None], **save: Any) -> bytes:
    """The PDF after an edit by pikepdf."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        edit(document)
        document.save(made, **save)
    return made.getvalue()


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def lines(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def lowest(page: Page) -> float:
    """The least confidence of anything on the page."""
    found: Sequence[float] = [line.confidence for line in page.lines]
    return min([*found, *(cell.confidence for table in page.tables for row in table.rows for cell in row)])


def drawn_on(data: bytes, *operators: str) -> bytes:
    """The PDF with something drawn under its first page's text, in points from the bottom left."""

    def draw(document: Any) -> None:
        page = document.pages[0]
        stream = document.make_stream(("q " + "\n".join(operators) + " Q\n").encode("ascii"))
        below = list(page.Contents) if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
        page.Contents = pikepdf.Array([stream, *below])

    return edited(data, draw)


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[str]:
    """The operators of a grid of lines."""
    down = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    return [*down, *(f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys)]


def gone(pid: int) -> bool:
    """No longer running (a zombie waits only to be counted)."""
    for _ in range(100):
        stat = Path("/proc", str(pid), "stat")
        try:
            if stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False
