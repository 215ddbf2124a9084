"""Reading which of the staff's rules hold beside a product just now."""

from __future__ import annotations

from catalog.models import Product
from infra.prepared import fetch_prepared
from recommendations.merchandising.rules import RuleEffect, Rules

# Every answer asks this, most find nothing: Django takes 1.3 ms to write such a query, and
# PostgreSQL 0.1 ms to answer it. The path up the categories is bounded, should they form a ring.
# OFFSET 0 keeps the planner, which expects more rules than there are, from reading all products.
_ACTIVE_RULES = """
    WITH RECURSIVE path (id, parent_id, steps) AS (
        SELECT id, parent_id, 1 FROM catalog_category WHERE id = %(category)s::bigint
        UNION ALL
        SELECT above.id, above.parent_id, path.steps + 1
        FROM catalog_category above JOIN path ON above.id = path.parent_id
        WHERE path.steps < 50
    )
    SELECT rule.id, rule.kind, rule.product_id, rule.position, rule.strength, rule.note,
        CASE
            WHEN rule.beside_product_id IS NOT NULL THEN 0
            WHEN rule.beside_category_id IS NOT NULL
            THEN (SELECT min(steps) FROM path WHERE path.id = rule.beside_category_id)
            ELSE 99
        END,
        product.is_published, product.stock
    FROM recommendations_rule rule
    CROSS JOIN LATERAL (
        SELECT is_published, stock FROM catalog_product WHERE id = rule.product_id OFFSET 0
    ) product
    WHERE rule.is_active
        AND (rule.starts_at IS NULL OR rule.starts_at <= statement_timestamp())
        AND (rule.ends_at IS NULL OR rule.ends_at > statement_timestamp())
        AND rule.product_id IS DISTINCT FROM %(product)s::bigint
        AND (
            rule.beside_product_id = %(product)s::bigint
            OR rule.beside_category_id = ANY (ARRAY(SELECT id FROM path))
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


def effects_beside(product: Product | None) -> list[RuleEffect]:
    """The same before contradictions between them are settled: all that hold, in any order."""
    asked = {
        "product": product.pk if product else None,
        "category": product.category_id if product else None,
    }
    rows = fetch_prepared(_ACTIVE_RULES, asked)
    return [RuleEffect(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]
