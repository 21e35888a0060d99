"""PDF -> text and tables.

PDFium's text is read, poppler's is the second opinion, pdfplumber shows where ruling lines stand, pikepdf mends what will
not open. A page is read only if its text layer is believable; a scan is said to be one.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from intake.errors import Unreadable
from parsers.limits import Limits
from parsers.parts import Part
from parsers.pdf_continued import on_same_columns, with_broken_rows_joined
from parsers.pdf_forms import Filled, as_clusters, filled_fields
from parsers.pdf_page import Layer, PageSort, build_page, page_layer
from parsers.pdf_tables import Ruled, find_ruled
from parsers.ports import Recogniser
from parsers.records import Line, Method, Page, PageReading
from parsers.second import second_opinion

_RULES = 3
"""Fewer shapes than this make no ruled table."""
_RENDER_DPI = 300
_LOCKED = "ไฟล์ PDF ถูกล็อกด้วยรหัสผ่าน โปรดปลดรหัสผ่านแล้วส่งใหม่"
_BROKEN = "ไฟล์ PDF ชำรุด ไม่สามารถเปิดอ่านได้ โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง"


def read_pdf(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    """Reads a PDF.

    Raises:
        Unreadable: ``locked``, ``broken``, ``too_many_pages``, ``empty``, ``image_only`` or ``bad_text_layer``.
        ToolMissing: poppler-utils is not installed.
    """
    document, data = open_pdf(part.data)
    with closing(document):
        if len(document) == 0:
            raise Unreadable("ไฟล์ PDF ไม่มีหน้าเอกสาร โปรดส่งใหม่", "empty")
        if len(document) > limits.pages:
            raise Unreadable(
                f"เอกสารมี {len(document)} หน้า เกินกว่า {limits.pages} หน้าที่ระบบอ่านได้ โปรดส่งเฉพาะแบบรายงาน", "too_many_pages"
            )
        layers = [_layer(document, index) for index in range(len(document))]
        filled = filled_fields(data) if _has_annotations(document) else {}
        if recogniser is None:
            _refuse_unreadable(layers, filled)
        pages, warnings = _pages(document, data, layers, filled, recogniser, limits)
    return PageReading(part.sha256, part.name, part.media_type, tuple(pages), tuple(warnings))


def open_pdf(data: bytes) -> tuple[pypdfium2.PdfDocument, bytes]:
    """Opens a PDF, mended if need be; with the bytes that were opened in the end."""
    try:
        return _opened(data), data
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable(_LOCKED, "locked") from error
    mended = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as broken:
            broken.save(mended)
        return _opened(mended.getvalue()), mended.getvalue()
    except pikepdf.PasswordError as error:
        raise Unreadable(_LOCKED, "locked") from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError) as error:
        raise Unreadable(_BROKEN, "broken") from error


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    document = pypdfium2.PdfDocument(data)
    if len(document):
        document[0].close()  # a damaged file opens, and fails at its first page
    return document


def _layer(document: pypdfium2.PdfDocument, index: int) -> Layer:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_BROKEN, "broken") from error
    with closing(page):
        return page_layer(page)


def _has_annotations(document: pypdfium2.PdfDocument) -> bool:
    for index in range(len(document)):
        with closing(document[index]) as page:
            if pdfium.FPDFPage_GetAnnotCount(page) > 0:
                return True
    return False


def _refuse_unreadable(layers: Sequence[Layer], filled: dict[int, list[Filled]]) -> None:
    """A document without a single readable page is for a person."""
    if any(layer.sort is PageSort.TEXT for layer in layers) or any(filled.values()):
        return
    sorts = {layer.sort for layer in layers} - {PageSort.BLANK}
    if not sorts:
        raise Unreadable("เอกสารว่างเปล่าทุกหน้า ไม่มีข้อความหรือภาพ โปรดตรวจสอบแล้วส่งใหม่", "empty")
    if PageSort.BROKEN in sorts:
        reasons = ", ".join(sorted({reason for layer in layers for reason in layer.reasons}))
        raise Unreadable(
            f"ข้อความในไฟล์ PDF เสียหาย อ่านแล้วเชื่อถือไม่ได้ ({reasons}) โปรดตรวจสอบจากต้นฉบับ หรือขอไฟล์ Word หรือ Excel", "bad_text_layer"
        )
    if PageSort.RECOGNISED in sorts:
        raise Unreadable(
            "เอกสารเป็นภาพสแกน ข้อความที่ฝังมาเป็นผลการรู้จำอักษรของโปรแกรมอื่นซึ่งเชื่อถือไม่ได้ โปรดตรวจสอบจากภาพต้นฉบับ", "image_only"
        )
    raise Unreadable("เอกสารเป็นภาพสแกน ไม่มีข้อความให้อ่าน โปรดตรวจสอบจากภาพต้นฉบับ หรือขอไฟล์ที่มีข้อความ", "image_only")


def _pages(
    document: pypdfium2.PdfDocument,
    data: bytes,
    layers: Sequence[Layer],
    filled: dict[int, list[Filled]],
    recogniser: Recogniser | None,
    limits: Limits,
) -> tuple[list[Page], list[str]]:
    opinions = second_opinion(data, len(layers)) or (None,) * len(layers)
    ruled, warnings = _ruled(data, layers, limits)
    pages = []
    for index, layer in enumerate(layers):
        fields = as_clusters(filled.get(index, []), layer.frame, layer.glyphs.clusters)
        if layer.sort in (PageSort.TEXT, PageSort.BLANK) or (fields and recogniser is None):
            page, told = build_page(index + 1, layer, ruled.get(index, ()), fields, opinions[index])
            if layer.sort not in (PageSort.TEXT, PageSort.BLANK):
                page, told = _unbelieved(page, layer)
        elif recogniser is not None:
            page, told = _recognised(document[index], index + 1, recogniser), []
        else:
            page, told = _unbelieved(build_page(index + 1, layer, (), (), opinions[index])[0], layer)
        pages.append(page)
        warnings.extend(told)
    return with_broken_rows_joined(pages), warnings


def _ruled(data: bytes, layers: Sequence[Layer], limits: Limits) -> tuple[dict[int, list[Ruled]], list[str]]:
    wanted = {i: layer.frame for i, layer in enumerate(layers) if _RULES < layer.drawings <= limits.drawings}
    wanted = {index: frame for index, frame in wanted.items() if layers[index].sort is not PageSort.PICTURE}
    warnings = [
        f"หน้า {index + 1}: มีลายเส้นมากเกินไป ระบบไม่ได้ค้นหาตารางตีเส้นในหน้านี้"
        for index, layer in enumerate(layers)
        if layer.drawings > limits.drawings
    ]
    found = find_ruled(data, wanted) if wanted else {}
    if found is None:
        warnings.append("ระบบไม่สามารถหาเส้นตารางในไฟล์ PDF ได้ โปรดตรวจสอบตารางกับต้นฉบับ")
    return on_same_columns(found or {}), warnings


_WHY = {
    PageSort.PICTURE: "เป็นภาพสแกน ระบบยังไม่ได้อ่าน",
    PageSort.RECOGNISED: "เป็นภาพสแกนที่มีผลการรู้จำอักษรของโปรแกรมอื่นซึ่งเชื่อถือไม่ได้",
    PageSort.BROKEN: "ข้อความเสียหาย อ่านแล้วเชื่อถือไม่ได้",
}


def _unbelieved(page: Page, layer: Layer) -> tuple[Page, list[str]]:
    """A page that cannot be read in a document whose other pages can: its text is kept, with no confidence at all."""
    texts = [*page.lines]
    for table in page.tables:
        texts.extend(Line(cell.text, cell.box) for row in table.rows for cell in row if cell.text)
    lines = tuple(Line(line.text, line.box, 0.0) for line in texts)
    warning = f"หน้า {page.number}: {_WHY[layer.sort]} โปรดตรวจสอบจากต้นฉบับ"
    return _page(page.number, page.width, page.height, None, Method.TEXT_LAYER, lines, layer.rotation), [warning]


def _recognised(page: Any, number: int, recogniser: Recogniser) -> Page:
    with closing(page):
        width, height = page.get_size()
        image = io.BytesIO()
        page.render(scale=_RENDER_DPI / 72, grayscale=True).to_pil().save(image, "PNG")
    lines = tuple(recogniser.recognise(image.getvalue(), (_RENDER_DPI, _RENDER_DPI)))
    return _page(number, width, height, (_RENDER_DPI, _RENDER_DPI), Method.RECOGNISER, lines, 0)


def _page(
    number: int,
    width: float,
    height: float,
    dpi: tuple[float, float] | None,
    method: Method,
    lines: tuple[Line, ...],
    rotation: int,
) -> Page:
    confidence = min((line.confidence for line in lines), default=0.0)
    return Page(number, width, height, dpi, rotation, 0.0, method, confidence, lines)
