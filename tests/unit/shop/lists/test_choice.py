"""What an address says is chosen of a list; nonsense counts as absent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import QueryDict

from catalog.categories.tree import CategoryTree
from shop.lists.choice import ListChoice, read_choice


@pytest.mark.parametrize("nonsense", ["NaN", "-NaN", "sNaN", "1e3", "-1", "1_000", "ten", "\0"])
def test_a_price_that_is_none_counts_as_absent(nonsense: str) -> None:
    given = QueryDict(mutable=True)
    given.update({"price_min": nonsense, "price_max": "19,99"})
    assert read_choice(given, tree=CategoryTree([])) == ListChoice(price_max=Decimal("19.99"))


@pytest.mark.parametrize(
    "typed", ["1299", "1.299,00", "1,299.00", "1.299", "1,299", "1\u202f299,00"]
)
def test_a_price_is_read_as_people_write_it(typed: str) -> None:
    given = QueryDict(mutable=True)
    given["price_min"] = typed
    assert read_choice(given, tree=CategoryTree([])).price_min == 1299
