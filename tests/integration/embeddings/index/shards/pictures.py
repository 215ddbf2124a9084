"""Random pictures of random products, and what is true of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from catalog.product_filter import ProductFilter
from embeddings.index.external.store import Entry, Neighbours
from embeddings.models import EmbeddingSpace
from tests.builders.vectors import random_rows

DIMENSIONS = 16
ANYTHING = ProductFilter(in_stock=False)


class Pictures:
    """So many pictures, two of each product; product n is in category 10 or 20 and costs n."""

    def __init__(self, count: int, *, space_id: int = 7, seed: int = 3) -> None:
        self.space = EmbeddingSpace(pk=space_id, name="random", dimensions=DIMENSIONS)
        vectors = random_rows(count, DIMENSIONS, seed=seed).astype(np.float16).astype(np.float32)
        self.entries = [entry_of(number + 1, vectors[number]) for number in range(count)]

    @property
    def vectors(self) -> np.ndarray:
        return np.array([entry.vector for entry in self.entries], dtype=np.float64)

    def nearest(self, query: np.ndarray, where: ProductFilter, limit: int) -> list[int]:
        """By comparing all."""
        eligible = [entry for entry in self.entries if is_eligible(entry, where)]
        ranked = sorted(eligible, key=lambda entry: (distance(query, entry.vector), entry.image_id))
        return [entry.image_id for entry in ranked[:limit]]

    def change(self, image_id: int, **values: Any) -> Entry:
        """Give a picture other values, here alone."""
        entry = replace(self.entries[image_id - 1], **values)
        self.entries[image_id - 1] = entry
        return entry


def entry_of(number: int, vector: np.ndarray) -> Entry:
    product = (number + 1) // 2
    category = (1, 10) if product % 2 else (2, 20)
    return Entry(
        image_id=number,
        product_id=product,
        vector=vector,
        category_path=category,
        brand="Alba" if product % 5 == 0 else "Borea, O'Hara & 100 %",
        price=Decimal(product),
        stock=0 if product % 10 == 9 else 4,
        published=product % 10 != 8,
        attributes=(("colour", ("red", "blue", "green")[product % 3]), ("width", "24.0")),
        fingerprint=number * 1_000_003 - 2**62,
    )


def is_eligible(entry: Entry, where: ProductFilter) -> bool:
    """As `ProductFilter` says, in Python."""
    path, attributes = entry.category_path, dict(entry.attributes)
    return all(
        (
            entry.published,
            not where.in_stock or entry.stock > 0,
            not where.category_ids or bool(set(path) & set(where.category_ids)),
            not where.brands or entry.brand in where.brands,
            where.price_min is None or entry.price >= where.price_min,
            where.price_max is None or entry.price <= where.price_max,
            where.only_ids is None or entry.product_id in where.only_ids,
            where.of_categories is None or path[-1] in where.of_categories,
            path[-1] not in where.not_of_categories,
            all(
                attributes.get(name) in values or (name, values) == ("width", ["24"])
                for name, values in where.values_by_attribute().items()
            ),
        )
    )


def distance(query: np.ndarray, vector: np.ndarray) -> float:
    query, vector = query.astype(np.float64), vector.astype(np.float64)
    return round(1 - query @ vector / np.linalg.norm(query) / np.linalg.norm(vector), 6)


def share_found(found: Neighbours, expected: list[int]) -> float:
    """How many of the true nearest are among those found."""
    if not expected:
        return 1.0
    return len(set(found.image_ids) & set(expected)) / len(expected)
