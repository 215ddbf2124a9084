from __future__ import annotations

import time

import pytest
from django.conf import settings
from redis import RedisError

from infra.redis_clients import open_store


@pytest.mark.parametrize("url", ["REDIS_URL", "CACHE_URL"])
def test_the_servers_of_the_shop_answer(url):
    with open_store(getattr(settings, url)) as store:
        assert store.ping()


@pytest.mark.parametrize("scheme", ["redis+socket", "unix"])
@pytest.mark.parametrize("sockets", [[], ["redis.sock"]], ids=["away", "frozen"])
def test_a_server_that_does_not_answer_is_given_up_soon(dead_folder, scheme, sockets):
    started = time.monotonic()
    store = open_store(f"{scheme}://{dead_folder(*sockets) / 'redis.sock'}")
    with pytest.raises(RedisError):
        store.ping()
    assert time.monotonic() - started < 2
