"""Facets against counting by hand: any of several values, and what choosing one leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import product as every_pair

import pytest

from catalog.facets.attributes import count_attributes
from catalog.facets.counting import Facets, count_facets
from catalog.models import Category, Product
from catalog.product_filter import ProductFilter
from tests.factories import CategoryFactory

pytestmark = pytest.mark.django_db

ALL = ProductFilter(in_stock=False)


@pytest.fixture
def shop(make_product: Callable[..., Product]) -> list[Product]:
    """24 products of all sorts, the first of each pair a variant of one of four designs."""
    mugs = CategoryFactory.create(slug="mugs")
    made = []
    for number, (brand, colour) in enumerate(every_pair(("Alba", "Borea", ""), range(8))):
        made.append(
            make_product(
                brand=brand,
                price=Decimal(number * 5),
                stock=number % 3,
                family=f"design-{number % 4}" if number % 2 else "",
                attributes={
                    "colour": ["red", "blue", ["red", "blue"], "Oak, oiled"][colour % 4],
                    "width": [24, 24.5, "24", 30][number % 4],
                    "washable": number % 2 == 0,
                    "code": f"x{number}",
                },
                **({"category": mugs} if number % 5 == 0 else {}),
            )
        )
    return made


CHOICES = [
    ALL,
    ProductFilter(),
    ProductFilter(brands=("Alba", "Borea"), in_stock=False),
    ProductFilter(brands=("Borea",), price_min=Decimal(50), price_max=Decimal(90)),
    ProductFilter(attributes=(("colour", "red"), ("colour", "Oak, oiled")), in_stock=False),
    ProductFilter(attributes=(("colour", "blue"), ("width", "24")), brands=("Alba",)),
    ProductFilter(attributes=(("colour", "no such"),)),
]


def count(chosen: ProductFilter, *, families: bool) -> int:
    rows = chosen.apply().values_list("pk", "family")
    return len({family or pk for pk, family in rows} if families else set(rows))


@pytest.mark.parametrize("families", [False, True])
@pytest.mark.parametrize("chosen", CHOICES)
def test_each_count_is_what_choosing_that_value_alone_would_find(
    shop, category: Category, chosen: ProductFilter, families: bool
) -> None:
    facets = count_facets(Product.objects.published(), chosen, families=families)

    assert facets.total == count(chosen, families=families)
    assert facets.in_stock == count(replace(chosen, in_stock=True), families=families)
    brands = dict(facets.brands)
    for brand in ("Alba", "Borea"):
        assert brands.get(brand, 0) == count(replace(chosen, brands=(brand,)), families=families)
    categories = {slug: n for slug, _name, n in facets.categories}
    for each in Category.objects.all():
        wanted = replace(chosen, category_ids=(each.pk,))
        assert categories.get(each.slug, 0) == count(wanted, families=families)
    for low, high, number in facets.prices:
        band = replace(chosen, price_min=low, price_max=high)
        assert number == count(band, families=families)

    shown = count_attributes(Product.objects.published(), chosen, facets=facets, families=families)
    assert {name for name, _ in chosen.attributes} <= {facet.name for facet in shown}
    assert all(facet.name != "code" for facet in shown)
    for facet in shown:
        others = tuple(pair for pair in chosen.attributes if pair[0] != facet.name)
        for text, number in facet.values:
            alone = replace(chosen, attributes=(*others, (facet.name, text)))
            assert number == count(alone, families=families), (facet.name, text)


def test_numbers_and_yes_and_no_are_meant_by_their_texts(shop) -> None:
    def skus(name: str, *values: str) -> int:
        pairs = tuple((name, value) for value in values)
        return ProductFilter(attributes=pairs, in_stock=False).apply().count()

    assert skus("width", "24") == 12
    assert skus("width", "24", "24.5") == 18
    assert skus("width", "2") == 0
    assert skus("washable", "true") == 12
    assert skus("colour", "Oak, oiled") == 6
    assert skus("width", "9" * 400) == skus("width", "1e999") == skus("width", "NaN") == 0


def test_of_very_many_products_values_come_without_counts(
    shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.facets.attributes.MOST_COUNTED", 12)
    base = Product.objects.published()
    shown = count_attributes(base, ALL, facets=count_facets(base))
    assert {number for facet in shown for _, number in facet.values} == {None}
    assert "colour" in {facet.name for facet in shown}


@pytest.mark.parametrize("odd", [["a", "list"], "text", 7, None, {}, {"deep": {"er": 1}, "": "x"}])
def test_odd_attributes_break_no_list(make_product, odd: object) -> None:
    product = make_product(attributes={"colour": "red"})
    make_product(attributes={"colour": "blue"})
    Product.objects.filter(pk=product.pk).update(attributes=odd if odd is not None else {})
    base = Product.objects.published()
    shown = count_attributes(base, ALL, facets=count_facets(base))
    assert "deep" not in {facet.name for facet in shown}


def test_two_statements_whatever_is_chosen(shop, django_assert_num_queries) -> None:
    for chosen in CHOICES:
        with django_assert_num_queries(2):
            facets = count_facets(Product.objects.published(), chosen)
            count_attributes(Product.objects.published(), chosen, facets=facets)


def test_nothing_is_found_without_asking() -> None:
    assert count_facets(Product.objects.none()).total == 0
    assert count_attributes(Product.objects.none(), ALL, facets=Facets()) == []
