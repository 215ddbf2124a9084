"""Few requests at a time to one host, by all of the shop's processes together.

Kept in Redis, where a place is a lease: one that a killed process held comes free by itself, and
nobody keeps a database connection open while waiting for somebody else's server.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import redis
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from infra.fetch.errors import FetchRefusedError
from infra.redis_clients import RATE_LIMITS, shared_client

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.1

# One step, so that no two processes take the last place. Answers 1 for a place, 0 where all are
# taken, and less than 0 for a host that wants to be left alone for so many milliseconds.
_TAKE = """
local paused = redis.call('pttl', KEYS[2])
if paused > 0 then return -paused end
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('zremrangebyscore', KEYS[1], '-inf', now)
if redis.call('zcard', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('zadd', KEYS[1], now + ARGV[2], ARGV[3])
redis.call('pexpire', KEYS[1], ARGV[2])
return 1
"""


class HostPlaces:
    """Hands out the places of hosts; `most` is how many each has."""

    def __init__(self, *, most: int, lease_seconds: float) -> None:
        self._most, self._lease_ms = most, round(lease_seconds * 1000)

    @contextmanager
    def take(self, host: str, *, wait_seconds: float, stopped: threading.Event) -> Iterator[None]:
        """Hold a place of a host, waiting for one; raises FetchRefusedError with the code busy.

        While the cache is away everybody passes, as at the rate limits: nobody counts then.
        """
        token = secrets.token_hex(8)
        deadline = time.monotonic() + wait_seconds
        while not self._try(host, token):
            if time.monotonic() > deadline or stopped.wait(POLL_SECONDS):
                raise FetchRefusedError(
                    "busy", _("Too much is being fetched from %(host)s just now."), host=host
                )
        try:
            yield
        finally:
            with suppress(redis.RedisError):  # its lease ends by itself
                self._redis().zrem(_places(host), token)

    def pause(self, host: str, seconds: float) -> None:
        """Let nobody ask a host for so many seconds."""
        with suppress(redis.RedisError):
            self._redis().set(_pause(host), 1, px=max(1, round(seconds * 1000)))

    def _try(self, host: str, token: str) -> bool:
        try:
            answer = self._redis().eval(
                _TAKE, 2, _places(host), _pause(host), self._most, self._lease_ms, token
            )
        except redis.RedisError as error:
            logger.warning("cache away, fetches are not counted: %s", error)
            return True
        if answer < 0:
            raise FetchRefusedError(
                "busy",
                _("%(host)s asks to be left alone for a while."),
                host=host,
                retry_after_seconds=-answer / 1000,
            )
        return bool(answer)

    def _redis(self) -> redis.Redis:
        return shared_client(settings.CACHE_URL, RATE_LIMITS)


def _places(host: str) -> str:
    return f"fetch:places:{host}"


def _pause(host: str) -> str:
    return f"fetch:pause:{host}"
