"""The text layer of a PDF as the truth of its pages, and whether it may be taken for that."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.reading.truth import amounts_in
from parsers.thai.text import normalise

_SPACE = re.compile(r"\s+")


def page_lines(pdf: Path) -> list[tuple[str, ...]]:
    """The lines of text of every page, in the order in which they were printed.

    By poppler, that is, not by the product's own reader of PDFs; in the order of the file, since whoever puts signs in order by
    their places puts a mark that hangs over into the next word.
    """
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    return [_lines(page) for page in text.split("\f")[:-1]]


def _lines(text: str) -> tuple[str, ...]:
    lines = (normalise(line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def says_the_same(printed: Sequence[str], layer: Iterable[str]) -> bool:
    """Whether a layer holds what was printed: the same signs, every mark on its letter, and every amount in one piece.

    A narrow column breaks an amount in two; such a paper proves nothing about the reading of amounts.
    """
    layer = list(layer)
    whole = "\n".join(_SPACE.sub("", normalise(text)) for text in printed)
    if not all(word in whole for line in layer for word in line.split()):
        return False
    return _signs(printed) == _signs(layer) and Counter(amounts_in(printed)) == Counter(amounts_in(layer))


def _signs(texts: Iterable[str]) -> Counter[str]:
    return Counter(_SPACE.sub("", "".join(normalise(text) for text in texts)))
