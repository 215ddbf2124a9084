"""Waking the workers: a message without work in it, cheap to send and safe to lose."""

from __future__ import annotations

import logging

from django.core.cache import cache
from redis import RedisError

from embeddings.conf import WAKE_AGAIN_SECONDS
from infra.publisher import send

logger = logging.getLogger(__name__)

_SENT_KEY = "embeddings:wake-up-sent"


def wake_workers(*, even_if_sent: bool = False) -> bool:
    """Send one wake-up unless one is on its way; never raises. Was it sent?

    A wake-up that cannot be sent costs nothing but time: the sweeper sends the next, and it does
    not trust that the one on its way still exists (`even_if_sent`).
    """
    if not (_first_since_last_read() or even_if_sent):
        return False
    return send("embeddings.tasks.embed_pending", expires_seconds=60)


def wake_up_read() -> None:
    """A worker is about to look: what is queued from now on needs a wake-up of its own."""
    try:
        cache.delete(_SENT_KEY)
    except RedisError as error:
        logger.warning("cache away: %s", error)


def _first_since_last_read() -> bool:
    try:
        return cache.add(_SENT_KEY, "1", timeout=WAKE_AGAIN_SECONDS)
    except RedisError as error:
        # While the cache is away every upload sends a message: more than are needed, and none is
        # missing.
        logger.warning("cache away: %s", error)
        return True
