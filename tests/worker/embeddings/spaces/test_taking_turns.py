"""Looking after the spaces leaves the only worker to others between two pieces of its work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from infra import publisher
from tests.builders.taught_catalogue import features_of, items_of, make_taught_space
from tests.waiting import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def verdicts() -> list[str]:
    """The teachers whose recipes have been graded."""
    return [each["teacher"] for each in EmbeddingSpace.objects.live().fitting["verdicts"]]


def test_other_work_has_its_turn_before_all_is_learnt(start_worker) -> None:
    make_taught_space(features_of(40, 3), items_of(40, 3))
    due = Product.objects.first()
    Product.objects.filter(pk=due.pk).update(
        is_published=False, publish_at=timezone.now() - timedelta(minutes=1)
    )
    worker = start_worker(VITRINE_TEND_SECONDS="0")

    for task in ("embeddings.tasks.tend_spaces", "catalog.tasks.keep_timetable"):
        assert publisher.send(task, expires_seconds=60)

    wait_until(lambda: Product.objects.get(pk=due.pk).is_published, 60, worker.output)
    assert verdicts() == ["both"]
    assert EmbeddingSpace.objects.count() == 1

    assert publisher.send("embeddings.tasks.tend_spaces", expires_seconds=60)
    wait_until(lambda: len(verdicts()) > 1, 60, worker.output)
    assert verdicts()[:2] == ["both", "products"]
