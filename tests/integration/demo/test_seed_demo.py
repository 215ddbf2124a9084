"""The drawn catalogue comes in whole, once, and leaves staff's changes alone."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Category, Product

pytestmark = pytest.mark.django_db(transaction=True)


def seed(limit: int) -> str:
    output = io.StringIO()
    call_command("seed_demo", "--quiet", "--limit", str(limit), stdout=output)
    return output.getvalue()


def test_seeding_can_be_repeated() -> None:
    assert "6 products added, 0 were there" in seed(6)
    assert Category.objects.filter(parent__isnull=False).count() >= 8
    kept = Product.objects.first()
    lost = Product.objects.last()
    Product.objects.filter(pk=kept.pk).update(name="Renamed by staff")
    lost.delete()

    assert "1 products added, 5 were there" in seed(6)

    kept.refresh_from_db()
    assert kept.name == "Renamed by staff"
    for product in Product.objects.all():
        assert product.images.count() >= 1
        assert product.cover.alt


def test_a_shop_of_other_products_is_left_alone_where_that_is_asked_for(make_product) -> None:
    make_product()
    output = io.StringIO()
    call_command("seed_demo", "--unless-own", "--quiet", stdout=output)
    assert "products of its own" in output.getvalue()
    assert Product.objects.count() == 1
    call_command("seed_demo", "--limit", "1", "--quiet", stdout=output)
    call_command("seed_demo", "--unless-own", "--limit", "2", "--quiet", stdout=output)
    assert Product.objects.count() > 2


@pytest.mark.parametrize("limit", [0, -3])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    with pytest.raises(CommandError, match="is no whole number of 1 or more"):
        seed(limit)
