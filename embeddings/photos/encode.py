"""The worker's side of photo search: from the kept photo to what the web process is told."""

from __future__ import annotations

import logging

from catalog.images.blank import is_blank
from embeddings.models import EmbeddingSpace
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError
from embeddings.photos.region import Region
from embeddings.photos.store import read_photo
from embeddings.pipeline import DegenerateFeaturesError, UndecodablePictureError, open_picture
from embeddings.worker.encoder_cache import EncoderUnavailableError, encoder_for

logger = logging.getLogger(__name__)


def encode(photo: str, space_id: int, region: Region | None) -> dict[str, object]:
    """The answer about a photo: its `vector`, or that it is `gone` or `unusable`, or why not."""
    try:
        space = EmbeddingSpace.objects.get(pk=space_id)
        encoder = encoder_for(space)
        # The photo is decoded at its full size, since a region of it may need every pixel.
        image = open_picture(read_photo(photo))
        if region is not None:
            x, y, width, height = region
            image = image.crop(
                (
                    round(x * image.width),
                    round(y * image.height),
                    max(round((x + width) * image.width), round(x * image.width) + 1),
                    max(round((y + height) * image.height), round(y * image.height) + 1),
                )
            )
        if is_blank(image):
            return {"unusable": True}
        vector = encoder.compose(encoder.encode([image]))[0]
    except PhotoGoneError:
        return {"gone": True}
    except (DegenerateFeaturesError, UndecodablePictureError):
        return {"unusable": True}
    except (EncoderUnavailableError, PhotosUnavailableError, EmbeddingSpace.DoesNotExist) as error:
        return {"unavailable": str(error)}
    except Exception as error:  # MemoryError among them: it must not reach Celery
        logger.exception("a photo could not be encoded")
        return {"unavailable": f"The photo could not be encoded: {type(error).__name__}."}
    return {"vector": [round(float(value), 6) for value in vector]}
