"""Shards to test with: three servers, the first of which holds the coordinator as well."""

from __future__ import annotations

import pytest

from embeddings.index.fdw.maintenance import membership
from embeddings.index.fdw.schema import COORDINATOR, SHARD
from embeddings.index.fdw.store import ShardedStore
from tests.fixtures.shards import ShardServer
from tests.integration.embeddings.index.shards.pictures import Pictures

NAMES = ("amber", "beryl", "coral")


@pytest.fixture(scope="session")
def coordinator_address(shard_servers: list[ShardServer]) -> str:
    """A database of its own."""
    shard_servers[0].run("CREATE DATABASE coordinator")
    return shard_servers[0].address("coordinator")


@pytest.fixture
def bare_servers(shard_servers, coordinator_address, settings) -> list[ShardServer]:
    """The servers, of which none is a shard yet."""
    settings.VITRINE_SHARDS_COORDINATOR = coordinator_address
    # However busy the machine of the tests is; those of faults have their own.
    settings.VITRINE_SHARDS_ANSWER_SECONDS = 10
    first = shard_servers[0]
    for (name,) in first.run("SELECT srvname FROM pg_foreign_server", "coordinator"):
        first.run(f"DROP SERVER {name} CASCADE", "coordinator")
    first.run(f"DROP SCHEMA IF EXISTS {COORDINATOR} CASCADE", "coordinator")
    for server in shard_servers:
        server.run(f"DROP SCHEMA IF EXISTS {SHARD} CASCADE")
    return shard_servers


@pytest.fixture
def servers(bare_servers: list[ShardServer]) -> dict[str, ShardServer]:
    """The servers by the names of the shards that they are."""
    for name, server in zip(NAMES, bare_servers, strict=True):
        membership.add(name, server.address())
    return dict(zip(NAMES, bare_servers, strict=True))


@pytest.fixture
def store(servers) -> ShardedStore:
    return ShardedStore()


@pytest.fixture
def pictures(store: ShardedStore) -> Pictures:
    """Six hundred of them, in a space that the store keeps."""
    made = Pictures(600)
    store.create(made.space)
    store.put(made.space, made.entries)
    return made
