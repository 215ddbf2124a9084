"""How the products found spread, as the API writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.facets.attributes import MOST_COUNTED, AttributeFacet, count_attributes
from catalog.facets.counting import Facets, count_facets
from catalog.product_filter import ProductFilter
from catalog.querysets import ProductQuerySet

MOST_VALUES = 100
"""Categories, and brands, that one answer counts, the most frequent: 1,000 took 50 kB of 65."""


@dataclass(frozen=True, kw_only=True)
class ListFacets:
    """All that a list can be narrowed by."""

    facets: Facets
    attributes: list[AttributeFacet]

    @property
    def total(self) -> int:
        return self.facets.total


def list_facets(base: ProductQuerySet, chosen: ProductFilter) -> ListFacets:
    """Two statements. Of a large catalogue as a whole no attribute matters, so none is counted."""
    facets = count_facets(base, chosen)
    if not chosen.narrow and facets.total > MOST_COUNTED:
        return ListFacets(facets=facets, attributes=[])
    attributes = count_attributes(base, chosen, facets=facets)
    return ListFacets(facets=facets, attributes=attributes)


def facets_as_json(counted: ListFacets) -> dict[str, Any]:
    """Ready to be sent: field by field, serializers take 20 ms for a thousand categories."""
    facets = counted.facets
    return {
        "category": [
            {"slug": slug, "name": name, "count": count}
            for slug, name, count in facets.categories[:MOST_VALUES]
        ],
        "brand": [{"brand": brand, "count": count} for brand, count in facets.brands[:MOST_VALUES]],
        "price": [
            {
                "price_min": f"{low:.2f}",
                "price_max": None if high is None else f"{high:.2f}",
                "count": count,
            }
            for low, high, count in facets.prices
        ],
        "in_stock": facets.in_stock,
        "attributes": [
            {
                "name": facet.name,
                "values": [{"value": value, "count": count} for value, count in facet.values],
            }
            for facet in counted.attributes
        ],
    }
