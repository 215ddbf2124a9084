"""What all parts of the evaluation exchange: arrays, scores of queries, and what they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]

DEPTH = 10
"""Places of an answer that are looked at."""
MIN_PRODUCTS = 5
"""Products that a measure needs: of fewer an average says more about them than about the space."""


class NotEnoughError(Exception):
    """The catalogue is too small for a measure, or says too little; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The scores of each query, and which product asked."""

    scores: Mapping[str, Values]
    """(Q,) by metric."""
    products: Ints
    """(Q,) numbers in the sample: the pictures of one are no independent evidence."""
