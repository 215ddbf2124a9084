"""The worker's side of photo search: from the kept photo to what the web process is told."""

from __future__ import annotations

import logging

from catalog.images.blank import is_blank
from embeddings.models import EmbeddingSpace
from embeddings.photos.centring.learn import learn_from_photo
from embeddings.photos.centring.place import place_photo
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError
from embeddings.photos.look import PhotoLook
from embeddings.photos.region import WHOLE, Region
from embeddings.photos.store import read_photo
from embeddings.photos.subject import find_subject, known_subject
from embeddings.pipeline import (
    DegenerateFeaturesError,
    UndecodablePictureError,
    open_picture,
    parts_by_default,
    view_photo,
)
from embeddings.worker.encoder_cache import EncoderUnavailableError, encoder_for

logger = logging.getLogger(__name__)


def encode(photo: str, space_id: int, region: Region | None) -> dict[str, object]:
    """The answer about a photo: a look at it, or that it is `gone` or `unusable`, or why not."""
    try:
        space = EmbeddingSpace.objects.get(pk=space_id)
        encoder = encoder_for(space)
        # The photo is decoded at its full size, since a region of it may need every pixel.
        image = open_picture(read_photo(photo))
        # Whoever asks for the whole photo wants nothing found in it.
        subject = known_subject(photo) if region == WHOLE else find_subject(photo, image, encoder)
        view = view_photo(image, subject, region)
        if all(is_blank(each) for each in view.images):
            return {"unusable": True}
        features = encoder.encode(view.images)
        placed = place_photo(features, space, encoder, framing=view.framing)
    except PhotoGoneError:
        return {"gone": True}
    except (DegenerateFeaturesError, UndecodablePictureError):
        return {"unusable": True}
    except (EncoderUnavailableError, PhotosUnavailableError, EmbeddingSpace.DoesNotExist) as error:
        return {"unavailable": str(error)}
    except Exception as error:  # MemoryError among them: it must not reach Celery
        logger.exception("a photo could not be encoded")
        return {"unavailable": f"The photo could not be encoded: {type(error).__name__}."}
    look = PhotoLook(
        vectors=tuple(tuple(float(value) for value in vector) for vector in placed.vectors),
        framing=view.framing,
        used=view.parts,
        proposed=subject.boxes,
        by_default=parts_by_default(subject),
        size=image.size,
        scale=placed.scale,
    )
    if placed.share:  # else it was made like the shop's own pictures, and says nothing of photos
        learn_from_photo(photo, space, view.framing, features[0], placed.spreads)
    return look.told()
