"""Engines beside PostgreSQL are filled, kept in step, mended and measured by workers alone."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction

from catalog.models import ProductImage
from embeddings.index.engines import make_store
from embeddings.index.external.following.models import FollowedSpace, StoreChange
from embeddings.models import EmbeddingSpace
from infra.publisher import send
from tests.fixtures.uploads import Upload
from tests.waiting import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

SETTLE_SECONDS = 60


@dataclass(frozen=True)
class Engine:
    """An engine as workers know it, and how its servers are stopped in their tracks."""

    name: str
    environ: dict[str, str]
    freeze: Callable[[], object]
    thaw: Callable[[], object]

    def keeps(self, ledger: list[ProductImage]) -> bool:
        """Whether it has these pictures, and no other."""
        store, space = make_store(self.name), EmbeddingSpace.objects.live()
        there = store.fingerprints(space, after=0) if store.holds(space) else []
        return sorted(image for image, _ in there) == sorted(image.pk for image in ledger)


@pytest.fixture(params=["milvus-lite", "shards"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """One that VITRINE_VECTOR_INDEX names, on a real server."""
    if request.param == "shards":
        request.getfixturevalue("three_shards")
        coordinator = request.getfixturevalue("shard_coordinator")
        _, server, _ = request.getfixturevalue("shard_servers")
        environ = {"VITRINE_VECTOR_INDEX": "shards", "VITRINE_SHARDS_COORDINATOR": coordinator}
        return Engine("shards", environ, server.freeze, server.thaw)
    request.getfixturevalue("milvus_lite_asked")
    server = request.getfixturevalue("milvus_lite_server")
    environ = {"VITRINE_VECTOR_INDEX": "milvus", "VITRINE_MILVUS_URL": server.url}
    return Engine(
        "milvus",
        environ,
        lambda: server.send(signal.SIGSTOP),
        lambda: server.send(signal.SIGCONT),
    )


def test_what_is_uploaded_and_deleted_reaches_the_engine(
    engine: Engine, upload: Upload, start_worker
) -> None:
    worker = start_worker("--beat", **engine.environ)
    ledger = upload(8)
    wait_until(lambda: engine.keeps(ledger), SETTLE_SECONDS, worker.output)
    ledger.pop().delete()
    wait_until(lambda: engine.keeps(ledger), SETTLE_SECONDS, worker.output)


def test_what_the_engine_has_lost_is_put_there_again_and_its_recall_is_measured(
    engine: Engine, upload: Upload, start_worker
) -> None:
    worker = start_worker("--beat", **engine.environ)
    ledger = upload(8)
    wait_until(lambda: engine.keeps(ledger), SETTLE_SECONDS, worker.output)
    # What was put there just now is not compared.
    wait_until(lambda: not StoreChange.objects.exists(), SETTLE_SECONDS, worker.output)
    make_store(engine.name).remove(EmbeddingSpace.objects.get(), [ledger[3].pk])
    assert not engine.keeps(ledger)
    send("embeddings.tasks.compare_engines", expires_seconds=60)
    wait_until(lambda: engine.keeps(ledger), SETTLE_SECONDS, worker.output)
    wait_until(lambda: not StoreChange.objects.exists(), SETTLE_SECONDS, worker.output)
    send("embeddings.tasks.tend_spaces", expires_seconds=60)
    wait_until(lambda: EmbeddingSpace.objects.get().recall == 1, 2 * SETTLE_SECONDS, worker.output)


def test_a_worker_killed_while_it_writes_there_loses_nothing(
    engine: Engine, upload: Upload, start_worker
) -> None:
    worker = start_worker("--beat", **engine.environ)
    ledger = upload(4)
    wait_until(lambda: engine.keeps(ledger), SETTLE_SECONDS, worker.output)
    engine.freeze()
    try:
        ledger += upload(16)  # some of them stand in the part that is frozen
        wait_until(lambda: waiting() and is_written_to(), SETTLE_SECONDS, worker.output)
        worker.kill()
        assert waiting()
    finally:
        engine.thaw()
    worker = start_worker("--beat", **engine.environ)
    wait_until(lambda: engine.keeps(ledger), SETTLE_SECONDS, worker.output)
    wait_until(lambda: not waiting(), SETTLE_SECONDS, worker.output)


def waiting() -> bool:
    return StoreChange.objects.filter(applied_at=None).exists()


def is_written_to() -> bool:
    """Whether a worker has the space in hand."""
    with transaction.atomic():
        return not list(FollowedSpace.objects.select_for_update(skip_locked=True))
