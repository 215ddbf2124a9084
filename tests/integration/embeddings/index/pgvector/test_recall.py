"""Recall is what the index truly finds, and the width of the search follows it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import Product
from embeddings import tasks
from embeddings.index.pgvector import build as index
from embeddings.index.pgvector import recall, search
from embeddings.index.pgvector.build import build_index
from embeddings.index.pgvector.recall import CannotMeasureError, measure_recall, tune_ef_search
from embeddings.index.pgvector.search import ask_with_pictures, walk_index, write_products
from embeddings.models import EmbeddingSpace
from tests.conftest import broker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hard_space(random_space, monkeypatch) -> EmbeddingSpace:
    """3,000 random vectors, neighbours hardly nearer than the rest, in a poor graph."""
    monkeypatch.setattr(index, "_EF_CONSTRUCTION", 32)
    space = random_space(vectors=np.random.default_rng(3).normal(size=(3000, 256)))
    build_index(space)
    return space


@pytest.fixture
def _never_wider(monkeypatch) -> None:
    monkeypatch.setattr(search, "WIDE_EF_SEARCH", 1)


@pytest.mark.usefixtures("_never_wider")
def test_recall_grows_with_the_width_of_the_search(hard_space):
    found = []
    for ef_search in (10, 1000):
        hard_space.ef_search = ef_search
        found.append(measure_recall(hard_space, queries=30))
    assert found[0] < 0.99 < found[1]


@pytest.mark.usefixtures("_never_wider")
def test_recall_equals_a_count_by_hand(hard_space):
    hard_space.ef_search = 10
    sample = recall.sample_pictures(hard_space, 20)
    hits = 0
    rows = dict(hard_space.embeddings.values_list("image_id", "vector"))
    keys, vectors = np.array(list(rows)), np.array(list(rows.values()))
    for image, vector in zip(sample.images.tolist(), sample.vectors.tolist(), strict=True):
        nearest = set(keys[np.argsort(-(vectors @ vector))][:11].tolist()) - {image}
        hits += len(nearest & set(walked(hard_space, vector, ef_search=10)) - {image})
    connection.close()
    assert hits < 200
    assert measure_recall(hard_space, queries=20) == hits / 200


def walked(space: EmbeddingSpace, vector: list[float], *, ef_search: int) -> list[int]:
    """The eleven pictures that the index gives, in a statement of the test's own."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_sort = off")
        cursor.execute(f"SET hnsw.ef_search = {ef_search}")
        cursor.execute("SET hnsw.iterative_scan = 'relaxed_order'")
        cursor.execute(
            "SELECT image_id FROM embeddings_imageembedding WHERE space_id = %s AND state = 'ready'"
            f" ORDER BY vector::halfvec(256) <=> '{vector}'::halfvec(256) LIMIT 11",
            [space.pk],
        )
        return [key for (key,) in cursor.fetchall()]


@pytest.mark.parametrize("filter_after", [False, True])
def test_a_walk_that_does_not_even_meet_its_own_picture_is_walked_again_widely(
    random_space, monkeypatch, filter_after
):
    monkeypatch.setattr(index, "_M", 4)
    monkeypatch.setattr(index, "_EF_CONSTRUCTION", 8)
    space = random_space(vectors=np.random.default_rng(3).normal(size=(3000, 256)))
    build_index(space)
    space.ef_search = 1
    rows = space.embeddings.order_by("pk").values_list("image_id", "vector")[:200]
    lost = [image for image, vector in rows if image not in walked(space, vector, ef_search=1)]
    connection.close()
    assert lost, "the graph is not poor enough for this test"
    walks = walk_index(
        ask_with_pictures(lost, space=space),
        space=space,
        products=write_products(Product.objects.all()),
        leave_out=[],
        limit=11,
        filter_after=filter_after,
    )
    met = [walk.near[0].image_id for walk in walks]
    assert sum(first == image for first, image in zip(met, lost, strict=True)) > len(lost) / 2


@pytest.mark.usefixtures("_never_wider")
def test_the_narrowest_width_that_finds_enough_is_kept(hard_space, monkeypatch):
    # No two builds find the same; none finds that much with the narrowest.
    monkeypatch.setattr(recall, "RECALL_FLOOR", 0.999)
    before = timezone.now()
    found = tune_ef_search(hard_space, queries=30)
    hard_space.refresh_from_db()
    assert found == hard_space.recall >= 0.999
    assert hard_space.recall_measured_at >= before
    ladder = recall.EF_SEARCH_LADDER
    step = ladder.index(hard_space.ef_search)
    assert step > 0
    hard_space.ef_search = ladder[step - 1]
    assert measure_recall(hard_space, queries=30) < 0.999


@pytest.mark.usefixtures("_never_wider")
def test_where_no_width_finds_enough_the_widest_is_taken_and_the_truth_is_kept(
    hard_space, monkeypatch
):
    monkeypatch.setattr(recall, "RECALL_FLOOR", 0.999)
    monkeypatch.setattr(recall, "EF_SEARCH_LADDER", (5, 10))
    found = tune_ef_search(hard_space, queries=20)
    hard_space.refresh_from_db()
    assert hard_space.ef_search == 10
    assert hard_space.recall == found < 0.999


def test_the_exact_answer_never_comes_from_the_index_and_the_other_always(hard_space):
    with CaptureQueriesContext(connection) as captured:
        measure_recall(hard_space, queries=2)
    exact, indexed = [], []
    for query in captured:
        if "<=>" in query["sql"]:
            (indexed if "::halfvec(256) <=>" in query["sql"] else exact).append(query["sql"])
    assert (len(exact), len(indexed)) == (2, 2)
    with connection.cursor() as cursor:
        for setting, queries, expected in (("on", exact, False), ("off", indexed, True)):
            cursor.execute(f"SET enable_sort = {setting}")
            for sql in queries:
                cursor.execute("EXPLAIN " + sql)
                plan = "\n".join(line for (line,) in cursor.fetchall())
                assert (f"Index Scan using {hard_space.index_name}" in plan) is expected, plan
        cursor.execute("RESET enable_sort")


def test_copies_of_a_picture_are_as_good_as_each_other(random_space):
    space = random_space(vectors=np.repeat(np.random.default_rng(3).normal(size=(40, 16)), 4, 0))
    build_index(space)
    assert measure_recall(space, k=2) == 1  # two of three copies: any two


def test_measuring_takes_a_bounded_time(hard_space, monkeypatch):
    monkeypatch.setattr(recall, "_ASKING_SECONDS", 0)
    assert len(recall._ask_exactly(hard_space, queries=50, k=10)) == recall._LEAST_QUERIES


def test_without_an_index_or_pictures_there_is_nothing_to_measure(random_space):
    space = random_space(60)
    with pytest.raises(CannotMeasureError, match="random has no valid index"):
        measure_recall(space)
    space.embeddings.exclude(pk=space.embeddings.first().pk).delete()
    build_index(space)
    with pytest.raises(CannotMeasureError, match="fewer than two pictures"):
        tune_ef_search(space)
    tasks.measure_recall(space.pk)  # says so, and goes on
    space.refresh_from_db()
    assert space.recall is None and space.recall_measured_at is None


def test_each_night_every_space_with_an_index_is_measured_on_its_own(random_space):
    indexed = random_space(60)
    random_space(60, name="small", state="ready")
    build_index(indexed)
    broker().flushall()
    tasks.measure_recall()
    (message,) = [json.loads(message) for message in broker().lrange("embeddings", 0, -1)]
    assert message["headers"]["argsrepr"] == f"({indexed.pk},)"
    tasks.measure_recall(indexed.pk)
    indexed.refresh_from_db()
    assert indexed.recall > 0.98 and indexed.ef_search == recall.EF_SEARCH_LADDER[0]


def test_beat_measures_nightly_and_the_task_has_a_time_limit_of_its_own():
    entry = settings.CELERY_BEAT_SCHEDULE["measure-recall"]
    assert entry["task"] == tasks.measure_recall.name
    assert tasks.measure_recall.time_limit > settings.CELERY_TASK_TIME_LIMIT
