"""The attributes that matter among the products found, with their values and counts.

Which ones matter follows from the products: what many of them have, in few enough values to choose
from. A shop names nothing beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from catalog.facets.marked import mark_products
from catalog.facets.worth import FacetSize, is_worth_showing
from catalog.product_filter import ProductFilter
from catalog.querysets import ProductQuerySet

MOST_COUNTED = 5_000
"""Of more products only so many are looked at (5,000 with five attributes take some 60 ms)."""
MOST_FACETS = 6
MOST_VALUES = 40
_MAX_CHARACTERS = 60

# Numbers without zeros at their end, for 24 and 24.0 are asked for alike.
_COUNTED = """
    WITH marked AS MATERIALIZED (
        SELECT id, family, missed,
            CASE jsonb_typeof(attributes) WHEN 'object' THEN attributes ELSE '{{}}' END attributes
        FROM ({marked}) marked
        WHERE id %% %s = 0
    ), held AS (
        SELECT id, family, missed, name, value
        FROM marked CROSS JOIN LATERAL jsonb_each(attributes) AS held (name, value)
        WHERE {counts}
    ), single AS (
        SELECT id, family, name, value FROM held WHERE jsonb_typeof(value) <> 'array'
        UNION ALL
        SELECT DISTINCT id, family, name, each.value
        FROM held CROSS JOIN LATERAL jsonb_array_elements(
            CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE '[]' END
        ) each (value)
    )
    SELECT name, text, count(DISTINCT {place})
    FROM (
        SELECT id, family, name, CASE jsonb_typeof(value)
            WHEN 'number' THEN trim_scale((value #>> '{{}}')::numeric)::text
            WHEN 'string' THEN value #>> '{{}}'
            WHEN 'boolean' THEN value #>> '{{}}'
        END AS text
        FROM single
    ) said
    WHERE length(text) BETWEEN 1 AND %s AND length(name) BETWEEN 1 AND %s
    GROUP BY name, text
"""


@dataclass(frozen=True)
class AttributeFacet:
    """An attribute with the values that products have of it."""

    name: str
    """As products have it."""
    values: list[tuple[str, int | None]]
    """Value as text, products: the most frequent first, numbers upwards. None: not counted."""


def count_attributes(
    base: ProductQuerySet, chosen: ProductFilter, *, found: int, families: bool = False
) -> list[AttributeFacet]:
    """The attributes that matter among the products of `base` that meet what is chosen.

    found: how many there are, as `count_facets` says; of more than MOST_COUNTED an even share is
    looked at, and values come without counts. Chosen ones are always there. One statement.
    """
    every = -(-found // MOST_COUNTED) or 1
    asked = chosen.values_by_attribute()
    by_name: dict[str, dict[str, int]] = {name: dict.fromkeys(asked[name], 0) for name in asked}
    for name, text, count in _counts(base, chosen, every=every, families=families):
        by_name.setdefault(name, {})[text] = count
    sizes = [FacetSize.of(name, values) for name, values in by_name.items()]
    worth = [
        size for size in sizes if size.name in asked or is_worth_showing(size, among=found // every)
    ]
    worth.sort(key=lambda size: (size.name not in asked, -size.holders, size.values, size.name))
    shown = sorted(
        worth[: max(MOST_FACETS, len(asked))], key=lambda size: (-size.holders, size.name)
    )
    return [
        AttributeFacet(
            size.name,
            [
                (text, count if every == 1 else None)
                for text, count in _in_order(by_name[size.name], set(asked.get(size.name, ())))
            ],
        )
        for size in shown
    ]


def _counts(
    base: ProductQuerySet, chosen: ProductFilter, *, every: int, families: bool
) -> list[tuple[str, str, int]]:
    try:
        marked = mark_products(base, chosen, "id", "family", "attributes")
    except EmptyResultSet:
        return []
    own = [name for name in marked.bits if name.startswith("attribute:")]
    counts = ["missed = 0", *(f"(missed = {marked.bits[name]} AND name = %s)" for name in own)]
    place = "coalesce(nullif(family, ''), id::text)" if families else "id"
    statement = _COUNTED.format(marked=marked.sql, counts=" OR ".join(counts), place=place)
    names = [name.removeprefix("attribute:") for name in own]
    with connection.cursor() as cursor:
        limits = (_MAX_CHARACTERS, _MAX_CHARACTERS)
        cursor.execute(statement, [*marked.params, every, *names, *limits])
        return list(cursor.fetchall())


def _in_order(values: dict[str, int], chosen: set[str]) -> list[tuple[str, int]]:
    """The most frequent first, numbers upwards; of very many those chosen and the most frequent."""
    frequent = sorted(values.items(), key=lambda each: (-each[1], each[0]))
    kept = [each for place, each in enumerate(frequent) if place < MOST_VALUES or each[0] in chosen]
    return sorted(kept, key=_as_number) if all(map(_is_number, values)) else kept


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def _as_number(value: tuple[str, Any]) -> float:
    return float(value[0])
