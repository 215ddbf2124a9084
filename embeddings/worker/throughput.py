"""How many pictures workers have embedded, all together, so that their pace can be told."""

from __future__ import annotations

import logging

from django.core.cache import cache
from redis import RedisError

logger = logging.getLogger(__name__)

_KEY = "embeddings:stored"


def count_embedded(pictures: int) -> None:
    """Add to the count; a cache that is away is no concern of whoever embeds."""
    if not pictures:
        return
    try:
        cache.add(_KEY, 0, timeout=None)
        cache.incr(_KEY, pictures)
    except (RedisError, ValueError) as error:  # ValueError: evicted between the two
        logger.warning("%d pictures were not counted: %s", pictures, error)


def read_embedded() -> int | None:
    """The count since the cache was last empty; None while it is away."""
    try:
        return int(cache.get(_KEY, 0))
    except RedisError as error:
        logger.warning("cache away: %s", error)
        return None
