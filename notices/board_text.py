"""The board of the provinces as text: one line a region, one cell a province. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.records import Obligation, State
from rules.terms import Directive

SYMBOLS: Mapping[State, str] = {
    State.ON_TIME: "✔",
    State.LATE: "⧖",
    State.IN_REVIEW: "⚠",
    State.MISSING: "·",
    State.OVERDUE: "✖",
    State.EXCUSED: "□",
    State.NOT_DUE: "–",
}
STATE_WORDS: Mapping[State, str] = {
    State.ON_TIME: "ส่งทันกำหนด",
    State.LATE: "ส่งล่าช้า",
    State.IN_REVIEW: "รอตรวจสอบ",
    State.MISSING: "ยังไม่ได้รับ (ยังไม่ครบกำหนด)",
    State.OVERDUE: "พ้นกำหนดและยังไม่ได้รับ",
    State.EXCUSED: "ผ่อนผัน",
    State.NOT_DUE: "ยังไม่ถึงเวลา",
}

Column = tuple[str, str | None]
"""A deliverable and its period."""


def columns_of_moment(board: Sequence[Obligation]) -> tuple[Column, ...]:
    """What the board shows now: what is owed once, and the last month that has begun to be owed."""
    open_now = [each for each in board if each.state is not State.NOT_DUE]
    once = dict.fromkeys((each.deliverable, each.period) for each in board if each.period is None)
    monthly = sorted({(each.period or "", each.deliverable) for each in open_now if each.period is not None})
    last = [(deliverable, period) for period, deliverable in monthly[-1:]]
    return (*once, *last)


def by_province(board: Sequence[Obligation], columns: Sequence[Column]) -> Mapping[str, tuple[State, ...]]:
    """Province code -> its states in the order of ``columns``."""
    states = {(each.province, each.deliverable, each.period): each.state for each in board}
    provinces = dict.fromkeys(each.province for each in board)
    return {code: tuple(states[code, *column] for column in columns) for code in provinces}


def regions(directive: Directive) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Region -> (code, name) of its provinces."""
    out: dict[str, list[tuple[str, str]]] = {}
    for province in directive.provinces:
        out.setdefault(province.region, []).append((province.code, province.name))
    return {region: tuple(each) for region, each in out.items()}


def board_text(directive: Directive, board: Sequence[Obligation], columns: Sequence[Column], names: Sequence[str]) -> str:
    """The board for a text mail; ``names`` are the columns' titles."""
    states = by_province(board, columns)
    lines = [f"ช่องที่ {number}: {name}" for number, name in enumerate(names, start=1)]
    lines.append("  ".join(f"{SYMBOLS[state]} {STATE_WORDS[state]}" for state in SYMBOLS))
    for region, provinces in regions(directive).items():
        cells = [f"{name} {''.join(SYMBOLS[state] for state in states[code])}" for code, name in provinces if code in states]
        lines += ["", f"{region}:", *("  " + "  ".join(cells[start : start + 6]) for start in range(0, len(cells), 6))]
    return "\n".join(lines)
