"""What a search finds, whichever engine answers: all there is, in order, families once."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Category, Product
from catalog.product_filter import ProductFilter
from embeddings.models import ImageEmbedding
from tests.integration.embeddings.index.contract.engines import (
    PUBLISHED,
    Shop,
    ids_of,
    products_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_any_filter_limit_and_number_of_queries_gives_all_there_is(make_shop) -> None:
    shop = make_shop(120)
    categories = list(Category.objects.values_list("pk", flat=True))
    ids = list(Product.objects.values_list("pk", flat=True))
    prices = st.none() | st.integers(0, 130).map(Decimal)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        where=st.builds(
            ProductFilter,
            category_ids=st.just(()) | st.sampled_from(categories).map(lambda pk: (pk,)),
            brands=st.sampled_from([(), (), ("Alba",), ("Nobody", "Alba")]),
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
        shop.check(shop.catalogue.vectors[rows], where, limit)

    any_search()


def test_filters_that_leave_all_some_few_and_none(make_shop) -> None:
    shop = make_shop(300)
    home = Category.objects.get(slug="home")
    for where in (
        ProductFilter(),
        PUBLISHED,
        ProductFilter(category_ids=(home.pk,)),
        ProductFilter(price_min=Decimal(50), price_max=Decimal(120)),
        ProductFilter(brands=("Alba",)),
        ProductFilter(price_max=Decimal(8), in_stock=False),
        ProductFilter(price_max=Decimal(0)),
        ProductFilter(only_ids=frozenset()),
    ):
        for query in shop.catalogue.vectors[:4]:
            shop.check(query, where)


def test_a_hit_names_the_nearest_picture_of_the_product_and_its_family(make_shop) -> None:
    shop = make_shop(60, pictures=3)
    for hit in shop.search(shop.catalogue.vectors[7], limit=60):
        own = np.flatnonzero(shop.catalogue.products == hit.product_id)
        cosines = shop.catalogue.vectors[own] @ shop.catalogue.vectors[7]
        lengths = np.linalg.norm(shop.catalogue.vectors[own], axis=1)
        distances = 1 - cosines / lengths / np.linalg.norm(shop.catalogue.vectors[7])
        assert hit.image_id == shop.catalogue.images[own[np.argmin(distances)]]
        assert hit.distance == pytest.approx(distances.min(), abs=1e-6)
        assert hit.family == shop.catalogue.families[hit.product_id]


def test_a_family_stands_there_once_by_its_nearest_eligible_variant(make_shop) -> None:
    shop = make_shop(60)
    hits = shop.search(shop.catalogue.vectors[0], limit=60)
    families = [hit.family for hit in hits if hit.family]
    assert len(families) == len(set(families)) > 2
    best = next(hit for hit in hits if hit.family)
    left_out = shop.search(shop.catalogue.vectors[0], limit=60, leave_out=[best.product_id])
    assert best.product_id not in products_of(left_out)
    assert best.family in [hit.family for hit in left_out], "another variant takes its place"


def test_ties_are_broken_by_id_the_same_way_every_time(make_shop, random_catalogue, engine) -> None:
    catalogue = random_catalogue(60, pictures=2)
    ImageEmbedding.objects.update(vector=catalogue.vectors[0].tolist())
    shop = Shop(catalogue, engine)
    expected = catalogue.ranked(np.zeros(len(catalogue.products)), ids_of(PUBLISHED))[:5]
    for _ in range(3):
        hits = shop.search(catalogue.vectors[0], limit=5)
        assert products_of(hits) == expected
        assert [hit.image_id for hit in hits] == [
            catalogue.images[catalogue.products == pk].min() for pk in expected
        ]


def test_copies_of_one_picture_do_not_hide_what_lies_behind_them(random_catalogue, engine) -> None:
    catalogue = random_catalogue(60, pictures=2)
    # The first 40 products all show the same picture twice.
    copied = np.isin(catalogue.products, np.unique(catalogue.products)[:40])
    ImageEmbedding.objects.filter(image_id__in=catalogue.images[copied].tolist()).update(
        vector=catalogue.vectors[0].tolist()
    )
    catalogue.vectors[copied] = catalogue.vectors[0]
    Shop(catalogue, engine).check(catalogue.vectors[0], limit=60)


def test_what_is_left_out_is_not_there_and_makes_room(make_shop) -> None:
    shop = make_shop(60)
    query = shop.catalogue.vectors[0]
    first = products_of(shop.search(query, limit=12))
    rest = shop.search(query, limit=12, leave_out=first[:5])
    expected = shop.catalogue.nearest(query, ids_of(PUBLISHED) - set(first[:5]), 12)
    assert products_of(rest) == expected
