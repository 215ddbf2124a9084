"""Colours of the product, not of the backdrop."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from embeddings.pipeline.encoders.lab_color import lab_color, to_lab


def product(colour: str, *, backdrop: str = "white", margin: int = 60) -> Image.Image:
    image = Image.new("RGB", (300, 300), backdrop)
    ImageDraw.Draw(image).rectangle((margin, margin, 300 - margin, 300 - margin), fill=colour)
    return image


def likeness(a: Image.Image, b: Image.Image) -> float:
    return float(lab_color(a) @ lab_color(b))


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [  # Lindbloom's calculator, sRGB and D65
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 255, 0), (87.73, -86.18, 83.18)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
        ((119, 119, 119), (50.03, 0, 0)),
        ((8, 8, 8), (2.19, 0, 0)),
    ],
)
def test_lab_values_are_the_published_ones(rgb, lab) -> None:
    assert to_lab(np.array([[rgb]], np.uint8))[0, 0] == pytest.approx(lab, abs=0.15)


def test_every_picture_gives_a_unit_vector(scene) -> None:
    for image in (scene(1), Image.new("RGB", (1, 1)), Image.new("RGB", (3000, 1), "white")):
        features = lab_color(image)
        assert features.shape == (294,)
        assert features.dtype == np.float32
        assert np.linalg.norm(features) == pytest.approx(1, abs=1e-5)


def test_the_backdrop_counts_little() -> None:
    assert likeness(product("teal"), product("teal", backdrop="black")) > 0.8
    assert likeness(product("teal"), product("firebrick")) < 0.3


def test_a_small_product_is_still_seen_by_its_colour() -> None:
    assert likeness(product("teal"), product("teal", margin=110)) > 0.8


def test_white_on_white_is_white() -> None:
    white = product("white")
    assert likeness(white, Image.new("RGB", (300, 300), "white")) > 0.99
    assert likeness(white, product("black")) < 0.5


def test_near_colours_are_nearer_than_far_ones() -> None:
    red = product("#c82020")
    alike = [likeness(red, product(c)) for c in ("#c02828", "#e05030", "#e0a030", "#2030c0")]
    assert alike == sorted(alike, reverse=True)
    assert alike[0] > 0.9
    assert alike[-1] < 0.2


def test_vivid_colours_stay_apart() -> None:
    vivid = ["red", "lime", "blue", "yellow", "magenta", "cyan"]
    for i, one in enumerate(vivid):
        assert (
            max(likeness(product(one), product(other)) for other in vivid[i + 1 :] or ["black"])
            < 0.6
        )


def test_small_shifts_and_other_sizes_change_little(scene) -> None:
    shifted = scene(1).transform((400, 300), Image.Transform.AFFINE, (1, 0, 5, 0, 1, 5))
    assert likeness(scene(1), shifted) > 0.95
    assert likeness(scene(1), scene(1).resize((120, 90), Image.Resampling.LANCZOS)) > 0.97
    assert likeness(scene(1), scene(2)) < 0.95


def test_a_busy_border_is_no_backdrop(scene) -> None:
    busy = scene(5)
    framed = busy.crop((20, 20, 380, 280))
    assert likeness(busy, framed) > 0.9
