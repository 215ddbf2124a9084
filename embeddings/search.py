"""The vector query: which pictures of a space lie nearest to one or several vectors.

Written as SQL: building the same query through the ORM costs several times what PostgreSQL needs to
answer it. `space_id` and the number of dimensions are literals, for the planner uses a partial
expression index only where it sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.core.exceptions import EmptyResultSet
from django.db import connection
from pgvector import HalfVector

from catalog.querysets import ProductQuerySet
from embeddings.index_scan import prepare_index_scan
from embeddings.models import EmbeddingSpace

Floats = npt.NDArray[np.float32]


class NearPicture(NamedTuple):
    """A picture and how far it lies; sorts nearest first, ties by id."""

    distance: float
    """One minus the cosine: 0 is the same direction, 2 the opposite."""
    product_id: int
    image_id: int
    family: str


def walk_index(
    vectors: Floats, *, space: EmbeddingSpace, eligible: ProductQuerySet, limit: int
) -> list[list[NearPicture]]:
    """The pictures of eligible products nearest to each vector, as the space's HNSW index has them.

    One list for each vector, of `limit` rows or fewer where the walk ran dry.
    (Q, D) -> Q lists
    """
    try:
        products, params = _subquery(eligible)
    except EmptyResultSet:
        return [[] for _ in vectors]
    walk = f"""(
        SELECT %s AS walk, {{distance}} AS distance, image.product_id, row.image_id, product.family
        {_rows(space, products)}
        ORDER BY {{distance}}
        LIMIT {limit:d}
    )"""
    distance = f"row.vector::halfvec({space.dimensions:d}) <=> %s::halfvec({space.dimensions:d})"
    texts = _texts(vectors)
    walks: list[list[NearPicture]] = [[] for _ in texts]
    prepare_index_scan(space.ef_search)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([walk.format(distance=distance)] * len(texts)),
            [p for n, text in enumerate(texts) for p in (n, text, *params, text)],
        )
        for n, *row in cursor.fetchall():
            walks[n].append(NearPicture(*row))
    return [sorted(walk) for walk in walks]


def scan_exactly(
    vectors: Floats,
    *,
    space: EmbeddingSpace,
    eligible: ProductQuerySet | Sequence[int],
    limit: int,
) -> list[NearPicture]:
    """The `limit` pictures of eligible products nearest to any of the vectors, each compared.

    `eligible`: a query, or the ids where they are known. (Q, D) -> up to `limit` rows, sorted
    """
    params: Sequence[Any]
    if isinstance(eligible, ProductQuerySet):
        try:
            products, params = _subquery(eligible)
        except EmptyResultSet:
            return []
    else:
        products = "SELECT id, family FROM catalog_product WHERE id = ANY(%s)"
        params = (list(eligible),)
    texts = _texts(vectors)
    # The bare column: the index, which is built on another expression, is out of the question.
    distances = ", ".join([f"row.vector <=> %s::halfvec({space.dimensions:d})"] * len(texts))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT LEAST({distances}) AS distance, image.product_id, row.image_id, product.family
            {_rows(space, products)}
            ORDER BY distance, image.product_id, row.image_id
            LIMIT {limit:d}
            """,
            [*texts, *params],
        )
        return [NearPicture(*row) for row in cursor.fetchall()]


def _rows(space: EmbeddingSpace, products: str) -> str:
    return f"""
        FROM embeddings_imageembedding row
        JOIN catalog_productimage image ON image.id = row.image_id
        JOIN ({products}) product ON product.id = image.product_id
        WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
    """


def _subquery(eligible: ProductQuerySet) -> tuple[str, tuple[Any, ...]]:
    """Raises EmptyResultSet where Django knows without asking that nothing is eligible."""
    sql, params = eligible.order_by().values("id", "family").query.sql_with_params()
    return sql, tuple(params)


def _texts(vectors: Floats) -> list[str]:
    return [HalfVector(vector).to_text() for vector in np.asarray(vectors, dtype=np.float16)]
