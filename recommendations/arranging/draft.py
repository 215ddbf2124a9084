"""What somebody is about to decide beside one product: changes that nobody has saved yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from catalog.models import Product
from recommendations.models import DEFAULT_STRENGTH, Rule


@dataclass(frozen=True, kw_only=True)
class Change:
    """What shall hold of one product beside the draft's; it takes the place of what holds now."""

    product_id: int
    kind: str = ""
    """One of Rule.Kind; empty: no rule of its own any more."""
    position: int | None = None
    """A pin's, from 1."""
    strength: int = DEFAULT_STRENGTH
    """Points that a boost adds or a bury takes, 1 to 100."""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: str = ""
    seen: str | None = None
    """What held of the product when somebody decided this (Draft.holding); None: not asked."""

    def write_to(self, rule: Rule) -> Rule:
        """The rule with what this change asks for; nothing is saved."""
        rule.kind = self.kind
        rule.position = self.position if self.kind == Rule.Kind.PIN else None
        rule.strength = self.strength
        rule.starts_at, rule.ends_at = self.starts_at, self.ends_at
        rule.note = self.note
        return rule


@dataclass(frozen=True)
class Draft:
    """All unsaved changes beside one product: one for each product concerned, in their order."""

    beside: Product
    changes: tuple[Change, ...] = ()
    replaced: frozenset[int] = frozenset()
    """Rules of others, by id, that are to make way."""

    def __bool__(self) -> bool:
        return bool(self.changes or self.replaced)

    @cached_property
    def by_product(self) -> dict[int, Change]:
        return {change.product_id: change for change in self.changes}

    @cached_property
    def standing(self) -> dict[int, list[Rule]]:
        """The rules that hold now beside the product, newest first, by the product they move."""
        held = Rule.objects.valid().filter(beside_product=self.beside).order_by("-pk")
        found: dict[int, list[Rule]] = {}
        for rule in held.named():
            found.setdefault(rule.product_id, []).append(rule)
        return found

    def holding(self, product_id: int) -> str:
        """Which rules hold of a product beside this one, and in which state of theirs."""
        rules = self.standing.get(product_id, ())
        return ",".join(f"{rule.pk}@{rule.updated_at.timestamp()}" for rule in rules)

    @property
    def overtaken(self) -> list[Change]:
        """Changes of what a colleague has changed since they were decided."""
        asked = (change for change in self.changes if change.seen is not None)
        return [change for change in asked if change.seen != self.holding(change.product_id)]

    def looked_at(self) -> Draft:
        """Now that it was shown, decided of what holds now."""
        seen = (replace(each, seen=self.holding(each.product_id)) for each in self.changes)
        return replace(self, changes=tuple(seen))

    def with_change(self, change: Change) -> Draft:
        """With a change; pins of this draft that stood in its place go one further."""
        others = [each for each in self.changes if each.product_id != change.product_id]
        if change.kind == Rule.Kind.PIN and change.position:
            others = list(_making_room(others, change))
        return replace(self, changes=(*others, change))

    def without(self, product_id: int) -> Draft:
        kept = tuple(each for each in self.changes if each.product_id != product_id)
        return replace(self, changes=kept)

    def change_of(self, product_id: int) -> Change:
        """Its change as drafted, or what holds now written as one, to go on from."""
        if product_id in self.by_product:
            return self.by_product[product_id]
        for rule in self.standing.get(product_id, ())[:1]:
            return Change(
                product_id=product_id,
                kind=rule.kind,
                position=rule.position,
                strength=rule.strength,
                starts_at=rule.starts_at,
                ends_at=rule.ends_at,
                note=rule.note,
                seen=self.holding(product_id),
            )
        return Change(product_id=product_id, seen="")

    @property
    def ending(self) -> set[int]:
        """Ids of the rules that no longer hold as they stand, once this is saved."""
        own = (rule for pk in self.by_product for rule in self.standing.get(pk, ()))
        return {rule.pk for rule in own} | self.replaced


def _making_room(changes: Iterable[Change], new: Change) -> Iterable[Change]:
    """The pins of the same time, moved one further as far as the new one pushes the next."""
    taken = new.position or 0
    listed = list(changes)
    pinned = sorted(
        (each.position or 0, number)
        for number, each in enumerate(listed)
        if each.kind == Rule.Kind.PIN and _share_time(each, new)
    )
    moved: dict[int, int] = {}
    for place, number in pinned:
        if place == taken:
            taken = moved[number] = place + 1
    for number, each in enumerate(listed):
        yield replace(each, position=moved[number]) if number in moved else each


def _share_time(one: Change, other: Change) -> bool:
    def ends_before(first: Change, second: Change) -> bool:
        return bool(first.ends_at and second.starts_at and first.ends_at <= second.starts_at)

    return not (ends_before(one, other) or ends_before(other, one))
