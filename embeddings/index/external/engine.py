"""Any engine beside PostgreSQL, made to keep the contract of the door."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from catalog.product_filter import ProductFilter
from embeddings.index.base import (
    Floats,
    Hit,
    IndexReport,
    IndexStatus,
    Nearest,
    Queries,
    QueryPictures,
)
from embeddings.index.external import recall, upkeep
from embeddings.index.external.following.pending import read_pending
from embeddings.index.external.search.store_search import Found, StoreSearch
from embeddings.index.external.store import StoreAwayError, VectorStore
from embeddings.index.pgvector.engine import PgvectorIndex
from embeddings.index.pgvector.search.chooser import ProductSearch
from embeddings.index.pgvector.tuning import Tuning
from embeddings.index_conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.vectors.read import picture_vectors
from infra.locks.circuit_breaker import CircuitBreaker

logger = logging.getLogger(__name__)

_REST_SECONDS = 5.0
"""So long an engine that is away is left alone: it costs one request a second, not each of them."""


class ExternalIndex:
    """See `embeddings.index.base.VectorIndex`. PostgreSQL confirms each hit, and may answer alone.

    It does so for small spaces, for filters that leave few products, for what is far, for spaces
    that the engine does not hold, and wherever the engine's answer is not proved.
    """

    def __init__(self, store: VectorStore, *, name: str, tuning: Tuning | None = None) -> None:
        """name: of its row among the engines that are followed."""
        self.store, self.name = store, name
        self.postgres = PgvectorIndex(tuning)
        self.reset()

    def reset(self) -> None:
        """Forget what this process remembers of any space or filter, and of failures."""
        self.postgres.reset()
        self.breaker = CircuitBreaker(seconds=_REST_SECONDS, patience=_REST_SECONDS)

    def search(
        self,
        queries: Queries,
        *,
        space: SearchedSpace,
        where: ProductFilter,
        limit: int,
        leave_out: Sequence[int] = (),
        exact: bool = False,
    ) -> Nearest:
        """The nearest eligible products, and whether all could be asked."""
        if not len(queries) or limit < 1:
            return Nearest()
        asked = self.postgres.prepare(
            queries, space=space, where=where, limit=limit, leave_out=leave_out
        )
        if where.narrow and (few := asked.scan_few()) is not None:
            return Nearest(few)
        found = None
        if not exact and asked.pictures >= self.postgres.tuning.min_rows:
            found = self._ask(queries, asked, where)
        if found is not None and found.proved and found.complete:
            return Nearest(found.hits)
        return self._fall_back(asked, exact=exact, found=found.hits if found else [])

    def _ask(self, queries: Queries, asked: ProductSearch, where: ProductFilter) -> Found | None:
        """What asking the engine leads to; None where it may not be asked, or does not answer."""
        most = conf.INDEX_MOST_PENDING
        pending = read_pending(self.name, asked.space, most=most)
        if pending is None or (pending.too_many and self._scans(asked)):
            return None
        vectors = _vectors_of(queries, asked.space)
        if not len(vectors):
            return Found(hits=[], proved=True, complete=True)
        if not self.breaker.lets_through():
            return None
        try:
            found = StoreSearch(
                store=self.store,
                asked=asked,
                vectors=vectors,
                where=where,
                pending=pending.image_ids,
            ).run()
        except StoreAwayError as error:
            self.breaker.open()
            logger.warning("%s does not answer: %s", self.name, error)
            return None
        self.breaker.close()
        return replace(found, complete=found.complete and not pending.too_many)

    def _fall_back(self, asked: ProductSearch, *, exact: bool, found: list[Hit]) -> Nearest:
        """The answer of PostgreSQL alone where that is cheap enough, otherwise what there is."""
        if (few := asked.scan_few()) is not None:
            return Nearest(few)
        indexed = not exact and self.postgres.validity.holds(asked.space)
        if indexed and (hits := asked.search_index(narrow=True)) is not None:
            return Nearest(hits)
        if self._scans(asked):
            return Nearest(asked.scan_all())
        return Nearest(found, complete=False)

    def _scans(self, asked: ProductSearch) -> bool:
        return asked.pictures <= conf.INDEX_SCAN_AT_MOST

    def ensure_built(self) -> None:
        """Let the engine follow each active space; workers fill it."""
        upkeep.follow_active_spaces(self.name)

    def build(self, space: EmbeddingSpace) -> bool:
        """Fill the space here and now; False where it is full, or where workers are at it."""
        return upkeep.fill(self.name, self.store, space, anew=False)

    def replace(self, space: EmbeddingSpace) -> bool:
        """Empty the space and fill it anew; PostgreSQL answers until then."""
        return upkeep.fill(self.name, self.store, space, anew=True)

    def drop(self, space: EmbeddingSpace) -> None:
        """Give the space's room back, now or when the engine answers; its index here as well."""
        self.postgres.drop(space)
        upkeep.forget(self.name, self.store, space)

    def read_status(self, space: EmbeddingSpace) -> IndexStatus:
        """Whether the engine holds all of the space and follows it."""
        return upkeep.read_status(self.name, space)

    def report(self, space: EmbeddingSpace) -> IndexReport:
        """How full it is."""
        floor = self.postgres.tuning.recall_floor
        return upkeep.report(self.name, space, recall_floor=floor)

    def measure_recall(self, space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
        """The share, 0 to 1, of the true `k` nearest that the engine itself names."""
        return recall.measure(
            self.postgres, self.store, space, name=self.name, queries=queries, k=k
        )

    def tune(self, space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
        """Measure the recall and keep it; how widely an engine searches is set there."""
        return recall.keep(self.measure_recall(space, queries=queries, k=k), space)


def _vectors_of(queries: Queries, space: SearchedSpace) -> Floats:
    """(Q, D) as PostgreSQL compares them, without those of pictures that are gone."""
    if isinstance(queries, QueryPictures):
        vectors = picture_vectors(queries.image_ids, space=space)
        return np.array(list(vectors.values()), dtype=np.float32).reshape(-1, space.dimensions)
    return queries.vectors.astype(np.float16).astype(np.float32)
