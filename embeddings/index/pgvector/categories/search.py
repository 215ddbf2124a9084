"""Answering a filter by category from the category's own index."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import islice

from catalog.families import one_per_family
from catalog.product_filter import ProductFilter
from embeddings.index.base import Hit
from embeddings.index.pgvector.search.chooser import ProductSearch
from embeddings.index.pgvector.search.source import category_table
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import CategoryIndex
from embeddings.spaces.cooldown import Cooldown
from embeddings.spaces.snapshot import SearchedSpace
from infra.prepared import fetch_prepared


class CategoryIndexes:
    """Which categories have an index, asked of PostgreSQL only every few seconds."""

    def __init__(self, tuning: Tuning) -> None:
        self._tuning = tuning
        self.looked_at = Cooldown(seconds=tuning.look_at_categories_every)
        """Of spaces whose categories were counted by this process."""
        self._known: dict[int, tuple[float, dict[int, CategoryIndex]]] = {}

    def find(self, space: SearchedSpace, where: ProductFilter) -> CategoryIndex | None:
        """The index of the one category that a filter asks for, if it was there a moment ago."""
        if len(where.category_ids) != 1 or where.only_ids is not None:
            return None
        asked, indexes = self._known.get(space.pk, (float("-inf"), {}))
        if time.monotonic() - asked > self._tuning.remember_validity:
            usable = CategoryIndex.objects.usable().filter(space_id=space.pk)
            indexes = {index.category_id: index for index in usable}
            self._known[space.pk] = (time.monotonic(), indexes)
        return indexes.get(where.category_ids[0])

    def forget(self, space: SearchedSpace) -> None:
        """Ask again at the next search."""
        self._known.pop(space.pk, None)


def search_category(
    search: ProductSearch, index: CategoryIndex, where: ProductFilter
) -> list[Hit] | None:
    """The nearest eligible products; None where the index cannot tell, or is far behind.

    Products that changed and are not filed yet are compared one by one. They are read before the
    index is searched: what is filed in between is found there, and once more here.
    """
    changed = _read_changed(index, most=search.tuning.most_changed_products)
    if changed is None:
        return None
    search = replace(search, source=category_table(index.table_name, pictures=index.pictures))
    narrow = replace(where, category_ids=()).narrow
    if narrow and (few := search.scan_few()) is not None:
        return few
    filed = replace(search, leave_out=[*search.leave_out, *changed])
    hits = filed.search_index(narrow=narrow)
    if hits is None or not changed:
        return hits
    every = sorted(hits + search.scan_only(changed))
    return list(islice(one_per_family(every), search.limit))


def _read_changed(index: CategoryIndex, *, most: int) -> list[int] | None:
    """Products that the index may hold as they were; None with too many, or where it is no more."""
    rows = fetch_prepared(
        """
        SELECT ARRAY(SELECT product_id FROM embeddings_categoryindexchange LIMIT %s)
        FROM embeddings_categoryindex
        WHERE id = %s AND filled_at IS NOT NULL AND given_up_at IS NULL
        """,
        (most + 1, index.pk),
    )
    if not rows or len(rows[0][0]) > most:
        return None
    return sorted(set(rows[0][0]))  # the same statement for the same products
