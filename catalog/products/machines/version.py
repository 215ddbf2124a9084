"""Which state of a product somebody has seen, to be compared with the one that there is."""

from __future__ import annotations

import hashlib
import json

from catalog.models import Product

_FIELDS = (
    *("sku", "slug", "name", "description", "brand", "category_id", "price", "stock"),
    *("is_published", "attributes", "family", "publish_at", "unpublish_at"),
)


def version_of(product: Product) -> str:
    """32 hex digits, the same as long as what is said of the product is; pictures aside."""
    said = [getattr(product, name) for name in _FIELDS]
    said[6] = f"{product.price:.2f}"
    text = json.dumps(said, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
