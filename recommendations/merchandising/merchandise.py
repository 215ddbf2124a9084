"""The stage at which the staff's rules move products, and its account. Plain arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from catalog.families import one_per_family
from recommendations.candidate import HIDDEN, Candidate, Moved, Removed
from recommendations.merchandising.moves import (
    Pin,
    insert_pins,
    lift_boosted,
    settle_pins,
    sink_buried,
)
from recommendations.merchandising.rules import Kind, RuleEffect, Rules

_REASONS: dict[str, str] = {Kind.PIN: "pinned", Kind.BOOST: "boosted", Kind.BURY: "buried"}


def merchandise(
    candidates: list[Candidate],
    rules: Rules,
    *,
    bring: Callable[[list[int]], list[Candidate]],
    leave_out: Callable[[list[Candidate]], list[Candidate]] = list,
) -> list[Candidate]:
    """The candidates once all rules are followed; one rule for each product, see Rules.

    First boosts and buries move products by their raised or lowered score, then pins take their
    positions, then each family keeps the best position that it has got. `candidates` are the
    search's best, at least as many as are shown and `rules.spare`, or all there are. `bring` finds
    those of these products that may be shown, best first: pinned and boosted ones that the search
    has not brought. A boosted one of them stays out where `leave_out` says so, as it would have
    without the rule; a pinned one does not. What no rule is about keeps its order, so that a
    position holds the same product however many candidates come after it.
    """
    if not rules:
        return candidates
    missing = rules.missing_from(candidates)
    brought = bring(missing) if missing else []
    pins = settle_pins(rules, [*brought, *candidates])
    order = [*candidates, *leave_out(_boosted(brought, rules))]
    order = lift_boosted(sink_buried(order, rules), rules)
    others = one_per_family(order, without=[pin.candidate for pin in pins])
    return _account(insert_pins(list(others), pins), candidates, rules, pins)


def _boosted(brought: list[Candidate], rules: Rules) -> list[Candidate]:
    """The boosted among what was brought that was compared, so that the search could find it."""
    return [
        candidate
        for candidate in brought
        if rules.kind_of(candidate) == Kind.BOOST and candidate.calibrated_score is not None
    ]


def _account(
    ordered: list[Candidate], before: list[Candidate], rules: Rules, pins: list[Pin]
) -> list[Candidate]:
    """Say on each candidate that a rule is about what was done to it."""
    positions = {each.product_id: position for position, each in enumerate(before, start=1)}
    gave_way = {pin.candidate.product_id: pin.instead_of for pin in pins}
    return [
        replace(
            candidate,
            reasons=(*candidate.reasons, _REASONS[effect.kind]),
            moved=Moved(
                effect.rule_id,
                effect.kind,
                positions.get(candidate.product_id),
                position,
                effect.note,
                gave_way.get(candidate.product_id, ()),
            ),
        )
        if (effect := rules.by_product.get(candidate.product_id))
        else candidate
        for position, candidate in enumerate(ordered, start=1)
    ]


def removed_by(rules: Rules, candidates: Sequence[Candidate], *, wanted: int) -> list[Removed]:
    """The hidden products, and the pinned ones that are not among the first `wanted` candidates.

    `candidates` are all that there were after the rules. Which products are not published is
    nobody's business outside, so of these nothing is said.
    """
    shown = {candidate.product_id for candidate in candidates[:wanted]}
    moved = [candidate.moved for candidate in candidates if candidate.moved is not None]
    pinned = {
        candidate.product_id
        for candidate in candidates
        if candidate.moved is not None and candidate.moved.kind == Kind.PIN
    }
    gave_way = {product_id for each in moved for product_id in each.instead_of}
    return [
        Removed(effect.product_id, effect.rule_id, _why(effect, gave_way))
        for effect in rules.effects
        if effect.is_published
        and effect.product_id not in shown | pinned
        and effect.kind in (Kind.HIDE, Kind.PIN)
    ]


def _why(effect: RuleEffect, gave_way: set[int]) -> str:
    if effect.kind == Kind.HIDE:
        return HIDDEN
    if effect.product_id in gave_way:
        return "another variant is pinned"
    if not effect.stock:
        return "sold out, or outside of the filters"
    return "outside of the filters"
