"""One way to answer, to be held against another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.product_filter import ProductFilter
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.request.question import SearchOptions

SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A space and how it is asked; the defaults are those of a product page."""

    space: SearchedSpace
    """Live, or built beside the live one."""
    weights: Mapping[str, float] | None = None
    """How much each block counts; None: as the space has it."""
    diversity: float = 0.0
    """0 to 1."""
    follows_rules: bool = True
    in_stock: bool = True
    shown: int = SHOWN
    """Products."""

    @property
    def options(self) -> SearchOptions:
        return SearchOptions(
            limit=self.shown,
            filters=ProductFilter(in_stock=self.in_stock),
            weights=self.weights,
            diversity=self.diversity,
            explain=True,
        )
