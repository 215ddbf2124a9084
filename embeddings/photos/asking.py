"""A question to a worker that somebody waits for: sent by Celery, answered through the cache."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import redis

from embeddings.conf import conf
from embeddings.photos.errors import PhotosUnavailableError
from embeddings.photos.store import photo_cache
from embeddings.worker.state import read_worker_state
from infra.publisher import send

_WAITING_KEY = "photos:waiting"
# Nobody waits for an answer this much longer than PHOTO_WAIT_SECONDS.
ANSWER_SECONDS = 10
# Then a question that no worker has read is dropped from the queue.
_QUESTION_EXPIRES_SECONDS = 5


def ask_worker(client: redis.Redis, task: str, *asked: object) -> bytes:
    """Ask a worker of the queue `photos` and wait for its answer; raises PhotosUnavailableError.

    The task gets what is asked and, behind it, the name that the answer is expected under.
    """
    if not read_worker_state().alive["photos"]:
        raise PhotosUnavailableError("No worker is there to look at photos.")
    question = secrets.token_urlsafe(8)
    with _place_in_line(client, question):
        if not send(task, *asked, question, expires_seconds=_QUESTION_EXPIRES_SECONDS):
            raise PhotosUnavailableError("The workers cannot be reached.")
        reply = client.blpop([answer_key(question)], timeout=conf.PHOTO_WAIT_SECONDS)
    if reply is None:
        raise PhotosUnavailableError("No worker had time to look at the photo.")
    return cast(bytes, reply[1])


def is_awaited(question: str) -> bool:
    """Whether somebody still waits for the answer; raises PhotosUnavailableError.

    A worker that computed what nobody waits for any more would be late for all who come after.
    """
    with photo_cache() as client:
        return client.zscore(_WAITING_KEY, question) is not None


def answer_key(question: str) -> str:
    """Where the answer to a question is waited for: a list."""
    return f"photo-answer:{question}"


@contextmanager
def _place_in_line(client: redis.Redis, question: str) -> Iterator[None]:
    seconds, microseconds = client.time()  # for web hosts' clocks may differ
    now = seconds + microseconds / 1e6
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
