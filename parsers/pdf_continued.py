"""Ruled tables that go on over the page: the same columns on both pages, and the row that the end of the page broke."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.grid import WELL_FORMED, WHOLE, is_one_amount
from parsers.pdf_tables import SAME_EDGE, Ruled
from parsers.records import DOUBTFUL, Cell, Page, Table

_MENDED = 0.98
"""An amount of which neither half could stand alone, put together again: above ``records.CERTAIN``."""
_DIGIT = re.compile("[0-9๐-๙]")
_PAGE_NUMBER = re.compile(r"[-–(\s]*(?:หน้า(?:ที่)?|แผ่นที่)?\s*[0-9๐-๙]{1,3}\s*(?:(?:/|จาก)\s*[0-9๐-๙]{1,3}\s*)?[-–)\s]*|\(?ต่อ\)?")
_NEW_ROW = re.compile(r"[0-9๐-๙(\[]|หมวด|งบ|แผนงาน|ผลผลิต|กิจกรรม|โครงการ|รวม|ยอด|ทั้งสิ้น|หมายเหตุ|ค่า|เงิน|[-–•]")
"""How a row of its own begins."""

Row = tuple[Cell, ...]


def on_same_columns(found: dict[int, list[Ruled]]) -> dict[int, list[Ruled]]:
    """Tables at the head of a page that lack some lines of the table before them (a total row with merged cells, alone on its
    page) laid out on that table's columns."""
    out = {index: list(tables) for index, tables in found.items()}
    for index in sorted(out):
        if out[index] and out.get(index - 1):
            out[index][0] = _laid_out(out[index][0], out[index - 1][-1])
    return out


def _laid_out(ruled: Ruled, before: Ruled) -> Ruled:
    edges = before.edges
    places = [min(range(len(edges)), key=lambda at: abs(edges[at] - x)) for x in ruled.edges]
    fits = all(abs(edges[at] - x) <= SAME_EDGE for at, x in zip(places, ruled.edges, strict=True))
    if not fits or ruled.width >= before.width or (places[0], places[-1]) != (0, len(edges) - 1):
        return ruled
    cells = tuple(
        (row, places[column], rows, places[column + columns] - places[column], box)
        for row, column, rows, columns, box in ruled.cells
        if column + columns < len(places)
    )
    return replace(ruled, width=before.width, cells=cells, edges=edges)


def with_broken_rows_joined(pages: Sequence[Page]) -> list[Page]:
    """Pages on which a row that the end of the page broke is whole again, on the page where it begins. Words that were put
    together so are doubtful."""
    out = list(pages)
    for at in range(len(out) - 1):
        out[at], out[at + 1] = _joined(out[at], out[at + 1])
    return out


def _joined(page: Page, following: Page) -> tuple[Page, Page]:
    if not page.tables or not following.tables or not _goes_on(page, following):
        return page, following
    table, rest = page.tables[-1], following.tables[0]
    again = next((n for n, (a, b) in enumerate(zip(table.rows, rest.rows, strict=False)) if _texts(a) != _texts(b)), 0)
    if again >= len(rest.rows):
        return page, following
    merged = _merged(table.rows[-1], rest.rows[again])
    last, kept = (merged, ()) if merged else ((pair := _doubted(table.rows[-1], rest.rows[again]))[0], (pair[1],))
    whole = replace(table, rows=(*table.rows[:-1], last))
    left = replace(rest, rows=(*rest.rows[:again], *kept, *rest.rows[again + 1 :]))
    return _with(page, len(page.tables) - 1, whole), _with(following, 0, left)


def _goes_on(page: Page, following: Page) -> bool:
    """The same columns, with nothing but page numbers between the two."""
    table, rest = page.tables[-1], following.tables[0]
    if not table.rows or not rest.rows or len(table.rows[0]) != len(rest.rows[0]) or table.box is None or rest.box is None:
        return False
    if abs(table.box[0] - rest.box[0]) > SAME_EDGE or abs(table.box[2] - rest.box[2]) > SAME_EDGE:
        return False
    after = page.lines[page.table_positions[-1] :] if page.table_positions else ()
    before = following.lines[: following.table_positions[0]] if following.table_positions else ()
    return all(_PAGE_NUMBER.fullmatch(line.text.strip()) for line in (*after, *before))


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row]


def _merged(row: Row, rest: Row) -> Row | None:
    """The row with what the next page has of it; None where that is a row of its own."""
    pairs = [(cell, more) for cell, more in zip(row, rest, strict=True) if more.text]
    figures = [(cell, more) for cell, more in pairs if _DIGIT.search(more.text)]
    words = [more for _, more in pairs if not _DIGIT.search(more.text)]
    if not pairs or any(not cell.text for cell, _ in pairs) or any(_NEW_ROW.match(more.text) for more in words):
        return None
    if not all(_may_be_one(cell.text, more.text) for cell, more in figures):
        return None
    if not figures and (len(words) > 1 or not any(_DIGIT.search(cell.text) for cell in row)):
        return None
    return tuple(_whole(cell, more) if more.text else cell for cell, more in zip(row, rest, strict=True))


def _may_be_one(first: str, rest: str) -> bool:
    return not WHOLE.fullmatch(first) and WELL_FORMED.fullmatch(first + rest) is not None


def _doubted(row: Row, rest: Row) -> tuple[Row, Row]:
    """Two rows with what may be one amount that the page broke lowered."""
    broken = [
        bool(more.text) and bool(_DIGIT.search(cell.text)) and _may_be_one(cell.text, more.text)
        for cell, more in zip(row, rest, strict=True)
    ]
    lowered = [
        tuple(
            replace(cell, confidence=min(cell.confidence, DOUBTFUL)) if at else cell
            for cell, at in zip(each, broken, strict=True)
        )
        for each in (row, rest)
    ]
    return lowered[0], lowered[1]


def _whole(cell: Cell, more: Cell) -> Cell:
    """Halves that make one amount go together; others stand apart in one cell, which nobody takes for a figure then."""
    is_amount = is_one_amount((cell.text, more.text))
    glue = "" if is_amount or not _DIGIT.search(more.text) else " "
    highest = _MENDED if is_amount else DOUBTFUL
    return replace(cell, text=cell.text + glue + more.text, confidence=min(cell.confidence, more.confidence, highest))


def _with(page: Page, at: int, table: Table) -> Page:
    """The page with another table in this place, or without one if it is empty."""
    keep = bool(table.rows)
    tables = (*page.tables[:at], *((table,) if keep else ()), *page.tables[at + 1 :])
    positions = page.table_positions if keep else (*page.table_positions[:at], *page.table_positions[at + 1 :])
    cells = [cell.confidence for each in tables for row in each.rows for cell in row]
    lowest = min([*cells, *(line.confidence for line in page.lines)], default=page.confidence)
    return replace(page, tables=tables, table_positions=positions, confidence=min(page.confidence, lowest))
