"""Where a photo lies in a space, as it differs from other photos."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace
from embeddings.photos.centring.catalogue import catalogue_sample
from embeddings.photos.centring.means import photo_means
from embeddings.photos.centring.spread import Spreads, photo_scale, photo_spreads
from embeddings.pipeline import SpaceEncoder
from embeddings.spaces.measured.scale import Scale

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class PlacedPhoto:
    """A photo, or its parts, to be searched with."""

    vectors: Floats
    """(Q, D) unit length."""
    share: float
    """How far it was taken for a photo: 1, or for a picture like the shop's own: 0."""
    spreads: Spreads
    scale: Scale | None
    """What its cosines say as points; None where nothing is known of the shop's pictures yet."""


def place_photo(
    features: Floats, space: EmbeddingSpace, encoder: SpaceEncoder, *, framing: str
) -> PlacedPhoto:
    """Place the parts of a photo in a space; raises DegenerateFeaturesError. (Q, F) as encoded"""
    sample = catalogue_sample(space)
    centred = encoder.compose_photos(
        features, photos=photo_means(space, framing), catalogue=sample.means
    )
    # One photo has one camera: what any part of it shows of that goes for all.
    share = float(centred.shares.max())
    spreads = photo_spreads(centred.vectors, space, sample)
    scale = photo_scale(spreads, space, sample, framing=framing, share=share)
    return PlacedPhoto(centred.vectors, share, spreads, scale)
