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


_FIGURES = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙.,")


def without_doubles(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Drops letters printed twice on one place (false bold), and doubts those over which something else is printed.

    A figure is a double only with most of the number that it stands in: where an amount hangs over the one before it, the last
    digit of the one and the first of the other may be the same digit on the same place. (PDFium drops such a digit itself if
    they stand within a few hundredths of an em; the second opinion tells then.)
    """
    places: dict[tuple[int, int], list[int]] = {}
    kept: list[Cluster] = []
    for index, cluster in enumerate(clusters):
        if cluster.text == " ":
            kept.append(cluster)
            continue
        rival = next((near for near in _near(cluster, places) if _overlaps(kept[near], cluster)), None)
        if rival is None:
            places.setdefault(_place(cluster), []).append(len(kept))
            kept.append(cluster)
        elif kept[rival].text != cluster.text or not _is_double(clusters, index, kept, rival):
            kept[rival] = replace(kept[rival], doubt=True)
            kept.append(replace(cluster, doubt=True))
    return kept


def _is_double(clusters: Sequence[Cluster], index: int, kept: Sequence[Cluster], rival: int) -> bool:
    """False for a figure that covers the same figure of another number."""
    if clusters[index].text not in _FIGURES or (rival == len(kept) - 1 and _printed_in_pairs(clusters, index)):
        return True
    first = last = index
    while first > 0 and _goes_on(clusters[first - 1], clusters[first]):
        first -= 1
    while last + 1 < len(clusters) and _goes_on(clusters[last], clusters[last + 1]):
        last += 1
    run = clusters[first : last + 1]
    covered = sum(any(_overlaps(one, two) for one in clusters[:first] if one.text != " ") for two in run)
    return 2 * covered > len(run)


def _printed_in_pairs(clusters: Sequence[Cluster], index: int) -> bool:
    """Each letter is printed twice before the next one comes."""
    pairs = [clusters[at : at + 2] for at in (index - 3, index + 1) if at >= 0]
    return any(len(pair) == 2 and pair[0].text == pair[1].text and _overlaps(pair[0], pair[1]) for pair in pairs)


def _goes_on(one: Cluster, two: Cluster) -> bool:
    """Two figures of one number, one after the other."""
    is_beside = abs(one.baseline - two.baseline) < 0.2 * one.size and abs(two.x0 - one.x1) < 0.3 * one.size
    return one.text in _FIGURES and two.text in _FIGURES and is_beside


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
