"""Which rules hold for an answer, and which of them wins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Category, Product
from recommendations.merchandising.active_rules import rules_for
from recommendations.merchandising.merchandise import removed_by
from recommendations.merchandising.rules import Rules
from tests.factories import RuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> dict[str, Category]:
    """Home > Table > Mugs, and Rugs."""
    home = Category.objects.create(name="Home", slug="home")
    table = Category.objects.create(name="Table", slug="table", parent=home)
    mugs = Category.objects.create(name="Mugs", slug="mugs", parent=table)
    rugs = Category.objects.create(name="Rugs", slug="rugs")
    return {"home": home, "table": table, "mugs": mugs, "rugs": rugs}


@pytest.fixture
def asked(house, make_product) -> Product:
    return make_product(category=house["mugs"])


def kinds(rules: Rules) -> list[str]:
    return [effect.kind for effect in rules.effects]


def test_rules_hold_on_a_page_in_a_category_and_those_below_it_and_everywhere(
    asked, house, make_product
) -> None:
    about = [make_product() for _ in range(7)]
    beside = [{"beside_product": asked}, {"beside_category": house["mugs"]}]
    beside += [{"beside_category": house["home"]}, {}]
    elsewhere = [{"beside_product": about[0]}, {"beside_category": house["rugs"]}]
    for product, scope in zip(about[1:], [*beside, *elsewhere], strict=True):
        RuleFactory.create(kind="hide", product=product, **scope)

    assert rules_for(asked).hidden_ids == [product.pk for product in about[1:5]]


def test_a_photo_and_a_mixed_question_follow_the_rules_for_everywhere(
    asked, house, make_product
) -> None:
    hidden = make_product()
    RuleFactory.create(kind="hide", product=hidden)
    RuleFactory.create(kind="hide", product=make_product(), beside_product=asked)
    RuleFactory.create(kind="hide", product=make_product(), beside_category=house["home"])

    assert rules_for(None).hidden_ids == [hidden.pk]


def test_rules_hold_in_their_time_only(asked, make_product) -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    valid = make_product()
    RuleFactory.create(kind="hide", product=valid, starts_at=now - hour, ends_at=now + hour)
    RuleFactory.create(kind="hide", product=make_product(), starts_at=now + hour)
    RuleFactory.create(kind="hide", product=make_product(), ends_at=now - hour)
    RuleFactory.create(kind="hide", product=make_product(), is_active=False)

    assert rules_for(asked).hidden_ids == [valid.pk]


def test_the_product_itself_is_left_out(asked) -> None:
    RuleFactory.create(kind="pin", product=asked, position=1)

    assert not rules_for(asked)
    assert rules_for(None)


def test_the_nearest_scope_wins(asked, house, make_product) -> None:
    product = make_product()
    scopes = [{}, {"beside_category": house["home"]}, {"beside_category": house["mugs"]}]
    scopes.append({"beside_product": asked})
    for kind, scope in zip(("hide", "bury", "hide", "boost"), scopes, strict=True):
        RuleFactory.create(kind=kind, product=product, **scope)
        assert kinds(rules_for(asked)) == [kind]


def test_hide_wins_over_pin_over_boost_and_the_newest_of_these(asked, make_product) -> None:
    product = make_product()
    for kind in ("boost", "bury", "boost", "pin", "hide"):
        RuleFactory.create(kind=kind, product=product, position=1 if kind == "pin" else None)
        assert kinds(rules_for(asked)) == [kind]
    RuleFactory.create(kind="bury", product=product)
    assert kinds(rules_for(asked)) == ["hide"]


def test_a_nearer_pin_keeps_its_place(asked, make_product) -> None:
    far, near = make_product(), make_product()
    RuleFactory.create(kind="pin", product=far, position=1)
    RuleFactory.create(kind="pin", product=near, position=1, beside_product=asked)

    assert rules_for(asked).missing_from([]) == [near.pk, far.pk]


def test_one_query_however_many_rules_and_none_afterwards(
    asked, house, make_product, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        assert not rules_for(asked)
    for scope in ({}, {"beside_category": house["table"]}, {"beside_product": asked}):
        RuleFactory.create(kind="pin", product=make_product(), position=2, note="why", **scope)
    slim = Product.objects.only("category").get(pk=asked.pk)

    with django_assert_num_queries(1):
        rules = rules_for(slim)
        assert len(removed_by(rules, [], wanted=3)) == 3
    with django_assert_num_queries(1):
        rules_for(None)


def test_a_category_that_is_below_itself_ends_the_walk(asked, house, make_product) -> None:
    Category.objects.filter(pk=house["home"].pk).update(parent=house["mugs"])
    product = make_product()
    RuleFactory.create(kind="hide", product=product, beside_category=house["home"])

    assert rules_for(asked).hidden_ids == [product.pk]
