from __future__ import annotations

import io

import pytest
from PIL import Image

from catalog.images.renditions import RENDITION_WIDTHS, original_name, rendition_name, renditions

NAME = "products/ab/abcd.jpg"


@pytest.mark.parametrize("size", [(2048, 1024), (500, 900), (100, 80), (2048, 3)])
def test_every_width_is_drawn_and_none_enlarged(size) -> None:
    drawn = renditions(Image.new("RGB", size, "teal"))
    assert tuple(drawn) == RENDITION_WIDTHS
    for width, data in drawn.items():
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert image.width == min(width, size[0])
        assert abs(image.height - max(1, size[1] * image.width / size[0])) <= 1


@pytest.mark.parametrize(
    ("width", "name"),
    [
        (1, "products/ab/abcd-160.jpg"),
        (160, "products/ab/abcd-160.jpg"),
        (161, "products/ab/abcd-480.jpg"),
        (960, "products/ab/abcd-960.jpg"),
        (961, NAME),
    ],
)
def test_name_of_the_next_larger_rendition(width, name) -> None:
    assert rendition_name(NAME, width) == name


def test_name_of_the_original() -> None:
    assert original_name(NAME) == NAME
    assert {original_name(rendition_name(NAME, width)) for width in RENDITION_WIDTHS} == {NAME}
    assert original_name("products/ab/abcd-161.jpg") == "products/ab/abcd-161.jpg"
