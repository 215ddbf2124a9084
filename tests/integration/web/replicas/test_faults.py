"""A replica that is behind, frozen, gone, in conflict or asked to write: somebody else answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from catalog.models import Product
from config.urls import urlpatterns as real_urls
from infra.replicas.standing import Problem
from infra.replicas.watch import watch
from tests.fixtures.replication import Pair
from tests.integration.web.replicas.conftest import name_on_page
from tests.waiting import ends_within, wait_until


def read_twice(request: HttpRequest) -> HttpResponse:
    """Between the two, something happens on the primary."""
    with transaction.atomic():
        Product.objects.count()
        for each in _meanwhile:
            each()
        _meanwhile.clear()
        Product.objects.count()
    return HttpResponse(connection.alias)


def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{Product.objects.update(stock=77)} {connection.alias}")


def take_too_long(request: HttpRequest) -> HttpResponse:
    _asked.append(connection.alias)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(5)")
    raise AssertionError("it was not bounded")


_meanwhile: list = []
_asked: list[str] = []
urlpatterns = [
    path("read-twice", read_twice),
    path("write", write),
    path("take-too-long", take_too_long),
    *real_urls,
]
handler500 = "web.failures.unavailable.handle_error"


def found() -> Problem | None:
    (replica,) = watch.get().view().replicas
    return replica.problem


def test_a_replica_too_far_behind_answers_nobody(
    client: Client, renamed, replicated, settings
) -> None:
    settings.VITRINE_REPLICA_MAX_LAG = 1.0
    wait_until(lambda: found() == Problem.BEHIND, 30)
    assert name_on_page(client) == "New name"
    told = client.get("/readyz").json()["checks"]["replicas"]
    assert told["message"] == "replica_1 is too far behind"
    assert (told["ok"], told["usable"]) == (False, 0)
    assert told["lag_seconds"]["replica_1"] > 1
    numbers = client.get("/metrics").content.decode()
    assert 'vitrine_replica_usable{replica="replica_1"} 0.0' in numbers
    assert 'vitrine_check_ok{check="replicas"} 0.0' in numbers
    renamed()
    replicated()
    told = client.get("/readyz").json()["checks"]["replicas"]
    assert told == {"ok": True, "usable": 1, "lag_seconds": {"replica_1": 0.0}}
    numbers = client.get("/metrics").content.decode()
    assert 'vitrine_replica_lag_seconds{replica="replica_1"} 0.0' in numbers


def test_a_frozen_replica_holds_a_request_for_a_second(client: Client, vase, pair: Pair) -> None:
    name_on_page(client)  # by a connection that the freeze finds open
    with pair.replica.frozen():
        with ends_within(3):
            assert name_on_page(client) == "Old name"
        wait_until(lambda: found() == Problem.AWAY, 30)
        with ends_within(1):
            assert name_on_page(client) == "Old name"
    wait_until(lambda: found() is None, 20)


def test_a_replica_that_is_killed_costs_nobody_an_answer(client: Client, vase, pair: Pair) -> None:
    name_on_page(client)
    pair.replica.kill()
    assert name_on_page(client) == "Old name"
    wait_until(lambda: found() == Problem.AWAY, 30)
    assert client.get("/readyz").json()["checks"]["replicas"]["message"].endswith("not answer")
    pair.replica.start()
    wait_until(lambda: found() is None, 20)


@pytest.fixture
def impatient(pair: Pair) -> Iterator[None]:
    """The replica's readers give way at once to what it replays, not after 30 s."""

    def alter(change: str) -> None:
        pair.replica.run(f"ALTER SYSTEM {change}")
        pair.replica.run("SELECT pg_reload_conf()")

    alter("SET max_standby_streaming_delay = 0")
    yield
    alter("RESET max_standby_streaming_delay")


@pytest.mark.urls(__name__)
def test_rows_that_the_primary_removes_meanwhile_are_read_there(
    client: Client, vase, impatient, pair: Pair, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/read-twice").content == b"replica_1"

    def lock() -> None:
        pair.primary.run("BEGIN; LOCK TABLE catalog_product IN ACCESS EXCLUSIVE MODE; COMMIT")
        pair.catch_up()

    _meanwhile.append(lock)
    assert client.get("/read-twice").content == b"default"
    assert "conflict with recovery" in caplog.text


@pytest.mark.urls(__name__)
def test_a_page_that_writes_after_all_is_the_primarys(client: Client, vase) -> None:
    assert client.get("/write").content == b"1 default"
    assert Product.objects.get().stock == 77


@pytest.mark.urls(__name__)
def test_what_takes_too_long_is_not_asked_twice(client: Client, vase) -> None:
    response = client.get("/take-too-long")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert _asked == ["replica_1"]
