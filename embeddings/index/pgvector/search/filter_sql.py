"""A product filter as SQL, for the statements of the vector search."""

from __future__ import annotations

import threading
import time
from functools import lru_cache

from django.core.exceptions import EmptyResultSet

from catalog.product_filter import ProductFilter
from embeddings.index.pgvector.tuning import Tuning
from infra.prepared import write_out

ALL_PRODUCTS = "SELECT id, family, category_id FROM catalog_product"


class FilterTexts:
    """The filters of late as SQL: the text follows from a filter and its category's subtree."""

    def __init__(self, tuning: Tuning) -> None:
        self._write = lru_cache(maxsize=tuning.filter_texts)(_write)

    def compile(self, where: ProductFilter) -> str:
        """The products that meet the conditions, as SQL: `SELECT id, family, category_id …`."""
        # A filter by single products comes once; to remember it would only push others out.
        write = self._write if where.only_ids is None else _write
        return write(where, where.subtree())


def _write(where: ProductFilter, subtree: str) -> str:
    """The conditions are written out, for a plan must know how many products they let through."""
    eligible = where.apply_within(subtree).order_by().values("id", "family", "category_id")
    try:
        sql, params = eligible.query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that nothing is eligible
        return f"{ALL_PRODUCTS} WHERE false"
    return write_out(sql, params).replace("%", "%%")


class LargeFilters:
    """Filters that left many products a moment ago, and so need no counting."""

    def __init__(self, tuning: Tuning) -> None:
        self._tuning = tuning
        self._known: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def exceeds(self, products: str, most: int) -> bool:
        """Whether more than so many are known to be eligible."""
        noted, least = self._known.get(products, (float("-inf"), 0))
        return most <= least and time.monotonic() - noted < self._tuning.remember_large_filter

    def note(self, products: str, least: int) -> None:
        """Remember that more than so many were eligible."""
        with self._lock:
            if len(self._known) >= self._tuning.large_filters:
                self._known.clear()
            self._known[products] = (time.monotonic(), least)
