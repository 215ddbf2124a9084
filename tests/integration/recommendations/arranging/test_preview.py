"""What a draft would do, and what is to be said of it, before anything is saved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Product
from embeddings.spaces.measured.kinds import measure_kinds
from recommendations.arranging.draft import Change, Draft
from recommendations.arranging.preview import Slot, preview
from recommendations.arranging.saving import save_draft
from recommendations.arranging.warnings import warnings_about
from recommendations.models import Rule
from recommendations.rows import similar_rows
from tests.builders.kinds import make_kinds
from tests.factories import RuleFactory, StaffFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def shop(make_product) -> list[Product]:
    """Five products of one category, the newest last: its page shows the others newest first."""
    return [make_product(name=f"Vase {n}") for n in range(5)]


def places(slots: list[Slot]) -> dict[str, int]:
    return {slot.candidate.product.name: slot.place for slot in slots}


def told(draft: Draft) -> list[str]:
    return [warned.code for warned in warnings_about(draft, preview(draft))]


def test_a_pin_moves_one_product_and_the_others_make_room(shop) -> None:
    draft = Draft(shop[0]).with_change(Change(product_id=shop[1].pk, kind="pin", position=1))
    shown = preview(draft)

    assert places(shown.before) == {"Vase 4": 1, "Vase 3": 2, "Vase 2": 3, "Vase 1": 4}
    assert places(shown.after) == {"Vase 1": 1, "Vase 4": 2, "Vase 3": 3, "Vase 2": 4}
    assert [slot.was for slot in shown.after] == [4, 1, 2, 3]
    assert shown.after[0].candidate.moved.to_position == 1
    assert not Rule.objects.exists()


def test_what_is_hidden_is_gone_and_what_no_longer_is_comes_back(shop) -> None:
    RuleFactory.create(kind="hide", product=shop[4], beside_product=shop[0])
    draft = Draft(shop[0]).with_change(Change(product_id=shop[3].pk, kind="hide"))
    shown = preview(draft.with_change(Change(product_id=shop[4].pk)))

    assert [slot.candidate.product_id for slot in shown.gone] == [shop[3].pk]
    assert places(shown.after) == {"Vase 4": 1, "Vase 2": 2, "Vase 1": 3}
    assert shown.after[0].was is None


def test_two_pins_of_one_draft_never_want_one_place(shop) -> None:
    draft = Draft(shop[0])
    for number, place in ((1, 1), (2, 2), (3, 1)):
        change = Change(product_id=shop[number].pk, kind="pin", position=place)
        draft = draft.with_change(change)
    later = Change(product_id=shop[4].pk, kind="pin", position=1, starts_at=timezone.now() + DAY)

    assert [(each.product_id, each.position) for each in draft.changes] == [
        *((shop[1].pk, 2), (shop[2].pk, 3), (shop[3].pk, 1)),
    ]
    ended = Change(product_id=shop[1].pk, kind="pin", position=1, ends_at=timezone.now() + DAY / 2)
    apart = Draft(shop[0]).with_change(ended).with_change(later)
    assert [each.position for each in apart.changes] == [1, 1]


def test_a_taken_place_names_the_rule_whose_it_is_and_until_when(shop) -> None:
    anna = StaffFactory.create(username="anna")
    until = timezone.now() + 3 * DAY
    pinned = {"kind": "pin", "product": shop[2], "beside_product": shop[0], "created_by": anna}
    over = timezone.now() - DAY
    rule = RuleFactory.create(**pinned, starts_at=over, ends_at=until)
    RuleFactory.create(**{**pinned, "product": shop[3]}, starts_at=over - DAY, ends_at=over)

    draft = Draft(shop[0]).with_change(Change(product_id=shop[1].pk, kind="pin", position=1))
    [taken] = [w for w in warnings_about(draft, preview(draft)) if w.code == "place_taken"]

    assert (taken.rule, taken.blocks) == (rule, True)
    assert f"until {timezone.localtime(until):%-d %b %Y}" in taken.words
    assert "by anna" in taken.words
    assert "Pin Vase 2 to place 1" in taken.words
    assert "place_taken" not in told(Draft(shop[0], draft.changes, frozenset({rule.pk})))


def test_what_holds_from_farther_away_is_told(shop) -> None:
    RuleFactory.create(kind="pin", product=shop[2])
    hidden = Draft(shop[0]).with_change(Change(product_id=shop[2].pk, kind="hide"))
    assert told(hidden) == ["overruled"]

    RuleFactory.create(kind="hide", product=shop[2], beside_product=shop[0])
    lifted = Draft(shop[0]).with_change(Change(product_id=shop[2].pk))
    assert told(lifted) == ["holds_again"]


@pytest.mark.parametrize(
    ("values", "change", "said"),
    [
        ({"is_published": False}, {"kind": "pin", "position": 1}, "unpublished"),
        ({"stock": 0}, {"kind": "boost"}, "sold_out"),
        ({}, {"kind": "hide", "starts_at": timezone.now() + DAY}, "not_begun"),
        ({}, {"kind": "pin", "position": 40}, "elsewhere"),
        ({}, {"kind": "boost"}, "stays"),
    ],
)
def test_what_will_have_no_effect_is_told(shop, make_product, values, change, said) -> None:
    product = make_product(name="Jug", **values)
    assert told(Draft(shop[0]).with_change(Change(product_id=product.pk, **change))) == [said]


@pytest.mark.django_db(transaction=True)
def test_where_kinds_are_told_apart_it_is_the_row_of_the_page() -> None:
    made = make_kinds()
    measure_kinds(made.space)
    product = Product.objects.get(pk=made.of("mugs")[0])
    row = [each.product_id for each in similar_rows(product, other_kinds=4).similar.results]
    shown = preview(Draft(product))
    assert [slot.candidate.product_id for slot in shown.after] == row

    before, last = shown.after[-2:]
    change = Change(product_id=last.candidate.product_id, kind="pin", position=before.place)
    draft = Draft(product).with_change(change)
    tried = [slot.candidate.product_id for slot in preview(draft).after]
    assert tried == [*row[:-2], row[-1], row[-2]]

    save_draft(draft, user_id=None)
    saved = similar_rows(product, other_kinds=4).similar.results
    assert [each.product_id for each in saved] == tried
