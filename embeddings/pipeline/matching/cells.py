"""A picture's features as a sum over the cells of a grid that lies on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Frame = tuple[float, float, float, float]
"""Left, top, width and height of a grid, in shares of the picture's; it may reach beyond it."""
WHOLE_PICTURE: Frame = (0.0, 0.0, 1.0, 1.0)


class Exactness(StrEnum):
    """What a cell's number says."""

    EXACT = "exact"
    """The features are a plain sum over cells: what a cell adds is what it would take away."""
    SHARED = "shared"
    """They are no sum (powers, roots, maxima): what is found is shared out by how much of it each
    cell has. The shares still add up to the cosine."""
    NO_CELLS = "no cells"
    """The encoder gives numbers for the whole picture, and nothing about places."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """What each cell of a picture has in the features of one component."""

    parts: Floats
    """(rows * columns, F) summing to the features at unit length, or all zero."""
    centre_shares: Floats
    """(rows * columns, 1 or F) how much of a mean that is subtracted each cell bears; sums to 1."""
    rows: int
    columns: int
    frame: Frame
    exactness: Exactness


def unit_parts(parts: Floats) -> Floats:
    """Parts of features brought to where their sum has length 1; zeros stay zero."""
    length = float(np.linalg.norm(parts.sum(axis=0, dtype=np.float64)))
    return np.asarray(parts / (length or 1.0), dtype=np.float32)


def even_shares(cells: int) -> Floats:
    """A mean that every cell bears alike: (cells, 1)."""
    return np.full((cells, 1), 1 / cells, dtype=np.float32)
