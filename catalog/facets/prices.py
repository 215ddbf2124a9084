"""The steps in which prices are counted."""

from __future__ import annotations

from decimal import Decimal

# Steps that a price tag makes, each about twice the one before.
PRICE_STEPS = (0, 10, 25, 50, 100, 250, 500, 1000)
_CENT = Decimal("0.01")

PriceBand = tuple[Decimal, Decimal | None]
"""From, to: both included; None is no end."""


def price_band(step: int) -> PriceBand:
    """From one step, counted from 1, to the next; both ends belong to it, as in the filters."""
    last = PRICE_STEPS[step] - _CENT if step < len(PRICE_STEPS) else None
    return Decimal(PRICE_STEPS[step - 1]), last
