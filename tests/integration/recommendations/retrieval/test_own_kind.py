"""More of the asked kind is searched for only where there is more of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.kinds import measure_kinds
from recommendations.candidate import Candidate
from recommendations.request.query import Query
from recommendations.request.question import Question, SearchOptions, make_question
from recommendations.retrieval.own_kind import own_kind_is_left
from recommendations.similar import similar_products
from tests.builders.kinds import KindsShop, category_of, make_kinds
from tests.builders.scales import calibration

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> KindsShop:
    made = make_kinds(noise=1.3)
    measure_kinds(made.space)
    return made


def ask_hats(shop: KindsShop) -> Question:
    return make_question(
        Query(space=shop.space),
        SearchOptions(),
        leave_out=(shop.of("hats")[0],),
        spare=0,
        categories=[category_of("hats").pk],
    )


def found(*products: int) -> list[Candidate]:
    return [
        Candidate(product_id=each.pk, family=each.family, category_id=each.category_id)
        for each in Product.objects.filter(pk__in=products)
    ]


def test_what_has_not_been_found_is_left(shop) -> None:
    _asked, *others = shop.of("hats")
    assert own_kind_is_left(ask_hats(shop), found(*others[:-1]))
    assert not own_kind_is_left(ask_hats(shop), found(*others))


def test_what_shoppers_do_not_see_is_not(shop) -> None:
    _asked, *others = shop.of("hats")
    Product.objects.filter(pk=others[-1]).update(is_published=False)
    assert not own_kind_is_left(ask_hats(shop), found(*others[:-1]))


def test_a_variant_of_what_has_been_found_is_not_unless_that_is_of_another_kind(shop) -> None:
    _asked, *others = shop.of("hats")
    coat = shop.of("coats")[0]
    Product.objects.filter(pk__in=others[-2:]).update(family="beret")
    assert not own_kind_is_left(ask_hats(shop), found(*others[:-1], coat))
    Product.objects.filter(pk__in=[others[-1], coat]).update(family="woollen")
    assert own_kind_is_left(ask_hats(shop), found(*others[:-1], coat))


@pytest.mark.parametrize(("pool", "searches"), [(47, 1), (9, 2)])
def test_an_answer_that_falls_short_searches_again_only_then(
    shop, settings, pool, searches
) -> None:
    settings.VITRINE_REORDERED_CANDIDATES = pool
    kept = calibration(-1.0, 0.9) | {"pictures": 48}
    kept["catalogue"] |= {"floor": 0, "floor_other_kinds": 101}
    EmbeddingSpace.objects.update(calibration=kept)
    asked, *others = shop.of("hats")
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        answer = similar_products(Product.objects.get(pk=asked), SearchOptions(limit=9))
    assert {each.product_id for each in answer.results} == set(others)
    statements = [each["sql"] for each in asked_for.captured_queries]
    assert sum("WITH query" in each for each in statements) == searches
