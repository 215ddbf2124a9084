"""The product that a machine means by an SKU."""

from __future__ import annotations

from catalog.imports.skus import clean_sku, fold_sku
from catalog.models import Product


def find_by_sku(sku: str, *, for_update: bool = False) -> Product | None:
    """The one with this SKU; else the only one whose SKU looks like it, as imports have it."""
    cleaned = clean_sku(sku)
    if not cleaned:
        return None
    products = Product.objects.filter(sku_folded=fold_sku(sku)[:255]).defer("search")
    products = products.select_related("category").order_by("pk")
    if for_update:
        products = products.select_for_update(of=("self",))
    found = list(products[:100])
    exact = next((each for each in found if each.sku == cleaned), None)
    return exact or (found[0] if len(found) == 1 else None)
