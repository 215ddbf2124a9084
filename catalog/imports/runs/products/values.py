"""The fields of a product as they are, and as a row wants them; both as JSON has them."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from catalog.imports.rows import MISSING, ProductRow
from catalog.imports.runs.products.existing import Existing
from catalog.imports.translated import has_language, said
from catalog.models import Category, Product

_PLAIN = ("name", "slug", "description", "brand", "family", "is_published")


STOCK_UNSAID = 1
"""Of a new product whose file has no such column, as for folders: it is there, or it would not be
in the file."""


def values_of(product: Product, existing: Existing, names: Collection[str]) -> dict[str, Any]:
    """A product's own fields, as `changes` has them; attributes are compared one by one.

    names: those that count; without the category among them the tree is not read for it.
    """
    values = {name: getattr(product, name) for name in (*_PLAIN, "sku", "stock")}
    values["price"] = str(product.price.quantize(Decimal("0.01")))
    if "category" in names:
        values["category"] = existing.paths.path_of(product.category_id)
    texts = filter(has_language, names)
    return values | {name: said(product.translations, name) for name in texts}


def wanted_values(
    row: ProductRow, product: Product | None, *, fallback: Category | None, existing: Existing
) -> dict[str, Any]:
    """What the row says of fields, and for a new product what they are otherwise."""
    wanted: dict[str, Any] = {
        name: value for name in _PLAIN if (value := getattr(row, name)) is not MISSING
    }
    if row.price is not MISSING:
        wanted["price"] = str(row.price.quantize(Decimal("0.01")))
    if row.category is not MISSING:
        wanted["category"] = list(row.category)
    # A new product is silent in other languages.
    wanted |= {name: text for name, text in row.texts.items() if text or product is not None}
    if row.stock is not MISSING:
        wanted["stock"] = row.stock
    elif row.in_stock is not MISSING:
        there = product.stock if product else 0
        wanted["stock"] = (there or STOCK_UNSAID) if row.in_stock else 0
    if product is None:
        wanted.setdefault("price", "0.00")
        wanted.setdefault("stock", STOCK_UNSAID)
        wanted.setdefault("is_published", True)
        if fallback is not None:
            wanted.setdefault("category", existing.paths.path_of(fallback.pk))
        wanted["sku"] = row.sku
    return wanted
