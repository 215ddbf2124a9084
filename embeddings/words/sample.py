"""The products that words are learnt from, and what their pictures come to."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from django.db.models import Count

from embeddings.models import EmbeddingSpace, ImageEmbedding
from infra.halfvec import halfvec_cursor

Floats = npt.NDArray[np.float32]

# 40 MB of float32; a plain space has 2,342 numbers a picture, a fitted one some 450.
_MAX_NUMBERS = 10_000_000
_MAX_PRODUCTS = 10_000
_BATCH_ROWS = 1_000


def sample_products(space: EmbeddingSpace) -> list[int]:
    """Published products with a vector: all, or as many as there is room for, drawn by a hash."""
    ready = ImageEmbedding.objects.in_space(space).ready().filter(product__is_published=True)
    ids = ready.order_by().values_list("product_id", flat=True).distinct()
    most = min(_MAX_PRODUCTS, _MAX_NUMBERS // max(space.dimensions, 1))
    drawn = sorted(ids, key=lambda pk: blake2b(str(pk).encode(), digest_size=8).digest())
    return sorted(drawn[:most])


def mean_vectors(space: EmbeddingSpace, product_ids: Sequence[int]) -> dict[int, Floats]:
    """The mean of each product's pictures: id -> (D,); a product without vectors is left out."""
    found: dict[int, Floats] = {}
    with halfvec_cursor() as cursor:
        for start in range(0, len(product_ids), _BATCH_ROWS):
            cursor.execute(
                "SELECT product_id, avg(vector) FROM embeddings_imageembedding"
                " WHERE space_id = %s AND state = 'ready' AND product_id = ANY(%s)"
                " GROUP BY product_id",
                (space.pk, list(product_ids[start : start + _BATCH_ROWS])),
            )
            found |= {pk: mean.to_numpy().astype(np.float32) for pk, mean in cursor}
    return found


def count_products(space: EmbeddingSpace) -> int:
    """Published products with a vector."""
    ready = ImageEmbedding.objects.in_space(space).ready().filter(product__is_published=True)
    return int(ready.aggregate(products=Count("product", distinct=True))["products"])
