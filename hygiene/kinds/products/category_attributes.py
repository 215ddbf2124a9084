"""Which attributes the products of a category have, and with which values."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection

_READ_PRODUCTS = 500  # of one category, the newest


@dataclass(kw_only=True)
class CategoryAttributes:
    """What a category's designs have; variants of one design count as one."""

    designs: int = 0
    having: Counter[str] = field(default_factory=Counter)
    """Attribute -> how many designs have it."""
    values: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Attribute -> value -> how many designs have it; texts alone, which a name may say."""


def read_attributes(categories: Collection[int]) -> dict[int, CategoryAttributes]:
    """The attributes of these categories' newest published products, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.id, coalesce(nullif(newest.family, ''), newest.id::text), newest.attributes
            FROM unnest(%s::bigint[]) AS asked (id)
            CROSS JOIN LATERAL (
                SELECT id, family, attributes FROM catalog_product
                WHERE category_id = asked.id AND is_published
                ORDER BY created_at DESC, id DESC
                LIMIT %s
            ) AS newest
            """,
            [list(categories), _READ_PRODUCTS],
        )
        rows = cursor.fetchall()
    found: dict[int, CategoryAttributes] = {each: CategoryAttributes() for each in categories}
    designs: dict[int, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(dict))
    for category, design, attributes in rows:
        own = designs[category][design]
        for name, value in _as_dict(attributes).items():
            if not says_nothing(value):
                values = value if isinstance(value, list) else [value]
                said = own.setdefault(name, set())
                said.update(each for each in values if isinstance(each, str))
    for category, by_design in designs.items():
        told = found[category]
        told.designs = len(by_design)
        for own in by_design.values():
            told.having.update(own.keys())
            for name, said in own.items():
                told.values[name].update(said)
    return found


def says_nothing(value: object) -> bool:
    """Whether an attribute may as well be missing; "no" and 0 say something."""
    return value in ("", None, [])


def _as_dict(attributes: object) -> dict[str, object]:
    loaded = json.loads(attributes) if isinstance(attributes, str) else attributes
    return loaded if isinstance(loaded, dict) else {}
