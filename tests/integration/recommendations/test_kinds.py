"""The same kind of thing comes first, or alone, or not at all, and nothing gets lost over it."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.models import Product
from catalog.product_filter import ProductFilter
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.kinds import measure_kinds
from embeddings.spaces.snapshot import SpaceSnapshot
from recommendations.candidate import Answer
from recommendations.more_like import more_like
from recommendations.request.kinds import KindWish
from recommendations.request.question import SearchOptions
from recommendations.similar import products_like, similar_products
from tests.builders.kinds import EACH, KIND_SLUGS, KindsShop, category_of, make_kinds
from tests.factories import CategoryFactory, RuleFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> KindsShop:
    """So noisy that a third of the first four are strangers by the cosine alone."""
    made = make_kinds(noise=1.3)
    measure_kinds(made.space)
    return made


def ids_of(answer: Answer) -> list[int]:
    return [each.product_id for each in answer.results]


def share_of_kind(shop: KindsShop, options: SearchOptions) -> float:
    """Of the first four answers of each product, how many are of its kind."""
    shares = []
    for slug in KIND_SLUGS:
        own = shop.of(slug)
        for product in Product.objects.filter(pk__in=own):
            first = ids_of(similar_products(product, options))[:4]
            shares.append(sum(pk in own for pk in first) / 4)
    return float(np.mean(shares))


def test_the_same_kind_comes_first(shop: KindsShop) -> None:
    by_score = share_of_kind(shop, SearchOptions(min_match=0, by_score=True))
    assert by_score < 0.8
    assert share_of_kind(shop, SearchOptions(min_match=0)) > 0.97


def test_nothing_is_lost_and_the_score_stays_the_cosine(shop: KindsShop) -> None:
    product = Product.objects.get(pk=shop.products[0])
    plain = similar_products(product, SearchOptions(limit=48, by_score=True))
    kinds = similar_products(product, SearchOptions(limit=48))
    assert sorted(ids_of(plain)) == sorted(ids_of(kinds))
    assert ids_of(plain) != ids_of(kinds)
    scores = {each.product_id: each.score for each in plain.results}
    assert {each.product_id: each.score for each in kinds.results} == scores
    assert [each.score for each in plain.results] == sorted(scores.values(), reverse=True)


def test_of_one_kind_the_nearest_comes_first(shop: KindsShop) -> None:
    product = Product.objects.get(pk=shop.products[0])
    answer = similar_products(product, SearchOptions(limit=48))
    of_kind = [each.score for each in answer.results if each.same_kind]
    assert of_kind == sorted(of_kind, reverse=True)
    assert len(of_kind) == EACH - 1


def test_kindred_kinds_come_before_strangers_where_parents_agree_with_looks() -> None:
    shop = make_kinds(noise=0.6)
    prior = measure_kinds(shop.space)
    assert prior
    worth = prior.to_json() | {"sibling": 2.0}
    EmbeddingSpace.objects.update(kinds=worth)
    answer = similar_products(Product.objects.get(pk=shop.of("mugs")[0]), SearchOptions(limit=48))
    order = ids_of(answer)
    assert set(order[: EACH - 1]) == set(shop.of("mugs")[1:])
    assert set(order[EACH - 1 : 2 * EACH - 1]) == set(shop.of("vases"))


def test_shuffled_categories_change_nothing() -> None:
    shop = make_kinds(noise=1.3)
    dice = np.random.default_rng(2)
    categories = dict(Product.objects.values_list("pk", "category_id"))
    for pk, other in zip(shop.products, dice.permutation(shop.products), strict=True):
        Product.objects.filter(pk=pk).update(category=categories[other])
    measure_kinds(shop.space)
    for product in Product.objects.filter(pk__in=shop.products[:6]):
        answer = similar_products(product, SearchOptions(limit=48))
        assert ids_of(answer) == ids_of(
            similar_products(product, SearchOptions(limit=48, by_score=True))
        )
        assert {each.same_kind for each in answer.results} == {None}


@pytest.mark.parametrize("limit", [1, 5, 7, 48])
def test_one_kind_alone_counts_exactly(shop: KindsShop, limit: int) -> None:
    product = Product.objects.get(pk=shop.of("chairs")[0])
    same = similar_products(product, SearchOptions(kind=KindWish.SAME, limit=limit))
    other = similar_products(product, SearchOptions(kind=KindWish.OTHER, limit=limit))
    assert set(ids_of(same)) <= set(shop.of("chairs"))
    assert len(same.results) == min(limit, EACH - 1)
    assert not set(ids_of(other)) & set(shop.of("chairs"))
    assert len(other.results) == min(limit, 5 * EACH)


def test_the_same_kind_is_the_category_and_all_below_it(shop: KindsShop) -> None:
    low = CategoryFactory.create(slug="low-chairs", parent=category_of("chairs"))
    Product.objects.filter(pk__in=shop.of("chairs")[1:3]).update(category=low)
    product = Product.objects.get(pk=shop.of("chairs")[0])
    same = similar_products(product, SearchOptions(kind=KindWish.SAME, limit=48))
    assert set(ids_of(same)) == set(shop.of("chairs")[1:])
    # From below, what stands above is another kind, and the nearest of kin.
    product = Product.objects.get(pk=shop.of("chairs")[1])
    same = similar_products(product, SearchOptions(kind=KindWish.SAME, limit=48))
    assert ids_of(same) == [shop.of("chairs")[2]]


def test_a_kind_and_other_filters_hold_together_and_relaxing_keeps_the_kind(
    shop: KindsShop,
) -> None:
    product = Product.objects.get(pk=shop.of("mugs")[0])
    Product.objects.filter(pk__in=shop.of("mugs")[1:3]).update(brand="Alba")
    filters = ProductFilter(brands=("Alba",))
    options = SearchOptions(kind=KindWish.SAME, filters=filters, limit=48)
    assert set(ids_of(similar_products(product, options))) == set(shop.of("mugs")[1:3])
    relaxed = SearchOptions(kind=KindWish.SAME, filters=filters, limit=48, relax=True)
    answer = similar_products(product, relaxed)
    assert set(ids_of(answer)) == set(shop.of("mugs")[1:])
    assert answer.relaxed == ["brand"]
    nowhere = ProductFilter(category_ids=(category_of("vases").pk,))
    assert not similar_products(product, SearchOptions(kind=KindWish.SAME, filters=nowhere)).results


@pytest.mark.parametrize("kind", list(KindWish))
@pytest.mark.parametrize("diversity", [0.0, 0.6])
def test_leafing_neither_repeats_nor_skips(shop: KindsShop, settings, kind, diversity) -> None:
    settings.VITRINE_REORDERED_CANDIDATES = 20
    product = Product.objects.get(pk=shop.products[3])
    options = {"kind": kind, "diversity": diversity}
    whole = ids_of(similar_products(product, SearchOptions(limit=48, **options)))
    pages: list[int] = []
    for offset in range(0, 50, 5):
        answer = similar_products(product, SearchOptions(limit=5, offset=offset, **options))
        pages += ids_of(answer)
    assert pages == whole
    assert len(set(pages)) == len(pages)


def test_a_photo_is_of_the_kind_that_its_nearest_are(shop: KindsShop) -> None:
    vector = shop.vectors[[n for n, pk in enumerate(shop.products) if pk in shop.of("lamps")]]
    photo = vector.mean(axis=0)
    photo /= np.linalg.norm(photo)
    space = SpaceSnapshot.of(EmbeddingSpace.objects.get())
    same = products_like(photo.tolist(), space=space, options=SearchOptions(
        kind=KindWish.SAME, limit=48
    ))  # fmt: skip
    assert set(ids_of(same)) == set(shop.of("lamps"))
    other = products_like(photo.tolist(), space=space, options=SearchOptions(
        kind=KindWish.OTHER, limit=48
    ))  # fmt: skip
    assert not set(ids_of(other)) & set(shop.of("lamps"))
    assert len(other.results) == 5 * EACH
    lamps = set(shop.of("lamps"))
    first = products_like(photo.tolist(), space=space, options=SearchOptions(limit=EACH))
    plain = products_like(
        photo.tolist(), space=space, options=SearchOptions(limit=EACH, by_score=True)
    )
    assert len(lamps & set(ids_of(first))) > len(lamps & set(ids_of(plain)))


def test_examples_of_two_kinds_ask_for_both(shop: KindsShop) -> None:
    liked = [Product.objects.get(pk=shop.of(slug)[0]) for slug in ("coats", "hats")]
    answer = more_like(liked, [], SearchOptions(kind=KindWish.SAME, limit=48))
    assert set(ids_of(answer)) == {*shop.of("coats")[1:], *shop.of("hats")[1:]}
    least = more_like([], liked, SearchOptions(limit=5))
    plain = more_like([], liked, SearchOptions(limit=5, by_score=True))
    assert ids_of(least) == ids_of(plain)


def test_while_nothing_is_compared_other_kinds_have_no_answer() -> None:
    mug = make_kinds().of("mugs")[0]
    EmbeddingSpace.objects.all().delete()
    product = Product.objects.get(pk=mug)
    assert similar_products(product, SearchOptions(kind=KindWish.SAME)).results
    answer = similar_products(product, SearchOptions(kind=KindWish.OTHER))
    assert (answer.results, answer.complete) == ([], False)


def test_a_product_that_stands_alone_in_its_kind_still_has_an_answer(shop: KindsShop) -> None:
    alone = CategoryFactory.create(slug="alone")
    product = Product.objects.get(pk=shop.products[0])
    Product.objects.filter(pk=product.pk).update(category=alone)
    product.refresh_from_db()
    assert len(similar_products(product, SearchOptions(limit=48)).results) == 6 * EACH - 1
    assert not similar_products(product, SearchOptions(kind=KindWish.SAME)).results


def test_staffs_rules_stand_above_kinds(shop: KindsShop) -> None:
    product = Product.objects.get(pk=shop.of("mugs")[0])
    stranger = Product.objects.get(pk=shop.of("hats")[0])
    RuleFactory.create(kind="pin", product=stranger, position=1)
    answer = similar_products(product, SearchOptions(limit=12))
    assert ids_of(answer)[0] == stranger.pk
    assert set(ids_of(answer)[1:EACH]) == set(shop.of("mugs")[1:])


def test_a_shop_may_do_without(shop: KindsShop, settings) -> None:
    product = Product.objects.get(pk=shop.products[0])
    plain = ids_of(similar_products(product, SearchOptions(limit=48, by_score=True)))
    settings.VITRINE_KINDS_FIRST = False
    assert ids_of(similar_products(product, SearchOptions(limit=48))) == plain


def test_an_explanation_says_what_the_order_follows(shop: KindsShop) -> None:
    product = Product.objects.get(pk=shop.of("mugs")[0])
    answer = similar_products(product, SearchOptions(limit=48, explain=True))
    followed = [each.explanation.relevance for each in answer.results if each.explanation]
    assert followed == sorted(followed, reverse=True)
    for each in answer.results:
        assert each.explanation
        assert each.explanation.cosine == each.score
        raised = each.explanation.relevance > each.score
        assert raised == (each.product_id in shop.of("mugs")) or each.product_id in shop.of("vases")
