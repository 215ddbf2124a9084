"""Which looks stand beside a product, and what of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Product
from recommendations.looks.reading import looks_with
from tests.factories import LookFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def things(make_product) -> list[Product]:
    return [make_product(name=name) for name in ("Sofa", "Lamp", "Rug")]


def names(product: Product, *, limit: int = 3) -> list[tuple[str, list[str]]]:
    looks = looks_with(product.pk, limit=limit)
    return [(look.name, [each.name for each in look.products]) for look in looks]


def test_the_others_of_a_look_stand_in_the_staffs_order(things) -> None:
    sofa, lamp, rug = things
    LookFactory.create(name="Evening", products=[rug, sofa, lamp])

    assert names(sofa) == [("Evening", ["Rug", "Lamp"])]
    assert names(rug) == [("Evening", ["Sofa", "Lamp"])]


def test_what_cannot_be_bought_and_what_was_deleted_leaves_the_look(things) -> None:
    sofa, lamp, rug = things
    look = LookFactory.create(name="Evening", products=things)
    Product.objects.filter(pk=lamp.pk).update(stock=0)
    assert names(sofa) == [("Evening", ["Rug"])]

    Product.objects.filter(pk=rug.pk).update(is_published=False)
    assert names(sofa) == []

    Product.objects.all().delete()
    look.refresh_from_db()
    assert look.items.count() == 0


@pytest.mark.parametrize(
    "values",
    [{"is_published": False}, {"starts_at": timezone.now() + DAY}]
    + [{"ends_at": timezone.now() - DAY}],
)
def test_a_look_that_does_not_hold_now_is_not_shown(things, values) -> None:
    look = LookFactory.create(products=things, **values)

    assert names(things[0]) == []
    assert look.state != look.State.VALID


def test_looks_are_bounded_and_ordered_whatever_their_number(
    things, django_assert_num_queries
) -> None:
    for number in range(5):
        LookFactory.create(name=f"Look {number}", position=5 - number, products=things)

    with django_assert_num_queries(2):
        shown = names(things[0], limit=2)

    assert [name for name, _ in shown] == ["Look 4", "Look 3"]
