"""Exactly so many requests pass, however they arrive and whatever they claim to be."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.test import RequestFactory

from infra.redis_clients import RATE_LIMITS, shared_client
from web.client_address import client_address
from web.rate_limits import LIMITS, Limit, RateLimitedError, check_rate, is_within_rate


@pytest.fixture(autouse=True)
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "photo", Limit(5, 60))


def request(address: str = "203.0.113.7", forwarded: str = ""):
    headers: dict[str, Any] = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


def passes(*requests) -> int:
    passed = 0
    for each in requests:
        try:
            check_rate(each, "photo")
            passed += 1
        except RateLimitedError:
            pass
    return passed


def test_the_limit_passes_and_not_one_more() -> None:
    assert passes(*[request()] * 9) == 5
    with pytest.raises(RateLimitedError) as refusal:
        check_rate(request(), "photo")
    assert 1 <= refusal.value.retry_after_seconds <= 60


def test_parallel_requests_are_counted_one_by_one() -> None:
    passed: list[int] = []
    start = threading.Barrier(20)

    def ask() -> None:
        start.wait()
        passed.append(passes(request()))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(passed) == 5


def test_visitors_are_counted_apart() -> None:
    assert passes(*[request()] * 5, *[request("203.0.113.8")] * 5) == 10


def test_a_forged_header_makes_nobody_somebody_else() -> None:
    assert passes(*(request(forwarded=f"198.51.100.{n}") for n in range(9))) == 5


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("198.51.100.1, 192.0.2.9", 1, "192.0.2.9"),
        ("198.51.100.1, 192.0.2.9", 2, "198.51.100.1"),
        ("192.0.2.9", 2, "203.0.113.7"),
        ("forged, 198.51.100.1:4711", 1, "198.51.100.1"),
        ("nonsense", 1, "unknown"),
        ("2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::/64"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, forwarded, proxies, address) -> None:
    settings.VITRINE_TRUSTED_PROXIES = proxies
    assert client_address(request(forwarded=forwarded)) == address


def test_the_limit_can_be_switched_off(settings) -> None:
    settings.VITRINE_RATE_LIMITS = False
    assert passes(*[request()] * 20) == 20


def test_while_the_cache_is_away_everybody_passes(settings) -> None:
    settings.CACHE_URL = "unix:///nowhere/cache.sock"
    assert passes(*[request()] * 9) == 9


def test_counters_end_by_themselves(settings) -> None:
    check_rate(request(), "photo")
    client = shared_client(settings.CACHE_URL, RATE_LIMITS)
    (key,) = client.keys("rate:*")
    assert 0 < client.ttl(key) <= 60


def test_a_visitors_many_photos_are_answered_and_no_longer_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(LIMITS, "photo_counted", Limit(2, 60))
    within = [is_within_rate(request(), "photo_counted") for _ in range(4)]
    assert within == [True, True, False, False]
    assert is_within_rate(request("203.0.113.8"), "photo_counted")
