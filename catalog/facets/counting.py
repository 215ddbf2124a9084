"""How the products found spread over categories, brands, prices and stock.

    base = Product.objects.published()      # or those that words find
    facets = count_facets(base, chosen)     # chosen: a ProductFilter
    found = chosen.apply_to(base)           # facets.total is how many
    attributes = count_attributes(base, chosen, facets=facets)

Of several values of one facet any will do, so choosing one leaves the counts of its neighbours as
they were, and narrows those of the other facets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from catalog.facets.marked import CARDS, PRODUCTS, mark_products
from catalog.facets.prices import PRICE_STEPS, price_band
from catalog.product_filter import ATTRIBUTE, ProductFilter
from catalog.querysets import ProductQuerySet

# All counts in one pass over the products: a query for each kind reads them again, and one that
# names categories joins them product by product, 48 ms instead of 20 with 20,000 products.
_COUNTED = """
    SELECT kind, category.slug, category.name, counted.brand, step, stocked, met, counted.count
    FROM (
        SELECT grouping(category_id, brand, step, stocked, met) AS kind,
            category_id, brand, step, stocked, met, {count} AS count
        FROM (
            SELECT family,
                CASE WHEN missed = 0 THEN 0 WHEN missed & {attributes} > 0 THEN 1 ELSE 2 END AS met,
                CASE WHEN {of_category} THEN category_id END AS category_id,
                CASE WHEN {of_brand} THEN brand END AS brand,
                CASE WHEN {of_price} THEN width_bucket(price, %s::numeric[]) END AS step,
                CASE WHEN {of_stock} THEN stock > 0 END AS stocked
            FROM ({marked}) marked
        ) found
        GROUP BY GROUPING SETS ((category_id), (brand), (step), (stocked), (met))
    ) counted
    LEFT JOIN catalog_category category ON category.id = category_id
    ORDER BY counted.count DESC, category.slug, category.name, counted.brand
"""
# A bit for each column that a row is not grouped by.
_BY_CATEGORY, _BY_BRAND, _BY_STEP, _BY_STOCK, _ALL = 0b01111, 0b10111, 0b11011, 0b11101, 0b11110
_ALL_MET, _BUT_ONE_ATTRIBUTE = 0, 1


@dataclass
class Facets:
    """Only kinds that were found are named; the most frequent comes first, prices go upwards."""

    total: int = 0
    """Products that meet everything."""
    categories: list[tuple[str, str, int]] = field(default_factory=list)
    """Slug, name, products."""
    brands: list[tuple[str, int]] = field(default_factory=list)
    prices: list[tuple[Decimal, Decimal | None, int]] = field(default_factory=list)
    """From, to (both included; None: no end), products."""
    in_stock: int = 0
    """Products that can be had, whether or not only such were asked for."""
    near: int = 0
    """Products that meet everything but, at most, one condition on attributes."""


def count_facets(
    base: ProductQuerySet,
    chosen: ProductFilter = ProductFilter(in_stock=False),  # noqa: B008 - a value
    *,
    families: bool = False,
) -> Facets:
    """How many products of `base` meet what is chosen, and how many each value would leave.

    One statement. families: counts variants of one design as one, for lists that show one card a
    family.
    """
    facets, steps = Facets(), dict[int, int]()
    for kind, slug, name, brand, step, stocked, met, count in _counts(base, chosen, families):
        if kind == _BY_CATEGORY and slug is not None:
            facets.categories.append((slug, name, count))
        elif kind == _BY_BRAND and brand:
            facets.brands.append((brand, count))
        elif kind == _BY_STEP and step is not None:
            steps[step] = count
        elif kind == _BY_STOCK and stocked:
            facets.in_stock = count
        elif kind == _ALL:
            facets.total += count if met == _ALL_MET else 0
            facets.near += count if met <= _BUT_ONE_ATTRIBUTE else 0
    facets.prices = [(*price_band(step), steps[step]) for step in sorted(steps)]
    return facets


def _counts(base: ProductQuerySet, chosen: ProductFilter, families: bool) -> list[tuple[Any, ...]]:
    columns = ("category_id", "brand", "price", "stock", "family")
    try:
        marked = mark_products(base, chosen, *columns)
    except EmptyResultSet:  # Django knows without asking that nothing is found
        return []
    statement = _COUNTED.format(
        marked=marked.sql,
        count=CARDS if families else PRODUCTS,
        of_category=marked.counts_for("category"),
        of_brand=marked.counts_for("brand"),
        of_price=marked.counts_for("price"),
        of_stock=marked.counts_for("in_stock"),
        attributes=sum(bit for name, bit in marked.bits.items() if name.startswith(ATTRIBUTE)),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(PRICE_STEPS), *marked.params])
        return list(cursor.fetchall())
