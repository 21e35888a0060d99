"""What scanners and phones make of a printed page. Written for the bench alone: the training sends its paper through others.

Each gives the file that arrives. Every page has its own seed, so that the same page through the same channel is the same
picture wherever it is measured.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]


def rng_of(*key: object) -> np.random.Generator:
    """Chance that depends on the key alone."""
    return np.random.default_rng(crc32(repr(key).encode()))


def printed(pdf: Path, page: int, dpi: float) -> Grey:
    """A page (from 1) of a PDF as its printer would set it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return np.asarray(document[page - 1].render(scale=dpi / 72, grayscale=True).to_numpy()).squeeze()
    finally:
        document.close()


def scan(pdf: Path, page: int, dpi: int, rng: np.random.Generator) -> bytes:
    """A flatbed: a little skew and shift, the lens, the sensor's noise; every third page in black and white."""
    over = 2
    paper = printed(pdf, page, dpi * over)
    height, width = paper.shape
    angle, shift = rng.uniform(-0.8, 0.8), rng.uniform(-1.5, 1.5, 2) * dpi * over / 25.4
    turn: Any = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
    turn[:, 2] += shift
    image: Any = cv2.warpAffine(paper, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    image = cv2.GaussianBlur(
        image, (0, 0), sigmaX=float(rng.uniform(0.5, 0.9)) * over, sigmaY=float(rng.uniform(0.5, 1.0)) * over
    )
    image = cv2.resize(image, (width // over, height // over), interpolation=cv2.INTER_AREA).astype(np.float32)
    black, white = rng.uniform(15, 60), rng.uniform(225, 252)
    image = black + image * (white - black) / 255 + rng.normal(0, rng.uniform(2, 6), image.shape)
    if rng.random() < 1 / 3:
        image = np.where(image > rng.uniform(125, 175), 255, 0)
        _specks(image, rng, 40)
        return packed(image, dpi=dpi)
    return packed(image, int(rng.integers(60, 90)), dpi=dpi)


def _specks(image: NDArray[Any], rng: np.random.Generator, most: int) -> None:
    """Dust on the glass."""
    for _ in range(int(rng.integers(0, most))):
        y, x = int(rng.integers(image.shape[0])), int(rng.integers(image.shape[1]))
        image[y : y + int(rng.integers(1, 4)), x : x + int(rng.integers(1, 4))] = 0


def packed(image: NDArray[Any], quality: int | None = None, *, dpi: float | None = None) -> bytes:
    """A picture file, grey or in colours: JPEG of a quality, or PNG. Without ``dpi`` it is a phone's and does not tell."""
    buffer, picture = io.BytesIO(), Image.fromarray(np.clip(image, 0, 255).astype(np.uint8))
    if quality is None:
        picture.save(buffer, "PNG", dpi=(dpi, dpi))
    elif dpi is not None:
        picture.save(buffer, "JPEG", quality=quality, dpi=(dpi, dpi))
    else:
        picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


_FRAME = (2448, 3264)
"""Width and height of a phone's picture: eight megapixels, held upright."""


def photo(pdf: Path, page: int, rng: np.random.Generator) -> bytes:
    """A sheet on a table by hand: turned and tilted, lit from one side, the phone's shadow on it, a little out of focus."""
    paper = printed(pdf, page, 360)
    to_frame = _tilted(paper.shape, rng)
    on_table = rng.uniform(60, 120) + rng.normal(0, 6, _FRAME[::-1])
    sheet = cv2.warpPerspective(paper, to_frame, _FRAME, flags=cv2.INTER_AREA, borderValue=0).astype(np.float32)
    inside = cv2.warpPerspective(np.full_like(paper, 255), to_frame, _FRAME, flags=cv2.INTER_AREA).astype(np.float32) / 255
    ink, white = rng.uniform(25, 60), rng.uniform(190, 235)
    image: Any = inside * (ink + sheet * (white - ink) / 255) + (1 - inside) * on_table
    image *= _light(rng)
    image = cv2.GaussianBlur(image, (0, 0), sigmaX=float(rng.uniform(0.7, 1.3)))
    image += rng.normal(0, rng.uniform(2, 5), image.shape)
    return packed(_tinted(image, inside, rng), int(rng.integers(70, 92)))


def _tinted(image: NDArray[Any], inside: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """In colours: a warm light on the sheet, wood or cloth around it."""
    light, table = rng.uniform((0.97, 0.93, 0.84), (1.0, 1.0, 1.0)), rng.uniform((0.6, 0.5, 0.35), (1.0, 0.9, 0.8))
    return np.asarray(image[..., None] * (inside[..., None] * light + (1 - inside[..., None]) * table), np.float32)


def _tilted(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float64]:
    """From the sheet to the frame: each corner somewhat off, the whole within the picture."""
    height, width = shape
    scale = rng.uniform(0.88, 0.95) * min(_FRAME[0] / width, _FRAME[1] / height)
    half = np.array([width, height]) * scale / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    angle = np.radians(rng.uniform(-2.0, 2.0))
    corners = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners += rng.uniform(-0.02, 0.02, (4, 2)) * half * 2
    middle = np.array(_FRAME) / 2 - (corners.max(0) + corners.min(0)) / 2
    placed = (corners + middle).astype(np.float32)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(flat, placed), np.float64)


def _light(rng: np.random.Generator) -> NDArray[np.float32]:
    """Brightness over the frame: a fall-off to one side and to the corners, and a soft shadow with one edge."""
    width, height = _FRAME
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    slope = 1 - rng.uniform(0.05, 0.2) * (0.5 + 0.5 * (x * np.cos(angle) + y * np.sin(angle)))
    corners = 1 - rng.uniform(0.05, 0.15) * (x * x + y * y) / 2
    side = rng.uniform(0, 2 * np.pi)
    edge = (x * np.cos(side) + y * np.sin(side) - rng.uniform(-0.3, 0.6)) / rng.uniform(0.05, 0.2)
    shadow = 1 - rng.uniform(0.1, 0.35) / (1 + np.exp(-edge))
    return np.asarray(slope * corners * shadow, np.float32)


PAPER_CHANNELS: Mapping[str, Callable[[Path, int, np.random.Generator], bytes]] = {
    "scan 300": lambda pdf, page, rng: scan(pdf, page, 300, rng),
    "scan 200": lambda pdf, page, rng: scan(pdf, page, 200, rng),
    "photo": photo,
}
"""Channels that need no line; those of a fax call are in ``fax``."""
