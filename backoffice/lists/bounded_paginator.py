"""Pages of a long list: rows are counted up to a bound, and no further."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST_COUNTED = 100_000
"""Rows; counting them takes some 20 ms. The lists of larger shops end here, and are narrowed."""


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """`is_cut`: there are more rows than `count` says."""

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by()[: MOST_COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def is_cut(self) -> bool:
        return self._counted > MOST_COUNTED
