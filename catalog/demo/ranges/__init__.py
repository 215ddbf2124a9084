"""What the demo shop sells, category by category."""

from __future__ import annotations

from .accessories import HATS, SCARVES, WATCHES
from .fashion import BAGS, SNEAKERS, TOPS
from .home import CUSHIONS, LAMPS, RUGS, SEATS
from .record import Family, Piece, Range
from .table import MUGS, PLANTERS, TABLEWARE, VASES

RANGES: tuple[Range, ...] = (
    VASES, MUGS, TABLEWARE, PLANTERS, LAMPS, CUSHIONS, RUGS, SEATS, SNEAKERS, TOPS, BAGS,
    WATCHES, SCARVES, HATS,
)  # fmt: skip

__all__ = ["RANGES", "Family", "Piece", "Range"]
