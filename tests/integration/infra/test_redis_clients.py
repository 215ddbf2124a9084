"""Redis clients answer or give up in time, and each process keeps its own."""

from __future__ import annotations

import pytest
from django.conf import settings
from redis import RedisError

from infra.process_state import reset_all
from infra.redis_clients import HEALTH, PHOTOS, RATE_LIMITS, open_client, shared_client
from tests.waiting import ends_within


@pytest.mark.parametrize("url", ["REDIS_URL", "CACHE_URL"])
def test_the_servers_of_the_shop_answer(url) -> None:
    with open_client(getattr(settings, url), HEALTH) as store:
        assert store.ping()


@pytest.mark.parametrize("scheme", ["redis+socket", "unix"])
@pytest.mark.parametrize("sockets", [[], ["redis.sock"]], ids=["away", "frozen"])
def test_a_server_that_does_not_answer_is_given_up_soon(dead_folder, scheme, sockets) -> None:
    store = open_client(f"{scheme}://{dead_folder(*sockets) / 'redis.sock'}", HEALTH)
    with ends_within(2), pytest.raises(RedisError):
        store.ping()


def test_a_process_keeps_one_client_for_a_server_and_a_kind_of_question() -> None:
    first = shared_client(settings.CACHE_URL, PHOTOS)
    assert shared_client(settings.CACHE_URL, PHOTOS) is first
    assert shared_client(settings.CACHE_URL, RATE_LIMITS) is not first
    reset_all()
    assert shared_client(settings.CACHE_URL, PHOTOS) is not first


def test_a_connection_that_the_server_closed_is_opened_again() -> None:
    client = shared_client(settings.CACHE_URL, PHOTOS)
    assert client.ping()
    with open_client(settings.CACHE_URL, HEALTH) as other:
        other.client_kill_filter(_type="normal", skipme=True)
    assert client.ping()
