"""Whether the means of two samples differ by more than lot would have it, in many dimensions.

Bai & Saranadasa, "Effect of High Dimension: By an Example of a Two Sample Problem", Statistica
Sinica 1996: the squared length of the difference, held against what the traces of the covariance
and of its square let expect. There may be fewer products than dimensions.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class TwoSamples:
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
