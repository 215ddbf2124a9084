"""Reading the products that a scale is learnt from: the same ones until pictures change."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import parse_recipe
from embeddings.pipeline.encoders.registry import get_encoder
from embeddings.spaces.measured.learning.held_out import hold_out
from embeddings.spaces.measured.learning.products import ProductSample
from embeddings.vectors.read import load_rows

# Half of a small catalogue may be too little to learn from; then three quarters are.
_FOLDS = (2, 4)


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
        images=np.array(found, dtype=np.int64)[kept],
        vectors=vectors[kept].astype(np.float32).reshape(len(kept), space.dimensions),
        owner=np.array([number[owners[found[place]]] for place in kept], dtype=np.intp),
        kinds=np.array([facts[product][0] for product in products], dtype=np.intp),
        families=[facts[product][1] for product in products],
    )


def read_held_out(space: EmbeddingSpace, sample: ProductSample) -> list[ProductSample]:
    """The sample in parts, each as a space of the same recipe sees it that the others taught.

    The sample itself where no part of the recipe was learnt, or features are missing.
    """
    if not _is_taught(space.recipe):
        return [sample]
    found, features = load_rows(space, sample.images.tolist(), column="features")
    if len(found) < len(sample.images):
        return [sample]
    sha256_of = {get_encoder(part.encoder).network: part.weights_sha256 for part in space.parts}
    rows = features.astype(np.float32)
    for folds in _FOLDS:
        with suppress(ValueError):  # too few to learn from
            return hold_out(sample, rows, space.recipe, sha256_of, folds=folds)
    return [sample]


def _is_taught(recipe: str) -> bool:
    try:
        parts = parse_recipe(recipe)
    except ValueError:  # of a version to come, or before
        return False
    return any(part.projection for part in parts)
