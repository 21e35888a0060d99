"""How many dots an inch a page image has, across and down.

Tags lie: cameras write 72, chat programs drop them, fax gateways write no unit, 1 x 1 or one number for two. A tag is believed
where a sheet of paper comes out of it; else the size in pixels tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from parsers.ocr.pieces import Pieces, find_pieces
from parsers.ocr.sheet import Grey

Dpi = tuple[float, float]
"""Across, down."""

A4_INCHES = (8.27, 11.69)
_PAPERS = (A4_INCHES, (8.5, 11.0), (8.5, 13.0), (8.5, 14.0), (11.69, 16.54), (5.83, 8.27), (7.17, 10.12))
"""A4, letter, folio (F4), legal, A3, A5, B5."""
_SHORT, _LONG = (3.4, 13.2), (3.4, 24.0)
"""Inches of a sheet's shorter and longer side; a fax may be cut from a roll."""
_DPI = (60.0, 2400.0)
_SCREEN = (70.0, 97.0)
"""72 and 96 are what programs write that know nothing; they must give a real paper's size."""
_FAX_ACROSS = {1728: 204.0, 2048: 204.0, 2432: 204.0, 3456: 408.0, 4096: 408.0, 4864: 408.0}
_FAX_DOWN = ((98.0, 1600), (196.0, 3250), (391.0, 100_000))
"""Rows an inch, and the most rows that a page of that grid has (A4 has 1,146, 2,292 and 4,572)."""
_USUAL = (100.0, 120.0, 150.0, 200.0, 240.0, 250.0, 300.0, 400.0, 600.0)
_GUESSED = (60.0, 650.0)
_INCH_CM = 2.54


class Unit(StrEnum):
    """What the tag's numbers count."""

    INCH = "inch"
    CM = "cm"
    NONE = "none"


class DpiFrom(StrEnum):
    """What told the resolution."""

    TAG = "tag"
    FAX = "fax"
    """The width in pixels is a fax machine's."""
    PAPER = "paper"
    """The proportions are a usual paper's."""
    GUESS = "guess"
    """Nothing told: the shorter side was taken for an A4 sheet's."""
    SHEET = "sheet"
    """The sheet that was found in a photo."""


@dataclass(frozen=True, slots=True)
class Tag:
    """Resolution as the file says it."""

    across: float
    down: float
    unit: Unit = Unit.INCH


def find_dpi(
    size: tuple[int, int], tag: Tag | None, *, is_bilevel: bool = False, is_camera: bool = False
) -> tuple[Dpi, DpiFrom]:
    """The resolution of an image.

    Args:
        size: width and height in pixels.
        tag: what the file says, None where it says nothing.
        is_bilevel: the image has black and white points only (faxes have).
        is_camera: a camera took it: its tag means nothing.
    """
    if tag is not None and not is_camera:
        for believed in _readings(tag):
            if _is_paper(size, believed):
                return believed, DpiFrom.TAG
    if is_bilevel and size[0] in _FAX_ACROSS:
        across = _FAX_ACROSS[size[0]]
        return (across, next(rows for rows, most in _FAX_DOWN if size[1] <= most)), DpiFrom.FAX
    return _from_proportions(size)


def _readings(tag: Tag) -> list[Dpi]:
    """The tag as it stands, then as those mean it who mix up the units."""
    inch = tag.across, tag.down
    cm = tag.across * _INCH_CM, tag.down * _INCH_CM
    if tag.unit is not Unit.CM and _is_screens(inch):
        return [inch]
    return {Unit.INCH: [inch, cm], Unit.CM: [cm, inch], Unit.NONE: [inch, cm]}[tag.unit]


def _is_paper(size: tuple[int, int], dpi: Dpi) -> bool:
    """Whether an image of this size at this resolution is a sheet that an office handles."""
    if not all(np.isfinite(each) and _DPI[0] <= each <= _DPI[1] for each in dpi):
        return False
    if not 0.2 <= dpi[0] / dpi[1] <= 5:
        return False
    short, long = sorted((size[0] / dpi[0], size[1] / dpi[1]))
    if _is_screens(dpi):
        return any(abs(short - w) < 0.02 * w and abs(long - h) < 0.02 * h for w, h in _PAPERS)
    return _SHORT[0] <= short <= _SHORT[1] and _LONG[0] <= long <= _LONG[1]


def _is_screens(dpi: Dpi) -> bool:
    return _SCREEN[0] <= min(dpi) and max(dpi) <= _SCREEN[1]


def _from_proportions(size: tuple[int, int]) -> tuple[Dpi, DpiFrom]:
    short, long = sorted(size)
    for wide, tall in _PAPERS[:4]:
        dpi = short / wide
        nearest = min(_USUAL, key=lambda each: abs(each - dpi))
        if abs(long / short / (tall / wide) - 1) < 0.02 and abs(nearest / dpi - 1) < 0.03:
            return (nearest, nearest), DpiFrom.PAPER
    dpi = float(np.clip(short / A4_INCHES[0], *_GUESSED))
    return (dpi, dpi), DpiFrom.PAPER if abs(long / short - 2**0.5) < 0.03 else DpiFrom.GUESS


def squared_by_letters(grey: Grey, dpi: Dpi) -> Dpi:
    """The resolution down halved where a gateway wrote the fine grid's number for the standard one.

    Only an image of a fax machine's width and of a standard page's number of rows is doubted; its letters decide.
    """
    tall, wide = grey.shape
    if wide not in _FAX_ACROSS or not _STANDARD[0] <= tall <= _STANDARD[1] or dpi[1] < 150:
        return dpi
    aspect = _usual_aspect(find_pieces(np.where(grey < 128, np.uint8(255), np.uint8(0))), dpi)
    return (dpi[0], dpi[1] / 2) if aspect is not None and aspect > _FLAT else dpi


_STANDARD = (1000, 1300)
_FLAT = 1.12
"""Width over height of a letter: Thai print has 0.65 to 0.9, squashed to half its height 1.3 to 1.6."""
_ENOUGH = 60
"""Letters from which a usual proportion is taken."""


def _usual_aspect(parts: Pieces, dpi: Dpi) -> float | None:
    """Median width over height of letter-sized pieces in inches; None where there are too few."""
    w, h = parts.w / dpi[0], parts.h / dpi[1]
    tall = np.maximum(w, h)
    letters = (tall > 0.05) & (tall < 0.25) & (np.minimum(w, h) > 0.025)
    letters[0] = False
    if letters.sum() < _ENOUGH:
        return None
    return float(np.median(w[letters] / h[letters]))
