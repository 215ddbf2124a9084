"""What a list of products may be asked to begin with, and what the API's documents say of it."""

from __future__ import annotations

from catalog.product_ordering import RELEVANCE, ProductOrdering

ORDERINGS = {
    RELEVANCE: "Best text match first; the default of a search.",
    ProductOrdering.NAME.value: "By name; the default otherwise.",
    ProductOrdering.NAME_BACKWARDS.value: "By name, backwards.",
    ProductOrdering.CHEAPEST.value: "Cheapest first.",
    ProductOrdering.DEAREST.value: "Dearest first.",
    ProductOrdering.NEWEST.value: "Newest first.",
}
