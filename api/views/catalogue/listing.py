"""One page of a list of products, by its number or by where the last one ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from catalog.product_cards import ProductCard, read_cards
from catalog.product_ordering import ProductOrdering
from catalog.products.keyset import Cursor, beyond, column_of
from catalog.querysets import ProductQuerySet


@dataclass(frozen=True, kw_only=True)
class Page:
    """Products, and the cursor behind the last of them."""

    cards: list[ProductCard]
    is_last: bool
    cursor: str | None
    """None at the end."""


def ranked_on(asked: dict[str, Any]) -> date:
    """The day as of which words match: that of the list's first page."""
    cursor: Cursor | None = asked.get("cursor")
    return (cursor and cursor.day) or localdate()


def read_page(
    found: ProductQuerySet, ordering: ProductOrdering | None, asked: dict[str, Any]
) -> Page:
    """The page that is asked for; two statements. ordering: None for that of a search."""
    size = asked["page_size"]
    first = (asked["page"] - 1) * size
    if "cursor" in asked:
        found, first = beyond(found, asked["cursor"]), 0
    rows = list(found.values_list("pk", column_of(ordering))[first : first + size + 1])
    is_last = len(rows) <= size
    return Page(
        cards=read_cards([pk for pk, _value in rows[:size]]),
        is_last=is_last,
        cursor=None if is_last else _cursor_behind(rows[size - 1], ordering, asked),
    )


def _cursor_behind(
    last: tuple[Any, ...], ordering: ProductOrdering | None, asked: dict[str, Any]
) -> str:
    pk, value = last
    day = None if ordering else ranked_on(asked)
    return Cursor.behind(pk, value, ordering=ordering, day=day).write()
