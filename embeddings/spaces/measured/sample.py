"""Random pictures of a space with their vectors, the same ones each time: what is measured on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace


@dataclass(frozen=True)
class Sample:
    """Ready pictures, one row each."""

    images: npt.NDArray[np.int64]
    """(N,) ids of the pictures."""
    products: npt.NDArray[np.int64]
    """(N,) ids of the products that the pictures show."""
    vectors: npt.NDArray[np.float32]
    """(N, D) unit length but for the rounding of half precision."""


def sample_pictures(space: EmbeddingSpace, size: int) -> Sample:
    """Up to `size` different pictures of the space, random and yet the same until pictures change.

    A sha256 is as good as a throw of dice, and stands in an index: a million rows are not sorted.
    Pictures of the same bytes count once.
    """
    rows = (
        space.embeddings.ready()
        .order_by("digest", "pk")
        .distinct("digest")
        .values_list("image_id", "product_id", "vector")[:size]
    )
    # Row by row: thousands of vectors as Python's own numbers would take ten times the memory.
    found = [
        (image, product, np.array(vector, dtype=np.float32))
        for image, product, vector in rows.iterator(chunk_size=100)
    ]
    return Sample(
        np.array([image for image, _, _ in found], dtype=np.int64),
        np.array([product for _, product, _ in found], dtype=np.int64),
        np.array([vector for _, _, vector in found]).reshape(len(found), space.dimensions),
    )
