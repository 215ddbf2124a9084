"""How often one visitor may ask: counted in Redis, so that parallel requests count one by one."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from math import ceil

import redis
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from infra.redis_clients import RATE_LIMITS, shared_client
from web.client_address import client_address
from web.conf import conf

logger = logging.getLogger(__name__)

# Counting and setting the expiry are one step: a counter can neither be overtaken by a parallel
# request nor stay behind without an end.
_COUNT = """
local count = redis.call('incr', KEYS[1])
if count == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
return {count, redis.call('pttl', KEYS[1])}
"""


@dataclass(frozen=True)
class Limit:
    """So many requests in a window, which opens with a visitor's first request."""

    requests: int
    window_seconds: int


LIMITS = {
    "api": Limit(conf.API_REQUESTS_PER_MINUTE, 60),
    "batch": Limit(conf.BATCHES_PER_MINUTE, 60),
    "photo": Limit(conf.PHOTOS_PER_MINUTE, 60),
    "photo_counted": Limit(conf.PHOTOS_COUNTED_PER_DAY, 24 * 3_600),
    "unanswered": Limit(conf.SEARCHES_COUNTED_PER_HOUR, 3_600),
    "events": Limit(conf.EVENT_BATCHES_PER_MINUTE, 60),
    "photo_again": Limit(conf.PHOTO_REGIONS_PER_MINUTE, 60),
}


@dataclass(frozen=True)
class Allowance:
    """What a visitor has left of a limit after this request."""

    limit: int
    left: int
    reset_seconds: int
    """Until the window ends, and all of the limit is there again."""


class RateLimitedError(Exception):
    """This visitor has asked too often; coming back in `retry_after_seconds` is worth it."""

    def __init__(self, retry_after_seconds: int, allowance: Allowance | None = None) -> None:
        sentence = _("Too many requests; please try again in %(seconds)d s.")
        super().__init__(sentence % {"seconds": retry_after_seconds})
        self.retry_after_seconds = retry_after_seconds
        self.allowance = allowance


def check_rate(request: HttpRequest, scope: str) -> Allowance | None:
    """Count this request against its visitor's limit in a scope; raises RateLimitedError.

    scope: a key of LIMITS. None where nothing is counted: while the cache is away everybody
    passes, since what needs it fails anyway.
    """
    return count_against(f"{scope}:{client_address(request)}", LIMITS[scope])


def count_against(whom: str, limit: Limit) -> Allowance | None:
    """The same for whoever has a limit of their own; whom: what they are counted as."""
    if not settings.VITRINE_RATE_LIMITS:
        return None
    try:
        count, left_ms = shared_client(settings.CACHE_URL, RATE_LIMITS).eval(
            _COUNT, 1, f"rate:{whom}", limit.window_seconds * 1000
        )
    except redis.RedisError as error:
        logger.warning("cache away, requests are not counted: %s", error)
        return None
    left = max(0, limit.requests - count)
    allowance = Allowance(limit.requests, left, max(1, ceil(left_ms / 1000)))
    if count > limit.requests:
        raise RateLimitedError(allowance.reset_seconds, allowance)
    return allowance


def is_within_rate(request: HttpRequest, scope: str) -> bool:
    """Count this request, and say whether its visitor is still within the limit of a scope."""
    try:
        check_rate(request, scope)
    except RateLimitedError:
        return False
    return True
