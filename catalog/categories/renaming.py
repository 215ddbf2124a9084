"""Products of a category that was renamed or moved are found by its new name, step by step."""

from __future__ import annotations

import time

from django.db import transaction

from catalog.models import Category, Product
from infra.prepared import fetch_prepared

_AT_ONCE = 500
_MISNAMED = """
    WITH RECURSIVE subtree (id) AS (
        SELECT %s::bigint
        UNION
        SELECT child.id FROM catalog_category child JOIN subtree ON child.parent_id = subtree.id
    ), named AS MATERIALIZED (SELECT id, catalog_category_words(id) AS words FROM subtree)
    SELECT product.id FROM named JOIN catalog_product product
        ON product.category_id = named.id AND product.category_words <> named.words
    LIMIT %s
"""
# A product that somebody is changing is passed by until the next time: who waits for no lock cannot
# be in a deadlock with imports and bulk edits, which take products in orders of their own.
_FREE = f"{_MISNAMED} FOR NO KEY UPDATE OF product SKIP LOCKED"


def rename_in_products(*, seconds: float = 20) -> int:
    """Write the new names into products of large categories, for a while; how many were written.

    A trigger renames up to 1,000 products with their category, but for those that somebody else is
    changing; of more, or others, it only notes that they are due. What is left when the time is
    over comes the next time.
    """
    written, end = 0, time.monotonic() + seconds
    due = Category.objects.filter(words_due=True).order_by("pk")
    for category in due.values_list("pk", flat=True):
        while time.monotonic() < end:
            some = _rename_some(category)
            written += some
            if some < _AT_ONCE:
                _end_if_done(category)
                break
    return written


@transaction.atomic
def _rename_some(category: int) -> int:
    ids = [pk for (pk,) in fetch_prepared(_FREE, (category, _AT_ONCE))]
    # The trigger writes the name of now; whatever stands here does not matter.
    return Product.objects.filter(pk__in=ids).update(category_words="")


@transaction.atomic
def _end_if_done(category: int) -> None:
    """Nothing is due any more, unless a product was passed by, or it was renamed once more."""
    locked = Category.objects.select_for_update(no_key=True).filter(pk=category)
    if locked.exists() and not fetch_prepared(_MISNAMED, (category, 1)):
        locked.update(words_due=False)
