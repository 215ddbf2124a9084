"""The answer is complete and right: equal to brute force, through the index and without it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Category, Product
from catalog.querysets import ProductQuerySet
from embeddings.index.pgvector import build as index
from embeddings.index.pgvector import chooser as nearest
from embeddings.index.pgvector.build import build_index
from embeddings.index.pgvector.chooser import nearest_products
from embeddings.index.pgvector.search import Asked, ask_with_pictures, ask_with_vectors, walk_index
from embeddings.models import ImageEmbedding

pytestmark = pytest.mark.django_db(transaction=True)

FILTERS: dict[str, Callable[[], ProductQuerySet]] = {
    "all": lambda: Product.objects.published(),
    "in stock": lambda: Product.objects.published().in_stock(),
    "category": lambda: Product.objects.published().in_category(Category.objects.get(slug="home")),
    "price band": lambda: Product.objects.published().priced(at_least=50, at_most=120),
    "brand": lambda: Product.objects.published().filter(brand="Alba"),
    "seven products": lambda: Product.objects.published().priced(at_most=8),
    "nothing": lambda: Product.objects.none(),
}


def ask(shelf, queries, eligible, **options) -> list[int]:
    """The nearest products to vectors."""
    return answer(shelf, with_vectors(shelf, queries), eligible, **options)


def answer(shelf, asked, eligible, *, limit=12, narrow=False) -> list[int]:
    found = nearest_products(
        asked, space=shelf.space, eligible=eligible, limit=limit, narrow=narrow
    )
    return [near.product_id for near in found]


def with_vectors(shelf, queries) -> Asked:
    return ask_with_vectors(np.atleast_2d(queries).astype(np.float32), space=shelf.space)


@pytest.fixture
def explain():
    """The plan of the last vector query of a call."""

    def plan_of(call) -> str:
        with CaptureQueriesContext(connection) as captured:
            call()
        (sql, *_) = [q["sql"] for q in captured if "<=>" in q["sql"]]
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + sql.replace("%", "%%"))
            return "\n".join(row[0] for row in cursor.fetchall())

    return plan_of


@pytest.mark.parametrize("narrow", [False, True], ids=["said to be wide", "said to be narrow"])
@pytest.mark.parametrize("indexed", [False, True], ids=["exact", "index"])
@pytest.mark.parametrize("name", FILTERS)
def test_the_answer_equals_brute_force(make_shelf, monkeypatch, name, indexed, narrow):
    shelf = make_shelf(300)
    if indexed:
        build_index(shelf.space)
        # Small as this shelf is, let the index answer whatever the filter.
        monkeypatch.setattr(nearest, "EXACT_BELOW_PRODUCTS", 0)
    eligible = FILTERS[name]()
    ids = set(eligible.values_list("pk", flat=True))
    for image, query in zip(shelf.images[:15].tolist(), shelf.vectors, strict=False):
        for asked in (ask_with_pictures([image], space=shelf.space), with_vectors(shelf, query)):
            found = answer(shelf, asked, eligible, narrow=narrow)
            assert len(found) == min(12, shelf.places(ids))
            shelf.assert_nearest(found, query, ids, 12)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_filter_and_limit_gives_all_there_is(make_shelf, data):
    if not Product.objects.exists():
        make_shelf.shelf = make_shelf(120)
    shelf = make_shelf.shelf
    eligible = Product.objects.published().priced(
        at_least=data.draw(st.none() | st.integers(0, 130)),
        at_most=data.draw(st.none() | st.integers(0, 130)),
    )
    if data.draw(st.booleans()):
        eligible = eligible.in_stock()
    limit = data.draw(st.integers(1, 150))
    queries = shelf.vectors[data.draw(st.lists(st.integers(0, 239), min_size=1, max_size=4))]
    ids = set(eligible.values_list("pk", flat=True))
    found = ask(shelf, queries, eligible, limit=limit, narrow=True)
    shelf.assert_nearest(found, queries, ids, limit)


@pytest.mark.parametrize("indexed", [False, True], ids=["exact", "index"])
def test_several_pictures_ask_for_the_best_pair(make_shelf, indexed):
    shelf = make_shelf(200, pictures=3)
    if indexed:
        build_index(shelf.space)
    eligible = Product.objects.published()
    ids = set(eligible.values_list("pk", flat=True))
    queries = shelf.vectors[[0, 50, 100]]
    shelf.assert_nearest(ask(shelf, queries, eligible), queries, ids, 12)


def test_the_index_is_used_when_it_is_there_and_the_filter_is_wide(make_shelf, explain):
    shelf = make_shelf(1500)
    build_index(shelf.space)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    eligible = Product.objects.published()
    plan = explain(lambda: ask(shelf, shelf.vectors[0], eligible))
    assert f"Index Scan using {shelf.space.index_name}" in plan


def test_a_narrow_filter_or_a_missing_index_is_scanned_exactly(make_shelf, explain):
    shelf = make_shelf(1500)
    eligible = Product.objects.published()
    assert shelf.space.index_name not in explain(lambda: ask(shelf, shelf.vectors[0], eligible))
    build_index(shelf.space)
    narrow = eligible.priced(at_most=20)
    plan = explain(lambda: ask(shelf, shelf.vectors[0], narrow, narrow=True))
    assert shelf.space.index_name not in plan


def test_conditions_that_leave_many_are_not_counted_again_for_a_while(make_shelf, monkeypatch):
    shelf = make_shelf(300)
    build_index(shelf.space)
    monkeypatch.setattr(nearest, "EXACT_BELOW_PRODUCTS", 200)
    monkeypatch.setattr(nearest, "_counted", nearest._Counted())
    eligible = Product.objects.published().priced(at_most=100)
    ids = set(eligible.values_list("pk", flat=True))

    def counts(queries=shelf.vectors[:1]) -> int:
        with CaptureQueriesContext(connection) as captured:
            found = ask(shelf, queries, eligible, narrow=True)
        shelf.assert_nearest(found, queries, ids, 12)
        return sum("few AS MATERIALIZED" in query["sql"] for query in captured)

    shelf.space.calibration = {"pictures": 1}
    assert (counts(), counts()) == (1, 0)
    shelf.space.calibration = {"pictures": 1_000_000}  # now they are few: worth another look
    assert (counts(), counts()) == (1, 1)
    shelf.space.calibration = {"pictures": 1}
    monkeypatch.setattr(nearest._Counted, "SECONDS", 0)
    assert counts() == 1


def test_an_index_that_goes_missing_under_way_costs_time_not_answers(make_shelf):
    shelf = make_shelf(150)
    build_index(shelf.space)
    assert index.index_is_valid(shelf.space)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {shelf.space.index_name}")
    eligible = Product.objects.published()
    ids = set(eligible.values_list("pk", flat=True))
    shelf.assert_nearest(ask(shelf, shelf.vectors[3], eligible), shelf.vectors[3], ids, 12)


def test_where_the_index_runs_dry_a_scan_completes_the_answer(make_shelf):
    shelf = make_shelf(400)
    build_index(shelf.space)
    eligible = Product.objects.published().priced(at_most=30)
    ids = set(eligible.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SET hnsw.max_scan_tuples = 1")
    try:
        found = ask(shelf, shelf.vectors[300], eligible, limit=20)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET hnsw.max_scan_tuples")
    shelf.assert_nearest(found, shelf.vectors[300], ids, 20)


@pytest.mark.parametrize("indexed", [False, True], ids=["exact", "index"])
def test_ties_are_broken_by_id_the_same_way_every_time(make_shelf, indexed):
    shelf = make_shelf(60, pictures=1)
    ImageEmbedding.objects.update(vector=shelf.vectors[0].tolist())
    if indexed:
        build_index(shelf.space)
    eligible = Product.objects.published()
    ids = set(eligible.values_list("pk", flat=True))
    first = shelf.ranked(np.zeros(len(shelf.products)), ids)[:5]
    for _ in range(3):
        assert ask(shelf, shelf.vectors[0], eligible, limit=5) == first


def test_copies_of_one_picture_are_not_walked_through_again_and_again(make_shelf, monkeypatch):
    shelf = make_shelf(60, pictures=1)
    ImageEmbedding.objects.update(vector=shelf.vectors[0].tolist())
    build_index(shelf.space)
    shelf.space.calibration = {"pictures": 60}
    walked = []

    def walk(asked: Asked, **options):
        walked.append(options["limit"])
        return walk_index(asked, **options)

    monkeypatch.setattr(nearest, "walk_index", walk)
    assert len(ask(shelf, shelf.vectors[0], Product.objects.published(), limit=5)) == 5
    assert walked == [10]


def test_nothing_asked_or_nothing_wanted_is_nothing(make_shelf):
    shelf = make_shelf(10)
    eligible = Product.objects.published()
    nothing = ask_with_pictures([], space=shelf.space)
    assert answer(shelf, nothing, eligible) == []
    assert ask(shelf, shelf.vectors[0], eligible, limit=0) == []
