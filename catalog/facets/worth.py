"""Whether an attribute is worth a choice among these products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_DISTINCT = 60
_LEAST_SHARE = 0.1
_FEW = 6


@dataclass(frozen=True)
class FacetSize:
    """How many products have an attribute, in how many values."""

    name: str
    holders: int
    """Products, those with several values once for each."""
    values: int

    @classmethod
    def of(cls, name: str, counts: Mapping[str, int]) -> FacetSize:
        return cls(name, sum(counts.values()), len(counts))


def is_worth_showing(size: FacetSize, *, among: int) -> bool:
    """What a tenth of the products has, in two to 60 values that come again.

    An article number, which each has for itself, is no choice; six sizes of eight rugs are.
    """
    most = size.holders - 1 if size.values <= _FEW else size.holders * 0.6
    return 2 <= size.values <= min(MOST_DISTINCT, most) and size.holders >= among * _LEAST_SHARE
