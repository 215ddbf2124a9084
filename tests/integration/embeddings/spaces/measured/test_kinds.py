"""What a space learns of the shop's categories, and when it learns it anew."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.kind_prior import KindPrior
from embeddings.spaces.measured.kinds import measure_changed_kinds, measure_kinds
from tests.builders.kinds import KIND_SLUGS, make_kinds
from tests.builders.spaces import make_space, store_vectors
from tests.builders.vectors import random_rows

pytestmark = pytest.mark.django_db


def test_categories_that_hold_what_is_alike_are_worth_more_than_chance_spreads() -> None:
    shop = make_kinds()
    prior = measure_kinds(shop.space)
    assert prior
    assert prior.says_something
    categories = Category.objects.filter(slug__in=KIND_SLUGS)
    assert min(prior.worth_of_same(each.pk) for each in categories) > 1
    assert prior.worth_of_same(10**6) == prior.usual > 1
    assert 0 < prior.spread < 1
    assert EmbeddingSpace.objects.get().kind_prior == prior


def test_shuffled_categories_say_nothing() -> None:
    shop = make_kinds()
    dice = np.random.default_rng(1)
    products = list(Product.objects.order_by("pk"))
    for product, owner in zip(products, dice.permutation(len(products)), strict=True):
        Product.objects.filter(pk=product.pk).update(category=products[owner].category_id)
    prior = measure_kinds(shop.space)
    assert prior
    assert not prior.says_something


def test_variants_of_one_design_are_no_evidence_for_their_category() -> None:
    shop = make_kinds(noise=9.0)  # nothing but noise, in which only variants lie together
    Product.objects.update(family="one design")
    prior = measure_kinds(shop.space)
    assert prior
    assert not prior.says_something


def test_blocks_have_spreads_of_their_own_for_other_weights() -> None:
    prior = measure_kinds(make_kinds().space)
    assert prior
    assert prior.spread_with({"visual": 1.0}) == prior.blocks["visual"]
    assert prior.spread_with({"visual": 0.5, "colour": 0.5}) == pytest.approx(
        (prior.blocks["visual"] + prior.blocks["colour"]) / 2
    )
    assert prior.spread_with({"unheard of": 1.0}) == prior.spread


def test_it_is_measured_anew_when_pictures_have_changed_or_a_day_has_passed() -> None:
    shop = make_kinds()
    measure_changed_kinds()
    first = EmbeddingSpace.objects.get().kind_prior
    assert first
    measure_changed_kinds()
    assert EmbeddingSpace.objects.get().kind_prior == first
    Product.objects.filter(pk__in=shop.products[:20]).delete()
    measure_changed_kinds()
    second = EmbeddingSpace.objects.get().kind_prior
    assert second
    assert second.pictures == first.pictures - 20
    kept = second.to_json() | {"measured_at": (timezone.now() - timedelta(days=2)).isoformat()}
    EmbeddingSpace.objects.update(kinds=kept)
    measure_changed_kinds()
    third = EmbeddingSpace.objects.get().kind_prior
    assert third
    assert timezone.now() - third.measured_at < timedelta(hours=1)


def test_two_pictures_are_too_few() -> None:
    shop = make_kinds()
    Product.objects.exclude(pk__in=shop.products[:2]).delete()
    assert measure_kinds(shop.space) is None
    assert EmbeddingSpace.objects.get().kinds == {}


def test_a_prior_is_read_as_it_was_kept() -> None:
    prior = measure_kinds(make_kinds().space)
    assert prior
    assert KindPrior.from_json(prior.to_json()) == prior
    assert KindPrior.from_json({}) is None


def test_a_space_that_learnt_from_the_categories_does_not_judge_them() -> None:
    shop = make_kinds()
    plain = EmbeddingSpace.objects.get()
    EmbeddingSpace.objects.update(features_key="f" * 64)
    learnt = make_space(
        "learnt",
        plain.dimensions,
        components=plain.components,
        recipe="hog:wccn10",
        features_key="f" * 64,
        state="ready",
    )
    # It has learnt the categories by heart: all of one kind lie at one place.
    images = ProductImage.objects.in_bulk(shop.images)
    centres = {slug: shop.vectors[n] for n, slug in enumerate(KIND_SLUGS)}
    by_heart = [centres[KIND_SLUGS[n % 6]] for n in range(len(shop.images))]
    noise = 0.01 * random_rows(len(by_heart), plain.dimensions, seed=1)
    store_vectors(learnt, [images[pk] for pk in shop.images], np.array(by_heart) + noise)
    by_itself = measure_kinds(learnt)
    of_plain = measure_kinds(plain)
    by_plain = measure_kinds(learnt)
    assert by_itself
    assert of_plain
    assert by_plain
    assert by_plain.same == of_plain.same != by_itself.same
    assert by_plain.spread != of_plain.spread
