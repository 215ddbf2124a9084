"""How much it says that two products are of the same kind: a value that a space keeps.

Being of the same category, or of a sibling, is evidence beside the cosine: naive Bayes adds the
logarithms of what both say. The unit is the spread of chance, from the median of random pairs'
cosines to their 99th percentile, which holds in every space.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import log, sqrt
from types import MappingProxyType
from typing import Any, Self

# A cosine at the 99th percentile is as surprising as -log(0.01), one at the median as -log(0.5):
# between them lies one spread.
_SURPRISE_PER_SPREAD = log(0.5) - log(0.01)
# Cosines are counted half. Measured on four catalogues with three spaces each: once leaves some
# strangers where the encoder sees little, thrice follows categories that are a third wrong.
_WEIGHT_BESIDE_COSINES = 2.0


@dataclass(frozen=True, kw_only=True)
class KindPrior:
    """What a space has learnt of the shop's categories."""

    pictures: int
    """So many the space had when it was measured."""
    measured_at: datetime
    spread: float
    """From the median to the 99th percentile of random pairs, as cosines; 0: nothing is learnt."""
    blocks: Mapping[str, float] = field(default_factory=dict)
    """The same for each block by itself."""
    same: Mapping[int, float] = field(default_factory=dict)
    """What being of this category is worth, by its id, in spreads; 0: it says nothing."""
    usual: float = 0.0
    """What being of one category is worth that was not measured, such as a new one."""
    sibling: float = 0.0
    """What being of a category with the same parent is worth."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", MappingProxyType(dict(self.blocks)))
        object.__setattr__(self, "same", MappingProxyType(dict(self.same)))

    @property
    def says_something(self) -> bool:
        return self.usual > 0 or self.sibling > 0 or any(self.same.values())

    def worth_of_same(self, category_id: int) -> float:
        """What it is worth, in spreads, that two things are both of this category."""
        return self.same.get(category_id, self.usual)

    def spread_with(self, shares: Mapping[str, float] | None) -> float:
        """One spread as a cosine; with other weights of the blocks, shares that sum to 1."""
        if not shares or not shares.keys() <= self.blocks.keys():
            return self.spread
        return sum(share * self.blocks[name] for name, share in shares.items())

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self | None:
        """As kept in `EmbeddingSpace.kinds`; None for {}, before anything was measured."""
        if not values:
            return None
        return cls(
            pictures=values["pictures"],
            measured_at=datetime.fromisoformat(values["measured_at"]),
            spread=values["spread"],
            blocks=values["blocks"],
            same={int(category): worth for category, worth in values["same"].items()},
            usual=values["usual"],
            sibling=values["sibling"],
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "pictures": self.pictures,
            "measured_at": self.measured_at.isoformat(),
            "spread": self.spread,
            "blocks": dict(self.blocks),
            "same": {str(category): worth for category, worth in self.same.items()},
            "usual": self.usual,
            "sibling": self.sibling,
        }


def worth_of(agreement: float, chance: float) -> float:
    """What sharing a label is worth, in spreads, where near things agree so far beyond chance.

    A label is right of both things with some probability, else it is any label. What near things
    agree is the least that this probability can be, for the encoder errs as well; its root lays
    half of the disagreement to the encoder. 0 to 1, 0 to 1 -> 0 or more
    """
    right = min(sqrt(max(agreement, 0.0)), 0.97)
    chance = min(max(chance, 0.001), 0.95)
    by_chance = (1 - right) * chance
    shared = log((right + by_chance) / by_chance)
    apart = log((1 - right) * (1 - chance) / (1 - by_chance))
    return round(_WEIGHT_BESIDE_COSINES * (shared - apart) / _SURPRISE_PER_SPREAD, 3)
