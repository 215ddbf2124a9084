"""A file that lies on another server: fetched in the background, and then like any other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.imports.runs.files import table_of
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
