"""Saving a draft: at once, signed, and never two pins for one place."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalog.models import Product
from recommendations.arranging.conflicts import PlaceTakenError
from recommendations.arranging.draft import Change, Draft
from recommendations.arranging.saving import save_draft
from recommendations.models import Rule
from tests.factories import RuleFactory, StaffFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def shop(make_product) -> list[Product]:
    return [make_product(name=f"Vase {n}") for n in range(5)]


def pin(product: Product, place: int) -> Change:
    return Change(product_id=product.pk, kind="pin", position=place)


def held(product: Product) -> list[tuple[str, int | None]]:
    rules = Rule.objects.valid().filter(beside_product=product).order_by("position")
    return [(rule.product.name, rule.position) for rule in rules]


def test_changes_places_make_way_for_each_other_and_are_signed(shop) -> None:
    anna, ben = StaffFactory.create(username="anna"), StaffFactory.create(username="ben")
    save_draft(
        Draft(shop[0]).with_change(pin(shop[1], 1)).with_change(pin(shop[2], 2)), user_id=anna.pk
    )
    first = Rule.objects.get(product=shop[1])
    swapped = Draft(shop[0], (pin(shop[1], 2), pin(shop[2], 1)))
    saved = save_draft(swapped, user_id=ben.pk)

    assert held(shop[0]) == [("Vase 2", 1), ("Vase 1", 2)]
    assert (saved.made, len(saved.changed), saved.ended) == ([], 2, [])
    first.refresh_from_db()
    assert (first.created_by, first.updated_by, first.position) == (anna, ben, 2)


def test_a_taken_place_saves_nothing(shop) -> None:
    rule = RuleFactory.create(kind="pin", product=shop[2], beside_product=shop[0])
    draft = Draft(shop[0], (Change(product_id=shop[3].pk, kind="hide"), pin(shop[1], 1)))

    with pytest.raises(PlaceTakenError, match="Place 1 is taken: “Pin Vase 2") as refused:
        save_draft(draft, user_id=None)

    assert refused.value.in_the_way == [rule]
    assert held(shop[0]) == [("Vase 2", 1)]


def test_what_is_replaced_ends_and_stays_in_the_list(shop) -> None:
    now = timezone.now()
    rule = RuleFactory.create(kind="pin", product=shop[2], beside_product=shop[0])
    later = RuleFactory.create(
        kind="pin", product=shop[3], beside_product=shop[0], position=2, starts_at=now + DAY
    )
    draft = Draft(shop[0], (pin(shop[1], 1),), frozenset({rule.pk, later.pk}))

    saved = save_draft(draft, user_id=None)

    assert held(shop[0]) == [("Vase 1", 1)]
    assert {each.pk for each in saved.ended} == {rule.pk, later.pk}
    assert Rule.objects.get(pk=rule.pk).state == Rule.State.ENDED
    assert Rule.objects.get(pk=later.pk).state == Rule.State.OFF


def test_what_is_taken_back_can_be_made_again(shop) -> None:
    for change in (pin(shop[1], 1), Change(product_id=shop[1].pk), pin(shop[1], 1)):
        save_draft(Draft(shop[0], (change,)), user_id=None)

    states = [rule.state for rule in Rule.objects.order_by("pk")]
    assert states == [Rule.State.ENDED, Rule.State.VALID]


def test_a_pin_moves_to_a_place_where_another_ended_after_it_began(shop) -> None:
    hour = timedelta(hours=1)
    ended = timezone.now() - hour
    pinned = {"kind": "pin", "beside_product": shop[0]}
    RuleFactory.create(**pinned, product=shop[1], ends_at=ended)
    moved = RuleFactory.create(**pinned, product=shop[2], position=2, starts_at=ended - hour)
    change = replace(Draft(shop[0]).change_of(shop[2].pk), position=1)

    save_draft(Draft(shop[0], (change,)), user_id=None)

    assert held(shop[0]) == [("Vase 2", 1)]
    moved.refresh_from_db()
    assert moved.starts_at == ended


def test_rules_elsewhere_are_left_alone(shop) -> None:
    everywhere = RuleFactory.create(kind="hide", product=shop[1])
    save_draft(Draft(shop[0], (Change(product_id=shop[1].pk),)), user_id=None)

    assert Rule.objects.get() == everywhere
    assert everywhere.state == Rule.State.VALID


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_instant_one_is_told_of_the_other(
    shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Rule.start_after_what_ended

    def look_and_let_a_colleague_save(rule: Rule) -> None:
        look(rule)
        with ThreadPoolExecutor() as colleague:
            colleague.submit(pin_to_first_place, shop[2], shop[0]).result()

    monkeypatch.setattr(Rule, "start_after_what_ended", look_and_let_a_colleague_save)
    with pytest.raises(PlaceTakenError, match="Vase 2"):
        save_draft(Draft(shop[0], (pin(shop[1], 1),)), user_id=None)

    assert held(shop[0]) == [("Vase 2", 1)]


def pin_to_first_place(product: Product, beside: Product) -> None:
    try:
        RuleFactory.create(kind="pin", product=product, beside_product=beside)
    finally:
        connection.close()
