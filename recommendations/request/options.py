"""How a question about similar items is to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from catalog.product_filter import ProductFilter
from recommendations import conf


@dataclass(frozen=True, kw_only=True)
class SearchOptions:
    """How to answer; the defaults are what a product page shows."""

    limit: int = conf.DEFAULT_LIMIT
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
    """Whether each position is to be accounted for."""

    @property
    def wanted(self) -> int:
        """How many products there are up to the end of the page."""
        return self.offset + self.limit

    def priced_around(self, price: Decimal) -> SearchOptions:
        """With `price_within` made into limits around a price."""
        if self.price_within is None:
            return self
        return replace(self, filters=self.filters.priced_around(price, self.price_within))
