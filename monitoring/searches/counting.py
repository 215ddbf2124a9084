"""Counting searches, answered or not: one short question to the cache, no write to the database.

A worker moves the counts into the table each minute (`keeping`). What the cache loses is lost: a
few counts of a minute, which nobody misses.
"""

from __future__ import annotations

import logging

import redis
from django.conf import settings
from django.utils import timezone

from infra.redis_clients import RATE_LIMITS, shared_client
from monitoring.conf import conf
from monitoring.searches.folding import fold

logger = logging.getLogger(__name__)

KEY = "searches:unanswered"
ANSWERED_KEY = "searches:answered"
# Nobody may fill the cache while no worker empties it; and what nobody takes goes by itself.
_COUNT = """
if redis.call('hexists', KEYS[1], ARGV[1]) == 1 or redis.call('hlen', KEYS[1]) < tonumber(ARGV[2])
then
    redis.call('hincrby', KEYS[1], ARGV[1], 1)
    redis.call('expire', KEYS[1], 172800)
    return 1
end
return 0
"""


def count_unanswered(typed: str) -> bool:
    """Count a shopper's search that found nothing; never raises. Was it counted?"""
    return _count(KEY, typed)


def count_answered(typed: str) -> bool:
    """Count one that found something as it was typed, for suggestions; never raises."""
    return _count(ANSWERED_KEY, typed)


def _count(key: str, typed: str) -> bool:
    words = fold(typed)
    if not words or not conf.SEARCHES_KEPT_DAYS:
        return False
    field = f"{timezone.localdate().isoformat()} {words}"
    try:
        store = shared_client(settings.CACHE_URL, RATE_LIMITS)
        return bool(store.eval(_COUNT, 1, key, field, conf.SEARCHES_KEPT_PER_DAY))
    except redis.RedisError as error:
        logger.warning("cache away, a search is not counted: %s", error)
        return False
