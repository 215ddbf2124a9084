"""A shopper's conditions in Milvus' language for filters: numbers and names of our own alone."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from catalog.product_filter import ProductFilter
from embeddings.index.milvus.keys import attribute_key, text_key

ANYTHING = 0
"""In place of the entries of an array that is longer than Milvus keeps them: asked for always."""
CENTS = 100
MAX_LISTED = 10_000
"""A longer list of products is left to PostgreSQL: Milvus takes 50 ms to read one of 10,000."""
_MAX_PRICE = Decimal(10) ** 15


def filter_expression(where: ProductFilter) -> str | None:
    """What a picture must meet, or None where none can.

    Never narrower than `where`: what it cannot say it leaves out, and PostgreSQL sees to that.
    """
    conditions: list[str] = ["published == true"]
    lists: list[tuple[str, Iterable[int] | None]] = [
        ("category in {}", where.of_categories),
        ("product_id in {}", where.only_ids),
        ("brand_key in {}", map(text_key, where.brands) if where.brands else None),
    ]
    if where.only_ids is not None and len(where.only_ids) > MAX_LISTED:
        del lists[1]
    for text, allowed in lists:
        if allowed is not None:
            listed = sorted(set(allowed))
            if not listed:
                return None
            conditions.append(text.format(listed))
    if where.not_of_categories:
        conditions.append(f"category not in {sorted(where.not_of_categories)}")
    if where.category_ids:
        conditions.append(_any_of("category_path", where.category_ids))
    for name, values in where.values_by_attribute().items():
        conditions.append(_any_of("attribute_keys", (attribute_key(name, v) for v in values)))
    if where.price_min is not None:
        conditions.append(f"price >= {_cents(where.price_min, ROUND_CEILING)}")
    if where.price_max is not None:
        conditions.append(f"price <= {_cents(where.price_max, ROUND_FLOOR)}")
    if where.in_stock:
        conditions.append("stock > 0")
    return " and ".join(conditions)


def _any_of(field: str, keys: Iterable[int]) -> str:
    return f"array_contains_any({field}, {sorted({ANYTHING, *keys})})"


def _cents(price: Decimal, rounding: str) -> int:
    """Rounded so that the same whole cents are meant."""
    bounded = max(-_MAX_PRICE, min(price, _MAX_PRICE))
    return int((bounded * CENTS).to_integral_value(rounding))
