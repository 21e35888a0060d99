"""A picture file's bytes -> its pages as greys with their resolution.

Only TIFF (and HEIC) hold pages; the further pictures of a GIF, a PNG or a phone's MPO are no pages.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from intake.errors import Unreadable
from parsers.ocr.faxline import Copy, Damage, copies, mended
from parsers.ocr.greys import grey_of, is_bilevel, positive, whiteness
from parsers.ocr.resolution import Dpi, DpiFrom, Tag, Unit, find_dpi, squared_by_letters
from parsers.ocr.sheet import Grey

pi_heif.register_heif_opener()

_BROKEN = "ไฟล์ภาพชำรุด ไม่สามารถเปิดอ่านได้ โปรดสแกนหรือส่งใหม่"
_TOO_LARGE = "ไฟล์ภาพมีขนาดใหญ่เกินกว่าที่ระบบจะอ่านได้ โปรดลดความละเอียดแล้วส่งใหม่"
_ENOUGH_DPI = 300.0
"""More is not read: pictures of lines are 48 pixels high."""
_WORKING = 20_000_000
"""Pixels of a page beyond which it is reduced, whatever its resolution says: an A3 sheet at 300 dpi has 17 million."""
_DRAFT = 40_000_000
"""Pixels of a JPEG beyond which it is decoded smaller at once."""
_OF_CAMERA = (0x829A, 0x829D, 0x920A)
"""Exposure time, aperture, focal length: a scanner writes a maker's name at most."""
_ORIENTATION, _SUBFILE, _UNIT, _STRIP_ROWS = 274, 254, 296, 278
_BAD_LINES, _T4_OPTIONS, _PHOTOMETRIC = 326, 292, 262
_SIDEWAYS = 5
"""From this orientation on, width and height change places."""
_CCITT = {"group3", "group4", "tiff_ccitt", "tiff_raw_16"}
_PAGED = {"TIFF", "HEIF"}
_FAULTS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError)


@dataclass(frozen=True, slots=True)
class Frame:
    """One page of a picture file."""

    number: int
    """From 1."""
    grey: Grey
    """(height, width), dark ink on light paper, turned as the file's orientation tag says."""
    white: Grey | None
    """A small picture of how white each point is; None without colours: see ``greys.whiteness``."""
    dpi: Dpi
    dpi_from: DpiFrom
    is_bilevel: bool
    is_camera: bool
    """Told by the camera's own tags; a chat program strips them."""
    damage: Damage


def frames(data: bytes, pages: int, pixels: int) -> Iterator[Frame]:
    """The pages of a picture file, one at a time.

    Args:
        data: the file.
        pages: a file with more is refused.
        pixels: so is one with a larger page; it is checked before points are unpacked.

    Raises:
        Unreadable: ``broken``, ``too_large``, ``too_many_pages``.
        ToolMissing: a fax, and libtiff's tools are not installed.
    """
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = pixels // 2  # Pillow raises at twice this number
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from _frames(data, pages, pixels)
    except Image.DecompressionBombError as error:
        raise Unreadable(_TOO_LARGE, "too_large") from error
    except _FAULTS as error:
        raise Unreadable(_BROKEN, "broken") from error
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _frames(data: bytes, pages: int, pixels: int) -> Iterator[Frame]:
    with Image.open(io.BytesIO(data)) as image:
        chosen = _chosen(image, pages)
        faulty = _faulty(data, image, chosen)
        for number, index in enumerate(chosen, 1):
            image.seek(index)
            if image.width * image.height > pixels:
                raise Unreadable(_TOO_LARGE, "too_large")
            yield _frame(image, number, faulty.get(index))


def _chosen(image: Any, pages: int) -> list[int]:
    """Numbers of the pictures that are pages, from 0; a TIFF's thumbnails are none."""
    count = getattr(image, "n_frames", 1) if image.format in _PAGED else 1
    if count > pages:
        raise Unreadable(f"ไฟล์ภาพมีเกิน {pages} หน้า โปรดแบ่งส่ง", "too_many_pages")
    if image.format != "TIFF":
        return list(range(count))
    whole = []
    for index in range(count):
        image.seek(index)
        if not int(image.tag_v2.get(_SUBFILE, 0)) & 1:
            whole.append(index)
    return whole or list(range(count))


def _faulty(data: bytes, image: Any, chosen: list[int]) -> dict[int, Copy]:
    """Copies of a fax's pages on which rows came broken."""
    if image.format != "TIFF":
        return {}
    coded, strips, two = [], [], []
    for index in chosen:
        image.seek(index)
        if image.info.get("compression") in _CCITT:
            coded.append(index)
            strips.append(min(image.height, int(image.tag_v2.get(_STRIP_ROWS, image.height))))
            two.append(bool(int(image.tag_v2.get(_T4_OPTIONS, 0)) & 1))
    return copies(data, coded, strips, two) if coded else {}


def _frame(image: Any, number: int, copy: Copy | None) -> Frame:
    tag, is_camera = _tag(image), _is_camera(image)
    regenerated = _regenerated(image)
    orientation = _orientation(image)
    if image.format == "JPEG" and image.width * image.height > _DRAFT:
        image.draft(image.mode, (image.width // 2, image.height // 2))
    if copy is not None and copy.data:
        image = Image.open(io.BytesIO(copy.data))
    image.load()
    upright = image if image.format == "TIFF" else ImageOps.exif_transpose(image)  # Pillow turns a TIFF as it loads it
    if orientation >= _SIDEWAYS and tag is not None:
        tag = Tag(tag.down, tag.across, tag.unit)
    grey = grey_of(upright, image.tag_v2.get(_PHOTOMETRIC) if image.format == "TIFF" else None)
    frame = _measured(number, grey, whiteness(upright), tag, is_camera)
    frame = replace(frame, damage=Damage(regenerated=regenerated))
    return _reduced(_repaired(frame, copy, orientation == 1) if copy is not None else frame)


def _measured(number: int, grey: Grey, white: Grey | None, tag: Tag | None, is_camera: bool) -> Frame:
    has_two = is_bilevel(grey)
    grey = grey if is_camera else positive(grey)
    dpi, told = find_dpi((grey.shape[1], grey.shape[0]), tag, is_bilevel=has_two, is_camera=is_camera)
    if has_two:
        dpi = squared_by_letters(grey, dpi)
    return Frame(number, grey, white, dpi, told, has_two, is_camera, Damage())


def _orientation(image: Any) -> int:
    """1 to 8, as TIFF and EXIF count."""
    found = image.tag_v2.get(_ORIENTATION, 1) if image.format == "TIFF" else image.getexif().get(_ORIENTATION, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _tag(image: Any) -> Tag | None:
    """Resolution as the file says it, before anything is turned."""
    info = image.info
    try:
        if image.format == "TIFF" and image.tag_v2.get(_UNIT) == 1 and "resolution" in info:
            return Tag(float(info["resolution"][0]), float(info["resolution"][1]), Unit.NONE)
        if "dpi" in info:
            return Tag(float(info["dpi"][0]), float(info["dpi"][1]))
        if "jfif_density" in info:
            return Tag(float(info["jfif_density"][0]), float(info["jfif_density"][1]), Unit.NONE)
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return None


def _is_camera(image: Any) -> bool:
    exif = image.getexif()
    within = exif.get_ifd(0x8769)
    return any(key in within or key in exif for key in _OF_CAMERA)


def _regenerated(image: Any) -> int:
    """Rows that the receiving fax machine says came broken."""
    found = image.tag_v2.get(_BAD_LINES, 0) if image.format == "TIFF" else 0
    return max(0, int(found)) if isinstance(found, int | float) else 0


def _repaired(frame: Frame, copy: Copy, stands: bool) -> Frame:
    """The page with its broken rows mended, if its rows are still the file's (``stands``)."""
    if not copy.data:
        return replace(frame, damage=replace(frame.damage, rows=copy.rows, unread=True))
    if not stands:
        return replace(frame, damage=replace(frame.damage, rows=copy.rows))
    lost = copy.lost(frame.grey)
    grey, count = mended(frame.grey, copy.rows)
    if lost:
        grey = grey.copy()
        grey[lost.start : lost.stop] = 255
    return replace(frame, grey=grey, damage=replace(frame.damage, rows=tuple(sorted({*copy.rows, *lost})), mended=count))


def _reduced(frame: Frame) -> Frame:
    """A page of far more points than are read, made smaller by whole numbers."""
    tall, wide = frame.grey.shape
    finer = int(min(frame.dpi) // _ENOUGH_DPI) if frame.dpi_from is not DpiFrom.GUESS and not frame.is_camera else 1
    factor = max(1, finer, int(np.ceil((tall * wide / _WORKING) ** 0.5)))
    if factor == 1:
        return frame
    size = max(1, wide // factor), max(1, tall // factor)
    grey = np.asarray(cv2.resize(frame.grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    dpi = frame.dpi[0] * size[0] / wide, frame.dpi[1] * size[1] / tall
    return replace(frame, grey=grey, dpi=dpi, is_bilevel=False)
