"""Pictures in every width, with their place kept free."""

from __future__ import annotations

import re
from collections.abc import Callable

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from shop.markup.picture import picture_markup


def attributes(html: str) -> dict[str, str]:
    return dict(re.findall(r'([a-z-]+)="([^"]*)"', html[html.index("<img") :]))


def widths(html: str) -> list[int]:
    return [int(width) for width in re.findall(r" (\d+)w", attributes(html)["srcset"])]


def test_a_large_picture_is_offered_in_every_width(
    make_product, picture: Callable[..., bytes]
) -> None:
    image = add_picture(make_product(), validate_picture(picture("red", size=1200)))

    html = picture_markup(image, "50vw")

    assert widths(html) == [160, 480, 960]
    shown = attributes(html)
    assert (shown["width"], shown["height"], shown["sizes"]) == ("1200", "1200", "50vw")
    assert (shown["src"], shown["loading"]) == (image.url_at(480), "lazy")
    assert image.url_at(160).startswith("/media/products/")
    assert attributes(picture_markup(image, "50vw", eager=True))["fetchpriority"] == "high"
    assert "<picture>" not in html


def test_avif_is_offered_once_it_is_drawn(make_product) -> None:
    image = make_product("red").cover
    image.placeholder = "#aa0000"

    html = picture_markup(image, "50vw")

    first, second = image.avif_at(160), image.avif_at(480)
    source = f'<source type="image/avif" srcset="{first} 160w, {second} 320w" sizes="50vw">'
    assert html.startswith(f"<picture>{source}<img ")
    assert attributes(html)["data-placeholder"] == "#aa0000"
    image.placeholder = "-"
    assert picture_markup(image, "50vw").startswith("<img ")


def test_a_small_picture_is_not_announced_wider_than_it_is(make_product) -> None:
    image = make_product("red").cover  # 320 px

    assert widths(picture_markup(image, "50vw")) == [160, 320]


def test_what_is_said_in_place_of_a_picture(make_product) -> None:
    image = make_product("red", name='Round "vase"').cover

    assert attributes(picture_markup(image, "50vw"))["alt"] == "Round &quot;vase&quot;"
    assert attributes(picture_markup(image, "50vw", alt=""))["alt"] == ""
    image.alt = "A vase from above"
    assert attributes(picture_markup(image, "50vw"))["alt"] == "A vase from above"
