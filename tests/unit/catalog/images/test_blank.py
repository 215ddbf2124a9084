from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from catalog.images.blank import is_blank
from tests.pictures import draw, encode

Y, X = np.mgrid[0:384, 0:512]


def seen(pixels: np.ndarray, *, noise: float = 0.0) -> Image.Image:
    """Grey levels as a camera would keep them: (H, W) -> RGB."""
    shaken = pixels[..., None] + np.random.default_rng(0).normal(0, noise, (384, 512, 3))
    image = Image.fromarray(np.clip(shaken, 0, 255).astype(np.uint8))
    return Image.open(io.BytesIO(encode(image, quality=80))).convert("RGB")


@pytest.mark.parametrize("level", [0, 30, 128, 240, 255])
def test_plain_white_grey_and_black_are_blank(level) -> None:
    assert is_blank(Image.new("RGB", (700, 300), (level, level, level)))


@pytest.mark.parametrize(
    ("light", "noise"),
    [
        (200 + 40 * X / 512, 4),  # paper in side light
        (90 + 60 * np.exp(-((X - 250) ** 2 + (Y - 190) ** 2) / 200_000), 8),  # an empty wall
        (np.full(X.shape, 16.0), 12),  # a covered lens
    ],
)
def test_photos_of_nothing_are_blank_in_spite_of_light_and_noise(light, noise) -> None:
    assert is_blank(seen(light, noise=noise))


def test_a_swatch_of_one_strong_colour_has_its_colour() -> None:
    assert not is_blank(Image.new("RGB", (300, 300), (180, 40, 60)))


@pytest.mark.parametrize("colour", ["teal", "white", "ivory"])
def test_products_are_not_blank(colour) -> None:
    assert not is_blank(draw(colour))


def test_something_small_and_pale_is_something() -> None:
    image = Image.new("RGB", (1_000, 1_000), "white")
    ImageDraw.Draw(image).ellipse((480, 480, 520, 520), fill=(225, 225, 225))
    assert not is_blank(image)


def random_points(side: int) -> Image.Image:
    points = np.random.default_rng(side).integers(0, 256, (side, side, 3))
    return Image.fromarray(points.astype(np.uint8))


@pytest.mark.parametrize("quality", [50, 92])
@pytest.mark.parametrize("side", [64, 300, 1_000])
def test_random_points_are_nothing(side, quality) -> None:
    kept = io.BytesIO(encode(random_points(side), quality=quality))
    assert is_blank(Image.open(kept).convert("RGB"))


def test_a_grained_stone_and_a_thing_in_a_noisy_photo_are_something() -> None:
    stone = random_points(600).filter(ImageFilter.GaussianBlur(1.5))
    assert not is_blank(stone)
    assert not is_blank(Image.blend(draw("teal", size=300), random_points(300), 0.5))
