"""Three shards beside one server: how many of the nearest twelve they find, and how fast.

The one server is asked directly, by a statement as pgvector's documentation has it and with the
same settings; the shards through their coordinator. All stand on this machine: three of them
have no more processors than one. SHARDED_IMAGES=100000 measures another size.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
from django.test import override_settings

from benchmarks.report import table
from benchmarks.vector_search.rounds import Subject, take_turns
from catalog.product_filter import ProductFilter
from embeddings.index.external.store import Entry
from embeddings.index.fdw import copies, schema
from embeddings.index.fdw.connecting import BoundedConnection
from embeddings.index.fdw.maintenance import membership
from embeddings.index.fdw.search.question import Question
from embeddings.index.fdw.store import ShardedStore
from embeddings.models import EmbeddingSpace
from tests.fixtures.shards import ShardServer, running_servers

Floats = npt.NDArray[np.float32]

PICTURES = int(os.environ.get("SHARDED_IMAGES", "20000"))
DIMENSIONS, CENTRES, EVERY, QUESTIONS = 256, 400, 12, 40
SHARES = (1.0, 0.1, 0.05, 0.01)
SPACE = EmbeddingSpace(pk=1, name="bench", dimensions=DIMENSIONS)
_WALK = ("hnsw.iterative_scan = relaxed_order", "hnsw.ef_search = 100")


def run() -> None:
    """Print a table for docs/benchmarks.md."""
    vectors, queries = _clustered(PICTURES, seed=1), _clustered(QUESTIONS, seed=2)
    with (
        running_servers(4) as servers,
        _filled_shards(servers[:3], vectors) as store,
        _filled_server(servers[3], vectors) as one,
    ):
        for server in servers:
            server.run("VACUUM ANALYZE")
        subjects = [
            subject
            for share in SHARES
            for subject in _subjects(store, one, vectors, queries, share)
        ]
        take_turns(subjects)
    print(f"{PICTURES:,} pictures of {DIMENSIONS} dimensions, {QUESTIONS} queries.\n")
    head = ["", "p50 ms", "of one server", "recall@12", "short answers"]
    pairs = zip(subjects[::2], subjects[1::2], strict=True)
    table(head, [row for one, three in pairs for row in (_row(one, one), _row(three, one))])


def _row(subject: Subject, beside: Subject) -> list[object]:
    ratio = subject.p50 / beside.p50
    return [subject.name, f"{subject.p50:.1f}", f"{ratio:.1f}", *subject.notes]


def _subjects(
    store: ShardedStore, one: BoundedConnection, vectors: Floats, queries: Floats, share: float
) -> Iterator[Subject]:
    """One server and three, under a filter by price that leaves such a share."""
    most = int(PICTURES * share)
    where = ProductFilter(price_max=Decimal(most))
    eligible = np.random.default_rng(3).permutation(PICTURES) < most
    cosines = queries @ vectors[eligible].T
    ids = np.flatnonzero(eligible) + 1
    right = ids[np.argsort(-cosines, axis=1)[:, :EVERY]]

    def ask_one(query: Floats) -> list[int]:
        return [row[0] for row in one.execute(*_statement(query, where)).fetchall()]

    def ask_three(query: Floats) -> list[int]:
        (found,) = store.nearest(query[None], space=SPACE, where=where, limit=EVERY)
        return list(found.image_ids)

    for name, ask in (("one server", ask_one), ("three shards", ask_three)):
        found = [ask(query) for query in queries]
        recall = np.mean([len(set(a) & set(b)) / EVERY for a, b in zip(found, right, strict=True)])
        short = sum(len(each) < EVERY for each in found)
        yield Subject(f"{name}, {share:.0%} eligible", ask, list(queries), [f"{recall:.3f}", short])


def _statement(query: Floats, where: ProductFilter) -> tuple[str, dict[str, Any]]:
    """What the coordinator sends to a shard, by hand."""
    (text,) = Question.of(query[None], space_id=1, where=where, limit=EVERY).texts
    return (
        f"SELECT image_id FROM {schema.space_table(1)} WHERE published AND stock > 0"
        f" AND price <= %(most)s ORDER BY vector <=> %(query)s::halfvec LIMIT {EVERY}",
        {"most": where.price_max, "query": text},
    )


@contextmanager
def _filled_shards(servers: list[ShardServer], vectors: Floats) -> Iterator[ShardedStore]:
    servers[0].run("CREATE DATABASE coordinator")
    address = servers[0].address("coordinator")
    with override_settings(VITRINE_SHARDS_COORDINATOR=address, VITRINE_SHARDS_ANSWER_SECONDS=10):
        for number, server in enumerate(servers):
            membership.add(f"s{number}", server.address())
        store = ShardedStore()
        store.create(SPACE)
        for batch in _batches(vectors):
            store.put(SPACE, batch)
        yield store


@contextmanager
def _filled_server(server: ShardServer, vectors: Floats) -> Iterator[BoundedConnection]:
    params = {"host": str(server.folder), "user": "postgres", "dbname": "postgres"}
    with BoundedConnection.open(params, seconds=5) as connection:
        connection.allow(3_600)
        schema.prepare(connection, schema.SHARD, ("vector",))
        connection.execute(schema.create_space_table(1, DIMENSIONS))
        for batch in _batches(vectors):
            copies.put(connection, 1, batch)
        for setting in _WALK:
            connection.execute(f"SET {setting}")
        yield connection


def _clustered(count: int, *, seed: int) -> Floats:
    """Unit vectors around some hundred centres, as pictures of a shop's kinds of thing lie."""
    centres = np.random.default_rng(0).normal(size=(CENTRES, DIMENSIONS))
    random = np.random.default_rng(seed)
    vectors = centres[random.integers(CENTRES, size=count)]
    vectors = vectors + 0.7 * random.normal(size=vectors.shape)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)


def _batches(vectors: Floats) -> Iterator[list[Entry]]:
    # Prices are a permutation of 0, 1, 2, …, so that a price leaves a known share.
    prices = np.random.default_rng(3).permutation(PICTURES)
    for start in range(0, PICTURES, 500):
        yield [
            Entry(
                image_id=number + 1,
                product_id=number + 1,
                vector=vectors[number],
                category_path=(1,),
                brand="",
                price=Decimal(int(prices[number]) + 1),
                stock=1,
                published=True,
                attributes=(),
                fingerprint=number,
            )
            for number in range(start, min(PICTURES, start + 500))
        ]
