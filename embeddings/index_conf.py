"""What a shop may turn about its vector index; what the thresholds rest on stands beside the rest
of them in embeddings/index/pgvector/tuning.py.

Not inside embeddings/index: settings are read before Django's models can be imported.
"""

from __future__ import annotations

from infra.conf import Knob

ENGINES = {
    "pgvector": "embeddings.index.pgvector.engine.PgvectorIndex",
    "numpy": "embeddings.index.numpy.engine.NumpyIndex",
}

STORES: dict[str, str] = {
    "milvus": "embeddings.index.milvus.store.MilvusStore",
    "shards": "embeddings.index.fdw.store.ShardedStore",
}
"""Engines beside PostgreSQL by name: what makes a `VectorStore` of embeddings/index/external/store
when it is called without arguments."""


def _check_engine(name: str) -> None:
    if name not in ENGINES | STORES:
        raise ValueError(f"must be one of: {', '.join(sorted(ENGINES | STORES))}")


def _check_coordinator(url: str) -> None:
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise ValueError("must start with postgresql://")


class IndexConf:
    VECTOR_INDEX = Knob(
        "pgvector",
        unit="engine",
        help="What finds the nearest pictures: `pgvector` inside PostgreSQL, or `numpy`, which "
        "holds every vector in the memory of every process and suits a few thousand pictures.",
        check=_check_engine,
    )
    INDEX_FROM_PICTURES = Knob(
        5_000,
        unit="pictures",
        help="A space with so many gets an index; smaller ones are compared picture by picture.",
        at_least=0,
    )
    INDEX_EXACT_BELOW_PRODUCTS = Knob(
        2_300,
        unit="products",
        help="Filters that leave fewer are answered without the index, for 12 products among "
        "100,000 pictures; others in proportion.",
        at_least=0,
    )
    INDEX_CATEGORY_FROM_PICTURES = Knob(
        2_000,
        unit="pictures",
        help="A category with so many pictures in it and below has an index of its own beside the "
        "space's, which answers filters by category; 0: none has one.",
        at_least=0,
    )
    INDEX_SCAN_AT_MOST = Knob(
        200_000,
        unit="pictures",
        help="An engine beside PostgreSQL that is away is stood in for by comparing every picture "
        "of a space with at most so many; answers from a larger one say that they are incomplete.",
        at_least=0,
    )
    INDEX_MOST_PENDING = Knob(
        2_000,
        unit="changes",
        help="So many changed pictures that an engine beside PostgreSQL has not got yet are "
        "compared with each search; with more, its answers count as incomplete.",
        at_least=0,
    )
    INDEX_RECALL_FLOOR = Knob(
        0.98,
        unit="share",
        help="Searches are made as wide as finds so many of the true ten nearest.",
        at_least=0.5,
        at_most=1,
    )
    SHARDS_COORDINATOR = Knob(
        "",
        unit="address",
        help="The PostgreSQL that asks the shards, as `DATABASE_URL` is written; empty: the shop's "
        "own. It needs pgvector and `postgres_fdw`.",
        check=_check_coordinator,
    )
    SHARDS_ANSWER_SECONDS = Knob(
        0.9,
        unit="seconds",
        help="A search of the shards takes no longer: what has not answered by then is left out, "
        "and the answer says that it is incomplete.",
        at_least=0.2,
        at_most=10,
    )


conf = IndexConf()
