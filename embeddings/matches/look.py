"""The worker's side: both pictures are looked at once more, for what stands where in them."""

from __future__ import annotations

import logging
from typing import Any

from embeddings.matches.named import MatchRefusedError, Named
from embeddings.models import EmbeddingSpace
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError
from embeddings.pipeline import UndecodablePictureError, match_pictures
from embeddings.worker.encoder_cache import EncoderUnavailableError, encoder_for

logger = logging.getLogger(__name__)


def look_for_match(one: str, other: str, space_id: int) -> dict[str, Any]:
    """The answer about two pictures: their components' matches, or `refused` and why."""
    try:
        space = EmbeddingSpace.objects.get(pk=space_id)
        images = [Named(name).read(space) for name in (one, other)]
        found = match_pictures(encoder_for(space), *images)
    except MatchRefusedError as error:
        return {"refused": str(error)}
    except (PhotoGoneError, UndecodablePictureError, EmbeddingSpace.DoesNotExist):
        return {"refused": "gone"}
    except (EncoderUnavailableError, PhotosUnavailableError) as error:
        return {"unavailable": str(error)}
    except Exception as error:  # MemoryError among them: it must not reach Celery
        logger.exception("two pictures could not be matched")
        return {"unavailable": f"The pictures could not be matched: {type(error).__name__}."}
    return {"components": [each.told() for each in found]}
