"""A product filter as a condition on what a shard keeps beside each vector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from catalog.product_filter import ProductFilter

_BETWEEN = "\x1f"
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


def as_words(attributes: tuple[tuple[str, str], ...]) -> list[str]:
    """Attributes as a shard keeps them, and as they are asked for: a text for name and value.

    Numbers that are the same are written the same: 24, 24.0.
    """
    return [f"{name}{_BETWEEN}{_plain(value)}" for name, value in attributes]


def _plain(value: str) -> str:
    if not _NUMBER.fullmatch(value):
        return value
    return f"{(Decimal(value) + 0).normalize():f}"


def write_conditions(where: ProductFilter) -> tuple[str, dict[str, Any]]:
    """The whole filter as SQL and its parameters; every operator is one that postgres_fdw sends."""
    conditions, params = ["published"], {}
    for number, (condition, value) in enumerate(_conditions(where)):
        conditions.append(condition.format(f"%(w{number})s"))
        params[f"w{number}"] = value
    if where.in_stock:
        conditions.append("stock > 0")
    return " AND ".join(conditions), params


def _conditions(where: ProductFilter) -> Iterator[tuple[str, Any]]:
    if where.category_ids:
        yield "category_path && {}::bigint[]", list(where.category_ids)
    if where.brands:
        yield "brand = ANY({}::text[])", list(where.brands)
    if where.price_min is not None:
        yield "price >= {}::numeric", where.price_min
    if where.price_max is not None:
        yield "price <= {}::numeric", where.price_max
    for name, values in where.values_by_attribute().items():
        yield "attributes && {}::text[]", as_words(tuple((name, value) for value in values))
    if where.only_ids is not None:
        yield "product_id = ANY({}::bigint[])", sorted(where.only_ids)
    if where.of_categories is not None:
        yield "category_id = ANY({}::bigint[])", sorted(where.of_categories)
    if where.not_of_categories:
        yield "category_id <> ALL({}::bigint[])", sorted(where.not_of_categories)
