"""Characters of a PDF page that its file spells out more than once.

Where a cluster is drawn by several glyphs (its letter, a raised mark, the sara aa of a sara am), some makers of PDFs name the
whole cluster once for each of them (/ActualText): only the first says it, the others are its ECHOES.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.records import Box

_LINE = 0.4
"""Origins closer than this, in ems, stand on one line: a raised mark has its own."""

Run = Sequence[int]
"""Places of glyphs that share an origin: one drawn glyph, spelt out in several characters."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as PDFium gives it; ``direction`` is the angle of its baseline on the page in degrees."""

    text: str
    ink: Box
    box: Box
    """Ink of a mark, room with its advance of anything else."""
    origin: tuple[float, float]
    size: float
    direction: float
    visible: bool
    unmapped: bool
    piece: int
    floating: bool = False
    """Its ink stands wholly above or below where letters stand, although it is called a letter."""
    spaced: bool = False
    """PDFium takes the gap before it for a space."""
    mark: int = -1


def echoes_of(glyphs: Sequence[Glyph]) -> dict[int, bool]:
    """Places of the glyphs that say again what another one says; True where they take room of their own."""
    runs = _runs(glyphs)
    letters: dict[str, list[Run]] = {}
    for run in runs:
        if not glyphs[run[0]].floating:
            letters.setdefault(glyphs[run[0]].text, []).append(run)
    raised = [run for run in runs if glyphs[run[0]].floating and _is_raised_mark(glyphs, run, letters)]
    found = {place: False for run in raised for place in run}
    before: Run = ()
    for run in runs:
        if run[0] in found:
            continue
        if _ends_am(glyphs, before, run, raised):
            found.update(dict.fromkeys(run, True))
        before = run
    return found


def _runs(glyphs: Sequence[Glyph]) -> list[Run]:
    runs: list[list[int]] = []
    for place, glyph in enumerate(glyphs):
        first = glyphs[runs[-1][0]] if runs else None
        if first is not None and (glyph.origin, glyph.piece) == (first.origin, first.piece):
            runs[-1].append(place)
        else:
            runs.append([place])
    return [tuple(run) for run in runs]


def _is_raised_mark(glyphs: Sequence[Glyph], run: Run, letters: Mapping[str, Sequence[Run]]) -> bool:
    """Another glyph of the line says the same letter, and stands below the raised ink or right before it."""
    mark = glyphs[run[0]]
    x = (mark.ink[0] + mark.ink[2]) / 2
    return any(
        _on_one_line(glyphs[other[0]], mark)
        and glyphs[other[0]].box[0] - 0.3 * mark.size < x < glyphs[other[-1]].box[2] + 0.6 * mark.size
        for other in letters.get(mark.text, ())
    )


def _ends_am(glyphs: Sequence[Glyph], before: Run, run: Run, raised: Sequence[Run]) -> bool:
    """The same cluster again, drawn where its raised ring was: what is drawn is the sara aa that ends a sara am."""
    text = [glyphs[place].text for place in run]
    if len(run) < 2 or text[-1] not in "ำา" or text != [glyphs[place].text for place in before]:
        return False
    first = glyphs[run[0]]
    return any(
        glyphs[ring[0]].text == first.text
        and _on_one_line(glyphs[ring[0]], first)
        and abs(glyphs[ring[0]].origin[0] - first.origin[0]) < 0.2 * first.size
        for ring in raised
    )


def _on_one_line(one: Glyph, two: Glyph) -> bool:
    return abs(one.origin[1] - two.origin[1]) < _LINE * two.size
