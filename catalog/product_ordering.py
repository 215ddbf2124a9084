"""The orders in which products can be listed: their names in addresses, and what they do."""

from __future__ import annotations

from enum import StrEnum

RELEVANCE = "relevance"
"""What the order of a search is called where no ProductOrdering is asked for."""


class ProductOrdering(StrEnum):
    """How to sort products; its value is the name that pages and the API take."""

    NAME = "name"
    NAME_BACKWARDS = "-name"
    CHEAPEST = "price"
    DEAREST = "-price"
    NEWEST = "newest"

    @property
    def columns(self) -> tuple[str, ...]:
        """What to sort by; ties by id, so that no product stands on two pages of a list."""
        return _COLUMNS[self]


_COLUMNS = {
    ProductOrdering.NAME: ("sort_name", "pk"),
    ProductOrdering.NAME_BACKWARDS: ("-sort_name", "-pk"),
    ProductOrdering.CHEAPEST: ("price", "pk"),
    ProductOrdering.DEAREST: ("-price", "-pk"),
    ProductOrdering.NEWEST: ("-created_at", "-pk"),
}
