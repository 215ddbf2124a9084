"""How often one visitor may ask: counted in Redis, so that parallel requests count one by one."""

from __future__ import annotations

import ipaddress
import logging
import re
from dataclasses import dataclass
from math import ceil

import redis
from django.conf import settings
from django.http import HttpRequest

from infra.redis_clients import RATE_LIMITS, shared_client

logger = logging.getLogger(__name__)

# Providers hand one household a /64: its single addresses say nothing.
_IPV6_PREFIX = 64
_WITH_PORT = re.compile(r"(?:(?P<v4>[0-9.]+)|\[(?P<v6>[0-9A-Fa-f:.]+)\])(?::[0-9]+)?")

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
    "api": Limit(600, 60),
    "photo": Limit(20, 60),  # a new photo costs a decode here and a forward pass in a worker
    "photo_again": Limit(60, 60),  # another region of it: a forward pass
}


class RateLimitedError(Exception):
    """This visitor has asked too often; coming back in `retry_after_seconds` is worth it."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"Too many requests; please try again in {retry_after_seconds} s.")
        self.retry_after_seconds = retry_after_seconds


def check_rate(request: HttpRequest, scope: str) -> None:
    """Count this request against its visitor's limit in a scope; raises RateLimitedError.

    scope: a key of LIMITS. While the cache is away everybody passes: what needs it fails anyway.
    """
    limit = LIMITS[scope]
    if not settings.VITRINE_RATE_LIMITS:
        return
    key = f"rate:{scope}:{client_address(request)}"
    try:
        count, left_ms = shared_client(settings.CACHE_URL, RATE_LIMITS).eval(
            _COUNT, 1, key, limit.window_seconds * 1000
        )
    except redis.RedisError as error:
        logger.warning("cache away, requests are not counted: %s", error)
        return
    if count > limit.requests:
        raise RateLimitedError(max(1, ceil(left_ms / 1000)))


def client_address(request: HttpRequest) -> str:
    """Whom to count: an IPv4 address, the /64 of an IPv6 one, or the name of neither.

    X-Forwarded-For is written by whoever likes; only the entries that our own proxies append at
    its end mean anything, so the one of the outermost trusted proxy is taken.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.VITRINE_TRUSTED_PROXIES
    if proxies:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        # With fewer entries than proxies, this request did not come through all of them.
        if len(entries) >= proxies:
            address = entries[-proxies].strip() or address
    return _counted_as(address)


def _counted_as(address: str) -> str:
    # Some proxies write the port along: 203.0.113.7:4711, [2001:db8::1]:4711.
    if with_port := _WITH_PORT.fullmatch(address):
        address = with_port["v4"] or with_port["v6"]
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, _IPV6_PREFIX), strict=False))
    return str(ip)
