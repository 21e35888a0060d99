"""Pictures of every mode -> dark ink on light paper in 256 greys."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from parsers.ocr.sheet import Grey

_MIN_IS_WHITE = 0
_NEGATIVE = 0.6
"""Share of dark points from which a page may be a negative."""
_ONE_LIGHT = 0.15
"""... unless so much of it is one light piece: a small sheet on the dark lid of a scanner."""
_SMALL = 800
"""Pixels of the longer side of ``whiteness``."""


def grey_of(image: Image.Image, photometric: int | None = None) -> Grey:
    """(height, width), 0 black, 255 white; what is transparent is paper.

    Args:
        image: loaded.
        photometric: TIFF's tag 262, which Pillow does not heed with 16 bits.
    """
    if image.mode.startswith("I") or image.mode == "F":
        deep = _shallow(np.asarray(image))
        return np.asarray(cv2.bitwise_not(deep), np.uint8) if photometric == _MIN_IS_WHITE else deep
    if image.mode in {"1", "L"} and "transparency" not in image.info:
        return np.array(image.convert("L"), np.uint8)
    if image.mode == "LAB":
        return np.array(image.getchannel(0), np.uint8)
    return np.array(_opaque(image).convert("L"), np.uint8)


def whiteness(image: Image.Image) -> Grey | None:
    """A small picture of how white each point is: its weakest colour. A wooden table is light but not white.

    None for a picture without colours.
    """
    if image.mode in {"1", "L", "LA", "LAB", "F"} or image.mode.startswith("I"):
        return None
    scale = min(1.0, _SMALL / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    # A palette's numbers cannot be averaged.
    small = (_opaque(image) if image.mode == "P" else image).resize(size, Image.Resampling.BOX)
    return np.asarray(np.array(_opaque(small).convert("RGB"), np.uint8).min(2), np.uint8)


def _opaque(image: Image.Image) -> Image.Image:
    """On white paper. A palette's single transparent colour counts too."""
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, over).convert("RGB")
    return image if image.mode in {"RGB", "L", "1", "CMYK", "YCbCr"} else image.convert("RGB")


def _shallow(deep: NDArray[np.generic]) -> Grey:
    """12, 16 or 32 bits to 8; the depth is told from the lightest point, for files seldom say it."""
    values = np.nan_to_num(deep.astype(np.float32))
    lightest = float(values.max(initial=0.0))
    tops = (1.0, 255.0, 4095.0, 65535.0) if deep.dtype.kind == "f" else (255.0, 4095.0, 65535.0)
    top = next((each for each in tops if lightest <= each), lightest)
    scaled: Grey = np.clip(values * (255.0 / top), 0, 255).astype(np.uint8)
    return scaled


def is_bilevel(grey: Grey) -> bool:
    """Whether there are no greys between black and white."""
    return bool(((grey == 0) | (grey == 255)).all())


def positive(grey: Grey) -> Grey:
    """The page with dark ink on light paper, turned over where it is a negative (some fax programs mistake MinIsWhite)."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA) if min(grey.shape) >= 400 else grey
    light = np.where(small > 128, np.uint8(255), np.uint8(0))
    if (light == 0).mean() < _NEGATIVE:
        return grey
    _, _, stats, _ = cv2.connectedComponentsWithStats(light, connectivity=4)
    largest = stats[1:, cv2.CC_STAT_AREA].max(initial=0)
    if not light.any() or largest > _ONE_LIGHT * light.size:
        return grey
    return 255 - grey
