"""The staff's rules that hold for one answer: one for each product concerned. Plain arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from recommendations.candidate import Candidate
from recommendations.models import Rule

Kind = Rule.Kind

_IMPORTANCE: dict[str, int] = {Kind.HIDE: 0, Kind.PIN: 1, Kind.BOOST: 2, Kind.BURY: 2}


@dataclass(frozen=True, kw_only=True)
class RuleEffect:
    """What one rule of the staff asks for one answer, and what it must know of its product."""

    rule_id: int
    kind: str
    product_id: int
    position: int | None = None
    """A pin's, from 1."""
    strength: int = 0
    """Points that a boost adds or a bury takes."""
    note: str = ""
    distance: int = 0
    """How near it was decided: 0 for this product, 1 for its category, then upwards."""
    is_published: bool = True
    stock: int = 1

    @property
    def points(self) -> int:
        """What it adds to the calibrated score."""
        if self.kind == Kind.BOOST:
            return self.strength
        return -self.strength if self.kind == Kind.BURY else 0


@dataclass(frozen=True)
class Rules:
    """What holds for one answer, most important first."""

    effects: tuple[RuleEffect, ...] = ()

    @classmethod
    def of(cls, effects: Iterable[RuleEffect]) -> Rules:
        """Settle contradictions: of the rules about one product only the most important holds.

        That is the one of the nearest scope (product, then category upwards, then everywhere);
        then hide before pin before boost and bury; then the newest.
        """
        holds: dict[int, RuleEffect] = {}
        for effect in sorted(effects, key=_precedence):
            holds.setdefault(effect.product_id, effect)
        return cls(tuple(holds.values()))

    def __bool__(self) -> bool:
        return bool(self.effects)

    @property
    def hidden_ids(self) -> list[int]:
        """Products to leave out before searching, so that others take their places."""
        return [effect.product_id for effect in self.effects if effect.kind == Kind.HIDE]

    @property
    def spare(self) -> int:
        """How many more candidates than are shown a search must bring: each rule may use up one."""
        return sum(effect.kind != Kind.HIDE for effect in self.effects)

    def missing_from(self, candidates: Sequence[Candidate]) -> list[int]:
        """Pinned and boosted products that are not among the candidates."""
        there = {candidate.product_id for candidate in candidates}
        return [
            effect.product_id
            for effect in self.effects
            if effect.kind in (Kind.PIN, Kind.BOOST) and effect.product_id not in there
        ]

    def kind_of(self, candidate: Candidate) -> str:
        """What the rule about it does; empty without one."""
        effect = self.by_product.get(candidate.product_id)
        return effect.kind if effect else ""

    def points_of(self, candidate: Candidate) -> int:
        """Its calibrated score as its rule makes it; what was not compared starts from 0."""
        effect = self.by_product.get(candidate.product_id)
        return (candidate.calibrated_score or 0) + (effect.points if effect else 0)

    @cached_property
    def by_product(self) -> dict[int, RuleEffect]:
        return {effect.product_id: effect for effect in self.effects}


def _precedence(effect: RuleEffect) -> tuple[int, int, int]:
    return effect.distance, _IMPORTANCE[effect.kind], -effect.rule_id
