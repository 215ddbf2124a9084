"""What may be asked: pictures, vectors, other weights, none at all, few or many."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.index import (
    QueryPictures,
    QueryVectors,
)
from tests.integration.embeddings.index.contract.engines import (
    PUBLISHED,
    ids_of,
    products_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_pictures_of_the_space_ask_as_their_vectors_do(make_shop) -> None:
    shop = make_shop(200, pictures=3)
    rows = [0, 50, 100]
    pictures = QueryPictures(tuple(shop.catalogue.images[rows].tolist()))
    by_picture = shop.search(pictures)
    by_vector = shop.search(shop.catalogue.vectors[rows])
    assert products_of(by_picture) == products_of(by_vector)
    assert by_picture[0].distance == pytest.approx(0, abs=1e-6)
    shop.check(shop.catalogue.vectors[rows])


def test_other_weights_of_the_blocks_search_the_same_index(make_shop) -> None:
    shop = make_shop(200)
    # As the "colour" slider does: the query's blocks re-scaled, the stored vectors as they are.
    for scale in (0.0, 0.3, 4.0):
        query = shop.catalogue.vectors[5].copy()
        query[10:] *= scale
        # In half precision, as every engine compares.
        shop.check(query.astype(np.float16).astype(np.float64))


def test_the_farthest_is_found_where_exactness_is_asked_for(make_shop) -> None:
    shop = make_shop(300)
    query = -shop.catalogue.vectors[0]
    hits = shop.search(query, limit=20, exact=True)
    shop.catalogue.assert_nearest(products_of(hits), query, ids_of(PUBLISHED), 20)


def test_limits_of_none_one_and_more_than_there_are(make_shop) -> None:
    shop = make_shop(30)
    query = shop.catalogue.vectors[0]
    assert shop.search(query, limit=0) == []
    assert shop.search(query, limit=-1) == []
    assert len(shop.search(query, limit=1)) == 1
    assert len(shop.search(query, limit=10_000)) == shop.catalogue.places(ids_of(PUBLISHED))


def test_no_queries_or_pictures_that_are_gone_find_nothing(make_shop) -> None:
    shop = make_shop(30)
    assert shop.search(QueryPictures(())) == []
    assert shop.search(QueryPictures((999_999_999,))) == []
    assert shop.search(QueryVectors(np.empty((0, 16), dtype=np.float32))) == []
    mixed = QueryPictures((999_999_999, int(shop.catalogue.images[0])))
    assert products_of(shop.search(mixed)) == products_of(shop.search(shop.catalogue.vectors[0]))


def test_vectors_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(Q, D\), not \(16,\)"):
        QueryVectors(np.zeros(16, dtype=np.float32))
