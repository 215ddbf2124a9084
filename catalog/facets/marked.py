"""Products with the conditions that each of them fails, for counting all facets in one pass.

What may be chosen in a facet are the products that meet the conditions of all the others: so a
product counts where it meets everything, and, if it fails one condition, for that facet alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper

from catalog.product_filter import Condition, ProductFilter
from catalog.querysets import ProductQuerySet

PRODUCTS = "count(*)"
CARDS = "count(*) FILTER (WHERE family = '') + count(DISTINCT family) FILTER (WHERE family <> '')"
"""What is counted: each product, or the cards of a list that shows one a family."""


@dataclass(frozen=True)
class MarkedProducts:
    """Products as SQL, each with `missed`: a bit for the one condition that it fails, or 0."""

    sql: str
    params: tuple[Any, ...]
    bits: Mapping[str, int]
    """The bit of each condition, as `ProductFilter.conditions` names them."""

    def counts_for(self, facet: str) -> str:
        """The SQL condition that a product counts for this facet."""
        bit = self.bits.get(facet)
        return "missed = 0" if bit is None else f"missed IN (0, {bit})"


def mark_products(base: ProductQuerySet, chosen: ProductFilter, *columns: str) -> MarkedProducts:
    """These columns of the products that fail at most one of the chosen conditions.

    Raises EmptyResultSet where Django knows without asking that there are none.
    """
    conditions = chosen.conditions(chosen.subtree())
    bits = {name: 1 << place for place, name in enumerate(conditions)}
    found = base.order_by().annotate(
        **{f"meets_{bits[name]}": _as_column(each) for name, each in conditions.items()}
    )
    meets = [f"meets_{bit}" for bit in bits.values()]
    sql, params = found.values(*columns, *meets).query.sql_with_params()
    missed = " + ".join(f"CASE WHEN meets_{bit} THEN 0 ELSE {bit} END" for bit in bits.values())
    # OFFSET 0 has the sum made once for each product, not wherever it is asked for.
    marked = f"""
        SELECT * FROM (
            SELECT {", ".join(columns)}, {missed or 0} AS missed FROM ({sql}) found OFFSET 0
        ) marked
        WHERE missed & (missed - 1) = 0
    """  # noqa: S608 - made of our own columns' names
    return MarkedProducts(marked, params, bits)


def _as_column(condition: Condition) -> ExpressionWrapper[Condition]:
    return ExpressionWrapper(condition, output_field=BooleanField())
