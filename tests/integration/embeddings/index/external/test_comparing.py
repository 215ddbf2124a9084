"""An engine that has lost, kept or damaged something is mended, and what was found is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.models import Product
from embeddings.index.external.following import reconcile
from embeddings.index.external.following.models import FollowedSpace, StoreChange
from embeddings.index.external.following.working import compare_engines, work_on_engines
from tests.integration.embeddings.index.contract.stores import bring_in_step

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[2_000, 7])
def slices(request, monkeypatch) -> None:
    """A pass in one slice, and in many."""
    monkeypatch.setattr(reconcile, "SLICE", request.param)


def test_what_differs_is_told_by_kind_and_mended(store_shop, slices) -> None:
    shop = store_shop(20)
    room = shop.room
    images = sorted(room)
    del room[images[0]], room[images[-1]]
    for image in images[5:8]:
        room[image] = replace(room[image], fingerprint=room[image].fingerprint ^ 1)
    for orphan in (images[-1] + 1_000, images[-1] + 1_001):
        room[orphan] = replace(room[images[5]], image_id=orphan)
    compare_engines(seconds=20)
    assert shop.followed.found_before == {"compared": 40, "missing": 2, "stale": 3, "orphan": 2}
    assert shop.followed.compared_at
    bring_in_step(shop.index)
    compare_engines(seconds=20)
    assert shop.followed.found_before == {"compared": 40}
    assert sorted(room) == images


def test_what_only_waits_to_be_applied_is_no_difference(store_shop) -> None:
    shop = store_shop(10)
    Product.objects.update(stock=3)
    waiting = StoreChange.objects.count()
    compare_engines(seconds=20)
    assert shop.followed.found_before == {"compared": 20}
    assert StoreChange.objects.count() == waiting


def test_an_engine_that_was_thrown_away_is_filled_anew(store_shop) -> None:
    shop = store_shop(10)
    shop.store.rooms.clear()
    compare_engines(seconds=20)
    assert shop.followed.found_before == {"emptied": 1}
    assert shop.followed.filled_at is None, "PostgreSQL answers meanwhile"
    work_on_engines(seconds=20)
    assert len(shop.room) == 20
    assert shop.followed.filled_at


def test_an_engine_that_is_away_is_compared_later(store_shop) -> None:
    shop = store_shop(10)
    shop.store.away = True
    compare_engines(seconds=20)
    assert FollowedSpace.objects.get().compared_at is None
