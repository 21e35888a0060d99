"""The trained net as the file that the product reads: ONNX, normalisations folded into the convolutions before them."""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from parsers.ocr.picture import HEIGHT
from training.network import Reader

_OPSET = 17


def export(net: Reader, path: Path) -> None:
    """Writes ``path``: input ``ink`` (lines, 1, 48, W) in 0 to 1, output ``scores`` (lines, W / 4, signs + 1)."""
    plain = _folded(copy.deepcopy(net).eval())
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        plain,
        (torch.zeros(2, 1, HEIGHT, 64),),
        str(path),
        input_names=["ink"],
        output_names=["scores"],
        dynamic_axes={"ink": {0: "lines", 3: "width"}, "scores": {0: "lines", 1: "steps"}},
        opset_version=_OPSET,
        dynamo=False,
    )


def _folded(module: nn.Module) -> nn.Module:
    for child in module.children():
        _folded(child)
    if isinstance(module, nn.Sequential):
        for place in range(len(module) - 1):
            if isinstance(module[place], (nn.Conv1d, nn.Conv2d)) and isinstance(
                module[place + 1], (nn.BatchNorm1d, nn.BatchNorm2d)
            ):
                module[place] = fuse_conv_bn_eval(module[place], module[place + 1])
                module[place + 1] = nn.Identity()
    return module
