"""Every shape that the demo shop sells, by the name that shoppers read."""

from __future__ import annotations

from demo.catalogue.shapes import (  # noqa: F401  (they fill the list)
    bags,
    chairs,
    cushions,
    hats,
    lamps,
    mugs,
    planters,
    rugs,
    scarves,
    sneakers,
    tableware,
    tops,
    vases,
    watches,
)
from demo.catalogue.shapes.registry import SHAPES, Shape

__all__ = ["SHAPES", "Shape"]
