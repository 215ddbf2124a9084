"""How alike the nearest are once each is seen together with what surrounds it. Pure arithmetic.

The query by its neighbours is alpha query expansion: Radenović, Tolias & Chum, "Fine-tuning CNN
Image Retrieval with No Human Annotation", TPAMI 2019. The answers by theirs is database-side
augmentation: Arandjelović & Zisserman, "Three things everyone should know to improve object
retrieval", CVPR 2012.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# As many as a design has variants in a small shop: with 5 strangers of the same kind are mixed in,
# and kinds have a stage of their own (docs/benchmarks.md).
NEIGHBOURS = 3
POWER = 3.0  # the alpha of the query expansion


def expanded_cosines(
    queries: Floats, candidates: Floats, *, neighbours: int = NEIGHBOURS, power: float = POWER
) -> Floats:
    """How alike each candidate is to the nearest query, each seen together with its neighbours.

    Every vector, the queries' too, is replaced by the weighted mean of itself (1) and the nearest
    candidates beside it (cosine to the power of `power`; what points away counts nothing), brought
    to length 1. What stands among look-alikes so comes before what resembles the query by chance.
    Only the vectors' products with each other are needed: 0.5 ms for 100 of 448 numbers.
    (Q, D), (N, D) unit -> (N,) cosines, -1 to 1
    """
    count = len(candidates)
    if not count or not len(queries):
        return np.zeros(count, dtype=np.float32)
    every = np.concatenate([candidates, queries]).astype(np.float32)
    alike = every @ every.T
    shares = _shares(alike[:, :count], neighbours=min(neighbours, count), power=power)
    # A mean of vectors is never written out: its products follow from those of its parts.
    spread = np.eye(len(every), dtype=np.float32)
    spread[:, :count] += shares
    towards = spread @ alike
    lengths = np.sqrt(np.einsum("ij,ij->i", towards, spread).clip(min=1e-12))
    cosines = (towards[count:] @ spread[:count].T) / np.outer(lengths[count:], lengths[:count])
    return np.asarray(cosines.max(axis=0), dtype=np.float32)


def _shares(alike: Floats, *, neighbours: int, power: float) -> Floats:
    """How much each candidate counts in each vector's mean: (N + Q, N), 0 but for the nearest."""
    weights, others = np.zeros_like(alike), alike.copy()
    if neighbours < 1:
        return weights
    # The candidates stand first, so this is each one itself, which is in the mean already. Where
    # there are no others it is still among the nearest, and counts nothing.
    np.fill_diagonal(others, -np.inf)
    nearest = np.argpartition(-others, neighbours - 1, axis=1)[:, :neighbours]
    each = np.arange(len(alike))[:, None]
    weights[each, nearest] = others[each, nearest].clip(min=0) ** power
    return weights
