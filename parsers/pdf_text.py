"""Clusters of a page -> words -> rows -> lines in reading order.

WORD  clusters without a gap between them.
ROW   words on one baseline, left to right. Words that are far apart (a letterhead's two columns) stay in one row, with
      three spaces between them, so that nothing is glued together that is not one phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.cluster import Cluster
from parsers.records import Box

GAP = 0.22
"""A gap of this many ems is a space (justified Thai spreads its letters by about 0.1 em)."""
NARROW_GAP = 0.16
"""The same where PDFium takes the gap for a space too (some typefaces have narrow ones), and no number would be cut."""
WIDE_GAP = 2.0
"""A gap of this many ems parts two columns."""
_SAME_ROW = 0.4
_FIGURES = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙-–")
_COMPLETE = re.compile(r"(?:[0-9๐-๙]\.[0-9๐-๙]{2}|^[-–])$")
_SHELF = 12.0
"""Height in points of the shelves on which spaces are looked up."""


@dataclass(frozen=True, slots=True)
class Word:
    """Clusters that stand close together."""

    text: str
    box: Box
    baseline: float
    size: float
    doubt: bool = False
    phrase: bool = False
    """One space character parts it from the word before it: both belong to one phrase, not to two columns."""
    after: str = ""
    """What the text layer has right behind it: a space; ``?`` for what may be one."""

    @property
    def middle(self) -> float:
        """Horizontal centre."""
        return (self.box[0] + self.box[2]) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """Words on one baseline, left to right."""

    words: tuple[Word, ...]
    baseline: float
    size: float

    @property
    def text(self) -> str:
        """The row as one line."""
        return join_words(self.words)

    @property
    def box(self) -> Box:
        """The room that the row takes."""
        return union(word.box for word in self.words)

    @property
    def after(self) -> str:
        """What the text layer has at its end: a space; ``?`` for what may be one."""
        return self.words[-1].after

    @property
    def doubt(self) -> bool:
        """One of its words is doubtful."""
        return any(word.doubt for word in self.words)


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all."""
    listed = list(boxes)
    return (
        min(box[0] for box in listed),
        min(box[1] for box in listed),
        max(box[2] for box in listed),
        max(box[3] for box in listed),
    )


def join_words(words: Sequence[Word]) -> str:
    """Words of one row as text: one space for a gap, three for a gap between columns."""
    text = ""
    for index, word in enumerate(words):
        if index:
            wide = word.box[0] - words[index - 1].box[2] > WIDE_GAP * word.size
            text += "   " if wide else " "
        text += word.text
    return text


def rows_of(clusters: Sequence[Cluster]) -> list[Row]:
    """Rows from top to bottom."""
    rows: list[list[Cluster]] = []
    for cluster in sorted((each for each in clusters if each.text != " "), key=lambda each: each.baseline):
        if rows and _same_row(rows[-1], cluster):
            rows[-1].append(cluster)
        else:
            rows.append([cluster])
    spaces = [each for each in clusters if each.text == " "]
    order = {id(each): index for index, each in enumerate(clusters)}
    return [_row(row, spaces, order) for row in rows]


def _same_row(row: Sequence[Cluster], cluster: Cluster) -> bool:
    """Against the row's first baseline, not its last: otherwise close rows would chain into one."""
    tolerance = _SAME_ROW * min(cluster.size, max(each.size for each in row))
    return cluster.baseline - row[0].baseline <= tolerance


def _row(clusters: Sequence[Cluster], spaces: Sequence[Cluster], order: dict[int, int]) -> Row:
    baseline = sorted(each.baseline for each in clusters)[len(clusters) // 2]
    size = max(each.size for each in clusters)
    between = [each for each in spaces if abs(each.baseline - baseline) <= _SAME_ROW * size]
    runs = runs_of(sorted((*clusters, *between), key=lambda each: order[id(each)]))
    words, phrases = _joined(sorted(runs, key=lambda run: run[0].x0), between)
    return Row(tuple(_word(word, phrase) for word, phrase in zip(words, phrases, strict=True)), baseline, size)


def runs_of(clusters: Sequence[Cluster]) -> list[list[Cluster]]:
    """Words as the file spells them: clusters in its order, cut at spaces, gaps and jumps.

    A number that is too wide for its cell runs into the next one; only the order of the file keeps the two apart.
    """
    shelves: dict[int, list[Cluster]] = {}
    for each in clusters:
        if each.text == " ":
            for shelf in range(int(each.baseline // _SHELF) - 1, int(each.baseline // _SHELF) + 2):
                shelves.setdefault(shelf, []).append(each)
    runs: list[list[Cluster]] = []
    for each in clusters:
        if each.text == " ":
            continue
        last = runs[-1][-1] if runs else None
        parted = last and (
            _begins_amount(runs[-1], each) or _between(last, each, shelves.get(int(last.baseline // _SHELF), ()))
        )
        if last and not parted and _follows(last, each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _follows(left: Cluster, right: Cluster) -> bool:
    """Right stands where the next letter of a word stands (sara am hangs over the letter before it)."""
    size = min(left.size, right.size)
    overhang = 0.7 if right.text.startswith("ำ") else 0.3
    gap = NARROW_GAP if right.spaced and not {left.text, right.text} <= _FIGURES else GAP
    return abs(left.baseline - right.baseline) <= _SAME_ROW * size and -overhang * size <= right.x0 - left.x1 <= gap * size


def _begins_amount(run: Sequence[Cluster], cluster: Cluster) -> bool:
    """An amount with its two decimals is complete: what another text object draws right beside it is another cell's."""
    if cluster.piece == run[-1].piece or cluster.text not in _FIGURES:
        return False
    return _COMPLETE.search("".join(each.text for each in run[-4:])) is not None


def _joined(runs: Sequence[list[Cluster]], spaces: Sequence[Cluster]) -> tuple[list[list[Cluster]], list[bool]]:
    """Runs that touch are one word; for each word, whether plain spaces part it from the word before it."""
    words: list[list[Cluster]] = []
    phrases: list[bool] = []
    for run in runs:
        last = words[-1][-1] if words else None
        between = _between(last, run[0], spaces) if last else []
        if last and not between and _follows(last, run[0]) and not _begins_amount(words[-1], run[0]):
            words[-1].extend(run)
        else:
            words.append(list(run))
            phrases.append(bool(between) and _filled(last, run[0], between))
    return words, phrases


def _between(left: Cluster, right: Cluster, spaces: Sequence[Cluster]) -> list[Cluster]:
    start, end = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
    size = min(left.size, right.size)
    return [
        each
        for each in spaces
        if abs(each.baseline - left.baseline) <= _SAME_ROW * size
        and start < (each.x0 + each.x1) / 2 < end
        # A space without width before sara aa is the ring of a sara am whose letter was lost.
        and (each.x1 - each.x0 > 0.08 * size or right.text == "า")
    ]


def _filled(left: Cluster | None, right: Cluster, spaces: Sequence[Cluster]) -> bool:
    """A few space characters fill the gap: a phrase. (A tab or a new cell leaves a gap that no space fills.)"""
    return left is not None and len(spaces) <= 3 and right.x0 - left.x1 <= 1.7 * sum(each.x1 - each.x0 for each in spaces)


def _word(clusters: Sequence[Cluster], phrase: bool) -> Word:
    return Word(
        text="".join(each.text for each in clusters),
        box=union(each.box for each in clusters),
        baseline=clusters[0].baseline,
        size=max(each.size for each in clusters),
        doubt=any(each.doubt for each in clusters),
        phrase=phrase,
        after=clusters[-1].after,
    )
