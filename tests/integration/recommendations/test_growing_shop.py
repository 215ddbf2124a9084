"""While a shop is being filled, a product that has look-alikes shows them at every size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.tasks import tend_spaces
from recommendations.request.question import SearchOptions
from recommendations.similar import similar_products
from tests.factories import CategoryFactory, ProductFactory
from tests.pictures import encode

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = (10, 50, 100)
FIRST = 4
# Corners of a silhouette, in hundredths of the picture's side.
SILHOUETTES = {
    "vases": ((40, 20), (60, 20), (55, 40), (70, 70), (60, 85), (40, 85), (30, 70), (45, 40)),
    "chairs": ((30, 15), (36, 15), (36, 50), (70, 50), (70, 85), (64, 85), (64, 58), (30, 85)),
    "hats": ((15, 70), (35, 65), (38, 35), (62, 35), (65, 65), (85, 70), (85, 75), (15, 75)),
    "lamps": ((50, 15), (75, 45), (53, 45), (53, 80), (65, 85), (35, 85), (47, 80), (25, 45)),
    "bags": ((25, 45), (40, 45), (45, 25), (55, 25), (60, 45), (75, 45), (80, 85), (20, 85)),
}


def draw(kind: str, number: int) -> bytes:
    """Something of a kind, a little different each time, in a colour that says nothing of it."""
    dice = np.random.default_rng([number, *kind.encode()])
    side = 256
    image = Image.new("RGB", (side, side), "white")
    corners = np.array(SILHOUETTES[kind]) + dice.normal(0, 2.5, (len(SILHOUETTES[kind]), 2))
    colour = f"hsl({dice.integers(360)}, 70%, {dice.integers(30, 60)}%)"
    ImageDraw.Draw(image).polygon([tuple(each) for each in corners * side / 100], fill=colour)
    return encode(image)


def add(number: int) -> None:
    kind = list(SILHOUETTES)[number % len(SILHOUETTES)]
    product = ProductFactory.create(
        sku=f"{kind}-{number}", category=CategoryFactory.create(slug=kind)
    )
    for view in range(2):
        add_picture(product, validate_picture(draw(kind, 2 * number + view)))


def own_kind(product: Product, **options: Any) -> list[int]:
    answer = similar_products(product, SearchOptions(limit=48, **options))
    assert answer.complete
    return [each.product_id for each in answer.results if each.category_id == product.category_id]


def test_look_alikes_are_shown_from_the_first_pictures_on(
    plain_space: EmbeddingSpace, embed: Callable[[], int]
) -> None:
    products = 0
    for size in PICTURES:
        while 2 * products < size:
            add(products)
            products += 1
        embed()
        tend_spaces()
        space = EmbeddingSpace.objects.live()
        assert space is not None
        assert space.scales.pictures == size, "learnt anew as the shop grows"
        kept = there = 0
        for product in Product.objects.order_by("pk"):
            kin = own_kind(product, min_match=0, by_score=True)[:FIRST]
            shown = own_kind(product)
            assert not kin or shown, f"{product.sku} of {size} pictures shows nothing"
            there += len(kin)
            kept += len(set(kin) & set(shown))
        assert kept >= 0.95 * there, f"{kept} of {there} are kept among {size} pictures"
    strangers = [
        each
        for product in Product.objects.all()
        for each in similar_products(product, SearchOptions(limit=FIRST)).results
        if each.category_id != product.category_id
    ]
    assert len(strangers) < 0.05 * FIRST * products, "kinds are known by now"
