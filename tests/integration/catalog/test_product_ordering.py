"""The orders of product lists, and variants of one design."""

from __future__ import annotations

import pytest

from catalog.models import Product
from catalog.product_ordering import ProductOrdering


@pytest.mark.parametrize(
    ("ordering", "names"),
    [
        ("name", "ABCD"),
        ("-name", "DCBA"),
        ("price", "CADB"),
        ("-price", "BDAC"),
        ("newest", "DCBA"),
    ],
)
def test_each_order_settles_ties_the_same_way_every_time(make_product, ordering, names) -> None:
    for name, price in (("A", 5), ("B", 9), ("C", 1), ("D", 5)):
        make_product(name=name, price=price)

    found = Product.objects.sorted_by(ProductOrdering(ordering))

    assert "".join(product.name for product in found) == names


def test_a_family_is_its_published_variants_by_name(make_product) -> None:
    red = make_product(name="Mug, red", family="mug")
    blue = make_product(name="Mug, blue", family="mug")
    make_product(name="Mug, grey", family="mug", is_published=False)
    alone = make_product(name="Vase")

    assert list(Product.objects.family_of(red)) == [blue, red]
    assert list(Product.objects.family_of(alone)) == []
