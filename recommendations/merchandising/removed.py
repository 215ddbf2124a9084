"""An account of what the staff's rules took out of an answer, or could not put in."""

from __future__ import annotations

from collections.abc import Sequence

from recommendations.answer import HIDDEN, Removed
from recommendations.candidate import Candidate
from recommendations.merchandising.rule_effect import Kind, RuleEffect
from recommendations.merchandising.rules import Rules


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
