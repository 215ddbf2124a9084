"""ResNet50 as a PyTorch module, in the names and the arithmetic of torchvision's weights.

He et al., "Deep Residual Learning for Image Recognition", CVPR 2016; a block that halves the side
does so in its middle convolution, as torchvision's do. torchvision has the network as well, but
importing it loads torch's compiler along: 1.2 s and 160 MB in each worker (torchvision 0.29).
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

# Blocks and channels between them (He et al., table 1).
_STAGES = ((3, 64), (4, 128), (6, 256), (3, 512))
STEM_CHANNELS = 64
WIDENED = 4  # a block hands on so many times the channels it works with
CLASSES = 1000


class Bottleneck(nn.Module):
    """A residual: narrowed, looked at, widened again, and added to what came in."""

    def __init__(self, inputs: int, channels: int, *, stride: int) -> None:
        super().__init__()
        outputs = channels * WIDENED
        self.conv1 = nn.Conv2d(inputs, channels, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv3 = nn.Conv2d(channels, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        if inputs != outputs:  # the first of a stage
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, inputs, H, W) -> (N, 4 * channels, H / stride, W / stride)"""
        seen = functional.relu(self.bn1(self.conv1(x)), inplace=True)
        seen = functional.relu(self.bn2(self.conv2(seen)), inplace=True)
        seen = self.bn3(self.conv3(seen))
        seen += self.downsample(x) if "downsample" in self._modules else x
        return functional.relu(seen, inplace=True)


class ResNet50(nn.Module):
    """The whole network, classifier included, so that its weights load strictly."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, STEM_CHANNELS, 7, 2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(STEM_CHANNELS)
        inputs = STEM_CHANNELS
        for number, (blocks, channels) in enumerate(_STAGES, start=1):
            stage = nn.Sequential()
            for block in range(blocks):
                stride = 2 if number > 1 and block == 0 else 1
                stage.append(Bottleneck(inputs, channels, stride=stride))
                inputs = channels * WIDENED
            self.add_module(f"layer{number}", stage)
        self.fc = nn.Linear(inputs, CLASSES)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, 3, H, W), normalised -> (N, 1000), scores of ImageNet's classes"""
        stem, last = self.without_classifier()
        return self.fc(last(stem(x)).mean(dim=(2, 3)))  # type: ignore[no-any-return]

    def without_classifier(self) -> tuple[nn.Module, nn.Module]:
        """The layers up to the map at a 16th of the side, and the last stage."""
        first = [self.conv1, self.bn1, nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, padding=1)]
        *stages, last = (self.get_submodule(f"layer{n}") for n in range(1, len(_STAGES) + 1))
        return nn.Sequential(*first, *stages), last
