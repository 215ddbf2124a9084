"""How the products found spread, as the API writes it."""

from __future__ import annotations

from typing import Any

from catalog.attributes.labels import attribute_label, value_label
from catalog.categories.kept import kept_tree
from catalog.facets.listed import ListFacets
from catalog.translations.reading import wanted_language
from catalog.vocabulary.translated import AttributeWords

MOST_VALUES = 100
"""Categories, and brands, that one answer counts, the most frequent: 1,000 took 50 kB of 65."""


def facets_as_json(counted: ListFacets) -> dict[str, Any]:
    """Ready to be sent: field by field, serializers take 20 ms for a thousand categories."""
    facets = counted.facets
    words = AttributeWords.read(
        word
        for facet in counted.attributes
        for word in (facet.name, *(value for value, _count in facet.values))
    )
    return {
        "category": [
            {"slug": slug, "name": name, "count": count}
            for slug, name, count in _named(facets.categories[:MOST_VALUES])
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
                "label": attribute_label(facet.name, words),
                "values": [
                    {"value": value, "label": value_label(value, words), "count": count}
                    for value, count in facet.values
                ],
            }
            for facet in counted.attributes
        ],
    }


def _named(categories: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """The same in the reader's language; their names come with the counts in the shop's own."""
    if not wanted_language():
        return categories
    tree = kept_tree()
    return [
        (slug, found.name if (found := tree.find(slug)) else name, count)
        for slug, name, count in categories
    ]
