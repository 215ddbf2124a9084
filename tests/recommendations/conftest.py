"""A catalogue of synthetic vectors: quick to make, and known exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from django.db import connection

from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding

DIMENSIONS = 16


@dataclass(frozen=True)
class Shelf:
    """A space and its vectors, as NumPy sees them: one row for each picture."""

    space: EmbeddingSpace
    vectors: np.ndarray
    products: np.ndarray
    images: np.ndarray

    def nearest(self, queries: np.ndarray, eligible: set[int], limit: int) -> list[int]:
        """By brute force: the eligible products' ids, best picture first, ties by id."""
        distances = 1 - (self.vectors @ np.atleast_2d(queries).T).max(axis=1)
        best: dict[int, float] = {}
        for product, distance in zip(self.products.tolist(), distances.tolist(), strict=True):
            if product in eligible:
                best[product] = min(best.get(product, 9.0), distance)
        return [pk for _, pk in sorted((round(d, 5), pk) for pk, d in best.items())][:limit]


@pytest.fixture
def make_shelf(transactional_db) -> Callable[..., Shelf]:
    """Make products with so many random pictures each, in two categories, prices 1, 2, 3, …"""
    made: list[EmbeddingSpace] = []

    def make(products: int, *, pictures: int = 2, seed: int = 7) -> Shelf:
        home = Category.objects.create(name="Home", slug="home")
        vases = Category.objects.create(name="Vases", slug="vases", parent=home)
        rugs = Category.objects.create(name="Rugs", slug="rugs")
        space = EmbeddingSpace.objects.create(
            name="random", recipe="random", components=[], dimensions=DIMENSIONS, state="live"
        )
        rows = Product.objects.bulk_create(
            Product(
                sku=f"S{n}",
                slug=f"s{n}",
                name=f"Product {n}",
                brand="Alba" if n % 5 == 0 else "Borea",
                category=vases if n % 3 else rugs,
                price=n + 1,
                stock=0 if n % 10 == 9 else 4,
                is_published=n % 10 != 8,
            )
            for n in range(products)
        )
        images = ProductImage.objects.bulk_create(
            ProductImage(product=row, image=f"{row.pk}-{n}.jpg", width=1, height=1, sha256=str(n))
            for row in rows
            for n in range(pictures)
        )
        vectors = np.random.default_rng(seed).normal(size=(len(images), DIMENSIONS))
        # As halfvec keeps them, so that both sides compare the same numbers.
        vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
        ImageEmbedding.objects.bulk_create(
            ImageEmbedding(
                image=image,
                space=space,
                state="ready",
                digest=image.sha256,
                vector=vector.tolist(),
            )
            for image, vector in zip(images, vectors, strict=True)
        )
        made.append(space)
        unit = vectors.astype(np.float64)
        return Shelf(
            space,
            unit / np.linalg.norm(unit, axis=1, keepdims=True),
            np.array([image.product_id for image in images]),
            np.array([image.pk for image in images]),
        )

    yield make
    with connection.cursor() as cursor:
        for space in made:
            cursor.execute(f"DROP INDEX IF EXISTS {space.index_name}")
