"""Shards to test with: three servers, the first of which holds the coordinator as well."""

from __future__ import annotations

from contextlib import suppress

import pytest

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw.layout import open_coordinator, read_layout
from embeddings.index.fdw.maintenance import membership
from embeddings.index.fdw.store import ShardedStore
from tests.fixtures.shards import NAMES
from tests.integration.embeddings.index.shards.pictures import Pictures

PICTURES = 360


@pytest.fixture
def store(by_name) -> ShardedStore:
    return ShardedStore()


@pytest.fixture
def pictures(by_name, store: ShardedStore, request: pytest.FixtureRequest) -> Pictures:
    """Some hundreds, in a space on three shards; of an earlier test where that left them alone."""
    made = Pictures(PICTURES)
    if not _stand(store, made):
        request.getfixturevalue("bare_servers")
        for name, server in by_name.items():
            membership.add(name, server.address())
        store.create(made.space)
        store.put(made.space, made.entries)
    return made


def _stand(store: ShardedStore, pictures: Pictures) -> bool:
    with suppress(StoreAwayError):
        with open_coordinator(5) as coordinator:
            layout = read_layout(coordinator)
        if layout.shards == NAMES and layout.spaces == {7: pictures.space.dimensions}:
            listed = list(store.fingerprints(pictures.space, after=0))
            return listed == [(each.image_id, each.fingerprint) for each in pictures.entries]
    return False
