"""What is doubtful about the figures of an aligned table: no lines say where a cell ends, so that a part of an amount may have
been left outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.aligned_columns import Column
from parsers.grid import WHOLE, Draft
from parsers.pdf_text import Row

_NEAR = 3.0
"""Ems above and below the rows of figures in which the rest of an amount may stand."""
_FIGURE = re.compile(r"[(\-–]?[0-9๐-๙.,]*[0-9๐-๙][0-9๐-๙.,]*[)%]?")
_DECIMALS = re.compile(r"\.[0-9๐-๙]{2}\)?%?$")
_DIGIT = re.compile("[0-9๐-๙]")


def stray_figures(rows: Sequence[Row], block: Sequence[int], used: set[int], columns: Sequence[Column]) -> set[int]:
    """Columns over which a figure stands that is in no cell.

    Args:
        rows: all rows of the page.
        block: the table's rows of figures.
        used: the rows that the table used up.
        columns: its columns.
    """
    top, bottom = rows[block[0]], rows[block[-1]]
    near = [
        row
        for index, row in enumerate(rows)
        if index not in used
        and top.baseline - _NEAR * top.size < row.baseline < bottom.baseline + _NEAR * bottom.size
        and all(_FIGURE.fullmatch(word.text) for word in row.words)
    ]
    words = [word for row in near for word in row.words]
    return {at for at, column in enumerate(columns) if column.figures and any(column.overlap(word) > 0 for word in words)}


def with_doubts(body: Sequence[tuple[Draft, ...]], columns: Sequence[Column], strays: set[int]) -> list[tuple[Draft, ...]]:
    """The rows with every figure doubted that lacks the two decimals which others of its column have, and every figure of a
    column of which something stands outside."""
    mixed = {
        at for at, column in enumerate(columns) if column.figures and any(_DECIMALS.search(_text(row[at])) for row in body)
    }
    return [
        tuple(
            replace(cell, doubt=True) if at in strays or (at in mixed and _lacks_decimals(_text(cell))) else cell
            for at, cell in enumerate(row)
        )
        for row in body
    ]


def _text(cell: Draft) -> str:
    return "".join(row.text for row in cell.rows)


def _lacks_decimals(text: str) -> bool:
    return _DIGIT.search(text) is not None and not WHOLE.fullmatch(text)
