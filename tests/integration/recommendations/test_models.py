"""What a rule may say, what it is called, and when it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import Category
from recommendations.models import Rule

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
JANUARY = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def mug(make_product):
    return make_product(name="Striped mug")


@pytest.fixture
def vase(make_product):
    return make_product(name="Round vase")


def refused(values: dict[str, object]) -> dict[str, list[str]]:
    """Why the form refuses a rule; the database must refuse it too."""
    with pytest.raises(ValidationError) as problem:
        Rule(**values).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.create(**values)
    return problem.value.message_dict


def test_a_pin_needs_a_place(mug) -> None:
    assert refused({"kind": "pin", "product": mug}) == {
        "position": ["Say to which place; the first is 1."]
    }
    assert "position" in refused({"kind": "pin", "product": mug, "position": 0})


def test_only_a_pin_has_a_place(mug) -> None:
    rule = Rule(kind="hide", product=mug, position=3)
    rule.full_clean()
    assert rule.position is None
    with pytest.raises(IntegrityError):
        Rule.objects.create(kind="hide", product=mug, position=3)


def test_a_rule_is_for_a_product_or_a_category(mug, vase, category: Category) -> None:
    both = {"kind": "hide", "product": mug, "beside_product": vase, "beside_category": category}
    assert refused(both) == {"beside_category": ["Choose one product or a category, not both."]}


def test_a_product_never_stands_beside_itself(mug) -> None:
    assert refused({"kind": "hide", "product": mug, "beside_product": mug}) == {
        "beside_product": ["A product never stands beside itself."]
    }


@pytest.mark.parametrize("ends_at", [NOON, NOON - timedelta(days=1)])
def test_a_rule_ends_after_it_starts(mug, ends_at) -> None:
    values = {"kind": "hide", "product": mug, "starts_at": NOON, "ends_at": ends_at}
    assert refused(values) == {"ends_at": ["It must end after it starts."]}


def test_a_pin_that_ends_before_it_starts_is_refused_in_words(mug) -> None:
    """Its range of time cannot even be compared with those of other pins."""
    rule = Rule(kind="pin", product=mug, position=1, starts_at=JANUARY, ends_at=DECEMBER)
    with pytest.raises(ValidationError, match="must end after it starts"):
        rule.full_clean()


@pytest.mark.parametrize("strength", [0, 101])
def test_strength_is_points_of_match(mug, strength) -> None:
    assert "strength" in refused({"kind": "boost", "product": mug, "strength": strength})


def test_there_are_four_kinds(mug) -> None:
    assert "kind" in refused({"kind": "push", "product": mug})


@pytest.mark.parametrize("scope", ["everywhere", "product", "category"])
def test_one_place_is_pinned_once_at_a_time(
    mug, vase, make_product, category: Category, scope
) -> None:
    beside = {
        "everywhere": {},
        "product": {"beside_product": make_product()},
        "category": {"beside_category": category},
    }[scope]
    Rule.objects.create(kind="pin", product=mug, position=1, ends_at=DECEMBER, **beside)
    second = {"kind": "pin", "product": vase, "position": 1, **beside}
    (told,) = refused(second)["position"]
    assert "Another product is pinned to this place there" in told
    assert f"“Pin {mug.name} to place 1 " in told
    for other in ({"position": 2}, {"starts_at": DECEMBER}, {"is_active": False}):
        rule = Rule(**{**second, **other})
        rule.full_clean()
        rule.save()


def test_the_same_place_may_be_pinned_beside_something_else(
    mug, vase, make_product, category: Category
) -> None:
    for beside in ({}, {"beside_product": make_product()}, {"beside_category": category}):
        Rule(kind="pin", product=mug, position=1, **beside).full_clean()
        Rule.objects.create(kind="pin", product=mug, position=1, **beside)


def test_a_pin_may_be_changed_in_its_own_place(mug) -> None:
    rule = Rule.objects.create(kind="pin", product=mug, position=1)
    rule.note = "Autumn sale"
    rule.full_clean()
    rule.save()


def test_a_rule_reads_as_a_sentence(mug, vase) -> None:
    mugs = Category(name="Mugs", pk=9)
    assert str(
        Rule(kind="pin", product=mug, position=1, beside_product=vase, ends_at=DECEMBER)
    ) == ("Pin Striped mug to place 1 beside Round vase until 1 Dec 2026")
    assert str(Rule(kind="boost", product=mug, beside_category=mugs, starts_at=NOON)) == (
        "Boost Striped mug by 10 points beside everything in Mugs from 1 Nov 2026, 12:00"
    )
    assert str(Rule(kind="bury", product=mug, strength=1)) == (
        "Bury Striped mug by 1 point everywhere"
    )
    assert str(Rule(kind="hide", product=mug)) == "Hide Striped mug everywhere"


@pytest.mark.parametrize(
    ("starts", "ends", "is_active", "state"),
    [
        (None, None, True, "valid"),
        (-1, 1, True, "valid"),
        (1, None, True, "scheduled"),
        (None, -1, True, "ended"),
        (-1, 1, False, "off"),
        (None, -1, False, "off"),
    ],
)
def test_the_state_says_the_same_as_the_queries(mug, starts, ends, is_active, state) -> None:
    now = timezone.now()
    rule = Rule.objects.create(
        kind="hide",
        product=mug,
        starts_at=starts and now + timedelta(hours=starts),
        ends_at=ends and now + timedelta(hours=ends),
        is_active=is_active,
    )
    assert rule.state == state
    found = {
        name: getattr(Rule.objects, name)().exists() for name in ("valid", "scheduled", "ended")
    }
    assert [name for name, there in found.items() if there] == ([] if state == "off" else [state])


def test_rules_go_with_their_product_or_category(mug, vase, category: Category) -> None:
    empty = Category.objects.create(name="Rugs", slug="rugs")
    Rule.objects.create(kind="hide", product=mug, beside_product=vase)
    Rule.objects.create(kind="hide", product=mug, beside_category=empty)
    vase.delete()
    empty.delete()
    assert not Rule.objects.exists()
