"""What changes is seen at once, before it is filed and afterwards, and nothing is filed twice."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import Category, Product, ProductImage
from catalog.product_filter import ProductFilter
from embeddings.index.pgvector.categories.apply import apply_changes
from embeddings.index.pgvector.categories.fill import FILING
from embeddings.index.pgvector.categories.models import TABLES
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import CategoryIndex, CategoryIndexChange, ImageEmbedding
from infra.locks.advisory import lock_until_commit
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def filed(slug: str) -> set[int]:
    """The pictures in the index of a category."""
    category = Category.objects.get(slug=slug).pk
    index = CategoryIndex.objects.usable().get(category_id=category)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT image_id FROM {index.table_name}")
        return {image for (image,) in cursor.fetchall()}


def standing(*slugs: str) -> set[int]:
    """The pictures whose products stand in these categories."""
    images = ProductImage.objects.filter(product__category__slug__in=slugs)
    return set(images.values_list("pk", flat=True))


def locks() -> list[tuple]:
    """Who holds a lock by name, for whoever wonders why nothing is filed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, application_name, state, query FROM pg_locks JOIN pg_stat_activity"
            " USING (pid) WHERE locktype = 'advisory'"
        )
        return cursor.fetchall()


def apply(tuning: Tuning | None = None) -> None:
    apply_changes(seconds=20, tuning=tuning or Tuning())
    assert not CategoryIndexChange.objects.exists()


def test_a_filter_by_category_is_answered_by_the_index_of_the_category(shop) -> None:
    assert filed("home") == filed("vases") == standing("vases")
    for slug in ("home", "vases", "rugs"):
        assert shop.is_asked(shop.filter(slug))
        assert shop.is_asked(shop.filter(slug, price_max=Decimal(100), brands=("Borea",)))
    assert not shop.is_asked(shop.filter("vases", only_ids=frozenset(range(10_000))))
    both = ProductFilter(
        category_ids=(*shop.filter("vases").category_ids, *shop.filter("rugs").category_ids)
    )
    assert not shop.is_asked(both)


def test_only_tables_that_hold_a_changed_product_are_written(shop) -> None:
    nearest = shop.search(shop.filter("rugs"))[:5]
    vases = Category.objects.get(slug="vases")
    Product.objects.filter(pk__in=nearest).update(category=vases)
    with CaptureQueriesContext(connection) as captured:
        apply()
    (delete,) = [q["sql"] for q in captured if q["sql"].startswith(f"DELETE FROM {TABLES}")]
    rugs = CategoryIndex.objects.usable().get(category_id=Category.objects.get(slug="rugs").pk)
    assert f" {rugs.table_name} " in delete
    assert filed("home") == filed("vases") == standing("vases")
    assert filed("rugs") == standing("rugs")


@pytest.mark.parametrize("is_filed", [False, True])
def test_products_that_come_to_a_category_or_leave_it_are_seen_at_once(shop, is_filed) -> None:
    rugs = Category.objects.get(slug="rugs")
    nearest = shop.search(shop.filter("vases"))[:5]
    Product.objects.filter(pk__in=nearest).update(category=rugs)
    if is_filed:
        apply(Tuning(filed_at_once=2))
        assert filed("rugs") == standing("rugs")
        assert filed("home") == filed("vases") == standing("vases")
    assert set(nearest) <= set(shop.search(shop.filter("rugs")))
    for slug in ("home", "vases", "rugs"):
        shop.check(shop.filter(slug), limit=100)


@pytest.mark.parametrize("is_filed", [False, True])
def test_pictures_that_are_replaced_or_go_are_seen_at_once(shop, is_filed) -> None:
    where = shop.filter("vases", in_stock=False)
    first, second, *_, last = shop.search(where, limit=100)
    ImageEmbedding.objects.filter(product=last).update(vector=shop.query.tolist())
    ImageEmbedding.objects.filter(product=first).update(state="pending", vector=None)
    ProductImage.objects.filter(product=second).delete()
    if is_filed:
        apply()
        assert filed("vases") == set(
            ImageEmbedding.objects.ready()
            .filter(product__category__slug="vases")
            .values_list("image", flat=True)
        )
    found = shop.search(where, limit=100)
    assert found[0] == last
    assert first not in found
    assert second not in found


def test_a_category_that_moves_takes_its_products_along(shop) -> None:
    rugs, home = (Category.objects.get(slug=slug) for slug in ("rugs", "home"))
    rugs.parent = home
    rugs.save()
    shop.check(shop.filter("home"), limit=200)
    apply()
    assert filed("home") == standing("vases", "rugs")
    shop.check(shop.filter("home"), limit=200)


def test_what_changes_nothing_about_filing_is_not_noted(shop) -> None:
    Product.objects.update(stock=3, price=7, is_published=True)
    Category.objects.update(name="Another")
    ImageEmbedding.objects.update(priority=1, attempts=2)
    assert not CategoryIndexChange.objects.exists()
    for slug in ("home", "rugs"):
        shop.check(shop.filter(slug), limit=200)


def test_with_too_many_changes_the_index_is_left_alone_until_they_are_filed(shop) -> None:
    shop.engine.tuning = Tuning(exact_below_products=0, most_changed_products=3)
    Product.objects.filter(category__slug="vases").update(
        category=Category.objects.get(slug="rugs")
    )
    assert not shop.is_asked(shop.filter("rugs"))
    apply()
    assert shop.is_asked(shop.filter("rugs"))


def test_a_filing_that_breaks_off_loses_nothing_and_is_done_again(shop, monkeypatch) -> None:
    Product.objects.filter(category__slug="vases").update(
        category=Category.objects.get(slug="rugs")
    )
    noted = CategoryIndexChange.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr(
            "embeddings.index.pgvector.categories.apply._products_by_category",
            lambda *_: (_ for _ in ()).throw(KeyboardInterrupt),
        )
        with pytest.raises(KeyboardInterrupt):
            wait_until(lambda: apply_changes(seconds=1, tuning=Tuning()), 20, locks)
    assert CategoryIndexChange.objects.count() == noted
    shop.check(shop.filter("rugs"), limit=200)
    apply()
    assert filed("rugs") == standing("rugs")


def test_nobody_files_while_another_does(shop) -> None:
    Product.objects.filter(category__slug="vases").update(
        category=Category.objects.get(slug="rugs")
    )
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            lock_until_commit(FILING)
            held.set()
            let_go.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    wait_until(held.is_set, 20)
    try:
        apply_changes(seconds=1, tuning=Tuning())
        assert CategoryIndexChange.objects.exists()
    finally:
        let_go.set()
        other.join()
    apply()
