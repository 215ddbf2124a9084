"""How much each cell of a picture adds to its cosine with another picture. Pure arithmetic."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.matching.cells import Cells
from embeddings.pipeline.vectors.projection import Projection

Floats = npt.NDArray[np.float32]


def contributions(own: Cells, other: Cells, projection: Projection | None) -> Floats:
    """What each cell adds to the cosine of one component; they sum to it.

    A cosine is linear in either picture's features while the other and both lengths stay as they
    are, through a projection too: each cell's part, less its share of the mean that is subtracted,
    is taken through the matrix and held against the other picture. Where either shows nothing, all
    are 0. (n, F) and (m, F) parts -> (n,), -1 to 1
    """
    ours, theirs = _features(own), _features(other)
    if not ours.any() or not theirs.any():
        return np.zeros(len(own.parts), dtype=np.float32)
    parts = own.parts.astype(np.float64)
    if projection is not None:
        mean, matrix = projection.mean.astype(np.float64), projection.matrix.astype(np.float64)
        parts = parts - own.centre_shares * mean
        one, two = (ours - mean) @ matrix, (theirs - mean) @ matrix
        towards = matrix @ two
    else:
        one, two = ours, theirs
        towards = two
    length = float(np.linalg.norm(one) * np.linalg.norm(two))
    return np.asarray(parts @ towards / (length or 1.0), dtype=np.float32)


def _features(cells: Cells) -> npt.NDArray[np.float64]:
    return np.asarray(cells.parts.sum(axis=0, dtype=np.float64))
