"""How a shopper may sort a list of products, and what becomes of nonsense."""

from __future__ import annotations

import pytest

from catalog.product_ordering import ProductOrdering
from shop.forms.product_list import ProductListForm


@pytest.mark.parametrize(
    ("asked", "ordering"),
    [
        ({}, ProductOrdering.NEWEST),
        ({"sort": "price"}, ProductOrdering.CHEAPEST),
        ({"sort": "-price"}, ProductOrdering.DEAREST),
        ({"sort": "password"}, ProductOrdering.NEWEST),
        ({"sort": "\0"}, ProductOrdering.NEWEST),
    ],
)
def test_there_are_three_orders_and_a_fall_back_on_the_first(asked, ordering) -> None:
    assert ProductListForm(asked).ordering is ordering
