"""Whether beat is at work; without it nothing that got lost on the way is ever healed."""

from __future__ import annotations

import logging

from celery.signals import after_task_publish
from redis import RedisError

from infra.redis_clients import HEALTH, open_client

logger = logging.getLogger(__name__)

_KEY = "beat"
# The sweeper goes out every 10 s; after this long without, beat or its way to the broker is broken.
_TTL_SECONDS = 45


@after_task_publish.connect(sender="embeddings.tasks.sweep")
def say_alive(**kwargs: object) -> None:
    """Beat got a sweeper's message out; a cache that is away is not its concern."""
    from django.conf import settings

    try:
        with open_client(settings.CACHE_URL, HEALTH) as store:
            store.set(_KEY, 1, ex=_TTL_SECONDS)
    except RedisError as error:
        logger.warning("cache away: %s", error)


def beat_is_alive(cache_url: str) -> bool:
    """Whether a sweeper's message went out lately; raises RedisError when the cache is away."""
    with open_client(cache_url, HEALTH) as store:
        return bool(store.exists(_KEY))
