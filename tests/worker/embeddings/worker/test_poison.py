"""Pictures that crash, hang or exhaust whatever reads them: they fail, and hold up nobody."""

from __future__ import annotations

import pytest

from catalog.models import ProductImage
from embeddings.conf import conf
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.lifecycle import create_space
from tests.fixtures.celery_worker import Worker
from tests.fixtures.uploads import Upload, odd
from tests.waiting import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

HEALTHY_SECONDS = 60
SETTLE_SECONDS = 120
# Only poison is ever tried again here, so its second and third attempt may be cut shorter than a
# shop would have it (10 s): there is no picture that more time would save.
AGAIN_SECONDS = "2"


def settle(worker: Worker, seconds: float = SETTLE_SECONDS) -> None:
    wait_until(lambda: not ImageEmbedding.objects.pending().exists(), seconds, worker.output)


def ready(pictures: list[ProductImage]) -> int:
    return ImageEmbedding.objects.ready().filter(image__in=pictures).count()


@pytest.mark.parametrize("oddity", ["worker-segfault", "worker-hang"])
def test_a_picture_that_stops_the_worker_itself_fails_alone(
    upload: Upload, start_worker, oddity
) -> None:
    ledger = upload(41)
    poison = ledger.pop(17)
    worker = start_worker(**odd({poison.sha256: oddity}, ODD_TIME_LIMIT="5"))

    settle(worker)

    row = poison.embeddings.get()
    assert (row.state, row.attempts) == ("failed", conf.EMBED_ATTEMPTS)
    assert row.error
    assert ready(ledger) == 40


def test_healthy_pictures_do_not_wait_for_poison_however_many_spaces_there_are(
    upload: Upload, start_worker
) -> None:
    for recipe in ("hog", "lab_color", "hog*3+lab_color"):
        create_space(recipe)
    poison = upload(8)  # the oldest: they go first
    healthy = upload(60)
    oddities = ["segfault", "hang", "memory", "hang", "segfault", "hang", "memory", "segfault"]
    worker = start_worker(
        **odd({image.sha256: kind for image, kind in zip(poison, oddities, strict=True)}),
        VITRINE_DECODE_AGAIN_SECONDS=AGAIN_SECONDS,
    )
    children = worker.children()

    wait_until(lambda: ready(healthy) == 60 * 4, HEALTHY_SECONDS, worker.output)
    settle(worker)

    assert EmbeddingSpace.objects.active().count() == 4
    rows = ImageEmbedding.objects.filter(image__in=poison)
    assert {row.state for row in rows} == {"failed"}
    words = {"segfault": "SIGSEGV", "memory": "memory", "hang": "longer"}
    for image, kind in zip(poison, oddities, strict=True):
        assert all(words[kind] in row.error for row in rows if row.image_id == image.pk)
    assert set(ImageEmbedding.objects.ready().values_list("attempts", flat=True)) == {1}
    assert worker.children() == children
    # An attempt counts in every space, so a picture is read three times and not twelve.
    for image, kind in zip(poison, oddities, strict=True):
        stopped = worker.output().count(f"picture {image.pk} ")
        assert stopped == conf.EMBED_ATTEMPTS, f"{kind}: {stopped}"


def test_a_picture_that_stopped_the_worker_in_one_space_is_a_suspect_in_the_others(
    upload: Upload, start_worker
) -> None:
    create_space("hog")
    create_space("lab_color")
    poison, *healthy = upload(40)
    worker = start_worker(**odd({poison.sha256: "worker-segfault"}))
    wait_until(lambda: ready(healthy) == 39 * 3, HEALTHY_SECONDS, worker.output)
    # With its batch, once alone, and again as the last of a space: not once in each.
    assert worker.output().count("a worker stopped at work") <= 3
    # Those of one batch were in hand when the worker crashed, in one space.
    tried_again = ImageEmbedding.objects.ready().exclude(attempts=1)
    assert {row.space_id for row in tried_again} <= {EmbeddingSpace.objects.live().pk}
