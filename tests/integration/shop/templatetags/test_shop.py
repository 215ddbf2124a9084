"""Pictures in every width, with their place kept free."""

from __future__ import annotations

import re
from collections.abc import Callable

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from shop.templatetags.shop import picture as picture_tag


def widths(shown: dict) -> list[int]:
    return [int(width) for width in re.findall(r" (\d+)w", shown["srcset"])]


def test_a_large_picture_is_offered_in_every_width(
    make_product, picture: Callable[..., bytes]
) -> None:
    image = add_picture(make_product(), validate_picture(picture("red", size=1200)))

    shown = picture_tag(image, "50vw")

    assert widths(shown) == [160, 480, 960]
    assert (shown["width"], shown["height"]) == (1200, 1200)


def test_a_small_picture_is_not_announced_wider_than_it_is(make_product) -> None:
    image = make_product("red").cover  # 320 px

    assert widths(picture_tag(image, "50vw")) == [160, 320]


def test_what_is_said_in_place_of_a_picture(make_product) -> None:
    image = make_product("red", name="Round vase").cover

    assert picture_tag(image, "50vw")["alt"] == "Round vase"
    assert picture_tag(image, "50vw", alt="")["alt"] == ""
    image.alt = "A vase from above"
    assert picture_tag(image, "50vw")["alt"] == "A vase from above"
