"""ResNet50 put together from quantised layers, cut before its last stage as other networks are.

The feature maps that are read leave as fp32, not rounded: of the last block of each part only what
it adds up is.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn

from embeddings.pipeline.encoders.quantised.layers import (
    FLOATS,
    Arithmetic,
    Bytes,
    Convolution,
    Layer,
    Rounded,
    Scale,
)
from embeddings.pipeline.runtime.processor import multiplies_bytes

Table = Mapping[str, torch.Tensor]
"""The file: what `quantise` writes, by torchvision's names of the layers."""

BLOCKS = {"layer1": 3, "layer2": 4, "layer3": 6, "layer4": 3}
SIDE = 224  # px, of the pictures
SIDES = {"layer1": 56, "layer2": 56, "layer3": 28, "layer4": 14}  # of what enters each


class _Builder:
    """Makes layers of the table and keeps the scale of what flows between them."""

    def __init__(self, table: Table, arithmetic: Arithmetic) -> None:
        self.table, self.arithmetic = table, arithmetic

    def scale(self, name: str) -> Scale:
        scale, zero = self.table[f"{name}.out"].tolist()
        return Scale(scale, int(zero))

    def conv(
        self,
        name: str,
        enters: Scale,
        leaves: Scale,
        *,
        side: int,
        stride: int = 1,
        relu: bool = True,
        add: Scale | None = None,
    ) -> Layer:
        return self.arithmetic.layer(
            Convolution(
                weight=self.table[f"{name}.weight"],
                weight_scale=self.table[f"{name}.weight_scale"],
                bias=self.table[f"{name}.bias"],
                stride=stride,
                side=side,
                relu=relu,
                enters=enters,
                leaves=leaves,
            ),
            add=add,
        )


class _Bottleneck:
    """Narrow, look around, widen, and add what came in: in the first of a stage, its projection."""

    def __init__(
        self, build: _Builder, name: str, enters: Scale, leaves: Scale, *, side: int, stride: int
    ) -> None:
        first, second = build.scale(f"{name}.conv1"), build.scale(f"{name}.conv2")
        self._arithmetic, self._floats = build.arithmetic, leaves == FLOATS
        self._enters, self.leaves = enters, leaves
        self._narrow = build.conv(f"{name}.conv1", enters, first, side=side)
        self._around = build.conv(f"{name}.conv2", first, second, side=side, stride=stride)
        self._project: Layer | None = None
        added = FLOATS if self._floats else enters
        if f"{name}.downsample.0.weight" in build.table:
            added = FLOATS if self._floats else build.scale(f"{name}.downsample.0")
            self._project = build.conv(
                f"{name}.downsample.0", enters, added, side=side, stride=stride, relu=False
            )
        self._widen = build.conv(f"{name}.conv3", second, leaves, side=side // stride, add=added)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        seen = self._around(self._narrow(x))
        if self._project:
            beside = self._project(x)
        else:
            beside = self._arithmetic.leave(x, self._enters) if self._floats else x
        return self._widen(seen, beside)


class Stem(nn.Module):
    """From normalised pixels to the feature map before the last stage."""

    def __init__(self, table: Table, arithmetic: Arithmetic) -> None:
        super().__init__()
        build = _Builder(table, arithmetic)
        self._arithmetic = arithmetic
        self._input, self._pooled = build.scale("input"), build.scale("conv1")
        self._conv1 = build.conv("conv1", self._input, FLOATS, side=SIDE, stride=2)
        self._blocks = _stages(build, ("layer1", "layer2", "layer3"), self._pooled)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, 3, H, W) -> (N, 1024, H / 16, W / 16) float32."""
        x = self._conv1(self._arithmetic.enter(x, self._input))
        x = nn.functional.max_pool2d(x, kernel_size=3, stride=2, padding=1)
        x = self._arithmetic.enter(x, self._pooled)
        for block in self._blocks:
            x = block(x)
        return x


class Last(nn.Module):
    """The last stage."""

    def __init__(self, table: Table, arithmetic: Arithmetic) -> None:
        super().__init__()
        build = _Builder(table, arithmetic)
        self._arithmetic = arithmetic
        self._enters = build.scale(f"layer3.{BLOCKS['layer3'] - 1}")
        self._blocks = _stages(build, ("layer4",), self._enters)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, 1024, h, w) float32 -> (N, 2048, h / 2, w / 2) float32."""
        x = self._arithmetic.enter(x, self._enters)
        for block in self._blocks:
            x = block(x)
        return x


def put_together(table: Table, device: torch.device) -> tuple[Stem, Last]:
    """The network in two pieces, in bytes where the device multiplies them.

    Raises KeyError, ValueError or RuntimeError for a table of something else.
    """
    in_bytes = device.type == "cpu" and multiplies_bytes()
    arithmetic = Bytes() if in_bytes else Rounded(device)
    return Stem(table, arithmetic), Last(table, arithmetic)


def _stages(build: _Builder, names: tuple[str, ...], enters: Scale) -> list[_Bottleneck]:
    """The blocks of some stages in a row; the first of all but layer1 halves the side."""
    blocks: list[_Bottleneck] = []
    places = [(name, number) for name in names for number in range(BLOCKS[name])]
    for name, number in places:
        is_last = (name, number) == places[-1]
        stride = 1 if name == "layer1" else 2
        block = _Bottleneck(
            build,
            f"{name}.{number}",
            enters,
            FLOATS if is_last else build.scale(f"{name}.{number}"),
            side=SIDES[name] // (stride if number else 1),
            stride=1 if number else stride,
        )
        blocks.append(block)
        enters = block.leaves
    return blocks
