"""The drawn pictures: every shape from every side, never blank, always the same."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from demo.catalogue import demo_products, draw_picture
from demo.catalogue.drawing import draw_design
from demo.catalogue.patterns.tiles import PATTERNS, tile
from demo.catalogue.records import Design
from demo.catalogue.shapes import SHAPES

VIEWS = ("front", "angle", "detail", "styled")


def _small(picture: Image.Image) -> NDArray[np.float64]:
    return np.asarray(picture.resize((32, 32), Image.Resampling.BOX), dtype=float)


def _difference(first: Image.Image, second: Image.Image) -> float:
    return float(np.abs(_small(first) - _small(second)).mean())


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_every_shape_fills_its_front_picture(shape: str) -> None:
    picture = draw_design(Design(shape, "dots", "teal"), "front")
    pixels = np.asarray(picture, dtype=float)
    border = np.concatenate([pixels[:40, :40], pixels[:40, -40:]]).reshape(-1, 3).mean(axis=0)
    away = np.abs(pixels - border).max(axis=2) > 40

    assert picture.size == (800, 800)
    assert picture.mode == "RGB"
    assert 0.05 < away.mean() < 0.85
    assert away[:, :4].mean() < 0.05, "it is cut off at the left"
    assert away[:, -4:].mean() < 0.05, "it is cut off at the right"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("shape", ["globe vase", "low sneaker", "rectangular rug", "tote bag"])
def test_every_view_draws(shape: str, view: str) -> None:
    picture = draw_design(Design(shape, "zigzag", "coral"), view)

    assert picture.size == (800, 800)
    assert _small(picture).std() > 5


def test_the_views_of_a_product_differ() -> None:
    pictures = [draw_design(Design("jug", "waves", "rust"), view) for view in VIEWS]

    for i, first in enumerate(pictures):
        for second in pictures[:i]:
            assert _difference(first, second) > 4


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(ValueError, match="No such view: 'behind'"):
        draw_design(Design("jug", "waves", "rust"), "behind")


def test_pictures_of_different_products_differ() -> None:
    products = demo_products()[::17]
    pictures = [_small(draw_picture(product, product.pictures[0])) for product in products]

    for i, first in enumerate(pictures):
        for second in pictures[:i]:
            assert np.abs(first - second).max() > 20


def test_a_family_looks_alike_in_other_colours() -> None:
    stripes = draw_design(Design("tall bellied vase", "stripes", "terracotta"), "front")
    other_colour = draw_design(Design("tall bellied vase", "stripes", "midnight"), "front")
    other_shape = draw_design(Design("silk square", "floral", "terracotta"), "front")

    assert _difference(stripes, other_colour) > 3
    assert _difference(stripes, other_colour) < _difference(stripes, other_shape)


def test_drawing_twice_gives_the_same_pixels() -> None:
    product = demo_products()[0]
    for picture in product.pictures:
        first = draw_picture(product, picture)
        tile.cache_clear()
        assert draw_picture(product, picture).tobytes() == first.tobytes()


def test_a_fresh_process_draws_the_same_pixels_without_django() -> None:
    script = (
        "import sys, zlib; from demo.catalogue import demo_products, draw_picture;"
        "p = demo_products()[100];"
        "print(zlib.crc32(draw_picture(p, p.pictures[0]).tobytes()), 'django' in sys.modules)"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
        ).stdout
        for _ in range(2)
    }

    assert len(answers) == 1
    assert answers.pop().split()[1] == "False"


@pytest.mark.parametrize("name", sorted(set(PATTERNS) - {"plain"}))
def test_patterns_repeat_without_a_seam(name: str) -> None:
    packed = tile(name, "terracotta", 256)
    pixels = packed.view(np.uint8).reshape(256, 256, 4)[..., :3].astype(float)
    steps_down = np.abs(np.diff(pixels, axis=0, append=pixels[:1])).mean(axis=(1, 2))
    steps_right = np.abs(np.diff(pixels, axis=1, append=pixels[:, :1])).mean(axis=(0, 2))

    assert pixels.std() > 5
    for steps in (steps_down, steps_right):
        assert steps[-1] <= steps[:-1].max() * 1.3 + 1
