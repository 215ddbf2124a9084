"""Which rows of a sample are nearest to which, by brute force in bounded memory. Pure NumPy."""

from __future__ import annotations

import numpy as np

from evaluation.measured import Floats, Ints

# Scores that are looked at together: 32 MB, and 64 MB for their order.
_MAX_SCORES = 8_000_000


def rank_pictures(vectors: Floats, asked: Ints, *, depth: int) -> Ints:
    """The pictures nearest to each of those asked about, itself left out, nearest first.

    (N, D) unit rows, (Q,) row numbers -> (Q, min(depth, N - 1)) row numbers
    """
    depth = min(depth, len(vectors) - 1)
    found = np.empty((len(asked), depth), dtype=np.intp)
    step = max(1, _MAX_SCORES // max(1, len(vectors)))
    for start in range(0, len(asked), step):
        chunk = asked[start : start + step]
        scores = vectors[chunk] @ vectors.T
        scores[np.arange(len(chunk)), chunk] = -np.inf
        found[start : start + step] = _first(scores, depth)
    return found


def rank_products(vectors: Floats, owner: Ints, *, asked: int, pictures: int, depth: int) -> Ints:
    """The products nearest to each of the first `asked` ones, itself left out, nearest first.

    Two products are as near as their best pair of pictures; a product asks with its first
    `pictures` ones, as it does in the shop.
    (N, D) unit rows, (N,) rising from 0 -> (asked, min(depth, P - 1)) product numbers
    """
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    depth = min(depth, len(starts) - 1)
    found = np.empty((asked, depth), dtype=np.intp)
    step = max(1, _MAX_SCORES // (pictures * max(1, len(vectors))))
    within = np.arange(len(owner)) - starts[owner]  # 0 for a cover
    for start in range(0, asked, step):
        stop = min(start + step, asked)
        rows = np.flatnonzero((owner >= start) & (owner < stop) & (within < pictures))
        scores = np.maximum.reduceat(vectors[rows] @ vectors.T, starts, axis=1)
        first = np.flatnonzero(within[rows] == 0)
        scores = np.maximum.reduceat(scores, first, axis=0)
        scores[np.arange(stop - start), np.arange(start, stop)] = -np.inf
        found[start:stop] = _first(scores, depth)
    return found


def _first(scores: Floats, depth: int) -> Ints:
    """(Q, N) -> (Q, depth): the columns of the highest scores, the highest first."""
    best = np.sort(np.argpartition(-scores, depth, axis=1)[:, :depth], axis=1)
    order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
    return np.asarray(np.take_along_axis(best, order, axis=1), dtype=np.intp)
