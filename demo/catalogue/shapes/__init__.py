"""Every shape that the demo shop sells, by the name that shoppers read."""

from __future__ import annotations

# They fill the list as they are imported.
from demo.catalogue.shapes.accessories import hats, scarves, watches  # noqa: F401
from demo.catalogue.shapes.fashion import bags, sneakers, tops  # noqa: F401
from demo.catalogue.shapes.home import chairs, cushions, lamps, rugs  # noqa: F401
from demo.catalogue.shapes.registry import SHAPES, Shape
from demo.catalogue.shapes.table import mugs, planters, tableware, vases  # noqa: F401

__all__ = ["SHAPES", "Shape"]
