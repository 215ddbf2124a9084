"""A catalogue whose grades are known: products with the vectors and features they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding


@dataclass(frozen=True)
class Item:
    """A product to be made; a row of vectors for each picture."""

    vectors: Sequence[Sequence[float]]
    category: str = "vases"
    attributes: dict[str, Any] = field(default_factory=dict)
    published: bool = True
    same_file: bool = False


def make_space(name: str, dimensions: int, **values: Any) -> EmbeddingSpace:
    """A space without encoders; the first one made is live."""
    state = "ready" if EmbeddingSpace.objects.live() else "live"
    fields = {"recipe": name, "components": [], "dimensions": dimensions, "state": state}
    return EmbeddingSpace.objects.create(name=name, **{**fields, **values})


def make_catalogue(items: Sequence[Item]) -> list[ProductImage]:
    """The products and their pictures, without any embedding."""
    slugs = dict.fromkeys(item.category for item in items)
    categories = {slug: Category.objects.get_or_create(slug=slug, name=slug)[0] for slug in slugs}
    products = Product.objects.bulk_create(
        Product(
            sku=f"S{number}",
            slug=f"s{number}",
            name=f"Product {number}",
            category=categories[item.category],
            price=1,
            stock=1,
            attributes=item.attributes,
            is_published=item.published,
        )
        for number, item in enumerate(items)
    )
    return ProductImage.objects.bulk_create(
        ProductImage(
            product=product,
            image=f"{product.sku}-{view}.jpg",
            position=view,
            width=1,
            height=1,
            sha256=f"{product.sku}-{0 if item.same_file else view}",
        )
        for product, item in zip(products, items, strict=True)
        for view in range(len(item.vectors))
    )


def fill(
    space: EmbeddingSpace,
    images: Sequence[ProductImage],
    vectors: Sequence[Sequence[float]] | np.ndarray,
    features: Sequence[Sequence[float]] | np.ndarray | None = None,
) -> None:
    """Store vectors of the pictures in the space, brought to unit length."""
    rows = np.asarray(vectors, dtype=np.float64)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    ImageEmbedding.objects.bulk_create(
        ImageEmbedding(
            image=image,
            product_id=image.product_id,
            space=space,
            state="ready",
            digest=image.sha256,
            vector=row.tolist(),
            features=None if features is None else list(features[place]),
        )
        for place, (image, row) in enumerate(zip(images, rows, strict=True))
    )


def stock(items: Sequence[Item], *, name: str = "known") -> EmbeddingSpace:
    """A catalogue of these products, and a live space with their vectors."""
    vectors = [vector for item in items for vector in item.vectors]
    space = make_space(name, len(vectors[0]))
    fill(space, make_catalogue(items), vectors)
    return space
