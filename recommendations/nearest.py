"""From vectors to products: complete, best picture first, one place per product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from catalog.querysets import ProductQuerySet
from embeddings.index import index_is_valid
from embeddings.models import EmbeddingSpace, ImageEmbedding

# With fewer eligible products than this an exact scan beats the index (0.5 % of 100,000 through
# the index: 25 ms).
EXACT_BELOW_PRODUCTS = 3_000
# Wider than pgvector's 40: recall@10 of the index on raw features.
EF_SEARCH = 100
# Most products have one to four pictures: so many rows usually hold enough products.
_ROWS_PER_PRODUCT = 3
_GROWTH = 4


@dataclass(frozen=True)
class Near:
    """A product by its picture that is nearest to what was asked."""

    product_id: int
    image_id: int
    distance: float
    """One minus the cosine: 0 is the same, 2 the opposite."""


def nearest_products(
    vectors: Sequence[Sequence[float]],
    *,
    space: EmbeddingSpace,
    eligible: ProductQuerySet,
    limit: int,
    narrow: bool,
) -> list[Near]:
    """The `limit` eligible products nearest to any of the vectors, nearest first, ties by id.

    Exactly min(limit, eligible products with a vector) of them. `narrow` says that `eligible` may
    be a small part of the catalogue; then it is counted before the index is chosen.
    """
    if not vectors or limit < 1:
        return []
    indexed = index_is_valid(space) and not (
        narrow and eligible[:EXACT_BELOW_PRODUCTS].count() < EXACT_BELOW_PRODUCTS
    )
    if indexed:
        found = [
            _search([v], space=space, eligible=eligible, limit=limit, indexed=True) for v in vectors
        ]
        if all(near is not None for near in found):
            return _best_per_product([row for near in found for row in near or []])[:limit]
    return _search(vectors, space=space, eligible=eligible, limit=limit, indexed=False) or []


def _search(
    vectors: Sequence[Sequence[float]],
    *,
    space: EmbeddingSpace,
    eligible: ProductQuerySet,
    limit: int,
    indexed: bool,
) -> list[Near] | None:
    """As nearest_products; None where the index ran dry before there were enough products."""
    rows_wanted = limit * _ROWS_PER_PRODUCT
    nearest = (
        ImageEmbedding.objects.in_space(space)
        .ready()
        .filter(image__product__in=eligible.order_by())
        .with_distance_to(vectors, space=space, indexed=indexed)
        .order_by("distance")
        .values_list("image__product_id", "image_id", "distance")
    )
    while True:
        rows = _run(nearest[:rows_wanted], indexed=indexed)
        products = _best_per_product([Near(*row) for row in rows])
        if len(products) >= limit and not _cut_in_a_tie(products, rows, limit):
            return products[:limit]
        if len(rows) < rows_wanted:
            # All there is; but an index scan also ends at hnsw.max_scan_tuples.
            return None if indexed else products[:limit]
        rows_wanted *= _GROWTH


def _cut_in_a_tie(products: list[Near], rows: list[tuple], limit: int) -> bool:
    """Whether rows beyond the last one could tie with the last product and have a lower id."""
    return rows[-1][2] <= products[limit - 1].distance


def _run(query, *, indexed: bool) -> list[tuple]:
    if not indexed:
        return list(query)
    # In a transaction, so that the settings end with it.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL hnsw.iterative_scan = strict_order")
        cursor.execute(f"SET LOCAL hnsw.ef_search = {EF_SEARCH:d}")
        return list(query)


def _best_per_product(rows: list[Near]) -> list[Near]:
    best: dict[int, Near] = {}
    for near in sorted(rows, key=lambda near: (near.distance, near.product_id, near.image_id)):
        best.setdefault(near.product_id, near)
    return list(best.values())
