"""Papers to Word."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from rehearsal.paper import Grid, Paper, Para
from rehearsal.steady import MADE, steady_zip

_ALIGN = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def to_docx(
    paper: Paper, *, font: str = "TH SarabunPSK", size: float = 16, tabs: bool = False, header: str = "", wide: bool = False
) -> bytes:
    """A .docx file.

    Args:
        tabs: ``label: value`` paragraphs get a tab after the colon, as clerks do.
        header: text of the page header.
        wide: the page lies on its side, as for a table of many columns.
    """
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    style.element.rPr.rFonts.set(qn("w:cs"), font)
    if wide:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for block in paper.blocks:
        if isinstance(block, Para):
            _paragraph(document, block, tabs)
        elif isinstance(block, Grid):
            _table(document, block)
        else:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    buffer = io.BytesIO()
    document.core_properties.created = document.core_properties.modified = MADE
    document.save(buffer)
    return steady_zip(buffer.getvalue())


def _paragraph(document: Word, block: Para, tabs: bool) -> None:
    text = block.text.replace(": ", ":\t", 1) if tabs else block.text
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.space_after = Pt(2)
    if block.space:
        paragraph.paragraph_format.space_before = Pt(14 * block.space)
    if block.align == "half":
        paragraph.paragraph_format.left_indent = Cm(8)
    elif block.align in _ALIGN:
        paragraph.alignment = _ALIGN[block.align]
    if block.indent:
        paragraph.paragraph_format.first_line_indent = Cm(2.5)
    for run in paragraph.runs:
        run.bold = block.bold


def _table(document: Word, block: Grid) -> None:
    table = document.add_table(rows=len(block.rows), cols=len(block.widths))
    table.style = "Table Grid"
    for y, row in enumerate(block.rows):
        for x, cell in enumerate(row):
            if cell is None:
                continue
            target = table.cell(y, x)
            if cell.cols > 1 or cell.rows > 1:
                target = target.merge(table.cell(y + cell.rows - 1, x + cell.cols - 1))
            target.text = cell.text
            for paragraph in target.paragraphs:
                if cell.align in _ALIGN:
                    paragraph.alignment = _ALIGN[cell.align]
                for run in paragraph.runs:
                    run.bold = cell.bold
