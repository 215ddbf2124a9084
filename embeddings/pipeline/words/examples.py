"""Products with what is said of them and what they look like: all that words are learnt from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

FOLDS = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Examples:
    """Products, one row each. Raises ValueError when the rows do not fit together."""

    words: Sequence[Mapping[str, float]]
    """(N,) the words said of each product, and how much each counts there, above 0."""
    vectors: Floats
    """(N, D) the mean of the product's pictures in the space."""
    groups: npt.NDArray[np.str_]
    """(N,) what variants of one design share: they are held out together."""

    def __post_init__(self) -> None:
        rows = {len(self.words), len(self.vectors), len(self.groups)}
        if self.vectors.ndim != 2 or len(rows) != 1:
            raise ValueError(f"Examples of {len(self.words)} products do not fit together.")

    def __len__(self) -> int:
        return len(self.words)

    def only(self, rows: npt.NDArray[np.intp]) -> Examples:
        """Some of the products, by their row numbers."""
        return Examples(
            words=[self.words[row] for row in rows],
            vectors=self.vectors[rows],
            groups=self.groups[rows],
        )

    def folds(self) -> npt.NDArray[np.intp]:
        """Which of FOLDS parts each product is held out with, groups whole: (N,), the same always.

        Raises ValueError when there are fewer groups than parts.
        """
        groups, member = np.unique(self.groups, return_inverse=True)
        if len(groups) < FOLDS:
            raise ValueError(f"{len(groups)} designs cannot be held out in {FOLDS} parts.")
        part = np.random.default_rng(0).permutation(len(groups)) % FOLDS
        return np.asarray(part[member], dtype=np.intp)
