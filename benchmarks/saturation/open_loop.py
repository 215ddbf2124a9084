"""Sending requests when they are due, whether those before are answered or not."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from benchmarks.load import Request
from benchmarks.saturation.client import Reply, Shop
from benchmarks.saturation.processors import Watch
from benchmarks.saturation.step import Answer, Step

Draw = Callable[[random.Random], tuple[str, Request]]

CLIENTS = 96
"""Requests under way at once. Further ones wait in this program, which counts as waiting, too."""
GIVES_UP_SECONDS = 4.0
"""Once a request is sent so much too late the shop has lost, and nothing more is learnt."""


def run_step(
    shop: Shop,
    draw: Draw,
    *,
    rate: float,
    seconds: float,
    promised: float,
    clients: int = CLIENTS,
    seed: int = 0,
) -> Step:
    """Ask at a rate (requests/s), at times as random as those of people who know nothing of
    each other (Poisson), and wait for the last answer.
    """
    dice = random.Random(seed)  # noqa: S311 - the same requests at each rate
    requests: list[tuple[float, str, Request]] = []
    due = 0.0
    while (due := due + dice.expovariate(rate)) < seconds:
        requests.append((due, *draw(dice)))
    waiting = iter(requests)
    lock = threading.Lock()
    answers: list[Answer] = []
    given_up = threading.Event()
    begun = time.perf_counter() + 0.05

    def client() -> None:
        connection = shop.connect()
        while not given_up.is_set():
            with lock:
                sent = next(waiting, None)
            if sent is None:
                break
            due, kind, request = sent
            late = time.perf_counter() - begun - due
            if late > GIVES_UP_SECONDS:
                given_up.set()
                break
            time.sleep(max(0.0, -late))
            reply = shop.ask(connection, request)
            took = time.perf_counter() - begun - due
            answers.append(Answer(kind, reply.status, took, _limit_of(reply)))
        connection.close()

    with Watch(here=shop.is_here) as watch:
        threads = [threading.Thread(target=client, daemon=True) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return Step(
        rate=rate,
        promised=promised,
        answers=answers,
        unsent=len(requests) - len(answers),
        machine_busy=watch.machine_busy,
        own_busy=watch.own_busy,
    )


def _limit_of(reply: Reply) -> str:
    limit, window = (reply.headers.get(f"RateLimit-{part}") for part in ("Limit", "Reset"))
    if reply.status != 429 or not limit:
        return ""
    return f"{limit} for a visitor, {window or '?'} s until there are more"
