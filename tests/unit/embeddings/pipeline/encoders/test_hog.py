"""HOG: edge directions, checked against geometry and against scikit-image."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from embeddings.pipeline.encoders.hog import BLOCK, CELLS, DIRECTIONS, hog


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def stripes(angle: float, size: int = 128) -> Image.Image:
    """Waves of grey whose brightness changes along `angle` degrees (x right, y down)."""
    y, x = np.mgrid[:size, :size]
    turn = np.deg2rad(angle)
    wave = np.sin((x * np.cos(turn) + y * np.sin(turn)) * 2 * np.pi / 16)
    return Image.fromarray(np.uint8(127 + 100 * wave)).convert("RGB")


def direction_of(image: Image.Image) -> int:
    blocks = hog(image).reshape(-1, BLOCK * BLOCK, DIRECTIONS)
    return int(blocks.sum(axis=(0, 1)).argmax())


@pytest.mark.parametrize("bin", range(DIRECTIONS))
def test_edges_are_counted_under_their_direction(bin) -> None:
    assert direction_of(stripes(20 * bin + 10)) == bin


def test_opposite_directions_count_as_one(scene) -> None:
    inverted = Image.eval(scene(1), lambda level: 255 - level)
    assert cosine(hog(scene(1)), hog(inverted)) > 0.99


def test_the_numbers_are_finite_and_as_many_as_announced(scene) -> None:
    features = hog(scene(1))
    assert features.shape == ((CELLS - 1) ** 2 * 4 * 9,) == (1764,)
    assert features.dtype == np.float32
    assert np.isfinite(features).all()
    assert features.min() >= 0
    assert features.max() <= 1


def test_a_flat_picture_has_no_edges_however_it_is_framed() -> None:
    assert not hog(Image.new("RGB", (300, 100), "olive")).any()


def test_noise_too_faint_to_see_is_no_shape() -> None:
    noise = np.random.default_rng(0).integers(0, 2, (128, 128, 3)) + 254
    faint = hog(Image.fromarray(noise.astype(np.uint8)))
    assert np.linalg.norm(faint) < 0.3 * np.linalg.norm(hog(stripes(30)))


def test_contrast_and_size_change_little(scene) -> None:
    dim = ImageEnhance.Contrast(scene(1)).enhance(0.6)
    large = scene(1).resize((1000, 750), Image.Resampling.LANCZOS)
    assert cosine(hog(scene(1)), hog(dim)) > 0.98
    assert cosine(hog(scene(1)), hog(large)) > 0.98


def test_a_small_shift_changes_less_than_another_picture(scene) -> None:
    shifted = scene(1).transform((400, 300), Image.Transform.AFFINE, (1, 0, 6, 0, 1, 6))
    assert cosine(hog(scene(1)), hog(shifted)) > cosine(hog(scene(1)), hog(scene(2))) + 0.2


def test_shape_counts_and_colour_hardly_does() -> None:
    def draw(shape: str, colour: str) -> np.ndarray:
        image = Image.new("RGB", (200, 200), "white")
        getattr(ImageDraw.Draw(image), shape)((40, 40, 160, 160), fill=colour)
        return hog(image)

    red, blue, square = draw("ellipse", "red"), draw("ellipse", "blue"), draw("rectangle", "red")
    assert cosine(red, blue) > 0.95 > 0.8 > cosine(red, square)


@pytest.mark.parametrize("blur", [2, 4])
def test_scikit_image_agrees(blur) -> None:
    peer = pytest.importorskip("skimage.feature")
    noise = np.random.default_rng(0).integers(0, 256, (128, 128, 3), dtype=np.uint8)
    clouds = Image.fromarray(noise).filter(ImageFilter.GaussianBlur(blur))
    image = ImageOps.autocontrast(clouds)
    theirs = peer.hog(
        np.asarray(image.convert("L")) / 255,
        orientations=DIRECTIONS,
        pixels_per_cell=(16, 16),
        cells_per_block=(BLOCK, BLOCK),
        block_norm="L2-Hys",
    )
    # Not quite 1: theirs puts each gradient into one bin and one cell, ours shares it (the votes
    # of the paper).
    assert cosine(hog(image), theirs) > 0.95
