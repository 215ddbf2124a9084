"""Networks on an NVIDIA card see what they see on the processor."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.pipeline import get_encoder
from embeddings.pipeline.encoders import networks
from embeddings.pipeline.images.preprocess import PREPROCESSINGS

READINGS = [("last", "average"), ("last", "gem")]


@pytest.fixture(autouse=True)
def card() -> None:
    import torch

    if not torch.cuda.is_available():
        pytest.skip("PyTorch finds no NVIDIA card")


def look(
    encoder: str, path: Path, pixels: np.ndarray, *, precision: str, device: str | None = None
) -> list[np.ndarray]:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    network = networks.load_network(
        encoder, weights=path, sha256=sha256, precision=precision, device=device
    )
    assert network.device.type == (device or "cuda")
    seen = network.run(pixels, READINGS)
    return [seen[reading] for reading in READINGS]


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


def pixels_of(encoder: str, images: Sequence) -> np.ndarray:
    prepare = PREPROCESSINGS[get_encoder(encoder).preprocessing].apply
    return np.stack([prepare(image) for image in images])


# In "fp32" a card rounds what it multiplies to 10 bits (TF32), as PyTorch has it by default.
@pytest.mark.parametrize(
    ("encoder", "precision", "least"),
    [("resnet50", "fp32", 0.9999), ("resnet50", "bf16", 0.999), ("mobilenet_v2", "fp32", 0.9995)],
)
def test_a_card_is_taken_and_computes_what_the_processor_does(
    encoder, precision, least, random_weights, scene
) -> None:
    path, _ = random_weights(encoder)
    few = pixels_of(encoder, [scene(number) for number in range(7)])
    pixels = np.concatenate([few] * 10)  # more than one pass
    exact = look(encoder, path, few, precision="fp32", device="cpu")
    for ours, theirs in zip(look(encoder, path, pixels, precision=precision), exact, strict=True):
        assert ours.dtype == np.float32
        assert cosines(ours, np.concatenate([theirs] * 10)).min() >= least


def test_a_card_that_knows_bf16_computes_in_it(random_weights) -> None:
    import torch

    path, sha256 = random_weights("resnet50")
    network = networks.load_network("resnet50", weights=path, sha256=sha256)
    quick = torch.cuda.is_bf16_supported(including_emulation=False)
    assert network.dtype == (torch.bfloat16 if quick else torch.float32)
