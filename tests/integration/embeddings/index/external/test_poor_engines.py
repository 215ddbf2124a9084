"""Whatever an engine says, or does not say: no answer is short, ineligible or an error."""

from __future__ import annotations

import numpy as np
import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.product_filter import ProductFilter
from embeddings.index import QueryVectors
from embeddings.index.external.engine import ExternalIndex
from embeddings.index.external.store import StoreAwayError
from tests.integration.embeddings.index.contract.engines import ids_of
from tests.integration.embeddings.index.contract.stores import ALWAYS_ASKED, LyingStore

pytestmark = pytest.mark.django_db(transaction=True)

NO_SCANS = override_settings(VITRINE_INDEX_SCAN_AT_MOST=0)


def ask(shop, row: int = 0, **options):
    query = QueryVectors(shop.catalogue.vectors[[row]].astype(np.float32))
    options = {"where": ProductFilter(in_stock=False), "limit": 12, **options}
    return shop.index.search(query, space=shop.space, **options)


def test_answers_at_random_never_come_out_short_or_ineligible(random_catalogue) -> None:
    catalogue = random_catalogue(90)
    index = ExternalIndex(LyingStore(), name="tested", tuning=ALWAYS_ASKED)
    index.build(catalogue.space)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        where=st.builds(
            ProductFilter,
            brands=st.sampled_from([(), ("Alba",)]),
            in_stock=st.booleans(),
            attributes=st.sampled_from([(), (("colour", "red"),)]),
        ),
        limit=st.integers(1, 60),
        rows=st.lists(st.integers(0, 179), min_size=1, max_size=3),
        left_out=st.lists(st.sampled_from(catalogue.products.tolist()), max_size=3),
    )
    def any_search(where, limit, rows, left_out) -> None:
        queries = QueryVectors(catalogue.vectors[rows].astype(np.float32))
        hits = index.search(
            queries, space=catalogue.space, where=where, limit=limit, leave_out=left_out
        )
        eligible = ids_of(where) - set(left_out)
        assert hits.complete
        assert {hit.product_id for hit in hits} <= eligible
        assert len(hits) == min(limit, catalogue.places(eligible))
        assert [*hits] == sorted(hits), "by their true distances, ties by id"

    any_search()


def test_an_engine_that_is_away_costs_one_search_and_no_answer(store_shop) -> None:
    shop = store_shop()
    expected = [*ask(shop)]
    assert shop.store.asked == 1
    shop.store.away = True
    for _ in range(5):
        assert [*ask(shop)] == expected
    assert shop.store.asked == 2, "the others leave it alone"
    with NO_SCANS:
        hits = ask(shop)
        assert (hits.complete, [*hits]) == (False, []), "a big shop says that something is missing"
    shop.store.away = False
    shop.index.reset()
    assert [*ask(shop)] == expected


@pytest.mark.parametrize("error", [StoreAwayError("away"), TypeError("of a client"), OSError()])
def test_no_error_of_an_engine_reaches_a_page(store_shop, monkeypatch, error) -> None:
    shop = store_shop()

    def fail(*args, **options):
        raise error

    monkeypatch.setattr(shop.store, "nearest", fail)
    assert len(ask(shop)) == 12


def test_a_part_that_is_away_is_told_where_postgresql_cannot_stand_in(store_shop) -> None:
    shop = store_shop()
    shop.store.in_part = True
    assert ask(shop).complete, "a small shop is compared as a whole"
    with NO_SCANS:
        hits = ask(shop)
    assert not hits.complete
    assert 0 < len(hits) <= 12
    assert {hit.product_id for hit in hits} <= ids_of(ProductFilter(in_stock=False))


def test_more_changes_than_are_compared_are_told(store_shop) -> None:
    shop = store_shop()
    shop.followed.changes.bulk_create(
        shop.followed.changes.model(followed=shop.followed, image_id=image)
        for image in shop.catalogue.images.tolist()
    )
    with override_settings(VITRINE_INDEX_MOST_PENDING=10):
        assert ask(shop).complete, "PostgreSQL stands in"
        with NO_SCANS:
            assert not ask(shop).complete
    assert ask(shop).complete


def test_a_search_takes_few_statements_however_much_is_found(
    store_shop, django_assert_num_queries
) -> None:
    shop = store_shop()
    ask(shop)
    for limit in (3, 12):
        with django_assert_num_queries(2):  # what is pending, and what the candidates are
            ask(shop, limit=limit)
