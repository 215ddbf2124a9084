"""The crop a network sees, against torchvision's own transforms."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from embeddings.pipeline.images.preprocess import PREPROCESSINGS

SIZES = [(400, 300), (300, 401), (1001, 733), (256, 256), (225, 900), (60, 40), (3000, 257)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "network", "larger"),
    [
        ("imagenet-256-crop-224", "resnet50", {}),
        ("imagenet-256-bicubic-crop-224", "efficientnet_b0", {}),
        ("imagenet-366-crop-320", "resnet50", {"resize_size": 366, "crop_size": 320}),
        (
            "imagenet-366-bicubic-crop-320",
            "efficientnet_b0",
            {"resize_size": 366, "crop_size": 320},
        ),
    ],
)
def test_the_crop_is_torchvisions(name, network, larger, size, scene) -> None:
    from torchvision.models import get_model_weights

    image = scene(1, size=size)
    ours = PREPROCESSINGS[name]
    theirs = get_model_weights(network).IMAGENET1K_V1.transforms(**larger)(image).numpy()
    mean, std = np.array(ours.mean)[:, None, None], np.array(ours.std)[:, None, None]
    difference = ours.apply(image) - np.moveaxis((theirs * std + mean) * 255, 0, 2)
    # One level of 255 where a sum falls on the edge of rounding.
    assert np.abs(difference).max() < 1.5
    assert np.mean(np.abs(difference) > 0.5) < 0.01


@pytest.mark.parametrize("size", [(12_000, 1), (1, 12_000), (1, 1)])
def test_extreme_shapes_cost_no_more_than_others(size, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    resize = Image.Image.resize
    monkeypatch.setattr(
        Image.Image,
        "resize",
        lambda self, to, *a, **k: asked.append(to) or resize(self, to, *a, **k),
    )
    pixels = PREPROCESSINGS["imagenet-256-crop-224"].apply(Image.new("RGB", size, "red"))
    assert pixels.shape == (224, 224, 3)
    assert (pixels == (255, 0, 0)).all()
    assert asked == [(224, 224)]
