"""Which products are to be examined: new ones, changed ones, and now and then all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from hygiene.conf import AGAIN_DAYS, AGAIN_MINUTES_WITH_FINDINGS, VISITED_PRODUCTS


@dataclass(frozen=True, kw_only=True)
class Visited:
    """A published product on the walk, as it is now."""

    product_id: int
    state_hash: str
    is_due: bool


def visit(*, after: int, limit: int = VISITED_PRODUCTS, everything: bool = False) -> list[Visited]:
    """The next published products by id, and which of them are to be examined.

    The hash is of all that kinds of findings look at: the product's fields, its pictures, which of
    them are embedded, and which space is live. Whatever writes the tables, it is noticed.
    everything: examine them whether they have changed or not
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, hash, %(everything)s OR checked_hash IS DISTINCT FROM hash
                OR checked_at < %(old)s OR (checked_at < %(short)s AND EXISTS (
                    SELECT FROM hygiene_finding
                    WHERE product_id = walked.id AND state = 'open'
                ))
            FROM (
                SELECT product.id, checked.state_hash AS checked_hash, checked.checked_at,
                    md5(concat_ws('|', product.name, product.brand, product.category_id,
                        product.price, product.attributes, product.family, pictures.all_of, live.id
                    )) AS hash
                FROM (
                    SELECT * FROM catalog_product
                    WHERE id > %(after)s AND is_published ORDER BY id LIMIT %(limit)s
                ) AS product
                LEFT JOIN embeddings_embeddingspace live ON live.state = 'live'
                LEFT JOIN hygiene_checkedproduct checked ON checked.product_id = product.id
                LEFT JOIN LATERAL (
                    SELECT string_agg(concat_ws(',', image.id, image.sha256, image.position,
                        image.compare, image.set_aside, row.state), ';' ORDER BY image.id) AS all_of
                    FROM catalog_productimage image
                    LEFT JOIN embeddings_imageembedding row
                        ON row.image_id = image.id AND row.space_id = live.id
                    WHERE image.product_id = product.id
                ) AS pictures ON true
            ) AS walked
            ORDER BY id
            """,
            {
                "after": after,
                "limit": limit,
                "everything": everything,
                "old": now - timedelta(days=AGAIN_DAYS),
                "short": now - timedelta(minutes=AGAIN_MINUTES_WITH_FINDINGS),
            },
        )
        return [Visited(product_id=pk, state_hash=state, is_due=due) for pk, state, due in cursor]
