"""Papers to PDF by Typst: no system libraries, real Thai shaping, ActualText as the makers of Word's PDFs write it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

from rehearsal.paper import Break, Cell, Grid, Paper, Para

FONT_FOLDER = Path("/usr/share/fonts/truetype/tlwg")
FONTS = ("Laksaman", "Norasi", "Garuda", "Loma", "Kinnari", "Waree", "Umpush", "TlwgTypo")

_TEMPLATE = r"""
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", flipped: data.wide, margin: (left: 2.5cm, right: 1.8cm, top: 2cm, bottom: 1.8cm))
#set text(font: data.font, size: data.size * 1pt, lang: "th")
#set par(leading: 0.55em, spacing: 0.75em)
#let show-para(b) = {
  if b.space > 0 { v(b.space * 1em) }
  let body = if b.bold { strong(b.text) } else { [#b.text] }
  if b.indent { body = [#h(2.5em)#body] }
  if b.align == "half" { pad(left: 50%, body) }
  else if b.align == "center" { align(center, body) }
  else if b.align == "right" { align(right, body) }
  else { par(body) }
}
#let show-grid(b) = table(
  columns: b.widths.map(w => w * 1fr),
  inset: 4pt,
  stroke: if data.ruled { 0.6pt } else { none },
  ..b.cells.map(c => table.cell(
    colspan: c.cols, rowspan: c.rows,
    align: (if c.align == "right" { right } else if c.align == "center" { center } else { left }) + horizon,
  )[#if c.bold { strong(c.text) } else { c.text }])
)
#for b in data.blocks {
  if b.type == "para" { show-para(b) }
  else if b.type == "grid" { show-grid(b) }
  else { pagebreak() }
}
"""


_WRITTEN = 1_605_657_600
"""Seconds since 1970 of the papers' making: the same seed gives the same bytes."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONT_FOLDER)])


def to_pdf(paper: Paper, *, font: str = "Laksaman", size: float = 14, wide: bool = False, ruled: bool = True) -> bytes:
    """A4 PDF; ``wide`` for landscape."""
    blocks = [_block(block) for block in paper.blocks]
    data = {"font": font, "size": size, "wide": wide, "ruled": ruled, "blocks": blocks}
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    # A fresh compiler each time: one that was made from bytes forgets them after its first document.
    result = typst.compile(_TEMPLATE.encode(), format="pdf", font_paths=_fonts(), sys_inputs=inputs, timestamp=_WRITTEN)
    assert isinstance(result, bytes)
    return result


def _block(block: Para | Grid | Break) -> dict[str, object]:
    if isinstance(block, Para):
        return {
            "type": "para",
            "text": block.text,
            "align": block.align,
            "bold": block.bold,
            "indent": block.indent,
            "space": block.space,
        }
    if isinstance(block, Break):
        return {"type": "break"}
    cells = [_cell(cell) for row in block.rows for cell in row if cell is not None]
    return {"type": "grid", "widths": list(block.widths), "cells": cells}


def _cell(cell: Cell) -> dict[str, object]:
    return {"text": cell.text, "cols": cell.cols, "rows": cell.rows, "align": cell.align, "bold": cell.bold}
