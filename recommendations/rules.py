"""Which of the staff's rules hold for an answer, and what they ask of the search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.models import Product
from recommendations.arranging import Arranged, S, Slot, arrange
from recommendations.models import Rule

Kind = Rule.Kind

_IMPORTANCE: dict[str, int] = {Kind.HIDE: 0, Kind.PIN: 1, Kind.BOOST: 2, Kind.BURY: 2}
_FIELDS = (
    *("kind", "product", "position", "strength", "beside_product", "beside_category", "note"),
    *("created_at", "product__family", "product__is_published", "product__stock"),
)


def rules_for(product: Product | None) -> Rules:
    """The rules that hold now beside a product; without one (a photo), those for everywhere.

    One query. It needs the product's id and its category's, no more.
    """
    valid = Rule.objects.valid()
    found = valid.everywhere() if product is None else valid.beside(product)
    return Rules.of(found.select_related("product").only(*_FIELDS))


@dataclass(frozen=True)
class Rules:
    """What holds for one answer: one rule for each product concerned, most important first."""

    rules: tuple[Rule, ...] = ()

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Rules:
        """Settle contradictions: of the rules about one product only the most important holds.

        That is the one of the nearest scope (product, then category upwards, then everywhere);
        then hide before pin before boost and bury; then the newest.
        """
        holds: dict[int, Rule] = {}
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
        a pinned one does not. What no rule is about keeps its order, so that a place holds the same
        product however many slots come after it.
        """
        if not self:
            return Arranged(list(slots[:limit]))
        return arrange(self.rules, slots, fetched=fetched, limit=limit, floor=floor)


def _precedence(rule: Rule) -> tuple[object, ...]:
    scope = 0 if rule.beside_product_id else 1 if rule.beside_category_id else 2
    return scope, rule.steps_up or 0, _IMPORTANCE[rule.kind], -rule.created_at.timestamp(), -rule.pk
