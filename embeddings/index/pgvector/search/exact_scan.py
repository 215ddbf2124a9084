"""Comparing every eligible picture of a space with the queries: right however few are eligible.

Written as SQL, and prepared by the driver: building the same query through the ORM costs several
times what PostgreSQL needs to answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from embeddings.index.pgvector.search.picture_hit import PictureHit
from embeddings.index.pgvector.search.query_table import QueryTable
from embeddings.spaces.snapshot import SearchedSpace
from infra.prepared import fetch_prepared


def scan_all(
    queries: QueryTable,
    *,
    space: SearchedSpace,
    products: str,
    leave_out: Sequence[int],
    limit: int,
) -> list[PictureHit]:
    """The `limit` pictures of eligible products nearest to any of the queries."""
    rows = fetch_prepared(
        f"""
        WITH query (number, vector, image_id) AS MATERIALIZED ({queries.sql})
        SELECT {_least_distance(queries)} AS distance,
            row.product_id, row.image_id, product.family, product.category_id
        FROM embeddings_imageembedding row
        JOIN ({products}) product ON product.id = row.product_id
        WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
            AND row.product_id <> ALL(%s::bigint[])
        ORDER BY distance, row.product_id, row.image_id
        LIMIT {limit:d}
        """,
        (*queries.params, list(leave_out)),
    )
    return _compared(rows)


def scan_few(
    queries: QueryTable,
    *,
    space: SearchedSpace,
    products: str,
    leave_out: Sequence[int],
    limit: int,
    most: int,
) -> list[PictureHit] | None:
    """What `scan_all` gives, in less time; None where more than `most` products are eligible.

    It counts them first, in the same statement.
    """
    *rows, (_, counted, *_) = fetch_prepared(
        f"""
        WITH query (number, vector, image_id) AS MATERIALIZED ({queries.sql}),
        few AS MATERIALIZED (SELECT id FROM ({products}) product LIMIT {most + 1:d}),
        near AS (
            SELECT {_least_distance(queries)} AS distance, row.product_id, row.image_id
            FROM embeddings_imageembedding row
            WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
                AND row.product_id = ANY (
                    ARRAY(SELECT id FROM few WHERE (SELECT count(*) FROM few) <= {most:d})
                )
                AND row.product_id <> ALL(%s::bigint[])
            ORDER BY distance, row.product_id, row.image_id
            LIMIT {limit:d}
        )
        SELECT distance, product_id, image_id, family, category_id
        FROM near JOIN catalog_product product ON product.id = product_id
        UNION ALL SELECT NULL, count(*), NULL, NULL, NULL FROM few
        """,
        (*queries.params, list(leave_out)),
    )
    return sorted(_compared(rows)) if counted <= most else None


def _least_distance(queries: QueryTable) -> str:
    """The bare column: an index, built on another expression, is out of the question."""
    return f"""LEAST({
        ", ".join(
            f"row.vector <=> (SELECT vector FROM query WHERE number = {number:d})"
            for number in range(queries.count)
        )
    })"""


def _compared(rows: Sequence[tuple[Any, ...]]) -> list[PictureHit]:
    # A row without a distance means that the query pictures were deleted at this very moment.
    return [PictureHit(*row) for row in rows if row[0] is not None]
