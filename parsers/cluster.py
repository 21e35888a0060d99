"""CLUSTER: a base letter of a PDF page with the vowel and tone marks that stand on it, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.records import Box

MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎" + "".join(map(chr, range(0xF700, 0xF71B))) + "".join(map(chr, range(0xF884, 0xF89A)))) - set(
    "\uf700\uf70f"
)
"""Thai marks that take no room of their own, with their private-use twins."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One base letter with its marks, and where it stands."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    """Effective font size in points."""
    piece: int = 0
    """The text object that drew it: a table cell is never drawn together with its neighbour."""
    doubt: bool = False
    """Its mark stood elsewhere in the file, something else is printed over it, or the font does not say what it is."""
    spaced: bool = False
    """PDFium, which knows the font's own spaces, takes the gap before it for a space."""
    mark: int = -1
    """Number of the marked content of a tagged PDF that it belongs to: no two cells share one. -1 where the file has none."""
    after: str = ""
    """What the text layer has right behind it: a space; ``?`` for something without ink that may be a space."""

    @property
    def centre(self) -> tuple[float, float]:
        """The point that says in which cell of a table the cluster stands."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.3 * self.size

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom."""
        return self.x0, self.top, self.x1, self.bottom


def without_doubles(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Drops letters printed twice on one place (false bold), and doubts those over which something else is printed."""
    places: dict[tuple[int, int], list[int]] = {}
    kept: list[Cluster] = []
    for cluster in clusters:
        if cluster.text == " ":
            kept.append(cluster)
            continue
        rival = next((index for index in _near(cluster, places) if _overlaps(kept[index], cluster)), None)
        if rival is None:
            places.setdefault(_place(cluster), []).append(len(kept))
            kept.append(cluster)
        elif kept[rival].text != cluster.text:
            kept[rival] = replace(kept[rival], doubt=True)
            kept.append(replace(cluster, doubt=True))
    return kept


def _place(cluster: Cluster) -> tuple[int, int]:
    return int(cluster.x0 // 8), int(cluster.baseline // 8)


def _near(cluster: Cluster, places: dict[tuple[int, int], list[int]]) -> list[int]:
    x, y = _place(cluster)
    return [index for dx in (-1, 0, 1) for dy in (-1, 0, 1) for index in places.get((x + dx, y + dy), ())]


def _overlaps(one: Cluster, two: Cluster) -> bool:
    if abs(one.baseline - two.baseline) > 0.2 * one.size:
        return False
    shared = min(one.x1, two.x1) - max(one.x0, two.x0)
    return shared > 0.7 * max(min(one.x1 - one.x0, two.x1 - two.x0), 0.1)
