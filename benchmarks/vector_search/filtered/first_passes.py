"""What a cheaper first pass may leave out: the share of the right products among what it keeps.

10,000 eligible pictures, as a tenth of 100,000 or a hundredth of a million; what is eligible has
nothing to do with how it looks, so that they lie as so many pictures do. In NumPy: no times.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.data.shop import PROJECTED
from benchmarks.data.synthetic import VISUAL, Floats, read_real_pictures, synthesise, unit
from benchmarks.report import table
from benchmarks.vector_search.exact_search import Ints
from embeddings.pipeline import fit_projection

ELIGIBLE, EVERY, QUESTIONS = 10_000, 12, 100
KEPT = (100, 200, 400, 800, 1_600, 3_200)


def run() -> None:
    """Print a table for docs/benchmarks.md."""
    parts = list(synthesise(read_real_pictures(), pictures=ELIGIBLE))
    raw = np.concatenate([features[:, VISUAL] for features, _ in parts])
    owners = np.concatenate([owner for _, owner in parts])
    vectors = unit(fit_projection(raw, dimensions=PROJECTED).apply(raw))
    print(f"Above zero: {(raw > 0).mean():.0%} of raw numbers, {(vectors > 0).mean():.0%} after.\n")
    asked = np.random.default_rng(4).choice(owners[-1] + 1, QUESTIONS, replace=False)
    table(
        ["first pass", "bytes", *(f"{kept:,} kept" for kept in KEPT)],
        [
            [name, size, *(f"{share:.3f}" for share in _shares(codes, vectors, owners, asked))]
            for name, size, codes in _first_passes(vectors)
        ],
    )


def _first_passes(vectors: Floats) -> Iterator[tuple[str, int, Floats]]:
    """Name, bytes of a picture, and what stands for the vectors, (N, d)."""
    signs = np.where(vectors > 0, 1, -1).astype(np.float32)
    yield "a bit for each number", PROJECTED // 8, signs
    for numbers in (16, 32, 64, 128):
        yield f"the first {numbers} numbers", 2 * numbers, vectors[:, :numbers]


def _shares(codes: Floats, vectors: Floats, owners: Ints, asked: Ints) -> list[float]:
    """Of each number of pictures kept: the share of the right products among them."""
    shares = np.zeros((len(asked), len(KEPT)))
    for number, product in enumerate(asked):
        rows = np.flatnonzero(owners == product)
        order = np.argsort(-_likeness(codes, rows))
        order = order[~np.isin(order, rows)]
        scores = _likeness(vectors, rows)
        right = set(_nearest(order, scores, owners))
        for place, kept in enumerate(KEPT):
            shares[number, place] = len(right & set(_nearest(order[:kept], scores, owners))) / EVERY
    means: list[float] = shares.mean(axis=0).tolist()
    return means


def _likeness(codes: Floats, rows: Ints) -> Floats:
    """Of each picture with any of those that are asked with: (N,)."""
    best: Floats = (codes[rows] @ codes.T).max(axis=0)
    return best


def _nearest(rows: Ints, scores: Floats, owners: Ints) -> list[int]:
    """The products of the best of these pictures."""
    best = rows[np.argsort(-scores[rows])]
    return list(dict.fromkeys(owners[best].tolist()))[:EVERY]
