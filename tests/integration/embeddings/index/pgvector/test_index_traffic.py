"""Shoppers search all the while an index is built, rebuilt, broken and dropped; all is right."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from catalog.models import Product
from catalog.product_filter import ProductFilter
from embeddings.index import IndexStatus, QueryVectors, vector_index
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


class Shoppers:
    """Threads that ask without pause, and note every answer that is not that of brute force."""

    def __init__(self, catalogue) -> None:
        self.catalogue = catalogue
        eligible = set(Product.objects.published().values_list("pk", flat=True))
        self.queries = catalogue.vectors[:: len(catalogue.vectors) // 20]
        self.expected = [catalogue.nearest(query, eligible, 12) for query in self.queries]
        self.answers = 0
        self.wrong: list[object] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(2)]

    def __enter__(self) -> Shoppers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def _ask(self) -> None:
        try:
            while not self._stop.is_set():
                for query, expected in zip(self.queries, self.expected, strict=True):
                    found = vector_index().search(
                        QueryVectors(query[None]),
                        space=self.catalogue.space,
                        where=ProductFilter(in_stock=False),
                        limit=12,
                    )
                    if [near.product_id for near in found] != expected:
                        self.wrong.append((expected, found))
                    self.answers += 1
        except Exception as error:  # noqa: BLE001 - the test fails with whatever it was
            self.wrong.append(error)
        finally:
            connections.close_all()

    def wait_until_served(self) -> None:
        """Let each of them ask all there is to ask once."""
        enough = self.answers + len(self._threads) * len(self.queries)
        wait_until(lambda: self.answers >= enough or self.wrong, 60)


def test_every_answer_is_right_while_the_index_comes_goes_and_breaks(
    random_catalogue, tune_index
) -> None:
    # Each search asks anew, so that every state is met while it lasts ...
    tune_index(remember_validity=0)
    upheave(random_catalogue(600))


def test_so_is_every_answer_of_a_process_that_has_not_noticed_yet(
    random_catalogue, tune_index, monkeypatch: pytest.MonkeyPatch
) -> None:
    # ... and here no search hears of it at all: all of them go on believing in the index.
    catalogue = random_catalogue(600)
    index = tune_index(remember_validity=3_600)
    index.build(catalogue.space)
    assert index.validity.holds(catalogue.space)
    monkeypatch.setattr(index.validity, "forget", lambda space: None)
    upheave(catalogue)


def upheave(catalogue) -> None:
    space, index = catalogue.space, vector_index()
    with Shoppers(catalogue) as shoppers, connection.cursor() as cursor:
        for _ in range(2):
            index.build(space)
            assert index.read_status(space) == IndexStatus.VALID
            shoppers.wait_until_served()
            assert index.replace(space)
            shoppers.wait_until_served()
            cursor.execute(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s)",
                [space.index_name],
            )
            shoppers.wait_until_served()
            assert index.build(space)
            cursor.execute(f"DROP INDEX CONCURRENTLY {space.index_name}")
            shoppers.wait_until_served()
    assert shoppers.wrong == []
    assert shoppers.answers > 100
