"""How much alike other kinds must be to stand in an answer, and how much its own kind."""

from __future__ import annotations

import pytest

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.kinds import measure_kinds
from recommendations.candidate import Answer
from recommendations.request.kinds import KindWish
from recommendations.request.question import SearchOptions
from recommendations.similar import similar_products
from tests.builders.kinds import EACH, KIND_SLUGS, KindsShop, make_kinds
from tests.builders.scales import calibration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> KindsShop:
    """So noisy that a third of the first four are strangers by the cosine alone."""
    made = make_kinds(noise=1.3)
    measure_kinds(made.space)
    return made


def ids_of(answer: Answer) -> list[int]:
    return [each.product_id for each in answer.results]


def raise_floor_of_other_kinds(points: int, *, floor: int = 0) -> None:
    """As a space says it whose strangers would be more than one in ten of what is shown."""
    kept = calibration(-1.0, 0.9) | {"pictures": 48}
    kept["catalogue"] |= {"floor": floor, "floor_other_kinds": points}
    EmbeddingSpace.objects.update(calibration=kept)


def test_an_answer_is_short_rather_than_strange(shop: KindsShop) -> None:
    raise_floor_of_other_kinds(101)
    chair = Product.objects.get(pk=shop.of("chairs")[0])
    assert set(ids_of(similar_products(chair, SearchOptions(limit=48)))) == set(
        shop.of("chairs")[1:]
    )
    everything = similar_products(chair, SearchOptions(limit=48, min_match=0))
    assert len(everything.results) == 6 * EACH - 1
    # Who asks for other kinds gets them.
    other = similar_products(chair, SearchOptions(limit=48, kind=KindWish.OTHER))
    assert len(other.results) == 5 * EACH


@pytest.mark.parametrize("diversity", [0.0, 0.6])
@pytest.mark.parametrize("floor", [5, 20, 45, 101])
def test_where_strangers_give_way_what_is_of_its_kind_comes_from_further_off(
    shop: KindsShop, settings, diversity, floor
) -> None:
    settings.VITRINE_REORDERED_CANDIDATES = 9
    settings.VITRINE_DIVERSIFIED_CANDIDATES = 9
    raise_floor_of_other_kinds(floor)
    for slug in KIND_SLUGS:
        own = shop.of(slug)
        product = Product.objects.get(pk=own[0])
        whole = similar_products(product, SearchOptions(limit=48, diversity=diversity))
        assert set(own[1:]) <= set(ids_of(whole))
        for each in whole.results:
            assert each.product_id in own or (each.calibrated_score or 0) >= floor
        pages: list[int] = []
        for offset in range(0, 48, 3):
            options = SearchOptions(limit=3, offset=offset, diversity=diversity)
            pages += ids_of(similar_products(product, options))
        assert pages == ids_of(whole)


def test_other_kinds_stand_beside_the_answer_where_they_are_asked_for(shop: KindsShop) -> None:
    raise_floor_of_other_kinds(101)
    product = Product.objects.get(pk=shop.of("hats")[0])
    answer = similar_products(product, SearchOptions(limit=12, other_kinds=4))
    beside = [each.product_id for each in answer.other_kinds]
    assert set(ids_of(answer)) == set(shop.of("hats")[1:])
    other = similar_products(product, SearchOptions(limit=4, kind=KindWish.OTHER))
    assert beside == ids_of(other)
    assert all(each.product.name for each in answer.other_kinds)
    assert similar_products(product).other_kinds == []


def test_other_kinds_are_shown_however_little_they_look_alike(shop: KindsShop) -> None:
    raise_floor_of_other_kinds(101, floor=90)
    product = Product.objects.get(pk=shop.of("hats")[0])
    answer = similar_products(product, SearchOptions(limit=12, other_kinds=4))
    assert len(answer.other_kinds) == 4
    other = similar_products(product, SearchOptions(limit=48, kind=KindWish.OTHER))
    assert len(other.results) == 5 * EACH
    named = similar_products(product, SearchOptions(limit=48, kind=KindWish.OTHER, min_match=90))
    assert all((each.calibrated_score or 0) >= 90 for each in named.results)
    assert len(named.results) < 5 * EACH


def test_what_is_of_its_kind_stays_below_the_floor_of_the_space_and_not_of_the_shop(
    shop: KindsShop, settings
) -> None:
    raise_floor_of_other_kinds(101, floor=60)
    product = Product.objects.get(pk=shop.of("hats")[0])
    own = set(shop.of("hats")[1:])
    answer = similar_products(product, SearchOptions(limit=48))
    assert set(ids_of(answer)) == own
    assert min(each.calibrated_score or 0 for each in answer.results) < 60
    settings.VITRINE_MIN_MATCH = 60
    for each in similar_products(product, SearchOptions(limit=48)).results:
        assert (each.calibrated_score or 0) >= 60
