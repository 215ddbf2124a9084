"""The vector query: which pictures of a space lie nearest to some vectors.

Written as SQL, and prepared by the driver: building the same query through the ORM costs several
times what PostgreSQL needs to answer it. `space_id`, the number of dimensions and the limit are
literals: the planner uses a partial expression index only where it sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.core.exceptions import EmptyResultSet
from pgvector import HalfVector

from catalog.querysets import ProductQuerySet
from embeddings.index_scan import prepare_index_scan
from embeddings.models import EmbeddingSpace
from embeddings.prepared import fetch_prepared, write_out

Floats = npt.NDArray[np.float32]


class NearPicture(NamedTuple):
    """A picture and how far it lies; sorts nearest first, ties by id."""

    distance: float
    """One minus the cosine: 0 is the same direction, 2 the opposite."""
    product_id: int
    image_id: int
    family: str


@dataclass(frozen=True)
class Asked:
    """The vectors that are searched with, as a table `asked (walk, vector)` of the statement."""

    sql: str
    params: tuple[Any, ...]
    count: int


def ask_with_pictures(image_ids: Sequence[int], *, space: EmbeddingSpace) -> Asked:
    """Search with pictures of the space: their vectors never leave PostgreSQL."""
    sql = f"""
        SELECT wanted.position - 1, vector FROM embeddings_imageembedding
        JOIN unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, position)
            ON image_id = wanted.id
        WHERE space_id = {space.pk:d} AND state = 'ready'
    """
    return Asked(sql, (list(image_ids),), len(image_ids))


def ask_with_vectors(vectors: Floats, *, space: EmbeddingSpace) -> Asked:
    """Search with any vectors: (Q, D)."""
    texts = [HalfVector(vector).to_text() for vector in np.asarray(vectors, dtype=np.float16)]
    sql = f"""
        SELECT position - 1, text::halfvec({space.dimensions:d})
        FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (text, position)
    """
    return Asked(sql, (texts,), len(texts))


def walk_index(
    asked: Asked,
    *,
    space: EmbeddingSpace,
    eligible: ProductQuerySet,
    leave_out: Sequence[int],
    limit: int,
) -> list[list[NearPicture]]:
    """The pictures of eligible products nearest to each vector, as the space's HNSW index has them.

    One sorted list for each vector, of `limit` rows or fewer where the walk ran dry.
    """
    walks: list[list[NearPicture]] = [[] for _ in range(asked.count)]
    try:
        products = _subquery(eligible)
    except EmptyResultSet:
        return walks
    prepare_index_scan(space.ef_search)
    size = f"halfvec({space.dimensions:d})"
    rows = fetch_prepared(
        f"""
        WITH asked (walk, vector) AS MATERIALIZED ({asked.sql})
        SELECT asked.walk, near.*
        FROM asked CROSS JOIN LATERAL (
            SELECT row.vector::{size} <=> asked.vector::{size} AS distance,
                   row.product_id, row.image_id, product.family
            FROM embeddings_imageembedding row
            JOIN ({products}) product ON product.id = row.product_id
            WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
                AND row.product_id <> ALL(%s::bigint[])
            ORDER BY row.vector::{size} <=> asked.vector::{size}
            LIMIT {limit:d}
        ) near
        """,
        (*asked.params, list(leave_out)),
    )
    for walk, *row in rows:
        walks[walk].append(NearPicture(*row))
    return [sorted(walk) for walk in walks]


def scan_exactly(
    asked: Asked,
    *,
    space: EmbeddingSpace,
    eligible: ProductQuerySet | Sequence[int],
    leave_out: Sequence[int],
    limit: int,
) -> list[NearPicture]:
    """The `limit` pictures of eligible products nearest to any of the vectors, each compared.

    `eligible`: a query, or the ids where they are known. Up to `limit` rows, sorted
    """
    if isinstance(eligible, ProductQuerySet):
        ids: list[Sequence[int]] = []
        try:
            products = _subquery(eligible)
        except EmptyResultSet:
            return []
    else:
        ids = [list(eligible)]
        products = "SELECT id, family FROM catalog_product WHERE id = ANY(%s::bigint[])"
    # The bare column: the index, which is built on another expression, is out of the question.
    distances = ", ".join(
        f"row.vector <=> (SELECT vector FROM asked WHERE walk = {walk:d})"
        for walk in range(asked.count)
    )
    rows = fetch_prepared(
        f"""
        WITH asked (walk, vector) AS MATERIALIZED ({asked.sql})
        SELECT LEAST({distances}) AS distance, row.product_id, row.image_id, product.family
        FROM embeddings_imageembedding row
        JOIN ({products}) product ON product.id = row.product_id
        WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
            AND row.product_id <> ALL(%s::bigint[])
        ORDER BY distance, row.product_id, row.image_id
        LIMIT {limit:d}
        """,
        (*asked.params, *ids, list(leave_out)),
    )
    # Without a distance: the pictures asked with went away this very moment.
    return [NearPicture(*row) for row in rows if row[0] is not None]


def read_ids(eligible: ProductQuerySet, *, limit: int) -> list[int]:
    """The ids of up to `limit` eligible products, read as one array: rows would take longer."""
    try:
        products = _subquery(eligible)
    except EmptyResultSet:
        return []
    rows = fetch_prepared(
        f"SELECT array_agg(id) FROM (SELECT id FROM ({products}) product LIMIT {limit:d}) few", ()
    )
    return rows[0][0] or []


def _subquery(eligible: ProductQuerySet) -> str:
    """The products as SQL, conditions written out: a plan must know how many they let through.

    Raises EmptyResultSet where Django knows without asking that nothing is eligible.
    """
    sql, params = eligible.order_by().values("id", "family").query.sql_with_params()
    return write_out(sql, params).replace("%", "%%")
