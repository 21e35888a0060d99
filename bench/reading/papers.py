"""Papers of the synthetic provinces, drawn as Word files in a given typeface and size.

They come from the rehearsal, whose layouts and wording the training knows nothing of. All stand upright: a fax machine makes a
sheet that lies on its side smaller, and the size of its letters with it.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document as open_word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu
from docx.table import Table

from rehearsal.layouts import achievement, nomination, obstacle
from rehearsal.office import Rehearsal
from rehearsal.paper import Cell, Grid, Paper, Para
from rehearsal.province import ProvinceOffice
from rehearsal.render_docx import to_docx
from rehearsal.stories import disburse, next_month, nominate, report_of
from rehearsal.wording import ACHIEVEMENT_TITLES, OBSTACLES, clerk

SUBJECTS = ("table", "nomination", "table", "obstacle", "table", "achievement", "table", "disbursement")
"""What papers are about, in turn; those with many amounts are the most."""
TABLES = ("wide_table", "numbered_headings", "other_order", "with_subtotals", "two_columns")
PERIODS = ("2020-11", "2020-12", "2021-03", "2021-06")
_MARGIN = Cm(1.5)
_PRINTED = Cm(21 - 2 * 1.5)
"""Width between the margins: A4."""
_PADDING = 50
"""Of cells, in twentieths of a point: a table of many columns is set tight."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper before it has a typeface."""

    kind: str
    layout: str
    paper: Paper
    fields: dict[str, str]
    is_wide: bool
    """Has a table of many columns: it gets narrow margins."""

    @property
    def texts(self) -> list[str]:
        """Everything that will be printed, in no matter what order."""
        found = []
        for block in self.paper.blocks:
            if isinstance(block, Para):
                found.append(block.text)
            elif isinstance(block, Grid):
                found += [cell.text for row in block.rows for cell in row if isinstance(cell, Cell)]
        return found


class Writers:
    """Draws papers of many offices; the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._offices = list(Rehearsal(seed).offices.values())

    def draft(self, subject: str) -> Draft:
        """Another paper on one of ``SUBJECTS``."""
        rng, office = self._rng, self._rng.choice(self._offices)
        if subject not in ("table", "disbursement"):
            drawn, layout = _without_money(rng, office, subject)
            return Draft(subject, layout, drawn.paper, drawn.fields, False)
        period = rng.choice(PERIODS)
        day = next_month(period) + dt.timedelta(days=rng.randint(0, 12))
        told = report_of(rng, office, period, day)
        _, report, layout, _ = disburse(rng, office, told, rng.choice(TABLES) if subject == "table" else "")
        return Draft("disbursement", layout, report.paper, report.fields | {"period": period}, _is_wide(report.paper))


def _is_wide(paper: Paper) -> bool:
    return any(isinstance(block, Grid) and len(block.widths) > 3 for block in paper.blocks)


def _without_money(rng: random.Random, office: ProvinceOffice, kind: str) -> tuple[nomination.Drawn, str]:
    day = dt.date(2020, 11, 19) + dt.timedelta(days=rng.randint(0, 14))
    if kind == "nomination":
        _, nominated, layout, _ = nominate(rng, office, day)
        return nominated, layout
    head, who = office.letterhead(rng, day), clerk(rng)
    if kind == "obstacle":
        layout = rng.choice(sorted(obstacle.LAYOUTS))
        told = obstacle.Obstacle(head, *rng.choice(OBSTACLES), rng.choice(("", "เร่งด่วน", "ปกติ")), office.clerk)
        return obstacle.LAYOUTS[layout][0](who, told), layout
    layout = rng.choice(sorted(achievement.LAYOUTS))
    score = rng.choice(("", "92.5", "87", "95.25"))
    achieved = achievement.Achievement(head, office.district, rng.choice(ACHIEVEMENT_TITLES), score)
    return achievement.LAYOUTS[layout][0](who, achieved), layout


def word_file(draft: Draft, face: str, size: int) -> bytes:
    """The paper as Word in a typeface and a size (points), on upright A4."""
    document = open_word(io.BytesIO(to_docx(draft.paper, font=face, size=size)))
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
    # Thai is a complex script to Word: its size and weight are set apart from those of Latin letters and digits.
    normal = document.styles["Normal"].element.get_or_add_rPr()
    _set(normal, "w:szCs", str(2 * size))
    for run in document.element.iter(qn("w:r")):
        bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
        if bold is not None and bold.get(qn("w:val"), "1") not in ("0", "false"):
            _set(run.rPr, "w:bCs", "1")
    if draft.is_wide:
        for section in document.sections:
            section.left_margin = section.right_margin = _MARGIN
        grids = [block for block in draft.paper.blocks if isinstance(block, Grid)]
        for table, grid in zip(document.tables, grids, strict=True):
            _set_widths(table, grid.widths)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """The columns as wide as the paper wants them, on a page between its margins."""
    unit = _PRINTED / sum(widths)
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Emu(round(unit * width))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(round(unit * width))
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        edge = OxmlElement(side)
        edge.set(qn("w:w"), str(_PADDING))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _set(properties: object, tag: str, value: str) -> None:
    """One property of a run or style, in place of what it was."""
    for old in properties.findall(qn(tag)):  # type: ignore[attr-defined]
        properties.remove(old)  # type: ignore[attr-defined]
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    properties.append(element)  # type: ignore[attr-defined]
