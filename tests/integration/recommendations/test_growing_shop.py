"""While a shop is being filled, a product that has look-alikes shows them at every size."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import Product
from demo.catalogue import DemoProduct, demo_products
from demo.catalogue.files import draw_files
from embeddings.models import EmbeddingSpace
from embeddings.tasks import tend_spaces
from recommendations.request.question import SearchOptions
from recommendations.similar import similar_products
from tests.factories import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = (10, 50, 100)
FIRST = 4


def add(drawn: DemoProduct) -> int:
    """A product of the demo's catalogue in the shop; how many pictures it has."""
    category = CategoryFactory.create(slug=drawn.category_slug)
    product = ProductFactory.create(sku=drawn.sku, category=category, family=drawn.family)
    files = draw_files(drawn)
    for file in files:
        add_picture(product, validate_picture(file))
    return len(files)


def own_kind(product: Product, options: SearchOptions) -> list[int]:
    answer = similar_products(product, options)
    assert answer.complete
    return [each.product_id for each in answer.results if each.category_id == product.category_id]


def test_look_alikes_are_shown_from_the_first_pictures_on(
    plain_space: EmbeddingSpace, embed: Callable[[], int]
) -> None:
    pictures, catalogue = 0, iter(demo_products())
    for size in PICTURES:
        while pictures < size:
            pictures += add(next(catalogue))
        embed()
        tend_spaces()
        space = EmbeddingSpace.objects.live()
        assert space is not None
        assert space.scales.pictures == pictures
        kept = there = 0
        for product in Product.objects.order_by("pk"):
            kin = own_kind(product, SearchOptions(limit=48, min_match=0, by_score=True))[:FIRST]
            shown = own_kind(product, SearchOptions(limit=48))
            assert not kin or shown, f"{product.sku} of {size} pictures shows nothing"
            there += len(kin)
            kept += len(set(kin) & set(shown))
        assert kept >= 0.95 * there, f"{kept} of {there} are kept among {size} pictures"


def test_strangers_stay_away_once_kinds_are_known(
    plain_space: EmbeddingSpace, embed: Callable[[], int]
) -> None:
    for drawn in demo_products()[::4][:60]:
        add(drawn)
    embed()
    tend_spaces()
    strangers = places = 0
    for product in Product.objects.order_by("pk"):
        for each in similar_products(product).results:
            places += each.calibrated_score is not None
            strangers += each.same_kind is False
    assert strangers < 0.2 * places
