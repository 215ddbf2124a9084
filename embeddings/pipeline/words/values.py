"""What a value of an attribute looks like: in which direction the pictures that have it lie.

Sizes and article numbers lie in none; whether a value does is tested (two_samples.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.words.two_samples import TwoSamples

Floats = npt.NDArray[np.float32]
Value = tuple[str, str]
"""An attribute's name and one of its values, such as ("colour", "blue")."""

MIN_PRODUCTS = 3
"""With the value, and with another one: of fewer, a mean says more about them than about it."""
MAX_VALUES = 2_000
# Standard deviations above what values given away by lot would come to: one in 1,000 gets there.
LEAST_STANDARD_SCORE = 3.1
_MAX_COMPARED = 2_000  # products of an attribute that its chance is reckoned from


@dataclass(frozen=True, kw_only=True, eq=False)
class ValueDirection:
    """A value that pictures show."""

    name: str
    value: str
    products: int
    """So many have it."""
    vector: Floats
    """(D,) the mean of those that have it less that of those with another value."""


def find_value_directions(
    vectors: Floats, *, categories: Sequence[object], values: Sequence[Set[Value]]
) -> Iterator[ValueDirection]:
    """The values that differ in the pictures from the others of their attribute, beyond chance.

    Each product is compared within its category, so that the colour of most sofas is not taken for
    the look of a sofa. (N, D), (N,), (N,)
    """
    within = _within_categories(vectors, categories)
    counts = Counter(each for held in values for each in held)
    rows: dict[Value, list[int]] = defaultdict(list)
    for row, held in enumerate(values):
        for each in held:
            rows[each].append(row)
    named: dict[str, set[int]] = defaultdict(set)
    for (name, _), some in rows.items():
        named[name].update(some)
    chance = {
        name: TwoSamples(within[sorted(some)[:_MAX_COMPARED]]) for name, some in named.items()
    }
    for (name, value), products in counts.most_common(MAX_VALUES):
        others = sorted(named[name] - set(rows[name, value]))
        if min(products, len(others)) < MIN_PRODUCTS:
            continue
        vector = within[rows[name, value]].mean(axis=0) - within[others].mean(axis=0)
        score = chance[name].standard_score(vector, products, len(others))
        if score >= LEAST_STANDARD_SCORE:
            yield ValueDirection(name=name, value=value, products=products, vector=vector)


def _within_categories(vectors: Floats, categories: Sequence[object]) -> Floats:
    """What is left of each vector without the mean of its category: (N, D)."""
    member = np.unique([str(category) for category in categories], return_inverse=True)[1]
    within = np.array(vectors, dtype=np.float32)
    for number in range(member.max(initial=-1) + 1):
        within[member == number] -= within[member == number].mean(axis=0)
    return within
