"""Published products by the slugs that addresses name, those that they had before among them."""

from __future__ import annotations

from collections.abc import Collection

from catalog.addresses.moved import moved_products
from catalog.models import Product


def named_products(slugs: Collection[str]) -> dict[str, Product]:
    """Slug as asked -> its product, with id, slug, name and category; unknown ones are left out.

    One statement, two more where some are unknown.
    """
    if not slugs:
        return {}
    products = Product.objects.published().only("pk", "slug", "name", "category")
    found = {product.slug: product for product in products.filter(slug__in=slugs)}
    if unknown := set(slugs) - found.keys():
        moved = moved_products(unknown)
        now = {product.slug: product for product in products.filter(slug__in=moved.values())}
        found |= {old: now[new] for old, new in moved.items() if new in now}
    return found
