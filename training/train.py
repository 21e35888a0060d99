"""Trains the net on the shards; stops and goes on at any time.

The rate of learning stays up while shards come in; ``finish`` lets it fall to nothing over the last steps. The weights that are
kept are a running mean of those that were trained, which reads better than any one of them.
"""

from __future__ import annotations

import copy
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from parsers.ocr.alphabet import INDEX, SIGNS
from training.corpus import batches, load
from training.network import Reader, ink, parameters

_MEAN = 0.9995
_CLIP = 5.0
_REPORT = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train."""

    shards: Path
    checkpoint: Path
    seconds: float
    """Wall-clock time of this run."""
    finish: bool
    """Let the rate of learning fall to nothing over this run."""
    rate: float = 2e-3
    columns: int = 24_000
    """Columns of pixels in one batch."""
    device: str = "cpu"


def train(plan: Plan) -> None:
    """Trains until the time is over; the checkpoint is written every few hundred steps and at the end.

    Raises:
        FileNotFoundError: there are no shards yet.
    """
    net, mean = Reader().to(plan.device), Reader().to(plan.device)
    optimiser = torch.optim.AdamW(net.parameters(), plan.rate, weight_decay=0.01, betas=(0.9, 0.98))
    state = _resume(plan, net, mean, optimiser)
    print(
        f"{parameters(net):,} numbers, {len(SIGNS)} signs, step {state['step']}, {state['lines']} lines so far",
        file=sys.stderr,
        flush=True,
    )
    rng = np.random.default_rng(state["step"])
    began, loss_sum, since = time.monotonic(), 0.0, 0
    while (gone := time.monotonic() - began) < plan.seconds:
        paths = sorted(plan.shards.glob("[0-9]*.npz"))
        if not paths:
            raise FileNotFoundError(f"{plan.shards}: no shards; run python -m training make first")
        paths = [path for path in paths if ".part" not in path.name]
        for pictures, texts in batches(load(paths[int(rng.integers(len(paths)))]), rng, plan.columns):
            gone = time.monotonic() - began
            if gone > plan.seconds:
                break
            _set_rate(optimiser, plan, state["step"], gone / plan.seconds)
            loss_sum += _step(net, optimiser, _varied(pictures, rng), texts, plan.device)
            _follow(mean, net, min(_MEAN, (1 + state["step"]) / (10 + state["step"])))
            state["step"] += 1
            state["lines"] += len(texts)
            since += 1
            if since == _REPORT:
                print(
                    f"step {state['step']} lines {state['lines']} {gone:.0f} s loss {loss_sum / since:.4f} shards {len(paths)}",
                    file=sys.stderr,
                    flush=True,
                )
                loss_sum, since = 0.0, 0
                _save(plan.checkpoint, net, mean, optimiser, state)
    _save(plan.checkpoint, net, mean, optimiser, state)


def _set_rate(optimiser: torch.optim.Optimizer, plan: Plan, step: int, share: float) -> None:
    rate = plan.rate * min(1.0, (step + 1) / 500)
    if plan.finish:
        rate *= max(0.0, 1.0 - share) ** 1.0
    for group in optimiser.param_groups:
        group["lr"] = rate


def _step(
    net: nn.Module, optimiser: torch.optim.Optimizer, pictures: NDArray[np.uint8], texts: list[str], device: str
) -> float:
    scores = functional.log_softmax(net(ink(torch.from_numpy(pictures).to(device))), dim=-1).transpose(0, 1)
    wanted = torch.tensor([INDEX[sign] for text in texts for sign in text], dtype=torch.long)
    lengths = torch.tensor([len(text) for text in texts], dtype=torch.long)
    steps = torch.full((len(texts),), scores.shape[0], dtype=torch.long)
    loss: Tensor = functional.ctc_loss(scores, wanted.to(device), steps, lengths, zero_infinity=True)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), _CLIP)
    optimiser.step()
    return float(loss.detach())


def _varied(pictures: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The same lines a little higher or lower, darker or paler: a shard is read more than once."""
    out = np.roll(pictures, int(rng.integers(-1, 2)), axis=1)
    pale = float(rng.uniform(0.65, 1.0)) if rng.random() < 0.5 else 1.0
    if pale < 1.0:
        out = (255 - (255 - out.astype(np.float32)) * pale).astype(np.uint8)
    if rng.random() < 0.2:
        column = int(rng.integers(0, out.shape[2] - 8))
        out[:, :, column : column + int(rng.integers(1, 3))] = 255
    return np.ascontiguousarray(out)


@torch.no_grad()  # type: ignore[untyped-decorator]
def _follow(mean: nn.Module, net: nn.Module, share: float) -> None:
    for kept, trained in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
        if kept.dtype.is_floating_point:
            kept.lerp_(trained, 1 - share)
        else:
            kept.copy_(trained)


def _resume(plan: Plan, net: nn.Module, mean: nn.Module, optimiser: torch.optim.Optimizer) -> dict[str, int]:
    if not plan.checkpoint.exists():
        mean.load_state_dict(copy.deepcopy(net.state_dict()))
        return {"step": 0, "lines": 0}
    kept = torch.load(plan.checkpoint, map_location=plan.device, weights_only=True)
    net.load_state_dict(kept["net"])
    mean.load_state_dict(kept["mean"])
    optimiser.load_state_dict(kept["optimiser"])
    return {"step": int(kept["step"]), "lines": int(kept["lines"])}


def _save(path: Path, net: nn.Module, mean: nn.Module, optimiser: torch.optim.Optimizer, state: dict[str, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save({"net": net.state_dict(), "mean": mean.state_dict(), "optimiser": optimiser.state_dict(), **state}, part)
    part.replace(path)
