"""Glyphs of a PDF page, as PDFium gives them, in points from the top left of the upright page.

PDFium's own line breaks and its guessed spaces are thrown away (it puts some inside Thai words): lines and gaps are made
anew from where the glyphs stand.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from parsers.cluster import MARKS, Cluster, without_doubles
from parsers.pdf_echoes import Glyph, echoes_of
from parsers.pdf_frame import Frame, page_frame
from parsers.pdf_spaces import blanks_of, with_spaces
from parsers.records import Box

_INVISIBLE = 3
_BEARS = re.compile("[ก-ฮะ-าำ\ufffd\uf700\uf70f]")
"""What a mark may stand on (or be written after, as some programs do)."""
_SPACES = frozenset(" \u00a0\u2002\u2003\u2009\u3000\t")


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """What the text layer of one page holds."""

    clusters: tuple[Cluster, ...]
    """Visible, upright text, in the order of the file."""
    slanted: tuple[Cluster, ...]
    """Text at odd angles: watermarks."""
    invisible: int
    """How many letters are drawn so that nobody can see them: somebody's recognised text under a picture."""
    unmapped: int
    """How many letters have no Unicode value in their font."""
    turn: int
    """Quarter turns in degrees by which the page was turned beyond its own /Rotate, so that its text stands upright."""
    width: float
    height: float


def read_glyphs(page: Any, covered_below: int = 0) -> tuple[PageGlyphs, Frame]:
    """All text of a page, and the mapping that it was placed with.

    Args:
        page: a pypdfium2 page.
        covered_below: text objects whose place in the paint order is below this one lie under a picture.
    """
    frame = page_frame(page)
    glyphs = _raw_glyphs(page, frame, _covered(page, covered_below))
    turn = _upright_turn(glyphs)
    if turn:  # PDFium puts the letters of a page that stands on its head in the wrong order: it must be told to turn it
        page.set_rotation((page.get_rotation() + turn) % 360)
        frame = page_frame(page)
        glyphs = _raw_glyphs(page, frame, _covered(page, covered_below))
    seen = [glyph for glyph in glyphs if glyph.visible and _inside(glyph, frame)]
    upright = [glyph for glyph in seen if abs(glyph.direction) < 5]
    slanted = [glyph for glyph in seen if abs(glyph.direction) >= 5]
    blanks = blanks_of(page, frame, {glyph.piece for glyph in glyphs})
    return (
        PageGlyphs(
            clusters=tuple(with_spaces(without_doubles(_clusters(upright)), blanks)),
            slanted=tuple(_clusters(slanted)),
            invisible=sum(not glyph.visible and not glyph.text.isspace() for glyph in glyphs),
            unmapped=sum(glyph.unmapped for glyph in seen),
            turn=turn,
            width=frame.width,
            height=frame.height,
        ),
        frame,
    )


def _covered(page: Any, below: int) -> frozenset[int]:
    """Addresses of the text objects that are painted before the covering picture."""
    if not below:
        return frozenset()
    objects = (pdfium.FPDFPage_GetObject(page, index) for index in range(min(below, pdfium.FPDFPage_CountObjects(page))))
    return frozenset(_address(each) for each in objects)


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _raw_glyphs(page: Any, frame: Frame, covered: frozenset[int]) -> list[Glyph]:
    textpage = page.get_textpage()
    try:
        modes: dict[int, tuple[bool, int]] = {}
        found = []
        spaced = False
        for index in range(textpage.count_chars()):
            if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
                spaced = True
                continue
            glyph = _raw_glyph(textpage, index, frame, covered, modes)
            if glyph is not None:
                found.append(replace(glyph, spaced=True) if spaced else glyph)
            spaced = False
        return found
    finally:
        textpage.close()


def _raw_glyph(
    textpage: Any, index: int, frame: Frame, covered: frozenset[int], modes: dict[int, tuple[bool, int]]
) -> Glyph | None:
    code = pdfium.FPDFText_GetUnicode(textpage, index)
    unmapped = pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 or code == 0
    text = chr(code) if not unmapped and code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    if text in "\r\n":  # PDFium's own line ends
        return None
    if text in "\x02\xad":  # what is drawn at a line's end as a hyphen is one, whatever PDFium or the font calls it
        text = "-"
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    dx, dy = frame.vector(matrix.a, matrix.b)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = abs(pdfium.FPDFText_GetFontSize(textpage, index) * scale) or 1.0
    origin = frame.point(x.value, y.value)
    piece, visible, mark = _object_of(textpage, index, covered, modes)
    ink, room = _glyph_boxes(textpage, index, frame)
    return Glyph(
        text=text,
        ink=ink,
        box=ink if text in MARKS else room,
        origin=origin,
        size=size,
        direction=math.degrees(math.atan2(dy, dx)) if dx or dy else 0.0,
        visible=visible,
        unmapped=unmapped,
        piece=piece,
        floating="ก" <= text <= "ฮ" and (ink[3] < origin[1] - 0.45 * size or ink[1] > origin[1] + 0.05 * size),
        mark=mark,
    )


def _glyph_boxes(textpage: Any, index: int, frame: Frame) -> tuple[Box, Box]:
    """Ink, and room with its advance: letters are parted by their room (even gaps), marks have ink only."""
    rect = pdfium.FS_RECTF()
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, index, left, right, low, high)
    ink = frame.box(left.value, low.value, right.value, high.value)
    pdfium.FPDFText_GetLooseCharBox(textpage, index, rect)
    loose = frame.box(rect.left, rect.bottom, rect.right, rect.top)
    return ink, loose


def _object_of(textpage: Any, index: int, covered: frozenset[int], modes: dict[int, tuple[bool, int]]) -> tuple[int, bool, int]:
    """The text object that draws a character, whether anybody can see it, and its marked content."""
    handle = pdfium.FPDFText_GetTextObject(textpage, index)
    address = _address(handle) if handle else 0
    if address not in modes:
        hidden = bool(handle) and (address in covered or pdfium.FPDFTextObj_GetTextRenderMode(handle) == _INVISIBLE)
        modes[address] = not hidden, pdfium.FPDFPageObj_GetMarkedContentID(handle) if handle else -1
    return address, *modes[address]


def _upright_turn(glyphs: Sequence[Glyph]) -> int:
    """The clockwise turn that puts most of the text upright."""
    votes = dict.fromkeys((0, 90, 180, 270), 0)
    for glyph in glyphs:
        quarter = round(glyph.direction / 90) * 90
        if abs(glyph.direction - quarter) < 5 and not glyph.text.isspace():
            votes[-quarter % 360] += 1
    best = max(votes, key=lambda turn: (votes[turn], turn == 0))
    return best if votes[best] > 2 * votes[0] else 0


def _inside(glyph: Glyph, frame: Frame) -> bool:
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    return -1 <= x <= frame.width + 1 and -1 <= y <= frame.height + 1


def _clusters(glyphs: Sequence[Glyph]) -> list[Cluster]:
    """Puts marks on the letters that they stand on: as a rule the letter before them, else the one below or above them."""
    clusters: list[Cluster] = []
    echoes = echoes_of(glyphs)
    for place, glyph in enumerate(glyphs):
        if place in echoes:
            if not glyph.floating and clusters:  # it draws what is left of the cluster, and takes that room
                clusters[-1] = replace(clusters[-1], x1=max(clusters[-1].x1, glyph.box[2] if echoes[place] else 0.0))
        elif glyph.text in MARKS:
            _put_mark(glyph, clusters)
        else:
            clusters.append(_cluster(glyph))
    return clusters


def _put_mark(mark: Glyph, clusters: list[Cluster]) -> None:
    index = _base_of(mark, clusters)
    if index is None:
        clusters.append(replace(_cluster(mark), doubt=True))
        return
    base = clusters[index]
    drifted = index != len(clusters) - 1
    # Where a file spells a whole cluster out (/ActualText), PDFium shares its room out among base and marks.
    x1 = base.x1 if drifted else max(base.x1, mark.box[2])
    clusters[index] = replace(base, text=_insert_mark(base.text, mark.text), x1=x1, doubt=base.doubt or drifted)


def _insert_mark(base: str, mark: str) -> str:
    """A mark that comes after a sara am belongs before it (น + ำ + ้ is น้ำ)."""
    return base[:-1] + mark + base[-1] if len(base) > 1 and base.endswith("ำ") else base + mark


def _base_of(mark: Glyph, clusters: Sequence[Cluster]) -> int | None:
    """The nearest of the letters before it; the last one, where several are as near."""
    x = (mark.box[0] + mark.box[2]) / 2
    best, distance = None, 0.45
    for back, cluster in enumerate(reversed(clusters[-40:])):
        if abs(cluster.baseline - mark.origin[1]) >= 0.9 * cluster.size or not _BEARS.match(cluster.text):
            continue
        if mark.mark != cluster.mark and min(mark.mark, cluster.mark) >= 0:
            continue
        off = max(0.0, cluster.x0 - x, x - cluster.x1) / cluster.size
        if off < distance - (0.05 if back else 0.0):
            best, distance = len(clusters) - 1 - back, off
        if distance == 0.0:
            break
    return best


def _cluster(glyph: Glyph) -> Cluster:
    x0, top, x1, bottom = glyph.box
    text = " " if glyph.text in _SPACES or unicodedata.category(glyph.text) == "Zs" else glyph.text
    return Cluster(
        text, x0, top, x1, bottom, glyph.origin[1], glyph.size, glyph.piece, glyph.unmapped, glyph.spaced, glyph.mark
    )
