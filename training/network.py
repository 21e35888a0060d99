"""The net: early strides, height folded into channels, residual convolutions along the line, CTC.

A line of 48 x W pixels becomes W / 4 steps; the middle of the net runs at half of that pace and sees some ten letters around.
Dense convolutions along the line beat depthwise ones on a plain processor: the same arithmetic, fewer trips to memory.
"""

from __future__ import annotations

from torch import Tensor, nn

from parsers.ocr.alphabet import SIGNS

_WIDE = 144
"""Channels along the line."""


def _plane(inside: int, outside: int, stride: tuple[int, int]) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


def _along(wide: int, reach: int = 3, dilation: int = 1) -> list[nn.Module]:
    padding = reach // 2 * dilation
    return [nn.Conv1d(wide, wide, reach, padding=padding, dilation=dilation, bias=False), nn.BatchNorm1d(wide)]


class _Block(nn.Module):  # type: ignore[misc]
    """x + what two looks at the neighbourhood add."""

    def __init__(self, wide: int, dilation: int = 1) -> None:
        super().__init__()
        self.looks = nn.Sequential(*_along(wide, 3, dilation), nn.ReLU(inplace=True), *_along(wide, 3, dilation))
        self.act = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.act(x + self.looks(x))
        return out


class Reader(nn.Module):  # type: ignore[misc]
    """(lines, 1, 48, W) ink between 0 and 1 -> (lines, W / 4, signs + 1) scores before the softmax; W a multiple of 16."""

    def __init__(self) -> None:
        super().__init__()
        self.eye = nn.Sequential(_plane(1, 12, (2, 2)), _plane(12, 32, (2, 2)), _plane(32, 56, (2, 1)))
        self.fold = nn.Sequential(nn.Conv1d(56 * 6, _WIDE, 1, bias=False), nn.BatchNorm1d(_WIDE), nn.ReLU(inplace=True))
        self.near = _Block(_WIDE)
        self.down = nn.Sequential(
            nn.Conv1d(_WIDE, _WIDE, 2, stride=2, bias=False), nn.BatchNorm1d(_WIDE), nn.ReLU(inplace=True)
        )
        self.far = nn.Sequential(_Block(_WIDE), _Block(_WIDE, 2), _Block(_WIDE))
        self.up = nn.ConvTranspose1d(_WIDE, _WIDE, 2, stride=2)
        self.last = nn.Sequential(*_along(_WIDE), nn.ReLU(inplace=True))
        self.say = nn.Conv1d(_WIDE, len(SIGNS) + 1, 1)

    def forward(self, ink: Tensor) -> Tensor:
        """The scores."""
        seen = self.eye(ink)
        lines, channels, height, steps = seen.shape
        near = self.near(self.fold(seen.reshape(lines, channels * height, steps)))
        wide = self.up(self.far(self.down(near)))
        said: Tensor = self.say(self.last(near + wide))
        return said.transpose(1, 2)


def parameters(net: nn.Module) -> int:
    """How many numbers the net has."""
    return sum(weight.numel() for weight in net.parameters())


def ink(pictures: Tensor) -> Tensor:
    """(lines, 48, W) bytes, dark on white -> what the net takes."""
    return (255.0 - pictures.float()).div_(255.0).unsqueeze(1)
