"""Other weights at query time equal brute force with those weights, on the index and without it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Product
from catalog.product_filter import ProductFilter
from embeddings.index import vector_index
from recommendations.request.block_weights import parse_weights
from recommendations.request.query import BlockWeightsInvalidError, Query
from recommendations.request.question import SearchOptions, make_question
from recommendations.retrieval.retrieve import retrieve
from tests.builders.vectors import unit

pytestmark = pytest.mark.django_db(transaction=True)

WEIGHTS = [{"visual": 1}, {"colour": 1}, {"visual": 1, "colour": 2}, {"visual": 3.0, "colour": 0.5}]


def weighted_means(catalogue, query: np.ndarray, weights: dict[str, float]) -> np.ndarray:
    """The mean of the blocks' cosines of every picture with a query."""
    total = 0.0
    for name, block in (("visual", slice(0, 10)), ("colour", slice(10, 16))):
        cosines = unit(catalogue.vectors[:, block]) @ unit(query[None, block])[0]
        total = total + weights.get(name, 0.0) / sum(weights.values()) * cosines
    return np.asarray(total)


@pytest.mark.parametrize("indexed", [False, True], ids=["exact", "index"])
@pytest.mark.parametrize("weights", WEIGHTS, ids=str)
def test_other_weights_equal_brute_force_with_those_weights(
    random_catalogue, weights, indexed
) -> None:
    catalogue = random_catalogue(300)
    if indexed:
        vector_index().build(catalogue.space)
    eligible = Product.objects.published()
    ids = set(eligible.values_list("pk", flat=True))
    for row in catalogue.vectors[:10]:
        question = make_question(
            Query(space=catalogue.space, vectors=row[None].astype(np.float32)),
            SearchOptions(limit=10, weights=weights, filters=ProductFilter(in_stock=False)),
            leave_out=(),
            spare=0,
            floor=0,
        )
        found = retrieve(question)
        means = weighted_means(catalogue, row, weights)
        scores = [near.score for near in found]
        by_picture = dict(zip(catalogue.images.tolist(), means.tolist(), strict=True))
        assert scores == pytest.approx([by_picture[near.image_id] for near in found], abs=2e-3)
        best = [-d for d in sorted(1 - means[np.isin(catalogue.products, list(ids))])]
        assert scores[0] == pytest.approx(1 + best[0], abs=2e-3)
        assert len(found) == 10
        expected = catalogue.ranked(1 - means, ids)[:10]
        # halfvec keeps three digits: neighbours closer than that may change places.
        assert len(set(expected) & {near.product_id for near in found}) >= 9


def test_the_spaces_own_weights_change_nothing(random_catalogue) -> None:
    catalogue = random_catalogue(20)
    rows = catalogue.vectors[:3].astype(np.float32)
    query = Query(space=catalogue.space, vectors=rows)
    same = query.weighted({"visual": 8, "colour": 2})
    assert np.allclose(same.weighted_vectors, rows, atol=1e-3)
    assert same.scale == pytest.approx(1, abs=1e-3)
    assert query.weighted(None) is query


def test_a_block_that_the_space_has_not_is_refused_by_name(random_catalogue) -> None:
    query = Query(space=random_catalogue(5).space, vectors=np.ones((1, 16), dtype=np.float32))
    with pytest.raises(
        BlockWeightsInvalidError, match="no shape in this space; it has colour, visual"
    ):
        query.weighted({"shape": 1})


def test_a_query_that_has_nothing_in_the_blocks_asked_for_is_refused(random_catalogue) -> None:
    vectors = np.zeros((1, 16), dtype=np.float32)
    vectors[0, 0] = 1
    with pytest.raises(BlockWeightsInvalidError, match="nothing to compare"):
        Query(space=random_catalogue(5).space, vectors=vectors).weighted({"colour": 1})


def test_weights_are_read() -> None:
    assert parse_weights("visual:1, colour:2.5") == {"visual": 1, "colour": 2.5}
    assert parse_weights("colour:0,visual:1") == {"colour": 0, "visual": 1}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "written as"),
        ("visual", "written as"),
        ("visual:x", "written as"),
        ("visual:nan", "from 0 to 1000"),
        ("visual:-1", "from 0 to 1000"),
        ("visual:1,visual:2", "twice"),
        ("visual:0", "above 0"),
    ],
)
def test_what_is_no_weight_is_refused_in_words(text, why) -> None:
    with pytest.raises(BlockWeightsInvalidError, match=why):
        parse_weights(text)


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text) -> None:
    try:
        weights = parse_weights(text)
    except BlockWeightsInvalidError:
        return
    assert sum(weights.values()) > 0
