"""A picture file's bytes -> its pages, upright, square and clean, ready for ``sheet.lay``.

A page is never left out: a blank one comes with its flag, a damaged one with the number of its broken rows, and what was
painted over is told, so that whoever reads it knows what may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.ocr.blank import is_blank
from parsers.ocr.clean import Clean, cleaned, paper_level
from parsers.ocr.faxheader import behead
from parsers.ocr.faxline import Damage
from parsers.ocr.frames import Frame, frames
from parsers.ocr.light import even, is_uneven
from parsers.ocr.photo import Corners, Flat, flatten, is_framed
from parsers.ocr.resolution import Dpi, DpiFrom
from parsers.ocr.sheet import Grey
from parsers.ocr.upright import Read, turned, upright


@dataclass(frozen=True, slots=True)
class Page:
    """One page ready for the layout."""

    number: int
    """From 1."""
    grey: Grey
    """(height, width), dark ink on light paper, the right way up; ``sheet.lay`` makes it straight and square."""
    dpi: Dpi
    dpi_from: DpiFrom
    turned: int
    """Degrees clockwise by which it was turned."""
    is_upright: bool
    """False where reading did not tell which way up it lies."""
    blank: bool
    """No writing on it."""
    damage: Damage
    """What the telephone line did to it."""
    headers: tuple[Grey, ...]
    """Lines that fax machines wrote on it, as they came; they are not in ``grey``."""
    corners: Corners | None
    """Of the sheet in the photo that it was; None where it is no photo or fills it."""
    erased: Grey
    """255 where borders and holes were painted over; shape of ``grey``."""
    ghosts: Grey
    """255 where faint ink was painted over: blanks there are not surely blank."""


def open_pages(data: bytes, pages: int, pixels: int, read: Read | None) -> Iterator[Page]:
    """The pages of a TIFF, PNG, JPEG, HEIC, WebP, GIF or BMP.

    Args:
        data: the file.
        pages: a file with more is refused.
        pixels: so is one with a larger page.
        read: scores pictures of lines to tell which way up a page lies; None leaves pages as they came.

    Raises:
        Unreadable: ``broken``, ``too_large``, ``too_many_pages``.
        ToolMissing: a fax, and libtiff's tools are not installed.
    """
    for frame in frames(data, pages, pixels):
        yield ready(frame, read)


def ready(frame: Frame, read: Read | None) -> Page:
    """One frame made ready."""
    headed = behead(frame.grey, frame.dpi) if frame.is_bilevel else None
    grey, dpi, told = headed.grey if headed else frame.grey, frame.dpi, frame.dpi_from
    flat = None if frame.is_bilevel else _flat(frame)
    if flat is not None:
        grey, dpi, told = flat.grey, flat.dpi, told if told is DpiFrom.TAG else DpiFrom.SHEET
    if not frame.is_bilevel and (flat is not None or is_uneven(grey)):
        grey = even(grey, dpi)
    clean = cleaned(grey, dpi, is_bilevel=frame.is_bilevel)
    headers = headed.strips if headed else ()
    blank = is_blank(clean.grey, dpi, paper_level(clean.grey))
    corners = flat.corners if flat is not None else None
    if blank or read is None:
        return Page(
            frame.number, clean.grey, dpi, told, 0, False, blank, frame.damage, headers, corners, clean.erased, clean.ghosts
        )
    return _turned(frame, clean, dpi, told, headers, corners, read)


def _turned(
    frame: Frame, clean: Clean, dpi: Dpi, told: DpiFrom, headers: tuple[Grey, ...], corners: Corners | None, read: Read
) -> Page:
    stands = upright(clean.grey, dpi, read)
    erased, ghosts = (turned(each, dpi, stands.turned)[0] for each in (clean.erased, clean.ghosts))
    return Page(
        frame.number,
        stands.grey,
        stands.dpi,
        told,
        stands.turned,
        stands.is_sure,
        False,
        frame.damage,
        headers,
        corners,
        erased,
        ghosts,
    )


def _flat(frame: Frame) -> Flat | None:
    """The sheet in a photo, or on a scanner's dark lid."""
    if not is_framed(frame.grey):
        return None
    return flatten(frame.grey, frame.white, frame.dpi[0] if frame.dpi_from is DpiFrom.TAG else None)
