"""Line pictures -> text, on onnxruntime. The weights, what they were trained on and how well they read: models/MODEL.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from parsers.ocr.alphabet import SIGNS
from parsers.ocr.picture import HEIGHT
from parsers.ocr.sheet import Grey

_STEP = 4
"""Pixels of a picture for each step of the net."""
_TOGETHER = 40_000
"""Columns of pixels read in one run of the net."""
_WORTH = 1e-4
"""Alternatives below this probability are left out."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign that was read, and what else it might be."""

    sign: str
    probability: float
    x0: int
    """Pixels of the picture."""
    x1: int
    others: tuple[tuple[str, float], ...]
    """Other signs with their probabilities, the likeliest first; ``""`` is no sign at all."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What one line's picture says."""

    signs: tuple[Sign, ...]

    @property
    def text(self) -> str:
        """The signs as they were read."""
        return "".join(sign.sign for sign in self.signs)

    @property
    def confidence(self) -> float:
        """The chance that every sign is right, as the net sees it."""
        return float(np.prod([sign.probability for sign in self.signs if sign.sign != " "])) if self.signs else 1.0


@cache
def _session() -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    weights = files("parsers.ocr").joinpath("models", "reader.onnx").read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def read_lines(pictures: Sequence[Grey]) -> list[Spelling]:
    """Reads line pictures, each (48, width), dark on white; the order stays."""
    spellings: list[Spelling | None] = [None] * len(pictures)
    for group in _groups(pictures):
        scores = _session().run(None, {"ink": _batch([pictures[index] for index in group])})[0]
        for index, row in zip(group, scores, strict=True):
            steps = -(-pictures[index].shape[1] // _STEP)
            spellings[index] = spell(_softmax(row[:steps]))
    return [spelling for spelling in spellings if spelling is not None]


def _groups(pictures: Sequence[Grey]) -> list[list[int]]:
    """Pictures of like width together: padding is wasted work."""
    groups: list[list[int]] = [[]]
    for index in sorted(range(len(pictures)), key=lambda index: pictures[index].shape[1]):
        width = pictures[index].shape[1]
        first = pictures[groups[-1][0]].shape[1] if groups[-1] else width
        if groups[-1] and ((len(groups[-1]) + 1) * width > _TOGETHER or width > 1.25 * first + 16):
            groups.append([])
        groups[-1].append(index)
    return [group for group in groups if group]


def _batch(pictures: Sequence[Grey]) -> NDArray[np.float32]:
    width = -(-max(picture.shape[1] for picture in pictures) // 16) * 16
    ink = np.zeros((len(pictures), 1, HEIGHT, width), np.float32)
    for row, picture in zip(ink, pictures, strict=True):
        row[0, :, : picture.shape[1]] = (255.0 - picture) / 255.0
    return ink


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)  # type: ignore[no-any-return]


def spell(chances: NDArray[np.float32]) -> Spelling:
    """The likeliest row of signs.

    Args:
        chances: (steps, signs + 1), each step summing to 1; column 0 is the blank.
    """
    best = chances.argmax(-1)
    starts = np.nonzero(np.concatenate([[True], best[1:] != best[:-1]]))[0]
    ends = np.concatenate([starts[1:], [len(best)]])
    return Spelling(tuple(_sign(chances, int(start), int(end)) for start, end in zip(starts, ends, strict=True) if best[start]))


def _sign(chances: NDArray[np.float32], start: int, end: int) -> Sign:
    """A run of steps that say the same sign; its surest step speaks for it."""
    number = int(chances[start].argmax())
    surest = chances[start + int(chances[start:end, number].argmax())]
    ranked = np.argsort(-surest)[:6]
    others = tuple((SIGNS[i - 1] if i else "", float(surest[i])) for i in ranked if i != number and surest[i] >= _WORTH)
    return Sign(SIGNS[number - 1], float(surest[number]), start * _STEP, end * _STEP, others)
