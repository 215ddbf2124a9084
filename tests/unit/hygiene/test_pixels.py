"""What is measured of pixels: how wide edges are, and the colours of the thing."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFilter

from hygiene.measuring.sharpness import edge_width
from hygiene.measuring.thing_colours import thing_colours


def thing(colour: str, *, ground: str = "white") -> Image.Image:
    image = Image.new("RGB", (512, 512), ground)
    ImageDraw.Draw(image).ellipse((120, 120, 390, 390), fill=colour)
    return image


@pytest.mark.parametrize(("radius", "low", "high"), [(0, 1, 3), (2, 4, 7), (4, 8, 13)])
def test_an_edge_is_as_wide_as_it_was_blurred(radius, low, high) -> None:
    width = edge_width(thing("navy").filter(ImageFilter.GaussianBlur(radius)))
    assert low <= width <= high  # 2.5 px for each px of the radius


def test_where_there_is_no_edge_none_is_measured() -> None:
    assert edge_width(Image.new("RGB", (512, 512), "grey")) is None
    assert edge_width(Image.new("RGB", (20, 20), "grey")) is None


@pytest.mark.parametrize(
    ("drawn", "named"),
    [
        ("red", "red"),
        ("darkorange", "orange"),
        ("gold", "yellow"),
        ("green", "green"),
        ("teal", "green"),
        ("blue", "blue"),
        ("navy", "blue"),
        ("purple", "purple"),
        ("hotpink", "pink"),
        ("saddlebrown", "brown"),
        ("black", "black"),
        ("gray", "grey"),
        ("tan", "beige"),
    ],
)
def test_the_colour_is_that_of_the_thing(drawn, named) -> None:
    for ground in ("white", "lightyellow"):
        colours = thing_colours(thing(drawn, ground=ground))
        assert max(colours, key=colours.__getitem__) == named


def test_before_a_busy_background_no_colour_is_told() -> None:
    image = thing("red")
    pen = ImageDraw.Draw(image)
    for number in range(0, 512, 64):  # a tiled wall
        pen.rectangle((number, 0, number + 31, 40), fill="navy")
        pen.rectangle((number, 470, number + 31, 511), fill="navy")
        pen.rectangle((0, number, 40, number + 31), fill="navy")
        pen.rectangle((470, number, 511, number + 31), fill="navy")
    assert thing_colours(image) == {}
    assert thing_colours(thing("white")) == {}  # white on white: its shadow is no colour of its
