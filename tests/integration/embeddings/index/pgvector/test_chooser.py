"""The choice between the index and an exact scan: which answers, and that it costs no answer."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.product_filter import ProductFilter
from embeddings.index import QueryVectors, vector_index
from embeddings.index.pgvector.search import chooser
from embeddings.index.pgvector.search.index_search import search_index
from embeddings.models import ImageEmbedding
from embeddings.spaces.measured.scales import Scales
from tests.fixtures.surroundings import pgvector_engine

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISHED = ProductFilter(in_stock=False)


def ids_of(where: ProductFilter) -> set[int]:
    return set(where.apply().values_list("pk", flat=True))


def search(catalogue, queries, where: ProductFilter = PUBLISHED, *, limit: int = 12) -> list[int]:
    """The nearest products to vectors."""
    vectors = np.atleast_2d(queries).astype(np.float32)
    hits = vector_index().search(
        QueryVectors(vectors), space=catalogue.space, where=where, limit=limit
    )
    return [hit.product_id for hit in hits]


@pytest.fixture
def explain() -> Callable[..., str]:
    """The plan of the last vector query of a call."""

    def plan_of(call) -> str:
        with CaptureQueriesContext(connection) as captured:
            call()
        (sql, *_) = [q["sql"] for q in captured if "<=>" in q["sql"]]
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + sql.replace("%", "%%"))
            return "\n".join(row[0] for row in cursor.fetchall())

    return plan_of


def test_the_index_is_used_when_it_is_there_and_the_filter_is_wide(
    random_catalogue, explain
) -> None:
    catalogue = random_catalogue(1500)
    vector_index().build(catalogue.space)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = explain(lambda: search(catalogue, catalogue.vectors[0]))
    assert f"Index Scan using {catalogue.space.index_name}" in plan


def test_a_narrow_filter_or_a_missing_index_is_scanned_exactly(random_catalogue, explain) -> None:
    catalogue = random_catalogue(1500)
    assert catalogue.space.index_name not in explain(
        lambda: search(catalogue, catalogue.vectors[0])
    )
    vector_index().build(catalogue.space)
    narrow = ProductFilter(price_max=Decimal(20))
    plan = explain(lambda: search(catalogue, catalogue.vectors[0], narrow))
    assert catalogue.space.index_name not in plan


def test_conditions_that_leave_many_are_not_counted_again_for_a_while(
    random_catalogue, tune_index
) -> None:
    catalogue = random_catalogue(300)
    vector_index().build(catalogue.space)
    tune_index(exact_below_products=200)
    where = ProductFilter(price_max=Decimal(100), in_stock=False)

    def counts(queries=catalogue.vectors[:1]) -> int:
        with CaptureQueriesContext(connection) as captured:
            found = search(catalogue, queries, where)
        catalogue.assert_nearest(found, queries, ids_of(where), 12)
        return sum("few AS MATERIALIZED" in query["sql"] for query in captured)

    catalogue.space.calibration = Scales(pictures=1).to_json()
    assert (counts(), counts()) == (1, 0)
    catalogue.space.calibration = Scales(
        pictures=1_000_000
    ).to_json()  # now they are few: worth another look
    assert (counts(), counts()) == (1, 1)
    catalogue.space.calibration = Scales(pictures=1).to_json()
    tune_index(exact_below_products=200, remember_large_filter=0)
    assert (counts(), counts()) == (1, 1)


@pytest.mark.parametrize(("limit", "by_index"), [(3, True), (12, True), (48, False)])
def test_the_more_hits_are_wanted_the_more_products_are_scanned(
    random_catalogue, tune_index, monkeypatch: pytest.MonkeyPatch, limit, by_index
) -> None:
    catalogue = random_catalogue(300)
    vector_index().build(catalogue.space)
    catalogue.space.calibration = Scales(pictures=100_000).to_json()
    where = ProductFilter(price_max=Decimal(100), in_stock=False)
    eligible = ids_of(where)
    tune_index(exact_below_products=len(eligible) - 1)
    made = []

    def note_and_search(queries, **options):
        made.append(options["limit"])
        return search_index(queries, **options)

    monkeypatch.setattr(chooser, "search_index", note_and_search)
    found = search(catalogue, catalogue.vectors[0], where, limit=limit)
    catalogue.assert_nearest(found, catalogue.vectors[:1], eligible, limit)
    assert bool(made) == by_index


def test_an_index_that_goes_missing_under_way_costs_time_not_answers(random_catalogue) -> None:
    catalogue = random_catalogue(150)
    vector_index().build(catalogue.space)
    assert pgvector_engine().validity.holds(catalogue.space)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {catalogue.space.index_name}")
    found = search(catalogue, catalogue.vectors[3])
    catalogue.assert_nearest(found, catalogue.vectors[3], ids_of(PUBLISHED), 12)


def test_where_the_index_is_exhausted_a_scan_completes_the_answer(
    random_catalogue, tune_index
) -> None:
    catalogue = random_catalogue(400)
    vector_index().build(catalogue.space)
    tune_index(exact_below_products=0)
    where = ProductFilter(price_max=Decimal(30), in_stock=False)
    with connection.cursor() as cursor:
        cursor.execute("SET hnsw.max_scan_tuples = 1")
    try:
        found = search(catalogue, catalogue.vectors[300], where, limit=20)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET hnsw.max_scan_tuples")
    catalogue.assert_nearest(found, catalogue.vectors[300], ids_of(where), 20)


def test_copies_of_one_picture_are_not_searched_through_again_and_again(
    random_catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = random_catalogue(60, pictures=1)
    ImageEmbedding.objects.update(vector=catalogue.vectors[0].tolist())
    vector_index().build(catalogue.space)
    catalogue.space.calibration = Scales(pictures=60).to_json()
    limits = []

    def note_and_search(queries, **options):
        limits.append(options["limit"])
        return search_index(queries, **options)

    monkeypatch.setattr(chooser, "search_index", note_and_search)
    assert len(search(catalogue, catalogue.vectors[0], limit=5)) == 5
    assert limits == [10]
