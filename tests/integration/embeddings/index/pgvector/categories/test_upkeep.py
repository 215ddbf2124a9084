"""Indexes of categories come, are built anew and go with the categories themselves."""

from __future__ import annotations

import io
import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from catalog.models import Category, Product
from embeddings.index import IndexStatus
from embeddings.index.pgvector.categories import upkeep
from embeddings.index.pgvector.categories.models import TABLES
from embeddings.index.pgvector.categories.upkeep import build_categories
from embeddings.index.pgvector.maintenance.background import BUILDING
from embeddings.index.pgvector.tuning import Tuning
from embeddings.index.upkeep import keep_in_step
from embeddings.models import CategoryIndex, CategoryIndexChange, EmbeddingSpace, ImageEmbedding
from embeddings.spaces.lifecycle import give_up
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def categories() -> set[str]:
    """The slugs of categories that have an index which searches use."""
    ids = CategoryIndex.objects.usable().values_list("category_id", flat=True)
    return set(Category.objects.filter(pk__in=ids).values_list("slug", flat=True))


def test_big_categories_have_one_and_small_or_all_embracing_ones_have_none(shop, tables) -> None:
    assert categories() == {"home", "vases", "rugs"}
    assert tables() == {index.table_name for index in CategoryIndex.objects.all()}
    few = Tuning(category_from_pictures=100, category_most_share=0.9, keep_given_up=0)
    before = tables()
    build_categories(shop.space, anew=False, tuning=few)
    assert tables() == before
    assert categories() == {"home", "vases", "rugs"}, "one of 80 is kept, for 50 are enough"
    most = Tuning(category_from_pictures=60, category_most_share=0.5, keep_given_up=0)
    build_categories(shop.space, anew=False, tuning=most)
    assert categories() == {"rugs"}
    shop.engine.reset()
    assert not shop.is_asked(shop.filter("vases"))
    build_categories(shop.space, anew=False, tuning=most)
    assert len(tables()) == 1
    none = Tuning(category_from_pictures=0, keep_given_up=0)
    for _ in range(2):
        build_categories(shop.space, anew=False, tuning=none)
    assert tables() == set()
    shop.check(shop.filter("vases"))


def test_the_status_counts_them(shop) -> None:
    told = io.StringIO()
    call_command("embedding_status", stdout=told)
    assert "index valid, 3 of categories" in told.getvalue()


def test_what_a_process_still_believes_in_costs_no_answer(shop) -> None:
    assert shop.is_asked(shop.filter("vases"))
    CategoryIndex.objects.update(given_up_at="2026-01-01T00:00:00Z")
    assert not shop.is_asked(shop.filter("vases"))
    build_categories(shop.space, anew=False, tuning=shop.engine.tuning)
    assert not shop.is_asked(shop.filter("vases")), "the table that it knows is gone"
    shop.engine.reset()
    assert shop.is_asked(shop.filter("vases"))


def test_one_is_built_anew_beside_the_old_one(shop, tables) -> None:
    before = tables()
    assert build_categories(shop.space, anew=True, tuning=shop.engine.tuning)
    assert len(tables() - before) == 3
    shop.check(shop.filter("vases"))
    build_categories(shop.space, anew=False, tuning=shop.engine.tuning)
    assert not tables() & before
    assert CategoryIndex.objects.count() == 3


def test_a_space_that_waits_for_its_own_index_goes_before_all_but_one(
    shop, tune_index, tables, random_space
) -> None:
    engine = tune_index(
        exact_below_products=0,
        min_rows=60,
        category_from_pictures=60,
        category_most_share=0.9,
        keep_given_up=0,
    )
    build_categories(shop.space, anew=False, tuning=Tuning(category_from_pictures=0))
    other = random_space(60, name="other", state="building")

    def look() -> None:
        engine.ensure_built()
        wait_until(lambda: BUILDING not in {thread.name for thread in threading.enumerate()}, 20)

    engine.categories.looked_at.begin(shop.space)
    engine.build_categories(shop.space)
    assert len(categories()) == 1
    assert not engine.categories.looked_at.is_active(shop.space)
    engine.build_categories(shop.space, anew=True)
    assert len(categories()) == 3, "nobody asks for these twice"
    build_categories(shop.space, anew=False, tuning=Tuning(category_from_pictures=0))
    look()  # the other one has the session
    assert engine.read_status(other) == IndexStatus.VALID
    look()
    assert categories() == {"home", "vases", "rugs"}
    assert len(tables()) == 3


def test_a_worker_told_to_stop_leaves_the_others_to_the_next(shop, tables, monkeypatch) -> None:
    build_categories(shop.space, anew=False, tuning=Tuning(category_from_pictures=0))
    with monkeypatch.context() as patch:
        patch.setattr(upkeep, "is_stopping", lambda: len(categories()) == 2)
        assert not build_categories(shop.space, anew=False, tuning=shop.engine.tuning)
    assert len(categories()) == 2
    assert build_categories(shop.space, anew=False, tuning=shop.engine.tuning)
    assert categories() == {"home", "vases", "rugs"}


def test_what_a_build_that_broke_off_left_goes(shop, tables) -> None:
    CategoryIndex.objects.create(space=shop.space, category_id=1)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLES}987654 (image_id bigint)")
    build_categories(shop.space, anew=False, tuning=shop.engine.tuning)
    assert f"{TABLES}987654" not in tables()
    assert CategoryIndex.objects.count() == 3


def test_a_build_waits_for_who_began_to_write_before_it(shop) -> None:
    CategoryIndex.objects.all().delete()
    shop.engine.reset()
    moved = shop.search(shop.filter("vases"))[0]
    rugs = Category.objects.get(slug="rugs")
    began, let_go = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            Product.objects.filter(pk=moved).update(category=rugs)
            began.set()
            let_go.wait(20)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    wait_until(began.is_set, 20)
    try:
        impatient = Tuning(category_from_pictures=60, category_most_share=0.9, wait_for_writers=0.2)
        build_categories(shop.space, anew=False, tuning=impatient)
        assert not CategoryIndex.objects.exists()
        build = threading.Thread(target=shop.engine.build_categories, args=[shop.space])
        build.start()
        wait_until(CategoryIndex.objects.exists, 20)
        assert not CategoryIndex.objects.usable().exists()
    finally:
        let_go.set()
        writer.join()
    build.join()
    assert not CategoryIndexChange.objects.exists(), "no trigger saw what was written before"
    shop.engine.reset()
    assert moved in shop.search(shop.filter("rugs"))
    assert shop.is_asked(shop.filter("rugs"))


def test_far_behind_all_are_built_anew(shop) -> None:
    before = set(CategoryIndex.objects.values_list("pk", flat=True))
    Product.objects.filter(category__slug="vases").update(
        category=Category.objects.get(slug="rugs")
    )
    tuning = Tuning(
        category_from_pictures=60, category_most_share=1, begin_anew_behind=20, keep_given_up=0
    )
    build_categories(shop.space, anew=False, tuning=tuning)
    assert not CategoryIndexChange.objects.exists()
    assert categories() == {"rugs"}
    assert not before & set(CategoryIndex.objects.usable().values_list("pk", flat=True))
    shop.engine.reset()
    assert shop.is_asked(shop.filter("rugs"))


def test_the_workers_keep_them_by_the_clock(shop, tune_index) -> None:
    engine = tune_index(category_from_pictures=60, category_most_share=0.9, exact_below_products=0)
    build_categories(shop.space, anew=False, tuning=Tuning(category_from_pictures=0))
    engine.ensure_built()
    wait_until(lambda: categories() == {"home", "vases", "rugs"}, 20)
    wait_until(lambda: BUILDING not in {thread.name for thread in threading.enumerate()}, 20)
    Product.objects.filter(category__slug="vases").update(
        category=Category.objects.get(slug="rugs")
    )
    assert CategoryIndexChange.objects.exists()
    keep_in_step(seconds=5)
    assert not CategoryIndexChange.objects.exists()


def test_a_space_that_is_given_up_or_dropped_leaves_no_table(shop, tables) -> None:
    EmbeddingSpace.objects.filter(pk=shop.space.pk).update(state="ready")
    give_up(shop.space)
    other = EmbeddingSpace.objects.create(
        name="other", recipe="random", components=[], dimensions=16, state="live"
    )
    build_categories(other, anew=False, tuning=shop.engine.tuning)
    assert tables() == set()
    EmbeddingSpace.objects.filter(pk=other.pk).delete()
    EmbeddingSpace.objects.filter(pk=shop.space.pk).update(state="live")
    shop.engine.build(shop.space)
    assert len(tables()) == 3
    ImageEmbedding.objects.all().delete()
    shop.engine.drop(shop.space)
    assert tables() == set()
