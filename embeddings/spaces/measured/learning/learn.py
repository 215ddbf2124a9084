"""The scale of a space's own pictures, learnt from the products that a sample shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from embeddings.spaces.measured.learning.agreement import tells_kinds
from embeddings.spaces.measured.learning.chance import Chance
from embeddings.spaces.measured.learning.floors import choose_floor, choose_floors
from embeddings.spaces.measured.learning.likelihood import (
    LEVELS,
    Likelihood,
    Values,
    learn_likelihood,
)
from embeddings.spaces.measured.learning.likeness import (
    Floats,
    Ints,
    Neighbours,
    compare_products,
    find_neighbours,
)
from embeddings.spaces.measured.learning.sample import ProductSample
from embeddings.spaces.measured.scale import CHANCE, KINDS, Scale, ScaleError

_NEIGHBOURS = 24
# Random pairs of different kinds tell what chance gives; fewer than these say nothing.
_LEAST_STRANGERS = 20


def learn_scale(sample: ProductSample, blocks: Mapping[str, Sequence[int]]) -> Scale | None:
    """Learn what a cosine says about two products; `blocks` names the columns of each block.

    From what answers really hold: each product's nearest neighbours, which are of its own category
    or not. Where the look tells nothing of the categories, or there are none, random pairs alone
    are the measure. None where no two products differ in their looks.
    """
    if len(sample.kinds) < 2:
        return None
    cosines = compare_products(sample.vectors, sample.owner)
    neighbours = find_neighbours(cosines, sample.families, depth=_NEIGHBOURS)
    known = tells_kinds(neighbours, sample.kinds)
    try:
        whole = _learn(cosines, neighbours, sample, known=known)
        scale = Scale(
            levels=LEVELS,
            cosines=whole.cosines(),
            blocks={
                name: _learn_block(sample.vectors[:, list(columns)], sample, known=known)
                for name, columns in blocks.items()
            },
            basis=KINDS if known else CHANCE,
            pairs=len(neighbours.asked),
        )
    except (ValueError, ScaleError):
        return None
    points = np.array([scale.points(cosine) for cosine in neighbours.cosines.tolist()])
    same = sample.kinds[neighbours.asked] == sample.kinds[neighbours.found]
    choose = choose_floors if known else choose_floor
    return scale.with_floors(*choose(neighbours, points, same))


def _learn(
    cosines: Floats, neighbours: Neighbours, sample: ProductSample, *, known: bool
) -> Likelihood:
    chance = Chance.of(_random_pairs(cosines, sample, known=known))
    same = sample.kinds[neighbours.asked] == sample.kinds[neighbours.found]
    if not known:
        return learn_likelihood(np.empty(0), np.empty(0, bool), chance)
    return learn_likelihood(neighbours.cosines, same, chance)


def _learn_block(vectors: Floats, sample: ProductSample, *, known: bool) -> tuple[float, ...]:
    cosines = compare_products(vectors, sample.owner)
    neighbours = find_neighbours(cosines, sample.families, depth=_NEIGHBOURS)
    try:
        return _learn(cosines, neighbours, sample, known=known).cosines()
    except ValueError:  # all pictures are the same in it
        return tuple(1.0 for _ in LEVELS)


def _random_pairs(cosines: Floats, sample: ProductSample, *, known: bool) -> Values:
    """All pairs of the sample, but those of a family, or of a kind where that says something."""
    first, second = np.triu_indices(len(cosines), 1)
    families = np.unique(sample.families, return_inverse=True)[1]
    named = np.array([bool(family) for family in sample.families], dtype=bool)
    together: Ints = (families[first] == families[second]) & named[first]
    strangers = ~together & (sample.kinds[first] != sample.kinds[second])
    chosen = strangers if known and strangers.sum() >= _LEAST_STRANGERS else ~together
    return np.asarray(cosines[first[chosen], second[chosen]], dtype=np.float64)
