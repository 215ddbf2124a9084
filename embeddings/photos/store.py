"""A shopper's photo: kept for minutes in the cache, nowhere else, with what was made of it.

The answers of workers are kept beside the photo, so that other filters need no worker and other
regions no new upload; deleting the photo deletes all of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import cast

import redis
from django.conf import settings

from embeddings.conf import conf
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError
from infra.redis_clients import PHOTOS, Profile, shared_client

_ANSWER_MARGIN_SECONDS = 0.5
_UNCOUNTED = "uncounted"
# Never writes to a photo that has gone meanwhile: a new key would have no expiry.
_CLAIM_IF_PRESENT = f"""
if redis.call('exists', KEYS[1]) == 0 then return 0 end
if redis.call('hexists', KEYS[1], '{_UNCOUNTED}') == 1 then return 0 end
return redis.call('hsetnx', KEYS[1], ARGV[1], '1')
"""


@dataclass(frozen=True)
class Photo:
    """A photo that was put aside: the name it goes by, and until when."""

    id: str
    expires_at: datetime


def keep_photo(jpeg: bytes, *, counts: bool = True) -> Photo:
    """Put a photo aside for a quarter of an hour; raises PhotosUnavailableError.

    counts: whether it may have a share in the mean of photos.
    """
    photo = secrets.token_urlsafe(16)
    with photo_cache() as client:
        pipe = client.pipeline()
        pipe.hset(photo_key(photo), "jpeg", jpeg)
        if not counts:
            pipe.hset(photo_key(photo), _UNCOUNTED, "1")
        pipe.expire(photo_key(photo), photo_lifetime())
        pipe.execute()
    return Photo(photo, datetime.now(UTC) + photo_lifetime())


def find_photo(photo: str) -> Photo:
    """A photo that is still there; raises PhotoGoneError, PhotosUnavailableError."""
    with photo_cache() as client:
        seconds = client.ttl(photo_key(photo))
    if seconds < 0:
        raise PhotoGoneError(photo)
    return Photo(photo, datetime.now(UTC) + timedelta(seconds=seconds))


def read_photo(photo: str) -> bytes:
    """The photo itself as JPEG; raises PhotoGoneError, PhotosUnavailableError."""
    with photo_cache() as client:
        jpeg = client.hget(photo_key(photo), "jpeg")
    if jpeg is None:
        raise PhotoGoneError(photo)
    return cast(bytes, jpeg)


def claim_to_count(photo: str, framing: str) -> bool:
    """Whether the photo may count among those framed so: once; raises PhotosUnavailableError."""
    with photo_cache() as client:
        claimed = client.eval(_CLAIM_IF_PRESENT, 1, photo_key(photo), f"counted:{framing}")
    return bool(claimed)


def delete_photo(photo: str) -> bool:
    """Forget a photo and all that was made of it, at once; was it there?"""
    with photo_cache() as client:
        return bool(client.delete(photo_key(photo)))


def photo_key(photo: str) -> str:
    """Where the cache keeps a photo and the answers about it: a hash of fields."""
    return f"photo:{photo}"


def photo_lifetime() -> timedelta:
    """How long a photo is kept, and all that was made of it."""
    return timedelta(minutes=conf.PHOTO_LIFETIME_MINUTES)


def _profile() -> Profile:
    # Waiting for a worker is one question to the cache, which a shop may let wait for longer.
    least = conf.PHOTO_WAIT_SECONDS + _ANSWER_MARGIN_SECONDS
    return replace(PHOTOS, answer_seconds=max(PHOTOS.answer_seconds, least))


@contextmanager
def photo_cache() -> Iterator[redis.Redis]:
    """The cache that keeps photos; what it raises becomes PhotosUnavailableError."""
    try:
        yield shared_client(settings.CACHE_URL, _profile())
    except redis.RedisError as error:
        raise PhotosUnavailableError("The cache that keeps photos is away.") from error
