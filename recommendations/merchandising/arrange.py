"""An answer after the staff's rules: who moves where, and an account of it. Plain arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from recommendations.models import Rule

Kind = Rule.Kind

_REASONS: dict[str, str] = {Kind.PIN: "pinned", Kind.BOOST: "boosted", Kind.BURY: "buried"}


class Slot(Protocol):
    """One place of an answer."""

    @property
    def product_id(self) -> int: ...

    @property
    def family(self) -> str:
        """Variants of one design share it, and one place; empty is none."""

    @property
    def match(self) -> int | None:
        """0 to 100; None where nothing was compared, which counts as 0."""

    @property
    def reasons(self) -> list[str]:
        """Why it is there; a rule adds "pinned", "boosted" or "buried"."""


S = TypeVar("S", bound=Slot)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a rule asks for one answer; see recommendations.models.Rule."""

    rule_id: int
    kind: str
    product_id: int
    position: int | None = None
    strength: int = 0
    note: str = ""
    distance: int = 0
    """How near it was decided: 0 for this product, 1 for its category, then upwards."""
    is_published: bool = True
    stock: int = 1


@dataclass(frozen=True)
class Moved:
    """How a rule moved a product; places count from 1."""

    rule_id: int
    kind: str
    from_position: int | None
    """None: the search had not brought it."""
    to_position: int
    note: str


NOT_PUBLISHED = "not published"
HIDDEN = "hidden"


@dataclass(frozen=True)
class Removed:
    """A product that a rule is about and that is not in the answer, and why."""

    product_id: int
    rule_id: int
    why: str


@dataclass(frozen=True)
class Arranged(Generic[S]):
    """An answer after the rules."""

    slots: list[S]
    moved: dict[int, Moved] = field(default_factory=dict)
    """By the product's id."""
    removed: list[Removed] = field(default_factory=list)


def arrange(
    rules: Sequence[Decision], slots: Sequence[S], *, fetched: Sequence[S], limit: int, floor: int
) -> Arranged[S]:
    """The first `limit` places once all rules are followed; one rule per product, see Rules.

    First boosts and buries move products by their raised or lowered match, then pins take their
    places, then each family keeps the best place that it has got.
    """
    decided = {rule.product_id: rule for rule in rules}
    brought = {slot.product_id: slot for slot in (*fetched, *slots)}
    pins = _place_pins(rules, brought)
    found = [_Candidate(slot, decided.get(slot.product_id)) for slot in slots]
    more = [_Candidate(slot, decided.get(slot.product_id)) for slot in fetched]
    order = found + _fit_to_join(more, floor)
    _sink_buried(order)
    _lift_boosted(order)
    placed = _interleave(_one_per_family(order, pins), pins, limit)
    return Arranged(placed, _account(placed, slots, decided), _removed(rules, brought, pins))


class _Candidate(Generic[S]):
    """A slot on its way to a place, with its match as its rule makes it."""

    def __init__(self, slot: S, rule: Decision | None) -> None:
        self.slot = slot
        self.kind = rule.kind if rule else ""
        self.match = slot.match or 0
        if rule and self.kind == Kind.BOOST:
            self.match += rule.strength
        if rule and self.kind == Kind.BURY:
            self.match -= rule.strength


def _fit_to_join(fetched: list[_Candidate[S]], floor: int) -> list[_Candidate[S]]:
    """The boosted among what was fetched that the search could have brought."""
    return [
        each
        for each in fetched
        if each.kind == Kind.BOOST and each.slot.match is not None and each.slot.match >= floor
    ]


def _sink_buried(order: list[_Candidate[S]]) -> None:
    """Put each buried slot behind those that follow and match more, up to one that does not."""
    for place in reversed(range(len(order))):
        if order[place].kind == Kind.BURY:
            buried = order.pop(place)
            while place < len(order) and order[place].match > buried.match:
                place += 1
            order.insert(place, buried)


def _lift_boosted(order: list[_Candidate[S]]) -> None:
    """Put each boosted slot before the first that matches less, if that is further up."""
    for place in range(len(order)):
        if order[place].kind == Kind.BOOST:
            boosted = order.pop(place)
            before = (n for n in range(place) if order[n].match < boosted.match)
            order.insert(next(before, place), boosted)


def _place_pins(rules: Sequence[Decision], brought: dict[int, S]) -> dict[int, S]:
    """Pinned slots by place, one for each family; the less important of two goes behind."""
    pins: dict[int, S] = {}
    designs = set()
    for rule in rules:
        slot = brought.get(rule.product_id)
        if rule.kind == Kind.PIN and slot is not None and _design(slot) not in designs:
            designs.add(_design(slot))
            place = rule.position or 1
            while place in pins:
                place += 1
            pins[place] = slot
    return pins


def _one_per_family(order: list[_Candidate[S]], pins: dict[int, S]) -> list[S]:
    """What is left for the places between the pins."""
    taken = {_design(slot) for slot in pins.values()}
    left = []
    for slot in (each.slot for each in order):
        if _design(slot) not in taken:
            taken.add(_design(slot))
            left.append(slot)
    return left


def _design(slot: Slot) -> str | int:
    return slot.family or slot.product_id


def _interleave(slots: list[S], pins: dict[int, S], limit: int) -> list[S]:
    """Pins at their places, the others between them; in a short answer the last pins move up."""
    waiting, others = sorted(pins.items(), key=lambda pin: pin[0], reverse=True), slots[::-1]
    placed: list[S] = []
    while len(placed) < limit and (waiting or others):
        if waiting and (waiting[-1][0] == len(placed) + 1 or not others):
            placed.append(waiting.pop()[1])
        else:
            placed.append(others.pop())
    return placed


def _account(placed: list[S], slots: Sequence[S], decided: dict[int, Decision]) -> dict[int, Moved]:
    """Say on each slot that a rule is about, and in a record, what was done to it."""
    before = {slot.product_id: place for place, slot in enumerate(slots, start=1)}
    moved = {}
    for place, slot in enumerate(placed, start=1):
        pk = slot.product_id
        if rule := decided.get(pk):
            slot.reasons.append(_REASONS[rule.kind])
            moved[pk] = Moved(rule.rule_id, rule.kind, before.get(pk), place, rule.note)
    return moved


def _removed(rules: Sequence[Decision], brought: dict[int, S], pins: dict[int, S]) -> list[Removed]:
    pinned = {slot.product_id for slot in pins.values()}
    return [
        Removed(rule.product_id, rule.rule_id, _why_removed(rule, brought))
        for rule in rules
        if rule.kind == Kind.HIDE or (rule.kind == Kind.PIN and rule.product_id not in pinned)
    ]


def _why_removed(rule: Decision, brought: dict[int, S]) -> str:
    # First of all: whoever may not know of a product is not told that it is hidden either.
    if not rule.is_published:
        return NOT_PUBLISHED
    if rule.kind == Kind.HIDE:
        return HIDDEN
    if rule.product_id in brought:
        return "another variant is pinned"
    if not rule.stock:
        return "sold out, or outside of the filters"
    return "outside of the filters"
