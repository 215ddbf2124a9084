"""The door to all that a list can be narrowed by; counted once for each state of the catalogue.

counted = list_facets(base, chosen)      # base: published products, or those that words find
counted.facets.total, counted.attributes
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import EmptyResultSet

from catalog.facets.attributes import AttributeFacet, count_attributes
from catalog.facets.counting import Facets, count_facets
from catalog.product_filter import ProductFilter
from catalog.querysets import ProductQuerySet
from catalog.state.remembering import worked_out


@dataclass(frozen=True, kw_only=True)
class ListFacets:
    """Shared by all who ask for the same list, so nobody may change it."""

    facets: Facets
    attributes: list[AttributeFacet]

    @property
    def total(self) -> int:
        return self.facets.total


def list_facets(
    base: ProductQuerySet, chosen: ProductFilter, *, families: bool = False
) -> ListFacets:
    """How many products of `base` meet what is chosen, and what each other value would leave.

    One short statement, and two that count where the catalogue has changed since they last did.
    families: counts variants of one design as one, for lists that show one card a family.
    """
    count = partial(count_now, base, chosen, families=families)
    try:
        return worked_out(("facets", _named(base), chosen, families), count)
    except EmptyResultSet:  # Django knows without asking that nothing is found
        return ListFacets(facets=Facets(), attributes=[])


def count_now(
    base: ProductQuerySet, chosen: ProductFilter, *, families: bool = False
) -> ListFacets:
    """The same for products that nobody else will ask about, such as those like a photo."""
    facets = count_facets(base, chosen, families=families)
    attributes = count_attributes(base, chosen, facets=facets, families=families)
    return ListFacets(facets=facets, attributes=attributes)


def count_found(found: ProductQuerySet) -> int:
    """How many there are, for lists without facets."""
    try:
        return worked_out(("count", _named(found)), found.count)
    except EmptyResultSet:
        return 0


def _named(products: ProductQuerySet) -> Hashable:
    """What tells these products from others, whatever their order; raises EmptyResultSet."""
    sql, params = products.order_by().values("pk").query.sql_with_params()
    return sql, tuple(map(str, params))
