"""What the demo shop sells, category by category."""

from __future__ import annotations

from catalog.demo.ranges.accessories import HATS, SCARVES, WATCHES
from catalog.demo.ranges.fashion import BAGS, SNEAKERS, TOPS
from catalog.demo.ranges.home import CUSHIONS, LAMPS, RUGS, SEATS
from catalog.demo.ranges.record import Family, Piece, Range
from catalog.demo.ranges.table import MUGS, PLANTERS, TABLEWARE, VASES

RANGES: tuple[Range, ...] = (
    VASES, MUGS, TABLEWARE, PLANTERS, LAMPS, CUSHIONS, RUGS, SEATS, SNEAKERS, TOPS, BAGS,
    WATCHES, SCARVES, HATS,
)  # fmt: skip

__all__ = ["RANGES", "Family", "Piece", "Range"]
