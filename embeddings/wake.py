"""Waking the workers: a message without work in it, cheap to send and safe to lose."""

from __future__ import annotations

import logging

from django.core.cache import cache

from embeddings.messages import send

logger = logging.getLogger(__name__)

_SENT_KEY = "embeddings:wake-up-sent"
# While a wake-up waits unread, another one would say nothing new. Should it be lost, the sweeper
# wakes within this many seconds anyway.
_SENT_TTL_SECONDS = 10


def wake_workers() -> bool:
    """Send one wake-up unless one is on its way; never raises. Was it sent?

    A wake-up that cannot be sent costs nothing but time: the sweeper sends the next.
    """
    return _first_since_last_read() and send("embeddings.tasks.embed_pending", expires_seconds=60)


def wake_up_read() -> None:
    """A worker is about to look: what is queued from now on needs a wake-up of its own."""
    try:
        cache.delete(_SENT_KEY)
    except Exception as error:
        logger.warning("cache away: %s", error)


def _first_since_last_read() -> bool:
    try:
        return cache.add(_SENT_KEY, "1", timeout=_SENT_TTL_SECONDS)
    except Exception as error:
        # Without the cache every upload wakes: more messages than needed, none missing.
        logger.warning("cache away: %s", error)
        return True
