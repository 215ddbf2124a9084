"""Every change reaches an engine that is followed, whoever dies; elsewhere nothing is noted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from catalog.models import Category, Product, ProductImage
from embeddings.index.external.following.models import FollowedSpace, StoreChange
from embeddings.index.external.following.step import Step, take_step
from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.integration.embeddings.index.contract.stores import bring_in_step

pytestmark = pytest.mark.django_db(transaction=True)


def entry_of(shop, image: int):
    return shop.room[image]


def test_nothing_is_noted_where_no_engine_is_followed(random_catalogue) -> None:
    catalogue = random_catalogue(10)
    Product.objects.update(stock=7)
    Category.objects.filter(slug="rugs").update(parent=Category.objects.get(slug="home"))
    ImageEmbedding.objects.update(vector=catalogue.vectors[0].tolist())
    ImageEmbedding.objects.all().delete()
    assert not StoreChange.objects.exists()


def test_what_a_filter_asks_for_is_noted_with_the_change_and_nothing_else(store_shop) -> None:
    shop = store_shop(10)
    product = Product.objects.get(sku="S0")
    images = set(product.images.values_list("pk", flat=True))

    def noted() -> set[int]:
        found = set(StoreChange.objects.values_list("image_id", flat=True))
        StoreChange.objects.all().delete()
        return found

    one = Product.objects.filter(pk=product.pk)
    for change in (
        {"stock": 99},
        {"price": 77},
        {"brand": "Neu"},
        {"is_published": False},
        {"attributes": {"colour": "grey"}},
        {"category": Category.objects.get(slug="vases")},
    ):
        one.update(**change)
        assert noted() == images, change
    one.update(name="Another", description="Longer", stock=99)
    assert noted() == set()
    embedding = ImageEmbedding.objects.filter(image=min(images))
    embedding.update(claim="x", attempts=1)
    assert noted() == set()
    states: list[dict[str, object]] = [
        {"state": "pending", "vector": None},
        {"state": "ready", "vector": [0.5] * 16},
    ]
    for state in states:
        embedding.update(**state)
        assert noted() == {min(images)}
    with transaction.atomic():
        one.update(stock=1)
        transaction.set_rollback(True)
    assert noted() == set(), "a change that was undone was none"
    product.delete()
    assert noted() == images
    assert shop.followed.filled_at


def test_a_moved_category_takes_all_below_it_along(store_shop) -> None:
    shop = store_shop(12)
    home = Category.objects.get(slug="home")
    vase = ImageEmbedding.objects.filter(product__category__slug="vases").first()
    above = Category.objects.create(slug="above", name="Above")
    Category.objects.filter(pk=home.pk).update(parent=above)
    in_vases = ImageEmbedding.objects.filter(product__category__slug="vases")
    changed = set(StoreChange.objects.values_list("image_id", flat=True))
    assert changed == set(in_vases.values_list("image_id", flat=True))
    bring_in_step(shop.index)
    path = entry_of(shop, vase.image_id).category_path
    assert path == (above.pk, home.pk, vase.product.category_id)


def test_changes_are_applied_in_batches_as_they_are_by_then(store_shop) -> None:
    shop = store_shop(10)
    product = Product.objects.get(sku="S0")
    first, second = product.images.order_by("pk").values_list("pk", flat=True)
    for stock in (5, 6, 8):
        Product.objects.filter(pk=product.pk).update(stock=stock)
    ImageEmbedding.objects.filter(image=second).update(state="pending", vector=None)
    bring_in_step(shop.index)
    assert entry_of(shop, first).stock == 8
    assert second not in shop.room
    assert not StoreChange.objects.exists()


def test_an_engine_that_is_away_rests_longer_each_time_and_then_gets_all(store_shop) -> None:
    shop = store_shop(10)
    shop.store.away = True
    Product.objects.update(stock=3)
    for seconds in (1, 2, 4):
        FollowedSpace.objects.update(rests_until=None)
        rest, before = timedelta(seconds=seconds), timezone.now()
        assert take_step(shop.followed.pk, shop.store) == Step.AWAY
        assert before + rest <= shop.followed.rests_until <= timezone.now() + rest
    assert take_step(shop.followed.pk, shop.store) == Step.AWAY, "it rests, and is not asked"
    assert shop.followed.failures == 3
    assert StoreChange.objects.count() == 20
    shop.store.away = False
    FollowedSpace.objects.update(rests_until=None)
    bring_in_step(shop.index)
    assert {entry.stock for entry in shop.room.values()} == {3}
    assert shop.followed.failures == 0


def test_a_worker_that_dies_after_putting_leaves_the_changes(store_shop, monkeypatch) -> None:
    shop = store_shop(10)
    Product.objects.update(stock=3)
    put = shop.store.put

    def put_and_die(space, entries) -> None:
        put(space, entries)
        raise KeyboardInterrupt

    monkeypatch.setattr(shop.store, "put", put_and_die)
    with pytest.raises(KeyboardInterrupt):
        take_step(shop.followed.pk, shop.store)
    assert StoreChange.objects.count() == 20
    monkeypatch.undo()
    bring_in_step(shop.index)
    assert not StoreChange.objects.exists()
    assert len(shop.room) == 20


def test_two_workers_never_write_the_same_space_at_once(store_shop, monkeypatch) -> None:
    shop = store_shop(10)
    Product.objects.update(stock=3)
    put, seen = shop.store.put, []

    def put_beside_another(space, entries) -> None:
        with psycopg.connect(**other_session()) as other:
            held = other.execute(
                "SELECT count(*) FROM (SELECT id FROM embeddings_followedspace"
                " FOR NO KEY UPDATE SKIP LOCKED) free"
            ).fetchone()[0]
            # The shop itself goes on writing meanwhile.
            other.execute("UPDATE catalog_product SET stock = 4 WHERE sku = 'S0'")
        seen.append(held)
        put(space, entries)

    monkeypatch.setattr(shop.store, "put", put_beside_another)
    take_step(shop.followed.pk, shop.store)
    assert seen == [0]
    monkeypatch.undo()
    bring_in_step(shop.index)
    image = ProductImage.objects.filter(product__sku="S0").first()
    assert entry_of(shop, image.pk).stock == 4


def other_session() -> dict[str, Any]:
    params, names = connection.get_connection_params(), ("dbname", "user", "host", "port")
    return {name: params[name] for name in names if name in params}


def test_what_a_search_may_still_miss_stays_noted_until_it_sees_it(store_shop) -> None:
    shop = store_shop(10)
    shop.store.seen_after_seconds = 60.0
    Product.objects.filter(sku="S0").update(stock=3)
    while take_step(shop.followed.pk, shop.store) != Step.DONE:
        pass
    assert StoreChange.objects.exclude(applied_at=None).count() == 2
    shop.store.seen_after_seconds = 1e-6
    bring_in_step(shop.index)
    assert not StoreChange.objects.exists()


def test_filling_waits_for_writers_that_no_trigger_saw(random_catalogue, store) -> None:
    catalogue = random_catalogue(10)
    from embeddings.index.external.following import follow

    with psycopg.connect(**other_session()) as other:
        other.execute("UPDATE catalog_product SET stock = 77 WHERE sku = 'S0'")
        followed = follow.follow_space(follow.follow_engine("tested"), catalogue.space)
        assert take_step(followed.pk, store) == Step.BUSY
        assert take_step(followed.pk, store) == Step.BUSY
        other.commit()
        assert take_step(followed.pk, store) == Step.MOVED
    image = int(catalogue.images[0])
    assert store.rooms[catalogue.space.pk][image].stock == 77


def test_filling_begins_again_where_it_ended(store_shop, monkeypatch) -> None:
    from embeddings.index.external.following import follow, step

    shop = store_shop(10)
    monkeypatch.setattr(step, "BATCH", 8)
    follow.empty(shop.followed)
    assert take_step(shop.followed.pk, shop.store) == Step.MOVED
    assert len(shop.room) == 8
    assert shop.followed.filled_at is None
    bring_in_step(shop.index)  # another worker
    assert sorted(shop.room) == sorted(shop.catalogue.images.tolist())
    assert shop.followed.filled_at is not None
    kept = np.array([shop.room[image].vector for image in shop.catalogue.images.tolist()])
    assert np.array_equal(kept, shop.catalogue.vectors.astype(np.float32))


def test_every_active_space_is_followed_and_a_retired_one_given_back(store_shop) -> None:
    from embeddings.index.external.following.working import work_on_engines

    shop = store_shop(10)
    green = EmbeddingSpace.objects.create(
        name="green", recipe="random", components=[], dimensions=8, state="building"
    )
    work_on_engines(seconds=5)
    assert shop.store.holds(green)
    EmbeddingSpace.objects.filter(pk=green.pk).update(state="retired")
    shop.store.away = True
    work_on_engines(seconds=5)
    assert FollowedSpace.objects.filter(space=green).exists()
    shop.store.away = False
    FollowedSpace.objects.update(rests_until=None)
    work_on_engines(seconds=5)
    assert not shop.store.holds(green)
    assert not FollowedSpace.objects.filter(space=green).exists()
    assert shop.store.holds(shop.space)
