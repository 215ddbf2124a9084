"""Every Redis client of the shop, and how long each may wait for its server.

Whatever state a server is in (down, frozen, full), whoever asks gets an answer or an error within
the times named here: nobody waits for the operating system to give a connection up.
"""

from __future__ import annotations

from dataclasses import dataclass

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from infra.process_state import PerProcess


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How long a kind of question may take: seconds to connect, and for each answer."""

    connect_seconds: float
    answer_seconds: float

    @property
    def django_options(self) -> dict[str, float]:
        """The same as options of Django's Redis cache."""
        return {
            "socket_connect_timeout": self.connect_seconds,
            "socket_timeout": self.answer_seconds,
        }


# `/readyz` and the beat's file ask several servers in turn and must answer within a second or two.
HEALTH = Profile(connect_seconds=0.5, answer_seconds=0.5)
# Django's cache stands in the way of pages: a frozen one must not freeze them.
CACHE = Profile(connect_seconds=0.5, answer_seconds=0.5)
# A counter that answers slowly must not hold up the page that it guards.
RATE_LIMITS = Profile(connect_seconds=0.3, answer_seconds=0.3)
# Waiting for a worker is one blocking call of up to 1.5 s; embeddings.photos.store allows for more.
PHOTOS = Profile(connect_seconds=1.0, answer_seconds=2.0)
# The demo asks servers that are just starting, on a machine that is busy with starting them.
STARTING = Profile(connect_seconds=2.0, answer_seconds=2.0)


def _close(clients: dict[tuple[str, Profile], redis.Redis]) -> None:
    for client in clients.values():
        client.close()


_clients = PerProcess[dict[tuple[str, Profile], redis.Redis]](dict, close=_close)


def shared_client(url: str, profile: Profile) -> redis.Redis:
    """This process's client for a server and a kind of question; its connections are kept."""
    clients = _clients.get()
    if (url, profile) not in clients:
        clients[url, profile] = open_client(url, profile)
    return clients[url, profile]


def open_client(url: str, profile: Profile) -> redis.Redis:
    """A client for one use: `with open_client(...) as client`.

    Takes redis://, rediss://, unix:// and Celery's redis+socket://.
    """
    return redis.Redis.from_url(
        url.replace("redis+socket://", "unix://", 1),
        socket_connect_timeout=profile.connect_seconds,
        socket_timeout=profile.answer_seconds,
        # Once more at once where a kept connection has gone, such as after the server's restart;
        # never after a timeout. The client's own retries take 5 to 10 s to give up.
        retry=Retry(NoBackoff(), retries=1, supported_errors=(redis.ConnectionError,)),
    )
