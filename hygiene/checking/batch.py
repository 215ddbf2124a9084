"""Some products that are examined together, with all that the kinds ask about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from catalog.models import Product, ProductImage
from catalog.product_filter import ProductFilter
from embeddings.comparing.likeness import read_features
from embeddings.index import Hit, QueryPictures, vector_index
from embeddings.models import EmbeddingSpace
from embeddings.vectors.read import embedded_pictures
from hygiene.measuring.models import PictureMeasures

Floats = npt.NDArray[np.float32]

_ASKING_PICTURES = 3  # of a product, its first
NEIGHBOURS = 30


@dataclass(kw_only=True)
class Batch:
    """Published products and their pictures; neighbours and features are read when first asked."""

    products: Sequence[Product]
    """With their pictures prefetched."""
    measures: dict[int, PictureMeasures]
    """By picture; those whose file could not be read are left out."""
    space: EmbeddingSpace | None
    """The live one."""

    def __post_init__(self) -> None:
        self._neighbours: dict[tuple[int, int | None], list[Hit]] = {}
        self._asking: dict[int, tuple[int, ...]] = {}
        self._features: dict[int, Floats | None] = {}

    @cached_property
    def pictures(self) -> list[ProductImage]:
        return [image for product in self.products for image in product.images.all()]

    @cached_property
    def by_id(self) -> dict[int, Product]:
        return {product.pk: product for product in self.products}

    def neighbours(self, product: Product, *, category_id: int | None = None) -> list[Hit]:
        """The nearest published products, one of each family, never of the product's own.

        category_id: only those that stand in this very category.
        """
        key = (product.pk, category_id)
        if key not in self._neighbours:
            self._neighbours[key] = self._search(product, category_id)
        return self._neighbours[key]

    def _search(self, product: Product, category_id: int | None) -> list[Hit]:
        asking = self.asking_pictures(product)
        if self.space is None or not asking:
            return []
        only = None if category_id is None else frozenset([category_id])
        hits = vector_index().search(
            QueryPictures(asking),
            space=self.space,
            where=ProductFilter(in_stock=False, of_categories=only),
            limit=NEIGHBOURS if category_id is None else 5,
            leave_out=[product.pk],
        )
        return [hit for hit in hits if not (product.family and hit.family == product.family)]

    def asking_pictures(self, product: Product) -> tuple[int, ...]:
        """The pictures by which a product is compared: its first ones that have a vector."""
        if self.space is None:
            return ()
        if product.pk not in self._asking:
            found = embedded_pictures(product.pk, space=self.space, limit=_ASKING_PICTURES)
            self._asking[product.pk] = tuple(found)
        return self._asking[product.pk]

    def likeness(self, one: int, other: int) -> float | None:
        """The mean cosine of two pictures' features; None where either is not embedded."""
        self.read_features((one, other))
        mine, theirs = self._features.get(one), self._features.get(other)
        return None if mine is None or theirs is None else float(mine @ theirs)

    def read_features(self, pictures: Iterable[int]) -> None:
        """Of many pictures by one statement, before `likeness` asks for them pair by pair."""
        missing = set(pictures) - self._features.keys()
        if missing and self.space is not None:
            self._features |= dict.fromkeys(missing) | read_features(self.space, missing)
