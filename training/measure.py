"""How well lines are read: character errors without spaces, and figures exactly right, channel by channel."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from parsers.ocr.alphabet import SIGNS
from training.channel import CHANNELS
from training.corpus import padded
from training.fonts import Face
from training.harvest import Sample, harvest

_FIGURE = re.compile(r"[0-9๐-๙][0-9๐-๙,.]{2,}")
SEED = 987_654
"""Of the measured pages; no shard is made from it."""

Scores = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""(lines, 48, W) bytes -> (lines, steps, signs + 1) scores."""


@dataclass(slots=True)
class Tally:
    """Sums over lines."""

    lines: int = 0
    signs: int = 0
    errors: int = 0
    figures: int = 0
    right: int = 0
    confused: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def count(self, truth: str, read: str) -> None:
        """Adds one line."""
        bare, seen = truth.replace(" ", ""), read.replace(" ", "")
        self.lines += 1
        self.signs += len(bare)
        self.errors += Levenshtein.distance(bare, seen)
        if _FIGURE.fullmatch(bare):
            self.figures += 1
            self.right += bare == seen
        for step in Levenshtein.opcodes(bare, seen):
            if step.tag == "replace":
                for old, new in zip(bare[step.src_start : step.src_end], seen[step.dest_start : step.dest_end], strict=False):
                    self.confused[old, new] += 1
            elif step.tag == "delete":
                self.confused[bare[step.src_start], ""] += 1
            elif step.tag == "insert":
                self.confused["", seen[step.dest_start]] += 1


def greedy(scores: NDArray[np.float32]) -> list[str]:
    """The likeliest sign of each step, repeats and blanks left out."""
    texts = []
    for row in scores.argmax(-1):
        kept = row[np.concatenate([[True], row[1:] != row[:-1]])]
        texts.append("".join(SIGNS[sign - 1] for sign in kept if sign))
    return texts


def measure(scores: Scores, faces: Sequence[Face], lines: int, channels: Iterable[str] = CHANNELS) -> dict[str, Tally]:
    """So many lines of each channel."""
    tallies: dict[str, Tally] = {}
    for channel in channels:
        tally = tallies.setdefault(channel, Tally())
        samples = [sample for sample in islice(harvest(SEED, faces, channel), lines) if sample.text]
        for group in _groups(sorted(samples, key=lambda sample: sample.picture.shape[1])):
            read = greedy(scores(padded([sample.picture for sample in group])))
            for sample, text in zip(group, read, strict=True):
                tally.count(sample.text, text)
    return tallies


def _groups(samples: Sequence[Sample]) -> list[Sequence[Sample]]:
    return [samples[start : start + 32] for start in range(0, len(samples), 32)]


def table(tallies: dict[str, Tally]) -> str:
    """For a person: a row a channel."""
    rows = ["channel      lines  char errors  figures  exactly right"]
    for channel, tally in tallies.items():
        rows.append(
            f"{channel:<11} {tally.lines:>6}  {100 * tally.errors / max(1, tally.signs):>9.2f} %  {tally.figures:>7}  "
            f"{100 * tally.right / max(1, tally.figures):>11.2f} %"
        )
    return "\n".join(rows)


def commonest(tallies: dict[str, Tally], count: int = 30) -> str:
    """The commonest confusions: what stood there, what was read, how often."""
    together: dict[tuple[str, str], int] = defaultdict(int)
    for tally in tallies.values():
        for pair, often in tally.confused.items():
            together[pair] += often
    top = sorted(together.items(), key=lambda item: -item[1])[:count]
    return "  ".join(f"{old or '∅'}>{new or '∅'}:{often}" for (old, new), often in top)
