"""From a network in fp32 and some pictures to the table of its quantised weights.

Weights are rounded for each output channel, symmetric. An activation's range is the one at which
rounding and cutting off together are wrong by least, in squares, on the pictures (Wu et al.,
"Integer Quantization for Deep Learning Inference: Principles and Empirical Evaluation", 2020).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

import torch
from torch import nn

from embeddings.pipeline.encoders.quantised.layers import LEVELS, MOST_WEIGHT
from embeddings.pipeline.encoders.resnet50 import Bottleneck

Values = dict[str, list[torch.Tensor]]

VALUES_EACH = 20_000
"""So many values of an activation are looked at in each batch, and its least and greatest."""
BINS = 2_048
NARROWEST, STEPS = 0.2, 64
"""The ranges tried: from this share of the full one, in so many steps."""


@torch.inference_mode()
def quantise(network: nn.Module, batches: Iterable[torch.Tensor]) -> dict[str, torch.Tensor]:
    """The table that `Stem` and `Last` are made from, by torchvision's names of the layers.

    network: ResNet50 in fp32, batch norms folded into its convolutions.
    batches: (N, 3, H, W), normalised.
    """
    table: dict[str, torch.Tensor] = {}
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d):
            if module.bias is None:
                raise ValueError(f"{name} has no bias: fold its batch norm in first.")
            scale = module.weight.abs().amax(dim=(1, 2, 3)).clamp(min=1e-12) / MOST_WEIGHT
            table[f"{name}.weight"] = (module.weight / scale.view(-1, 1, 1, 1)).round().char()
            table[f"{name}.weight_scale"] = scale
            table[f"{name}.bias"] = module.bias
    with _looking_into(network) as values:
        for batch in batches:
            _note(values, "input", batch)
            network(batch)
    for name, seen in values.items():
        table[f"{name}.out"] = _range_of(torch.cat(seen))
    return table


@contextmanager
def _looking_into(network: nn.Module) -> Iterator[Values]:
    """Keep some values of each activation that will be rounded, after its ReLU."""
    values: Values = defaultdict(list)
    handles = []
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d | Bottleneck):
            relu = not name.endswith((".conv3", ".downsample.0"))
            hook = partial(_note_output, values, name, relu)
            handles.append(module.register_forward_hook(hook))
    try:
        yield values
    finally:
        for handle in handles:
            handle.remove()


def _note_output(
    values: Values, name: str, relu: bool, _module: nn.Module, _given: object, out: torch.Tensor
) -> None:
    _note(values, name, out.relu() if relu else out)


def _note(values: Values, name: str, x: torch.Tensor) -> None:
    flat = x.flatten()
    some = flat[:: max(1, len(flat) // VALUES_EACH)]
    values[name].append(torch.cat([some, flat.min()[None], flat.max()[None]]))


def _range_of(values: torch.Tensor) -> torch.Tensor:
    """(scale, zero) of the bytes that say these values best; 0 itself is always one of them."""
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 1e-6)
    width = (high - low) / BINS
    counts = torch.histc(values, bins=BINS, min=low, max=high)
    middles = low + width * (torch.arange(BINS) + 0.5)
    best, least = torch.zeros(2), float("inf")
    for share in torch.linspace(NARROWEST, 1, STEPS).tolist():
        scale = share * (high - low) / LEVELS
        zero = round(-share * low / scale)
        rounded = torch.fake_quantize_per_tensor_affine(middles, scale, zero, 0, LEVELS)
        wrong = float(counts @ (rounded - middles).square())
        if wrong < least:
            best, least = torch.tensor([scale, zero], dtype=torch.float64), wrong
    return best
