"""What the demo shop sells, category by category."""

from __future__ import annotations

from demo.catalogue.ranges.accessories import HATS, SCARVES, WATCHES
from demo.catalogue.ranges.fashion import BAGS, SNEAKERS, TOPS
from demo.catalogue.ranges.home import CUSHIONS, LAMPS, RUGS, SEATS
from demo.catalogue.ranges.record import Family, Piece, Range
from demo.catalogue.ranges.table import MUGS, PLANTERS, TABLEWARE, VASES

RANGES: tuple[Range, ...] = (
    VASES, MUGS, TABLEWARE, PLANTERS, LAMPS, CUSHIONS, RUGS, SEATS, SNEAKERS, TOPS, BAGS,
    WATCHES, SCARVES, HATS,
)  # fmt: skip

__all__ = ["RANGES", "Family", "Piece", "Range"]
