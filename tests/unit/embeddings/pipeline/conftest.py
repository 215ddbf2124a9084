"""Pictures, components and networks for the pipeline's tests; none needs a download."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from embeddings.pipeline import Component, get_encoder


@pytest.fixture(scope="session")
def scene() -> Callable[..., Image.Image]:
    """Draw a picture full of shapes, different for each number."""

    def draw(number: int = 0, *, size: tuple[int, int] = (400, 300)) -> Image.Image:
        random = np.random.default_rng(number)
        image = Image.new("RGB", size, tuple(random.integers(0, 256, 3).tolist()))
        pen = ImageDraw.Draw(image)
        for _ in range(25):
            corners = random.integers(0, size, (2, 2))
            box = [*corners.min(axis=0).tolist(), *(corners.max(axis=0) + 2).tolist()]
            colour = tuple(random.integers(0, 256, 3).tolist())
            getattr(pen, random.choice(["ellipse", "rectangle"]))(box, fill=colour)
        return image

    return draw


@pytest.fixture(scope="session")
def component() -> Callable[..., Component]:
    """Make a component: component("hog", weight=2.0)."""

    def make(encoder: str = "lab_color", /, **changes: object) -> Component:
        facts = get_encoder(encoder)
        values: dict = {
            "encoder": encoder,
            "pooling": facts.default_pooling,
            "preprocessing": facts.preprocessing,
            "weights_sha256": "0" * 64 if facts.is_network else "",
            "dimensions": facts.dimensions,
            "weight": 1.0,
        }
        return Component(**{**values, **changes})

    return make


@pytest.fixture(scope="session")
def real_pictures(test_data: Path) -> list[Path]:
    """Twelve photos of a real shop, spread over its catalogue."""
    folder = test_data / "magento-luma"
    with (folder / "labels.csv").open() as file:
        paths = [folder / row["path"] for row in csv.DictReader(file)]
    return paths[:: len(paths) // 12][:12]


@pytest.fixture(scope="session")
def random_weights(tmp_path_factory) -> Callable[[str], tuple[Path, str]]:
    """Save a network with random weights: (file, sha256). Deterministic, and never trained."""
    folder = tmp_path_factory.mktemp("random-weights")
    made: dict[str, tuple[Path, str]] = {}

    def save(encoder: str) -> tuple[Path, str]:
        if encoder not in made:
            path = folder / f"{encoder}.pth"
            _save_random_network(encoder, path)
            made[encoder] = path, hashlib.sha256(path.read_bytes()).hexdigest()
        return made[encoder]

    return save


def _save_random_network(encoder: str, path: Path) -> None:
    import torch
    import torchvision

    torch.manual_seed(sum(map(ord, encoder)))
    with torch.device("meta"):  # vgg16's classifier alone would be 500 MB of random numbers
        shapes = torchvision.models.get_model(encoder, weights=None).state_dict()
    state = {}
    for name, tensor in shapes.items():
        if name.startswith(("classifier", "fc")):
            state[name] = torch.zeros(1).expand(tensor.shape)
        elif tensor.ndim == 4:
            fan_in = tensor[0].numel()
            state[name] = torch.randn(tensor.shape) * (2 / fan_in) ** 0.5
        elif name.endswith(("running_var", "weight")):  # far from the 1 of a fresh batch norm
            state[name] = torch.rand(tensor.shape) + 0.5
        elif tensor.is_floating_point():
            state[name] = torch.randn(tensor.shape) * 0.1
        else:
            state[name] = torch.zeros((), dtype=torch.long)
    torch.save(state, path)
