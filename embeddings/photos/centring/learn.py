"""A photo teaches a space where photos lie, together with nine others and never by itself."""

from __future__ import annotations

import logging

import numpy as np
import numpy.typing as npt
from django.db import DatabaseError

from embeddings.models import EmbeddingSpace
from embeddings.photos.centring.means import add_photos
from embeddings.photos.centring.spread import Spreads, add_spreads
from embeddings.photos.centring.waiting import Lesson, add_lesson, waiting_lessons
from embeddings.photos.errors import PhotosUnavailableError
from embeddings.photos.store import claim_to_count
from embeddings.pipeline import unit_blocks

logger = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]

# The same photo sent again, or shrunk or cut a little: 0.99 and more. Of 713 photos of clothes no
# two different ones came that near.
_SAME_PHOTO = 0.97


def learn_from_photo(
    photo: str, space: EmbeddingSpace, framing: str, features: Floats, spreads: Spreads
) -> None:
    """Let a photo count in the mean of photos, once, whatever parts of it are looked at later.

    A photo in which a component sees nothing teaches nothing. Whatever goes wrong is logged: the
    shopper's answer does not depend on it. (F,) as encoded
    """
    blocks = unit_blocks(features[None], space.parts)
    if not (space.features_key and all(block.any() for block in blocks)):
        return
    try:
        if not claim_to_count(photo, framing):
            return
        lesson = Lesson(np.concatenate(blocks, axis=1)[0], spreads)
        if any(_alike(lesson, each) for each in waiting_lessons(space.pk, framing)):
            return
        if batch := add_lesson(photo, space.pk, framing, lesson):
            add_photos(space, framing, np.stack([each.features for each in batch]))
            add_spreads(space, framing, [each.spreads for each in batch])
    except (DatabaseError, PhotosUnavailableError) as error:
        logger.warning("photos teach nothing just now: %s", error)


def _alike(one: Lesson, other: Lesson) -> bool:
    product = float(one.features @ other.features)
    return product >= _SAME_PHOTO * float(one.features @ one.features)
