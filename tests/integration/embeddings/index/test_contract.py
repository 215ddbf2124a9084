"""What every engine owes its callers, whichever it is: one suite over all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Category, Product, ProductImage
from catalog.product_filter import ProductFilter
from embeddings.index import (
    CannotMeasureError,
    Hit,
    IndexStatus,
    Queries,
    QueryPictures,
    QueryVectors,
    VectorIndex,
)
from embeddings.index.engines import make_engine
from embeddings.index.numpy.engine import NumpyIndex
from embeddings.index.pgvector.engine import PgvectorIndex
from embeddings.index.pgvector.tuning import Tuning
from embeddings.index_conf import ENGINES
from embeddings.models import EmbeddingSpace, ImageEmbedding

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISHED = ProductFilter(in_stock=False)


@dataclass(frozen=True)
class Engine:
    """An engine, and whether it is to answer from an index that was built before."""

    make: Callable[[], VectorIndex]
    indexed: bool = True


CONTENDERS = {
    "pgvector, scanned": Engine(PgvectorIndex, indexed=False),
    "pgvector, indexed": Engine(PgvectorIndex),
    # Small as the tests' spaces are, the index answers under every filter.
    "pgvector, always by the index": Engine(lambda: PgvectorIndex(Tuning(exact_below_products=0))),
    "numpy": Engine(NumpyIndex),
}


class Shop:
    """A random catalogue, and the engine under test."""

    def __init__(self, shelf, engine: Engine) -> None:
        self.shelf, self.space = shelf, shelf.space
        self.index = engine.make()
        if engine.indexed:
            self.index.build(self.space)

    def search(
        self,
        queries: Queries | np.ndarray,
        where: ProductFilter = PUBLISHED,
        limit: int = 12,
        **more,
    ) -> list[Hit]:
        if isinstance(queries, np.ndarray):
            queries = QueryVectors(np.atleast_2d(queries).astype(np.float32))
        return self.index.search(queries, space=self.space, where=where, limit=limit, **more)

    def check(self, queries: np.ndarray, where: ProductFilter = PUBLISHED, limit: int = 12) -> None:
        """The answer equals that of a comparison by hand, and is complete."""
        hits = self.search(queries, where, limit)
        eligible = ids_of(where)
        self.shelf.assert_nearest([hit.product_id for hit in hits], queries, eligible, limit)
        assert len(hits) == min(limit, self.shelf.places(eligible))
        assert [hit.distance for hit in hits] == sorted(hit.distance for hit in hits)


def ids_of(where: ProductFilter) -> set[int]:
    return set(where.apply().values_list("pk", flat=True))


def products_of(hits: list[Hit]) -> list[int]:
    return [hit.product_id for hit in hits]


@pytest.fixture(params=CONTENDERS)
def engine(request) -> Engine:
    return CONTENDERS[request.param]


@pytest.fixture
def make_shop(make_shelf, engine) -> Callable[..., Shop]:
    """Make a catalogue of so many products with their vectors, searched by the engine."""
    return lambda products, **options: Shop(make_shelf(products, **options), engine)


def test_every_engine_is_held_to_the_contract():
    under_test = {type(engine.make()) for engine in CONTENDERS.values()}
    assert under_test == {type(make_engine(name)) for name in ENGINES}


def test_any_filter_limit_and_number_of_queries_gives_all_there_is(make_shop):
    shop = make_shop(120)
    categories = [None, *Category.objects.values_list("pk", flat=True)]
    ids = list(Product.objects.values_list("pk", flat=True))
    prices = st.none() | st.integers(0, 130).map(Decimal)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        where=st.builds(
            ProductFilter,
            category_id=st.sampled_from(categories),
            brand=st.sampled_from(["", "", "Alba", "Nobody"]),
            price_min=prices,
            price_max=prices,
            attributes=st.sampled_from([(), (), (("colour", "red"),)]),
            in_stock=st.booleans(),
            only_ids=st.none() | st.frozensets(st.sampled_from(ids), max_size=40),
        ),
        limit=st.integers(1, 150),
        rows=st.lists(st.integers(0, 239), min_size=1, max_size=4),
    )
    def any_search(where: ProductFilter, limit: int, rows: list[int]) -> None:
        shop.check(shop.shelf.vectors[rows], where, limit)

    any_search()


def test_filters_that_leave_all_some_few_and_none(make_shop):
    shop = make_shop(300)
    home = Category.objects.get(slug="home")
    for where in (
        ProductFilter(),
        PUBLISHED,
        ProductFilter(category_id=home.pk),
        ProductFilter(price_min=Decimal(50), price_max=Decimal(120)),
        ProductFilter(brand="Alba"),
        ProductFilter(price_max=Decimal(8), in_stock=False),
        ProductFilter(price_max=Decimal(0)),
        ProductFilter(only_ids=frozenset()),
    ):
        for query in shop.shelf.vectors[:4]:
            shop.check(query, where)


def test_pictures_of_the_space_ask_as_their_vectors_do(make_shop):
    shop = make_shop(200, pictures=3)
    rows = [0, 50, 100]
    pictures = QueryPictures(tuple(shop.shelf.images[rows].tolist()))
    by_picture = shop.search(pictures)
    by_vector = shop.search(shop.shelf.vectors[rows])
    assert products_of(by_picture) == products_of(by_vector)
    assert by_picture[0].distance == pytest.approx(0, abs=1e-6)
    shop.check(shop.shelf.vectors[rows])


def test_a_hit_names_the_nearest_picture_of_the_product_and_its_family(make_shop):
    shop = make_shop(60, pictures=3)
    for hit in shop.search(shop.shelf.vectors[7], limit=60):
        own = np.flatnonzero(shop.shelf.products == hit.product_id)
        cosines = shop.shelf.vectors[own] @ shop.shelf.vectors[7]
        lengths = np.linalg.norm(shop.shelf.vectors[own], axis=1)
        distances = 1 - cosines / lengths / np.linalg.norm(shop.shelf.vectors[7])
        assert hit.image_id == shop.shelf.images[own[np.argmin(distances)]]
        assert hit.distance == pytest.approx(distances.min(), abs=1e-6)
        assert hit.family == shop.shelf.families[hit.product_id]


def test_a_family_stands_there_once_by_its_nearest_eligible_variant(make_shop):
    shop = make_shop(60)
    hits = shop.search(shop.shelf.vectors[0], limit=60)
    families = [hit.family for hit in hits if hit.family]
    assert len(families) == len(set(families)) > 2
    best = next(hit for hit in hits if hit.family)
    left_out = shop.search(shop.shelf.vectors[0], limit=60, leave_out=[best.product_id])
    assert best.product_id not in products_of(left_out)
    assert best.family in [hit.family for hit in left_out], "another variant takes its place"


def test_ties_are_broken_by_id_the_same_way_every_time(make_shop, make_shelf, engine):
    shelf = make_shelf(60, pictures=2)
    ImageEmbedding.objects.update(vector=shelf.vectors[0].tolist())
    shop = Shop(shelf, engine)
    expected = shelf.ranked(np.zeros(len(shelf.products)), ids_of(PUBLISHED))[:5]
    for _ in range(3):
        hits = shop.search(shelf.vectors[0], limit=5)
        assert products_of(hits) == expected
        assert [hit.image_id for hit in hits] == [
            shelf.images[shelf.products == pk].min() for pk in expected
        ]


def test_copies_of_one_picture_do_not_hide_what_lies_behind_them(make_shelf, engine):
    shelf = make_shelf(60, pictures=2)
    # The first 40 products all show the same picture twice.
    copied = np.isin(shelf.products, np.unique(shelf.products)[:40])
    ImageEmbedding.objects.filter(image_id__in=shelf.images[copied].tolist()).update(
        vector=shelf.vectors[0].tolist()
    )
    shelf.vectors[copied] = shelf.vectors[0]
    Shop(shelf, engine).check(shelf.vectors[0], limit=60)


def test_pictures_that_come_change_and_go_are_seen_at_the_next_search(make_shop):
    shop = make_shop(40, pictures=1)
    query = -shop.shelf.vectors.mean(axis=0)
    where = ProductFilter(in_stock=False, only_ids=frozenset(shop.shelf.products.tolist()))
    farthest = shop.search(query, where)[-1].product_id
    row = ImageEmbedding.objects.get(product_id=farthest)
    # Changed: it becomes the very thing asked for.
    ImageEmbedding.objects.filter(pk=row.pk).update(vector=query.tolist())
    assert shop.search(query, where)[0].product_id == farthest
    # Waiting to be embedded anew: it is not there.
    ImageEmbedding.objects.filter(pk=row.pk).update(state="pending", vector=None)
    assert farthest not in products_of(shop.search(query, where, limit=40))
    ImageEmbedding.objects.filter(pk=row.pk).update(state="ready", vector=query.tolist())
    assert shop.search(query, where)[0].product_id == farthest
    # Come: a second picture of another product.
    other = Product.objects.published().exclude(pk=farthest).exclude(family__gt="").first()
    image = ProductImage.objects.create(
        product=other, image="new.jpg", width=1, height=1, sha256="n"
    )
    assert products_of(shop.search(query, where))[0] == farthest, "it waits to be embedded"
    ImageEmbedding.objects.filter(image=image).update(state="ready", vector=query.tolist())
    first, second = shop.search(query, where)[:2]
    assert {first.product_id, second.product_id} == {farthest, other.pk}
    assert first.distance == second.distance
    # Gone.
    image.delete()
    Product.objects.filter(pk=farthest).delete()
    again = products_of(shop.search(query, where, limit=40))
    assert farthest not in again
    assert again.index(other.pk) > 0


def test_products_that_are_sold_out_hidden_or_regrouped_count_at_once(make_shop):
    shop = make_shop(40)
    query = shop.shelf.vectors[0]
    first, second, third = shop.search(query, ProductFilter(), limit=3)
    Product.objects.filter(pk=first.product_id).update(stock=0)
    Product.objects.filter(pk=second.product_id).update(is_published=False)
    assert shop.search(query, ProductFilter())[0].product_id == third.product_id
    Product.objects.update(stock=1, is_published=True, family="one")
    assert len(shop.search(query, ProductFilter())) == 1


def test_two_spaces_beside_each_other_are_never_mixed(make_shop):
    blue = make_shop(40, pictures=1)
    # The same pictures in another space, of other vectors and another size.
    green = EmbeddingSpace.objects.create(
        name="green", recipe="random", components=[], dimensions=8, state="ready"
    )
    vectors = np.random.default_rng(8).normal(size=(40, 8)).astype(np.float16)
    ImageEmbedding.objects.bulk_create(
        ImageEmbedding(
            image_id=image,
            product_id=product,
            space=green,
            state="ready",
            digest="g",
            vector=vector.tolist(),
        )
        for image, product, vector in zip(
            blue.shelf.images.tolist(), blue.shelf.products.tolist(), vectors, strict=True
        )
    )
    image = int(blue.shelf.images[0])
    index = blue.index
    in_green = index.search(QueryPictures((image,)), space=green, where=PUBLISHED, limit=40)
    in_blue = index.search(QueryPictures((image,)), space=blue.space, where=PUBLISHED, limit=40)
    unit = vectors.astype(np.float64) / np.linalg.norm(
        vectors.astype(np.float64), axis=1, keepdims=True
    )
    expected = blue.shelf.ranked(1 - unit @ unit[0], ids_of(PUBLISHED))
    assert products_of(in_green) == expected != products_of(in_blue)
    blue.check(blue.shelf.vectors[0], limit=40)
    ImageEmbedding.objects.filter(space=green).delete()
    index.drop(green)
    assert index.search(QueryPictures((image,)), space=green, where=PUBLISHED, limit=4) == []
    blue.check(blue.shelf.vectors[0], limit=40)


def test_other_weights_of_the_blocks_search_the_same_index(make_shop):
    shop = make_shop(200)
    # As the "colour" slider does: the query's blocks re-scaled, the stored vectors as they are.
    for scale in (0.0, 0.3, 4.0):
        query = shop.shelf.vectors[5].copy()
        query[10:] *= scale
        # In half precision, as every engine compares.
        shop.check(query.astype(np.float16).astype(np.float64))


def test_what_is_left_out_is_not_there_and_makes_room(make_shop):
    shop = make_shop(60)
    query = shop.shelf.vectors[0]
    first = products_of(shop.search(query, limit=12))
    rest = shop.search(query, limit=12, leave_out=first[:5])
    expected = shop.shelf.nearest(query, ids_of(PUBLISHED) - set(first[:5]), 12)
    assert products_of(rest) == expected


def test_the_farthest_is_found_where_exactness_is_asked_for(make_shop):
    shop = make_shop(300)
    query = -shop.shelf.vectors[0]
    hits = shop.search(query, limit=20, exact=True)
    shop.shelf.assert_nearest(products_of(hits), query, ids_of(PUBLISHED), 20)


def test_limits_of_none_one_and_more_than_there_are(make_shop):
    shop = make_shop(30)
    query = shop.shelf.vectors[0]
    assert shop.search(query, limit=0) == []
    assert shop.search(query, limit=-1) == []
    assert len(shop.search(query, limit=1)) == 1
    assert len(shop.search(query, limit=10_000)) == shop.shelf.places(ids_of(PUBLISHED))


def test_no_queries_or_pictures_that_are_gone_find_nothing(make_shop):
    shop = make_shop(30)
    assert shop.search(QueryPictures(())) == []
    assert shop.search(QueryPictures((999_999_999,))) == []
    assert shop.search(QueryVectors(np.empty((0, 16), dtype=np.float32))) == []
    mixed = QueryPictures((999_999_999, int(shop.shelf.images[0])))
    assert products_of(shop.search(mixed)) == products_of(shop.search(shop.shelf.vectors[0]))


def test_vectors_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"\(Q, D\), not \(16,\)"):
        QueryVectors(np.zeros(16, dtype=np.float32))


def test_an_empty_space_finds_nothing_and_has_nothing_to_measure(make_shop):
    shop = make_shop(30)
    ImageEmbedding.objects.all().delete()
    assert shop.search(shop.shelf.vectors[0]) == []
    assert shop.search(QueryPictures((int(shop.shelf.images[0]),))) == []
    with pytest.raises(CannotMeasureError):
        shop.index.measure_recall(shop.space)


def test_an_index_is_built_measured_replaced_reported_and_dropped(make_shop, engine):
    shop = make_shop(120)
    index, space = shop.index, shop.space
    index.build(space)
    assert index.read_status(space) == IndexStatus.VALID
    assert index.report(space).healthy
    assert index.measure_recall(space, queries=20) > 0.98
    assert index.tune(space, queries=20) > 0.98
    assert index.replace(space) is True
    index.reset()
    shop.check(shop.shelf.vectors[0])
    index.ensure_built()
    index.drop(space)
    shop.check(shop.shelf.vectors[0])
    ImageEmbedding.objects.all().delete()
    index.drop(space)
    assert index.read_status(space) == IndexStatus.MISSING
