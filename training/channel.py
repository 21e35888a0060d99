"""What happens to paper on its way: copied, scanned, faxed over a bad line, photographed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]

SOURCE_DPI = 300.0

CHANNELS = ("print", "scan", "scan200", "superfine", "fine", "standard", "photo")
WEIGHTS = (0.06, 0.2, 0.12, 0.04, 0.22, 0.24, 0.12)
_FAX_ROWS = {"standard": 98.0, "fine": 196.0, "superfine": 392.0}


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it arrives."""

    grey: Grey
    dpi: tuple[float, float]
    place: Matrix
    """3 x 3, from pixels of the paper to pixels of ``grey``."""
    channel: str


def send(paper: Grey, rng: np.random.Generator, channel: str | None = None) -> Sent:
    """The paper through a channel, drawn by ``WEIGHTS`` where none is named."""
    chosen = channel or str(rng.choice(CHANNELS, p=np.array(WEIGHTS) / sum(WEIGHTS)))
    grey = paper
    if chosen != "print" and rng.random() < 0.3:
        grey = _copied(grey, rng)
    if chosen == "print":
        return _print(grey, rng)
    if chosen in _FAX_ROWS:
        return _fax(grey, rng, chosen)
    if chosen == "photo":
        return _photo(grey, rng)
    return _scan(grey, rng, chosen)


def _copied(grey: Grey, rng: np.random.Generator) -> Grey:
    """A copy, or a copy of a copy: strokes swell or thin, dust settles."""
    image: Any = grey.astype(np.float32)
    for _ in range(int(rng.integers(1, 3))):
        image = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.6, 1.7)))
        image += rng.normal(0, 10, image.shape).astype(np.float32)
        image = np.where(image > rng.uniform(110, 190), np.float32(255), np.float32(rng.uniform(0, 40)))
        _dust(image, rng, 0.00025)
    return np.asarray(np.clip(image, 0, 255).astype(np.uint8))


def _dust(image: Any, rng: np.random.Generator, share: float) -> None:
    """Black and white specks of one to four pixels."""
    count = rng.poisson(share * image.size * rng.uniform(0, 1))
    ys, xs = rng.integers(0, image.shape[0], count), rng.integers(0, image.shape[1], count)
    for y, x, size, value in zip(ys, xs, rng.integers(1, 5, count), rng.random(count), strict=True):
        image[y : y + max(1, size - 1), x : x + size] = 0 if value < 0.75 else 255


def _geometry(
    rng: np.random.Generator, shape: tuple[int, ...], most_skew: float, scale: tuple[float, float]
) -> tuple[Matrix, tuple[int, int]]:
    """Skew, paper feed and aspect, then the channel's grid; with the size (width, height) of what comes out."""
    height, width = shape
    angle = np.radians(rng.uniform(-most_skew, most_skew))
    stretch = 1 + rng.uniform(-0.004, 0.004), 1 + rng.uniform(-0.004, 0.004)
    narrow = rng.choice((1.0, 1.0, 1.0, rng.uniform(0.86, 1.08)))
    centre = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    turned_w = abs(width * np.cos(angle)) + abs(height * np.sin(angle))
    turned_h = abs(height * np.cos(angle)) + abs(width * np.sin(angle))
    size = turned_w * narrow * stretch[0] * scale[0], turned_h * stretch[1] * scale[1]
    back = np.array([[1, 0, size[0] / 2], [0, 1, size[1] / 2], [0, 0, 1]])
    grid = np.diag([narrow * stretch[0] * scale[0], stretch[1] * scale[1], 1.0])
    return back @ grid @ turn @ centre, (max(8, round(size[0])), max(8, round(size[1])))


def _resampled(grey: Any, matrix: Matrix, size: tuple[int, int]) -> Any:
    """The paper under ``matrix``; what the coarser grid cannot hold is averaged first."""
    shrink = float(np.hypot(matrix[0, 0], matrix[1, 0])), float(np.hypot(matrix[1, 1], matrix[0, 1]))
    if min(shrink) < 0.85:
        target = max(1, round(grey.shape[1] * min(1, shrink[0]))), max(1, round(grey.shape[0] * min(1, shrink[1])))
        scale = np.diag([target[0] / grey.shape[1], target[1] / grey.shape[0], 1.0])
        grey, matrix = cv2.resize(grey, target, interpolation=cv2.INTER_AREA), matrix @ np.linalg.inv(scale)
    return cv2.warpPerspective(
        grey, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    ).astype(np.float32)


def _print(grey: Grey, rng: np.random.Generator) -> Sent:
    """A born-digital page made into an image, at one of the usual resolutions."""
    dpi = float(rng.choice((150, 200, 300, 300)))
    matrix, size = _geometry(rng, grey.shape, 0.0, (dpi / SOURCE_DPI, dpi / SOURCE_DPI))
    return Sent(np.clip(_resampled(grey, matrix, size), 0, 255).astype(np.uint8), (dpi, dpi), matrix, "print")


def _scan(grey: Grey, rng: np.random.Generator, channel: str) -> Sent:
    dpi = 200.0 if channel == "scan200" else 300.0
    matrix, size = _geometry(rng, grey.shape, 1.0, (dpi / SOURCE_DPI, dpi / SOURCE_DPI))
    image = _resampled(grey, matrix, size)
    image = _lens(image, rng, (0.3, 1.1))
    if rng.random() < 0.35:  # a black-and-white scan
        image += rng.normal(0, rng.uniform(2, 16), image.shape).astype(np.float32)
        image = np.where(image > rng.uniform(105, 200), np.float32(255), np.float32(0))
        _dust(image, rng, 0.0003)
    else:
        paper, ink = rng.uniform(215, 255), rng.uniform(0, 90)
        image = ink + image * (paper - ink) / 255 + rng.normal(0, rng.uniform(1, 9), image.shape).astype(np.float32)
        if rng.random() < 0.3:
            image += _shade(image.shape, rng, 18)
    return Sent(_packed(image, rng, 0.5), (dpi, dpi), matrix, channel)


def _lens(image: Any, rng: np.random.Generator, sigma: tuple[float, float]) -> Any:
    return cv2.GaussianBlur(image, (0, 0), sigmaX=float(rng.uniform(*sigma)), sigmaY=float(rng.uniform(*sigma)))


def _packed(image: Any, rng: np.random.Generator, chance: float) -> Grey:
    grey: Any = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < chance:
        _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 95))])
        grey = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return np.asarray(grey, np.uint8)


def _shade(shape: tuple[int, ...], rng: np.random.Generator, depth: float) -> Any:
    """Uneven light: a coarse random field made smooth."""
    coarse = rng.uniform(-depth, depth, (int(rng.integers(2, 5)), int(rng.integers(2, 5)))).astype(np.float32)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def _fax(grey: Grey, rng: np.random.Generator, channel: str) -> Sent:
    """A fax machine's scanner, its threshold, and the line: 204 dots an inch across, coarser or finer rows."""
    rows = _FAX_ROWS[channel]
    scale = 204 / SOURCE_DPI, rows / SOURCE_DPI
    fine = int(rng.integers(1, 3))
    matrix, size = _geometry(rng, grey.shape, 0.9, (scale[0] * fine, scale[1] * fine))
    image = _resampled(grey, matrix, size)
    blur = float(rng.uniform(0.35, 0.85)) * fine
    image = cv2.GaussianBlur(image, (0, 0), sigmaX=blur, sigmaY=max(0.2, blur * rows / 204))
    if fine > 1:
        image = cv2.resize(image, (max(8, size[0] // 2), max(8, size[1] // 2)), interpolation=cv2.INTER_AREA)
        matrix = np.diag([0.5, 0.5, 1.0]) @ matrix
    image += np.linspace(-1, 1, image.shape[1], dtype=np.float32)[None, :] * np.float32(rng.uniform(0, 12))
    image += rng.normal(0, rng.uniform(3, 13), image.shape).astype(np.float32)
    dots = np.where(image > rng.uniform(118, 178), np.float32(255), np.float32(0))
    _dust(dots, rng, 0.0008)
    if rng.random() < 0.08:
        dots[rng.random(len(dots)) < 0.9, int(rng.integers(0, dots.shape[1]))] = 0
    if rng.random() < 0.35:
        dots = _line_errors(dots, rng)
    return Sent(dots.astype(np.uint8), (204.0, rows), matrix, channel)


def _line_errors(dots: Any, rng: np.random.Generator) -> Any:
    """Rows that came broken: the machine repeats the row above, or shows garbage after the fault."""
    share = rng.choice((0.005, 0.01, 0.02, 0.04))
    for row in np.nonzero(rng.random(len(dots)) < share)[0]:
        form = rng.random()
        if row and form < 0.6:
            dots[row] = dots[row - 1]
        elif form < 0.85:
            start = int(rng.integers(0, dots.shape[1]))
            dots[row, start:] = np.roll(dots[row], int(rng.integers(-40, 40)))[start:]
        else:
            dots[row] = 255
    return dots


def _photo(grey: Grey, rng: np.random.Generator) -> Sent:
    """A phone's picture, its perspective already undone but not perfectly: uneven light, soft focus, grain, compression."""
    dpi = float(rng.uniform(150, 260))
    matrix, size = _geometry(rng, grey.shape, 1.2, (dpi / SOURCE_DPI, dpi / SOURCE_DPI))
    bend = np.eye(3)
    bend[2, :2] = rng.uniform(-1, 1, 2) * 0.025 / np.array(size)
    matrix = bend @ matrix
    image = _resampled(grey, matrix, size)
    image = _lens(image, rng, (0.4, 1.3))
    if rng.random() < 0.3:
        length = int(rng.integers(2, 5))
        kernel = np.zeros((length, length), np.float32)
        kernel[np.arange(length), np.arange(length) if rng.random() < 0.5 else length // 2] = 1 / length
        image = cv2.filter2D(image, -1, kernel)
    paper, ink = rng.uniform(150, 250), rng.uniform(10, 90)
    image = ink + image * (max(paper, ink + 60) - ink) / 255
    image = image * (1 + _shade(image.shape, rng, 0.3)) + _shade(image.shape, rng, 12)
    image += rng.normal(0, rng.uniform(2, 11), image.shape).astype(np.float32)
    return Sent(_packed(image, rng, 0.9), (dpi, dpi), matrix, "photo")
