"""Comparing every eligible picture of a space with the queries: right however few are eligible.

Written as SQL, and prepared by the driver: building the same query through the ORM costs several
times what PostgreSQL needs to answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from embeddings.index.pgvector.search.picture_hit import PictureHit
from embeddings.index.pgvector.search.query_table import QueryTable
from embeddings.spaces.snapshot import SearchedSpace
from infra.prepared import fetch_prepared


@dataclass(frozen=True)
class Scan:
    """What comparing everything gave."""

    found: list[PictureHit]
    """The nearest picture of each family, or product without one; nearest first, ties by id."""
    exhausted: bool
    """Whether these are all that is eligible, since there were no more pictures."""


def scan_all(
    queries: QueryTable,
    *,
    space: SearchedSpace,
    products: str,
    leave_out: Sequence[int],
    limit: int,
    pictures: int,
) -> Scan:
    """The `limit` eligible products nearest to any of the queries, as far as so many pictures go.

    Their pictures are chosen among in PostgreSQL: to send them all takes as long as comparing them.
    """
    *rows, (_, compared, *_) = fetch_prepared(
        f"""
        WITH query (number, vector, image_id) AS MATERIALIZED ({queries.sql}),
        near AS MATERIALIZED ({_nearest(queries, space=space, products=products, limit=pictures)}),
        {_BEST}
        (SELECT * FROM best ORDER BY distance, product_id, image_id LIMIT {limit:d})
        UNION ALL SELECT NULL, count(distance), NULL, NULL, NULL FROM near
        """,
        (*queries.params, list(leave_out)),
    )
    return Scan(_sorted(rows), exhausted=compared < pictures)


def scan_few(
    queries: QueryTable,
    *,
    space: SearchedSpace,
    products: str,
    leave_out: Sequence[int],
    limit: int,
    pictures: int,
    most: int,
) -> Scan | None:
    """What `scan_all` gives, in less time; None where more than `most` products are eligible.

    It counts them first, in the same statement.
    """
    *rows, (_, compared, counted, *_) = fetch_prepared(
        f"""
        WITH query (number, vector, image_id) AS MATERIALIZED ({queries.sql}),
        few AS MATERIALIZED (SELECT id FROM ({products}) product LIMIT {most + 1:d}),
        nearest AS (
            SELECT {least_distance(queries)} AS distance, row.product_id, row.image_id
            FROM embeddings_imageembedding row
            WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
                AND row.product_id = ANY (
                    ARRAY(SELECT id FROM few WHERE (SELECT count(*) FROM few) <= {most:d})
                )
                AND row.product_id <> ALL(%s::bigint[])
            ORDER BY distance, row.product_id, row.image_id
            LIMIT {pictures:d}
        ),
        near AS MATERIALIZED (
            SELECT distance, product_id, image_id, family, category_id
            FROM nearest JOIN catalog_product product ON product.id = product_id
        ),
        {_BEST}
        (SELECT * FROM best ORDER BY distance, product_id, image_id LIMIT {limit:d})
        UNION ALL
        SELECT NULL, count(distance), (SELECT count(*) FROM few), NULL, NULL FROM near
        """,
        (*queries.params, list(leave_out)),
    )
    return Scan(_sorted(rows), exhausted=compared < pictures) if counted <= most else None


def scan_pictures(
    queries: QueryTable, *, space: SearchedSpace, products: str, limit: int
) -> list[PictureHit]:
    """The `limit` pictures of eligible products nearest to any of the queries."""
    rows = fetch_prepared(
        f"""
        WITH query (number, vector, image_id) AS MATERIALIZED ({queries.sql})
        {_nearest(queries, space=space, products=products, limit=limit)}
        """,
        (*queries.params, []),
    )
    return _sorted(rows)


# Of each family one; "C" compares the bytes of its name, which is all that being the same takes. A
# row without a distance means that the query pictures were deleted at this very moment.
_BEST = """
    best AS (
        SELECT DISTINCT ON (family COLLATE "C", single) distance, product_id, image_id, family,
            category_id
        FROM (
            SELECT *, CASE family WHEN '' THEN product_id END AS single
            FROM near WHERE distance IS NOT NULL
        ) compared
        ORDER BY family COLLATE "C", single, distance, product_id, image_id
    )
"""


def _nearest(queries: QueryTable, *, space: SearchedSpace, products: str, limit: int) -> str:
    return f"""
        SELECT {least_distance(queries)} AS distance,
            row.product_id, row.image_id, product.family, product.category_id
        FROM embeddings_imageembedding row
        JOIN ({products}) product ON product.id = row.product_id
        WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
            AND row.product_id <> ALL(%s::bigint[])
        ORDER BY distance, row.product_id, row.image_id
        LIMIT {limit:d}
    """


def least_distance(queries: QueryTable) -> str:
    """The bare column: an index, built on another expression, is out of the question."""
    return f"""LEAST({
        ", ".join(
            f"row.vector <=> (SELECT vector FROM query WHERE number = {number:d})"
            for number in range(queries.count)
        )
    })"""


def _sorted(rows: Sequence[tuple[Any, ...]]) -> list[PictureHit]:
    return sorted(PictureHit(*row) for row in rows if row[0] is not None)
