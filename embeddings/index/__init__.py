"""Finding the nearest vectors of a space: one door, and an engine behind it.

Nothing outside this package imports an engine; `vector_index()` gives the shop's.
"""

from embeddings.index.base import (
    BuildProgress,
    CannotMeasureError,
    Hit,
    IndexReport,
    IndexStatus,
    Nearest,
    Queries,
    QueryPictures,
    QueryVectors,
    SpaceChangingError,
    VectorIndex,
)
from embeddings.index.engines import reset_index_state, use_engine, vector_index

__all__ = [
    "BuildProgress",
    "CannotMeasureError",
    "Hit",
    "IndexReport",
    "IndexStatus",
    "Nearest",
    "Queries",
    "QueryPictures",
    "QueryVectors",
    "SpaceChangingError",
    "VectorIndex",
    "reset_index_state",
    "use_engine",
    "vector_index",
]
