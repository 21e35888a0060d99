"""Glyphs of a PDF page, as PDFium gives them, in points from the top left of the upright page.

PDFium's own line breaks and its guessed spaces are thrown away (it puts some inside Thai words): lines and gaps are made
anew from where the glyphs stand. A CLUSTER is a base letter with the vowel and tone marks that stand on it.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf_frame import Frame, page_frame
from parsers.records import Box

MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎" + "".join(map(chr, range(0xF700, 0xF71B))) + "".join(map(chr, range(0xF884, 0xF89A)))) - set(
    "\uf700\uf70f"
)
"""Thai marks that take no room of their own, with their private-use twins."""

_INVISIBLE = 3
_SPACES = frozenset(" \u00a0\u2002\u2003\u2009\u3000\t")


@dataclass(frozen=True, slots=True)
class Cluster:
    """One base letter with its marks, and where it stands."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    """Effective font size in points."""
    doubt: bool = False
    """Its mark stood elsewhere in the file, something else is printed over it, or the font does not say what it is."""

    @property
    def centre(self) -> tuple[float, float]:
        """The point that says in which cell of a table the cluster stands."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.3 * self.size

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom."""
        return self.x0, self.top, self.x1, self.bottom


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


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One character as PDFium gives it; ``direction`` is the angle of its baseline on the page in degrees."""

    text: str
    ink: Box
    box: Box
    """Ink of a mark, room with its advance of anything else."""
    origin: tuple[float, float]
    size: float
    direction: float
    visible: bool
    unmapped: bool
    floating: bool = False
    """Its ink stands wholly above or below where letters stand, although it is called a letter."""


def read_glyphs(page: Any, covered_below: int = 0) -> tuple[PageGlyphs, Frame]:
    """All text of a page, and the mapping that it was placed with.

    Args:
        page: a pypdfium2 page.
        covered_below: text objects whose place in the paint order is below this one lie under a picture.
    """
    frame = page_frame(page)
    glyphs = _raw_glyphs(page, frame, _covered(page, covered_below))
    turn = _upright_turn(glyphs)
    if turn:
        frame = frame.turned(turn)
        glyphs = _raw_glyphs(page, frame, _covered(page, covered_below))
    seen = [glyph for glyph in glyphs if glyph.visible and _inside(glyph, frame)]
    upright = [glyph for glyph in seen if abs(glyph.direction) < 5]
    slanted = [glyph for glyph in seen if abs(glyph.direction) >= 5]
    return (
        PageGlyphs(
            clusters=tuple(_without_doubles(_clusters(upright))),
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


def _raw_glyphs(page: Any, frame: Frame, covered: frozenset[int]) -> list[_Glyph]:
    textpage = page.get_textpage()
    try:
        modes: dict[int, bool] = {}
        found = []
        for index in range(textpage.count_chars()):
            if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
                continue
            glyph = _raw_glyph(textpage, index, frame, covered, modes)
            if glyph is not None:
                found.append(glyph)
        return found
    finally:
        textpage.close()


def _raw_glyph(textpage: Any, index: int, frame: Frame, covered: frozenset[int], modes: dict[int, bool]) -> _Glyph | None:
    code = pdfium.FPDFText_GetUnicode(textpage, index)
    unmapped = pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 or code == 0
    text = chr(code) if not unmapped and code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    if text in "\r\n\x02\xad":  # PDFium's own line ends and hyphen marks
        return None
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    dx, dy = frame.vector(matrix.a, matrix.b)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = abs(pdfium.FPDFText_GetFontSize(textpage, index) * scale) or 1.0
    origin = frame.point(x.value, y.value)
    ink, room = _glyph_boxes(textpage, index, frame)
    return _Glyph(
        text=text,
        ink=ink,
        box=ink if text in MARKS else room,
        origin=origin,
        size=size,
        direction=math.degrees(math.atan2(dy, dx)) if dx or dy else 0.0,
        visible=_visible(textpage, index, covered, modes),
        unmapped=unmapped,
        floating="ก" <= text <= "ฮ" and (ink[3] < origin[1] - 0.45 * size or ink[1] > origin[1] + 0.05 * size),
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


def _visible(textpage: Any, index: int, covered: frozenset[int], modes: dict[int, bool]) -> bool:
    handle = pdfium.FPDFText_GetTextObject(textpage, index)
    address = _address(handle) if handle else 0
    if address not in modes:
        hidden = bool(handle) and (address in covered or pdfium.FPDFTextObj_GetTextRenderMode(handle) == _INVISIBLE)
        modes[address] = not hidden
    return modes[address]


def _upright_turn(glyphs: Sequence[_Glyph]) -> int:
    """The clockwise turn that puts most of the text upright."""
    votes = dict.fromkeys((0, 90, 180, 270), 0)
    for glyph in glyphs:
        quarter = round(glyph.direction / 90) * 90
        if abs(glyph.direction - quarter) < 5 and not glyph.text.isspace():
            votes[-quarter % 360] += 1
    best = max(votes, key=lambda turn: (votes[turn], turn == 0))
    return best if votes[best] > 2 * votes[0] else 0


def _inside(glyph: _Glyph, frame: Frame) -> bool:
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    return -1 <= x <= frame.width + 1 and -1 <= y <= frame.height + 1


def _clusters(glyphs: Sequence[_Glyph]) -> list[Cluster]:
    """Puts marks on the letters that they stand on: as a rule the letter before them, else the one below or above them."""
    clusters: list[Cluster] = []
    echo: Box | None = None
    for glyph in glyphs:
        # A file may spell a cluster out twice: for the glyph of its letter, and again for the glyph of its raised mark.
        repeats = glyph.floating and any(each.text[0] == glyph.text for each in clusters[-4:])
        echo = glyph.ink if repeats or glyph.ink == echo else None
        if echo is not None:
            continue
        if glyph.text not in MARKS:
            clusters.append(_cluster(glyph))
        else:
            _put_mark(glyph, clusters)
    return clusters


def _put_mark(mark: _Glyph, clusters: list[Cluster]) -> None:
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


def _base_of(mark: _Glyph, clusters: Sequence[Cluster]) -> int | None:
    x = (mark.box[0] + mark.box[2]) / 2
    for back, cluster in enumerate(reversed(clusters)):
        if back > 40:
            break
        reach = 0.12 * cluster.size if back else 0.45 * cluster.size
        near = abs(cluster.baseline - mark.origin[1]) < 0.9 * cluster.size
        if near and cluster.text[:1] not in _SPACES and cluster.x0 - reach <= x <= cluster.x1 + reach:
            return len(clusters) - 1 - back
    return None


def _cluster(glyph: _Glyph) -> Cluster:
    x0, top, x1, bottom = glyph.box
    text = " " if glyph.text in _SPACES or unicodedata.category(glyph.text) == "Zs" else glyph.text
    return Cluster(text, x0, top, x1, bottom, glyph.origin[1], glyph.size, glyph.unmapped)


def _without_doubles(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Drops letters printed twice on one place (false bold), and doubts those over which something else is printed."""
    places: dict[tuple[int, int], list[int]] = {}
    kept: list[Cluster] = []
    for cluster in clusters:
        if cluster.text == " ":
            kept.append(cluster)
            continue
        rival = next((index for index in _near(cluster, places) if _overlaps(kept[index], cluster)), None)
        if rival is None:
            places.setdefault(_place(cluster), []).append(len(kept))
            kept.append(cluster)
        elif kept[rival].text != cluster.text:
            kept[rival] = replace(kept[rival], doubt=True)
            kept.append(replace(cluster, doubt=True))
    return kept


def _place(cluster: Cluster) -> tuple[int, int]:
    return int(cluster.x0 // 8), int(cluster.baseline // 8)


def _near(cluster: Cluster, places: dict[tuple[int, int], list[int]]) -> list[int]:
    x, y = _place(cluster)
    return [index for dx in (-1, 0, 1) for dy in (-1, 0, 1) for index in places.get((x + dx, y + dy), ())]


def _overlaps(one: Cluster, two: Cluster) -> bool:
    if abs(one.baseline - two.baseline) > 0.2 * one.size:
        return False
    shared = min(one.x1, two.x1) - max(one.x0, two.x0)
    return shared > 0.7 * max(min(one.x1 - one.x0, two.x1 - two.x0), 0.1)
