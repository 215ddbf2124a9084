"""The right answers: every vector compared, in NumPy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_CHUNK = 100_000


def cosines(vectors: npt.NDArray[np.floating], queries: Floats) -> Floats:
    """(N, D), (Q, D) -> (Q, N); in chunks, for half precision is widened first."""
    queries = queries / np.linalg.norm(queries, axis=1, keepdims=True)
    parts = []
    for start in range(0, len(vectors), _CHUNK):
        chunk = np.asarray(vectors[start : start + _CHUNK], dtype=np.float32)
        parts.append(queries @ (chunk / np.linalg.norm(chunk, axis=1, keepdims=True)).T)
    return np.concatenate(parts, axis=1)


def nearest_pictures(vectors: npt.NDArray[np.floating], rows: Ints, *, k: int) -> Ints:
    """The k nearest rows to each of `rows`, without itself: (Q, k), nearest first."""
    found = []
    for batch in np.array_split(rows, max(1, len(rows) // 20)):
        alike = cosines(vectors, np.asarray(vectors[batch], dtype=np.float32))
        alike[np.arange(len(batch)), batch] = -np.inf
        best = np.argpartition(-alike, k, axis=1)[:, :k]
        order = np.argsort(-np.take_along_axis(alike, best, axis=1), axis=1)
        found.append(np.take_along_axis(best, order, axis=1))
    return np.concatenate(found)


def share_found(found: Sequence[Ints], exact: Ints, *, rows: Ints) -> float:
    """The mean share of the true nearest among those found, the query row itself left out."""
    return float(np.mean(shares_found(found, exact, rows=rows)))


def shares_found(found: Sequence[Ints], exact: Ints, *, rows: Ints) -> list[float]:
    """The same, of each query."""
    return [
        len(set([n for n in got.tolist() if n != row][: len(right)]) & set(right.tolist()))
        / len(right)
        for got, right, row in zip(found, exact, rows.tolist(), strict=True)
    ]


def best_by_product(
    vectors: npt.NDArray[np.floating], owners: Ints, queries: Floats, *, products: int
) -> Floats:
    """The cosine of each product's best picture with any of the queries: (products,)."""
    scores = np.full(products, -np.inf, dtype=np.float32)
    np.maximum.at(scores, owners, cosines(vectors, queries).max(axis=0))
    return scores
