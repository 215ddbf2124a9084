"""What Milvus keeps and finds, in the real server and in the small one."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from catalog.product_filter import ProductFilter
from embeddings.index.external.store import StoreAwayError
from embeddings.index.milvus import store as store_module
from embeddings.index.milvus.store import MilvusStore
from embeddings.models import EmbeddingSpace
from tests.builders.entries import BRANDS, HOME, RUGS, VASES, distances_to, meets
from tests.waiting import wait_until

EVERYTHING = ProductFilter(in_stock=False)
FILTERS = [
    EVERYTHING,
    ProductFilter(),
    ProductFilter(category_ids=(HOME,)),
    ProductFilter(category_ids=(VASES, RUGS), price_max=Decimal("40.985")),
    ProductFilter(price_min=Decimal("20.99"), price_max=Decimal("20.99"), in_stock=False),
    *(ProductFilter(brands=(brand,)) for brand in BRANDS),
    ProductFilter(brands=("Nobody", *BRANDS[:2])),
    ProductFilter(attributes=(("colour", BRANDS[1]), ("width", "1.0"), ("width", "2"))),
    ProductFilter(attributes=(("no such", "thing"),)),
    ProductFilter(only_ids=frozenset({12, 13, 10**15})),
    ProductFilter(of_categories=frozenset({VASES}), not_of_categories=frozenset({9})),
    ProductFilter(not_of_categories=frozenset({VASES, HOME})),
]


@pytest.fixture(autouse=True)
def patient(settings) -> None:
    """What is found is the subject here, and not in which time on a busy machine."""
    settings.VITRINE_MILVUS_SEARCH_SECONDS = 10.0


def test_every_filter_leaves_what_is_eligible_nearest_first(store, space, entries) -> None:
    queries = np.stack([entries[5].vector, -entries[9].vector * 3])
    for where in FILTERS:
        eligible = [entry for entry in entries if meets(entry, _as_kept(where))]
        found = store.nearest(queries, space=space, where=where, limit=len(entries))
        for query, neighbours in zip(queries, found, strict=True):
            expected = distances_to(eligible, query)
            assert set(neighbours.image_ids) == set(expected), where
            assert [expected[image] for image in neighbours.image_ids] == pytest.approx(
                list(expected.values()), abs=1e-5
            )
            assert neighbours.complete


def _as_kept(where: ProductFilter) -> ProductFilter:
    """Numbers as the catalogue compares them."""
    numbers = {"1.0": "1"}
    return replace(where, attributes=tuple((n, numbers.get(v, v)) for n, v in where.attributes))


def test_how_far_a_search_has_seen(store, space, entries, settings) -> None:
    query = entries[0].vector
    (found,) = store.nearest(query[None], space=space, where=EVERYTHING, limit=5)
    distances = distances_to(entries, query)
    assert found.reach == pytest.approx(distances[found.image_ids[-1]], abs=1e-5)
    (all_there_is,) = store.nearest(query[None], space=space, where=EVERYTHING, limit=20_000)
    assert all_there_is.reach < math.inf, "HNSW may have missed some"
    where = ProductFilter(brands=("Nobody",))
    assert store.nearest(query[None], space=space, where=where, limit=5)[0].reach == 0
    settings.VITRINE_MILVUS_INDEX = "FLAT"
    assert store.nearest(query[None], space=space, where=where, limit=5)[0].reach == math.inf


def test_fingerprints_come_in_order_page_by_page(store, space, entries, monkeypatch) -> None:
    kept = [(entry.image_id, entry.fingerprint) for entry in entries]
    monkeypatch.setattr(store_module, "_PAGE", 100)
    assert list(store.fingerprints(space, after=0)) == kept
    assert list(store.fingerprints(space, after=kept[149][0])) == kept[150:]
    assert list(store.fingerprints(space, after=kept[-1][0])) == []


def test_what_is_replaced_or_removed_is_seen_in_time(store, space, entries) -> None:
    first, second = entries[40], entries[41]
    where = ProductFilter(brands=("New",), in_stock=False)

    def found() -> tuple[int, ...]:
        return store.nearest(first.vector[None], space=space, where=where, limit=5)[0].image_ids

    changed = [replace(e, brand="New", published=True, fingerprint=1) for e in (first, second)]
    store.put(space, changed)
    assert dict(store.fingerprints(space, after=first.image_id - 1))[first.image_id] == 1
    wait_until(lambda: found() == (first.image_id, second.image_id), store.seen_after_seconds)
    store.remove(space, [first.image_id, 10**12])
    wait_until(lambda: found() == (second.image_id,), store.seen_after_seconds)
    assert first.image_id not in dict(store.fingerprints(space, after=0))
    store.put(space, [first, second])
    wait_until(lambda: found() == (), store.seen_after_seconds)
    assert [image for image, _ in store.fingerprints(space, after=0)] == [
        entry.image_id for entry in entries
    ], "each once, as often as it was put"


def test_a_space_comes_and_goes(server, entries) -> None:
    store = MilvusStore(server.url)
    green = EmbeddingSpace(pk=8, name="green", recipe="random", dimensions=16)
    assert not store.holds(green)
    with pytest.raises(StoreAwayError, match=r"^Milvus refused: .*vitrine_space_8_16"):
        store.nearest(entries[0].vector[None], space=green, where=EVERYTHING, limit=5)
    for _ in range(2):
        store.create(green)
    assert store.holds(green)
    assert store.troubles() == []
    assert list(store.fingerprints(green, after=0)) == []
    for _ in range(2):
        store.drop(green)
    assert not store.holds(green)
