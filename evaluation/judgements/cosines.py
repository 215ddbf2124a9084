"""How alike a space finds given pairs of products: the best pair of their pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.vectors.read import picture_vectors
from recommendations.conf import conf

_BATCH_PRODUCTS = 200


def cosines_of(
    pairs: Iterable[tuple[int, int]], *, space: EmbeddingSpace
) -> dict[tuple[int, int], float]:
    """(asked, shown) -> cosine; a pair of which either is not in the space is left out.

    As in the shop, the asked product counts by its first pictures, the shown one by its best.
    """
    beside: dict[int, list[int]] = defaultdict(list)
    for asked, shown in pairs:
        beside[asked].append(shown)
    found: dict[tuple[int, int], float] = {}
    asking = list(beside)
    for start in range(0, len(asking), _BATCH_PRODUCTS):
        batch = asking[start : start + _BATCH_PRODUCTS]
        products = {*batch, *(shown for asked in batch for shown in beside[asked])}
        vectors = _vectors_by_product(products, space=space)
        for asked in batch:
            own = vectors.get(asked, [])[: conf.MAX_QUERY_PICTURES]
            for shown in beside[asked]:
                if own and shown in vectors:
                    alike = np.stack(own) @ np.stack(vectors[shown]).T
                    found[asked, shown] = float(alike.max())
    return found


def _vectors_by_product(
    products: Iterable[int], *, space: EmbeddingSpace
) -> dict[int, list[np.ndarray]]:
    """Product -> the vectors of its pictures in the order that the shop shows them in."""
    ready = ImageEmbedding.objects.in_space(space).ready().filter(product__in=list(products))
    owners = dict(
        ready.order_by("image__position", "image_id").values_list("image_id", "product_id")
    )
    known = picture_vectors(owners, space=space)
    by_product: dict[int, list[np.ndarray]] = defaultdict(list)
    for image, product in owners.items():
        if image in known:
            by_product[product].append(known[image])
    return by_product
