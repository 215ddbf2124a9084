"""An answer is short rather than strange, unless who asks says otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.models import Category, Product
from embeddings.models import EmbeddingSpace
from embeddings.spaces.live import live_space
from embeddings.spaces.measured.calibration import calibrate
from embeddings.spaces.measured.kinds import measure_kinds
from embeddings.spaces.measured.scale import CHANCE_FLOOR
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.candidate import Answer
from recommendations.request.kinds import KindWish
from recommendations.request.question import SearchOptions
from recommendations.similar import products_like, similar_products
from tests.builders.kinds import EACH, KIND_SLUGS, KindsShop, make_kinds
from tests.factories import RuleFactory

pytestmark = pytest.mark.django_db(transaction=True)

OTHERS_FROM = 80


@pytest.fixture
def shop() -> KindsShop:
    made = make_kinds(noise=1.3)
    measure_kinds(made.space)
    calibrate(made.space)
    set_floors(0, OTHERS_FROM)
    return made


def set_floors(own: int, others: int) -> None:
    space = EmbeddingSpace.objects.get()
    assert space.scales.catalogue is not None
    space.calibration["catalogue"] |= {"floor": own, "floor_other_kinds": others}
    space.save()


def ask(shop: KindsShop, number: int = 0, **options: Any) -> Answer:
    product = Product.objects.get(pk=shop.products[number])
    return similar_products(product, SearchOptions(**{"limit": 48, **options}))


def searched_space() -> SearchedSpace:
    """The space as it is searched now, with the floors that were set."""
    space = live_space()
    assert space is not None
    return space


def kinds_of(answer: Answer, shop: KindsShop, number: int = 0) -> tuple[int, list[int]]:
    """How many are of the asked product's kind, and the points of the others."""
    own = Product.objects.get(pk=shop.products[number]).category_id
    others = [each.calibrated_score for each in answer.results if each.category_id != own]
    return len(answer.results) - len(others), others


@pytest.mark.parametrize("number", range(0, 36, 5))
def test_its_own_kind_stays_and_strangers_have_to_look_like_it(shop, number) -> None:
    own, others = kinds_of(ask(shop, number), shop, number)
    assert own == EACH - 1
    assert all(points >= OTHERS_FROM for points in others)
    every, lifted = kinds_of(ask(shop, number, min_match=0), shop, number)
    assert every == EACH - 1
    assert len(lifted) == (len(KIND_SLUGS) - 1) * EACH
    assert sorted(points for points in lifted if points >= OTHERS_FROM) == sorted(others)


def test_what_a_caller_or_the_shop_says_holds_for_all(shop, settings) -> None:
    said = ask(shop, min_match=30)
    assert min(kinds_of(said, shop)[1]) < OTHERS_FROM
    settings.VITRINE_MIN_MATCH = 30
    assert [each.product_id for each in ask(shop).results] == [
        each.product_id for each in said.results
    ]


@pytest.mark.parametrize(
    "options",
    [{"kind": KindWish.OTHER}, {"by_score": True}, {"weights": {"visual": 1}}],
    ids=["other kinds are asked for", "by score alone", "by other weights than were graded"],
)
def test_where_strangers_are_what_is_asked_for_they_come(shop, options) -> None:
    assert min(kinds_of(ask(shop, **options), shop)[1]) < OTHERS_FROM


def test_a_vector_without_a_kind_has_one_floor(shop) -> None:
    row = EmbeddingSpace.objects.get().embeddings.first()
    answer = products_like(list(row.vector), space=shop.space, options=SearchOptions(limit=48))
    assert min(each.calibrated_score for each in answer.results) < OTHERS_FROM


@pytest.mark.parametrize("kind", KindWish)
def test_a_photo_has_a_floor_by_its_look_whatever_its_kind(shop, settings, kind: KindWish) -> None:
    """What the space has learnt is about products, and here lets all of one kind through."""
    row = EmbeddingSpace.objects.get().embeddings.first()
    options = SearchOptions(limit=48, kind=kind)

    def points() -> list[int | None]:
        answer = products_like(list(row.vector), space=searched_space(), options=options)
        return [each.calibrated_score for each in answer.results]

    found = points()
    assert found
    assert all(each is not None and each >= CHANCE_FLOOR for each in found)
    settings.VITRINE_PHOTO_MIN_MATCH = 50
    assert points() == [each for each in found if each is not None and each >= 50]


def test_a_boost_brings_no_stranger(shop) -> None:
    shown = {each.product_id for each in ask(shop).results}
    own = Product.objects.get(pk=shop.products[0]).category_id
    others = [each for each in ask(shop, min_match=0).results if each.category_id != own]
    stranger = next(each for each in others if each.product_id not in shown)
    RuleFactory.create(kind="boost", product_id=stranger.product_id, strength=100)
    assert {each.product_id for each in ask(shop).results} == shown


def test_categories_that_say_nothing_leave_nobody_out(shop) -> None:
    Product.objects.update(category=Category.objects.order_by("pk").first())
    measure_kinds(shop.space)
    set_floors(0, OTHERS_FROM)
    assert len(ask(shop).results) == len(KIND_SLUGS) * EACH - 1


def test_leafing_neither_repeats_nor_skips(shop) -> None:
    whole = [each.product_id for each in ask(shop).results]
    leafed = [
        each.product_id
        for offset in range(0, 48, 3)
        for each in ask(shop, limit=3, offset=offset).results
    ]
    assert leafed == whole


def test_a_pinned_stranger_stands_where_staff_want_it(shop) -> None:
    shown = {each.product_id for each in ask(shop).results}
    stranger = Product.objects.exclude(pk__in=[*shown, shop.products[0]]).first()
    RuleFactory.create(kind="pin", product=stranger, position=1)
    answer = ask(shop)
    assert answer.results[0].product_id == stranger.pk
    assert answer.complete
