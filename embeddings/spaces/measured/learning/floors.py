"""From how many points on something is similar, by what would be shown. Pure NumPy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embeddings.spaces.measured.learning.likeness import Ints, Neighbours
from embeddings.spaces.measured.scale import CHANCE_FLOOR

Bools = npt.NDArray[np.bool_]

SHOWN = 12
"""Places of an answer that are looked at: what a product page shows."""
FIRST = 4
"""So many of its own kind a product should keep at least."""
KEPT = 0.98
"""Share of those that stay above the floor."""
OWN_KIND = 0.9
"""Share of what is shown that should be of the asked product's own kind."""
ANSWERED = 0.95
"""Where nothing is known of kinds, so many products keep the nearest that they have."""


class Floors(NamedTuple):
    """The least points of what counts as similar."""

    own_kind: int
    other_kinds: int
    """For what the catalogue says is of another kind: it has to look like one of its own."""


def choose_floors(neighbours: Neighbours, points: Ints, same: Bools) -> Floors:
    """By a catalogue that knows kinds; `same` says which neighbours are of the same one.

    Of their own kind, the first four of 98 in 100 products stay. Of others comes the least that
    leaves nine of ten shown ones of their own kind, and at most what half of those of one kind
    have, for a product that stands in the wrong category has its look-alikes in another one.
    """
    own = _lowest_kept(points[first_of_kind(neighbours, same)], KEPT)
    shown = neighbours.rank < SHOWN
    right = int((shown & same & (points >= own)).sum())
    strangers = np.sort(points[shown & ~same])
    allowed = int(right * (1 - OWN_KIND) / OWN_KIND)
    precise = int(strangers[-allowed - 1]) + 1 if len(strangers) > allowed else own
    alike = points[shown & same]
    middle = int(np.median(alike)) if len(alike) else own
    return Floors(own, max(own, min(precise, middle)))


def choose_floor(neighbours: Neighbours, points: Ints, same: Bools) -> Floors:
    """By chance alone: what random pairs seldom have, but no floor that leaves products alone."""
    nearest = _lowest_kept(points[neighbours.rank == 0], ANSWERED)
    own = _lowest_kept(points[first_of_kind(neighbours, same)], KEPT)
    return Floors(min(nearest, own), min(nearest, own))


def first_of_kind(neighbours: Neighbours, same: Bools) -> Bools:
    """Which are among the first four of their own kind that a product has: (N,) -> (N,)"""
    before: Ints = np.cumsum(same) - same
    begins = np.flatnonzero(np.diff(neighbours.asked, prepend=-1))
    of_product = np.cumsum(np.diff(neighbours.asked, prepend=-1) > 0) - 1
    return np.asarray(same & (before - before[begins][of_product] < FIRST))


def _lowest_kept(points: Ints, share: float) -> int:
    """The floor above which this share of them stays; never above what chance alone asks."""
    if not len(points):
        return CHANCE_FLOOR
    return min(CHANCE_FLOOR, int(np.quantile(points, 1 - share, method="lower")))
