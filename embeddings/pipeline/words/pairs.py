"""How alike products are by chance."""

from __future__ import annotations

import numpy as np

from embeddings.pipeline.words.examples import Examples

_PAIRS = 20_000


def measure_pairs(examples: Examples) -> tuple[float, float]:
    """How alike two random products are: the median and the 99th percentile of their cosines."""
    left, right = np.random.default_rng(0).integers(len(examples), size=(2, _PAIRS))
    different = examples.groups[left] != examples.groups[right]
    cosines = np.einsum(
        "nd,nd->n", examples.vectors[left[different]], examples.vectors[right[different]]
    )
    median, p99 = np.percentile(cosines, [50, 99])
    return float(median), float(p99)
