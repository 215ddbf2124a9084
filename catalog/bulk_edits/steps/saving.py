"""Fields of many products written in one statement.

Django's `bulk_update` writes a CASE with a WHEN for each product, and spends more time on making
it than the database on doing it: 200 prices take 110 ms by that, and 20 ms by arrays (measured by
turns).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models.expressions import RawSQL
from django.utils import timezone

from catalog.models import Product

_TYPES: dict[str, tuple[str, Callable[[Product], Any]]] = {
    "price": ("numeric", lambda product: product.price),
    "category": ("bigint", lambda product: product.category_id),
    "brand": ("text", lambda product: product.brand),
    "is_published": ("boolean", lambda product: product.is_published),
    "attributes": ("jsonb", lambda product: json.dumps(product.attributes)),
}
"""Field -> its type in PostgreSQL, and its value."""


def save_products(products: Sequence[Product], fields: Collection[str]) -> None:
    """fields: of _TYPES; other fields of the products stay as they are in the database."""
    ids = [product.pk for product in products]
    values = {name: _looked_up(ids, name, products) for name in fields}
    Product.objects.filter(pk__in=ids).update(**values, updated_at=timezone.now())


def _looked_up(ids: list[int], name: str, products: Sequence[Product]) -> RawSQL:
    """The value of a product, at the place of its id."""
    kind, value_of = _TYPES[name]
    held = "text" if kind == "jsonb" else kind
    return RawSQL(
        f"((%s::{held}[])[array_position(%s::bigint[], catalog_product.id)])::{kind}",
        [[value_of(product) for product in products], ids],
    )
