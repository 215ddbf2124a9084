"""Pictures come and go, and what is left of them is vacuumed, while shoppers search the index."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from django.db import connection, connections

from catalog.product_filter import ProductFilter
from embeddings.index import QueryVectors, vector_index
from embeddings.models import EmbeddingSpace, ImageEmbedding

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCTS, ROUNDS, LIMIT = 600, 8, 10


def search(space: EmbeddingSpace, query: np.ndarray, *, exact: bool = False) -> list[int]:
    found = vector_index().search(
        QueryVectors(query[None]),
        space=space,
        where=ProductFilter(in_stock=False),
        limit=LIMIT,
        exact=exact,
    )
    assert found.complete
    return [hit.product_id for hit in found]


@contextmanager
def shopper(space: EmbeddingSpace, queries: np.ndarray) -> Iterator[list[object]]:
    """One who searches all the while; yields what was no whole answer."""
    wrong: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                wrong.extend(
                    found for query in queries if len(found := search(space, query)) != LIMIT
                )
        except Exception as error:  # noqa: BLE001 - the test fails with whatever it was
            wrong.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        thread.join(30)


def test_churn_and_vacuum_cost_no_recall_and_no_search_fails(random_catalogue, tune_index) -> None:
    catalogue = random_catalogue(PRODUCTS)
    space, dice = catalogue.space, np.random.default_rng(5)
    tune_index(exact_below_products=0, min_rows=0).build(space)
    queries = catalogue.vectors[::30]
    found = wanted = 0
    with shopper(space, queries[:5]) as wrong, connection.cursor() as cursor:
        for _ in range(ROUNDS):
            rows = list(ImageEmbedding.objects.filter(space=space))
            chosen = [rows[place] for place in dice.choice(len(rows), 200, replace=False)]
            gone, moved = chosen[:100], chosen[100:]
            ImageEmbedding.objects.filter(pk__in=[row.pk for row in gone]).delete()
            for row in moved:
                row.vector = dice.normal(size=space.dimensions).tolist()
            ImageEmbedding.objects.bulk_update(moved, ["vector"])
            cursor.execute("VACUUM embeddings_imageembedding")
            for row in gone:
                row.pk = None
            ImageEmbedding.objects.bulk_create(gone)
            for query in queries:
                true = search(space, query, exact=True)
                found += len({*true} & {*search(space, query)})
                wanted += len(true)
    assert wrong == []
    assert found / wanted >= 0.98
