"""Products, pictures and categories move while others file, build anew and search: all is right."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import numpy as np
import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import Category, Product
from embeddings.index import QueryVectors, vector_index
from embeddings.index.pgvector.categories.apply import apply_changes
from embeddings.index.pgvector.categories.models import TABLES
from embeddings.index.pgvector.categories.upkeep import build_categories
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import ImageEmbedding

pytestmark = pytest.mark.django_db(transaction=True)

SEARCHES = 200


class Others:
    """Threads that each do one thing over and over."""

    def __init__(self, *things: Callable[[], object]) -> None:
        self.errors: list[Exception] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._go_on, args=[thing]) for thing in things]

    def __enter__(self) -> Others:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def _go_on(self, thing: Callable[[], object]) -> None:
        try:
            while not self._stop.wait(0.005):
                thing()
        except Exception as error:  # noqa: BLE001 - the test fails with whatever it was
            self.errors.append(error)
        finally:
            connections.close_all()


def test_every_search_is_right_at_its_own_moment(shop, tune_index) -> None:
    tuning = tune_index(
        exact_below_products=0,
        category_from_pictures=10,
        category_most_share=1,
        most_changed_products=10_000,
        remember_validity=0,
    ).tuning
    categories = list(Category.objects.all())
    products = list(Product.objects.values_list("pk", flat=True))
    rugs, home = (next(one for one in categories if one.slug == slug) for slug in ("rugs", "home"))
    dice = random.Random(3)
    vectors = np.random.default_rng(3)

    def move_product() -> None:
        chosen = Product.objects.filter(pk=dice.choice(products))
        chosen.update(category=dice.choice(categories))

    def move_category() -> None:
        Category.objects.filter(pk=rugs.pk).update(parent=dice.choice([home, None]))

    def change_pictures() -> None:
        rows = ImageEmbedding.objects.filter(product_id=dice.choice(products))
        rows.update(state="pending", vector=None)
        rows.update(state="ready", vector=vectors.normal(size=shop.space.dimensions).tolist())

    def build_anew() -> None:
        build_categories(shop.space, anew=True, tuning=tuning)

    def file() -> None:
        apply_changes(seconds=0.1, tuning=Tuning(filed_at_once=50))

    by_category = wrong = 0
    with Others(move_product, move_category, change_pictures, build_anew, file) as others:
        for number in range(SEARCHES):
            where = shop.filter(("home", "vases", "rugs")[number % 3])
            query = QueryVectors(vectors.normal(size=(2, shop.space.dimensions)).astype("float32"))
            with transaction.atomic(), CaptureQueriesContext(connection) as captured:
                # All statements of a search, and of the comparison, see the same moment.
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                found, right = (
                    vector_index().search(
                        query, space=shop.space, where=where, limit=20, exact=exact
                    )
                    for exact in (False, True)
                )
            wrong += [hit.product_id for hit in found] != [hit.product_id for hit in right]
            by_category += any(TABLES in query["sql"] for query in captured)
    assert others.errors == []
    # A graph of which so much has gone may miss the last of twenty once in a while.
    assert wrong <= SEARCHES / 50
    assert by_category > SEARCHES / 2, "the indexes of categories were searched"
