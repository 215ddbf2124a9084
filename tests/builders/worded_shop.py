"""A small shop whose words are true: trays and plates in six colours, said so in its texts."""

from __future__ import annotations

from collections.abc import Iterator
from colorsys import hls_to_rgb
from functools import cache
from itertools import product as each_of

import numpy as np

from catalog.models import Product, ProductImage
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import SpaceEncoder, resolve_recipe
from embeddings.spaces.lifecycle import create_space
from tests.builders.spaces import store_vectors
from tests.factories import CategoryFactory, PictureFactory
from tests.pictures import draw

HUES = {"red": 0.0, "yellow": 0.15, "green": 0.33, "turquoise": 0.5, "blue": 0.63, "pink": 0.87}
KINDS = {"Tray": "rectangle", "Plate": "ellipse"}
LINES = ("Alba", "Borea", "Celadon", "Dune", "Ember")
RECIPE = "hog+lab_color"


def make_worded_shop() -> list[Product]:
    """Sixty products without pictures; the sizes of their attributes are given away by turns.

    Each is a family of its own, so that who is held out with whom does not go by ids.
    """
    made = []
    for place, (kind, colour, number, line) in enumerate(_articles()):
        shelf = CategoryFactory.create(slug=f"{kind}s".lower(), name=f"{kind}s")
        sku = f"{kind}-{colour}-{number}"
        made.append(
            Product.objects.create(
                sku=sku,
                slug=sku.lower(),
                family=sku,
                name=f"{line} {kind.lower()}, {colour}",
                category=shelf,
                price=10 + number,
                stock=3,
                attributes={"Colour": colour.title(), "size": "SML"[place % 3]},
            )
        )
    return made


def draw_pictures(products: list[Product]) -> None:
    """A picture for each of them, through the door that every picture comes in by."""
    for product, (kind, colour, number, _) in zip(products, _articles(), strict=True):
        PictureFactory.create(product=product, colour=_shade(colour, number), shape=KINDS[kind])


def stock_worded_shop() -> EmbeddingSpace:
    """The same shop with the vectors that a worker would have stored, in a live space."""
    space = create_space(RECIPE)
    images = ProductImage.objects.bulk_create(
        ProductImage(product=product, image=f"{product.sku}.jpg", width=1, height=1,
                     sha256=product.sku)
        for product in make_worded_shop()
    )  # fmt: skip
    features, vectors = _described()
    store_vectors(space, images, vectors, features)
    return space


def _articles() -> Iterator[tuple[str, str, int, str]]:
    for kind, colour, (number, line) in each_of(KINDS, HUES, enumerate(LINES)):
        yield kind, colour, number, line


def _shade(colour: str, number: int) -> str:
    rgb = hls_to_rgb(HUES[colour], 0.42 + 0.04 * number, 0.8)
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


@cache
def _described() -> tuple[np.ndarray, np.ndarray]:
    encoder = SpaceEncoder(resolve_recipe(RECIPE, {}))
    pictures = [
        draw(_shade(colour, number), shape=KINDS[kind]) for kind, colour, number, _ in _articles()
    ]
    features = encoder.encode(pictures)
    return features, encoder.compose(features)
