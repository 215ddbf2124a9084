"""The pending rows are the queue: complete, claimed once, counted, given back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from catalog.images.saving import add_picture, set_picture
from catalog.images.validation import validate_picture
from catalog.models import ProductImage
from embeddings import queue
from embeddings.conf import conf
from embeddings.failures import STOPPED_WORKER
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.lifecycle import create_space


@pytest.fixture
def pictures(plain_space: EmbeddingSpace, make_product) -> list[ProductImage]:
    return list(make_product("red", "green", "blue", "gold").images.all())


def claim_batch(space: EmbeddingSpace, *, token: str, size: int) -> list[queue.Job]:
    """As a worker does: rows that there is nothing against, or else one suspect."""
    jobs = queue.claim(queue.untried(space), token=token, size=size)
    return jobs or queue.claim(queue.suspects(space), token=token, size=1)


def expire_leases() -> None:
    ImageEmbedding.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def test_a_saved_picture_waits_in_every_active_space(
    plain_space: EmbeddingSpace, make_product
) -> None:
    other = create_space("hog")
    image = make_product("red").images.get()
    rows = ImageEmbedding.objects.filter(image=image)
    assert {row.space for row in rows} == {plain_space, other}
    assert {(row.state, row.digest, row.attempts) for row in rows} == {("pending", image.sha256, 0)}


def test_a_rolled_back_picture_leaves_neither_row_nor_file(
    plain_space: EmbeddingSpace, make_product, picture: Callable[..., bytes]
) -> None:
    product = make_product()
    storage = ProductImage._meta.get_field("image").storage
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - rolls back
        image = add_picture(product, validate_picture(picture("red")))
        raise RuntimeError
    assert not ProductImage.objects.exists()
    assert not ImageEmbedding.objects.exists()
    # The file is the sweeper's: nobody is told of a rollback.
    assert list(storage.old_pictures(older_than_seconds=-1)) == [[image.image.name]]


def test_editing_a_description_does_not_queue_again(pictures) -> None:
    ImageEmbedding.objects.update(attempts=1)
    pictures[0].alt = "A red vase"
    pictures[0].save()
    assert pictures[0].embeddings.get().attempts == 1


def test_a_claim_is_counted_leased_and_nobody_elses(plain_space: EmbeddingSpace, pictures) -> None:
    jobs = claim_batch(plain_space, token="first", size=3)
    assert [job.image_id for job in jobs] == [image.pk for image in pictures[:3]]
    assert [job.digest for job in jobs] == [image.sha256 for image in pictures[:3]]
    rows = ImageEmbedding.objects.filter(claim="first")
    assert {row.attempts for row in rows} == {1}
    assert all(row.lease_expires_at > timezone.now() for row in rows)

    others = claim_batch(plain_space, token="second", size=10)
    assert [job.image_id for job in others] == [pictures[3].pk]


def test_two_workers_at_once_never_share_a_row(
    transactional_db, plain_space: EmbeddingSpace, make_product
) -> None:
    for _ in range(5):
        make_product("red", "green", "blue", "gold")
    claimed: list[int] = []
    start = threading.Barrier(4)

    def claim(token: str) -> None:
        start.wait()
        while jobs := claim_batch(plain_space, token=token, size=2):
            claimed.extend(job.embedding_id for job in jobs)
        connections.close_all()

    threads = [threading.Thread(target=claim, args=[f"worker {n}"]) for n in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(claimed) == len(set(claimed)) == 20


def test_urgent_rows_go_first(plain_space: EmbeddingSpace, pictures) -> None:
    ImageEmbedding.objects.filter(image=pictures[2]).update(priority=50)
    assert claim_batch(plain_space, token="t", size=1)[0].image_id == pictures[2].pk


def test_rows_of_a_crashed_batch_come_back_one_by_one(
    plain_space: EmbeddingSpace, pictures
) -> None:
    claim_batch(plain_space, token="crashed", size=4)
    assert claim_batch(plain_space, token="other", size=4) == []
    expire_leases()
    assert len(claim_batch(plain_space, token="other", size=4)) == 1


def test_a_released_claim_is_free_at_once(plain_space: EmbeddingSpace, pictures) -> None:
    claim_batch(plain_space, token="killed", size=4)
    assert queue.release_claims(token="killed") == 4
    assert len(claim_batch(plain_space, token="other", size=4)) == 1


def test_a_claim_handed_back_was_never_tried(plain_space: EmbeddingSpace, pictures) -> None:
    claim_batch(plain_space, token="t", size=4)
    assert queue.hand_back(token="t") == 4
    rows = ImageEmbedding.objects.values_list("attempts", "claim", "lease_expires_at").distinct()
    assert list(rows) == [(0, "", None)]
    assert len(claim_batch(plain_space, token="other", size=4)) == 4


def test_after_three_attempts_a_row_fails_with_a_reason(
    plain_space: EmbeddingSpace, pictures
) -> None:
    ImageEmbedding.objects.exclude(image=pictures[0]).delete()
    for _ in range(conf.EMBED_ATTEMPTS):
        assert queue.give_up_exhausted() == 0
        assert claim_batch(plain_space, token="t", size=1)
        queue.release_claims(token="t")
    assert claim_batch(plain_space, token="t", size=1) == []
    assert queue.give_up_exhausted() == 1
    row = ImageEmbedding.objects.get()
    assert (row.state, row.error) == ("failed", STOPPED_WORKER)


def test_a_row_at_its_last_attempt_is_not_given_up_while_its_worker_lives(
    plain_space: EmbeddingSpace, pictures
) -> None:
    ImageEmbedding.objects.update(attempts=conf.EMBED_ATTEMPTS - 1)
    claim_batch(plain_space, token="t", size=1)
    assert queue.give_up_exhausted() == 0


def test_a_retried_row_starts_over_at_the_front(plain_space: EmbeddingSpace, pictures) -> None:
    failed = pictures[3].embeddings.get()
    ImageEmbedding.objects.filter(pk=failed.pk).update(state="failed", attempts=3, error="broken")
    ImageEmbedding.objects.update(priority=0)
    assert queue.retry([failed.pk, pictures[0].embeddings.get().pk]) == 1
    assert claim_batch(plain_space, token="t", size=1)[0].embedding_id == failed.pk


def test_a_replaced_picture_starts_over_and_forgets_its_claim(
    plain_space: EmbeddingSpace, pictures, picture: Callable[..., bytes]
) -> None:
    claim_batch(plain_space, token="old", size=4)
    set_picture(pictures[0], validate_picture(picture("purple")))
    row = pictures[0].embeddings.get()
    assert (row.claim, row.attempts, row.digest) == ("", 0, pictures[0].sha256)


def test_pictures_that_were_missed_are_queued_by_the_sweeper(
    plain_space: EmbeddingSpace, pictures, picture: Callable[..., bytes]
) -> None:
    ImageEmbedding.objects.filter(image=pictures[0]).delete()
    ImageEmbedding.objects.filter(image=pictures[1]).update(digest="0" * 64)
    assert queue.queue_missing() == 2
    assert queue.queue_missing() == 0
    assert pictures[1].embeddings.get().digest == pictures[1].sha256


def test_retired_spaces_get_no_new_rows(plain_space: EmbeddingSpace, make_product) -> None:
    retired = create_space("hog")
    EmbeddingSpace.objects.filter(pk=retired.pk).update(state="retired")
    assert make_product("red").images.get().embeddings.count() == 1
    assert queue.queue_missing() == 0
