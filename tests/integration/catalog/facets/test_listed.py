"""Facets are counted once for each state of the catalogue, and exactly where few are left."""

from __future__ import annotations

import pytest

from catalog.facets.listed import count_found, list_facets
from catalog.models import Product
from catalog.product_filter import ProductFilter
from tests.factories import CategoryFactory

pytestmark = pytest.mark.django_db
ALL = ProductFilter(in_stock=False)


def test_what_was_counted_holds_until_something_changes(
    make_product, django_assert_num_queries
) -> None:
    for brand in ("Ada", "Bob"):
        make_product(brand=brand, attributes={"colour": "red"})
    base = Product.objects.published()

    with django_assert_num_queries(3):
        first = list_facets(base, ALL)
    with django_assert_num_queries(1):
        assert list_facets(base.order_by("price"), ALL) is first
    assert [count_found(base), count_found(base.filter(brand="Ada"))] == [2, 1]
    with django_assert_num_queries(2):
        assert [count_found(base), count_found(base.filter(brand="Ada"))] == [2, 1]
    chosen = ProductFilter(brands=("Ada",), in_stock=False)
    assert list_facets(base, chosen).total == 1
    assert list_facets(base.filter(brand="Bob"), chosen).total == 0
    Product.objects.filter(brand="Ada").update(is_published=False)
    assert (list_facets(base, ALL).total, list_facets(base, chosen).total) == (1, 0)
    assert list_facets(base.none(), ALL).total == count_found(base.none()) == 0


def test_variants_and_products_are_counted_apart(make_product) -> None:
    for _ in range(3):
        make_product(family="f")
    base = Product.objects.published()
    assert (list_facets(base, ALL).total, list_facets(base, ALL, families=True).total) == (3, 1)


def test_attributes_of_few_products_are_counted_however_many_others_there_are(
    make_product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.facets.attributes.MOST_COUNTED", 4)
    mugs = CategoryFactory.create(slug="mugs")
    for number in range(12):
        of_few = {"category": mugs} if number < 4 else {}
        make_product(attributes={"colour": ["red", "blue"][number // 2 % 2]}, **of_few)
    base = Product.objects.published()

    narrow = list_facets(base, ProductFilter(category_ids=(mugs.pk,), in_stock=False))
    (colour,) = narrow.attributes
    assert sorted(colour.values) == [("blue", 2), ("red", 2)]
    (colour,) = list_facets(base, ALL).attributes
    assert {count for _value, count in colour.values} == {None}
