"""Harvested lines on disk, in shards: one file holds a few thousand lines, so that training reads them again and again."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parsers.ocr.picture import HEIGHT
from training.fonts import Face
from training.harvest import Sample, harvest

SHARD = 4000


@dataclass(frozen=True, slots=True)
class Shard:
    """Lines side by side."""

    pixels: NDArray[np.uint8]
    """(48, sum of widths)."""
    starts: NDArray[np.int64]
    """First column of each line, and the end of the last: lines + 1."""
    texts: tuple[str, ...]
    channels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)

    def picture(self, index: int) -> NDArray[np.uint8]:
        """(48, width) of one line."""
        return self.pixels[:, self.starts[index] : self.starts[index + 1]]


def make(folder: Path, faces: Sequence[Face], seed: int, shards: int) -> None:
    """Writes shards of this seed up to the wanted number; what is there stays, so that it can be stopped at any time."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(shards):
        path = folder / f"{seed:04d}-{number:05d}.npz"
        if path.exists():
            continue
        began = time.monotonic()
        lines = harvest(seed * 100_003 + number, faces)
        save(path, [next(lines) for _ in range(SHARD)])
        print(f"{path.name}: {SHARD / (time.monotonic() - began):.0f} lines a second", file=sys.stderr, flush=True)


def save(path: Path, samples: Sequence[Sample]) -> None:
    """One shard, whole or not at all."""
    told = json.dumps([[sample.text, sample.channel] for sample in samples], ensure_ascii=False).encode()
    part = path.with_suffix(".part.npz")
    np.savez_compressed(
        part,
        pixels=np.concatenate([sample.picture for sample in samples], axis=1),
        starts=np.cumsum([0, *(sample.picture.shape[1] for sample in samples)]),
        told=np.frombuffer(told, np.uint8),
    )
    part.rename(path)


def load(path: Path) -> Shard:
    """A shard from disk."""
    with np.load(path) as file:
        told = json.loads(file["told"].tobytes())
        return Shard(file["pixels"], file["starts"], tuple(text for text, _ in told), tuple(channel for _, channel in told))


def batches(shard: Shard, rng: np.random.Generator, columns: int) -> Iterator[tuple[NDArray[np.uint8], list[str]]]:
    """Lines of like width together, in random order; a batch is (lines, 48, width), white after each line."""
    widths = np.diff(shard.starts)
    order = np.argsort(widths + rng.uniform(0, 24, len(widths)))
    groups: list[list[int]] = [[]]
    for index in order:
        if groups[-1] and (len(groups[-1]) + 1) * widths[index] > columns:
            groups.append([])
        groups[-1].append(int(index))
    for group in rng.permutation(len(groups)):
        yield padded([shard.picture(index) for index in groups[group]]), [shard.texts[index] for index in groups[group]]


def padded(pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """(lines, 48, width): white to the right of the shorter ones; the width is a multiple of 16."""
    width = -(-max(picture.shape[1] for picture in pictures) // 16) * 16
    out = np.full((len(pictures), HEIGHT, width), 255, np.uint8)
    for row, picture in zip(out, pictures, strict=True):
        row[:, : picture.shape[1]] = picture
    return out
