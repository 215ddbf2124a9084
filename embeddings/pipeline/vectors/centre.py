"""Shoppers' photos compared with a shop's pictures: each side as it differs from its own mean.

A photo taken at home differs from all pictures of a studio in the same way: light, background,
lens. What is common to all photos says nothing about the thing, so the photos' own mean is
subtracted where that of the catalogue would be. A photo that was made like the shop's pictures, a
screenshot of one, is compared as one of them: where it lies between the two means decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.vectors.component import Component
from embeddings.pipeline.vectors.compose import (
    DegenerateFeaturesError,
    projection_of,
    unit,
    unit_blocks,
    weight_shares,
)
from embeddings.pipeline.vectors.projection import Projection

Floats = npt.NDArray[np.float32]
Means = tuple[Floats | None, ...]
"""The mean of unit features, (F,) for each component; None where it is not known."""

# Where a picture lies between the mean of the catalogue (0) and that of photos (1). Of photos of
# clothes 99 in 100 lay above 0.6, of a shop's pictures nine in ten below 0.3 (docs/benchmarks.md).
_LIKE_THE_CATALOGUE = 0.25
_LIKE_A_PHOTO = 0.5
# In a plain space the stored vectors are not centred, and an index cannot centre them. To prefer
# those near to the catalogue's mean by this much comes to the same: they are the ones that become
# shorter, and that count for more, once the mean is subtracted. 0.35 to 0.75 are as good.
_TOWARDS_CATALOGUE = 0.5


@dataclass(frozen=True, eq=False)
class CentredPhotos:
    """Photos as vectors of a space."""

    vectors: Floats
    """(N, D) unit length."""
    shares: Floats
    """(N,) how far each was taken for a photo: 1, or for a picture like the shop's own: 0."""


def compose_photos(
    features: npt.ArrayLike,
    components: Sequence[Component],
    *,
    projections: Mapping[str, Projection] | None = None,
    photos: Means,
    catalogue: Means,
) -> CentredPhotos:
    """Turn the features of shoppers' photos into vectors to search a space's pictures with.

    `photos` are the means of photos, `catalogue` those of the shop's pictures; a projection brings
    its own along. A component of which a mean is not known is composed as the shop's pictures are.
    Raises DegenerateFeaturesError, ValueError when shapes do not fit.
    (N, F) any float, finite -> N vectors
    """
    raw = np.asarray(features, dtype=np.float32)
    size = sum(component.feature_dimensions for component in components)
    if raw.ndim != 2 or raw.shape[1] != size:
        raise ValueError(f"Features of shape (N, {size}) are needed; got {raw.shape}.")
    _refuse_without_direction(raw)
    fitted = [projection_of(component, projections or {}) for component in components]
    centres = [
        _Centre.between(mean, projection.mean if projection else own)
        for mean, own, projection in zip(photos, catalogue, fitted, strict=True)
    ]
    blocks = unit_blocks(raw, components)
    weights = weight_shares(components)
    shares = _shares_of_photo(blocks, centres, weights)
    composed = [
        _compose_block(block, projection, centre, shares) * weight**0.5
        for block, projection, centre, weight in zip(blocks, fitted, centres, weights, strict=True)
    ]
    vectors = unit(np.concatenate(composed, axis=1))
    if lost := np.flatnonzero(~vectors.any(axis=1)).tolist():  # a photo that is the mean itself
        raise DegenerateFeaturesError(lost)
    return CentredPhotos(vectors, shares)


@dataclass(frozen=True, eq=False)
class _Centre:
    photos: Floats  # (F,)
    catalogue: Floats  # (F,)

    @classmethod
    def between(cls, photos: Floats | None, catalogue: Floats | None) -> _Centre | None:
        return None if photos is None or catalogue is None else cls(photos, catalogue)

    def places(self, rows: Floats) -> Floats:
        """Where pictures lie between the means: (N,), 0 at the catalogue's, 1 at the photos'."""
        way = self.photos - self.catalogue
        length = float(way @ way)
        # Where the means are the same, so are photos and pictures.
        if not length:
            return np.ones(len(rows), dtype=np.float32)
        return np.asarray((rows - self.catalogue) @ way / length, dtype=np.float32)


def _refuse_without_direction(raw: Floats) -> None:
    bad = np.flatnonzero(~(np.isfinite(raw).all(axis=1) & raw.any(axis=1)))
    if bad.size:
        raise DegenerateFeaturesError(bad.tolist())


def _shares_of_photo(
    blocks: Sequence[Floats], centres: Sequence[_Centre | None], weights: Sequence[float]
) -> Floats:
    """How far each row is taken for a photo, by all components that can tell. (N,) 0 to 1"""
    total = np.zeros(len(blocks[0]), dtype=np.float32)
    told = np.zeros(len(blocks[0]), dtype=np.float32)
    for block, centre, weight in zip(blocks, centres, weights, strict=True):
        if centre is not None:
            sees = weight * block.any(axis=1)
            total += sees * centre.places(block)
            told += sees
    place = np.divide(total, told, out=np.ones_like(total), where=told > 0)
    ramp = (place - _LIKE_THE_CATALOGUE) / (_LIKE_A_PHOTO - _LIKE_THE_CATALOGUE)
    return np.asarray(ramp.clip(0, 1), dtype=np.float32)


def _compose_block(
    rows: Floats, projection: Projection | None, centre: _Centre | None, shares: Floats
) -> Floats:
    """One component's block, unit length but for rows of zeros, which stay zero."""
    share = shares[:, None]
    if projection is not None:
        moved = rows if centre is None else rows - share * (centre.photos - centre.catalogue)
        made = projection.apply(moved)
    elif centre is None:
        made = rows
    else:
        made = share * _centre_plain(rows, centre) + (1 - share) * rows
    return unit(made) * rows.any(axis=1, keepdims=True)


def _centre_plain(rows: Floats, centre: _Centre) -> Floats:
    """Away from the photos' mean, across the catalogue's, and some of the catalogue's own.

    Across: so that every photo is as alike to the mean picture as any other, and chance has one
    zero for all of them. (N, F) -> (N, F), unit length
    """
    towards = unit(centre.catalogue[None])
    away = rows - centre.photos
    away = unit(np.asarray(away - (away @ towards.T) * towards, dtype=np.float32))
    return unit(np.asarray(away + _TOWARDS_CATALOGUE * towards, dtype=np.float32))
