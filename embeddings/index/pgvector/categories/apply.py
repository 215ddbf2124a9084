"""Filing again: what changed since is put into the indexes of categories, or taken out of them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection

from django.db import connection, transaction

from embeddings.index.pgvector.categories.fill import FILING
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import CategoryIndex, CategoryIndexChange
from infra.locks.advisory import try_to_lock
from infra.prepared import fetch_prepared
from infra.stopping import is_stopping


def apply_changes(*, seconds: float, tuning: Tuning) -> None:
    """File the products whose change was noted, the oldest first, for so long at most.

    A worker told to stop ends the few that it is at. Nobody else's filing is waited for. What was
    noted goes with the same transaction that files it, so that a search finds either the one or the
    other.
    """
    until = time.monotonic() + seconds
    while _apply_some(tuning.filed_at_once) and time.monotonic() < until and not is_stopping():
        pass


def _apply_some(most: int) -> bool:
    """File some products; may there be more?"""
    if not CategoryIndexChange.objects.exists():
        return False
    with transaction.atomic():
        if not try_to_lock(FILING):
            return False
        changed = _take(most)
        _file(changed)
    return bool(changed)


def _take(most: int) -> set[int]:
    """Ids of the products of the oldest notes, which go."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM embeddings_categoryindexchange
            WHERE id IN (SELECT id FROM embeddings_categoryindexchange ORDER BY id LIMIT %s)
            RETURNING product_id
            """,
            [most],
        )
        return {product for (product,) in cursor.fetchall()}


def _file(products: Collection[int]) -> None:
    """Put all pictures of these products where they stand now, and nowhere else."""
    indexes = list(CategoryIndex.objects.usable())
    inside = _products_by_category(products, {index.category_id for index in indexes})
    holding = _which_hold(products, indexes)
    with connection.cursor() as cursor:
        for index in indexes:
            table = index.table_name
            if index.pk in holding:
                cursor.execute(
                    f"DELETE FROM {table} WHERE product_id = ANY (%s)",  # noqa: S608 - a number of ours
                    [list(products)],
                )
            if standing := inside.get(index.category_id):
                cursor.execute(
                    f"""
                    INSERT INTO {table} SELECT image_id, product_id, vector
                    FROM embeddings_imageembedding
                    WHERE space_id = %s AND state = 'ready' AND product_id = ANY (%s)
                    """,  # noqa: S608 - a number of ours
                    [index.space_id, standing],
                )


def _which_hold(products: Collection[int], indexes: Collection[CategoryIndex]) -> set[int]:
    """Ids of the indexes in which any of the products stands, wherever it should.

    Most hold none. One statement asks a hundred in a third of the time that it takes to delete from
    each of them. Nobody else writes to these tables meanwhile.
    """
    if not indexes:
        return set()
    asked = " UNION ALL ".join(
        f"""SELECT {index.pk:d} FROM changed WHERE EXISTS (
            SELECT FROM {index.table_name} WHERE product_id = ANY (products)
        )"""  # noqa: S608 - numbers of ours
        for index in indexes
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH changed AS MATERIALIZED (SELECT %s::bigint[] AS products) {asked}",
            [list(products)],
        )
        return {index for (index,) in cursor.fetchall()}


def _products_by_category(
    products: Collection[int], categories: Collection[int]
) -> dict[int, list[int]]:
    """Which of the products stand in each of the categories, or below."""
    inside = defaultdict(list)
    # UNION drops what was there before, so a ring that somehow came to be ends the walk.
    for category, product in fetch_prepared(
        """
        WITH RECURSIVE above (product_id, id) AS (
            SELECT id, category_id FROM catalog_product WHERE id = ANY(%s::bigint[])
            UNION
            SELECT product_id, parent_id FROM above JOIN catalog_category USING (id)
        )
        SELECT id, product_id FROM above WHERE id = ANY(%s::bigint[])
        """,
        (list(products), list(categories)),
    ):
        inside[category].append(product)
    return inside
