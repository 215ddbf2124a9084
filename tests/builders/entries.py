"""Pictures as stores beside PostgreSQL are given them, with every condition that filters know."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from catalog.product_filter import ProductFilter
from embeddings.index.external.store import Entry

HOME, VASES, RUGS = 1, 2, 3
BRANDS = ("Alba", 'O\'Brien "&" \\Söhne\\', "noch\nwas \\' or stock > 0", "")
"""Of all kinds that somebody may type."""
_DIMENSIONS = 16


def make_entries(pictures: int, *, seed: int = 7) -> list[Entry]:
    """Two pictures a product; ids begin with 101, categories are vases in home, and rugs."""
    vectors = np.random.default_rng(seed).normal(size=(pictures, _DIMENSIONS))
    return [
        Entry(
            image_id=101 + n,
            product_id=11 + n // 2,
            vector=vectors[n].astype(np.float16).astype(np.float32),
            category_path=(HOME, VASES) if n // 2 % 3 else (RUGS,),
            brand=BRANDS[n // 2 % len(BRANDS)],
            price=Decimal(n // 2) + Decimal("0.99"),
            stock=n // 2 % 5,
            published=n // 2 % 7 > 0,
            attributes=(("colour", BRANDS[n // 2 % 3]), ("width", str(n // 2 % 4))),
            fingerprint=(-1) ** n * (2**62 + n),
        )
        for n in range(pictures)
    ]


def meets(entry: Entry, where: ProductFilter) -> bool:
    """Whether a picture is eligible, by a reading of the conditions of the tests' own."""
    own, asked = entry.category_path[-1], where.values_by_attribute()
    return all(
        (
            entry.published,
            not where.in_stock or entry.stock > 0,
            not where.category_ids or set(where.category_ids) & set(entry.category_path),
            not where.brands or entry.brand in where.brands,
            where.price_min is None or entry.price >= where.price_min,
            where.price_max is None or entry.price <= where.price_max,
            where.only_ids is None or entry.product_id in where.only_ids,
            where.of_categories is None or own in where.of_categories,
            own not in where.not_of_categories,
            all(dict(entry.attributes).get(name) in values for name, values in asked.items()),
        )
    )


def distances_to(entries: list[Entry], query: np.ndarray) -> dict[int, float]:
    """1 - cosine by the pictures' ids, nearest first."""
    cosines = {
        entry.image_id: float(entry.vector @ query)
        / float(np.linalg.norm(entry.vector) * np.linalg.norm(query))
        for entry in entries
    }
    return {image: 1 - cosine for image, cosine in sorted(cosines.items(), key=lambda c: -c[1])}
