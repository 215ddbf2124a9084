"""Pictures of a sample by what fills one place of an answer: a family, or a product without one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from catalog.models import Product
from embeddings.spaces.measured.sample import Sample

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


def places_of(sample: Sample) -> tuple[Integers, Integers]:
    """The number of each picture's family, or of its product without one; their categories."""
    rows = Product.objects.filter(pk__in=set(sample.products.tolist())).values_list(
        "pk", "family", "category_id"
    )
    known = {pk: (family or pk, category) for pk, family, category in rows.order_by("pk")}
    numbers: dict[str | int, int] = {}
    categories: list[int] = []
    places = np.empty(len(sample.products), dtype=np.int64)
    for row, product in enumerate(sample.products.tolist()):
        # A product that was deleted a moment ago stands by itself.
        place, category = known.get(product, (-product, -product))
        if place not in numbers:
            numbers[place] = len(numbers)
            categories.append(category)
        places[row] = numbers[place]
    return places, np.array(categories, dtype=np.int64)


def best_pairs(vectors: Floats, places: Integers) -> Floats:
    """The cosine of the most alike pictures of two places each: (N, D), (N,) -> (P, P)."""
    order = np.argsort(places, kind="stable")
    starts = np.searchsorted(places[order], np.arange(places.max() + 1))
    rows = vectors[order]
    by_rows = np.maximum.reduceat(rows @ rows.T, starts, axis=0)
    return np.asarray(np.maximum.reduceat(by_rows, starts, axis=1), dtype=np.float32)
