"""Products to choose from, found by name or by SKU."""

from __future__ import annotations

from django.db.models import Q

from catalog.models import Product
from catalog.product_cards import ProductCard, read_cards

MOST = 12
MOST_CHARACTERS = 100


def offered(query: str, *, without: Product | None = None, most: int = MOST) -> list[ProductCard]:
    """The first products whose name or SKU holds all of these words; published or not."""
    found = Product.objects.order_by("name", "pk")
    for word in query.replace("\0", "")[:MOST_CHARACTERS].split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(sku__icontains=word))
    if without is not None:
        found = found.exclude(pk=without.pk)
    return read_cards(list(found.values_list("pk", flat=True)[:most]))
