"""Filters, and the order in which they are given up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from catalog.models import Category
from catalog.product_filter import RELAX_ORDER, ProductFilter
from embeddings.index.pgvector.search.filter_sql import FilterTexts
from embeddings.index.pgvector.tuning import Tuning

pytestmark = pytest.mark.django_db


def test_filters_are_given_up_one_by_one_in_the_declared_order(category: Category) -> None:
    asked = ProductFilter(
        category_ids=(category.pk,),
        brands=("Alba",),
        price_min=Decimal(5),
        price_max=Decimal(9),
        attributes=(("colour", "red"),),
    )
    steps = list(asked.relaxed())
    assert tuple(name for name, _ in steps) == RELAX_ORDER
    last = asked
    for name, wider in steps:
        assert wider != last, name
        last = wider
    assert last == ProductFilter()


def test_what_was_not_asked_for_is_not_given_up() -> None:
    steps = list(ProductFilter(price_max=Decimal(9), in_stock=False).relaxed())
    assert steps == [("price", ProductFilter(in_stock=False))]
    assert list(ProductFilter().relaxed()) == []


def test_a_band_around_a_price_stays_inside_the_limits(category: Category) -> None:
    around = ProductFilter(price_max=Decimal(105)).priced_around(Decimal(100), Decimal(25))
    assert (around.price_min, around.price_max) == (Decimal(75), Decimal(105))


def test_attributes_alone_or_among_several(make_product) -> None:
    red = make_product(attributes={"colour": "red", "material": "wool"})
    both = make_product(attributes={"colour": ["blue", "red"]})
    make_product(attributes={"colour": "blue"})
    make_product(attributes={})

    def found(*attributes: tuple[str, str]) -> list[str]:
        return sorted(ProductFilter(attributes=attributes).apply().values_list("sku", flat=True))

    assert found(("colour", "red")) == sorted([red.sku, both.sku])
    assert found(("colour", "red"), ("material", "wool")) == [red.sku]
    assert found(("colour", "re")) == []
    assert found(("colour' OR 1=1 --", "red")) == []


def test_all_conditions_hold_together(make_product) -> None:
    rugs = Category.objects.create(name="Rugs", slug="rugs")
    round_rugs = Category.objects.create(name="Round rugs", slug="round", parent=rugs)
    wanted = make_product(category=round_rugs, brand="Alba", price=50)
    make_product(category=round_rugs, brand="Alba", price=500)
    make_product(category=round_rugs, brand="Alba", price=50, stock=0)
    make_product(category=round_rugs, brand="Alba", price=50, is_published=False)
    make_product(brand="Alba", price=50)
    conditions = ProductFilter(
        category_ids=(rugs.pk,), brands=("Alba",), price_min=Decimal(50), price_max=Decimal(50)
    )
    assert list(conditions.apply()) == [wanted]


def test_written_out_they_keep_up_with_the_categories(make_product) -> None:
    rugs = Category.objects.create(name="Rugs", slug="rugs")
    rug = make_product(category=rugs)
    filters = ProductFilter(category_ids=(rugs.pk,), brands=("100 %'s",))

    texts = FilterTexts(Tuning())

    def found() -> list[int]:
        with connection.cursor() as cursor:
            # As the searches do, whose own parameters stand beside it.
            cursor.execute(f"SELECT id FROM ({texts.compile(filters)}) product WHERE id > %s", [0])
            return sorted(pk for (pk,) in cursor.fetchall())

    assert found() == []
    type(rug).objects.update(brand="100 %'s")
    assert found() == [rug.pk]
    child = make_product(
        brand="100 %'s", category=Category.objects.create(name="Round", slug="round", parent=rugs)
    )
    assert found() == sorted([rug.pk, child.pk])
