"""How rules move products: boosts and buries by their points, pins to chosen positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.families import one_per_family, place_of
from recommendations.candidate import Candidate
from recommendations.merchandising.rules import Kind, Rules


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


@dataclass(frozen=True)
class Pin:
    """A candidate and the position that it gets, from 1."""

    position: int
    candidate: Candidate
    instead_of: tuple[int, ...] = ()
    """Variants of its family that are pinned as well and less important, by product id."""


def settle_pins(rules: Rules, candidates: Iterable[Candidate]) -> list[Pin]:
    """One pin for each family, by position; the less important of two goes behind."""
    known = {candidate.product_id: candidate for candidate in candidates}
    pinned = [
        known[effect.product_id]
        for effect in rules.effects
        if effect.kind == Kind.PIN and effect.product_id in known
    ]
    settled: dict[int, Pin] = {}
    for candidate in one_per_family(pinned):
        position = rules.by_product[candidate.product_id].position or 1
        while position in settled:
            position += 1
        others = (each for each in pinned if place_of(each) == place_of(candidate))
        gave_way = tuple(each.product_id for each in others if each is not candidate)
        settled[position] = Pin(position, candidate, gave_way)
    return [settled[position] for position in sorted(settled)]


def insert_pins(candidates: list[Candidate], pins: list[Pin]) -> list[Candidate]:
    """Pins at their positions, the others between them; behind a short answer the last pins."""
    waiting, others = pins[::-1], candidates[::-1]
    placed: list[Candidate] = []
    while waiting or others:
        if waiting and (waiting[-1].position == len(placed) + 1 or not others):
            placed.append(waiting.pop().candidate)
        else:
            placed.append(others.pop())
    return placed
