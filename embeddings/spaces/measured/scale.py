"""Which cosine of a space has how many points, from 0 to 100: a value that every search reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Self

CHANCE = "chance"
"""Learnt from how alike random pairs are."""
KINDS = "kinds"
"""Learnt from neighbours that are of the same category, or not."""
CHANCE_LEVELS = (0.0, 50.0, 100.0)
CHANCE_FLOOR = 20


class ScaleError(ValueError):
    """These figures are no scale; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Straight lines from cosines to points; the same picture, a cosine of 1, has 100.

    Raises ScaleError where the cosines do not rise.
    """

    levels: tuple[float, ...]
    """Points, rising from 0 to 100."""
    cosines: tuple[float, ...]
    """Of the whole vectors, -1 to 1: which one has how many points. Rising."""
    blocks: Mapping[str, tuple[float, ...]]
    """The same for each block by itself, by its name; these may stay level."""
    floor: int = CHANCE_FLOOR
    """Points below which nothing counts as similar, unless the shop or a caller says otherwise."""
    floor_other_kinds: int = 0
    """The same for products that the catalogue says are of another kind; never below the floor."""
    basis: str = CHANCE
    """What it was learnt from."""
    pairs: int = 0
    """From so many pairs of pictures."""

    def __post_init__(self) -> None:
        _check_rising("levels", self.levels)
        _check_rising("cosines", self.cosines)
        if any(len(each) != len(self.levels) for each in (self.cosines, *self.blocks.values())):
            raise ScaleError(f"{len(self.levels)} levels need as many cosines.")
        object.__setattr__(self, "floor_other_kinds", max(self.floor, self.floor_other_kinds))
        object.__setattr__(self, "blocks", MappingProxyType(dict(self.blocks)))

    def points(self, cosine: float) -> int:
        """A cosine in points, 0 to 100."""
        place = bisect_left(self.cosines, cosine)
        if place == 0:
            return round(self.levels[0])
        if place == len(self.cosines):
            return round(self.levels[-1])
        below, above = self.cosines[place - 1], self.cosines[place]
        low, high = self.levels[place - 1], self.levels[place]
        return round(low + (cosine - below) / (above - below) * (high - low))

    def weighted(self, shares: Mapping[str, float]) -> Scale | None:
        """What means of the blocks' cosines say, weighted by `shares` that sum to 1.

        What each block's own scale says is weighted likewise. None where that is no scale, since
        nothing is known of a block, or all pictures are the same in it.
        """
        if not shares.keys() <= self.blocks.keys():
            return None
        cosines = tuple(
            sum(share * self.blocks[name][place] for name, share in shares.items())
            for place in range(len(self.levels))
        )
        rising = all(low < high for low, high in pairwise(cosines))
        return replace(self, cosines=cosines) if rising else None

    def with_floors(self, floor: int, floor_other_kinds: int) -> Scale:
        """The same lines with other floors."""
        return replace(self, floor=floor, floor_other_kinds=floor_other_kinds)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            levels=tuple(values["levels"]),
            cosines=tuple(values["cosines"]),
            blocks={name: tuple(cosines) for name, cosines in values["blocks"].items()},
            floor=values["floor"],
            floor_other_kinds=values.get("floor_other_kinds", values["floor"]),
            basis=values["basis"],
            pairs=values["pairs"],
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "levels": list(self.levels),
            "cosines": list(self.cosines),
            "blocks": {name: list(cosines) for name, cosines in self.blocks.items()},
            "floor": self.floor,
            "floor_other_kinds": self.floor_other_kinds,
            "basis": self.basis,
            "pairs": self.pairs,
        }


def _check_rising(name: str, numbers: tuple[float, ...]) -> None:
    if len(numbers) < 2 or any(low >= high for low, high in pairwise(numbers)):
        raise ScaleError(f"The {name} do not rise: {numbers}")
