"""A shopper's conditions as Milvus reads them: never narrower, and nothing to be quoted."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.product_filter import ProductFilter
from embeddings.index.milvus.filter_expression import MAX_LISTED, filter_expression
from embeddings.index.milvus.keys import attribute_key, text_key

NO_CONDITION = ProductFilter(in_stock=False)


def test_without_conditions_all_that_is_published_may_be_found() -> None:
    assert filter_expression(NO_CONDITION) == "published == true"
    assert filter_expression(ProductFilter()) == "published == true and stock > 0"


def test_each_condition_asks_for_its_own_field() -> None:
    where = ProductFilter(
        category_ids=(7, 3),
        brands=("Alba",),
        price_min=Decimal("10.001"),
        price_max=Decimal("20.009"),
        only_ids=frozenset({5, 4}),
        of_categories=frozenset({9}),
        not_of_categories=frozenset({2, 1}),
        attributes=(("colour", "red"), ("colour", "blue"), ("size", "24")),
        in_stock=False,
    )
    colours = sorted([0, attribute_key("colour", "red"), attribute_key("colour", "blue")])
    assert str(filter_expression(where)).split(" and ") == [
        "published == true",
        "category in [9]",
        "product_id in [4, 5]",
        f"brand_key in [{text_key('Alba')}]",
        "category not in [1, 2]",
        "array_contains_any(category_path, [0, 3, 7])",
        f"array_contains_any(attribute_keys, {colours})",
        f"array_contains_any(attribute_keys, [0, {attribute_key('size', '24')}])",
        "price >= 1001",
        "price <= 2000",
    ]


@pytest.mark.parametrize(
    "where", [ProductFilter(only_ids=frozenset()), ProductFilter(of_categories=frozenset())]
)
def test_what_nothing_can_meet_is_not_asked(where) -> None:
    assert filter_expression(where) is None


def test_a_list_too_long_for_a_message_is_left_to_postgresql() -> None:
    where = ProductFilter(only_ids=frozenset(range(MAX_LISTED + 1)), in_stock=False)
    assert filter_expression(where) == "published == true"


@settings(max_examples=40)
@given(st.text(), st.text(), st.decimals(allow_nan=False))
def test_no_text_and_no_price_gets_into_the_expression(brand, value, price) -> None:
    where = ProductFilter(
        brands=(brand,), attributes=((brand, value),), price_min=price, price_max=price
    )
    expression = str(filter_expression(where))
    assert re.fullmatch(r"[a-z_0-9 ()\[\],=<>-]+", expression)
    assert all(abs(int(number)) < 2**63 for number in re.findall(r"-?\d+", expression))


@given(st.decimals(0, 10**7, places=2), st.decimals(0, 10**7, places=4))
def test_prices_are_compared_as_they_are(price, bound) -> None:
    cents = int(price * 100)
    least = str(filter_expression(ProductFilter(price_min=bound, in_stock=False)))
    most = str(filter_expression(ProductFilter(price_max=bound, in_stock=False)))
    assert (cents >= int(least.split()[-1])) == (price >= bound)
    assert (cents <= int(most.split()[-1])) == (price <= bound)
