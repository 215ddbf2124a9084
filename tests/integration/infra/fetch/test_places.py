"""Few at once at one host, by all processes together, and none while it wants to be left alone."""

from __future__ import annotations

import logging
import threading
import time
from ipaddress import ip_network

import pytest
from django.conf import settings

from infra.fetch.errors import FetchRefusedError
from infra.fetch.places import HostPlaces
from infra.fetch.rules import FetchRules, rules_of_settings
from infra.fetch.session import FetchSession
from infra.redis_clients import HEALTH, open_client
from infra.version import VERSION
from tests.scripted_server import ScriptedServer, reply
from tests.waiting import ends_within

MIB = 1024 * 1024


@pytest.fixture
def two() -> HostPlaces:
    """Two places for each host."""
    return HostPlaces(most=2, lease_seconds=30)


def take(places: HostPlaces, host: str = "cdn.example", *, wait_seconds: float = 0.0):
    return places.take(host, wait_seconds=wait_seconds, stopped=threading.Event())


def test_a_host_has_so_many_places_and_others_have_their_own(two) -> None:
    with take(two), take(two):
        with pytest.raises(FetchRefusedError) as refused, take(two):
            pass
        assert refused.value.code == "busy"
        with take(two, "other.example"):
            pass
    with take(two):
        pass


def test_who_waits_gets_the_place_that_comes_free(two) -> None:
    taken = threading.Event()

    def wait() -> None:
        with take(two, wait_seconds=30):
            taken.set()

    with take(two):
        with take(two):
            waiting = threading.Thread(target=wait)
            waiting.start()
            assert not taken.wait(0.3)
        assert taken.wait(10)
    waiting.join()


def test_the_place_of_a_process_that_was_killed_comes_free_by_itself() -> None:
    short = HostPlaces(most=1, lease_seconds=0.2)
    killed = take(short)
    killed.__enter__()  # and never left
    with take(short, wait_seconds=10):
        pass


def test_who_is_stopped_waits_no_longer(two) -> None:
    stopped = threading.Event()
    threading.Timer(0.1, stopped.set).start()
    wait = two.take("cdn.example", wait_seconds=60, stopped=stopped)
    with take(two), take(two), ends_within(0.5), pytest.raises(FetchRefusedError), wait:
        pass


def test_nobody_asks_a_host_that_wants_to_be_left_alone(two) -> None:
    two.pause("cdn.example", 60)
    wait = take(HostPlaces(most=9, lease_seconds=1), wait_seconds=60)
    with ends_within(0.5), pytest.raises(FetchRefusedError) as refused, wait:
        pass
    assert refused.value.retry_after_seconds == pytest.approx(60, abs=5)
    with take(two, "other.example"):
        pass
    two.pause("cdn.example", 0.05)
    time.sleep(0.2)
    with take(two):
        pass


def test_nothing_stays_behind_in_the_cache(two) -> None:
    with take(two), open_client(settings.CACHE_URL, HEALTH) as cache:
        (key,) = cache.keys("fetch:*")
        assert cache.pttl(key) > 0
    with open_client(settings.CACHE_URL, HEALTH) as cache:
        assert cache.keys("fetch:*") == []


def test_while_the_cache_is_away_everybody_passes(two, dead_folder, settings, caplog) -> None:
    settings.CACHE_URL = f"unix://{dead_folder() / 'redis.sock'}"
    with caplog.at_level(logging.WARNING), take(two), take(two), take(two):
        two.pause("cdn.example", 60)
    assert "cache away" in caplog.text


def test_sessions_of_all_processes_share_the_places_of_a_host() -> None:
    rules = FetchRules(
        ports=range(1, 65_536), own_networks=(ip_network("127.0.0.0/8"),), at_once_per_host=2
    )
    with ScriptedServer() as server:

        def slowly(connection, asked):
            time.sleep(0.1)
            reply(b"x")(connection, asked)

        server.answers["/a"] = slowly

        def fetch() -> None:
            with FetchSession(rules=rules) as session:
                session.fetch(server.url("/a"), lambda piece: None, max_bytes=MIB)

        threads = [threading.Thread(target=fetch) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(server.asked), server.most_at_once) == (6, 2)


def test_a_session_keeps_to_the_settings_of_the_shop(settings) -> None:
    settings.ALLOWED_HOSTS = ["*", "localhost", "127.0.0.1", "[::1]", ".shop.example"]
    with ScriptedServer() as server:
        server.answers["/a"] = reply(b"x")
        with FetchSession() as session, pytest.raises(FetchRefusedError) as refused:
            session.fetch(server.url("/a"), lambda piece: None, max_bytes=MIB)
        assert refused.value.code == "port"
        settings.VITRINE_FETCH_PORTS = (server.port,)
        with FetchSession() as session, pytest.raises(FetchRefusedError) as refused:
            session.fetch(server.url("/a"), lambda piece: None, max_bytes=MIB)
        assert refused.value.code == "not_public"
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1/32"
        with FetchSession() as session:
            session.fetch(server.url("/a"), lambda piece: None, max_bytes=MIB)
        assert server.headers()["user-agent"] == f"Vitrine/{VERSION} (+https://shop.example/)"


def test_the_shop_may_say_how_it_is_reached(settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert rules_of_settings().user_agent == f"Vitrine/{VERSION}"
    settings.VITRINE_FETCH_CONTACT = "mailto:web@shop.example"
    assert rules_of_settings().user_agent == f"Vitrine/{VERSION} (+mailto:web@shop.example)"
