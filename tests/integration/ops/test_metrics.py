"""/metrics tells a Prometheus server what there is to tell, soon, and never more than that."""

from __future__ import annotations

import time
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from embeddings.models import (
    CategoryIndex,
    CategoryIndexChange,
    EmbeddingSpace,
    ImageEmbedding,
    PhotoMean,
)
from embeddings.worker import state as worker_state
from infra.version import VERSION
from monitoring import beat
from tests.waiting import ends_within

PATIENCE_SECONDS = 3
PASSWORD = "hunter2"


def scrape(client) -> dict[tuple[str, ...], float]:
    """What Prometheus' own parser reads: (name, *label values) -> number."""
    with ends_within(PATIENCE_SECONDS):
        response = client.get("/metrics")
    assert response.status_code == 200
    text = response.content.decode()
    assert PASSWORD not in text
    assert "Traceback" not in text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def at_work(db) -> None:
    """Workers and beat have just been heard of."""
    worker_state.beat(list(worker_state.QUEUES))
    beat.say_alive()


def test_it_is_prometheus_text_for_whoever_asks_by_whatever_name(client: Client, db) -> None:
    response = client.get("/metrics", headers={"Host": "10.0.0.7:8000"})
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain; version=")
    assert "no-cache" in response["Cache-Control"]
    assert client.post("/metrics").status_code == 405


def test_pictures_are_counted_by_space_and_state(
    client: Client, at_work, plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red", "blue")
    embed()
    make_product("green", "teal", "gold")
    waiting = plain_space.embeddings.pending()
    waiting.filter(pk=waiting.first().pk).update(state="failed")
    waiting.update(queued_at=timezone.now() - timedelta(seconds=90))
    told = scrape(client)
    name = plain_space.name
    states = {
        state: told["vitrine_embeddings", name, state] for state in ("ready", "pending", "failed")
    }
    assert states == {"ready": 2, "pending": 2, "failed": 1}
    assert 90 <= told["vitrine_oldest_waiting_seconds", name] < 100
    assert told["vitrine_space_live", name] == 1
    assert told["vitrine_info", VERSION] == 1


def test_where_none_waits_nothing_has_been_waiting(
    client: Client, plain_space: EmbeddingSpace
) -> None:
    told = scrape(client)
    assert told["vitrine_oldest_waiting_seconds", plain_space.name] == 0
    assert told["vitrine_embeddings", plain_space.name, "ready"] == 0


def test_indexes_of_categories_and_what_they_have_not_got_are_told(
    client: Client, indexed_space
) -> None:
    assert scrape(client)["vitrine_category_index_changes",] == 0
    for category, given_up_at in ((1, None), (2, None), (3, timezone.now())):
        CategoryIndex.objects.create(
            space=indexed_space,
            category_id=category,
            filled_at=timezone.now(),
            given_up_at=given_up_at,
        )
    CategoryIndexChange.objects.create(product_id=7)
    told = scrape(client)
    assert told["vitrine_category_indexes", indexed_space.name] == 2
    assert told["vitrine_category_index_changes",] == 1


def test_the_index_and_what_it_finds_are_told(client: Client, indexed_space) -> None:
    name = indexed_space.name
    told = scrape(client)
    assert told["vitrine_index_valid", name] == 1
    assert ("vitrine_index_recall", name) not in told, "nobody has measured it"
    indexed_space.ef_search, indexed_space.recall = 64, 0.991
    indexed_space.recall_measured_at = timezone.now()
    indexed_space.save()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {indexed_space.index_name}")
    told = scrape(client)
    assert told["vitrine_index_valid", name] == 0
    assert told["vitrine_index_ef_search", name] == 64
    assert told["vitrine_index_recall", name] == 0.991
    measured = told["vitrine_index_recall_measured_timestamp_seconds", name]
    assert measured == pytest.approx(time.time(), abs=20)


def test_how_many_photos_their_mean_rests_on(client: Client, plain_space: EmbeddingSpace) -> None:
    assert not [key for key in scrape(client) if key[0] == "vitrine_photos_in_mean"]
    for key, photos in ((plain_space.features_key, 30), ("another", 50)):
        PhotoMean.objects.create(features_key=key, framing="white", photos=photos, sums=b"")
    assert scrape(client)["vitrine_photos_in_mean", "white"] == 30


def test_every_check_of_readyz_is_a_number(
    client: Client, at_work, plain_space: EmbeddingSpace
) -> None:
    checks = client.get("/readyz").json()["checks"]
    told = scrape(client)
    assert {key[1] for key in told if key[0] == "vitrine_check_ok"} == set(checks)
    assert all(told["vitrine_check_ok", name] == 1 for name in checks)


def test_a_queue_without_a_worker_is_zero(client: Client, plain_space: EmbeddingSpace) -> None:
    worker_state.beat(["photos"])
    told = scrape(client)
    assert told["vitrine_worker_alive", "photos"] == 1
    assert told["vitrine_worker_alive", "embeddings"] == 0
    assert told["vitrine_check_ok", "beat"] == 0


@pytest.mark.parametrize("sockets", [[], [".s.PGSQL.5432"]], ids=["away", "frozen"])
def test_without_a_database_the_rest_is_told(
    client: Client, database_at, dead_folder, sockets
) -> None:
    worker_state.beat(list(worker_state.QUEUES))
    database_at(HOST=str(dead_folder(*sockets)), USER="shop", PASSWORD=PASSWORD)
    told = scrape(client)
    assert told["vitrine_check_ok", "database"] == 0
    assert told["vitrine_check_ok", "broker"] == 1
    assert told["vitrine_worker_alive", "embeddings"] == 1
    assert not [key for key in told if key[0] == "vitrine_embeddings"]


@pytest.mark.parametrize("sockets", [[], ["redis.sock"]], ids=["away", "frozen"])
def test_without_stores_the_rest_is_told(
    client: Client, plain_space: EmbeddingSpace, settings, dead_folder, sockets
) -> None:
    path = dead_folder(*sockets) / "redis.sock"
    settings.REDIS_URL, settings.CACHE_URL = f"redis+socket://{path}", f"unix://{path}"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": settings.CACHE_URL}}
    told = scrape(client)
    assert told["vitrine_check_ok", "broker"] == 0
    assert not [key for key in told if key[0] == "vitrine_worker_alive"]
    assert told["vitrine_embeddings", plain_space.name, "ready"] == 0


@pytest.mark.django_db(transaction=True)
def test_a_locked_table_leaves_a_gap_and_not_an_error(
    client: Client, plain_space: EmbeddingSpace
) -> None:
    values = connection.settings_dict
    with psycopg.connect(
        host=values["HOST"], user=values["USER"], dbname=values["NAME"]
    ) as session:
        session.execute(f"LOCK TABLE {ImageEmbedding._meta.db_table} IN ACCESS EXCLUSIVE MODE")
        told = scrape(client)
    assert told["vitrine_check_ok", "database"] == 1
    assert told["vitrine_check_ok", "embeddings"] == 0
    assert told["vitrine_space_live", plain_space.name] == 1
    assert ("vitrine_embeddings", plain_space.name, "ready") not in told


def test_a_name_with_quotes_does_not_break_the_page(
    client: Client, plain_space: EmbeddingSpace
) -> None:
    plain_space.name = 'odd "name"\\\n of a space'
    plain_space.save()
    assert scrape(client)["vitrine_space_live", plain_space.name] == 1
