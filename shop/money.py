"""What the shop's prices are in."""

from __future__ import annotations

from decimal import Decimal

CURRENCY = "EUR"
"""ISO 4217, for machines."""
SYMBOL = "€"
"""For people."""


def show_price(amount: Decimal) -> str:
    """A price as people read it: €1,249.95."""
    return f"{SYMBOL}{amount:,.2f}"
