"""Ruled tables of a sheet: where the rules cross there are cells, and where a rule is missing between two, they are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.ocr.ruling import Ruling
from parsers.ocr.sheet import PLANE_DPI, Grey

_NEAR = round(PLANE_DPI * 0.05)
"""Rules nearer than this are one rule (1.3 mm): double lines, and steps of a slanting one."""
_LEAST_CELL = round(PLANE_DPI * 0.1)
_DRAWN = 0.6
"""Share of a cell's side that must be ruled to part it from its neighbour."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; a merged one covers several rows or columns."""

    row: int
    column: int
    row_span: int
    col_span: int
    box: tuple[int, int, int, int]
    """x0, y0, x1, y1 in plane pixels."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table."""

    box: tuple[int, int, int, int]
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    edges: tuple[int, ...]
    """Plane columns of the upright rules, from left to right."""


def find_grids(ruling: Ruling) -> list[Grid]:
    """The tables from top to bottom: frames with at least two cells."""
    joined = cv2.dilate(ruling.both, np.ones((_NEAR, _NEAR), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    grids = []
    for x, y, w, h in stats[1:count, :4]:
        if w >= 3 * _LEAST_CELL and h >= 2 * _LEAST_CELL:
            grid = _grid(ruling, int(x), int(y), int(w), int(h))
            if grid is not None:
                grids.append(grid)
    return sorted(grids, key=lambda grid: grid.box[1])


def _grid(ruling: Ruling, x: int, y: int, w: int, h: int) -> Grid | None:
    across, down = ruling.across[y : y + h, x : x + w], ruling.down[y : y + h, x : x + w]
    rows = _stops(across.sum(1) / 255, 0.2 * w)
    columns = _stops(down.sum(0) / 255, 0.9 * _LEAST_CELL)
    if len(rows) < 2 or len(columns) < 2 or (len(rows) - 1) * (len(columns) - 1) < 2:
        return None
    upright = [
        [_is_ruled(down, stop, (top, foot), True) for stop in columns] for top, foot in zip(rows, rows[1:], strict=False)
    ]
    level = [
        [_is_ruled(across, stop, (left, right), False) for left, right in zip(columns, columns[1:], strict=False)]
        for stop in rows
    ]
    cells = _merged(len(rows) - 1, len(columns) - 1, upright, level)
    placed = tuple(
        Cell(r, c, rs, cs, (x + columns[c], y + rows[r], x + columns[c + cs], y + rows[r + rs])) for r, c, rs, cs in cells
    )
    if len(placed) < 2:
        return None
    return Grid(
        (x + columns[0], y + rows[0], x + columns[-1], y + rows[-1]),
        len(rows) - 1,
        len(columns) - 1,
        placed,
        tuple(x + column for column in columns),
    )


def _stops(profile: NDArray[np.float64], least: float) -> list[int]:
    """Where rules run: middles of the runs of the profile that are long enough, near ones joined."""
    # A slanting rule spreads over neighbouring rows: what lies side by side is counted together.
    spread = np.convolve(profile, np.ones(3), mode="same")
    places = np.nonzero(spread >= least)[0]
    groups: list[list[int]] = []
    for place in places:
        if groups and place - groups[-1][-1] <= _NEAR:
            groups[-1].append(int(place))
        else:
            groups.append([int(place)])
    return [int(round(float(np.average(group, weights=profile[group] + 0.01)))) for group in groups]


def _is_ruled(mask: Grey, stop: int, ends: tuple[int, int], is_upright: bool) -> bool:
    low, high = max(0, stop - _NEAR // 2), stop + _NEAR // 2 + 1
    first, last = ends[0] + 3, max(ends[0] + 4, ends[1] - 3)
    window = mask[first:last, low:high].max(1) if is_upright else mask[low:high, first:last].max(0)
    return bool(len(window)) and float((window > 0).mean()) >= _DRAWN


def _merged(
    rows: int, columns: int, upright: Sequence[Sequence[bool]], level: Sequence[Sequence[bool]]
) -> list[tuple[int, int, int, int]]:
    """(row, column, row span, column span) of every cell: a rectangle grown while no rule stops it."""
    taken = np.zeros((rows, columns), bool)
    cells = []
    for row in range(rows):
        for column in range(columns):
            if taken[row, column]:
                continue
            wide = 1
            while column + wide < columns and not taken[row, column + wide] and not upright[row][column + wide]:
                wide += 1
            tall = 1
            while (
                row + tall < rows
                and not any(level[row + tall][column : column + wide])
                and not taken[row + tall, column : column + wide].any()
            ):
                tall += 1
            taken[row : row + tall, column : column + wide] = True
            cells.append((row, column, tall, wide))
    return cells
