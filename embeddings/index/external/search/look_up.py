"""What PostgreSQL says of pictures that an engine has named: there, eligible, and how far."""

from __future__ import annotations

from collections.abc import Collection

from embeddings.index.pgvector.search.chooser import ProductSearch
from embeddings.index.pgvector.search.exact_scan import least_distance
from embeddings.index.pgvector.search.picture_hit import PictureHit
from infra.prepared import fetch_prepared


def look_up(asked: ProductSearch, image_ids: Collection[int]) -> list[PictureHit]:
    """Those of the pictures that may stand in the answer, with their exact distances.

    One prepared statement, whose rows are found by their ids.
    """
    if not image_ids:
        return []
    rows = fetch_prepared(
        f"""
        WITH query (number, vector, image_id) AS MATERIALIZED ({asked.queries.sql})
        SELECT {least_distance(asked.queries)} AS distance,
            row.product_id, row.image_id, product.family, product.category_id
        FROM unnest(%s::bigint[]) AS named (image_id)
        JOIN embeddings_imageembedding row ON row.image_id = named.image_id
            AND row.space_id = {asked.space.pk:d} AND row.state = 'ready'
        CROSS JOIN LATERAL (
            SELECT family, category_id FROM ({asked.products}) product
            WHERE id = row.product_id OFFSET 0
        ) product
        WHERE row.product_id <> ALL(%s::bigint[])
        """,  # noqa: S608 - of numbers, and of the filter's own text
        (*asked.queries.params, list(image_ids), list(asked.leave_out)),
        binary=True,
    )
    # Without a distance where the query pictures were deleted at this very moment.
    return [PictureHit._make(row) for row in rows if row[0] is not None]
