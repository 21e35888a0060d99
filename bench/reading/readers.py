"""Those that read: our own recogniser, and Tesseract as Debian ships it. A page image in, its lines of text out."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from bench.reading.channels import Dpi, Grey

_A4_LONG_SIDE = 297 / 25.4
"""Inches: what an image without a resolution is taken for."""


class Missing(Exception):
    """The reader cannot work here; its message says what it lacks."""


class Reader(Protocol):
    """One reader in a warm process on one core."""

    def read(self, image: Grey, dpi: Dpi | None) -> list[str]:
        """The lines of text of a page, in whatever order.

        Args:
            image: (height, width), dark on light.
            dpi: dots per inch across and down; None where the file does not tell.
        """
        ...

    def idle(self) -> float:
        """Processor seconds of a call that a reader in a warm process would not spend: starting, loading its model."""
        ...

    def peak(self) -> int:
        """Most resident memory so far (bytes)."""
        ...


class Ours:
    """The sheet is laid straight, its rules found, its text cut into lines, the lines read."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        try:
            from parsers.ocr.lines import find_strips
            from parsers.ocr.recognise import read_lines
            from parsers.ocr.ruling import find_rules
            from parsers.ocr.sheet import lay

            read_lines([np.full((48, 64), 255, np.uint8)])
        except FileNotFoundError as error:
            raise Missing(f"the recogniser has no weights yet: {Path(error.filename or str(error)).name}") from error
        except ImportError as error:
            raise Missing(f"the recogniser is not installed: {error}") from error
        self._lay, self._rules, self._strips, self._read = lay, find_rules, find_strips, read_lines

    def read(self, image: Grey, dpi: Dpi | None) -> list[str]:
        sheet = self._lay(image, dpi or guessed(image))
        strips = self._strips(sheet, self._rules(sheet.ink))
        return [spelling.text for spelling in self._read([strip.picture for strip in strips])]

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

    def read(self, image: Grey, dpi: Dpi | None) -> list[str]:
        across, down = dpi or guessed(image)
        square = max(across, down)
        if abs(across / down - 1) > 0.02:
            image = np.asarray(cv2.resize(image, None, fx=square / across, fy=square / down, interpolation=cv2.INTER_CUBIC))
        with tempfile.TemporaryDirectory(prefix="damrong-bench-") as folder:
            path = Path(folder) / "page.pgm"
            path.write_bytes(b"P5 %d %d 255\n" % image.shape[::-1] + np.ascontiguousarray(image).tobytes())
            command = ["tesseract", str(path), "stdout", "-l", "tha", "--dpi", str(round(square))]
            said = subprocess.run(command, capture_output=True, env=self._environment, check=True).stdout
        return [line for line in said.decode("utf-8", "replace").replace("\f", "\n").splitlines() if line.strip()]

    def idle(self) -> float:
        empty = np.full((64, 64), 255, np.uint8)
        return min(seconds_of(lambda: self.read(empty, (300, 300))) for _ in range(3))

    def peak(self) -> int:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def guessed(image: Grey) -> Dpi:
    """The resolution of a picture that fills its frame with a sheet of A4."""
    dpi = max(image.shape) / _A4_LONG_SIDE
    return dpi, dpi


def seconds_of(work: Callable[[], object]) -> float:
    """Processor seconds of this process and of programs that it started."""
    began = _processor()
    work()
    return _processor() - began


def _processor() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


READERS: Mapping[str, Callable[[], Reader]] = {"ours": Ours, "tesseract": Tesseract}
