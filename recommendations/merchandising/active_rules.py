"""Reading which of the staff's rules hold beside a product just now."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.models import Product
from infra.prepared import fetch_prepared
from recommendations.merchandising.rules import RuleEffect, Rules

# Every answer asks this, most find nothing: Django takes 1.3 ms to write such a query, and
# PostgreSQL 0.1 ms to answer it. The path up the categories is bounded, should they form a ring.
# OFFSET 0 keeps the planner, which expects more rules than there are, from reading all products.
_ACTIVE_RULES = """
    WITH RECURSIVE asked (product, category, place) AS MATERIALIZED (
        SELECT * FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY
    ), path (place, id, parent_id, steps) AS (
        SELECT place, id, parent_id, 1 FROM asked JOIN catalog_category ON id = category
        UNION ALL
        SELECT place, above.id, above.parent_id, path.steps + 1
        FROM catalog_category above JOIN path ON above.id = path.parent_id
        WHERE path.steps < 50
    )
    SELECT asked.place, rule.id, rule.kind, rule.product_id, rule.position, rule.strength,
        rule.note,
        CASE
            WHEN rule.beside_product_id IS NOT NULL THEN 0
            WHEN rule.beside_category_id IS NOT NULL THEN (
                SELECT min(steps) FROM path
                WHERE path.place = asked.place AND path.id = rule.beside_category_id
            )
            ELSE 99
        END,
        product.is_published, product.stock
    FROM asked CROSS JOIN recommendations_rule rule
    CROSS JOIN LATERAL (
        SELECT is_published, stock FROM catalog_product WHERE id = rule.product_id OFFSET 0
    ) product
    WHERE rule.is_active
        AND (rule.starts_at IS NULL OR rule.starts_at <= statement_timestamp())
        AND (rule.ends_at IS NULL OR rule.ends_at > statement_timestamp())
        AND rule.product_id IS DISTINCT FROM asked.product
        AND (
            rule.beside_product_id = asked.product
            OR rule.beside_category_id = ANY (
                ARRAY(SELECT id FROM path WHERE path.place = asked.place)
            )
            OR (rule.beside_product_id IS NULL AND rule.beside_category_id IS NULL)
        )
"""
_COLUMNS = (
    *("rule_id", "kind", "product_id", "position", "strength", "note", "distance"),
    *("is_published", "stock"),
)


def rules_for(product: Product | None) -> Rules:
    """The rules that hold now beside a product; without one (a photo), those for everywhere.

    One query. It needs the product's id and its category's, no more. What would move the product
    itself is left out.
    """
    return Rules.of(effects_beside(product))


def rules_for_each(products: Sequence[Product]) -> list[Rules]:
    """The same for many products, in their order; one query."""
    return [Rules.of(effects) for effects in _effects(products)]


def effects_beside(product: Product | None) -> list[RuleEffect]:
    """The same before contradictions between them are settled: all that hold, in any order."""
    return _effects([product])[0]


def _effects(products: Sequence[Product | None]) -> list[list[RuleEffect]]:
    ids = [product.pk if product else None for product in products]
    categories = [product.category_id if product else None for product in products]
    found: list[list[RuleEffect]] = [[] for _ in products]
    for place, *row in fetch_prepared(_ACTIVE_RULES, (ids, categories)):
        found[place - 1].append(RuleEffect(**dict(zip(_COLUMNS, row, strict=True))))
    return found
