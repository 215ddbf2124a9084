"""The scale of a space's own pictures, learnt from the products that a sample shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from embeddings.spaces.measured.learning.agreement import tells_kinds
from embeddings.spaces.measured.learning.chance import Chance
from embeddings.spaces.measured.learning.floors import choose_floor, choose_floors
from embeddings.spaces.measured.learning.likelihood import LEVELS, Likelihood, learn_likelihood
from embeddings.spaces.measured.learning.pairs import Pairs
from embeddings.spaces.measured.learning.products import ProductSample
from embeddings.spaces.measured.scale import CHANCE, KINDS, Scale, ScaleError

# Random pairs of different kinds tell what chance gives; fewer than these say nothing.
_LEAST_STRANGERS = 20


def learn_scale(
    samples: Sequence[ProductSample], blocks: Mapping[str, Sequence[int]]
) -> Scale | None:
    """Learn what a cosine says about two products; `blocks` names the columns of each block.

    From what answers really hold: each product's nearest neighbours within its sample, which are of
    its own category or not. Where the look tells nothing of the categories, or there are none,
    random pairs alone are the measure. None where no two products differ in their looks.
    """
    samples = [sample for sample in samples if len(sample.kinds) > 1]
    if not samples:
        return None
    whole = Pairs.of(samples)
    known = tells_kinds(whole.neighbours, whole.kinds)
    try:
        scale = Scale(
            levels=LEVELS,
            cosines=_learn(whole, known=known).cosines(),
            blocks={
                name: _learn_block(Pairs.of(samples, list(columns)), known=known)
                for name, columns in blocks.items()
            },
            basis=KINDS if known else CHANCE,
            pairs=len(whole.same),
        )
    except (ValueError, ScaleError):
        return None
    points = np.array([scale.points(cosine) for cosine in whole.neighbours.cosines.tolist()])
    choose = choose_floors if known else choose_floor
    return scale.with_floors(*choose(whole.neighbours, points, whole.same))


def _learn(pairs: Pairs, *, known: bool) -> Likelihood:
    if not known:
        return learn_likelihood(np.empty(0), np.empty(0, bool), Chance.of(pairs.random))
    strangers = pairs.random[pairs.random_strangers]
    chance = Chance.of(strangers if len(strangers) >= _LEAST_STRANGERS else pairs.random)
    return learn_likelihood(pairs.neighbours.cosines, pairs.same, chance)


def _learn_block(pairs: Pairs, *, known: bool) -> tuple[float, ...]:
    try:
        return _learn(pairs, known=known).cosines()
    except ValueError:  # all pictures are the same in it
        return tuple(1.0 for _ in LEVELS)
