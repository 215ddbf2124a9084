"""The nearest are put in order among themselves; nothing is lost, shown twice or scored anew."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.families import place_of
from catalog.models import Product
from catalog.product_filter import ProductFilter
from embeddings.models import EmbeddingSpace
from recommendations.candidate import Answer
from recommendations.request.question import SearchOptions
from recommendations.reranking.expansion import expanded_cosines
from recommendations.similar import products_like, similar_products

pytestmark = pytest.mark.django_db(transaction=True)

LEARNT = "hog:wccn10*0.8+lab_color:wccn6@product*0.2"


@pytest.fixture
def learnt(random_catalogue):
    """160 products in a space whose recipe says that it learnt within classes."""
    made = random_catalogue(160)
    EmbeddingSpace.objects.update(recipe=LEARNT)
    return made


def ids_of(answer: Answer) -> list[int]:
    return [each.product_id for each in answer.results]


def products() -> list[Product]:
    return list(Product.objects.published().order_by("pk")[:8])


def test_the_order_is_that_of_the_expanded_cosines(learnt) -> None:
    row_of = {image: number for number, image in enumerate(learnt.images.tolist())}
    changed = 0
    for product in products():
        plain = similar_products(product, SearchOptions(limit=200, by_score=True))
        first, rest = plain.results[:100], plain.results[100:]
        queries = learnt.vectors[learnt.products == product.pk]
        rows = np.stack([learnt.vectors[row_of[each.image_id]] for each in first])
        cosines = np.round(expanded_cosines(queries.astype(np.float32), rows.astype(np.float32)), 5)
        expected = [first[place].product_id for place in np.argsort(-cosines, kind="stable")]
        found = similar_products(product, SearchOptions(limit=200))
        assert ids_of(found) == [*expected, *(each.product_id for each in rest)]
        changed += ids_of(found) != ids_of(plain)
    assert changed == len(products())


def test_a_space_that_has_not_learnt_stays_in_the_order_of_its_cosines(random_catalogue) -> None:
    random_catalogue(160)
    for product in products():
        scores = [each.score for each in similar_products(product, SearchOptions(limit=48)).results]
        assert scores == sorted(scores, reverse=True)


def test_a_shop_may_do_without(learnt, settings) -> None:
    settings.VITRINE_REORDER = False
    scores = [
        each.score for each in similar_products(products()[0], SearchOptions(limit=48)).results
    ]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"min_match": 60},
        {"weights": {"colour": 1.0}},
        {"weights": {"colour": 2.0, "visual": 1.0}},
        {"filters": ProductFilter(brands=("Borea",))},
        {"filters": ProductFilter(brands=("Alba",)), "relax": True},
    ],
    ids=["all", "min_match", "one block", "two blocks", "filter", "relaxed"],
)
def test_the_same_products_stand_there_once_with_the_same_scores(learnt, asked) -> None:
    for product in products()[:4]:
        plain = similar_products(product, SearchOptions(limit=200, by_score=True, **asked))
        found = similar_products(product, SearchOptions(limit=200, **asked))
        said = {each.product_id: (each.score, each.calibrated_score) for each in plain.results}
        assert {each.product_id: (each.score, each.calibrated_score) for each in found.results} == (
            said
        )
        assert len(found.results) == len({place_of(each) for each in found.results})
        assert len(found.results) == len(plain.results) > 0


@pytest.mark.parametrize("diversity", [0.0, 0.5])
@pytest.mark.parametrize("weights", [None, {"visual": 1.0}], ids=["own weights", "one block"])
def test_leafing_neither_repeats_nor_skips(learnt, settings, diversity, weights) -> None:
    settings.VITRINE_REORDERED_CANDIDATES = 30
    asked = {"diversity": diversity, "weights": weights}
    product = products()[1]
    whole = ids_of(similar_products(product, SearchOptions(limit=200, **asked)))
    pages: list[int] = []
    for offset in range(0, 200, 12):
        pages += ids_of(similar_products(product, SearchOptions(limit=12, offset=offset, **asked)))
    assert pages == whole
    assert len(set(pages)) == len(pages)


def test_copies_of_a_picture_stand_in_the_order_of_their_ids(learnt) -> None:
    row = learnt.space.embeddings.order_by("pk").first()
    others = Product.objects.published().in_stock().filter(family="").exclude(pk=row.product_id)
    copies = sorted(others.values_list("pk", flat=True)[:6])
    for pk in copies:
        learnt.space.embeddings.filter(product_id=pk).update(vector=row.vector)
    asked = Product.objects.get(pk=row.product_id)
    assert ids_of(similar_products(asked, SearchOptions(limit=6))) == copies


def test_one_candidate_and_none_are_answers_too(learnt) -> None:
    asked, only = products()[:2]
    one = SearchOptions(filters=ProductFilter(only_ids=frozenset({only.pk}), in_stock=False))
    assert ids_of(similar_products(asked, one)) == [only.pk]
    none = SearchOptions(filters=ProductFilter(brands=("Nobody",)))
    assert ids_of(similar_products(asked, none)) == []


def test_a_vector_is_asked_with_as_a_picture_is(learnt) -> None:
    photo = learnt.vectors[3] / np.linalg.norm(learnt.vectors[3])
    space = EmbeddingSpace.objects.get()
    plain = products_like(photo, space=space, options=SearchOptions(limit=48, by_score=True))
    found = products_like(photo, space=space, options=SearchOptions(limit=48))
    assert ids_of(found)[0] == ids_of(plain)[0]
    assert ids_of(found) != ids_of(plain)
