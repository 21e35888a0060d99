"""``python -m training fonts | make | train | export``: from nothing to the weights in parsers/ocr/models."""

from __future__ import annotations

import argparse
from pathlib import Path

WORK = Path("checkpoints")


def main() -> None:
    """Runs one step."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("fonts", help="fetch the typefaces")
    make = steps.add_parser("make", help="draw, send and cut pages into shards of lines")
    make.add_argument("--seed", type=int, default=1)
    make.add_argument("--shards", type=int, default=100, help="of 4,000 lines each")
    train = steps.add_parser("train", help="train on the shards; goes on where it stopped")
    train.add_argument("--minutes", type=float, required=True)
    train.add_argument("--finish", action="store_true", help="let the rate of learning fall to nothing over this run")
    train.add_argument("--device", default="cpu")
    train.add_argument("--threads", type=int, default=2)
    check = steps.add_parser("measure", help="read lines of pages that the training never saw")
    check.add_argument("--lines", type=int, default=400, help="of each channel")
    steps.add_parser("export", help="write parsers/ocr/models/reader.onnx")
    given = parser.parse_args()
    {"fonts": _fonts, "make": _make, "train": _train, "measure": _measure, "export": _export}[given.step](given)


def _fonts(_: argparse.Namespace) -> None:
    from training.fonts import fetch

    fetch(WORK / "fonts")


def _make(given: argparse.Namespace) -> None:
    import cv2

    from training.corpus import make
    from training.fonts import faces

    cv2.setNumThreads(1)
    make(WORK / "shards", faces(WORK / "fonts"), given.seed, given.shards)


def _train(given: argparse.Namespace) -> None:
    import torch

    from training.train import Plan, train

    torch.set_num_threads(given.threads)
    train(Plan(WORK / "shards", WORK / "reader.pt", given.minutes * 60, given.finish, device=given.device))


def _measure(given: argparse.Namespace) -> None:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    from training.fonts import faces
    from training.measure import commonest, measure, table
    from training.network import Reader, ink

    net = Reader()
    kept = torch.load(WORK / "reader.pt", map_location="cpu", weights_only=True)
    net.load_state_dict(kept["mean"])
    net.eval()

    def scores(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        with torch.no_grad():
            return net(ink(torch.from_numpy(pictures))).numpy()  # type: ignore[no-any-return]

    for name, held_out in (("typefaces seen in training", False), ("typefaces held out", True)):
        tallies = measure(scores, faces(WORK / "fonts", held_out=held_out), given.lines)
        print(f"{name}, after {kept['lines']} lines\n{table(tallies)}\n{commonest(tallies)}\n")


def _export(_: argparse.Namespace) -> None:
    import torch

    from training.export import export
    from training.network import Reader

    net = Reader()
    net.load_state_dict(torch.load(WORK / "reader.pt", map_location="cpu", weights_only=True)["mean"])
    export(net, Path("parsers/ocr/models/reader.onnx"))


if __name__ == "__main__":
    main()
