"""Attributes of a product, of which a file changes those that it has columns for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.imports.rows import Cleared, ProductRow
from catalog.models import Product


def merged_attributes(row: ProductRow, product: Product | None) -> dict[str, Any]:
    """Those of the product with those of the row; only what the file has columns for changes."""
    held = product.attributes if product and isinstance(product.attributes, dict) else {}
    merged = {**held, **row.attributes}
    return {name: value for name, value in merged.items() if not isinstance(value, Cleared)}


def attribute_changes(row: ProductRow, product: Product | None) -> list[dict[str, Any]]:
    """Those that would change, before and after; nothing where none would."""
    held = product.attributes if product and isinstance(product.attributes, dict) else {}
    merged = merged_attributes(row, product)
    differ = [
        name
        for name in row.attributes
        if (name in held) != (name in merged) or not _same(held.get(name), merged.get(name))
    ]
    return [_those(held, differ), _those(merged, differ)] if differ else []


def _same(one: object, other: object) -> bool:
    """As JSON has it: 1, 1.0 and true are three."""
    return type(one) is type(other) and one == other


def _those(values: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}
