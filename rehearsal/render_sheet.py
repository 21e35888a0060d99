"""Papers to workbooks: .xlsx, .xls, .ods and .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from rehearsal.paper import Block, Break, Cell, Paper, Para
from rehearsal.steady import MADE, steady_zip

Placed = tuple[int, int, Cell]
"""Row, column, cell."""


def placed(blocks: Sequence[Block], first_column: int = 0) -> Iterator[Placed]:
    """Blocks as cells of a sheet: a paragraph a row, ``label: value`` in two cells, a grid as it stands."""
    y = 0
    for block in blocks:
        if isinstance(block, Break):
            y += 2
        elif isinstance(block, Para):
            label, colon, value = block.text.partition(": ")
            if colon and len(label) < 60:
                yield y, first_column, Cell(label.strip())
                yield y, first_column + 1, Cell(value.strip(" ."))
            elif block.text.strip():
                yield y, first_column, Cell(block.text, bold=block.bold)
            y += 1
        else:
            for row in block.rows:
                for x, cell in enumerate(row):
                    if cell is not None:
                        yield y, first_column + x, cell
                y += 1


def to_xlsx(paper: Paper, *, numbers: bool = True, first_column: int = 0, sheet: str = "Sheet1") -> bytes:
    """A .xlsx file; ``numbers`` False writes amounts as the text that the paper shows (Thai digits, commas)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    sheets = [(sheet, paper.blocks, False), *paper.extra_sheets]
    money = book.add_format({"num_format": "#,##0.00", "border": 1})
    bold, plain = book.add_format({"bold": True}), book.add_format({})
    for title, blocks, hidden in sheets:
        page = book.add_worksheet(title)
        page.set_column(0, 12, 18)
        for y, x, cell in placed(blocks, first_column):
            style = bold if cell.bold else plain
            if cell.cols > 1 or cell.rows > 1:
                page.merge_range(y, x, y + cell.rows - 1, x + cell.cols - 1, cell.text, style)
            elif numbers and cell.amount is not None:
                page.write_number(y, x, float(cell.amount), money)
            else:
                page.write_string(y, x, cell.text, style)
        if hidden:
            page.hide()
    book.close()
    return steady_zip(buffer.getvalue())


def to_xls(paper: Paper, *, numbers: bool = True) -> bytes:
    """An old .xls file (BIFF8)."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Sheet1", cell_overwrite_ok=True)
    money = xlwt.easyxf(num_format_str="#,##0.00")
    for y, x, cell in placed(paper.blocks):
        if cell.cols > 1 or cell.rows > 1:
            page.write_merge(y, y + cell.rows - 1, x, x + cell.cols - 1, cell.text)
        elif numbers and cell.amount is not None:
            page.write(y, x, float(cell.amount), money)
        else:
            page.write(y, x, cell.text)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def to_csv(paper: Paper, *, encoding: str = "utf-8-sig") -> bytes:
    """A .csv file; ``cp874`` as old Excel in Thailand writes it."""
    rows: dict[int, dict[int, str]] = {}
    for y, x, cell in placed(paper.blocks):
        rows.setdefault(y, {})[x] = f"{cell.amount:,.2f}" if cell.amount is not None else cell.text
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for y in range(max(rows) + 1):
        row = rows.get(y, {})
        writer.writerow([row.get(x, "") for x in range(max(row, default=-1) + 1)])
    return buffer.getvalue().encode(encoding, "replace")


def to_ods(paper: Paper, *, numbers: bool = True) -> bytes:
    """An OpenDocument spreadsheet."""
    cells = {(y, x): cell for y, x, cell in placed(paper.blocks)}
    covered = {
        (y + dy, x + dx) for (y, x), cell in cells.items() for dy in range(cell.rows) for dx in range(cell.cols) if dy or dx
    }
    table = Table(name="Sheet1")
    for y in range(max(y for y, _ in cells) + 1):
        row = TableRow()
        for x in range(max((x for cy, x in (cells | dict.fromkeys(covered, Cell(""))) if cy == y), default=-1) + 1):
            row.addElement(_ods_cell(cells.get((y, x)), (y, x) in covered, numbers))
        table.addElement(row)
    book = OpenDocumentSpreadsheet()
    book.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    book.save(buffer)
    return steady_zip(buffer.getvalue(), canonical=True)


def _ods_cell(cell: Cell | None, covered: bool, numbers: bool) -> object:
    if covered:
        return CoveredTableCell()
    if cell is None:
        return TableCell()
    if numbers and cell.amount is not None:
        made = TableCell(valuetype="float", value=str(cell.amount))
    else:
        made = TableCell(valuetype="string", numbercolumnsspanned=str(cell.cols), numberrowsspanned=str(cell.rows))
    made.addElement(P(text=cell.text))
    return made
