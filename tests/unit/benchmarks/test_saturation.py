"""`make load` finds where a server saturates, says why, and asks no stranger's shop unbidden."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence

import pytest

from benchmarks.load import Request
from benchmarks.saturation import open_loop, search, shopping
from benchmarks.saturation.__main__ import main
from benchmarks.saturation.client import FAILED, Shop
from benchmarks.saturation.limits import explain
from benchmarks.saturation.open_loop import run_step
from benchmarks.saturation.search import find_saturation, first_broken, kept_rate
from benchmarks.saturation.shopping import Kind
from benchmarks.saturation.step import Answer, Step
from tests.scripted_server import Answer as Scripted
from tests.scripted_server import ScriptedServer, reply

HOME: tuple[str, Request] = ("home", ("GET", "/", None, {}))
SERVICE_SECONDS = 0.01
"""Of a server that does one thing at a time: 100 requests a second."""


def one_at_a_time(pause: Callable[[], float] = lambda: SERVICE_SECONDS) -> Scripted:
    line = threading.Lock()
    answer = reply(b"ok")

    def serve(connection, asked):
        with line:
            time.sleep(pause())
        return answer(connection, asked)

    return serve


def step(rate: float, *answers: Answer, unsent: int = 0, busy: float | None = None) -> Step:
    return Step(rate=rate, promised=0.99, answers=answers, unsent=unsent, machine_busy=busy)


def answers(count: int, status: int = 200, seconds: float = 0.1, **more: str) -> list[Answer]:
    return [Answer(more.get("kind", "home"), status, seconds, more.get("limit", ""))] * count


def told(broken: Step) -> str:
    return " ".join(explain(broken))


def test_the_saturation_point_of_a_server_is_found(monkeypatch) -> None:
    monkeypatch.setitem(shopping.KINDS, "home", Kind(1, 0.15))
    with ScriptedServer() as server:
        server.answers["/"] = one_at_a_time()
        shop = Shop(server.url())

        def run(rate: float) -> Step:
            return run_step(
                shop, lambda dice: HOME, rate=rate, seconds=0.7, promised=0.8, clients=32
            )

        steps = list(find_saturation(run, start=35, most=500, precision=0.2))
    broken = first_broken(steps)
    assert broken is not None
    # A busy machine makes it slower, but none makes it quicker.
    assert 25 <= kept_rate(steps) < broken.rate <= 160, "it does 100 a second"
    assert not broken.errors
    assert "late" in told(broken)


def test_who_stands_still_is_seen_to_though_nobody_asks_meanwhile() -> None:
    pauses = iter([0.0] * 5 + [0.6])
    with ScriptedServer() as server:
        server.answers["/"] = one_at_a_time(lambda: next(pauses, 0.0))
        shop = Shop(server.url())
        found = run_step(
            shop, lambda dice: HOME, rate=100, seconds=1, promised=0.9, clients=1, seed=3
        )
    assert found.unsent == 0
    late = sum(each.seconds > 0.3 for each in found.answers)
    assert late > 15, "with one client all that were due meanwhile waited as well"


def test_a_server_that_never_answers_ends_the_step(monkeypatch) -> None:
    monkeypatch.setattr(open_loop, "GIVES_UP_SECONDS", 0.2)
    with ScriptedServer() as server:
        server.answers["/"] = one_at_a_time(lambda: 0.3)
        found = run_step(
            Shop(server.url()), lambda dice: HOME, rate=50, seconds=1, promised=0.9, clients=1
        )
    assert found.unsent > 30
    assert found.share_good < 0.5


@pytest.mark.parametrize("limit", [0.6, 7.0, 100.0, 333.0])
def test_any_limit_is_closed_in_on_in_few_steps(limit: float) -> None:
    def run(rate: float) -> Step:
        return step(rate, *answers(1, seconds=0.1 if rate <= limit else 9))

    steps = list(find_saturation(run, start=4, most=1_000))
    broken = first_broken(steps)
    assert broken is not None
    assert kept_rate(steps) <= limit < broken.rate <= 1.1 * kept_rate(steps)
    assert len(steps) < 20


def test_a_break_that_does_not_come_again_is_none() -> None:
    breaks = iter([False, True, False])

    def run(rate: float) -> Step:
        return step(rate, *answers(1, seconds=9 if next(breaks, rate > 50) else 0.1))

    steps = list(find_saturation(run, start=4, most=1_000))
    assert 45 < kept_rate(steps) <= 50


def test_shops_without_a_limit_and_shops_that_never_keep_it() -> None:
    quick = list(find_saturation(lambda rate: step(rate, *answers(1)), start=4, most=64))
    assert [each.rate for each in quick] == [4, 8, 16, 32, 64]
    assert first_broken(quick) is None
    slow = list(find_saturation(lambda rate: step(rate, *answers(1, 500)), start=4, most=64))
    assert kept_rate(slow) == 0
    assert slow[-1].rate >= search.LOWEST_RATE


@pytest.mark.parametrize(
    ("refused", "busy", "words"),
    [
        (
            answers(9, 429, kind="photo search", limit="20 for a visitor"),
            0.3,
            ("429", "20 for a visitor", "VITRINE_PHOTOS_PER_MINUTE", "VITRINE_RATE_LIMITS=off"),
        ),
        (answers(9, 503, kind="photo search"), 0.3, ("503", "photo search 9", "PHOTOS_AT_ONCE")),
        (answers(9, FAILED), None, ("9 requests were not answered",)),
        (answers(9, 500, kind="search"), None, ("answered 500: search 9",)),
        (answers(9, seconds=5), 0.97, ("late: home 9", "97% busy")),
        (answers(9, seconds=5), 0.3, ("late", "only 30% busy")),
    ],
)
def test_what_was_the_limit(refused: Sequence[Answer], busy: float, words) -> None:
    said = told(step(50, *answers(91), *refused, busy=busy))
    assert [word for word in words if word not in said] == []


def test_strangers_shops_are_not_asked_unbidden(capsys) -> None:
    assert main(["http://shop.example"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert main(["ftp://127.0.0.1"]) == 2
    with ScriptedServer() as server:
        assert main([server.url()]) == 2
    assert "is Vitrine there?" in capsys.readouterr().err


def test_a_shop_is_asked_as_shoppers_do_and_ctrl_c_ends_it_with_a_table(
    capsys, monkeypatch
) -> None:
    with ScriptedServer() as server:
        product = {
            "slug": "red-vase",
            "name": "Red vase",
            "category": {"slug": "vases"},
            "image": {"url": server.url("/media/a.jpg")},
        }
        listed = json.dumps({"results": [product]}).encode()
        server.answers = {
            "/api/v1/products/?facets=false&page_size=100": reply(listed),
            "/media/a.jpg": reply(b"JPEG"),
            "/api/v1/photo-searches/": reply(b"{}", status=201),
            **dict.fromkeys(
                ("/", "/c/vases/", "/p/red-vase/", "/search/?q=vase"), reply(b"a page")
            ),
            "/api/v1/products/red-vase/similar/": reply(status=429, RateLimit_Limit="600"),
        }
        rates = []

        def interrupted(run, *, start, most):
            yield run(start)
            rates.append(start)
            raise KeyboardInterrupt

        monkeypatch.setattr("benchmarks.saturation.__main__.find_saturation", interrupted)
        assert main([server.url(), "--start", "200", "--seconds", "0.6"]) == 130
        asked = set(server.paths)
        assert any(b"JPEG" in body for body in server.bodies)
    assert rates == [200]
    assert asked == set(server.answers)
    said = capsys.readouterr().out
    assert "Stopped before the end" in said
    assert "429: " in said
    assert "600 for a visitor" in said
    assert "|      200.0 |" in said
