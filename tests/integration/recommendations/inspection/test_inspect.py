"""The account of an answer: the same answer as a shopper's, each step, and what is missing."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.models import Product
from embeddings.spaces.measured.scale import CHANCE_LEVELS, Scale
from embeddings.spaces.measured.scales import Scales
from recommendations.inspection.inspect import inspect_product
from recommendations.inspection.left_out import Cause
from recommendations.inspection.setting import Setting
from recommendations.inspection.trace import Stage
from recommendations.inspection.way import way_of
from recommendations.similar import similar_products
from tests.factories import RuleFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(random_space):
    """Eight products in a row, each a little further from the first."""
    angles = np.linspace(0, 0.7, 8)
    rows = np.stack([np.cos(angles), np.sin(angles), 0 * angles, 0 * angles], axis=1)
    space = random_space(vectors=rows, products=8)
    return space, list(Product.objects.order_by("pk"))


def ids(found) -> list[int]:
    return [each.product_id for each in found.answer.results]


def causes(found) -> dict[int, Cause]:
    return {each.product_id: each.cause for each in found.left_out}


def test_by_default_it_is_the_shoppers_answer(shop) -> None:
    space, (asked, *others) = shop
    RuleFactory.create(kind="pin", product=others[5], position=2)
    shopper = similar_products(asked)
    found = inspect_product(asked, Setting(space=space))
    assert ids(found) == [each.product_id for each in shopper.results]
    assert ids(inspect_product(asked, Setting(space=space, follows_rules=False))) == [
        each.pk for each in others
    ]


def test_each_slot_tells_the_way_it_came(shop) -> None:
    space, (asked, *others) = shop
    RuleFactory.create(kind="pin", product=others[5], position=2)
    found = inspect_product(asked, Setting(space=space))
    pinned, moved = found.answer.results[1], found.answer.results[2]
    told = [(step.stage, step.before, step.after) for step in way_of(pinned, found.trace)]
    assert told == [(Stage.NEAREST, None, 6), (Stage.RULES, 6, 2)]
    told = [(step.stage, step.before, step.after) for step in way_of(moved, found.trace)]
    assert told == [(Stage.NEAREST, None, 2), (Stage.RULES, 2, 3)]


def test_what_is_missing_is_told_with_its_cause(shop) -> None:
    space, (asked, hidden, sold_out, draft, first, second, *_rest) = shop
    rule = RuleFactory.create(kind="hide", product=hidden)
    Product.objects.filter(pk=sold_out.pk).update(stock=0)
    Product.objects.filter(pk=draft.pk).update(is_published=False)
    Product.objects.filter(pk__in=[first.pk, second.pk]).update(family="pair")

    found = inspect_product(asked, Setting(space=space))

    assert causes(found) == {
        hidden.pk: Cause.RULE,
        sold_out.pk: Cause.SOLD_OUT,
        draft.pk: Cause.DRAFT,
        second.pk: Cause.FAMILY,
    }
    told = {each.product_id: each for each in found.left_out}
    assert told[hidden.pk].rule_id == rule.pk
    assert told[second.pk].instead == first.pk
    assert told[draft.pk].score == pytest.approx(np.cos(0.3), abs=1e-3)
    without = inspect_product(asked, Setting(space=space, follows_rules=False, in_stock=False))
    assert set(causes(without)) == {draft.pk, second.pk}


def test_the_floor_is_named(shop) -> None:
    space, (asked, *others) = shop
    scale = Scale(levels=CHANCE_LEVELS, cosines=(0.0, 0.5, 1.0), blocks={}, floor=90)
    space.calibration = Scales(catalogue=scale).to_json()
    found = inspect_product(asked, Setting(space=space))
    below = {each.product_id: each for each in found.left_out}
    assert ids(found) == [each.pk for each in others[:4]]
    assert causes(found) == {each.pk: Cause.FLOOR for each in others[4:]}
    assert (below[others[-1].pk].match, below[others[-1].pk].needed) == (76, 90)


def test_a_product_that_is_not_compared_has_its_categorys_newest(shop, make_product) -> None:
    space, _products = shop
    plain = make_product()
    found = inspect_product(plain, Setting(space=space))
    assert found.answer.fallback
    assert (found.left_out, found.trace.question) == ([], None)
