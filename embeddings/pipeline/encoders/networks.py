"""Networks of our own and of torchvision, loaded once per process and run in batches.

With `resnet50`, `efficientnet_lite`, `quantised`, `runtime.card` and `weights.fetch` the only
modules that import torch: importing it costs seconds and hundreds of megabytes, so `space_encoder`
does so at the first picture that needs it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from embeddings.pipeline.encoders.efficientnet_lite import EfficientNetLite0
from embeddings.pipeline.encoders.pooling import pool
from embeddings.pipeline.encoders.quantised.resnet import put_together
from embeddings.pipeline.encoders.registry import LAST, LAYER3, get_encoder
from embeddings.pipeline.encoders.resnet50 import ResNet50
from embeddings.pipeline.images.preprocess import PREPROCESSINGS
from embeddings.pipeline.runtime.allocator import keep_freed_memory, release_library_pages
from embeddings.pipeline.runtime.card import card_errors, card_state
from embeddings.pipeline.runtime.processor import has_native_bf16
from embeddings.pipeline.weights.files import WeightsRefusedError, open_checked
from infra.bounded_cache import BoundedCache
from infra.process_state import PerProcess

MICROBATCH = {"cpu": 8, "cuda": 64}  # pictures per forward pass
Reading = tuple[str, str]
"""A stage of the network and how its feature map is pooled."""

_OURS = {"resnet50": ResNet50, "efficientnet_lite0": EfficientNetLite0}
PRECISIONS = {"fp32": torch.float32, "bf16": torch.bfloat16}


@dataclass(frozen=True, kw_only=True)
class Network:
    """A loaded network, cut before its classifier, and how it wants its pixels."""

    stem: nn.Module  # up to the feature map before the last stage
    last: nn.Module  # from there to the last feature map
    device: torch.device
    dtype: torch.dtype
    mean: torch.Tensor  # (1, 3, 1, 1) float32, 0-255
    std: torch.Tensor

    @torch.inference_mode()
    def run(
        self, pixels: npt.NDArray[np.uint8], wanted: Sequence[Reading]
    ) -> dict[Reading, npt.NDArray[np.float32]]:
        """Look at a batch of pictures once and say what is in each, in one or more ways.

        A card with less memory than that takes looks at fewer at a time. Raises CardFailedError.
        (N, H, W, 3) uint8, 0-255 -> {(stage, pooling): (N, C) float32, not normalised}
        """
        step = MICROBATCH[self.device.type]
        with card_errors(self.device.type):
            while True:
                try:
                    return self._run(pixels, wanted, step=step)
                except torch.OutOfMemoryError:
                    if step == 1:
                        raise
                    step //= 2

    def _run(
        self, pixels: npt.NDArray[np.uint8], wanted: Sequence[Reading], *, step: int
    ) -> dict[Reading, npt.NDArray[np.float32]]:
        looks = [self._look(pixels[i : i + step], wanted) for i in range(0, len(pixels), step)]
        return {
            reading: torch.cat([look[reading] for look in looks]).cpu().numpy()
            for reading in wanted
        }

    def _look(
        self, pixels: npt.NDArray[np.uint8], wanted: Sequence[Reading]
    ) -> dict[Reading, torch.Tensor]:
        maps = self._maps(pixels)
        return {(stage, pooling): pool(maps[stage], pooling) for stage, pooling in wanted}

    @torch.inference_mode()
    def energy(self, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """How strongly the last feature map answers at each place of each picture.

        Raises CardFailedError.
        (N, H, W, 3) uint8, 0-255 -> (N, h, w) float32, not negative; 7 x 7 for 224 px
        """
        with card_errors(self.device.type):
            last = self._maps(pixels)[LAST].float()  # (N, C, h, w)
            energy: npt.NDArray[np.float32] = last.pow(2).sum(dim=1).sqrt().cpu().numpy()
            return energy

    @torch.inference_mode()
    def feature_maps(self, pixels: npt.NDArray[np.uint8]) -> dict[str, npt.NDArray[np.float32]]:
        """What it sees at each place of a few pictures, by the stage: before any pooling.

        Raises CardFailedError.
        (N, H, W, 3) uint8, 0-255 -> {stage: (N, h, w, C) float32}
        """
        with card_errors(self.device.type):
            return {
                stage: seen.float().permute(0, 2, 3, 1).cpu().numpy()
                for stage, seen in self._maps(pixels).items()
            }

    def _maps(self, pixels: npt.NDArray[np.uint8]) -> dict[str, torch.Tensor]:
        middle = self.stem(self.normalise(pixels))
        return {LAYER3: middle, LAST: self.last(middle)}

    def normalise(self, pixels: npt.NDArray[np.uint8]) -> torch.Tensor:
        """What the network takes: (N, H, W, 3) uint8, 0-255 -> (N, 3, H, W)."""
        # (N, H, W, 3) seen as (N, 3, H, W) already is what torch calls channels_last.
        x = torch.from_numpy(pixels).to(self.device).permute(0, 3, 1, 2).float()
        return ((x - self.mean) / self.std).to(self.dtype, memory_format=torch.channels_last)


# A network takes 20 MB (MobileNet) to 100 MB (ResNet50); a shop reads one, and a second while it
# changes over. With more spaces than that in turn, a third would be loaded anew for each batch.
MAX_NETWORKS = 3

NetworkKey = tuple[str, str, str, str]
"""Encoder, sha256 of its weights, device, precision."""

networks: PerProcess[BoundedCache[NetworkKey, Network]] = PerProcess(
    lambda: BoundedCache(MAX_NETWORKS)
)


def load_network(
    encoder: str,
    *,
    weights: Path,
    sha256: str,
    device: str | None = None,
    precision: str | None = None,
    threads: int | None = None,
) -> Network:
    """Make a network ready to look at pictures; the second call for the same one is free.

    `threads` is torch's own number for the whole process.
    Raises WeightsMissingError, WeightsRefusedError or CardFailedError.
    """
    device = device or choose_device()
    if threads and threads != torch.get_num_threads():
        torch.set_num_threads(threads)
    precision = precision or choose_precision(device)
    dtype = PRECISIONS[precision]
    return networks.get().get(
        (encoder, sha256, device, precision),
        lambda: _load(encoder, weights, sha256, device, dtype),
    )


def choose_device() -> str:
    """Name the device to run on: an NVIDIA card that has not failed, else the processor."""
    return "cuda" if torch.cuda.is_available() and not card_state.get().lost else "cpu"


def choose_precision(device: str) -> str:
    """Name the number format: bf16 where the device itself computes in it, and faster, or fp32."""
    if device.startswith("cuda"):
        quick = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        quick = has_native_bf16() and bf16_is_faster()
    return "bf16" if quick else "fp32"


# A memo that needs no reset: it follows from the processor alone.
@cache
@torch.inference_mode()
def bf16_is_faster() -> bool:
    """Whether one of ResNet50's convolutions takes the processor less time in bf16 than in fp32.

    Its flags do not tell: a Xeon with AVX512_BF16 but without AMX took a third longer in bf16.
    """
    seconds = dict.fromkeys(PRECISIONS, float("inf"))
    for _ in range(5):  # the first makes ready; the quickest was disturbed least
        for name, dtype in PRECISIONS.items():
            x, kernel = (
                torch.ones(shape, dtype=dtype).to(memory_format=torch.channels_last)
                for shape in [(2, 256, 14, 14), (256, 256, 3, 3)]
            )
            started = time.perf_counter()
            torch.conv2d(x, kernel, padding=1)
            seconds[name] = min(seconds[name], time.perf_counter() - started)
    return seconds["bf16"] < seconds["fp32"]


def _load(encoder: str, path: Path, sha256: str, device: str, dtype: torch.dtype) -> Network:
    facts = get_encoder(encoder)
    if device == "cpu":
        release_library_pages()  # before weights come on top of what importing touched
    with open_checked(path, sha256) as stream:
        state = read_state(stream, path)
    stem: nn.Module
    last: nn.Module
    try:
        if facts.quantised_from:
            dtype = torch.float32  # of what enters and leaves
            stem, last = put_together(state, torch.device(device))
        else:
            parts = _without_classifier(fill_network(facts.network, state))
            with card_errors(device):
                stem, last = (
                    part.to(device, dtype).to(memory_format=torch.channels_last) for part in parts
                )
    except (RuntimeError, AttributeError, TypeError, KeyError, ValueError) as error:
        raise WeightsRefusedError(f"{path} holds no weights for {encoder}: {error}") from error
    preprocessing = PREPROCESSINGS[facts.preprocessing]
    del state
    if device == "cpu":
        keep_freed_memory()
    return Network(
        stem=stem,
        last=last,
        device=torch.device(device),
        dtype=dtype,
        mean=torch.tensor(preprocessing.mean, device=device).view(1, 3, 1, 1) * 255,
        std=torch.tensor(preprocessing.std, device=device).view(1, 3, 1, 1) * 255,
    )


def fill_network(network: str, state: dict[str, torch.Tensor]) -> nn.Module:
    """The whole network with these weights in fp32, its batch norms folded in, ready to look.

    Tensors are taken out of `state` one by one, so that no two whole copies stand side by side.
    Raises RuntimeError, AttributeError or TypeError where they are those of another.
    """
    with torch.device("meta"):  # neither memory nor random numbers for what is replaced at once
        model = _build(network)
    # Half-precision files are computed with in fp32, as torchvision would.
    whole = {name: _upcast(state.pop(name)) for name in list(state)}
    model.load_state_dict(whole, strict=True, assign=True)
    del whole
    return fold_batch_norms(model.eval().requires_grad_(False))


def _build(encoder: str) -> nn.Module:
    if encoder in _OURS:
        return _OURS[encoder]()
    # Imported late: it loads torch's compiler along (resnet50.py), and few shops use the rest.
    import torchvision

    network: nn.Module = torchvision.models.get_model(encoder, weights=None)
    return network


def read_state(stream: IO[bytes], path: Path) -> dict[str, torch.Tensor]:
    """The tensors of a weights file by name; nothing in it is run. Raises WeightsRefusedError."""
    try:
        state = torch.load(stream, map_location="cpu", weights_only=True)
    # torch's unpickler raises whatever a damaged byte leads to, such as IndexError for an empty
    # stack.
    except Exception as error:
        reason = str(error).partition("\n")[0]
        raise WeightsRefusedError(f"{path} is not a file of plain weights: {reason}") from error
    if not isinstance(state, dict) or not all(torch.is_tensor(v) for v in state.values()):
        raise WeightsRefusedError(f"{path} is not a file of plain weights: no table of tensors.")
    return state


def _upcast(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor


def _without_classifier(model: nn.Module) -> tuple[nn.Module, nn.Module]:
    """The layers up to the last feature map, in two pieces."""
    if isinstance(model, ResNet50 | EfficientNetLite0):
        return model.without_classifier()
    return nn.Identity(), model.get_submodule("features")


def fold_batch_norms(module: nn.Module) -> nn.Module:
    """Merge each batch norm into the convolution before it: the same numbers, a pass fewer.

    In torchvision's networks a norm is always registered right after its convolution.
    """
    previous: tuple[str, nn.Module] | None = None
    for name, child in list(module.named_children()):
        if isinstance(child, nn.BatchNorm2d) and previous and isinstance(previous[1], nn.Conv2d):
            setattr(module, previous[0], fuse_conv_bn_eval(previous[1], child))
            setattr(module, name, nn.Identity())
        else:
            fold_batch_norms(child)
        previous = (name, child)
    return module
