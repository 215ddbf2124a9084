"""What is suggested for a look: other kinds, one of each, in the same style."""

from __future__ import annotations

import pytest

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from recommendations.looks.suggesting import suggest
from tests.factories import CategoryFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(plain_space: EmbeddingSpace, make_product, embed) -> dict[str, Product]:
    """Red and blue things of three kinds, and two more red mugs."""
    kinds = {kind: CategoryFactory.create(slug=kind) for kind in ("vases", "mugs", "rugs")}
    made = {
        f"{colour} {kind}": make_product(colour, name=f"{colour} {kind}", category=kinds[kind])
        for colour in ("red", "navy")
        for kind in kinds
    }
    made["red mug 2"] = make_product("red", name="red mug 2", category=kinds["mugs"])
    embed()
    return made


def names(*products: Product, limit: int = 12) -> list[str]:
    return [each.product.name for each in suggest(products, limit=limit)]


def test_one_of_each_other_kind_comes_before_the_next_of_one(shop) -> None:
    suggested = names(shop["red vases"])

    assert not [name for name in suggested if name.endswith("vases")]
    assert {name.split()[1].rstrip("s") for name in suggested[:2]} == {"mug", "rug"}
    assert {name.split()[0] for name in suggested[:2]} == {"red"}
    assert len(suggested) == 5


def test_several_products_are_asked_together(shop) -> None:
    assert names(shop["red vases"], shop["red rugs"])[0].startswith("red mug")
    assert {name.split()[1].rstrip("s") for name in names(shop["red vases"], shop["red rugs"])} == {
        "mug"
    }


def test_without_products_nothing_is_suggested(shop) -> None:
    assert names() == []
