"""Suggestions while somebody types: products, categories, words, by indexes alone."""

from __future__ import annotations

import pytest
from django.db import connection

from catalog.search.suggestions import suggest
from catalog.vocabulary.past import add_searches
from tests.factories import CategoryFactory


@pytest.fixture
def shelf(make_product) -> None:
    home = CategoryFactory.create(slug="home", name="Home")
    mugs = CategoryFactory.create(slug="mugs", name="Mugs and cups", parent=home)
    CategoryFactory.create(slug="mules", name="Mules")  # empty
    make_product("red", name="Mug Alba", category=mugs)
    make_product(name="Mug Nora, blue", category=mugs)
    make_product(name="Café set", category=mugs)
    make_product(name="Muslin", category=home, is_published=False)


def test_products_categories_and_words_that_begin_so(shelf, django_assert_num_queries) -> None:
    with django_assert_num_queries(6):
        found = suggest("mu")
    assert [card.name for card in found.products][:2] == ["Mug Alba", "Mug Nora, blue"]
    assert found.products[0].cover
    assert [each.slug for each in found.categories] == ["mugs"]
    assert found.words == ["mug", "mugs"]
    assert suggest("caf").words == ["café"]


def test_the_last_word_goes_on_with_what_is_there_beside_the_others(shelf) -> None:
    found = suggest("mug n")
    assert found.words == ["mug nora"]
    assert [card.name for card in found.products] == ["Mug Nora, blue"]
    assert suggest("mug nora ").words == []


def test_what_many_searched_for_comes_first_and_what_one_did_stays_theirs(shelf) -> None:
    add_searches({"mug for tea": 3, "mug for jane": 1})
    add_searches({"mug for tea": 1})
    assert suggest("mug").words == ["mug for tea", "mug", "mugs"]


@pytest.mark.parametrize("typed", ["", " ", "'", "zebra", "\0", "x" * 500, "%", "\\"])
def test_nothing_is_no_error(db, typed) -> None:
    found = suggest(typed)
    assert (found.words, found.categories, found.products) == ([], [], [])


def test_words_and_products_are_read_by_their_indexes(shelf) -> None:
    asked = []

    def keep(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        suggest("mu")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("DROP INDEX product_facets")  # for a few rows as cheap, for many it is not
        plans = []
        for sql, params in asked:
            cursor.execute("EXPLAIN " + sql, params)
            plans.append("\n".join(row[0] for row in cursor))
    of_words = next(plan for plan in plans if "catalog_word" in plan and "Group" in plan)
    assert "Index Cond: ((word ~>=~" in of_words
    of_products = next(plan for plan in plans if "product_search" in plan)
    assert "Seq Scan" not in of_products


def test_neighbours_that_are_one_word_elsewhere_are_offered_as_one(make_product) -> None:
    make_product(name="Blue T-shirt, crème")
    make_product(name="Blue table lamp")

    assert suggest("blue tsh").words == ["blue tshirt"]
    assert suggest("blue cre").words == ["blue crème"]
    assert suggest("blue tab").words == ["blue table"]
