"""The shop's pictures as a photo meets them: a fair sample of their vectors, and their means."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Means
from embeddings.vectors.read import sample_vectors
from infra.process_state import PerProcess

Floats = npt.NDArray[np.float32]

SAMPLE_PICTURES = 256
LEAST_PICTURES = 10
"""Of fewer, neither a mean nor a spread says anything about the next one."""
# A sample of all sizes is read anew after it; one that is not full yet, for every photo.
_KEPT_SECONDS = 300
_KEPT_SPACES = 4


@dataclass(frozen=True, eq=False)
class CatalogueSample:
    """Random pictures of a space."""

    vectors: Floats
    """(N, D) unit length."""
    means: Means
    """(F,) the mean of unit features for each component that is stored unprojected; else None."""
    read_at: float
    """time.monotonic()"""

    @property
    def says_enough(self) -> bool:
        """Whether there are pictures enough to know a mean and a spread."""
        return len(self.vectors) >= LEAST_PICTURES


_samples = PerProcess[dict[int, CatalogueSample]](dict)


def catalogue_sample(space: EmbeddingSpace) -> CatalogueSample:
    """The sample of a space, at most five minutes old."""
    known = _samples.get()
    if (sample := known.get(space.pk)) and time.monotonic() - sample.read_at < _KEPT_SECONDS:
        return sample
    sample = _read(space)
    if len(sample.vectors) >= SAMPLE_PICTURES:
        if len(known) >= _KEPT_SPACES:
            known.clear()
        known[space.pk] = sample
    return sample


def _read(space: EmbeddingSpace) -> CatalogueSample:
    vectors = sample_vectors(space, limit=SAMPLE_PICTURES)
    few = len(vectors) < LEAST_PICTURES
    means = tuple(
        None
        if part.projection or few
        else _mean(vectors[:, block.start : block.stop] / block.weight**0.5)
        for part, block in zip(space.parts, space.blocks, strict=True)
    )
    return CatalogueSample(vectors, means, time.monotonic())


def _mean(rows: Floats) -> Floats | None:
    seen = rows[rows.any(axis=1)]  # a picture in which a component sees nothing has no say
    return seen.mean(axis=0) if len(seen) else None
