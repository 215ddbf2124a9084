"""A store in each kind of Milvus, with a space of 300 pictures."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest

from catalog.product_filter import ProductFilter
from embeddings.index.external.store import Entry
from embeddings.index.milvus.store import MilvusStore
from embeddings.models import EmbeddingSpace
from infra.process_state import reset_all
from tests.builders.entries import make_entries

PICTURES = 300


@pytest.fixture(params=["milvus_server", "milvus_lite_server"], scope="module")
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def space() -> EmbeddingSpace:
    return EmbeddingSpace(pk=7, name="blue", recipe="random", dimensions=16)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return make_entries(PICTURES)


@pytest.fixture(scope="module")
def filled(server, space, entries) -> Iterator[None]:
    store = MilvusStore(server.url)
    store.create(space)
    store.put(space, entries)
    started = time.monotonic()
    while time.monotonic() < started + store.seen_after_seconds and not all_seen(store, space):
        time.sleep(0.1)
    yield
    reset_all()
    store.drop(space)


def all_seen(store: MilvusStore, space: EmbeddingSpace) -> bool:
    query = np.ones((1, space.dimensions), dtype=np.float32)
    where = ProductFilter(in_stock=False)
    (found,) = store.nearest(query, space=space, where=where, limit=PICTURES)
    return len(found.image_ids) == sum(entry.published for entry in make_entries(PICTURES))


@pytest.fixture
def store(filled, server) -> MilvusStore:
    return MilvusStore(server.url)
