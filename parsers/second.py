"""The second opinion on a PDF's text: poppler's ``pdftotext -raw``, another program with other faults.

Two programs that read a figure alike from the same layer are believed; where they differ, a person is asked.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from intake.errors import ToolMissing
from parsers import quality
from parsers.thai.text import normalise

TIMEOUT_SECONDS = 40
FIGURE = re.compile(r"[0-9๐-๙]+(?:[,.:/\-–][0-9๐-๙]+)*")
_IN_FIGURE = "0-9๐-๙,."
_AMOUNT = re.compile(r"(?:[0-9๐-๙]{1,3}(?:,[0-9๐-๙]{3})+|[0-9๐-๙]+)\.[0-9๐-๙]{2}")
_RUN = re.compile(rf"(?:{_AMOUNT.pattern}){{2,}}")
_SPACE = re.compile(r"\s+")
_TWICE = re.compile("([ก-ฮ](?:[ัิ-ฺ็-๎]+ำ?|ำ))(?:\\1)+")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second program read on one page."""

    figures: Mapping[str, int]
    """Every figure of the page, and how often it stands there."""
    squeezed: str
    """All text without white space."""

    def figures_agree(self, text: str) -> bool:
        """Every figure of the text was read alike."""
        return all(figure in self.figures for figure in FIGURE.findall(text))

    def missed(self, texts: Iterable[str]) -> frozenset[str]:
        """Figures that stand in these texts of the page more often than the other program read them: one of them may be
        another figure that lost a digit. Those that it did not read at all are for ``figures_agree``."""
        seen = Counter(figure for text in texts for figure in FIGURE.findall(text))
        return frozenset(figure for figure, often in seen.items() if 0 < self._often(figure) < often)

    def _often(self, figure: str) -> int:
        """How often it stands there, whole or broken over two lines."""
        whole = self.figures.get(figure, 0)
        return whole and max(
            whole, len(re.findall(rf"(?<![{_IN_FIGURE}]){re.escape(figure)}(?![{_IN_FIGURE}])", self.squeezed))
        )

    def agrees(self, text: str) -> bool:
        """The whole text was read alike, white space aside (columns of one row may come in another order)."""
        pieces = re.split(r"\s{3,}", text)
        return all(
            squeeze(piece) in self.squeezed or all(squeeze(word) in self.squeezed for word in piece.split()) for piece in pieces
        )


def squeeze(text: str) -> str:
    """Text without white space, for comparing. A letter with marks that is spelt out twice (some programs name it once
    for its letter and once for its mark) counts once."""
    return _TWICE.sub(r"\1", _SPACE.sub("", text))


def opinion_of(text: str) -> Opinion:
    """The opinion that a page's raw text makes."""
    mended, _ = quality.repair_lost_am(quality.repair_order(text), quality.has_am(text))
    clean = normalise(mended)
    return Opinion(Counter(_figures(clean)), squeeze(clean))


def _figures(text: str) -> Iterator[str]:
    """Every figure; amounts without a gap (``11,039.21100,406.00``) also apart: two decimals end each, in one way only."""
    for figure in FIGURE.findall(text):
        yield figure
        if _RUN.fullmatch(figure):
            yield from _AMOUNT.findall(figure)


def second_opinion(data: bytes, pages: int) -> tuple[Opinion, ...] | None:
    """One opinion a page; None if the second program cannot read the file.

    Raises:
        ToolMissing: poppler-utils is not installed.
    """
    try:
        done = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", "-l", str(pages), "-", "-"],
            input=data,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise ToolMissing("pdftotext is not installed: apt-get install poppler-utils") from error
    except subprocess.TimeoutExpired:
        return None
    texts = done.stdout.decode("utf-8", "replace").split("\f")[:pages]
    if done.returncode or len(texts) < pages:
        return None
    return tuple(opinion_of(text) for text in texts)
