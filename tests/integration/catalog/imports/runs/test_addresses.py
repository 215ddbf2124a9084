"""A file that lies on another server: fetched in the background, and then like any other."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection as db_connection

from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.imports.runs.files import table_of
from catalog.imports.runs.queue import lease
from catalog.imports.runs.recognition import fetching
from catalog.imports.runs.working import work
from tests.scripted_server import ScriptedServer, reply

pytestmark = pytest.mark.django_db(transaction=True)

State = ImportRun.State


@pytest.fixture
def server(settings) -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        settings.VITRINE_FETCH_PORTS = (server.port,)
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
        yield server


def fetched(address: str, **options: Any) -> ImportRun:
    run = runs.start_by_address(address, **options)
    assert run.state == State.FETCHING
    assert work(token="test", seconds=60)
    run.refresh_from_db()
    return run


def test_it_is_fetched_recognised_and_goes_the_way_of_all_files(server: ScriptedServer) -> None:
    server.answers["/new%20list.csv"] = reply("sku;name;category\nA-1;Väse;X\n".encode("cp1252"))
    run = fetched(server.url("/new%20list.csv"))
    assert (run.name, run.state, run.reading["encoding"]) == (
        "new list.csv",
        State.RECOGNISED,
        "cp1252",
    )
    assert runs.possible(run) == {"check"}
    runs.check(run)
    work(token="test", seconds=60)
    assert runs.progress(run).counts["new"] == 1


def test_a_format_that_was_chosen_is_the_one_that_is_read(server: ScriptedServer) -> None:
    server.answers["/"] = reply(b"sku,name\nA-1,Vase\n")
    assert fetched(server.url("/"), format="vitrine").mapping["format"] == "vitrine"
    assert fetched(server.url("/"), format="shopify").mapping["format"] == "shopify"


@pytest.mark.parametrize(
    ("body", "said"),
    [(None, "404"), (b"\xff\xd8\xff\xe0 a picture", "no CSV, XLSX or XML")],
)
def test_what_cannot_be_had_or_read_is_told(server: ScriptedServer, body, said) -> None:
    if body is not None:
        server.answers["/list.csv"] = reply(body)
    run = fetched(server.url("/list.csv"))
    assert run.state == State.FAILED
    assert said in run.error
    assert not table_of(run.pk).exists()


def test_no_address_within_the_house_is_asked(settings) -> None:
    with ScriptedServer() as server:
        settings.VITRINE_FETCH_PORTS = (server.port,)
        run = fetched(server.url("/list.csv"))
        assert not server.asked
    assert run.state == State.FAILED


def test_cancelled_before_a_worker_came_it_is_not_asked_for(server: ScriptedServer) -> None:
    run = runs.start_by_address(server.url("/list.csv"))
    runs.cancel(run)
    assert not work(token="test", seconds=60)
    assert (run.state, len(server.asked)) == (State.CANCELLED, 0)
    with pytest.raises(runs.WrongStateError):
        runs.check(run)


def test_a_server_that_is_silent_does_not_cost_the_worker_its_lease(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "RENEW_SECONDS", 0.05)
    monkeypatch.setattr(lease, "RENEW_SECONDS", 0.0)
    run = runs.start_by_address(server.url("/slow.csv"))
    held: list[datetime] = []

    def slow(connection: socket.socket, asked: str) -> object:
        until = time.monotonic() + 20
        while len(set(held)) < 2 and time.monotonic() < until:
            held.append(ImportRun.objects.get(pk=run.pk).lease_expires_at)
            time.sleep(0.05)
        db_connection.close()  # this thread's own
        return reply(b"sku,name\nA-1,Vase\n")(connection, asked)

    server.answers["/slow.csv"] = slow
    work(token="test", seconds=60)
    run.refresh_from_db()
    assert run.state == State.RECOGNISED
    assert held[0] < held[-1]


def test_cancelled_while_a_server_is_silent_it_ends_at_once(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "RENEW_SECONDS", 0.05)
    monkeypatch.setattr(lease, "RENEW_SECONDS", 0.0)
    run = runs.start_by_address(server.url("/slow.csv"))
    ended = threading.Event()

    def silent(connection: socket.socket, asked: str) -> bool:
        ImportRun.objects.filter(pk=run.pk).update(is_cancelled=True)
        db_connection.close()  # this thread's own
        ended.wait(30)
        return False

    server.answers["/slow.csv"] = silent
    try:
        work(token="test", seconds=60)
    finally:
        ended.set()
    run.refresh_from_db()
    assert (run.state, run.error) == (State.CANCELLED, "")
