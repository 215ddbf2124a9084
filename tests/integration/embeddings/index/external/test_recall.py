"""An engine is measured once its searches see what it was filled with, and never before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from embeddings.index import IndexStatus, SpaceChangingError, engines
from embeddings.index.due import measure_due_recalls
from embeddings.index.external.following.models import FollowedSpace, StoreChange
from embeddings.index.external.following.step import take_step
from embeddings.index_conf import STORES
from embeddings.models import EmbeddingSpace
from embeddings.tasks import measure_recall
from infra import publisher
from tests.integration.embeddings.index.contract.stores import NumpyStore

pytestmark = pytest.mark.django_db(transaction=True)


class LateStore(NumpyStore):
    """What is put there is seen by no search until the test says so."""

    seen_after_seconds = 600.0

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[int, dict] = {}

    def nearest(self, vectors, **asked):
        put, self.rooms = self.rooms, self.seen
        try:
            return super().nearest(vectors, **asked)
        finally:
            self.rooms = put

    def show(self) -> None:
        """So much time has gone by: a search sees all that was put until now."""
        self.seen = {space: dict(room) for space, room in self.rooms.items()}
        gone = timedelta(seconds=self.seen_after_seconds)
        FollowedSpace.objects.update(filled_at=F("filled_at") - gone)
        StoreChange.objects.update(applied_at=F("applied_at") - gone)


@pytest.fixture
def store(monkeypatch) -> LateStore:
    """In place of the one that sees at once."""
    made = LateStore()
    monkeypatch.setitem(STORES, "tested", "a store of this test")
    monkeypatch.setattr(engines, "_make_store", lambda name: made)
    return made


@pytest.fixture
def sent(monkeypatch) -> list[tuple]:
    """Messages that ask for a measurement."""
    messages: list[tuple] = []
    monkeypatch.setattr(publisher, "send", lambda *args, **options: messages.append(args))
    return messages


def test_a_measurement_waits_until_searches_see_what_was_put(store_shop, store, sent) -> None:
    shop = store_shop(40)
    assert shop.index.read_status(shop.space) == IndexStatus.INVALID
    assert not shop.index.report(shop.space).healthy
    with pytest.raises(SpaceChangingError):
        shop.index.tune(shop.space)
    measure_recall(shop.space.pk)
    measure_due_recalls()
    assert sent == []
    assert EmbeddingSpace.objects.get().recall_measured_at is None
    store.show()
    assert shop.index.read_status(shop.space) == IndexStatus.VALID
    measure_due_recalls()
    assert sent == [("embeddings.tasks.measure_recall", shop.space.pk, True)]
    measure_recall(shop.space.pk, True)
    assert EmbeddingSpace.objects.get().recall == 1


def test_what_changed_since_is_not_held_against_it(store_shop, store) -> None:
    shop = store_shop(40)
    store.show()
    room = store.seen[shop.space.pk]
    for image in sorted(room)[::4]:
        del room[image]
        StoreChange.objects.create(followed=shop.followed, image_id=image)
    take_step(shop.followed.pk, store)
    assert shop.index.measure_recall(shop.space) == 1
    StoreChange.objects.all().delete()
    assert shop.index.measure_recall(shop.space) < 0.9


def test_with_too_many_changes_nothing_is_measured(store_shop, store, settings) -> None:
    settings.VITRINE_INDEX_MOST_PENDING = 3
    shop = store_shop(40)
    store.show()
    images = sorted(store.seen[shop.space.pk])[:4]
    StoreChange.objects.bulk_create(
        StoreChange(followed=shop.followed, image_id=image) for image in images
    )
    with pytest.raises(SpaceChangingError):
        shop.index.measure_recall(shop.space)
