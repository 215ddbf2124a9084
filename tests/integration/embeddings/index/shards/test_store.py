"""What a store owes the door, by three shards."""

from __future__ import annotations

from decimal import Decimal
from math import inf

import numpy as np
import pytest

from catalog.product_filter import ProductFilter
from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw.schema import space_table
from embeddings.index.fdw.store import ShardedStore
from tests.builders.vectors import random_rows
from tests.integration.embeddings.index.shards.conftest import PICTURES
from tests.integration.embeddings.index.shards.pictures import (
    ANYTHING,
    DIMENSIONS,
    Pictures,
    share_found,
)

FILTERS = {
    "anything": ANYTHING,
    "in stock": ProductFilter(),
    "a category": ProductFilter(category_ids=(1,)),
    "either category": ProductFilter(category_ids=(10, 2)),
    "brands": ProductFilter(brands=("Alba", "Borea, O'Hara & 100 %")),
    "a brand": ProductFilter(brands=("Alba",)),
    "a price": ProductFilter(price_min=Decimal("20.50"), price_max=Decimal(40)),
    "colours": ProductFilter(attributes=(("colour", "red"), ("colour", "blue"))),
    "a number": ProductFilter(attributes=(("width", "24"), ("colour", "green"))),
    "very categories": ProductFilter(of_categories=frozenset({20})),
    "no very category": ProductFilter(not_of_categories=frozenset({20})),
    "some products": ANYTHING.among(range(1, 8)),
    "a few of all": ProductFilter(brands=("Alba",), category_ids=(1,), price_max=Decimal(99)),
    "nothing": ProductFilter(brands=("nobody's",)),
}
QUERIES = random_rows(3, DIMENSIONS, seed=99).astype(np.float32)


def test_each_shard_has_its_share(store, by_name, pictures) -> None:
    table = space_table(pictures.space.pk)
    counts = [server.run(f"SELECT count(*) FROM {table}")[0][0] for server in by_name.values()]
    assert sum(counts) == len(pictures.entries)
    assert min(counts) > 90


def test_the_nearest_are_found_under_every_filter(store, pictures) -> None:
    shares: dict[str, float] = {}
    for name, where in FILTERS.items():
        found = store.nearest(QUERIES, space=pictures.space, where=where, limit=12)
        assert len(found) == len(QUERIES)
        for query, each in zip(QUERIES, found, strict=True):
            expected = pictures.nearest(query, where, 12)
            assert each.complete
            assert len(each.image_ids) == len(set(each.image_ids)) == len(expected), name
            assert (each.reach == inf) == (len(expected) < 12), name
            shares[name] = min(shares.get(name, 1), share_found(each, expected))
    assert min(shares.values()) > 0.9, shares


def test_few_are_named_in_order(store, pictures) -> None:
    (found,) = store.nearest(
        QUERIES[:1], space=pictures.space, where=FILTERS["some products"], limit=12
    )
    assert list(found.image_ids) == pictures.nearest(QUERIES[0], FILTERS["some products"], 12)


def test_what_is_put_again_is_replaced_and_what_is_removed_is_gone(store, pictures) -> None:
    query = np.ones((1, DIMENSIONS), np.float32)
    moved = pictures.change(5, vector=query[0], stock=9, fingerprint=77)
    store.put(pictures.space, [moved])
    (found,) = store.nearest(query, space=pictures.space, where=ProductFilter(), limit=3)
    assert found.image_ids[0] == 5
    assert dict(store.fingerprints(pictures.space, after=4))[5] == 77

    store.remove(pictures.space, [5, 6, 123456])
    (found,) = store.nearest(query, space=pictures.space, where=ProductFilter(), limit=PICTURES)
    assert not {5, 6} & set(found.image_ids)
    assert not {5, 6} & dict(store.fingerprints(pictures.space, after=0)).keys()


def test_fingerprints_come_by_ascending_id(store, pictures) -> None:
    listed = list(store.fingerprints(pictures.space, after=100))
    assert listed == [(each.image_id, each.fingerprint) for each in pictures.entries[100:]]


def test_spaces_do_not_mix(store, pictures) -> None:
    other = Pictures(20, space_id=8, seed=5)
    assert store.holds(pictures.space)
    assert not store.holds(other.space)
    with pytest.raises(StoreAwayError, match="do not keep this space"):
        store.nearest(QUERIES[:1], space=other.space, where=ANYTHING, limit=3)
    store.create(other.space)
    store.put(other.space, other.entries[:1])
    (found,) = store.nearest(QUERIES[:1], space=other.space, where=ANYTHING, limit=3)
    assert found.image_ids == (1,)

    store.drop(pictures.space)
    store.drop(pictures.space)
    assert not store.holds(pictures.space)
    assert not ShardedStore().holds(pictures.space)
    assert store.holds(other.space)


def test_a_space_that_is_made_again_is_empty_and_of_its_new_width(store, pictures) -> None:
    wider = Pictures(1)
    wider.space.dimensions = 4
    assert not store.holds(wider.space)
    store.create(wider.space)
    assert store.holds(wider.space)
    (found,) = store.nearest(np.ones((1, 4)), space=wider.space, where=ANYTHING, limit=3)
    assert (found.image_ids, found.reach) == ((), inf)


def test_all_is_well(store, pictures) -> None:
    assert store.troubles() == []


def test_without_a_shard_the_store_says_so(bare_servers) -> None:
    with pytest.raises(StoreAwayError, match="There are no shards yet"):
        ShardedStore().troubles()
