"""PostgreSQL restarts, is killed, has no room for a connection, or waits for a lock."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg
from django.conf import settings

from benchmarks.load import drive, gets
from chaos.fault import NotSurvivedError, fault
from chaos.shop import Shop
from demo.servers import database_url, postgres, revive_services

AWAY_SECONDS = 5.0
ANSWER_SECONDS = 10.0
LOCKED_SECONDS = 20.0


@fault("F10", "PostgreSQL is restarted while pages are read and uploads come")
def restart(shop: Shop) -> str:
    with shop.ledger.sending(60) as sent:
        shop.wait(lambda: len(sent.accepted) > 5, 30)
        shop.may_leave_files = True
        postgres.stop(_data())
        revive_services()
        away = _seconds_until_it_answers(shop)
    return _send_the_rest(shop, away, shop.ledger.send_again(sent).refused)


@fault("F11", "PostgreSQL is killed while uploads come")
def kill(shop: Shop) -> str:
    with shop.ledger.sending(60) as sent:
        shop.wait(lambda: len(sent.accepted) > 5, 30)
        shop.say("kill -9 of PostgreSQL's first process")
        shop.may_leave_files = True
        pid = (_data() / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0]
        os.kill(int(pid), signal.SIGKILL)
        revive_services()
        away = _seconds_until_it_answers(shop)
    return _send_the_rest(shop, away, shop.ledger.send_again(sent).refused)


@fault("F12", "all connections of PostgreSQL are taken")
def take_all_connections(shop: Shop) -> str:
    with ExitStack() as taken:
        ours = _take(taken)
        # Those that the shop has kept are ended, and taken as well.
        ours[0].execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> ALL(%s)",
            ([each.info.backend_pid for each in ours],),
        )
        ours += _take(taken)
        shop.say(f"{len(ours)} connections are taken")
        seconds, _, refused = drive(gets(["/", "/p/chaos-1/"] * 8), clients=8, port=shop.port)
    shop.expect_within(max(seconds), ANSWER_SECONDS, "the slowest answer")
    away = _seconds_until_it_answers(shop)
    return f"{refused} of {len(seconds)} pages were 503; {away:.1f} s later all was well"


@fault("F13", f"the table of products is locked for {LOCKED_SECONDS:.0f} s, 20 clients")
def lock_table(shop: Shop) -> str:
    until = time.monotonic() + LOCKED_SECONDS
    slowest, health = 0.0, 0.0
    with psycopg.connect(database_url(_data())) as connection:
        connection.execute("LOCK TABLE catalog_product IN ACCESS EXCLUSIVE MODE")
        while time.monotonic() < until:
            seconds, *_ = drive(gets(["/p/chaos-1/"] * 20), clients=20, port=shop.port)
            slowest = max(slowest, *seconds)
            begun = time.monotonic()
            shop.get("/livez")
            health = max(health, time.monotonic() - begun)
    shop.expect_within(slowest, ANSWER_SECONDS, "the slowest answer")
    away = _seconds_until_it_answers(shop)
    return f"slowest answer {slowest:.1f} s, /livez {health:.1f} s; well {away:.1f} s afterwards"


def _take(taken: ExitStack) -> list[psycopg.Connection]:
    """As many connections as there are."""
    ours = []
    while True:
        try:
            ours.append(taken.enter_context(psycopg.connect(database_url(_data()))))
        except psycopg.OperationalError:
            return ours


def _seconds_until_it_answers(shop: Shop) -> float:
    return shop.wait(lambda: shop.get("/p/chaos-1/")[0] == 200, AWAY_SECONDS, lambda: "no 200")


def _send_the_rest(shop: Shop, away: float, refused: dict[int, int]) -> str:
    if refused:
        raise NotSurvivedError(f"{len(refused)} uploads failed when they were sent again")
    return f"pages were 200 again {away:.1f} s after PostgreSQL"


def _data() -> Path:
    return Path(settings.VITRINE_DATA)
