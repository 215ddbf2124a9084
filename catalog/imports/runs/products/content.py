"""A product of a file as JSON: read once, and applied whenever a worker comes to it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog.imports.rows import CLEARED, MISSING, Cleared, PictureReference, ProductRow

_PLAIN = ("name", "slug", "description", "brand", "family", "stock", "in_stock", "is_published")


def as_content(row: ProductRow) -> dict[str, Any]:
    """Only what the file says: a key that is not there is a column that is missing."""
    content: dict[str, Any] = {
        field: value for field in _PLAIN if (value := getattr(row, field)) is not MISSING
    }
    content["sku"] = row.sku
    if row.price is not MISSING:
        content["price"] = str(row.price)
    if row.category is not MISSING:
        content["category"] = list(row.category)
    if row.attributes:
        content["attributes"] = {
            name: value for name, value in row.attributes.items() if not isinstance(value, Cleared)
        }
        content["cleared"] = [
            name for name, value in row.attributes.items() if isinstance(value, Cleared)
        ]
    if row.texts:
        content["texts"] = dict(row.texts)
    if row.pictures is not MISSING:
        content["pictures"] = [
            [each.source, None if each.alt is MISSING else each.alt] for each in row.pictures
        ]
    return content


def from_content(content: Mapping[str, Any]) -> ProductRow:
    """What `as_content` was given, without its lines."""
    values: dict[str, Any] = {
        field: content[field] for field in (*_PLAIN, "texts") if field in content
    }
    if "price" in content:
        values["price"] = Decimal(content["price"])
    if "category" in content:
        values["category"] = tuple(content["category"])
    if "pictures" in content:
        values["pictures"] = tuple(
            PictureReference(source, MISSING if alt is None else alt)
            for source, alt in content["pictures"]
        )
    attributes = {
        **content.get("attributes", {}),
        **dict.fromkeys(content.get("cleared", ()), CLEARED),
    }
    return ProductRow(sku=content["sku"], lines=(), attributes=attributes, **values)
