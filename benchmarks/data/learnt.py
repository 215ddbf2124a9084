"""A loaded shop whose categories follow looks, and whose live space has learnt from them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from django.db import connection

from benchmarks.data.catalogue import finish_loading
from benchmarks.data.shop import Shop
from catalog.models import Category
from embeddings.index import vector_index
from embeddings.spaces.measured.calibration import calibrate
from embeddings.spaces.measured.kinds import measure_kinds

PRODUCTS_A_CATEGORY = 40
_CHUNK_PRODUCTS = 4_000

Ints = npt.NDArray[np.int64]


def teach(shop: Shop) -> None:
    """Sort the products into categories by their looks, and let the live space have learnt it.

    Only its recipe says so: the vectors stay as they are, for a stage takes as long with any
    others. The scale, the floors and what a category is worth are learnt as the shop learns them.
    """
    kinds = _kinds_by_looks(shop)
    leaves = list(
        Category.objects.filter(children=None).order_by("pk").values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_product SET category_id = taught.category"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS taught (id, category)"
            " WHERE catalog_product.id = taught.id",
            [
                list(range(1, shop.products + 1)),
                [leaves[kind % len(leaves)] for kind in kinds.tolist()],
            ],
        )
    finish_loading(["catalog_product"])
    space = shop.visible.space
    space.recipe = space.recipe.replace(":pca", ":wccn")
    space.save(update_fields=["recipe"])
    calibrate(space)
    measure_kinds(space)
    vector_index().build(space)  # what a worker does with so many products that moved at once


def _kinds_by_looks(shop: Shop) -> Ints:
    """Which of some products each one is nearest to, by its first picture: (products,)."""
    first = np.flatnonzero(np.diff(shop.owners, prepend=-1))
    count = max(2, shop.products // PRODUCTS_A_CATEGORY)
    centres = np.random.default_rng(7).choice(shop.products, count, replace=False)
    vectors = shop.visible.vectors
    seen = np.asarray(vectors[first[centres]], dtype=np.float32).T
    return np.concatenate(
        [
            np.argmax(np.asarray(vectors[rows], dtype=np.float32) @ seen, axis=1)
            for rows in np.array_split(first, max(1, len(first) // _CHUNK_PRODUCTS))
        ]
    )
