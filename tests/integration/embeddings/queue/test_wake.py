"""Wake-ups are few, carry no work, and never hold up or fail an upload."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
from billiard.context import ForkContext
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.queue.wake import wake_up_read, wake_workers
from infra.publisher import publisher
from tests.fixtures.surroundings import broker
from tests.waiting import ends_within

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def frozen_broker():
    """The broker process stopped in its tracks: it accepts connections and answers nothing."""
    pid = broker().info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    yield
    os.kill(pid, signal.SIGCONT)


def queued() -> list[dict]:
    return [json.loads(message) for message in broker().lrange("embeddings", 0, -1)]


def test_many_uploads_send_one_message_without_work_in_it(
    plain_space: EmbeddingSpace, make_product
) -> None:
    for _ in range(20):
        make_product("red")
    (message,) = queued()
    assert message["headers"]["task"] == "embeddings.tasks.embed_pending"
    assert message["headers"]["argsrepr"] == "()"
    assert ImageEmbedding.objects.pending().count() == 20


def test_a_message_is_worth_something_to_a_worker_whose_clock_is_two_minutes_ahead(
    plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red")
    (message,) = queued()
    expires = datetime.fromisoformat(message["headers"]["expires"])
    assert expires > datetime.now(UTC) + timedelta(seconds=120)
    by_the_clock: dict[str, Any] = settings.CELERY_BEAT_SCHEDULE
    assert min(each["options"]["expires"] for each in by_the_clock.values()) > 120


def test_once_a_worker_has_read_it_the_next_upload_sends_another(
    plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red")
    wake_up_read()
    make_product("red")
    assert len(queued()) == 2


def test_a_rolled_back_upload_wakes_nobody(plain_space: EmbeddingSpace, make_product) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - rolls back
        make_product("red")
        raise RuntimeError
    assert queued() == []


def test_uploads_succeed_quickly_while_the_broker_is_frozen(
    plain_space: EmbeddingSpace, make_product, frozen_broker
) -> None:
    for _ in range(10):
        with ends_within(3):
            make_product("red")
    assert ImageEmbedding.objects.pending().count() == 10


def test_uploads_succeed_while_the_broker_refuses(
    plain_space: EmbeddingSpace, make_product, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args, **options):
        raise ConnectionRefusedError

    monkeypatch.setattr(current_app, "send_task", refuse)
    make_product("red")
    assert ImageEmbedding.objects.pending().count() == 1
    assert publisher.get().is_paused
    assert wake_workers() is False


def test_a_process_forked_after_a_wake_up_can_wake_too(db) -> None:
    # As a worker's parent does: it wakes for a dead child, and then forks the next one.
    assert wake_workers(even_if_sent=True)
    child = ForkContext().Process(
        target=lambda: sys.exit(0 if wake_workers(even_if_sent=True) else 3)
    )
    child.start()
    child.join(30)
    assert child.exitcode == 0
    assert len(queued()) == 2


def test_without_a_cache_every_upload_wakes(
    plain_space: EmbeddingSpace, make_product, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args, **options):
        raise redis.ConnectionError

    monkeypatch.setattr(cache, "add", away)
    make_product("red")
    make_product("red")
    assert len(queued()) == 2


def test_uploads_at_once_send_one_message(plain_space: EmbeddingSpace) -> None:
    sent = []
    threads = [threading.Thread(target=lambda: sent.append(wake_workers())) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(sent) == [False] * 7 + [True]
