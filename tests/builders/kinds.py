"""A shop of several kinds of thing: the pictures of each lie near a direction of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace
from tests.builders.random_catalogue import COMPONENTS
from tests.builders.spaces import make_component_space, store_vectors
from tests.builders.vectors import random_rows, unit
from tests.factories import CategoryFactory, ProductFactory

KIND_SLUGS = ("mugs", "vases", "chairs", "lamps", "coats", "hats")
PARENTS = {"mugs": "table", "vases": "table", "chairs": "home", "lamps": "home"}
EACH = 8


@dataclass(frozen=True)
class KindsShop:
    """What was made; product n is of the kind `KIND_SLUGS[n % 6]`."""

    space: EmbeddingSpace
    products: list[int]
    images: list[int]
    vectors: np.ndarray

    def of(self, slug: str) -> list[int]:
        """The ids of the products of a kind."""
        return [pk for n, pk in enumerate(self.products) if KIND_SLUGS[n % 6] == slug]


def make_kinds(*, noise: float = 0.9, seed: int = 11) -> KindsShop:
    """Eight single products of each kind, a picture each, in a live space with `noise` in it.

    Mugs and vases stand below `table`, chairs and lamps below `home`, coats and hats by themselves.
    """
    parents = {slug: CategoryFactory.create(slug=slug) for slug in ("table", "home")}
    kinds = [
        CategoryFactory.create(slug=slug, parent=parents.get(PARENTS.get(slug, "")))
        for slug in KIND_SLUGS
    ]
    space = make_component_space("kinds", COMPONENTS, state="live")
    count = EACH * len(kinds)
    rows = Product.objects.bulk_create(
        ProductFactory.build(number=n + 1, category=kinds[n % len(kinds)]) for n in range(count)
    )
    images = ProductImage.objects.bulk_create(
        ProductImage(product=row, image=f"{row.pk}.jpg", width=1, height=1, sha256=f"{row.pk:064}")
        for row in rows
    )
    blocks = []
    for place, component in enumerate(COMPONENTS):
        centres = random_rows(len(kinds), component.dimensions, seed=seed + place)
        own = np.tile(centres, (EACH, 1))
        noisy = own + noise * random_rows(count, component.dimensions, seed=seed + 10 + place)
        blocks.append(unit(noisy) * component.weight**0.5)
    vectors = np.concatenate(blocks, axis=1).astype(np.float16)
    store_vectors(space, images, vectors, scaled=False)
    return KindsShop(
        space,
        [row.pk for row in rows],
        [image.pk for image in images],
        vectors.astype(np.float64),
    )


def category_of(slug: str) -> Category:
    return Category.objects.get(slug=slug)
