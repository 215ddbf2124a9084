"""Vectors from a file and workers at the same rows: one of the two writes, never both."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from django.db import connections, transaction

from catalog.images.saving import set_picture
from catalog.images.validation import validate_picture
from embeddings import queue
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.transfer import import_vectors, read
from embeddings.transfer import store as storing
from embeddings.vectors.store import store_brought_vectors, store_vectors
from embeddings.worker import embed as embedding
from embeddings.worker.batch import embed_batch
from tests.integration.embeddings.transfer.conftest import COLOURS, forget_vectors, stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(exported, plain_space: EmbeddingSpace) -> dict:
    """Everything waits again; what was stored before."""
    before = stored()
    forget_vectors()
    queue.queue_missing()
    return before


def test_a_claimed_picture_gets_its_vector_and_its_worker_stores_nothing(
    waiting, exported, plain_space: EmbeddingSpace
) -> None:
    jobs = queue.claim(queue.untried(plain_space), token="worker", size=3)

    outcome = import_vectors(exported)

    assert (outcome.stored, outcome.left) == (len(COLOURS), 0)
    assert set(ImageEmbedding.objects.values_list("claim", "lease_expires_at")) == {("", None)}
    assert embed_batch(jobs, space=plain_space, token="worker") == 0
    assert queue.release_claims(token="worker") == 0
    assert stored() == waiting


def test_a_worker_that_stores_first_is_not_written_over(
    waiting, exported, plain_space: EmbeddingSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows were read as waiting; by the time of the statement one is ready."""
    (job,) = queue.claim(queue.untried(plain_space), token="worker", size=1)
    numbers = np.zeros((1, plain_space.dimensions), np.float32)
    numbers[0, 0] = 1
    store = store_brought_vectors

    def lose_the_race(*args):
        assert store_vectors([job.embedding_id], numbers, numbers, token="worker") == 1
        return store(*args)

    monkeypatch.setattr(storing, "store_brought_vectors", lose_the_race)
    outcome = import_vectors(exported)
    assert (outcome.stored, outcome.left) == (len(COLOURS) - 1, 1)
    assert ImageEmbedding.objects.get(pk=job.embedding_id).vector[0] == 1


def test_a_row_that_is_locked_is_left_and_not_waited_for(
    waiting, exported, plain_space: EmbeddingSpace
) -> None:
    locked, done = threading.Event(), threading.Event()

    def hold_a_row() -> None:
        try:
            with transaction.atomic():
                ImageEmbedding.objects.select_for_update().first()
                locked.set()
                done.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=hold_a_row)
    thread.start()
    try:
        assert locked.wait(30)
        outcome = import_vectors(exported)
    finally:
        done.set()
        thread.join()
    assert (outcome.stored, outcome.left) == (len(COLOURS) - 1, 1)
    assert ImageEmbedding.objects.pending().count() == 1
    assert import_vectors(exported).stored == 1


def test_a_picture_replaced_meanwhile_keeps_waiting(
    waiting,
    exported,
    plain_space: EmbeddingSpace,
    monkeypatch: pytest.MonkeyPatch,
    picture: Callable[..., bytes],
) -> None:
    row = ImageEmbedding.objects.first()
    store = store_brought_vectors

    def replace_then_store(*args):
        set_picture(row.image, validate_picture(picture("black")))
        return store(*args)

    monkeypatch.setattr(storing, "store_brought_vectors", replace_then_store)
    assert import_vectors(exported).stored == len(COLOURS) - 1
    row.refresh_from_db()
    assert (row.state, row.vector) == ("pending", None)


def test_a_failed_picture_is_mended(waiting, exported) -> None:
    ImageEmbedding.objects.update(state="failed", error="out of memory", attempts=3)
    assert import_vectors(exported).stored == len(COLOURS)
    assert set(ImageEmbedding.objects.values_list("state", "error")) == {("ready", "")}


def test_an_import_that_broke_off_is_completed_by_the_next(
    waiting, exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "BATCH_PICTURES", 2)
    store, calls = store_brought_vectors, list[object]()

    def die_at_the_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return store(*args)

    monkeypatch.setattr(storing, "store_brought_vectors", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        import_vectors(exported)
    monkeypatch.undo()
    outcome = import_vectors(exported)
    assert (outcome.stored, outcome.present) == (len(COLOURS) - 2, 2)
    assert stored() == waiting


def test_two_imports_and_a_worker_at_once_store_each_picture_once(
    waiting, exported, plain_space: EmbeddingSpace
) -> None:
    counts: list[int] = []

    def run(work) -> None:
        try:
            counts.append(work())
        finally:
            connections.close_all()

    def embed_all() -> int:
        return embedding.drain(token="worker")

    works = [
        lambda: import_vectors(exported).stored,
        lambda: import_vectors(exported).stored,
        embed_all,
    ]
    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == len(works)  # none ended in an error, such as a deadlock
    assert sum(counts) == len(COLOURS)
    assert {row.state for row in ImageEmbedding.objects.all()} == {"ready"}
