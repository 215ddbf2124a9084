"""From raw features to searchable unit vectors: normalise, project, weigh, concatenate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.vectors.component import Component
from embeddings.pipeline.vectors.projection import Projection

Floats = npt.NDArray[np.float32]


class DegenerateFeaturesError(ValueError):
    """Some pictures gave features without direction (all zero, or not finite).

    `rows` says which, so that a caller can leave those out and compose the rest.
    """

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = tuple(int(row) for row in rows)
        named = ", ".join(map(str, self.rows[:10])) + (", ..." if len(self.rows) > 10 else "")
        super().__init__(f"The features of row {named} are all zero or not finite.")


def compose(
    features: npt.ArrayLike,
    components: Sequence[Component],
    *,
    projections: Mapping[str, Projection] | None = None,
    weights: Sequence[float] | None = None,
) -> Floats:
    """Turn the encoders' raw numbers into vectors whose cosine says how alike two pictures are.

    Each component's block is brought to unit length, projected if the component says so (by the
    one of `projections` with its sha256) and brought to unit length again, then scaled by
    sqrt(weight / sum of weights): the cosine of two vectors is the weighted mean of the
    components' cosines. `weights` replaces the components' own ones (0 switches a component off).
    A block that is all zero in one picture stays zero and the rest is renormalised.

    Raises DegenerateFeaturesError when a row has no direction, ValueError when shapes do not fit.
    (N, F) any float, finite -> (N, D) float32, unit length.
    """
    raw = np.asarray(features, dtype=np.float32)
    scales = _scales(components, weights)
    sizes = [component.feature_dimensions for component in components]
    if raw.ndim != 2 or raw.shape[1] != sum(sizes):
        raise ValueError(f"Features of shape (N, {sum(sizes)}) are needed; got {raw.shape}.")
    fitted = [projection_of(component, projections or {}) for component in components]
    # Rows that are not finite are named below; NumPy need not warn about them as well.
    with np.errstate(invalid="ignore", over="ignore"):
        blocks = np.split(raw, np.cumsum(sizes)[:-1], axis=1)
        scaled = [
            _unit_block(block, projection) * scale
            for block, projection, scale in zip(blocks, fitted, scales, strict=True)
        ]
        vectors = unit(np.concatenate(scaled, axis=1))
    lengths = np.linalg.norm(vectors, axis=1)
    bad = np.flatnonzero(~(np.abs(lengths - 1) < 1e-3))  # also true where the length is NaN
    if bad.size:
        raise DegenerateFeaturesError(bad.tolist())
    return vectors


def projection_of(component: Component, projections: Mapping[str, Projection]) -> Projection | None:
    """The projection that a component names, if any; raises ValueError when it is not there."""
    if not component.projection:
        return None
    if component.projection not in projections:
        raise ValueError(f"The projection of {component.encoder} is missing.")
    found = projections[component.projection]
    wanted = (component.feature_dimensions, component.dimensions)
    if (found.feature_dimensions, found.dimensions) != wanted:
        raise ValueError(f"The projection of {component.encoder} is for other dimensions.")
    return found


def weight_shares(components: Sequence[Component]) -> tuple[float, ...]:
    """What each component's block counts in the cosine; summing to 1."""
    total = sum(component.weight for component in components)
    return tuple(component.weight / total for component in components)


def _scales(components: Sequence[Component], weights: Sequence[float] | None) -> Floats:
    if not components:
        raise ValueError("A space needs at least one component.")
    values = np.array([c.weight for c in components] if weights is None else weights, np.float64)
    if values.shape != (len(components),):
        raise ValueError(f"{len(components)} weights are needed; got {values.size}.")
    if not (np.isfinite(values).all() and (values >= 0).all() and values.sum() > 0):
        raise ValueError("Weights must be 0 or more, with at least one above 0.")
    return np.asarray(np.sqrt(values / values.sum()), dtype=np.float32)


def _unit_block(features: Floats, projection: Projection | None) -> Floats:
    rows = unit(features)
    if projection is None:
        return rows
    # A row of zeros stays zero: to subtract the mean would give it the direction of the mean.
    return unit(projection.apply(rows)) * features.any(axis=1, keepdims=True)


def unit_blocks(features: Floats, components: Sequence[Component]) -> list[Floats]:
    """What each component sees, each row at unit length or all zero. (N, F) -> (N, F of each)"""
    ends = np.cumsum([component.feature_dimensions for component in components])
    return [unit(block) for block in np.split(features, ends[:-1], axis=1)]


def unit(rows: Floats) -> Floats:
    """Bring each row to unit length; an all-zero row stays zero. (N, D) -> (N, D) float32"""
    # Dividing by the largest entry first: squares of tiny or huge float32 values leave its range.
    peak = np.abs(rows).max(axis=1, keepdims=True, initial=0)
    scaled = rows / np.where(peak == 0, 1, peak)
    length = np.linalg.norm(scaled, axis=1, keepdims=True)
    return np.asarray(scaled / np.where(length == 0, 1, length), dtype=np.float32)
