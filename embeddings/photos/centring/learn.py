"""Photos wait in a worker's memory until ten are together; then their sums are written down."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db import DatabaseError

from embeddings.models import EmbeddingSpace
from embeddings.photos.centring.means import LEAST_PHOTOS, add_photos
from embeddings.photos.centring.spread import Spreads, add_spreads
from embeddings.photos.errors import PhotosUnavailableError
from embeddings.photos.store import claim_to_count
from embeddings.pipeline.vectors.compose import unit
from infra.process_state import PerProcess

logger = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]

# The same photo sent again, or shrunk or cut a little: 0.99 and more. Of 713 photos of clothes no
# two different ones came that near.
_SAME_PHOTO = 0.97
# A photo that found no nine others by then is dropped.
_WAITS_SECONDS = 24 * 3_600


@dataclass(frozen=True, eq=False)
class _Waiting:
    features: Floats  # (F,) unit length within each component
    spreads: Spreads
    since: float  # time.monotonic()


class WaitingPhotos:
    """The photos that this process has looked at and not yet written down, by space and framing."""

    def __init__(self) -> None:
        self._photos: dict[tuple[int, str], list[_Waiting]] = {}

    def add(self, key: tuple[int, str], photo: _Waiting) -> list[_Waiting]:
        """Take a photo in; the whole batch, and nothing kept of it, once ten are together."""
        oldest = photo.since - _WAITS_SECONDS
        for other in list(self._photos):
            # Of the other spaces nobody may ask again: theirs do not wait for another photo.
            kept = [each for each in self._photos[other] if each.since >= oldest]
            self._photos[other] = kept
            if not kept:
                del self._photos[other]
        waiting = self._photos.setdefault(key, [])
        if not any(_alike(photo, each) for each in waiting):
            waiting.append(photo)
        return self._photos.pop(key) if len(waiting) >= LEAST_PHOTOS else []

    def __len__(self) -> int:
        return sum(len(photos) for photos in self._photos.values())


waiting_photos = PerProcess(WaitingPhotos)


def learn_from_photo(
    photo: str, space: EmbeddingSpace, framing: str, features: Floats, spreads: Spreads
) -> None:
    """Let a photo count in the mean of photos, once, whatever parts of it are looked at later.

    A photo in which a component sees nothing teaches nothing. Whatever goes wrong is logged: the
    shopper's answer does not depend on it. (F,) as encoded
    """
    sizes = [part.feature_dimensions for part in space.parts]
    blocks = [unit(block[None])[0] for block in np.split(features, np.cumsum(sizes)[:-1])]
    if not (space.features_key and all(block.any() for block in blocks)):
        return
    try:
        if not claim_to_count(photo, framing):
            return
        seen = _Waiting(np.concatenate(blocks), spreads, time.monotonic())
        batch = waiting_photos.get().add((space.pk, framing), seen)
        if batch:
            add_photos(space, framing, np.stack([each.features for each in batch]))
            add_spreads(space, framing, [each.spreads for each in batch])
    except (DatabaseError, PhotosUnavailableError) as error:
        logger.warning("photos teach nothing just now: %s", error)


def _alike(one: _Waiting, other: _Waiting) -> bool:
    product = float(one.features @ other.features)
    return product >= _SAME_PHOTO * float(one.features @ one.features)
