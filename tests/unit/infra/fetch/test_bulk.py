"""Many addresses: each once, few at a time, and a host that is down costs little."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from infra.fetch.answers.results import Fetched, Unchanged
from infra.fetch.bulk import BulkFetcher, Wanted
from infra.fetch.errors import FetchRefusedError
from infra.refusals import RefusedError
from tests.scripted_server import ScriptedServer, drip, reply
from tests.waiting import ends_within, wait_until

MIB = 1024 * 1024


@pytest.fixture
def open_bulk(open_session) -> Callable[..., BulkFetcher]:
    """Make a fetcher of four requests at once: open_bulk(rules={...})."""

    def open_one(*, rules=None, options=None, **more: Any) -> BulkFetcher:
        limits = {"max_bytes": MIB, "at_once": 4, "most": 10_000}
        opened = partial(open_session, options=options, **(rules or {}))
        return BulkFetcher(**{**limits, **more}, open_session=opened)

    return open_one


@pytest.fixture
def many(open_bulk) -> Callable[..., dict[str, tuple[Any, bytes]]]:
    """many(addresses) -> {address: (outcome, bytes)}, and a failure for one that comes twice."""

    def run(urls, *, known=None, **options):
        with open_bulk(**options) as fetcher:
            return take_all(fetcher, urls, known=known)

    return run


def take_all(fetcher, urls, *, known=None) -> dict[str, tuple[Any, bytes]]:
    found: dict[str, tuple[Any, bytes]] = {}
    for delivery in fetcher.fetch(Wanted(url=url, known=(known or {}).get(url)) for url in urls):
        assert delivery.wanted.url not in found
        body = b""
        if delivery.body is not None:
            with delivery.body:
                body = delivery.body.read()
        found[delivery.wanted.url] = delivery.outcome, body
    return found


def slowly(body: bytes, seconds: float = 0.02):
    def answer(connection, asked):
        time.sleep(seconds)
        reply(body)(connection, asked)

    return answer


def test_each_address_is_fetched_once_and_comes_with_its_own_bytes(web, many) -> None:
    web.answers |= {f"/{n}": reply(b"%d" % n) for n in range(100)}
    urls = [web.url(f"/{n}") for n in range(100)]
    found = many([*urls, *urls])
    assert {url: body for url, (_outcome, body) in found.items()} == {
        url: b"%d" % n for n, url in enumerate(urls)
    }
    assert sorted(web.paths) == sorted(f"/{n}" for n in range(100))
    assert web.connections <= 4


def test_few_at_a_time_and_fewer_at_one_host(many) -> None:
    with ScriptedServer() as one, ScriptedServer() as other:
        for server in (one, other):
            server.answers |= {f"/{n}": slowly(b"x") for n in range(12)}
        names = {one: "one.example", other: "other.example"}
        urls = [server.url(f"/{n}", host=name) for server, name in names.items() for n in range(12)]
        found = many(
            urls,
            at_once=3,
            rules={"at_once_per_host": 2},
            options={"resolver": lambda host: ["127.0.0.1"]},
        )
        assert len(found) == 24
        assert one.most_at_once == 2
        assert 1 <= other.most_at_once <= 2


def test_a_slow_host_does_not_hold_up_the_others(web, many) -> None:
    with ScriptedServer() as slow:
        slow.answers |= {f"/{n}": drip([b""], seconds=30) for n in range(8)}
        web.answers |= {f"/{n}": reply(b"x") for n in range(50)}
        urls = [slow.url(f"/{n}", host="slow.example") for n in range(8)]
        urls += [web.url(f"/{n}") for n in range(50)]
        with ends_within(3):
            found = many(
                urls,
                at_once=4,
                rules={"at_once_per_host": 2, "silence_seconds": 0.2},
                options={
                    "resolver": lambda host: ["127.0.0.1"],
                },
            )
    assert sum(isinstance(outcome, Fetched) for outcome, _body in found.values()) == 50
    # Three failed in all of their attempts; the others were not even tried.
    assert 1 <= len(slow.asked) < 8 * 3


def test_what_has_not_changed_and_what_is_refused_come_beside_the_rest(web, many) -> None:
    web.answers |= {"/a": reply(b"a", etag='"1"'), "/b": reply(b"b"), "/c": reply(status=404)}
    urls = [web.url(path) for path in ("/a", "/b", "/c")] + ["ftp://cdn.example/", "nonsense"]
    first = many(urls)
    known = {url: o.validators for url, (o, _body) in first.items() if isinstance(o, Fetched)}
    web.answers |= {
        "/a": lambda connection, asked: connection.sendall(b"HTTP/1.1 304 X\r\n\r\n"),
        "/b": reply(b"b2"),
    }
    second = many(urls, known=known)
    outcomes = [second[url][0] for url in urls]
    assert isinstance(outcomes[0], Unchanged)
    assert isinstance(outcomes[1], Fetched)
    assert [refusal.code for refusal in outcomes[2:]] == ["missing", "scheme", "scheme"]


def test_a_busy_server_is_asked_again_when_it_said(web, many) -> None:
    web.answers["/a"] = [reply(status=429, retry_after="1"), reply(b"fine")]
    began = time.monotonic()
    found = many([web.url("/a")])
    assert found[web.url("/a")][1] == b"fine"
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    "answer",
    [reply(status=500), reply(status=503), lambda connection, asked: False],
    ids=["fault", "busy", "broken"],
)
def test_a_passing_failure_is_tried_again(web, many, answer) -> None:
    web.answers["/a"] = [answer, answer, reply(b"fine")]
    assert many([web.url("/a")])[web.url("/a")][1] == b"fine"
    assert len(web.asked) == 3


def test_a_lasting_failure_is_told_and_tried_no_more(web, many) -> None:
    web.answers["/a"] = reply(status=500)
    outcome, _body = many([web.url("/a")])[web.url("/a")]
    assert outcome.code == "server_error"
    assert len(web.asked) == 3
    web.asked.clear()
    web.answers["/b"] = reply(status=404)
    many([web.url("/b")])
    assert len(web.asked) == 1


def test_a_host_that_is_down_is_not_asked_for_all_of_its_pictures(web, many) -> None:
    web.answers |= {f"/{n}": reply(status=500) for n in range(500)}
    found = many([web.url(f"/{n}") for n in range(500)])
    assert {outcome.code for outcome, _body in found.values()} == {"server_error"}
    assert len(found) == 500
    assert len(web.asked) < 30


def test_a_host_that_wants_a_long_rest_is_left_to_the_next_time(web, many) -> None:
    web.answers |= {f"/{n}": reply(status=429, retry_after="3600") for n in range(50)}
    with ends_within(1):
        found = many([web.url(f"/{n}") for n in range(50)], at_once=2)
    assert {outcome.retry_after_seconds for outcome, _body in found.values()} == {3600}
    assert len(web.asked) <= 4


def test_what_begins_wrong_is_not_read_to_its_end(web, many) -> None:
    sent = []

    def film(connection, asked):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(10_000):
            connection.sendall(b"film" * 4096)
            sent.append(1)

    def check(start: bytes) -> None:
        if start.startswith(b"film"):
            raise RefusedError("format", "This is a film.")

    web.answers |= {"/film": film, "/small": reply(b"fi")}
    with ends_within(1):
        found = many(
            [web.url("/film"), web.url("/small")],
            check_start=check,
        )
    assert found[web.url("/film")][0].code == "format"
    assert found[web.url("/small")][1] == b"fi"
    assert len(sent) < 1_000


def test_addresses_are_taken_as_there_is_room(web, open_bulk) -> None:
    web.answers |= {f"/{n}": reply(b"x") for n in range(10)}
    taken = []

    def endless():
        for n in range(10**9):
            taken.append(n)
            yield Wanted(url=web.url(f"/{n % 10}?{n}"))

    deliveries = open_bulk(at_once=2).fetch(endless())
    for _ in range(5):
        next(deliveries)
    assert len(taken) < 100
    deliveries.close()


def test_leaving_early_ends_what_is_under_way(web, open_bulk) -> None:
    begun, ended = threading.Event(), threading.Event()

    def silent(connection, asked):
        begun.set()
        connection.recv(1)
        ended.set()

    web.answers |= {"/silent": silent, "/a": reply(b"x")}
    deliveries = open_bulk(at_once=2).fetch(
        [Wanted(url=web.url("/silent")), Wanted(url=web.url("/a"))]
    )
    next(deliveries)
    begun.wait(10)
    with ends_within(0.5):
        deliveries.close()
        assert ended.wait(10)
    wait_until(
        lambda: not any(each.name.startswith("fetch_") for each in threading.enumerate()), 10
    )


def test_an_error_of_ours_is_not_taken_for_one_of_theirs(web, open_bulk) -> None:
    web.answers["/a"] = reply(b"x" * 2_000)

    def broken(start: bytes) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        list(open_bulk(check_start=broken).fetch([Wanted(url=web.url("/a"))]))


def test_a_run_in_batches_asks_nobody_twice_for_what_was_refused(web, open_bulk) -> None:
    web.answers |= {"/a": reply(b"a"), "/b": reply(status=404), "/c": reply(status=500)}
    urls = [web.url(path) for path in ("/a", "/b", "/c")]
    with open_bulk() as fetcher:
        take_all(fetcher, urls)
        web.asked.clear()
        again = take_all(fetcher, urls)
    assert web.paths == ["/a"]
    assert again[urls[0]][1] == b"a"
    assert [again[url][0].code for url in urls[1:]] == ["missing", "server_error"]


def test_a_run_has_so_many_addresses_and_no_more(web, many) -> None:
    web.answers |= {f"/{n}": reply(b"x") for n in range(8)}
    found = many([web.url(f"/{n}") for n in range(8)], most=5)
    codes = [getattr(outcome, "code", "") for outcome, _body in found.values()]
    assert sorted(codes) == [""] * 5 + ["too_many"] * 3
    assert len(web.asked) == 5


def test_refusals_are_of_the_kind_that_all_doors_speak() -> None:
    assert issubclass(FetchRefusedError, RefusedError)
