"""From vectors to products: complete, best picture first, one place per product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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

Vectors = Sequence[Sequence[float]]


@dataclass(frozen=True, order=True)
class Near:
    """A product by its picture that is nearest to what was asked; nearest sorts first."""

    distance: float
    """One minus the cosine: 0 is the same, 2 the opposite."""
    product_id: int
    image_id: int


def nearest_products(
    vectors: Vectors,
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
    search = _Search(space=space, eligible=eligible, limit=limit)
    if index_is_valid(space) and not (narrow and _few(eligible)):
        found = search.through_index(vectors)
        if found is not None:
            return found
    return search.exactly(vectors)


def _few(eligible: ProductQuerySet) -> bool:
    return eligible.order_by()[:EXACT_BELOW_PRODUCTS].count() < EXACT_BELOW_PRODUCTS


@dataclass(frozen=True, kw_only=True)
class _Search:
    """One question to one space, which the index or an exact scan answers."""

    space: EmbeddingSpace
    eligible: ProductQuerySet
    limit: int

    def exactly(self, vectors: Vectors) -> list[Near]:
        """Compare every eligible picture."""
        rows_wanted = self.limit * _ROWS_PER_PRODUCT
        # PostgreSQL sorts ties by id too, so the first rows are the first rows however many.
        nearest = self._rows(vectors, indexed=False).order_by(
            "distance", "image__product_id", "image_id"
        )
        while True:
            rows = [Near(*row) for row in nearest[:rows_wanted]]
            products = _best_per_product(rows)
            if len(products) >= self.limit or len(rows) < rows_wanted:
                return products[: self.limit]
            rows_wanted *= _GROWTH

    def through_index(self, vectors: Vectors) -> list[Near] | None:
        """Walk the index from each vector; None where it ran dry before there were enough.

        The nearest products to any vector are among the nearest to each: what one walk leaves out
        has `limit` better ones before it.
        """
        found: list[Near] = []
        with _index_settings():
            for vector in vectors:
                products = self._walk(vector)
                if products is None:
                    return None
                found += products
        return _best_per_product(found)[: self.limit]

    def _walk(self, vector: Sequence[float]) -> list[Near] | None:
        rows_wanted = self.limit * _ROWS_PER_PRODUCT
        # By the distance alone: the index knows no other order.
        nearest = self._rows([vector], indexed=True).order_by("distance")
        while True:
            rows = [Near(*row) for row in nearest[:rows_wanted]]
            products = _best_per_product(rows)
            if len(products) >= self.limit and not self._cut_in_a_tie(products, rows):
                return products[: self.limit]
            if len(rows) < rows_wanted:
                # All there is, or hnsw.max_scan_tuples, or its memory: only a scan can tell.
                return None
            rows_wanted *= _GROWTH

    def _cut_in_a_tie(self, products: list[Near], rows: list[Near]) -> bool:
        """Whether rows that were not read could tie with the last product and have a lower id."""
        return max(row.distance for row in rows) <= products[self.limit - 1].distance

    def _rows(self, vectors: Vectors, *, indexed: bool):  # type: ignore[no-untyped-def]
        return (
            ImageEmbedding.objects.in_space(self.space)
            .ready()
            .filter(image__product__in=self.eligible.order_by())
            .with_distance_to(vectors, space=self.space, indexed=indexed)
            .values_list("distance", "image__product_id", "image_id")
        )


@contextmanager
def _index_settings() -> Iterator[None]:
    """Let index scans go on until a query has its rows; the settings end with the transaction.

    Relaxed order: the rows are sorted again anyway, and strict order drops those that come late.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true),"
            " set_config('hnsw.ef_search', %s, true)",
            [str(EF_SEARCH)],
        )
        yield


def _best_per_product(rows: list[Near]) -> list[Near]:
    """Each product once, by its nearest picture; nearest first, ties by id."""
    best: dict[int, Near] = {}
    for near in sorted(rows):
        best.setdefault(near.product_id, near)
    return list(best.values())
