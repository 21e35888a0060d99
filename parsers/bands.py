"""Which wrapped lines belong to which row of a table, where no line is drawn between the rows.

The figures of a row stand on one baseline (the ANCHOR); a long item beside them is wrapped into several lines, which stand
around the anchor (centred), below it (top), or above it (bottom). The three are tried, and the one that fits all rows best
is taken; a line that fits no row is a row of its own (a heading between the items).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Lines = tuple[int, ...]

_ALONE = 0.7
"""What it costs, in line pitches, to leave a line as a row of its own."""
_EDGE = 0.3
"""The same above the first row and below the last: heading and following text stand there."""
_STRAY = 3.0
"""What it costs to take a line away from the row on whose very baseline it stands."""
_LOOSE = 3.0
"""What it costs to put lines into one cell that stand further apart than other lines do."""
_SHORT = 0.8
"""What it costs to let a line go on in the next one that ended long before its column did: nothing had to be wrapped there."""
_EMPTY = 0.5
"""What it costs to leave a row without a line."""
_LONGEST_WORD = 6.0
"""Ems that a Thai word is long at most, as a rule."""
_MISFIT = 0.45
"""A row whose lines stand further off than this, in pitches, is doubtful."""


@dataclass(frozen=True, slots=True)
class Partition:
    """How lines fall to anchors."""

    groups: tuple[Lines, ...]
    """For each anchor, the indexes of its lines."""
    alone: Lines
    """Lines that are rows of their own."""
    sure: bool
    """Every group fits its anchor well, and no other alignment fits as well with another outcome."""


def short_lines(widths: Sequence[float], size: float) -> frozenset[int]:
    """The lines of a column that end so long before the longest does that the next word would have had room beside them.

    Args:
        widths: of each line, in points.
        size: of its letters.
    """
    longest = max(widths, default=0.0)
    return frozenset(index for index, width in enumerate(widths) if longest - width > max(_LONGEST_WORD * size, 0.3 * longest))


def partition(lines: Sequence[float], anchors: Sequence[float], pitch: float, short: frozenset[int] = frozenset()) -> Partition:
    """Deals lines out to anchors.

    Args:
        lines: baselines of one column's lines, from the top.
        anchors: baselines of the rows, from the top.
        pitch: distance of two lines of one cell.
        short: lines that were not wrapped at their end.
    """
    if len(lines) == len(anchors) and all(abs(a - b) < 0.3 * pitch for a, b in zip(lines, anchors, strict=True)):
        return Partition(tuple((index,) for index in range(len(lines))), (), sure=True)
    tried = [_best(lines, anchors, pitch, short, misfit) for misfit in (_centred, _topped, _bottomed)]
    cost, found = min(tried, key=lambda each: each[0])
    rivals = [other for other_cost, other in tried if other_cost - cost < 0.15 and other != found]
    fits = all(_fit(group, lines, anchor, pitch) for group, anchor in zip(found[0], anchors, strict=True))
    return Partition(*found, sure=fits and not rivals)


def _centred(first: float, last: float, anchor: float) -> float:
    return abs((first + last) / 2 - anchor)


def _topped(first: float, last: float, anchor: float) -> float:
    return abs(first - anchor)


def _bottomed(first: float, last: float, anchor: float) -> float:
    return abs(last - anchor)


def _fit(group: Lines, lines: Sequence[float], anchor: float, pitch: float) -> bool:
    if not group:
        return True
    first, last = lines[group[0]], lines[group[-1]]
    return min(misfit(first, last, anchor) for misfit in (_centred, _topped, _bottomed)) <= _MISFIT * pitch


def _owner(line: float, anchors: Sequence[float], pitch: float) -> int | None:
    """The row on whose baseline a line stands."""
    return next((index for index, anchor in enumerate(anchors) if abs(anchor - line) < 0.15 * pitch), None)


def line_pitch(lines: Sequence[float], size: float) -> float:
    """The distance of two wrapped lines of one column, within reason: that of the closer ones among its lines."""
    gaps = sorted(b - a for a, b in zip(lines, lines[1:], strict=False))
    usual = gaps[len(gaps) // 4] if gaps else 1.3 * size
    return min(max(usual, 0.9 * size), 2.2 * size)


def _best(
    lines: Sequence[float],
    anchors: Sequence[float],
    pitch: float,
    short: frozenset[int],
    misfit: Callable[[float, float, float], float],
) -> tuple[float, tuple[tuple[Lines, ...], Lines]]:
    """Cheapest way to deal out lines 0..i to anchors 0..j, by dynamic programming."""
    start: tuple[float, tuple[tuple[Lines, ...], Lines]] = (0.0, ((), ()))
    table: dict[tuple[int, int], tuple[float, tuple[tuple[Lines, ...], Lines]]] = {(0, 0): start}
    for i in range(len(lines) + 1):
        for j in range(len(anchors) + 1):
            options = [table[i, j]] if (i, j) in table else []
            if i and (i - 1, j) in table:
                cost, (groups, alone) = table[i - 1, j]
                price = (
                    _STRAY if _owner(lines[i - 1], anchors, pitch) is not None else _ALONE if 0 < j < len(anchors) else _EDGE
                )
                options.append((cost + price, (groups, (*alone, i - 1))))
            if j and (i, j - 1) in table:
                cost, (groups, alone) = table[i, j - 1]
                options.append((cost + _EMPTY, ((*groups, ()), alone)))
            options.extend(_with_group(table, lines, anchors, pitch, short, misfit, i, j))
            if options:
                table[i, j] = min(options, key=lambda each: each[0])
    return table[len(lines), len(anchors)]


def _with_group(
    table: dict[tuple[int, int], tuple[float, tuple[tuple[Lines, ...], Lines]]],
    lines: Sequence[float],
    anchors: Sequence[float],
    pitch: float,
    short: frozenset[int],
    misfit: Callable[[float, float, float], float],
    i: int,
    j: int,
) -> list[tuple[float, tuple[tuple[Lines, ...], Lines]]]:
    """The ways in which the last lines up to ``i`` are the cell of anchor ``j``."""
    options = []
    loose = 0.0
    for first in range(i - 1, max(-1, i - 13), -1):
        gap = (lines[first + 1] - lines[first]) / pitch if first + 1 < i else 0.0
        if gap > 1.7:
            break
        loose += _LOOSE * max(0.0, gap - 1.03) + (_SHORT if first + 1 < i and first in short else 0.0)
        if _owner(lines[first], anchors, pitch) not in (None, j - 1):
            loose += _STRAY
        if j and (first, j - 1) in table:
            off = misfit(lines[first], lines[i - 1], anchors[j - 1]) / pitch
            if off <= 2:
                cost, (groups, alone) = table[first, j - 1]
                options.append((cost + off + loose, ((*groups, tuple(range(first, i))), alone)))
    return options
