"""The board of the provinces as a picture: one cell a province, a square an obligation, colour and sign together."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from notices.board_text import STATE_WORDS, Column, by_province, regions
from rules.records import Obligation, State
from rules.terms import Directive

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

SCALE = 2
"""Points of the picture to one on a page: sharp on good screens, and when the page is enlarged."""
PER_ROW = 6
CELL_WIDTH, CELL_HEIGHT, SQUARE, GAP = 137 * SCALE, 62 * SCALE, 24 * SCALE, 6 * SCALE
MARGIN, HEAD, LINE, REGION, LEGEND = 18 * SCALE, 46 * SCALE, 25 * SCALE, 34 * SCALE, 84 * SCALE
WIDTH = MARGIN * 2 + PER_ROW * (CELL_WIDTH + GAP) - GAP
SHOWN_WIDTH = WIDTH // SCALE
COLOURS_KEPT = 96


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
    """PNG of the board, to be shown SHOWN_WIDTH wide. ``names`` are the columns' titles, ``title`` stands above all."""
    states = by_province(board, columns)
    shown = {region: [each for each in cells if each[0] in states] for region, cells in regions(directive).items()}
    rows = sum(-(-len(cells) // PER_ROW) for cells in shown.values())
    top = MARGIN + HEAD + LINE * len(names)
    height = top + rows * (CELL_HEIGHT + GAP) + len(shown) * REGION + LEGEND + MARGIN
    image = Image.new("RGB", (WIDTH, height), "white")
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, MARGIN - 8 * SCALE), title, fill="#111", font=font(23 * SCALE, bold=True))
    for number, name in enumerate(names):
        line = f"ช่องที่ {number + 1}  {name}"
        draw.text((MARGIN, MARGIN + HEAD - 10 * SCALE + number * LINE), line, fill="#333", font=font(16 * SCALE))
    _regions(draw, shown, states, top)
    _legend(draw, height - LEGEND)
    return _png(image)


def _regions(
    draw: ImageDraw.ImageDraw,
    shown: Mapping[str, Sequence[tuple[str, str]]],
    states: Mapping[str, Sequence[State]],
    y: int,
) -> None:
    for region, cells in shown.items():
        draw.text((MARGIN, y), region, fill="#222", font=font(19 * SCALE, bold=True))
        y += REGION
        for start in range(0, len(cells), PER_ROW):
            for place, (code, name) in enumerate(cells[start : start + PER_ROW]):
                _cell(draw, MARGIN + place * (CELL_WIDTH + GAP), y, name, states[code])
            y += CELL_HEIGHT + GAP


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.quantize(COLOURS_KEPT).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _cell(draw: ImageDraw.ImageDraw, x: int, y: int, name: str, states: Sequence[State]) -> None:
    draw.rectangle((x, y, x + CELL_WIDTH, y + CELL_HEIGHT), outline="#b9bfc8", width=SCALE)
    face = next(
        (face for size in (17, 15, 13) if draw.textlength(name, font=(face := font(size * SCALE))) <= CELL_WIDTH - 12 * SCALE),
        font(11 * SCALE),
    )
    draw.text((x + 7 * SCALE, y + 2 * SCALE), name, fill="#111", font=face)
    for number, state in enumerate(states):
        square(draw, x + 7 * SCALE + number * (SQUARE + 6 * SCALE), y + CELL_HEIGHT - SQUARE - 5 * SCALE, state)


def square(draw: ImageDraw.ImageDraw, x: int, y: int, state: State) -> None:
    """One obligation: its colour, and its sign drawn (no typeface has them all)."""
    draw.rectangle((x, y, x + SQUARE, y + SQUARE), fill=COLOURS[state], outline="#7b828c", width=SCALE)
    pen = "white" if state not in {State.MISSING, State.NOT_DUE, State.LATE} else "#222"
    edge, thick, thin = 6 * SCALE, 3 * SCALE, 2 * SCALE
    left, top, right, bottom = x + edge, y + edge, x + SQUARE - edge, y + SQUARE - edge
    middle, centre = x + SQUARE // 2, y + SQUARE // 2
    if state is State.ON_TIME:
        draw.line([(left, centre), (middle - thin, bottom), (right, top)], fill=pen, width=thick, joint="curve")
    elif state is State.OVERDUE:
        draw.line([(left, top), (right, bottom)], fill=pen, width=thick)
        draw.line([(right, top), (left, bottom)], fill=pen, width=thick)
    elif state is State.LATE:
        draw.line([(left, top), (right, top), (left, bottom), (right, bottom), (left, top)], fill=pen, width=thin)
    elif state is State.IN_REVIEW:
        draw.line([(middle, top - SCALE), (middle, bottom - 4 * SCALE)], fill=pen, width=thick)
        draw.line([(middle, bottom - SCALE), (middle, bottom + thin)], fill=pen, width=thick)
    elif state is State.EXCUSED:
        draw.rectangle((left, top, right, bottom), outline=pen, width=thin)
    elif state is State.MISSING:
        draw.ellipse((middle - thin, centre - thin, middle + thin, centre + thin), fill=pen)


def _legend(draw: ImageDraw.ImageDraw, y: int) -> None:
    face, x = font(15 * SCALE), MARGIN
    for state in COLOURS:
        needed = SQUARE + 7 * SCALE + int(draw.textlength(STATE_WORDS[state], font=face))
        if x + needed > WIDTH - MARGIN:
            x, y = MARGIN, y + SQUARE + 10 * SCALE
        square(draw, x, y, state)
        draw.text((x + SQUARE + 7 * SCALE, y - SCALE), STATE_WORDS[state], fill="#222", font=face)
        x += needed + 16 * SCALE
