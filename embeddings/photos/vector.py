"""Where a photo lies in a space: asked of a worker, unless the answer is known.

The question goes through Celery's queue `photos`; the answer comes back through the cache, where
it is also kept beside the photo.
"""

from __future__ import annotations

import json

import redis
from django.utils.translation import gettext as _

from embeddings.photos.asking import ANSWER_SECONDS, answer_key, ask_worker
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError, PhotoUnusableError
from embeddings.photos.look import PhotoLook
from embeddings.photos.region import Region
from embeddings.photos.store import find_photo, photo_cache, photo_key
from embeddings.spaces.snapshot import SearchedSpace

# Never writes to a photo that has gone meanwhile: a new key would have no expiry.
_KEEP_IF_PRESENT = f"""
if redis.call('exists', KEYS[1]) == 1 then redis.call('hset', KEYS[1], ARGV[1], ARGV[2]) end
redis.call('rpush', KEYS[2], ARGV[2])
redis.call('expire', KEYS[2], {ANSWER_SECONDS})
"""


def look_at_photo(photo: str, *, space: SearchedSpace, region: Region | None = None) -> PhotoLook:
    """Where a photo lies in a space: a region of it, or else the thing that is found in it.

    Raises PhotoGoneError, PhotoUnusableError, PhotosUnavailableError.
    """
    find_photo(photo)
    with photo_cache() as client:
        answer = client.hget(photo_key(photo), _field(space.pk, region))
        if answer is None:
            answer = _ask_worker(client, photo, space, region)
    told = json.loads(answer)
    if "gone" in told:
        raise PhotoGoneError(photo)
    if "unusable" in told:
        raise PhotoUnusableError(
            _("There is nothing in this photo that could be compared. Try another one.")
        )
    if "unavailable" in told:
        raise PhotosUnavailableError(told["unavailable"])
    return PhotoLook.from_told(told)


def answer_question(
    photo: str, space_id: int, region: Region | None, question: str, told: dict[str, object]
) -> None:
    """Hand a worker's answer to whoever asked, and keep it beside the photo."""
    with photo_cache() as client:
        keys = [photo_key(photo), answer_key(question)]
        field = "" if "unavailable" in told else _field(space_id, region)
        client.eval(_KEEP_IF_PRESENT, len(keys), *keys, field, json.dumps(told))


def _ask_worker(
    client: redis.Redis, photo: str, space: SearchedSpace, region: Region | None
) -> bytes:
    return ask_worker(client, "embeddings.tasks.encode_photo", photo, space.pk, region)


def _field(space_id: int, region: Region | None) -> str:
    return f"look:{space_id}:{','.join(f'{side:.4f}' for side in region or ())}"
