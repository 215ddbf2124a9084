from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection
from django.test import Client

from embeddings.index.pgvector.maintenance.background import build_in_thread
from embeddings.models import EmbeddingSpace
from embeddings.worker import state as worker_state
from monitoring import beat
from monitoring.checks import database
from tests.fixtures.surroundings import broker
from tests.waiting import ends_within, wait_until

PATIENCE_SECONDS = 3
PASSWORD = "hunter2"


def ask(client) -> tuple[int, dict]:
    """The answer of /readyz, which must come soon in whatever state the servers are."""
    with ends_within(PATIENCE_SECONDS):
        response = client.get("/readyz")
    assert PASSWORD not in response.content.decode()
    assert "Traceback" not in response.content.decode()
    return response.status_code, response.json()


@pytest.fixture
def at_work(db) -> None:
    """Workers and beat have just been heard of."""
    worker_state.beat(list(worker_state.QUEUES))
    beat.say_alive()


@pytest.fixture
def other_session(transactional_db):
    """A second connection to the tests' database."""
    values = connection.settings_dict
    with psycopg.connect(
        host=values["HOST"], user=values["USER"], dbname=values["NAME"]
    ) as session:
        yield session


def test_livez_needs_nothing(client: Client) -> None:
    response = client.get("/livez")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_told_under_any_host_name(client: Client, path, db) -> None:
    assert client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_health_is_taken_for_nothing_else(client: Client, path, db) -> None:
    assert client.get(path)["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_only_read(client: Client, path) -> None:
    assert client.post(path).status_code == 405


def test_all_is_well(client: Client, at_work, plain_space: EmbeddingSpace) -> None:
    status, told = ask(client)
    assert status == 200
    assert told["status"] == "ok"
    assert {name for name, check in told["checks"].items() if check["ok"]} == {
        *("database", "writes", "pgvector", "embeddings", "index", "engines"),
        *("cache", "broker", "workers", "beat"),
    }
    assert len(told["checks"]) == 10
    assert told["checks"]["embeddings"]["space"] == plain_space.name


def test_what_waits_and_what_failed_is_counted(
    client: Client, plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red", "blue", "green")
    plain_space.embeddings.filter(pk=plain_space.embeddings.first().pk).update(state="failed")
    embeddings = ask(client)[1]["checks"]["embeddings"]
    assert (embeddings["pending"], embeddings["failed"]) == (2, 1)


def test_a_shop_without_a_space_is_told_how_to_get_one(client: Client, at_work) -> None:
    status, told = ask(client)
    assert (status, told["status"]) == (200, "degraded")
    assert "manage.py spaces create" in told["checks"]["embeddings"]["message"]


def test_the_note_of_the_live_space_is_told(
    client: Client, at_work, plain_space: EmbeddingSpace
) -> None:
    plain_space.note = "Without ResNet50: its weights could not be fetched."
    plain_space.save()
    told = ask(client)[1]
    assert told["status"] == "degraded"
    assert told["checks"]["embeddings"]["message"] == plain_space.note
    assert told["checks"]["embeddings"]["space"] == plain_space.name


def test_a_big_space_without_its_index_is_told(
    client: Client, at_work, indexed_space, tune_index
) -> None:
    assert ask(client)[1]["status"] == "ok"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {indexed_space.index_name}")
    assert ask(client)[1]["status"] == "ok", "a small space needs none"
    tune_index(min_rows=0)
    status, told = ask(client)
    assert (status, told["status"]) == (200, "degraded")
    assert told["checks"]["index"]["message"] == f"the index of {indexed_space} is missing"


def test_an_invalid_index_is_told_and_so_is_one_being_built(
    client: Client, at_work, indexed_space, other_session, tune_index
) -> None:
    index = tune_index(min_rows=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s)",
            [indexed_space.index_name],
        )
    message = ask(client)[1]["checks"]["index"]["message"]
    assert message == f"the index of {indexed_space} is invalid"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {indexed_space.index_name}")
    other_session.execute("UPDATE embeddings_imageembedding SET priority = 1")  # to be waited for
    build = threading.Thread(
        target=build_in_thread, args=[index.build, indexed_space, index.failed_builds]
    )
    build.start()
    wait_until(lambda: index.report(indexed_space).progress, 20)
    message = ask(client)[1]["checks"]["index"]["message"]
    other_session.rollback()
    build.join(20)
    assert f"the index of {indexed_space} is being built (" in message
    assert ask(client)[1]["checks"]["index"]["ok"]


def test_an_index_that_finds_too_little_is_told(client: Client, at_work, indexed_space) -> None:
    for recall, ok in ((0.98, True), (0.979, False)):
        indexed_space.recall = recall
        indexed_space.save()
        assert ask(client)[1]["checks"]["index"]["ok"] is ok
    message = ask(client)[1]["checks"]["index"]["message"]
    assert indexed_space.name in message
    assert "0.979" in message


def test_no_worker_is_told_by_queue(client: Client, plain_space: EmbeddingSpace) -> None:
    worker_state.beat(["embeddings"])
    status, told = ask(client)
    assert (status, told["status"]) == (200, "degraded")
    assert told["checks"]["workers"]["message"] == "no worker reads: photos"


def test_what_keeps_workers_from_encoding_is_told(
    client: Client, at_work, plain_space: EmbeddingSpace
) -> None:
    worker_state.report_problem("The weights of resnet50 are not those of the space.")
    assert "weights of resnet50" in ask(client)[1]["checks"]["workers"]["message"]


def test_a_beat_that_stopped_is_told(client: Client, plain_space: EmbeddingSpace) -> None:
    worker_state.beat(list(worker_state.QUEUES))
    told = ask(client)[1]
    assert told["status"] == "degraded"
    assert "beat sends nothing" in told["checks"]["beat"]["message"]


def test_a_broker_that_may_drop_messages_is_told(
    client: Client, at_work, plain_space: EmbeddingSpace
) -> None:
    server = broker()
    server.config_set("maxmemory-policy", "allkeys-lru")
    try:
        status, told = ask(client)
    finally:
        server.config_set("maxmemory-policy", "noeviction")
    assert (status, told["status"]) == (200, "degraded")
    assert "allkeys-lru" in told["checks"]["broker"]["message"]
    assert ask(client)[1]["status"] == "ok"


def test_a_full_broker_is_told_at_once(
    client: Client, at_work, plain_space: EmbeddingSpace
) -> None:
    server = broker()
    server.config_set("maxmemory", 1)
    try:
        told = ask(client)[1]
    finally:
        server.config_set("maxmemory", 0)
    assert told["status"] == "degraded"
    assert "full" in told["checks"]["broker"]["message"]
    assert ask(client)[1]["status"] == "ok"


@pytest.mark.parametrize("sockets", [[], ["broker.sock"]], ids=["away", "frozen"])
def test_without_a_broker_pages_are_served(
    client: Client, at_work, plain_space: EmbeddingSpace, settings, dead_folder, sockets
) -> None:
    settings.REDIS_URL = f"redis+socket://{dead_folder(*sockets) / 'broker.sock'}"
    status, told = ask(client)
    assert (status, told["status"]) == (200, "degraded")
    assert "cannot be reached" in told["checks"]["broker"]["message"]
    assert str(dead_folder()) not in str(told)


@pytest.mark.parametrize("sockets", [[], ["cache.sock"]], ids=["away", "frozen"])
def test_without_a_cache_pages_are_served(
    client: Client, plain_space: EmbeddingSpace, settings, dead_folder, sockets
) -> None:
    url = f"unix://{dead_folder(*sockets) / 'cache.sock'}"
    settings.CACHE_URL = url
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": url}}
    status, told = ask(client)
    assert (status, told["status"]) == (200, "degraded")
    assert [name for name, check in told["checks"].items() if not check["ok"]] == [
        "cache",
        "workers",
        "beat",
    ]
    assert str(dead_folder()) not in str(told)


@pytest.mark.parametrize("sockets", [[], [".s.PGSQL.5432"]], ids=["away", "frozen"])
def test_without_a_database_nothing_is_served(
    client: Client, database_at, dead_folder, sockets
) -> None:
    database_at(HOST=str(dead_folder(*sockets)), USER="shop", PASSWORD=PASSWORD)
    status, told = ask(client)
    assert (status, told["status"]) == (503, "unavailable")
    assert told["checks"]["database"] == {
        "ok": False,
        "message": "the database gives an error (OperationalError)",
    }
    assert "embeddings" not in told["checks"]
    assert told["checks"]["broker"]["ok"]


def test_everything_away_at_once_is_told_as_soon(
    client: Client, database_at, settings, dead_folder
) -> None:
    folder = dead_folder(".s.PGSQL.5432", "redis.sock")
    database_at(HOST=str(folder))
    settings.REDIS_URL = f"redis+socket://{folder / 'redis.sock'}"
    settings.CACHE_URL = f"unix://{folder / 'redis.sock'}"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": settings.CACHE_URL}}
    status, told = ask(client)
    assert status == 503
    assert not any(check["ok"] for check in told["checks"].values())


def test_a_locked_catalogue_cannot_be_served(client: Client, other_session) -> None:
    other_session.execute("LOCK TABLE catalog_product IN ACCESS EXCLUSIVE MODE")
    assert ask(client)[0] == 503
    other_session.rollback()
    assert ask(client)[0] == 200


def test_locked_embeddings_leave_the_pages(
    client: Client, plain_space: EmbeddingSpace, other_session
) -> None:
    other_session.execute("LOCK TABLE embeddings_imageembedding IN ACCESS EXCLUSIVE MODE")
    status, told = ask(client)
    assert status == 200
    assert told["checks"]["database"]["ok"]
    assert not told["checks"]["embeddings"]["ok"]


def test_a_database_without_tables_cannot_serve(client: Client, db) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalog_product RENAME TO catalog_product_gone")
    status, told = ask(client)
    assert status == 503
    assert "ProgrammingError" in told["checks"]["database"]["message"]


def test_a_missing_pgvector_is_told(client: Client, db) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION vector CASCADE")
    assert "manage.py migrate" in ask(client)[1]["checks"]["pgvector"]["message"]


def test_an_old_pgvector_is_told(client: Client, db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PGVECTOR_FLOOR", (99, 0, 0))
    status, told = ask(client)
    assert (status, told["status"]) == (200, "degraded")
    assert "older than 99.0.0" in told["checks"]["pgvector"]["message"]
    assert told["checks"]["pgvector"]["version"]
