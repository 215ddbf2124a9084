"""What one rule of the staff asks for one answer; see recommendations.models.Rule."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.models import Rule

Kind = Rule.Kind


@dataclass(frozen=True, kw_only=True)
class RuleEffect:
    """A rule as it holds beside the asked product, with what must be known of its own."""

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
