"""The NumPy engine: the plainest that keeps the contract, for tests and tiny shops."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from catalog.families import one_per_family
from catalog.product_filter import ProductFilter
from embeddings.index.base import (
    CannotMeasureError,
    Floats,
    Hit,
    IndexReport,
    IndexStatus,
    Nearest,
    Queries,
    QueryPictures,
)
from embeddings.index.numpy.loaded_space import LoadedSpace, LoadedSpaces, to_unit
from embeddings.models import EmbeddingSpace
from embeddings.spaces.snapshot import SearchedSpace


class NumpyIndex:
    """See `embeddings.index.base.VectorIndex`. Each process that searches holds every vector."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Let all vectors go."""
        self.spaces = LoadedSpaces()

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
        """The nearest eligible products; `exact` makes no difference, for every answer is."""
        if not len(queries) or limit < 1:
            return Nearest()
        loaded = self.spaces.get(space)
        vectors = _query_vectors(queries, loaded)
        if not len(vectors) or not len(loaded.images):
            return Nearest()
        eligible = where.apply().exclude(pk__in=leave_out).order_by()
        known = {
            pk: (family, category)
            for pk, family, category in eligible.values_list("pk", "family", "category_id")
        }
        # (V, Q) -> (N,)
        distances = np.clip(1 - loaded.vectors @ vectors.T, 0, 2).min(axis=1)[loaded.vector_of]
        rows = np.flatnonzero(np.isin(loaded.products, np.array(list(known), dtype=np.int64)))
        order = np.lexsort((loaded.images[rows], loaded.products[rows], distances[rows]))
        hits = (
            Hit(float(distances[row]), product, int(loaded.images[row]), *known[product])
            for row in rows[order].tolist()
            for product in [int(loaded.products[row])]
        )
        return Nearest(islice(one_per_family(hits), limit))

    def ensure_built(self) -> None:
        """Nothing: what is not loaded yet is loaded by the search that needs it."""

    def build(self, space: EmbeddingSpace) -> bool:
        """Load the space, unless it is loaded as it is; never refused."""
        loaded = self.spaces.get(space)
        return bool(len(loaded.images))

    def replace(self, space: EmbeddingSpace) -> bool:
        """Load the space anew."""
        self.spaces.forget(space)
        return self.build(space)

    def drop(self, space: EmbeddingSpace) -> None:
        """Free the memory of this process; the next search loads the space again."""
        self.spaces.forget(space)

    def read_status(self, space: EmbeddingSpace) -> IndexStatus:
        """Valid wherever there is something to search."""
        there = space.embeddings.ready().exists()
        return IndexStatus.VALID if there else IndexStatus.MISSING

    def report(self, space: EmbeddingSpace) -> IndexReport:
        """Always healthy: nothing is built, and nothing is missed."""
        return IndexReport(
            status=self.read_status(space), wanted=False, progress=None, recall=1, recall_floor=1
        )

    def measure_recall(self, space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
        """All of the nearest, for every vector is compared."""
        if space.embeddings.ready()[:2].count() < 2:
            raise CannotMeasureError(f"{space} has fewer than two pictures.")
        return 1.0

    def tune(self, space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
        """There is nothing to choose; the space keeps the width that another engine chose."""
        return self.measure_recall(space, queries=queries, k=k)


def _query_vectors(queries: Queries, loaded: LoadedSpace) -> Floats:
    """(Q, D) unit length, rounded to half precision as every engine compares them."""
    if isinstance(queries, QueryPictures):
        return loaded.vectors_of(queries.image_ids)
    return to_unit(queries.vectors.astype(np.float16).astype(np.float32))
