"""The layers of a quantised network: activations are bytes with a scale, weights from -127 to 127
with a scale for each output channel.

They are computed in two ways that give the same numbers but for the last step of a rounding: in
bytes where the processor multiplies them (VNNI), by oneDNN through torch; and in fp32, rounded
where bytes would be, on any other device.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import torch

LEVELS = 255
MOST_WEIGHT = 127
PICTURES = 8
"""At a time; other numbers give the same, only slower."""


@dataclass(frozen=True)
class Scale:
    """What a byte of an activation stands for: scale x (byte - zero)."""

    scale: float
    zero: int


FLOATS = Scale(1.0, 0)
"""Of what leaves as fp32 and is not rounded."""


@dataclass(frozen=True, kw_only=True)
class Convolution:
    """A convolution with its batch norm folded in, and the scales of what it reads and gives."""

    weight: torch.Tensor  # (O, I, h, w) int8
    weight_scale: torch.Tensor  # (O,) float32
    bias: torch.Tensor  # (O,) float32
    stride: int
    side: int  # px, of the square that enters
    relu: bool
    enters: Scale
    leaves: Scale  # FLOATS: fp32

    @property
    def padding(self) -> int:
        """So that only the stride makes what it gives smaller."""
        return self.weight.shape[-1] // 2


class Layer(Protocol):
    """A convolution that is ready to run."""

    def __call__(self, x: torch.Tensor, add: torch.Tensor | None = None) -> torch.Tensor:
        """What it makes of x, with another activation added before the ReLU, if there is one.

        `add` may be written over: x and add are as `Arithmetic.enter` gives them, `add` floats
        where the layer's output is.
        """
        ...


class Arithmetic(Protocol):
    """A way to compute a quantised network."""

    def layer(self, convolution: Convolution, *, add: Scale | None = None) -> Layer:
        """Make a convolution ready; `add`: the scale of what will be added to it."""
        ...

    def enter(self, x: torch.Tensor, scale: Scale) -> torch.Tensor:
        """Floats into what layers read."""
        ...

    def leave(self, x: torch.Tensor, scale: Scale) -> torch.Tensor:
        """What layers give into floats."""
        ...


class Bytes:
    """Multiplies bytes: three to five times as quick as fp32 where the processor has VNNI."""

    def layer(self, convolution: Convolution, *, add: Scale | None = None) -> Layer:
        """Weights are laid out for the processor here, once."""
        return _ByteLayer(convolution, add)

    def enter(self, x: torch.Tensor, scale: Scale) -> torch.Tensor:
        """(…) float32 -> (…) uint8."""
        return (x / scale.scale).round_().add_(scale.zero).clamp_(0, LEVELS).to(torch.uint8)

    def leave(self, x: torch.Tensor, scale: Scale) -> torch.Tensor:
        """(…) uint8 -> (…) float32."""
        return (x.float() - scale.zero) * scale.scale


class _ByteLayer:
    def __init__(self, given: Convolution, add: Scale | None) -> None:
        stride, padding, dilation = [given.stride] * 2, [given.padding] * 2, [1, 1]
        zeros = torch.zeros(len(given.weight), dtype=torch.int32)
        # Told what will enter, oneDNN lays weights out as it will want them; otherwise it does so
        # anew at each call, which takes two thirds as long again over the whole network.
        enters = [PICTURES, given.weight.shape[1], given.side, given.side]
        packed = torch.ops.onednn.qconv_prepack(
            given.weight, given.weight_scale, given.enters.scale, given.enters.zero,
            stride, padding, dilation, 1, enters,
        )  # fmt: skip
        dtype = torch.float32 if given.leaves == FLOATS else torch.uint8
        self._enters = (given.enters.scale, given.enters.zero)
        self._weights = (packed, given.weight_scale, zeros)
        self._rest: tuple[Any, ...] = (
            given.bias, stride, padding, dilation, 1,
            given.leaves.scale, given.leaves.zero, dtype,
        )  # fmt: skip
        unary: tuple[Any, ...] = ("relu" if given.relu else "none", [], "")
        self._after = unary if add is None else (add.scale, add.zero, "sum", 1.0, *unary)

    def __call__(self, x: torch.Tensor, add: torch.Tensor | None = None) -> torch.Tensor:
        accumulator = () if add is None else (add,)
        run = torch.ops.onednn.qconv2d_pointwise
        seen: torch.Tensor = (run if add is None else run.binary)(
            x, *self._enters, *self._weights, *accumulator, *self._rest, *self._after
        )
        return seen


class Rounded:
    """Computes in fp32 what bytes would give: for devices that do not multiply them."""

    def __init__(self, device: torch.device) -> None:
        self._device = device

    def layer(self, convolution: Convolution, *, add: Scale | None = None) -> Layer:
        """Weights as floats, on the device."""
        given = convolution
        floats = given.weight.float() * given.weight_scale.view(-1, 1, 1, 1)
        weight = floats.to(self._device, memory_format=torch.channels_last)
        bias = given.bias.to(self._device)

        def run(x: torch.Tensor, add: torch.Tensor | None = None) -> torch.Tensor:
            seen = torch.conv2d(x, weight, bias, given.stride, given.padding)
            seen = seen if add is None else seen + add
            seen = seen.relu_() if given.relu else seen
            return seen if given.leaves == FLOATS else self.enter(seen, given.leaves)

        return run

    def enter(self, x: torch.Tensor, scale: Scale) -> torch.Tensor:
        """Rounded to what a byte can say."""
        return torch.fake_quantize_per_tensor_affine(x, scale.scale, scale.zero, 0, LEVELS)

    def leave(self, x: torch.Tensor, scale: Scale) -> torch.Tensor:
        """They are floats already."""
        return x
