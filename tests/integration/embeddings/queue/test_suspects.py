"""What was tried without success goes last and alone, in every space that its picture waits in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from catalog.models import ProductImage
from embeddings import queue
from embeddings.conf import conf
from embeddings.failures import STOPPED_WORKER
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.lifecycle import create_space


@pytest.fixture
def other(plain_space: EmbeddingSpace) -> EmbeddingSpace:
    return create_space("hog")


@pytest.fixture
def pictures(other, make_product: Callable) -> list[ProductImage]:
    return list(make_product("red", "green", "blue", "gold").images.all())


def images(rows) -> list[int]:
    return list(rows.values_list("image_id", flat=True))


def test_the_least_tried_suspect_is_first_whatever_its_id(
    plain_space: EmbeddingSpace, pictures
) -> None:
    for picture, attempts in zip(pictures, (2, 0, 1, 0), strict=True):
        picture.embeddings.filter(space=plain_space).update(attempts=attempts)
    assert images(queue.untried(plain_space)) == [pictures[1].pk, pictures[3].pk]
    assert images(queue.suspects(plain_space)) == [pictures[2].pk, pictures[0].pk]


def test_a_picture_that_crashed_in_one_space_is_a_suspect_in_the_others(
    plain_space: EmbeddingSpace, other, pictures
) -> None:
    queue.claim(queue.untried(plain_space), token="crashed", size=1)
    # While a worker has it in hand there is nothing against it.
    assert len(images(queue.untried(other))) == 4
    queue.release_claims(token="crashed")
    assert images(queue.suspects(other)) == [pictures[0].pk]
    assert pictures[0].pk not in images(queue.untried(other))
    assert other.embeddings.get(image=pictures[0]).attempts == 0


def test_a_picture_that_was_given_up_in_one_space_is_a_suspect_in_the_others(
    plain_space: EmbeddingSpace, other, pictures
) -> None:
    rows = plain_space.embeddings.filter(image=pictures[0])
    rows.update(state="failed", attempts=conf.EMBED_ATTEMPTS, error="crashed")
    assert images(queue.suspects(other)) == [pictures[0].pk]
    # One that failed for a reason of its own is none: nothing crashed.
    rows.update(attempts=1)
    assert images(queue.suspects(other)) == []


def test_other_bytes_of_the_same_picture_are_no_suspect(
    plain_space: EmbeddingSpace, other, pictures
) -> None:
    plain_space.embeddings.filter(image=pictures[0]).update(attempts=1, digest="0" * 64)
    assert images(queue.suspects(other)) == []


def test_a_picture_that_stopped_its_decoder_counts_in_every_space(
    plain_space: EmbeddingSpace, other, pictures
) -> None:
    for attempt in range(1, conf.EMBED_ATTEMPTS + 1):
        rows = queue.suspects(plain_space) if attempt > 1 else queue.untried(plain_space)
        (job,) = queue.claim(rows, token="t", size=1)
        queue.suspect({job.embedding_id: "crashes"}, token="t")
        found = pictures[0].embeddings.values_list("attempts", "claim", "error")
        assert set(found) == {(attempt, "", "crashes")}
    assert queue.give_up_exhausted() == 2
    assert set(pictures[0].embeddings.values_list("state", flat=True)) == {"failed"}
    assert ImageEmbedding.objects.pending().count() == 6


def test_a_picture_that_was_alone_when_its_worker_stopped_counts_in_every_space(
    plain_space: EmbeddingSpace, other, pictures
) -> None:
    queue.claim(queue.untried(plain_space), token="t", size=2)
    assert queue.release_stopped(token="t") == 2, "it may have been either"
    assert set(other.embeddings.values_list("attempts", flat=True)) == {0}
    for attempt in range(2, conf.EMBED_ATTEMPTS + 1):
        queue.claim(plain_space.embeddings.filter(image=pictures[0]), token="t", size=1)
        assert queue.release_stopped(token="t") == 1
        assert other.embeddings.get(image=pictures[0]).attempts == attempt - 1
        # Those that have less against them go first.
        assert images(queue.suspects(other)) == [pictures[1].pk, pictures[0].pk]
    assert queue.release_stopped(token="t") == 0
    assert queue.give_up_exhausted() == 1
    assert plain_space.embeddings.get(image=pictures[0]).error == STOPPED_WORKER


def test_a_picture_that_was_replaced_meanwhile_is_not_suspected(
    plain_space: EmbeddingSpace, pictures
) -> None:
    (job,) = queue.claim(queue.untried(plain_space), token="t", size=1)
    ImageEmbedding.objects.update(claim="", attempts=0, digest="1" * 64)
    queue.suspect({job.embedding_id: "crashes"}, token="t")
    assert not ImageEmbedding.objects.exclude(attempts=0).exists()


def test_rows_that_are_handed_back_by_id_leave_the_others_of_the_claim(
    plain_space: EmbeddingSpace, pictures
) -> None:
    first, second = queue.claim(queue.untried(plain_space), token="t", size=2)
    assert queue.hand_back(token="t", rows=[second.embedding_id]) == 1
    kept = ImageEmbedding.objects.get(pk=first.embedding_id)
    given = ImageEmbedding.objects.get(pk=second.embedding_id)
    assert (kept.claim, kept.attempts) == ("t", 1)
    assert (given.claim, given.attempts) == ("", 0)
