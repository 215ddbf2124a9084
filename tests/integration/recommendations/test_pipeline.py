"""The whole answer is complete for every combination of wishes, and equal to brute force."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Category, Product
from catalog.product_filter import RELAX_ORDER, ProductFilter
from embeddings.index import vector_index
from recommendations.request.question import SearchOptions
from recommendations.similar import products_like, similar_products
from tests.builders.scales import calibration

pytestmark = pytest.mark.django_db(transaction=True)

COLOURS = ["red", "blue", "green"]


@st.composite
def filter_values(draw) -> dict[str, object]:
    price = st.none() | st.integers(0, 160).map(Decimal)
    return {
        "category": draw(st.sampled_from(["", "", "home", "vases", "rugs"])),
        "brand": draw(st.sampled_from(["", "", "Alba", "Borea", "Nobody"])),
        "price_min": draw(price),
        "price_max": draw(price),
        "attributes": draw(
            st.sampled_from([(), (), *((("colour", colour),) for colour in COLOURS)])
        ),
        "in_stock": draw(st.booleans()),
    }


def filters_from(values: dict[str, Any]) -> ProductFilter:
    category = Category.objects.filter(slug=values["category"]).first()
    conditions = {name: values[name] for name in values.keys() - {"category", "brand"}}
    return ProductFilter(
        category_ids=(category.pk,) if category else (),
        brands=(values["brand"],) if values["brand"] else (),
        **conditions,
    )


def meets(product: Product, values: dict[str, Any]) -> bool:
    """The oracle: each condition in plain Python."""
    allowed = {"": True, "home": product.category.slug == "vases"}
    colours = product.attributes["colour"]
    colours = colours if isinstance(colours, list) else [colours]
    return (
        product.is_published
        and allowed.get(values["category"], product.category.slug == values["category"])
        and values["brand"] in ("", product.brand)
        and (values["price_min"] is None or product.price >= values["price_min"])
        and (values["price_max"] is None or product.price <= values["price_max"])
        and all(value in colours for _, value in values["attributes"])
        and (product.stock > 0 or not values["in_stock"])
    )


def ids_of(answer) -> list[int]:
    return [similar.product.pk for similar in answer.results]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    values=filter_values(),
    asked=st.integers(0, 119),
    limit=st.integers(1, 48),
    indexed=st.booleans(),
)
def test_any_filters_and_limit_equal_brute_force(
    random_catalogue, tune_index, monkeypatch: pytest.MonkeyPatch, values, asked, limit, indexed
) -> None:
    if not Product.objects.exists():
        random_catalogue.catalogue = random_catalogue(120)
        vector_index().build(random_catalogue.catalogue.space)
    catalogue = random_catalogue.catalogue
    # Small as the catalogue is, either path must be able to answer.
    index = tune_index(exact_below_products=0 if indexed else 10_000)
    monkeypatch.setattr(index.validity, "holds", lambda space: indexed)
    product = Product.objects.order_by("pk")[asked]
    options = SearchOptions(filters=filters_from(values), limit=limit)
    answer = similar_products(product, options)
    products = Product.objects.select_related("category")
    ids = {p.pk for p in products if p != product and meets(p, values)}
    assert len(answer.results) == min(limit, catalogue.places(ids))
    queries = catalogue.vectors[catalogue.products == product.pk]
    catalogue.assert_nearest(ids_of(answer), queries, ids, limit)
    assert answer.complete
    assert answer.relaxed == []


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=filter_values(), asked=st.integers(0, 119), limit=st.integers(1, 48))
def test_relaxed_filters_fill_the_answer_with_what_meets_most_of_them(
    random_catalogue, values, asked, limit
) -> None:
    if not Product.objects.exists():
        random_catalogue.catalogue = random_catalogue(120)
    catalogue = random_catalogue.catalogue
    product = Product.objects.order_by("pk")[asked]
    filters = filters_from(values)
    answer = similar_products(product, SearchOptions(filters=filters, limit=limit, relax=True))
    strict = similar_products(product, SearchOptions(filters=filters, limit=limit))
    everything = {
        p.pk
        for p in Product.objects.all()
        if p != product and p.is_published and (p.stock > 0 or not values["in_stock"])
    }
    assert len(answer.results) == min(limit, catalogue.places(everything))
    assert ids_of(answer)[: len(strict.results)] == ids_of(strict)
    assert answer.relaxed == [name for name in RELAX_ORDER if name in answer.relaxed]
    for similar in answer.results[len(strict.results) :]:
        ((reason, _, name),) = [said.partition(":") for said in similar.reasons]
        assert (reason, name in answer.relaxed) == ("relaxed", True)
    if len(strict.results) == limit:
        assert answer.relaxed == []


@pytest.mark.parametrize("diversity", [0.0, 0.3, 1.0])
def test_leafing_through_neither_repeats_nor_skips(random_catalogue, diversity) -> None:
    catalogue = random_catalogue(160)
    product = Product.objects.order_by("pk").first()
    pages = []
    for offset in range(0, 200, 12):
        options = SearchOptions(offset=offset, limit=12, diversity=diversity)
        pages += ids_of(similar_products(product, options))
    eligible = Product.objects.published().in_stock().exclude(pk=product.pk)
    assert len(pages) == len(set(pages))
    assert len(pages) == catalogue.places(set(eligible.values_list("pk", flat=True)))
    whole = ids_of(similar_products(product, SearchOptions(limit=200, diversity=diversity)))
    assert pages == whole


def test_variety_keeps_the_best_first_and_spreads_the_rest(random_catalogue) -> None:
    catalogue = random_catalogue(160)
    product = Product.objects.order_by("pk").first()
    alike = similar_products(product, SearchOptions(limit=12))
    varied = similar_products(product, SearchOptions(limit=12, diversity=0.7))
    assert ids_of(alike)[0] == ids_of(varied)[0]

    def spread(answer) -> float:
        pictures = [similar.matched_image.pk for similar in answer.results]
        rows = catalogue.vectors[[catalogue.images.tolist().index(pk) for pk in pictures]]
        return float((rows @ rows.T).mean())

    assert spread(varied) < spread(alike) - 0.1


def test_the_shops_floor_leaves_out_what_is_no_more_alike_than_chance(random_catalogue) -> None:
    catalogue = random_catalogue(120)
    product = Product.objects.order_by("pk").first()
    everything = similar_products(product, SearchOptions(limit=48))
    cosines = [similar.score for similar in everything.results]
    catalogue.space.calibration = calibration(cosines[20], cosines[2])
    catalogue.space.save()
    answer = similar_products(product, SearchOptions(limit=48))
    assert {similar.calibrated_score >= 20 for similar in answer.results} == {True}
    assert 3 <= len(answer.results) <= 20
    assert ids_of(answer) == ids_of(everything)[: len(answer.results)]
    whole = similar_products(product, SearchOptions(limit=48, min_match=0))
    assert ids_of(whole) == ids_of(everything)
    close = similar_products(product, SearchOptions(limit=48, min_match=50))
    assert ids_of(close) == ids_of(everything)[:3]


def test_a_shop_sets_its_own_floor(random_catalogue, settings) -> None:
    catalogue = random_catalogue(120)
    product = Product.objects.order_by("pk").first()
    cosines = [each.score for each in similar_products(product, SearchOptions(limit=48)).results]
    catalogue.space.calibration = calibration(cosines[20], cosines[2])
    catalogue.space.save()
    settings.VITRINE_MIN_MATCH = 50  # the space's own floor is 20
    answer = similar_products(product, SearchOptions(limit=48))
    assert len(answer.results) == 3
    assert min(each.calibrated_score for each in answer.results) == 50


def test_nothing_close_is_an_honest_answer(random_catalogue) -> None:
    catalogue = random_catalogue(60)
    catalogue.space.calibration = calibration(0.998, 0.999)
    catalogue.space.save()
    far = np.random.default_rng(1).normal(size=16)
    answer = products_like((far / np.linalg.norm(far)).tolist(), space=catalogue.space)
    assert answer.results == []
    assert answer.complete


def test_a_price_band_around_the_products_own_price(random_catalogue) -> None:
    random_catalogue(120)
    product = Product.objects.get(sku="S99")
    answer = similar_products(product, SearchOptions(limit=48, price_within=Decimal(10)))
    assert answer.results
    assert {90 <= similar.product.price <= 110 for similar in answer.results} == {True}


def test_of_a_family_only_the_nearest_variant_stands_there(random_catalogue) -> None:
    catalogue = random_catalogue(120)
    product = Product.objects.exclude(family="").published().first()
    answer = similar_products(product, SearchOptions(limit=48))
    families = [s.product.family for s in answer.results if s.product.family]
    assert len(families) == len(set(families))
    queries = catalogue.vectors[catalogue.products == product.pk]
    others = set(
        Product.objects.published().in_stock().exclude(pk=product.pk).values_list(flat=True)
    )
    assert ids_of(answer) == catalogue.nearest(queries, others, 48)
