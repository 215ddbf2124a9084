"""Where a photo lies in a space: asked of a worker, unless the answer is known.

The question goes through Celery's queue `photos`; the answer comes back through the cache, where
it is also kept beside the photo.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import redis
from django.utils.translation import gettext as _

from embeddings.conf import conf
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError, PhotoUnusableError
from embeddings.photos.look import PhotoLook
from embeddings.photos.region import Region
from embeddings.photos.store import find_photo, photo_cache, photo_key
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.worker.state import read_worker_state
from infra.publisher import send

_WAITING_KEY = "photos:waiting"
# Nobody waits for an answer this much longer than PHOTO_WAIT_SECONDS.
_ANSWER_SECONDS = 10
# Never writes to a photo that has gone meanwhile: a new key would have no expiry.
_KEEP_IF_PRESENT = f"""
if redis.call('exists', KEYS[1]) == 1 then redis.call('hset', KEYS[1], ARGV[1], ARGV[2]) end
redis.call('rpush', KEYS[2], ARGV[2])
redis.call('expire', KEYS[2], {_ANSWER_SECONDS})
"""
# Then a question that no worker has read is dropped from the queue.
_QUESTION_EXPIRES_SECONDS = 5


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


def is_awaited(question: str) -> bool:
    """Whether somebody still waits for the answer; raises PhotosUnavailableError.

    A worker that computed what nobody waits for any more would be late for all who come after.
    """
    with photo_cache() as client:
        return client.zscore(_WAITING_KEY, question) is not None


def answer_question(
    photo: str, space_id: int, region: Region | None, question: str, told: dict[str, object]
) -> None:
    """Hand a worker's answer to whoever asked, and keep it beside the photo."""
    with photo_cache() as client:
        keys = [photo_key(photo), _answer_key(question)]
        field = "" if "unavailable" in told else _field(space_id, region)
        client.eval(_KEEP_IF_PRESENT, len(keys), *keys, field, json.dumps(told))


def _ask_worker(
    client: redis.Redis, photo: str, space: SearchedSpace, region: Region | None
) -> bytes:
    if not read_worker_state().alive["photos"]:
        raise PhotosUnavailableError("No worker is there to look at photos.")
    question = secrets.token_urlsafe(8)
    with _place_in_line(client, question):
        if not send(
            "embeddings.tasks.encode_photo",
            *(photo, space.pk, region, question),
            expires_seconds=_QUESTION_EXPIRES_SECONDS,
        ):
            raise PhotosUnavailableError("The workers cannot be reached.")
        reply = client.blpop([_answer_key(question)], timeout=conf.PHOTO_WAIT_SECONDS)
    if reply is None:
        raise PhotosUnavailableError("No worker had time to look at the photo.")
    return cast(bytes, reply[1])


@contextmanager
def _place_in_line(client: redis.Redis, question: str) -> Iterator[None]:
    now = time.time()
    pipe = client.pipeline()
    # A question whose web process died while it waited does not hold its place for ever.
    pipe.zremrangebyscore(_WAITING_KEY, 0, now - conf.PHOTO_WAIT_SECONDS)
    pipe.zadd(_WAITING_KEY, {question: now})
    pipe.zcard(_WAITING_KEY)
    try:
        if pipe.execute()[-1] > conf.PHOTOS_WAITING:
            raise PhotosUnavailableError("Too many photos are waiting.")
        yield
    finally:
        client.zrem(_WAITING_KEY, question)


def _answer_key(question: str) -> str:
    return f"photo-answer:{question}"


def _field(space_id: int, region: Region | None) -> str:
    return f"look:{space_id}:{','.join(f'{side:.4f}' for side in region or ())}"
