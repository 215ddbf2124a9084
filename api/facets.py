"""How the products found spread over categories, brands and prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from catalog.querysets import ProductQuerySet

# Steps that a price tag makes, each about twice the one before.
PRICE_STEPS = (0, 10, 25, 50, 100, 250, 500, 1000)
_CENT = Decimal("0.01")


def count_with_facets(found: ProductQuerySet) -> tuple[int, dict[str, Any]]:
    """How many products were found, and how many of each kind, in three queries.

    Only kinds that were found are named; the most frequent comes first, prices go upwards.
    """
    found = found.order_by()
    bands = _price_bands()
    # Without the steps' own counts the total would need a query of its own.
    counts = found.aggregate(
        total=Count("pk"), **{f"band_{n}": Count("pk", filter=q) for n, (q, _) in enumerate(bands)}
    )
    facets = {
        "category": [
            {"slug": slug, "name": name, "count": count}
            for slug, name, count in _counted(found, "category__slug", "category__name")
        ],
        "brand": [
            {"brand": brand, "count": count}
            for brand, count in _counted(found.exclude(brand=""), "brand")
        ],
        "price": [
            {**band, "count": counts[f"band_{n}"]}
            for n, (_, band) in enumerate(bands)
            if counts[f"band_{n}"]
        ],
    }
    return counts["total"], facets


def _counted(found: ProductQuerySet, *fields: str) -> Any:
    return found.values_list(*fields).annotate(n=Count("pk")).order_by("-n", *fields)


def _price_bands() -> list[tuple[Q, dict[str, Any]]]:
    """Neighbouring bands with a condition each; both ends belong to a band, as in the filters."""
    bands = []
    for low, high in zip(PRICE_STEPS, (*PRICE_STEPS[1:], None), strict=True):
        within = Q(price__gte=low) if high is None else Q(price__gte=low, price__lt=high)
        last = None if high is None else high - _CENT
        bands.append((within, {"price_min": Decimal(low), "price_max": last}))
    return bands
