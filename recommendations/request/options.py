"""What may be asked beside the thing itself: how many, which, how alike, how varied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.product_filter import ProductFilter

DEFAULT_LIMIT = 12
MAX_LIMIT = 48
# A page of similar items is leafed through a few times; whoever wants all products lists them.
MAX_OFFSET = 960


@dataclass(frozen=True, kw_only=True)
class SearchOptions:
    """How to answer; the defaults are what a product page shows."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    """So many of the best are left out: the next page."""
    filters: ProductFilter = field(default_factory=ProductFilter)
    price_within: Decimal | None = None
    """Percent of the asked product's own price, up and down."""
    min_match: int | None = None
    """0 to 100; None is the shop's own floor, below which nothing counts as similar."""
    diversity: float = 0.0
    """0: the most similar first; 1: each as unlike those before it as can be."""
    weights: Mapping[str, float] | None = None
    """How much each block counts ("visual", "colour") instead of the space's own weights."""
    relax: bool = False
    """Whether filters may be given up, one by one, to fill the answer."""
    explain: bool = False
    """Whether each place is to be accounted for."""

    @property
    def wanted(self) -> int:
        """How many places there are up to the end of the page."""
        return self.offset + self.limit
