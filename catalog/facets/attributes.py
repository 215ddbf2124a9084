"""The attributes that matter among the products found, with their values and counts.

Which ones matter follows from the products: what many of them have, in few enough values to choose
from. A shop names nothing beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.functions import Mod

from catalog.facets.counting import Facets
from catalog.facets.marked import CARDS, PRODUCTS, mark_products
from catalog.facets.worth import FacetSize, is_worth_showing
from catalog.product_filter import ATTRIBUTE, ProductFilter
from catalog.querysets import ProductQuerySet

MOST_COUNTED, SAMPLED = 5_000, 1_500
"""Products that are counted, 10 microseconds each; of more, about so many show what there is."""
MOST_FACETS = 6
MOST_VALUES = 40
_MAX_CHARACTERS = 60

# Numbers without zeros at their end, for 24 and 24.0 are asked for alike.
_COUNTED = """
    WITH held AS (
        SELECT id, family, name, value, jsonb_typeof(value) AS kind
        FROM ({marked}) marked
        CROSS JOIN LATERAL jsonb_each(
            CASE jsonb_typeof(attributes) WHEN 'object' THEN attributes ELSE '{{}}' END
        ) AS held (name, value)
        WHERE {counts}
    ), said AS (
        SELECT family, name, value, kind FROM held WHERE kind IN ('string', 'number', 'boolean')
        UNION ALL
        SELECT family, name, each.value, jsonb_typeof(each.value)
        FROM held CROSS JOIN LATERAL (
            SELECT DISTINCT value FROM jsonb_array_elements(
                CASE kind WHEN 'array' THEN held.value ELSE '[]' END
            ) AS listed (value)
        ) each
        WHERE kind = 'array'
    )
    SELECT name, text, {count}
    FROM (
        SELECT family, name, CASE kind
            WHEN 'number' THEN trim_scale((value #>> '{{}}')::numeric)::text
            WHEN 'string' THEN value #>> '{{}}'
            WHEN 'boolean' THEN value #>> '{{}}'
        END AS text
        FROM said
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
    base: ProductQuerySet, chosen: ProductFilter, *, facets: Facets, families: bool = False
) -> list[AttributeFacet]:
    """The attributes that matter among the products of `base` that meet what is chosen.

    facets: as `count_facets` has them. Where more than MOST_COUNTED products meet everything else,
    an even share of SAMPLED is looked at, and values come without counts. Chosen ones are always
    there. One statement.
    """
    every = 1 if facets.near <= MOST_COUNTED else max(2, facets.near // SAMPLED)
    asked = chosen.values_by_attribute()
    by_name: dict[str, dict[str, int]] = {name: dict.fromkeys(asked[name], 0) for name in asked}
    for name, text, count in _counts(base, chosen, every=every, families=families):
        by_name.setdefault(name, {})[text] = count
    sizes = [FacetSize.of(name, values) for name, values in by_name.items()]
    worth = [
        size
        for size in sizes
        if size.name in asked or is_worth_showing(size, among=facets.total // every)
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
        # Only attributes are counted, so that all other conditions hold, by their indexes.
        near = replace(chosen, attributes=()).apply_to(base)
        share = near if every == 1 else near.alias(share=Mod("pk", every)).filter(share=0)
        own_conditions = ProductFilter(attributes=chosen.attributes, in_stock=False)
        marked = mark_products(share, own_conditions, "id", "family", "attributes")
    except EmptyResultSet:
        return []
    own = list(marked.bits)
    counts = ["missed = 0", *(f"(missed = {marked.bits[name]} AND name = %s)" for name in own)]
    statement = _COUNTED.format(
        marked=marked.sql, counts=" OR ".join(counts), count=CARDS if families else PRODUCTS
    )
    names = [name.removeprefix(ATTRIBUTE) for name in own]
    with connection.cursor() as cursor:
        limits = (_MAX_CHARACTERS, _MAX_CHARACTERS)
        cursor.execute(statement, [*marked.params, *names, *limits])
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
