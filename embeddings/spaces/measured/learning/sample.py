"""Whole products with all their pictures, the same ones each time: what a scale is learnt from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.vectors.read import load_rows


@dataclass(frozen=True, kw_only=True)
class ProductSample:
    """Products with all of their ready pictures."""

    vectors: npt.NDArray[np.float32]
    """(N, D) unit length but for the rounding of half precision."""
    owner: npt.NDArray[np.intp]
    """(N,), rising from 0: to which of the products each picture belongs."""
    kinds: npt.NDArray[np.intp]
    """(P,) ids of their categories."""
    families: list[str]
    """(P,) empty for a product without variants."""


def sample_products(space: EmbeddingSpace, pictures: int) -> ProductSample:
    """Products with up to so many pictures, random and yet the same until pictures change.

    One that has more alone is left out. A second copy of a picture within a product is as well.
    """
    ready = space.embeddings.ready()
    drawn = ready.order_by("digest", "pk").values_list("product_id", flat=True)
    chosen = list(dict.fromkeys(drawn[:pictures]))
    rows = ready.filter(product__in=chosen).order_by("pk")
    images: dict[int, dict[str, int]] = {product: {} for product in chosen}
    for image, product, digest in rows.values_list("image_id", "product_id", "digest"):
        images[product].setdefault(digest, image)
    owners: dict[int, int] = {}
    for product, by_digest in images.items():
        if len(owners) + len(by_digest) <= pictures:
            owners |= dict.fromkeys(by_digest.values(), product)
    found, vectors = load_rows(space, list(owners), column="vector")
    shown = Product.objects.filter(pk__in=set(owners.values()))
    facts = {pk: (kind, of) for pk, kind, of in shown.values_list("pk", "category_id", "family")}
    # A product that was deleted meanwhile has no more facts.
    kept = [place for place, image in enumerate(found) if owners[image] in facts]
    products = list(dict.fromkeys(owners[found[place]] for place in kept))
    number = {product: place for place, product in enumerate(products)}
    return ProductSample(
        vectors=vectors[kept].astype(np.float32).reshape(len(kept), space.dimensions),
        owner=np.array([number[owners[found[place]]] for place in kept], dtype=np.intp),
        kinds=np.array([facts[product][0] for product in products], dtype=np.intp),
        families=[facts[product][1] for product in products],
    )
