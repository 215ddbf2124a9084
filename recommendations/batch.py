"""Products named by slugs or SKUs, to ask for the similar items of each of them."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.addresses.moved import moved_products
from catalog.imports.skus import clean_sku, fold_sku
from catalog.models import Product

_COLUMNS = ("pk", "slug", "sku", "sku_folded", "category", "price")


def find_by_slugs(slugs: Iterable[str]) -> dict[str, Product]:
    """Published products by the slugs asked for, old ones too. At most four statements."""
    wanted = set(slugs)
    products = Product.objects.published().only(*_COLUMNS)
    found = {each.slug: each for each in products.filter(slug__in=wanted)} if wanted else {}
    if unknown := wanted - found.keys():
        moved = moved_products(unknown)
        now = {each.slug: each for each in products.filter(slug__in=moved.values())}
        found |= {old: now[new] for old, new in moved.items() if new in now}
    return found


def find_by_skus(skus: Iterable[str]) -> dict[str, Product]:
    """Published products by the SKUs asked for, as they are compared: abc-77 is ABC-77.

    One that several products look like is theirs who has it exactly. One statement.
    """
    folded = {sku: fold_sku(sku) for sku in skus}
    if not folded:
        return {}
    alike: dict[str, list[Product]] = {}
    products = Product.objects.published().only(*_COLUMNS)
    for product in products.filter(sku_folded__in=set(folded.values())).order_by("pk"):
        alike.setdefault(product.sku_folded, []).append(product)
    found = {}
    for sku, key in folded.items():
        ones = alike.get(key, [])
        exact = [each for each in ones if each.sku == clean_sku(sku)]
        if exact or len(ones) == 1:
            found[sku] = (exact or ones)[0]
    return found
