"""What every engine owes its callers, whichever it is: the contenders, and a shop to search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from catalog.product_filter import ProductFilter
from embeddings.index import (
    Hit,
    Queries,
    QueryVectors,
    VectorIndex,
)
from embeddings.index.fdw.store import ShardedStore
from embeddings.index.milvus.store import MilvusStore
from embeddings.index.numpy.engine import NumpyIndex
from embeddings.index.pgvector.engine import PgvectorIndex
from embeddings.index.pgvector.tuning import Tuning
from tests.integration.embeddings.index.contract.stores import (
    ShortStore,
    away,
    bring_in_step,
    external,
)

PUBLISHED = ProductFilter(in_stock=False)
EACH_CATEGORY = Tuning(exact_below_products=0, category_from_pictures=1, category_most_share=1)
"""Every category has an index, which answers under every filter."""


@dataclass(frozen=True)
class Engine:
    """An engine, and whether it is to answer from an index that was built before."""

    make: Callable[[], VectorIndex]
    indexed: bool = True
    in_step: bool = False
    """Whether workers bring it into step before each search, as they do by the clock."""
    is_poor: bool = False
    """Whether it finds too little by itself to be measured."""
    needs: str = ""
    """The fixture that starts its servers."""


CONTENDERS = {
    "pgvector, scanned": Engine(PgvectorIndex, indexed=False),
    "pgvector, indexed": Engine(PgvectorIndex),
    # Small as the tests' spaces are, the index answers under every filter.
    "pgvector, always by the index": Engine(lambda: PgvectorIndex(Tuning(exact_below_products=0))),
    "pgvector, by the category": Engine(lambda: PgvectorIndex(EACH_CATEGORY)),
    "numpy": Engine(NumpyIndex),
    "store in step": Engine(external(), in_step=True),
    "store that is short and behind": Engine(external(ShortStore), is_poor=True),
    "store that is away": Engine(external(away), is_poor=True),
    "Milvus": Engine(external(MilvusStore), needs="milvus_asked"),
    "milvus-lite": Engine(external(MilvusStore), needs="milvus_lite_asked"),
    "three shards": Engine(external(ShardedStore), in_step=True, needs="three_shards"),
}


class Shop:
    """A random catalogue, and the engine under test."""

    def __init__(self, catalogue, engine: Engine) -> None:
        self.catalogue, self.space = catalogue, catalogue.space
        self.index, self.in_step = engine.make(), engine.in_step
        if engine.indexed:
            self.index.build(self.space)

    def search(
        self,
        queries: Queries | np.ndarray,
        where: ProductFilter = PUBLISHED,
        limit: int = 12,
        **more,
    ) -> list[Hit]:
        if isinstance(queries, np.ndarray):
            queries = QueryVectors(np.atleast_2d(queries).astype(np.float32))
        if self.in_step:
            bring_in_step(self.index)
        return self.index.search(queries, space=self.space, where=where, limit=limit, **more)

    def check(self, queries: np.ndarray, where: ProductFilter = PUBLISHED, limit: int = 12) -> None:
        """The answer equals that of a comparison by hand, and is complete."""
        hits = self.search(queries, where, limit)
        eligible = ids_of(where)
        self.catalogue.assert_nearest([hit.product_id for hit in hits], queries, eligible, limit)
        assert len(hits) == min(limit, self.catalogue.places(eligible))
        assert [hit.distance for hit in hits] == sorted(hit.distance for hit in hits)


def ids_of(where: ProductFilter) -> set[int]:
    return set(where.apply().values_list("pk", flat=True))


def products_of(hits: list[Hit]) -> list[int]:
    return [hit.product_id for hit in hits]
