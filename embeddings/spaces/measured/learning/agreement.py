"""Whether a catalogue's categories have to do with what its products look like. Pure NumPy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from embeddings.spaces.measured.learning.likeness import Ints, Neighbours

# 999 draws would tell more finely, but the question is whether there is anything at all.
_SHUFFLES = 200
_DEVIATIONS = 3.0
_LEAST_PAIRS = 10


def tells_kinds(neighbours: Neighbours, kinds: Ints) -> bool:
    """Whether nearer neighbours are of the same kind more often than if kinds were shuffled.

    A permutation test of the Mann-Whitney statistic, the kinds shuffled among the products. False
    as well where too few pairs are of one kind, or of different ones.
    """
    ranks = np.argsort(np.argsort(neighbours.cosines, kind="stable"), kind="stable").astype(float)
    same = kinds[neighbours.asked] == kinds[neighbours.found]
    if min(same.sum(), (~same).sum()) < _LEAST_PAIRS:
        return False
    dice = np.random.default_rng(0)
    shuffled = [_mean_rank(ranks, neighbours, dice.permutation(kinds)) for _ in range(_SHUFFLES)]
    known = [mean for mean in shuffled if mean is not None]
    found = ranks[same].mean()
    return bool(known and found > np.mean(known) + _DEVIATIONS * np.std(known))


def _mean_rank(ranks: npt.NDArray[np.float64], neighbours: Neighbours, kinds: Ints) -> float | None:
    same = kinds[neighbours.asked] == kinds[neighbours.found]
    return float(ranks[same].mean()) if same.any() else None
