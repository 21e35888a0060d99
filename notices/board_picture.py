"""The board of the provinces as a picture: one cell a province, a square an obligation, colour and sign together."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from notices.board_text import STATE_WORDS, Column, by_province, regions
from rules.records import Directive, Obligation, State

FONT_FOLDERS = (Path("/usr/share/fonts/truetype/tlwg"), Path("/usr/share/fonts/opentype/tlwg"), Path("/usr/share/fonts"))
FONT_NAMES = ("Laksaman", "Garuda", "Loma", "Waree", "Sarabun", "NotoSansThai-Regular", "Norasi")

COLOURS: Mapping[State, str] = {
    State.ON_TIME: "#1b7f4d",
    State.LATE: "#e0a100",
    State.IN_REVIEW: "#2b6cb0",
    State.MISSING: "#d9dde2",
    State.OVERDUE: "#c0352b",
    State.EXCUSED: "#8a8f98",
    State.NOT_DUE: "#f3f4f6",
}
"""Told apart in greys and by colour-blind people as well, and each bears a sign."""

PER_ROW = 8
CELL_WIDTH, CELL_HEIGHT, SQUARE, GAP = 146, 54, 24, 6
MARGIN, HEAD, REGION, LEGEND = 20, 84, 32, 64


@cache
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A Thai typeface of the system; Pillow's own where there is none (the picture is then without Thai)."""
    for folder in FONT_FOLDERS:
        for name in FONT_NAMES:
            for file in (f"{name}-Bold", name) if bold else (name,):
                for path in sorted(folder.rglob(f"{file}.*tf")) if folder.is_dir() else ():
                    return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)


def board_picture(
    directive: Directive, board: Sequence[Obligation], columns: Sequence[Column], names: Sequence[str], title: str
) -> bytes:
    """PNG of the board, about 1,200 pixels wide. ``names`` are the columns' titles, ``title`` stands above all."""
    states = by_province(board, columns)
    shown = {region: [each for each in cells if each[0] in states] for region, cells in regions(directive).items()}
    rows = sum(-(-len(cells) // PER_ROW) for cells in shown.values())
    height = MARGIN * 2 + HEAD + LEGEND + rows * (CELL_HEIGHT + GAP) + len(shown) * REGION
    image = Image.new("RGB", (MARGIN * 2 + PER_ROW * (CELL_WIDTH + GAP), height), "white")
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, MARGIN - 6), title, fill="#111", font=font(28, bold=True))
    order = "   ".join(f"ช่องที่ {number} {name}" for number, name in enumerate(names, start=1))
    draw.text((MARGIN, MARGIN + 36), order, fill="#444", font=font(18))
    y = MARGIN + HEAD
    for region, cells in shown.items():
        draw.text((MARGIN, y), region, fill="#333", font=font(20, bold=True))
        y += REGION
        for start in range(0, len(cells), PER_ROW):
            for place, (code, name) in enumerate(cells[start : start + PER_ROW]):
                _cell(draw, MARGIN + place * (CELL_WIDTH + GAP), y, name, states[code])
            y += CELL_HEIGHT + GAP
    _legend(draw, MARGIN, y + 14)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _cell(draw: ImageDraw.ImageDraw, x: int, y: int, name: str, states: Sequence[State]) -> None:
    draw.rectangle((x, y, x + CELL_WIDTH, y + CELL_HEIGHT), outline="#c9ced6")
    face = font(17)
    if draw.textlength(name, font=face) > CELL_WIDTH - 8:
        face = font(14)
    draw.text((x + 5, y + 1), name, fill="#111", font=face)
    for number, state in enumerate(states):
        square(draw, x + 6 + number * (SQUARE + 6), y + CELL_HEIGHT - SQUARE - 3, state)


def square(draw: ImageDraw.ImageDraw, x: int, y: int, state: State) -> None:
    """One obligation: its colour, and its sign drawn (no typeface has them all)."""
    draw.rectangle((x, y, x + SQUARE, y + SQUARE), fill=COLOURS[state], outline="#9aa1ab")
    pen = "white" if state not in {State.MISSING, State.NOT_DUE, State.LATE} else "#333"
    left, top, right, bottom = x + 6, y + 6, x + SQUARE - 6, y + SQUARE - 6
    middle = x + SQUARE // 2
    if state is State.ON_TIME:
        draw.line([(left, y + 13), (middle - 2, bottom), (right, top)], fill=pen, width=3)
    elif state is State.OVERDUE:
        draw.line([(left, top), (right, bottom)], fill=pen, width=3)
        draw.line([(right, top), (left, bottom)], fill=pen, width=3)
    elif state is State.LATE:
        draw.line([(left, top), (right, top), (left, bottom), (right, bottom), (left, top)], fill=pen, width=2)
    elif state is State.IN_REVIEW:
        draw.line([(middle, top - 1), (middle, bottom - 4)], fill=pen, width=3)
        draw.line([(middle, bottom - 1), (middle, bottom + 1)], fill=pen, width=3)
    elif state is State.EXCUSED:
        draw.rectangle((left, top, right, bottom), outline=pen, width=2)
    elif state is State.MISSING:
        draw.ellipse((middle - 2, y + 10, middle + 2, y + 14), fill=pen)


def _legend(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    face = font(16)
    for state in COLOURS:
        square(draw, x, y, state)
        draw.text((x + SQUARE + 6, y - 1), STATE_WORDS[state], fill="#333", font=face)
        x += SQUARE + 20 + int(draw.textlength(STATE_WORDS[state], font=face))
