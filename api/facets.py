"""How the products found spread over categories, brands and prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection  # noqa: TID251 - one statement counts all, as the API writes it

from catalog.querysets import ProductQuerySet

# Steps that a price tag makes, each about twice the one before.
PRICE_STEPS = (0, 10, 25, 50, 100, 250, 500, 1000)
_CENT = Decimal("0.01")

# All counts in one pass over the products found: a query for each kind reads them again, and one
# that names categories joins them product by product, 48 ms instead of 20 with 20,000 products.
_COUNTED = """
    SELECT kind, category.slug, category.name, counted.brand, step, counted.count
    FROM (
        SELECT grouping(category_id, brand, step) AS kind, category_id, brand, step, count(*)
        FROM (
            SELECT category_id, brand, width_bucket(price, %s::numeric[]) AS step
            FROM ({found}) found
        ) found
        GROUP BY GROUPING SETS ((category_id), (brand), (step), ())
    ) counted
    LEFT JOIN catalog_category category ON category.id = category_id
    ORDER BY counted.count DESC, category.slug, category.name, counted.brand
"""
# A bit for each column that a row is not grouped by.
_BY_CATEGORY, _BY_BRAND, _BY_STEP, _ALL = 0b011, 0b101, 0b110, 0b111


def count_with_facets(found: ProductQuerySet) -> tuple[int, dict[str, Any]]:
    """How many products were found, and how many of each kind, in one query.

    As the API writes them. Only kinds that were found are named; the most frequent comes first,
    prices go upwards.
    """
    total, steps = 0, dict[int, int]()
    facets: dict[str, list[dict[str, Any]]] = {"category": [], "brand": [], "price": []}
    for kind, slug, name, brand, step, count in _counts(found):
        if kind == _BY_CATEGORY:
            facets["category"].append({"slug": slug, "name": name, "count": count})
        elif kind == _BY_BRAND and brand:
            facets["brand"].append({"brand": brand, "count": count})
        elif kind == _BY_STEP:
            steps[step] = count
        elif kind == _ALL:
            total = count
    facets["price"] = [{**_price_band(step), "count": steps[step]} for step in sorted(steps)]
    return total, facets


def _counts(found: ProductQuerySet) -> list[tuple[Any, ...]]:
    columns = found.order_by().values("category_id", "brand", "price")
    try:
        sql, params = columns.query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that nothing is found
        return []
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(found=sql), [list(PRICE_STEPS), *params])
        return list(cursor.fetchall())


def _price_band(step: int) -> dict[str, str | None]:
    """From one step to the next; both ends belong to a band, as in the filters."""
    last = PRICE_STEPS[step] - _CENT if step < len(PRICE_STEPS) else None
    return {
        "price_min": f"{PRICE_STEPS[step - 1]:.2f}",
        "price_max": None if last is None else f"{last:.2f}",
    }
