"""EfficientNet-Lite0 as a PyTorch module, in the names and the arithmetic of its published weights.

Tan & Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019;
the Lite networks (2020) leave out squeeze-and-excitation and use ReLU6. The weights come from
TensorFlow, so padding is its "same" (the odd pixel at the right and the bottom) and batch norms add
1e-3. torchvision has neither this network nor such padding; timm has both, and brings 1,300 other
networks along.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import nn
from torch.nn import functional

BATCH_NORM_EPS = 1e-3

# Kernel, stride, expansion, channels, repeats (Tan & Le, table 1).
_STAGES = (
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
)
STEM_CHANNELS = 32  # Lite networks keep these and the head's whatever their width
HEAD_CHANNELS = 1280
CLASSES = 1000
# The first block that sees the picture at a 32nd of its side, as a ResNet's last stage does.
FIRST_OF_LAST = 11


class SameConv2d(nn.Conv2d):
    """A convolution padded as TensorFlow does: outputs = inputs / stride, rounded up."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) -> (N, channels, ceil(H / stride), ceil(W / stride))"""
        kernel, stride = self.kernel_size[0], self.stride[0]
        if stride == 1:
            return functional.conv2d(
                x, self.weight, self.bias, padding=kernel // 2, groups=self.groups
            )
        rows, columns = (
            max((math.ceil(side / stride) - 1) * stride + kernel - side, 0) for side in x.shape[-2:]
        )
        x = functional.pad(x, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2))
        return functional.conv2d(x, self.weight, self.bias, stride=stride, groups=self.groups)


class Block(nn.Module):
    """An inverted residual: widened, looked at channel by channel, narrowed again."""

    def __init__(
        self, inputs: int, outputs: int, *, kernel: int, stride: int, expansion: int
    ) -> None:
        super().__init__()
        wide = inputs * expansion
        if expansion > 1:
            self._expand_conv = SameConv2d(inputs, wide, 1, bias=False)
            self._bn0 = nn.BatchNorm2d(wide, eps=BATCH_NORM_EPS)
        self._depthwise_conv = SameConv2d(wide, wide, kernel, stride, groups=wide, bias=False)
        self._bn1 = nn.BatchNorm2d(wide, eps=BATCH_NORM_EPS)
        self._project_conv = SameConv2d(wide, outputs, 1, bias=False)
        self._bn2 = nn.BatchNorm2d(outputs, eps=BATCH_NORM_EPS)
        self.is_residual = stride == 1 and inputs == outputs

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, inputs, H, W) -> (N, outputs, H / stride, W / stride)"""
        inside = x
        if "_expand_conv" in self._modules:
            inside = functional.relu6(self._bn0(self._expand_conv(x)), inplace=True)
        inside = functional.relu6(self._bn1(self._depthwise_conv(inside)), inplace=True)
        inside = self._bn2(self._project_conv(inside))
        return torch.add(x, inside) if self.is_residual else inside


class EfficientNetLite0(nn.Module):
    """The whole network, classifier included, so that its weights load strictly."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem = SameConv2d(3, STEM_CHANNELS, 3, 2, bias=False)
        self._bn0 = nn.BatchNorm2d(STEM_CHANNELS, eps=BATCH_NORM_EPS)
        blocks: list[Block] = []
        inputs = STEM_CHANNELS
        for kernel, stride, expansion, channels, repeats in _STAGES:
            for number in range(repeats):
                blocks.append(
                    Block(
                        inputs,
                        channels,
                        kernel=kernel,
                        stride=1 if number else stride,
                        expansion=expansion,
                    )
                )
                inputs = channels
        self._blocks = nn.Sequential(*blocks)
        self._conv_head = SameConv2d(inputs, HEAD_CHANNELS, 1, bias=False)
        self._bn1 = nn.BatchNorm2d(HEAD_CHANNELS, eps=BATCH_NORM_EPS)
        self._fc = nn.Linear(HEAD_CHANNELS, CLASSES)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, 3, H, W), normalised -> (N, 1000), scores of ImageNet's classes"""
        stem, last = self.without_classifier()
        return self._fc(last(stem(x)).mean(dim=(2, 3)))  # type: ignore[no-any-return]

    def without_classifier(self) -> tuple[nn.Sequential, nn.Sequential]:
        """The layers up to the widest map at a 16th of the side, and from there to the last map.

        The block in between is cut after it has widened; nothing leads around it.
        """
        cut = self._blocks[FIRST_OF_LAST]
        first: list[Any] = [self._conv_stem, self._bn0, nn.ReLU6(), *self._blocks[:FIRST_OF_LAST]]
        widened: list[Any] = [cut._expand_conv, cut._bn0, nn.ReLU6()]
        rest: list[Any] = [cut._depthwise_conv, cut._bn1, nn.ReLU6(), cut._project_conv, cut._bn2]
        end: list[Any] = [self._conv_head, self._bn1, nn.ReLU6()]
        return (
            nn.Sequential(*first, *widened),
            nn.Sequential(*rest, *self._blocks[FIRST_OF_LAST + 1 :], *end),
        )
