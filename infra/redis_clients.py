"""Redis clients for questions about health: whatever state a server is in, they answer soon."""

from __future__ import annotations

import redis

TIMEOUT_SECONDS = 0.5


def open_store(url: str) -> redis.Redis:
    """A client of broker or cache that gives up within a second, without trying again."""
    # By URL, sockets too: a client built from a socket's path tries four times, 10 s in all.
    return redis.Redis.from_url(
        url.replace("redis+socket://", "unix://", 1),
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
    )
