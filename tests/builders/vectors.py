"""Random vectors: the same ones for the same seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]


def random_rows(count: int, dimensions: int, *, seed: int) -> Rows:
    """Normally distributed numbers, (count, dimensions)."""
    return np.random.default_rng(seed).normal(size=(count, dimensions))


def clustered_rows(products: int, dimensions: int, *, noise: float, seed: int) -> Rows:
    """Two rows for each product, near a direction of its own: (2 * products, dimensions)."""
    random = np.random.default_rng(seed)
    centres = np.repeat(random.normal(size=(products, dimensions)), 2, axis=0)
    rows: Rows = centres + noise * random.normal(size=(2 * products, dimensions))
    return rows


def unit(rows: NDArray[np.floating]) -> Rows:
    """The rows at length 1."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Rows = rows / lengths
    return scaled
