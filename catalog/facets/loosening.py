"""Which condition to give up where all of them together leave nothing."""

from __future__ import annotations

from django.core.exceptions import EmptyResultSet
from django.db import connection

from catalog.facets.marked import mark_products
from catalog.product_filter import ProductFilter
from catalog.querysets import ProductQuerySet


def count_loosened(base: ProductQuerySet, chosen: ProductFilter) -> dict[str, int]:
    """For each condition, how many products there are without it; only those that help.

    The most helpful first. Conditions as `ProductFilter.conditions` names them. One statement.
    """
    try:
        marked = mark_products(base, chosen, "id")
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        statement = f"SELECT missed, count(*) FROM ({marked.sql}) marked GROUP BY missed"  # noqa: S608
        cursor.execute(statement, marked.params)
        counts = dict(cursor.fetchall())
    found = {name: counts[bit] for name, bit in marked.bits.items() if bit in counts}
    return dict(sorted(found.items(), key=lambda each: -each[1]))
