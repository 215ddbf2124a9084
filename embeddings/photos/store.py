"""A shopper's photo on its way to a vector: kept for minutes in the cache, nowhere else.

The web process puts the photo into Redis and asks a worker, through a queue of its own, to encode
it. The answer is kept beside the photo, so that other filters need no worker and other regions
no new upload; deleting the photo deletes all of it.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import cast

import redis
from django.conf import settings

from embeddings.models import EmbeddingSpace
from embeddings.worker.state import read_worker_state
from infra.publisher import send

PHOTO_TTL = timedelta(minutes=15)
# A worker takes some 0.1 s; whoever waits longer than this is told to come back.
WAIT_SECONDS = 1.5
RETRY_AFTER_SECONDS = 3
# More waiting photos than workers encode in the time that anybody waits: refused at once.
MAX_WAITING = 16

_WAITING_KEY = "photos:waiting"
# Never writes to a photo that has gone meanwhile: a new key would have no expiry.
_KEEP_IF_PRESENT = """
if redis.call('exists', KEYS[1]) == 1 then redis.call('hset', KEYS[1], ARGV[1], ARGV[2]) end
redis.call('rpush', KEYS[2], ARGV[2])
redis.call('expire', KEYS[2], 10)
"""

Region = tuple[float, float, float, float]
"""x, y, width, height as shares of the upright photo, 0 to 1."""


class PhotoGoneError(Exception):
    """The photo has expired or was deleted."""


class PhotoUnusableError(Exception):
    """The photo, or the region of it, cannot be compared; the message says why."""


class PhotosUnavailableError(Exception):
    """No worker answered in time; coming back in `retry_after_seconds` is worth it."""

    retry_after_seconds = RETRY_AFTER_SECONDS


@dataclass(frozen=True)
class Photo:
    """A photo that was put aside: the name it goes by, and until when."""

    id: str
    expires_at: datetime


def keep_photo(jpeg: bytes) -> Photo:
    """Put a photo aside for a quarter of an hour; raises PhotosUnavailableError."""
    photo = secrets.token_urlsafe(16)
    with _cache() as client:
        pipe = client.pipeline()
        pipe.hset(_key(photo), "jpeg", jpeg)
        pipe.expire(_key(photo), PHOTO_TTL)
        pipe.execute()
    return Photo(photo, datetime.now(UTC) + PHOTO_TTL)


def find_photo(photo: str) -> Photo:
    """A photo that is still there; raises PhotoGoneError, PhotosUnavailableError."""
    with _cache() as client:
        seconds = client.ttl(_key(photo))
    if seconds < 0:
        raise PhotoGoneError(photo)
    return Photo(photo, datetime.now(UTC) + timedelta(seconds=seconds))


def read_photo(photo: str) -> bytes:
    """The photo itself as JPEG; raises PhotoGoneError, PhotosUnavailableError."""
    with _cache() as client:
        jpeg = client.hget(_key(photo), "jpeg")
    if jpeg is None:
        raise PhotoGoneError(photo)
    return cast(bytes, jpeg)


def delete_photo(photo: str) -> bool:
    """Forget a photo and all that was made of it, at once; was it there?"""
    with _cache() as client:
        return bool(client.delete(_key(photo)))


def photo_vector(photo: str, *, space: EmbeddingSpace, region: Region | None = None) -> list[float]:
    """Where a photo, or a region of it, lies in a space: (D,) unit vector.

    Asks a worker unless the answer is known.
    Raises PhotoGoneError, PhotoUnusableError, PhotosUnavailableError.
    """
    find_photo(photo)
    with _cache() as client:
        answer = client.hget(_key(photo), _field(space.pk, region))
        if answer is None:
            answer = _ask_worker(client, photo, space, region)
    told = json.loads(answer)
    if "unusable" in told:
        raise PhotoUnusableError(told["unusable"])
    if "unavailable" in told:
        raise PhotosUnavailableError(told["unavailable"])
    return list(told["vector"])


def answer(
    photo: str, space_id: int, region: Region | None, asking: str, told: dict[str, object]
) -> None:
    """Hand a worker's answer to whoever asks, and keep it beside the photo."""
    with _cache() as client:
        keys = [_key(photo), _answer_key(asking)]
        field = "" if "unavailable" in told else _field(space_id, region)
        client.eval(_KEEP_IF_PRESENT, len(keys), *keys, field, json.dumps(told))


def _ask_worker(
    client: redis.Redis, photo: str, space: EmbeddingSpace, region: Region | None
) -> bytes:
    if not read_worker_state().alive["photos"]:
        raise PhotosUnavailableError("No worker is there to look at photos.")
    asking = secrets.token_urlsafe(8)
    with _place_in_line(client, asking):
        if not send(
            "embeddings.tasks.encode_photo",
            *(photo, space.pk, region, asking),
            expires_seconds=5,
        ):
            raise PhotosUnavailableError("The workers cannot be reached.")
        reply = client.blpop([_answer_key(asking)], timeout=WAIT_SECONDS)
    if reply is None:
        raise PhotosUnavailableError("No worker had time to look at the photo.")
    return cast(bytes, reply[1])


@contextmanager
def _place_in_line(client: redis.Redis, asking: str) -> Iterator[None]:
    now = time.time()
    pipe = client.pipeline()
    # Those whose web process died in line do not hold their place for ever.
    pipe.zremrangebyscore(_WAITING_KEY, 0, now - WAIT_SECONDS)
    pipe.zadd(_WAITING_KEY, {asking: now})
    pipe.zcard(_WAITING_KEY)
    try:
        if pipe.execute()[-1] > MAX_WAITING:
            raise PhotosUnavailableError("Too many photos are waiting.")
        yield
    finally:
        client.zrem(_WAITING_KEY, asking)


@contextmanager
def _cache() -> Iterator[redis.Redis]:
    try:
        yield _client(settings.CACHE_URL)
    except redis.RedisError as error:
        raise PhotosUnavailableError("The cache that keeps photos is away.") from error


@lru_cache(maxsize=1)
def _client(url: str) -> redis.Redis:
    # Longer than the wait for an answer, which is one blocking call.
    return redis.Redis.from_url(url, socket_timeout=WAIT_SECONDS + 0.5, socket_connect_timeout=1)


def _key(photo: str) -> str:
    return f"photo:{photo}"


def _answer_key(asking: str) -> str:
    return f"photo-answer:{asking}"


def _field(space_id: int, region: Region | None) -> str:
    return f"vector:{space_id}:{','.join(f'{side:.4f}' for side in region or ())}"
