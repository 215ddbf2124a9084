"""How alike two products are that have nothing to do with each other. Pure NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

# The highest of a hundred random pairs lay 0.29 to 0.58 of the way from the middle one to 1, in
# eight spaces of three catalogues, fitted ones and plain ones. What few pairs say is drawn there.
_USUAL_HIGHEST = 0.42
_USUAL_PAIRS = 50


@dataclass(frozen=True)
class Chance:
    """How alike random pairs are."""

    middle: float
    """The median of their cosines."""
    highest: float
    """That of one pair in a hundred."""

    @classmethod
    def of(cls, cosines: Values) -> Self:
        """Measured on random pairs; raises ValueError where there are none, or all look the same.

        (N,) -> median and 99th percentile, the fewer there are the nearer to what is usual
        """
        if not len(cosines):
            raise ValueError("There are no pairs of different products.")
        middle, highest = np.quantile(cosines, [0.5, 0.99])
        usual = middle + _USUAL_HIGHEST * (1 - middle)
        known = len(cosines) / (len(cosines) + _USUAL_PAIRS)
        highest = known * highest + (1 - known) * usual
        if not middle < highest < 1:
            raise ValueError("All pictures look the same.")
        return cls(float(middle), float(highest))
