"""Covers: the newest product's picture, looked up for what is shown and for nothing else."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client

from catalog.categories import covers
from catalog.categories.covers import find_covers
from catalog.models import Category, Product, ProductImage


@pytest.fixture
def many(make_product) -> list[int]:
    """A hundred categories of a product with a picture each; their ids."""
    image = make_product("red").images.get()
    made = Category.objects.bulk_create(
        Category(name=f"Category {n}", slug=f"category-{n}") for n in range(100)
    )
    products = Product.objects.bulk_create(
        Product(sku=f"M-{n}", slug=f"m-{n}", name=f"M {n}", category=each, price=1)
        for n, each in enumerate(made)
    )
    ProductImage.objects.bulk_create(
        ProductImage(product=each, image=image.image.name, width=320, height=320)
        for each in products
    )
    return [category.pk for category in made]


def test_the_cover_of_the_newest_published_product(make_product, category: Category) -> None:
    make_product("red")
    newest = make_product("blue", "green")
    make_product()  # without a picture
    make_product("gold", is_published=False)

    covers = find_covers([[category.pk]])

    assert covers == {0: newest.cover and Product.objects.filter(pk=newest.pk).cards()[0].cover}


def test_the_first_category_of_a_subtree_that_has_one(make_product, category: Category) -> None:
    empty = Category.objects.create(name="Empty", slug="empty")
    other = Category.objects.create(name="Other", slug="other")
    make_product("red")
    newer = make_product("blue", category=other)

    covers = find_covers([[empty.pk], [empty.pk, other.pk, category.pk], []])

    assert {number: picture.pk for number, picture in covers.items()} == {1: newer.cover.pk}
    assert covers[1].description == newer.name


def test_only_so_many_as_asked_for(many) -> None:
    assert list(find_covers([[pk] for pk in many], limit=3)) == [0, 1, 2]


def _most_loops(plan: dict, table: str) -> int:
    own = plan["Actual Loops"] if plan.get("Relation Name") == table else 0
    return max([own, *(_most_loops(below, table) for below in plan.get("Plans", []))])


@pytest.mark.parametrize(("limit", "looks"), [(3, 3), (None, 100)])
def test_no_more_categories_are_looked_at_than_shown(
    many, monkeypatch: pytest.MonkeyPatch, limit, looks
) -> None:
    plans = []

    def explain(sql, params):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
            (told,) = cursor.fetchone()
        plans.append((told if isinstance(told, list) else json.loads(told))[0]["Plan"])
        return []

    monkeypatch.setattr(covers, "fetch_prepared", explain)
    find_covers([[pk] for pk in many], limit=limit)

    assert _most_loops(plans[0], "catalog_product") == looks


def test_a_page_without_tiles_looks_no_cover_up(many, client: Client) -> None:
    asked = []

    def wrapper(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        assert client.get("/c/category-7/").status_code == 200
    assert not [sql for sql in asked if "cover" in sql]
