"""Which of the staff's rules hold for an answer, and what they ask of the search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.models import Product
from infra.prepared import fetch_prepared
from recommendations.merchandising.arrange import Arranged, Decision, S, Slot, arrange
from recommendations.models import Rule

Kind = Rule.Kind

_IMPORTANCE: dict[str, int] = {Kind.HIDE: 0, Kind.PIN: 1, Kind.BOOST: 2, Kind.BURY: 2}

# Every answer asks this, most find nothing: Django takes 1.3 ms to write such a query, and
# PostgreSQL 0.1 ms to answer it. The walk up the categories is bounded, so that a ring of them
# that somehow came to be ends it. OFFSET 0 keeps the planner, which expects more rules than there
# are, from reading all products.
_HOLDING = """
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
    asked = {
        "product": product.pk if product else None,
        "category": product.category_id if product else None,
    }
    rows = fetch_prepared(_HOLDING, asked)
    return Rules.of(Decision(**dict(zip(_COLUMNS, row, strict=True))) for row in rows)


@dataclass(frozen=True)
class Rules:
    """What holds for one answer: one rule for each product concerned, most important first."""

    rules: tuple[Decision, ...] = ()

    @classmethod
    def of(cls, rules: Iterable[Decision]) -> Rules:
        """Settle contradictions: of the rules about one product only the most important holds.

        That is the one of the nearest scope (product, then category upwards, then everywhere);
        then hide before pin before boost and bury; then the newest.
        """
        holds: dict[int, Decision] = {}
        for rule in sorted(rules, key=_precedence):
            holds.setdefault(rule.product_id, rule)
        return cls(tuple(holds.values()))

    def __bool__(self) -> bool:
        return bool(self.rules)

    @property
    def hidden_ids(self) -> list[int]:
        """Products to leave out before searching, so that others take their places."""
        return [rule.product_id for rule in self.rules if rule.kind == Kind.HIDE]

    @property
    def spare(self) -> int:
        """How many more slots than are shown a search must bring: each rule may use up one."""
        return sum(rule.kind != Kind.HIDE for rule in self.rules)

    def missing_from(self, slots: Sequence[Slot]) -> list[int]:
        """Pinned and boosted products that are not among the slots."""
        there = {slot.product_id for slot in slots}
        return [
            rule.product_id
            for rule in self.rules
            if rule.kind in (Kind.PIN, Kind.BOOST) and rule.product_id not in there
        ]

    def arrange(
        self, slots: Sequence[S], *, fetched: Sequence[S] = (), limit: int, floor: int = 0
    ) -> Arranged[S]:
        """The first `limit` places once all rules are followed.

        `slots` are the search's best `limit + spare`, in its order and without `hidden_ids`, or
        all there are; `fetched` are those of `missing_from` them that may be shown, best first. A
        boosted one of them stays out below a match of `floor`, as it would have without the rule;
        a pinned one does not. What no rule is about keeps its order, so that a place holds the
        same product however many slots come after it.
        """
        if not self:
            return Arranged(list(slots[:limit]))
        return arrange(self.rules, slots, fetched=fetched, limit=limit, floor=floor)


def _precedence(rule: Decision) -> tuple[int, int, int]:
    return rule.distance, _IMPORTANCE[rule.kind], -rule.rule_id
