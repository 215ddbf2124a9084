"""Boosts and buries: products move as far as their raised or lowered score carries them."""

from __future__ import annotations

from recommendations.candidate import Candidate
from recommendations.merchandising.rule_effect import Kind
from recommendations.merchandising.rules import Rules


def sink_buried(candidates: list[Candidate], rules: Rules) -> list[Candidate]:
    """Each buried one behind those that follow and have more points, up to one that has not."""
    order = list(candidates)
    for position in reversed(range(len(order))):
        if rules.kind_of(order[position]) == Kind.BURY:
            buried = order.pop(position)
            while position < len(order) and rules.points_of(order[position]) > rules.points_of(
                buried
            ):
                position += 1
            order.insert(position, buried)
    return order


def lift_boosted(candidates: list[Candidate], rules: Rules) -> list[Candidate]:
    """Each boosted one before the first that has fewer points, if that is further up."""
    order = list(candidates)
    for position in range(len(order)):
        if rules.kind_of(order[position]) == Kind.BOOST:
            boosted = order.pop(position)
            points = rules.points_of(boosted)
            before = (n for n in range(position) if rules.points_of(order[n]) < points)
            order.insert(next(before, position), boosted)
    return order
