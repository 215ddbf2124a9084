"""From a feature map to one feature per channel. Works on torch tensors without importing torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

GEM_POWER = 3.0  # Radenović, Tolias & Chum, TPAMI 2019: where their learned p settled
GEM_FLOOR = 1e-6


def pool(feature_map: Tensor, pooling: str) -> Tensor:
    """Summarise what a network saw anywhere in the picture, one number per channel.

    average: how much of it; max: whether at all; gem (generalised mean): in between.
    (N, C, H, W) float -> (N, C) float32, not normalised
    """
    x = feature_map.float()  # (N, C, H, W); sums of many bf16 numbers would lose their last digits
    if pooling == "average":
        return x.mean(dim=(2, 3))
    if pooling == "max":
        return x.amax(dim=(2, 3))
    if pooling == "gem":
        powers = x.clamp(min=GEM_FLOOR).pow(GEM_POWER)
        return powers.mean(dim=(2, 3)).pow(1 / GEM_POWER)
    raise ValueError(f"Unknown pooling {pooling!r}.")
