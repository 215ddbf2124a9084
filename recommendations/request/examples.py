"""Where to look for products like some examples and unlike others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.vectors.read import embedded_pictures, picture_vectors
from recommendations import conf

Floats = npt.NDArray[np.float32]


def asking_pictures(product: Product, space: EmbeddingSpace) -> list[int]:
    """The ids of the pictures that a product asks with: its first embedded ones."""
    return embedded_pictures(product.pk, space=space, limit=conf.MAX_QUERY_PICTURES)


def direction_of(
    positive: Sequence[Product], negative: Sequence[Product], space: EmbeddingSpace
) -> Floats | None:
    """The mean of the positive examples less a share of that of the negative ones: (D,) unit.

    Each product counts by the mean of its pictures. None where no example is embedded, or where
    nothing is left.
    """
    liked, disliked = _mean(positive, space), _mean(negative, space)
    if disliked is None:
        direction = liked
    elif liked is None:
        direction = -disliked
    else:
        direction = liked - conf.NEGATIVE_SHARE * disliked
    if direction is None or not (length := float(np.linalg.norm(direction))):
        return None
    return np.asarray(direction / length, dtype=np.float32)


def _mean(products: Sequence[Product], space: EmbeddingSpace) -> Floats | None:
    """The mean of the products' own means; None where none of them is embedded."""
    means = []
    for product in products:
        known = picture_vectors(asking_pictures(product, space), space=space)
        if known:
            means.append(np.mean(list(known.values()), axis=0))
    return np.asarray(np.mean(means, axis=0)) if means else None
