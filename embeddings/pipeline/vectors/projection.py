"""Fewer numbers that say as much: PCA, learnt from a catalogue's own pictures.

Jégou & Chum, "Negative evidences and co-occurences in image retrieval", ECCV 2012: centre, rotate
to the principal axes, whiten, and bring to unit length again. Whitening in part only (each axis
divided by a power of its variance below 1/2) keeps more of what tells kinds of product apart.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# Axes along which the pictures hardly differ are noise; whitening must not blow it up.
_LEAST_VARIANCE = 1e-8  # of that of the widest axis


@dataclass(frozen=True, eq=False)
class Projection:
    """A fitted projection from F features to D numbers; its bytes' sha256 is its identity.

    Raises ValueError when the arrays do not fit together.
    """

    mean: Floats  # (F,), of unit features
    matrix: Floats  # (F, D), one column an axis

    def __post_init__(self) -> None:
        rows, columns = self.matrix.shape if self.matrix.ndim == 2 else (0, 0)
        if not 1 <= columns <= rows or self.mean.shape != (rows,):
            raise ValueError(f"No projection: {self.mean.shape} and {self.matrix.shape}.")
        if not (np.isfinite(self.mean).all() and np.isfinite(self.matrix).all()):
            raise ValueError("No projection: some of its numbers are not finite.")

    @property
    def feature_dimensions(self) -> int:
        return len(self.matrix)

    @property
    def dimensions(self) -> int:
        return len(self.matrix[0])

    @property
    def sha256(self) -> str:
        """The identity of the projection: 64 hex digits."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def apply(self, features: Floats) -> Floats:
        """Project features of unit length; bring the rows to unit length again afterwards.

        (N, F) float32, unit length -> (N, D) float32, not normalised
        """
        return np.asarray((features - self.mean) @ self.matrix, dtype=np.float32)

    def to_bytes(self) -> bytes:
        """NumPy's own format: (F, 1 + D) little-endian float32, the mean before the axes."""
        file = io.BytesIO()
        np.save(file, np.column_stack([self.mean, self.matrix]).astype("<f4"), allow_pickle=False)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Projection:
        """Rebuild a projection from `to_bytes`; raises ValueError for anything else."""
        try:
            table = np.load(io.BytesIO(data), allow_pickle=False)
            if table.dtype != np.float32 or table.ndim != 2:
                raise ValueError(f"{table.dtype} of shape {table.shape}")
        except (ValueError, EOFError, OSError) as error:
            raise ValueError(f"No projection: {error}.") from error
        return cls(table[:, 0].copy(), np.ascontiguousarray(table[:, 1:]))


def fit_projection(
    features: npt.ArrayLike, *, dimensions: int, whitening: float = 0.0
) -> Projection:
    """Learn from many pictures along which axes they differ most.

    `whitening` is the power of its variance that each axis is divided by: 0 leaves the axes as they
    are, 0.5 makes them all count the same. The same features give the same projection.
    Raises ValueError when there are fewer pictures or features than dimensions.
    (N, F) float32, unit length -> Projection from F to `dimensions`
    """
    from sklearn.decomposition import PCA  # half a second and 100 MB that only a fit needs

    rows = np.asarray(features, dtype=np.float32)
    if not 1 <= dimensions <= min(rows.shape):
        raise ValueError(
            f"{dimensions} dimensions cannot be learnt from {rows.shape[0]} pictures "
            f"of {rows.shape[1]} features."
        )
    if not np.ptp(rows, axis=0).any():
        raise ValueError("The pictures are all the same: there is nothing to learn from them.")
    # Seeded, because the solver that it chooses for many features begins at random.
    pca = PCA(dimensions, random_state=0).fit(rows)
    variance = pca.explained_variance_
    divisors = np.maximum(variance, variance[0] * _LEAST_VARIANCE) ** whitening
    return Projection(
        np.asarray(pca.mean_, dtype=np.float32),
        np.ascontiguousarray((pca.components_ / divisors[:, None]).T, dtype=np.float32),
    )
