"""Whether a new SKU looks like one that the shop has: ABC-77 with another dash, abc-77."""

from __future__ import annotations

from catalog.imports.skus import fold_sku
from catalog.models import Product


def product_with_sku_like(sku: str, *, but: int | None = None) -> Product | None:
    """The first product whose SKU people cannot tell from this one; `but`: not this product."""
    alike = Product.objects.filter(sku_folded=fold_sku(sku)[:255])
    if but is not None:
        alike = alike.exclude(pk=but)
    return alike.only("sku", "name").order_by("pk").first()
