"""Those that read: our own recogniser, and Tesseract as Debian ships it. A picture file in, its lines of text out."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from PIL import Image

from bench.reading.channels import Grey

_MOST_PIXELS = 50_000_000
_PHONE_DPI = 280.0
"""What Tesseract is told of a picture that does not tell: a sheet that fills a frame of eight megapixels."""


class Missing(Exception):
    """The reader cannot work here; its message says what it lacks."""


class Reader(Protocol):
    """One reader in a warm process on one core."""

    def read(self, picture: Path) -> list[str]:
        """The lines of text of a page, in whatever order; the file is opened here, as it arrived."""
        ...

    def idle(self) -> float:
        """Processor seconds of a call that a reader in a warm process would not spend: starting, loading its model."""
        ...

    def peak(self) -> int:
        """Most resident memory so far (bytes)."""
        ...


class Ours:
    """The page is made clean and upright and laid straight, its text cut into lines, the lines read."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        try:
            from parsers.ocr.lines import find_strips
            from parsers.ocr.page import open_pages
            from parsers.ocr.recognise import read_lines
            from parsers.ocr.ruling import find_rules
            from parsers.ocr.sheet import lay

            read_lines([np.full((48, 64), 255, np.uint8)])
        except FileNotFoundError as error:
            raise Missing(f"the recogniser has no weights yet: {Path(error.filename or str(error)).name}") from error
        except ImportError as error:
            raise Missing(f"the recogniser is not installed: {error}") from error
        self._pages, self._lay, self._rules, self._strips, self._lines = open_pages, lay, find_rules, find_strips, read_lines

    def read(self, picture: Path) -> list[str]:
        read: list[str] = []
        for page in self._pages(picture.read_bytes(), 1, _MOST_PIXELS, self._sureness):
            sheet = self._lay(page.grey, page.dpi)
            strips = self._strips(sheet, self._rules(sheet.ink))
            read += [spelling.text for spelling in self._lines([strip.picture for strip in strips])]
        return read

    def _sureness(self, lines: Sequence[Grey]) -> list[float]:
        """Of each line, a mean over its signs: tells which way up the page lies."""
        spellings = self._lines(lines)
        return [float(np.mean([sign.probability for sign in each.signs])) if each.signs else 0.0 for each in spellings]

    def idle(self) -> float:
        return 0.0

    def peak(self) -> int:
        told = Path("/proc/self/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM")) * 1024


class Tesseract:
    """``tesseract -l tha`` with one thread. It knows square pixels only: those of a fax are squared before.

    A program of its own is started for each page; what that costs is measured on an empty picture and given as ``idle``.
    """

    def __init__(self) -> None:
        self._environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError) as error:
            raise Missing("tesseract is not installed") from error
        if "tha" not in listed.split():
            raise Missing("tesseract has no Thai: tesseract-ocr-tha is not installed")

    def read(self, picture: Path) -> list[str]:
        with Image.open(picture) as image:
            across, down = (float(value) for value in image.info.get("dpi", (_PHONE_DPI, _PHONE_DPI)))
            if abs(across / down - 1) < 0.02:
                return self._said(picture, across)
            square = max(across, down)
            wide, tall = round(image.width * square / across), round(image.height * square / down)
            with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
                image.convert("L").resize((wide, tall), Image.Resampling.BICUBIC).save(file.name, "PPM")
                return self._said(Path(file.name), square)

    def _said(self, picture: Path, dpi: float) -> list[str]:
        command = ["tesseract", str(picture), "stdout", "-l", "tha", "--dpi", str(round(dpi))]
        said = subprocess.run(command, capture_output=True, env=self._environment, check=True).stdout.decode("utf-8", "replace")
        return [line for line in said.replace("\f", "\n").splitlines() if line.strip()]

    def idle(self) -> float:
        with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
            Image.new("L", (64, 64), 255).save(file.name, "PPM")
            return min(seconds_of(lambda: self.read(Path(file.name))) for _ in range(3))

    def peak(self) -> int:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def seconds_of(work: Callable[[], object]) -> float:
    """Processor seconds of this process and of programs that it started."""
    began = _processor()
    work()
    return _processor() - began


def _processor() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


READERS: Mapping[str, Callable[[], Reader]] = {"ours": Ours, "tesseract": Tesseract}
