"""A catalogue whose grades are known: products with the vectors and features they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace
from tests.builders.spaces import make_space, store_vectors
from tests.factories import CategoryFactory, ProductFactory


@dataclass(frozen=True)
class Item:
    """A product to be made; a row of vectors for each picture."""

    vectors: Sequence[Sequence[float]]
    category: str = "vases"
    attributes: dict[str, Any] = field(default_factory=dict)
    published: bool = True
    same_file: bool = False
    family: str = ""


def make_catalogue(items: Sequence[Item], *, first: int = 0) -> list[ProductImage]:
    """The products, numbered from `first` on, and their pictures, without any embedding."""
    categories = {category.slug: category for category in Category.objects.all()}
    for slug in dict.fromkeys(item.category for item in items):
        if slug not in categories:
            categories[slug] = CategoryFactory.create(slug=slug)
    products = Product.objects.bulk_create(
        ProductFactory.build(
            number=number,
            category=categories[item.category],
            attributes=item.attributes,
            is_published=item.published,
            family=item.family,
        )
        for number, item in enumerate(items, start=first)
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


def stock(items: Sequence[Item], *, name: str = "known") -> EmbeddingSpace:
    """A catalogue of these products, and a live space with their vectors."""
    vectors = [vector for item in items for vector in item.vectors]
    space = make_space(name, len(vectors[0]))
    store_vectors(space, make_catalogue(items), vectors)
    return space
