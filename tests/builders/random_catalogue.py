"""A catalogue of synthetic vectors: quick to make, and known exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from catalog.models import Product, ProductImage
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Component
from tests.builders.spaces import make_component_space, store_vectors
from tests.builders.vectors import unit
from tests.factories import CategoryFactory, ProductFactory

COMPONENTS = (
    Component(
        encoder="hog",
        pooling="",
        preprocessing="hog-128-v1",
        weights_sha256="",
        dimensions=10,
        weight=0.8,
        projection="1" * 64,
    ),
    Component(
        encoder="lab_color",
        pooling="",
        preprocessing="lab-hist-v1",
        weights_sha256="",
        dimensions=6,
        weight=0.2,
        projection="2" * 64,
    ),
)
DIMENSIONS = sum(component.dimensions for component in COMPONENTS)


@dataclass(frozen=True)
class RandomCatalogue:
    """A space and its vectors, as NumPy sees them: one row for each picture."""

    space: EmbeddingSpace
    vectors: np.ndarray
    products: np.ndarray
    images: np.ndarray
    families: dict[int, str]

    def nearest(self, queries: np.ndarray, eligible: set[int], limit: int) -> list[int]:
        """By brute force: the eligible products' ids, best picture first, ties by id.

        Of each family only its nearest.
        """
        cosines = unit(self.vectors) @ unit(np.atleast_2d(queries)).T
        distances = 1 - cosines.max(axis=1)
        return self.ranked(distances, eligible)[:limit]

    def ranked(self, distances: np.ndarray, eligible: set[int]) -> list[int]:
        """All eligible places by the distances of their pictures."""
        best: dict[str | int, tuple[float, int]] = {}
        for product, distance in zip(self.products.tolist(), distances.tolist(), strict=True):
            if product in eligible:
                place = self.families[product] or product
                candidate = (round(distance, 7), product)
                best[place] = min(best.get(place, candidate), candidate)
        return [pk for _, pk in sorted(best.values())]

    def assert_nearest(
        self, found: list[int], queries: np.ndarray, eligible: set[int], limit: int
    ) -> None:
        """These are the nearest, in order; neighbours within a float32's rounding may swap."""
        cosines = unit(self.vectors) @ unit(np.atleast_2d(queries)).T
        distances = 1 - cosines.max(axis=1)
        expected = self.ranked(distances, eligible)[:limit]
        if found != expected:
            near = {pk: distances[self.products == pk].min() for pk in {*found, *expected}}
            assert len(found) == len(expected) == len({self.families[pk] or pk for pk in found})
            assert [near[pk] for pk in found] == pytest.approx(
                [near[pk] for pk in expected], abs=1e-6
            )

    def places(self, eligible: set[int]) -> int:
        """How many places an answer of all of these has."""
        return len({self.families[product] or product for product in eligible})


def make_random_catalogue(products: int, *, pictures: int = 2, seed: int = 7) -> RandomCatalogue:
    """Products with so many random pictures each, in two categories, prices 1, 2, 3, …

    One in four belongs to a family of three; each has a colour, some have two.
    """
    home = CategoryFactory.create(slug="home")
    vases = CategoryFactory.create(slug="vases", parent=home)
    rugs = CategoryFactory.create(slug="rugs")
    space = make_component_space("random", COMPONENTS, state="live")
    colours = ["red", "blue", ["green", "red"]]
    rows = Product.objects.bulk_create(
        ProductFactory.build(
            number=n + 1,
            sku=f"S{n}",
            slug=f"s{n}",
            name=f"Product {n}",
            brand="Alba" if n % 5 == 0 else "Borea",
            category=vases if n % 3 else rugs,
            stock=0 if n % 10 == 9 else 4,
            is_published=n % 10 != 8,
            family=f"F{n // 12}" if n % 4 == 1 else "",
            attributes={"colour": colours[n % 3]},
        )
        for n in range(products)
    )
    images = ProductImage.objects.bulk_create(
        ProductImage(product=row, image=f"{row.pk}-{n}.jpg", width=1, height=1, sha256=str(n))
        for row in rows
        for n in range(pictures)
    )
    random = np.random.default_rng(seed)
    blocks = [
        unit(random.normal(size=(len(images), component.dimensions))) * component.weight**0.5
        for component in COMPONENTS
    ]
    # As halfvec keeps them, so that both sides compare the same numbers.
    vectors = np.concatenate(blocks, axis=1).astype(np.float16)
    store_vectors(space, images, vectors, scaled=False)
    return RandomCatalogue(
        space,
        vectors.astype(np.float64),
        np.array([image.product_id for image in images]),
        np.array([image.pk for image in images]),
        {row.pk: row.family for row in rows},
    )
