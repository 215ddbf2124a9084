"""Shards to test with: three servers, the first of which holds the coordinator as well."""

from __future__ import annotations

from contextlib import suppress

import pytest

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw.layout import open_coordinator, read_layout
from embeddings.index.fdw.maintenance import membership
from embeddings.index.fdw.schema import COORDINATOR, SHARD
from embeddings.index.fdw.store import ShardedStore
from tests.fixtures.shards import ShardServer
from tests.integration.embeddings.index.shards.pictures import Pictures

NAMES = ("amber", "beryl", "coral")
PICTURES = 360


@pytest.fixture(scope="session")
def coordinator_address(shard_servers: list[ShardServer]) -> str:
    """A database of its own."""
    shard_servers[0].run("CREATE DATABASE coordinator")
    return shard_servers[0].address("coordinator")


@pytest.fixture
def by_name(shard_servers, coordinator_address, settings) -> dict[str, ShardServer]:
    """The servers by the names of the shards that they are, or will be."""
    settings.VITRINE_SHARDS_COORDINATOR = coordinator_address
    # However busy the machine of the tests is; those of faults have their own.
    settings.VITRINE_SHARDS_ANSWER_SECONDS = 10
    return dict(zip(NAMES, shard_servers, strict=True))


@pytest.fixture
def bare_servers(by_name: dict[str, ShardServer]) -> list[ShardServer]:
    """The servers, of which none is a shard."""
    first, *_others = servers = list(by_name.values())
    for (name,) in first.run("SELECT srvname FROM pg_foreign_server", "coordinator"):
        first.run(f"DROP SERVER {name} CASCADE", "coordinator")
    first.run(f"DROP SCHEMA IF EXISTS {COORDINATOR} CASCADE", "coordinator")
    for server in servers:
        server.run(f"DROP SCHEMA IF EXISTS {SHARD} CASCADE")
    return servers


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
