"""Spaces of random vectors: quick to make, and known exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from django.db import connection

from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding

DIMENSIONS = 16


@pytest.fixture
def random_space(transactional_db, category: Category) -> Iterator[Callable[..., EmbeddingSpace]]:
    """Make a live space of ready pictures: random_space(60), or of the vectors given."""
    made: list[EmbeddingSpace] = []

    def make(
        pictures: int = 60, *, vectors: np.ndarray | None = None, products: int = 1, **values
    ) -> EmbeddingSpace:
        if vectors is None:
            vectors = np.random.default_rng(7).normal(size=(pictures, DIMENSIONS))
        vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        fields = {"name": "random", "recipe": "random", "components": [], "state": "live"}
        space = EmbeddingSpace.objects.create(**{**fields, "dimensions": vectors.shape[1]} | values)
        made.append(space)
        shown = [
            Product.objects.get_or_create(
                sku=f"R{n}",
                defaults={"slug": f"r{n}", "name": "R", "category": category, "price": 1},
            )[0]
            for n in range(products)
        ]
        images = ProductImage.objects.bulk_create(
            ProductImage(
                product=shown[n % products], image=f"{n}.jpg", width=1, height=1, sha256=f"{n:064}"
            )
            for n in range(len(vectors))
        )
        ImageEmbedding.objects.bulk_create(
            ImageEmbedding(
                image=image,
                product_id=image.product_id,
                space=space,
                state="ready",
                digest=image.sha256,
                vector=vector.tolist(),
            )
            for image, vector in zip(images, vectors, strict=True)
        )
        return space

    yield make
    with connection.cursor() as cursor:
        for space in made:
            cursor.execute(f"DROP INDEX IF EXISTS {space.index_name}")
