"""The pairs of products that a scale is learnt from: neighbours, and pairs by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from embeddings.spaces.measured.learning.likeness import (
    Ints,
    Neighbours,
    compare_products,
    find_neighbours,
)
from embeddings.spaces.measured.learning.products import ProductSample

DEPTH = 24
"""Neighbours of each product: what two pages show."""

Bools = npt.NDArray[np.bool_]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Of one sample, or of several whose products were not compared with each other."""

    neighbours: Neighbours
    kinds: Ints
    """(P,) of all products, one sample after the other."""
    random: Values
    """Cosines of all pairs but those of a family."""
    random_strangers: Bools
    """Which of them are of different kinds."""

    @property
    def same(self) -> Bools:
        """Which neighbours are of the asked product's kind."""
        return np.asarray(self.kinds[self.neighbours.asked] == self.kinds[self.neighbours.found])

    @classmethod
    def of(cls, samples: Sequence[ProductSample], columns: Sequence[int] | None = None) -> Self:
        """Compared by the whole vectors, or by these columns alone."""
        neighbours, random, strangers = [], [], []
        before = 0
        for sample in samples:
            vectors = sample.vectors if columns is None else sample.vectors[:, list(columns)]
            cosines = compare_products(vectors, sample.owner)
            near = find_neighbours(cosines, sample.families, depth=DEPTH)
            neighbours.append(near.shifted(before))
            before += len(sample.kinds)
            first, second = _all_pairs(sample.families)
            random.append(cosines[first, second].astype(np.float64))
            strangers.append(sample.kinds[first] != sample.kinds[second])
        return cls(
            neighbours=Neighbours.joined(neighbours),
            kinds=np.concatenate([sample.kinds for sample in samples]),
            random=np.concatenate(random),
            random_strangers=np.concatenate(strangers),
        )


def _all_pairs(families: Sequence[str]) -> tuple[Ints, Ints]:
    """Numbers of products, two and two, but those of a family."""
    first, second = np.triu_indices(len(families), 1)
    number = np.unique(list(families), return_inverse=True)[1]
    named = np.array([bool(family) for family in families], dtype=bool)
    apart = ~((number[first] == number[second]) & named[first])
    return first[apart], second[apart]
