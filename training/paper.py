"""Pieces of office paper, drawn: paragraphs, forms and tables in many typefaces, each word with the place where it stands."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from training.fonts import Face
from training.text import figure, line, person

DPI = 300
"""Of the drawn paper."""
_POINT = DPI / 72


@dataclass(frozen=True, slots=True)
class Word:
    """Text without spaces, in pixels of the paper."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    """Type size in pixels."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawn piece of paper."""

    grey: NDArray[np.uint8]
    """(height, width), 0 ink, 255 paper."""
    words: tuple[Word, ...]


@lru_cache(maxsize=600)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


class _Pen:
    """Draws on one paper and remembers what it wrote."""

    def __init__(self, width: int, height: int, rng: random.Random) -> None:
        self.image = Image.new("L", (width, height), 255)
        self.draw = ImageDraw.Draw(self.image)
        self.words: list[Word] = []
        self.rng = rng
        self.dark = rng.choice((0, 0, 0, 20, 45))

    def write(self, x: float, base: float, text: str, font: ImageFont.FreeTypeFont, spread: float = 0.0) -> float:
        """Writes from x on; returns where it ends."""
        return self._spread(x, base, text, font, spread) if spread else self._plain(x, base, text, font)

    def _plain(self, x: float, base: float, text: str, font: ImageFont.FreeTypeFont) -> float:
        self.draw.text((x, base), text, font=font, fill=self.dark, anchor="ls")
        at = 0
        for word in text.split(" "):
            if word:
                start, end = font.getlength(text[:at]), font.getlength(text[: at + len(word)])
                self.words.append(Word(word, x + start, x + end, base, font.size))
            at += len(word) + 1
        return x + font.getlength(text)

    def _spread(self, x: float, base: float, text: str, font: ImageFont.FreeTypeFont, spread: float) -> float:
        """Letters apart or together, as justification and narrow columns make them."""
        word, start = "", x
        for cluster in [*clusters(text), " "]:
            if cluster == " ":
                if word:
                    self.words.append(Word(word, start, x, base, font.size))
                x += font.getlength(" ") + 2 * spread
                word, start = "", x
                continue
            self.draw.text((x, base), cluster, font=font, fill=self.dark, anchor="ls")
            x += font.getlength(cluster) + spread
            word += cluster
        return x


def clusters(text: str) -> list[str]:
    """Letters with the marks that stand on and under them."""
    found: list[str] = []
    for sign in text:
        if found and found[-1] != " " and sign in "ัิีึืฺุู็่้๊๋์ํ๎ำ":
            found[-1] += sign
        else:
            found.append(sign)
    return found


def draw(rng: random.Random, faces: Sequence[Face]) -> Paper:
    """A piece of paper of 900 to 2200 pixels across with about a dozen lines."""
    face = rng.choices(faces, weights=[each.share for each in faces])[0]
    size = rng.choice((10, 11, 12, 13, 14, 14, 15, 15, 16, 16, 16, 16, 18, 20)) * _POINT
    if face.family not in ("sarabun", "laksaman", "norasi", "charm", "mali"):
        size *= rng.choice((0.75, 0.8, 0.9, 1.0))
    kind = rng.choices((_paragraph, _form, _table, _figures, _headings), weights=(34, 22, 22, 14, 8))[0]
    pen = _Pen(rng.randint(1000, 2200), round(size * rng.uniform(14, 22)), rng)
    kind(pen, face, size)
    if rng.random() < 0.12:
        _scrawl(pen)
    if rng.random() < 0.08:
        _stamp(pen)
    words = tuple(word for word in pen.words if word.x1 < pen.image.width - 4)
    return Paper(np.asarray(pen.image), words)


def _sizes(face: Face, size: float) -> ImageFont.FreeTypeFont:
    return _font(face.path, max(16, round(size)))


def _leading(rng: random.Random, font: ImageFont.FreeTypeFont) -> float:
    rise, fall = font.getmetrics()
    return (rise + fall) * rng.choice((0.92, 1.0, 1.0, 1.0, 1.1, 1.3, 1.6))


def _paragraph(pen: _Pen, face: Face, size: float) -> None:
    rng, font = pen.rng, _sizes(face, size)
    step = _leading(rng, font)
    base, width = 1.6 * size, pen.image.width
    spread = rng.choice((0.0, 0.0, 0.0, rng.uniform(-0.02, 0.06) * size))
    while base < pen.image.height - 0.8 * size:
        x = rng.choice((20.0, 20.0, 20.0, 20 + 2.5 * size, 20 + 4 * size))
        room = int((width - x - 60) / (0.42 * size))
        text = _fitting(line(rng, rng.choice((room, room, room, max(4, room // 2), max(3, room // 4)))), font, width - x - 20)
        end = pen.write(x, base, text, font, spread)
        if rng.random() < 0.06:
            _underline(pen, x, end, base, size)
        base += step


def _fitting(text: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    while len(text) > 3 and font.getlength(text) > room:
        text = text[: int(len(text) * 0.85)].rstrip()
    return text


def _underline(pen: _Pen, x0: float, x1: float, base: float, size: float) -> None:
    drop = pen.rng.uniform(0.06, 0.28) * size
    thick = pen.rng.choice((2, 2, 3, 4))
    pen.draw.line((x0, base + drop, x1, base + drop), fill=pen.dark, width=thick)


def _form(pen: _Pen, face: Face, size: float) -> None:
    """Labels with dotted or ruled leaders and answers, sometimes in another face and on the leader."""
    rng, font = pen.rng, _sizes(face, size)
    step = _leading(rng, font)
    base = 1.6 * size
    while base < pen.image.height - 0.8 * size:
        x = 20.0 + rng.choice((0, 0, 1.5 * size, 3 * size))
        while x < pen.image.width - 8 * size:
            x = (
                pen.write(x, base, _fitting(line(rng, rng.randint(4, 18)), font, pen.image.width - x - 30), font)
                + rng.uniform(0.1, 0.5) * size
            )
            x = _answer(pen, x, base, font, size)
            if rng.random() < 0.45:
                break
        base += step * rng.choice((1.0, 1.0, 1.2))


def _answer(pen: _Pen, x: float, base: float, font: ImageFont.FreeTypeFont, size: float) -> float:
    rng = pen.rng
    room = min(pen.image.width - x - 30, rng.uniform(4, 18) * size)
    if room < 3 * size:
        return x + room
    leader = rng.choice(("dots", "dots", "rule", "none", "pale"))
    text = _fitting(rng.choice((figure(rng), line(rng, 24), person(rng))), font, room - 2 * size)
    start = x + rng.uniform(0.3, max(0.4, (room - font.getlength(text)) / size * 0.8)) * size
    if leader in ("dots", "pale"):
        _dots(pen, x, start - 0.15 * size, base, font)
        end = pen.write(start, base, text, font)
        _dots(pen, end + 0.15 * size, x + room, base, font)
        if leader == "pale" and rng.random() < 0.5:
            _dots(pen, start, end, base + 0.1 * size, font)
        return max(end, x + room) + 0.3 * size
    if leader == "rule":
        drop = rng.uniform(0.05, 0.2) * size
        pen.draw.line((x, base + drop, x + room, base + drop), fill=pen.dark, width=2)
    return max(pen.write(start, base, text, font), x + room) + 0.3 * size


def _dots(pen: _Pen, x0: float, x1: float, base: float, font: ImageFont.FreeTypeFont) -> None:
    """A leader: it is drawn, but is no word."""
    pitch = max(4.0, font.getlength("."))
    count = int((x1 - x0) / pitch)
    if count >= 4:
        pen.draw.text((x0, base), "." * count, font=font, fill=pen.dark, anchor="ls")


def _table(pen: _Pen, face: Face, size: float) -> None:
    rng, font = pen.rng, _sizes(face, size)
    height = size * rng.uniform(1.15, 2.0)
    columns = rng.randint(2, 7)
    edges = np.cumsum([20, *(rng.uniform(0.6, 1.6) for _ in range(columns))])
    edges = 20 + (edges - edges[0]) / (edges[-1] - edges[0]) * (pen.image.width - 40)
    is_ruled, thick = rng.random() < 0.75, rng.choice((1, 2, 2, 3, 4))
    top = 0.4 * size
    rows = int((pen.image.height - top) / height)
    for row in range(rows + 1):
        if is_ruled:
            pen.draw.line((edges[0], top + row * height, edges[-1], top + row * height), fill=pen.dark, width=thick)
        if row < rows:
            _row(pen, font, edges.tolist(), top + row * height + height * 0.5 + 0.33 * size, size)
    if is_ruled:
        for edge in edges:
            pen.draw.line((edge, top, edge, top + rows * height), fill=pen.dark, width=thick)


def _row(pen: _Pen, font: ImageFont.FreeTypeFont, edges: list[float], base: float, size: float) -> None:
    rng = pen.rng
    for number, (left, right) in enumerate(zip(edges, edges[1:], strict=False)):
        room = right - left - 0.3 * size
        text = line(rng, 30) if number == 0 or rng.random() < 0.2 else figure(rng)
        if rng.random() < 0.06:
            text = rng.choice(("-", "–", "0.00", "๐.๐๐"))
        text = _fitting(text, font, room)
        long = font.getlength(text)
        if long > room or rng.random() < 0.06:
            continue
        place = rng.random()
        start = (
            left + 0.15 * size
            if number == 0 or place < 0.2
            else right - 0.15 * size - long
            if place < 0.8
            else (left + right - long) / 2
        )
        pen.write(start, base, text, font)


def _figures(pen: _Pen, face: Face, size: float) -> None:
    """Figures alone, well apart: what must be read without fault."""
    rng, font = pen.rng, _sizes(face, size)
    step = _leading(rng, font)
    base = 1.6 * size
    while base < pen.image.height - 0.8 * size:
        x = 20.0 + rng.uniform(0, 3) * size
        while x < pen.image.width - 7 * size:
            x = pen.write(x, base, figure(rng), font) + rng.uniform(1.6, 4) * size
        base += step


def _headings(pen: _Pen, face: Face, size: float) -> None:
    rng = pen.rng
    base = 1.8 * size
    while base < pen.image.height - size:
        scale = rng.choice((1.0, 1.2, 1.5, 2.0))
        font = _sizes(face, size * scale)
        base += 0.4 * size * scale
        text = _fitting(line(rng, 40), font, pen.image.width - 60)
        pen.write(max(20.0, (pen.image.width - font.getlength(text)) / 2), base, text, font)
        base += _leading(rng, font)


def _scrawl(pen: _Pen) -> None:
    """A signature's strokes across whatever stands there."""
    rng = pen.rng
    x, y = rng.uniform(0, pen.image.width), rng.uniform(0, pen.image.height)
    points = [(x, y)]
    for _ in range(rng.randint(4, 14)):
        x, y = x + rng.uniform(-60, 110), y + rng.uniform(-70, 70)
        points.append((x, y))
    pen.draw.line(points, fill=rng.choice((0, 60, 110)), width=rng.randint(3, 7), joint="curve")


def _stamp(pen: _Pen) -> None:
    """A stamp's frame or ring in faint ink."""
    rng = pen.rng
    x, y, wide, tall = (
        rng.uniform(0, pen.image.width),
        rng.uniform(0, pen.image.height),
        rng.uniform(200, 600),
        rng.uniform(150, 350),
    )
    shade, thick = rng.choice((70, 120, 160)), rng.randint(3, 8)
    if rng.random() < 0.5:
        pen.draw.rectangle((x, y, x + wide, y + tall), outline=shade, width=thick)
    else:
        pen.draw.ellipse((x, y, x + tall, y + tall), outline=shade, width=thick)
