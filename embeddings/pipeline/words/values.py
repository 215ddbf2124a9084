"""What a value of an attribute looks like: in which direction the pictures that have it lie.

Whether there is such a direction at all is tested: Bai & Saranadasa, "Effect of High Dimension: By
an Example of a Two Sample Problem", Statistica Sinica 1996. Sizes and article numbers have none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

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
    chance = {name: _Chance(within[sorted(some)[:_MAX_COMPARED]]) for name, some in named.items()}
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


class _Chance:
    """How long the difference of two means would be, were the products split by lot."""

    def __init__(self, rows: Floats) -> None:
        n = max(len(rows), 2)
        centred = rows - rows.mean(axis=0)
        # The smaller of the two Gram matrices; their traces are the same.
        small = centred @ centred.T if len(centred) < centred.shape[1] else centred.T @ centred
        self._trace = float(np.trace(small)) / (n - 1)
        squares = float(np.square(small, dtype=np.float64).sum()) / (n - 1) ** 2
        self._trace_of_square = max(squares - self._trace**2 / n, 0.0)

    def standard_score(self, difference: Floats, one: int, other: int) -> float:
        """How many standard deviations a squared difference of means lies above its expectation."""
        share = 1 / one + 1 / other
        deviation = share * sqrt(2 * self._trace_of_square)
        beyond = float(np.square(difference).sum()) - share * self._trace
        return beyond / deviation if deviation else 0.0
