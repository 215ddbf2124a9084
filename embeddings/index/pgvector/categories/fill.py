"""Making a category's index: its table is filled, and then indexed at once."""

from __future__ import annotations

import logging
import time

from django.db import connection, transaction
from django.db.models.functions import Now

from catalog.categories.tree import subtree_of
from embeddings.index.pgvector.maintenance.build_session import prepare_build
from embeddings.index.pgvector.tuning import Tuning
from embeddings.index.writers import read_writers
from embeddings.models import CategoryIndex, EmbeddingSpace
from infra.locks.advisory import wait_for_lock

logger = logging.getLogger(__name__)

FILING = "category indexes"
"""Whoever fills or files holds this name: what is filed meanwhile would be missing afterwards."""
_AGAIN_SECONDS = 0.05


def fill_category(
    space: EmbeddingSpace, category_id: int, *, pictures: int, tuning: Tuning
) -> bool:
    """Make an index of a category with so many pictures, and let searches use it; was it made?

    False where transactions go on that began before triggers noted what they change. What changes
    later is noted, and filed afterwards. Raises DatabaseError; what is left is cleared later.
    """
    index = CategoryIndex.objects.create(space=space, category_id=category_id)
    if not _are_gone(read_writers(), seconds=tuning.wait_for_writers):
        index.delete()
        return False
    started = time.monotonic()
    with transaction.atomic():
        wait_for_lock(FILING, seconds=tuning.wait_for_writers)
        with connection.cursor() as cursor:
            dimensions = space.dimensions
            prepare_build(cursor, rows=pictures, dimensions=dimensions, tuning=tuning, local=True)
        index.pictures = _make_table(index, tuning=tuning)
        index.filled_at = Now()
        index.save(update_fields=["pictures", "filled_at"])
    logger.info("built the index of %s in %.1f s", index, time.monotonic() - started)
    return True


def _are_gone(writers: set[str], *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while writers and time.monotonic() < until:
        time.sleep(_AGAIN_SECONDS)
        writers &= read_writers()
    return not writers


def _make_table(index: CategoryIndex, *, tuning: Tuning) -> int:
    """Fill and index the table; how many pictures it holds."""
    table, space = index.table_name, index.space
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {table} (image_id bigint, product_id bigint NOT NULL, vector halfvec)"
        )
        cursor.execute(
            f"""
            INSERT INTO {table}
            SELECT row.image_id, row.product_id, row.vector FROM embeddings_imageembedding row
            JOIN catalog_product product ON product.id = row.product_id
            WHERE row.space_id = {space.pk:d} AND row.state = 'ready'
                AND product.category_id = ANY (%s::bigint[])
            """,  # noqa: S608 - numbers of ours
            [subtree_of(index.category_id)],
        )
        pictures = int(cursor.rowcount)
        # The expression of the space's own index, so that both are asked by the same words.
        cursor.execute(
            f"""
            CREATE INDEX ON {table}
            USING hnsw ((vector::halfvec({space.dimensions:d})) halfvec_cosine_ops)
            WITH (m = {tuning.m:d}, ef_construction = {tuning.ef_construction:d})
            """
        )
        cursor.execute(f"ALTER TABLE {table} ADD PRIMARY KEY (image_id)")
        cursor.execute(f"CREATE INDEX ON {table} (product_id)")
        cursor.execute(f"ANALYZE {table}")
    return pictures
