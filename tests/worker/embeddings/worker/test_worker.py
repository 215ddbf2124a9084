"""A real Celery worker on a real Redis: what is acknowledged is embedded, whatever happens."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta

import pytest
from django.db.models import F

from catalog.images.saving import set_picture
from catalog.images.validation import validate_picture
from catalog.models import ProductImage
from demo.servers import revive_services
from embeddings.conf import WAKE_AGAIN_SECONDS
from embeddings.models import ImageEmbedding
from embeddings.tasks import sweep
from tests.fixtures.surroundings import broker
from tests.fixtures.uploads import odd
from tests.pictures import draw, encode
from tests.waiting import BUSY, ends_within, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

SETTLE_SECONDS = 60
# Two decode at a time, so a batch of 32 takes 4 s: long enough to be caught at work.
SLOW = {"*": 0.25}

# Longer than a web process waits for the broker, and over before a worker's next word to it.
FROZEN_MS = "2500"


def pending() -> int:
    return ImageEmbedding.objects.pending().count()


def wait_until_settled(worker, *, seconds: float = SETTLE_SECONDS) -> None:
    wait_until(lambda: pending() == 0, seconds, worker.output)


def assert_all_ready(ledger: list[ProductImage]) -> None:
    """One row for each acknowledged picture, ready, with the vector of its current bytes."""
    rows = ImageEmbedding.objects.values_list("image_id", "state", "digest")
    assert sorted(rows) == sorted((image.pk, "ready", image.sha256) for image in ledger)


def test_an_upload_is_ready_within_seconds(upload, start_worker) -> None:
    worker = start_worker()
    ledger = upload(1)
    wait_until_settled(worker, seconds=5 * BUSY)
    assert_all_ready(ledger)


def test_300_uploads_arrive_as_a_handful_of_messages_and_in_batches(upload, start_worker) -> None:
    started = time.monotonic()
    ledger = upload(300)
    waiting = broker().llen("embeddings")
    seconds = time.monotonic() - started
    worker = start_worker()
    wait_until_settled(worker)
    assert_all_ready(ledger)
    received = worker.output().count("embed_pending[") // 2  # received, succeeded
    assert waiting <= 1 + seconds / WAKE_AGAIN_SECONDS
    assert received <= 10
    assert ImageEmbedding.objects.filter(attempts=1).count() == 300


def test_a_killed_pool_process_loses_nothing(upload, start_worker) -> None:
    ledger = upload(40)
    worker = start_worker(**odd(SLOW))
    wait_until(lambda: ImageEmbedding.objects.exclude(claim="").exists(), 30, worker.output)
    (child,) = worker.children()
    os.kill(child, signal.SIGKILL)
    wait_until(lambda: "pictures go back" in worker.output(), 20, worker.output)
    wait_until_settled(worker)
    assert_all_ready(ledger)


def test_a_killed_worker_loses_nothing(upload, start_worker) -> None:
    ledger = upload(40)
    worker = start_worker(**odd(SLOW))
    wait_until(lambda: ImageEmbedding.objects.exclude(claim="").exists(), 30, worker.output)
    worker.kill()
    assert pending() > 0
    # So much of the lease goes by at once: the rest of it is what the next worker finds.
    ImageEmbedding.objects.exclude(claim="").update(
        lease_expires_at=F("lease_expires_at") - timedelta(seconds=15)
    )
    worker = start_worker("--beat")
    wait_until_settled(worker)
    assert_all_ready(ledger)


def test_pictures_replaced_and_deleted_at_work_leave_the_newest_bytes_alone(
    upload, start_worker
) -> None:
    ledger = upload(32)
    worker = start_worker(**odd(SLOW))
    wait_until(lambda: ImageEmbedding.objects.exclude(claim="").exists(), 30, worker.output)
    replaced, deleted = ledger[5], ledger.pop(20)
    set_picture(replaced, validate_picture(encode(draw("black", shape="rectangle"))))
    deleted.delete()
    wait_until_settled(worker)
    assert_all_ready(ledger)


def test_a_worker_told_to_stop_ends_what_it_has_in_hand_and_gives_the_rest_back_at_once(
    upload, start_worker
) -> None:
    upload(64)  # 8 s of work, 4 for a batch
    worker = start_worker(**odd(SLOW))
    wait_until(lambda: ImageEmbedding.objects.exclude(claim="").exists(), 30, worker.output)
    os.kill(worker.process.pid, signal.SIGTERM)
    with ends_within(3):
        assert worker.process.wait(3 * BUSY) == 0
    rows = set(ImageEmbedding.objects.values_list("state", "attempts", "claim", "lease_expires_at"))
    given_back = ("pending", 0, "", None)
    assert given_back in rows
    assert rows <= {given_back, ("ready", 1, "", None)}
    assert broker().llen("embeddings") == 1  # whoever is there goes on


def test_uploads_while_the_broker_is_frozen_are_embedded_once_it_is_back(
    upload, start_worker
) -> None:
    worker = start_worker("--beat")
    pid = broker().info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        with ends_within(10 * 3):
            ledger = upload(10)
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_until_settled(worker)
    assert_all_ready(ledger)


def test_uploads_while_the_broker_is_down_are_embedded_once_it_is_back(
    upload, start_worker
) -> None:
    worker = start_worker("--beat")
    broker().shutdown(save=True)
    try:
        with ends_within(10 * 3):
            ledger = upload(10)
    finally:
        revive_services()
    wait_until_settled(worker)
    assert_all_ready(ledger)


def test_a_broker_that_freezes_on_a_worker_stops_it_for_that_time_only(
    upload, start_worker
) -> None:
    worker = start_worker("--beat", **odd({}), ODD_FREEZE_MS=FROZEN_MS)
    ledger = upload(3)
    wait_until_settled(worker)
    assert_all_ready(ledger)


def test_a_worker_whose_broker_is_full_goes_on_once_there_is_room(upload, start_worker) -> None:
    worker = start_worker("--beat", **odd({}))
    ledger = upload(3)
    broker().config_set("maxmemory", 1)
    try:
        wait_until(lambda: "used memory > 'maxmemory'" in worker.output(), 30, worker.output)
        ledger += upload(1)
    finally:
        broker().config_set("maxmemory", 0)
    wait_until_settled(worker)
    assert_all_ready(ledger)
    ledger += upload(1)
    wait_until_settled(worker)
    assert_all_ready(ledger)


def test_lost_messages_are_healed_by_the_sweeper(upload, start_worker) -> None:
    ledger = upload(60)
    broker().flushall()
    worker = start_worker()
    sweep.delay()
    wait_until_settled(worker)
    assert_all_ready(ledger)


def test_a_hundred_messages_for_one_picture_make_one_row(upload, start_worker) -> None:
    ledger = upload(1)
    from celery import current_app

    for _ in range(100):
        current_app.send_task("embeddings.tasks.embed_pending")
    worker = start_worker("--concurrency", "2")
    wait_until(lambda: broker().llen("embeddings") == 0, 30, worker.output)
    wait_until_settled(worker)
    assert_all_ready(ledger)
    assert "ERROR" not in worker.output()


def test_two_workers_share_the_work_without_doing_it_twice(upload, start_worker) -> None:
    workers = [start_worker("-n", f"{n}@%h") for n in "ab"]
    ledger = upload(120)
    wait_until_settled(workers[0])
    assert_all_ready(ledger)
    assert set(ImageEmbedding.objects.values_list("attempts", flat=True)) == {1}
